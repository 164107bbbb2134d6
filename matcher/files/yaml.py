"""Reading YAML so that nothing is lost: YAML 1.2 (where NO is Norway, not false), duplicate keys refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from matcher.errors import InvalidRecordsError, Problem


def parse_yaml(text: str, where: str) -> Any:
    """Return the plain values that the YAML document `text` holds; `where` names it in errors."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
        message = f"{key!r} stands here twice; join the two"
        raise InvalidRecordsError([Problem(_place(where, error), "", message)]) from error
    except MarkedYAMLError as error:
        message = f"not valid YAML: {error.problem or error.context}"
        raise InvalidRecordsError([Problem(_place(where, error), "", message)]) from error
    except (YAMLError, ValueError, KeyError, OverflowError, RecursionError) as error:
        raise InvalidRecordsError([Problem(where, "", f"not valid YAML: {error}")]) from error


def read_text(path: Path, where: str) -> str:
    """Return the text of a UTF-8 file; `where` names it in errors."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise InvalidRecordsError([Problem(where, "", message)]) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise InvalidRecordsError([Problem(where, "", message)]) from error


def _place(where: str, error: MarkedYAMLError) -> str:
    return f"{where}: line {error.problem_mark.line + 1}" if error.problem_mark else where
