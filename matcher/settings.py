"""The settings: one table of (name, default, help), read from MATCHER_* variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path

from matcher.errors import SettingsError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
_IN_CHECKOUT = (_CHECKOUT / "pyproject.toml").is_file()


def _default_corpus() -> str:
    return str(_CHECKOUT / "corpus" if _IN_CHECKOUT else _PACKAGE / "_corpus")


def _default_data() -> str:
    return str(_CHECKOUT / "var" if _IN_CHECKOUT else user_data_path("partner-matcher"))


@dataclass(frozen=True)
class Setting:
    """One setting: read from the variable MATCHER_<NAME>."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return f"MATCHER_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting("data", _default_data(), "Folder of the database and the built knowledge base."),
    Setting("corpus", _default_corpus(), "Folder of the corpus: taxonomy, organisations, practices."),
    Setting("database", "", "SQLAlchemy URL of the database; empty means `matcher.sqlite` in the data folder."),
    Setting(
        "model",
        "bundled",
        "Sentence encoder: `bundled` (all-MiniLM-L6-v2), or the name or folder of any sentence-transformers model.",
    ),
    Setting("host", "127.0.0.1", "Address that the web server listens on."),
    Setting("port", "8000", "Port that the web server listens on; 0 takes any free one."),
    Setting(
        "threads", "0", "Requests that the web server answers at the same time; 0 means one for each core, at least 2."
    ),
    Setting(
        "secret_key",
        "",
        "Key that signs forms and cookies of who is signed in, to be kept secret; empty means one that is made and kept"
        " in the data folder.",
    ),
    Setting(
        "cors_origins",
        "",
        "Sites whose pages may ask the API and frame its previews, separated by commas; `*` means all, empty none.",
    ),
    Setting(
        "reading",
        "open",
        "Who may read: `open` means everybody, `signed_in` only those who may edit.",
    ),
    Setting(
        "proxy",
        "",
        "IP address of the web server that passes requests on: it says by which scheme and from whom they came; empty"
        " means none.",
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings in force, one field for each row of `SETTINGS`."""

    data: Path
    corpus: Path
    database: str
    model: str
    host: str
    port: int
    threads: int
    secret_key: str
    cors_origins: tuple[str, ...] = ()
    reading: Literal["open", "signed_in"] = "open"
    proxy: str = ""


def read_settings(environ: Mapping[str, str] = os.environ, **overrides: str | None) -> Settings:
    """Read the settings from `environ`; an override that is not None wins.

    Raises SettingsError for a value that cannot be used.
    """
    text = {setting.name: environ.get(setting.variable) or setting.default for setting in SETTINGS}
    text |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(
        data=Path(text["data"]).expanduser(),
        corpus=Path(text["corpus"]).expanduser(),
        database=text["database"],
        model=text["model"],
        host=text["host"],
        port=_whole_number("port", text["port"], 0, 65535),
        threads=_whole_number("threads", text["threads"], 0, 64),
        secret_key=text["secret_key"],
        cors_origins=_origins(text["cors_origins"]),
        reading=_reading(text["reading"]),
        proxy=_address("proxy", text["proxy"]),
    )


def _whole_number(name: str, text: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise SettingsError(f"MATCHER_{name.upper()} is {text!r}; it takes a whole number from {lowest} to {highest}")
    return int(text)


def _address(name: str, text: str) -> str:
    try:
        return str(ip_address(text)) if text else ""
    except ValueError as error:
        message = f"MATCHER_{name.upper()} is {text!r}; it takes an IP address such as 127.0.0.1"
        raise SettingsError(message) from error


def _reading(text: str) -> Literal["open", "signed_in"]:
    if text == "open":
        return "open"
    if text == "signed_in":
        return "signed_in"
    raise SettingsError(f"MATCHER_READING is {text!r}; it is 'open' or 'signed_in'")


def _origins(text: str) -> tuple[str, ...]:
    """Read origins (scheme, host and port, as browsers send them) separated by commas."""
    origins = tuple(each.strip().rstrip("/").lower() for each in text.split(",") if each.strip())
    for origin in origins:
        if origin != "*" and not re.fullmatch(
            r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?", origin
        ):
            raise SettingsError(f"MATCHER_CORS_ORIGINS has {origin!r}; it takes origins such as 'https://example.org'")
    return origins
