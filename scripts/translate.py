"""Keep the translations of the pages: collect the messages, bring the catalogues up to date, report what is missing.

Messages are what templates and views wrap in `_`, `ngettext` and `trans`, what the library says through `sentence` and
`counted`, and the names of the taxonomy and of regions. A translator fills `webapp/translations/LOCALE/LC_MESSAGES/
messages.po`; the pages read it as it is, so there is nothing to compile.

examples:
  python scripts/translate.py update   write messages.pot, and bring every catalogue up to date
  python scripts/translate.py update fr   the same for French alone; a catalogue that is not there yet is begun
  python scripts/translate.py check   report for each catalogue what is missing, fuzzy or wrong; 1 where there is any
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from matcher.geography.regions import REGIONS
from matcher.taxonomy import LISTS, Taxonomy, load_taxonomy
from webapp.catalogues import FOLDER, LOCALES, catalogue_path

ROOT = Path(__file__).parent.parent
TEMPLATE = FOLDER / "messages.pot"
_OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_KEYWORDS = DEFAULT_KEYWORDS | {"sentence": None, "counted": (1, 2), "lazy_gettext": None}
_TAG = re.compile(r"</?[a-z]+")
_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # a file that holds the same says the same
_HEADER: dict[str, Any] = {
    "project": "Partner Matcher",
    "version": "0",
    "msgid_bugs_address": "none",
    "last_translator": "The Partner Matcher developers",
    "language_team": "none",
    "creation_date": _MADE,
    "revision_date": _MADE,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("update", "check"))
    parser.add_argument("locale", nargs="*", help=f"of {', '.join(LOCALES[1:])}; by default all that have a catalogue")
    arguments = parser.parse_args(argv)
    unknown = set(arguments.locale) - set(LOCALES[1:])
    if unknown:
        print(
            f"{', '.join(sorted(unknown))}: not a locale of the pages; they are {', '.join(LOCALES[1:])}",
            file=sys.stderr,
        )
        return 1
    locales = arguments.locale or [each for each in LOCALES[1:] if catalogue_path(each).is_file()]
    return _update(locales) if arguments.command == "update" else _check(locales)


def collected() -> Catalog:
    """Return the messages of pages, library, taxonomy and regions, without translations."""
    catalogue = Catalog(header_comment="# The messages of Partner Matcher.", charset="utf-8", **_HEADER)
    methods: list[tuple[str, Any]] = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", calls)]
    for folder in ("matcher", "webapp"):
        found = extract_from_dir(ROOT / folder, methods, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",))
        for file, _, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
            catalogue.add(message, None, [(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    for context, name, comment in (*_terms(load_taxonomy(ROOT / "corpus" / "taxonomy")), *_regions()):
        catalogue.add(name, None, [(context, 0)], auto_comments=[comment] if comment else [], context=context)
    return catalogue


def calls(
    file: BinaryIO,
    keywords: Collection[str],
    _tags: object,
    options: object,  # noqa: ARG001  Babel names it
) -> Iterator[tuple[int, str, list[str | None], list[str]]]:
    """Yield line, name, texts and comments of the calls in a Python file; a call inside another one is seen too."""
    found = [each for each in ast.walk(ast.parse(file.read())) if isinstance(each, ast.Call)]
    for call in sorted(found, key=lambda each: each.lineno):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in keywords:
            yield call.lineno, name, [_text(argument) for argument in call.args], []


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def faults(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Name each message that is missing, fuzzy, or has other placeholders or marks than the English."""
    for message in filter(_is_message, template):
        found = catalogue.get(message.id, message.context)
        texts = (found.string if isinstance(found.string, tuple) else (found.string,)) if found else ()
        if not found or not all(texts):
            yield f"missing: {_shown(message)}"
        elif found.fuzzy:
            yield f"fuzzy: {_shown(message)}"
        else:
            yield from (f"{error}: {_shown(message)}" for error in found.check(catalogue))
            marks = sorted(_TAG.findall(_english(message)))
            if any(sorted(_TAG.findall(str(text))) != marks for text in texts):
                yield f"other marks than the English: {_shown(message)}"


def is_up_to_date(template: Catalog) -> bool:
    """Tell whether messages.pot holds exactly the messages of `template`."""
    kept = read_catalogue(TEMPLATE, None) if TEMPLATE.is_file() else Catalog()
    return {(each.context, each.id) for each in kept} == {(each.context, each.id) for each in template}


def read_catalogue(path: Path, locale: str | None) -> Catalog:
    """Read the catalogue of a locale, or the one without translations."""
    with path.open("rb") as file:
        return read_po(file, locale)


def _terms(taxonomy: Taxonomy) -> Iterator[tuple[str, str, str]]:
    """Yield context, text and a hint for translators of each name and definition that a page can show."""
    for name in taxonomy.groups.values():
        yield "groups", name, "A group of capabilities."
    for list_name in LISTS:
        for term in taxonomy.terms(list_name).values():
            yield list_name, term.name, term.definition
            if list_name == "stages" and term.definition:
                yield f"{list_name}: definition", term.definition, ""


def _regions() -> Iterator[tuple[str, str, str]]:
    for name in REGIONS:
        yield "regions", name, "A region of the world."


def _update(locales: Sequence[str]) -> int:
    template = collected()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    for locale in locales:
        path = catalogue_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read_catalogue(path, locale) if path.is_file() else Catalog(locale, **_HEADER)
        catalogue.update(template, no_fuzzy_matching=False)
        catalogue.fuzzy = False
        path.write_bytes(written(catalogue))
    return _check(locales)


def _check(locales: Sequence[str]) -> int:
    template = collected()
    messages = [message for message in template if _is_message(message)]
    words = sum(len(_shown(message).split()) for message in messages)
    print(f"{len(messages)} messages, {words} words")
    wrong = 0
    if not is_up_to_date(template):
        print("messages.pot is not up to date; run: scripts/translate.py update")
        wrong += 1
    for locale in locales:
        found = list(faults(template, read_catalogue(catalogue_path(locale), locale)))
        print(f"{locale}: {f'{len(found)} to do' if found else 'complete'}", *found, sep="\n  ")
        wrong += len(found)
    return 1 if wrong else 0


def _text(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _is_message(message: Message) -> bool:
    return bool(message.id)


def _english(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[-1])


def _shown(message: Message) -> str:
    return f"{message.context}: {_english(message)}" if message.context else _english(message)


if __name__ == "__main__":
    sys.exit(main())
