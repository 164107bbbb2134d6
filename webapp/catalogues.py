"""The catalogues of translations, `translations/<locale>/LC_MESSAGES/messages.po`, read when first needed."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent / "translations"
LOCALES = ("en", "fr", "es", "ar")  # the first is that of the messages themselves, for those who ask for none of these


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's messages, read from the catalogues as translators write them: there is no file to compile."""

    def get_translations(self) -> NullTranslations:
        """Return the messages in the reader's language."""
        locale = get_locale()
        return translations(locale.language) if locale else NullTranslations()


@cache
def translations(locale: str) -> NullTranslations:
    """Return the messages of one catalogue, none for English; what is marked as fuzzy is not used."""
    if locale == LOCALES[0]:
        return NullTranslations()
    with catalogue_path(locale).open("rb") as file:
        catalogue = read_po(file, locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def spoken_locales() -> tuple[str, ...]:
    """Return the locales that the pages speak: English, and each that has a catalogue."""
    return tuple(locale for locale in LOCALES if locale == LOCALES[0] or catalogue_path(locale).is_file())


def catalogue_path(locale: str) -> Path:
    """Return where the catalogue of a locale is kept."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"
