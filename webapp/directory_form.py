"""What the page of organisations was asked for, and what it shows as chips that take one choice away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from matcher.corpus import Corpus
from matcher.directory import FoundOrganisations, find_organisations
from matcher.records import COUNTRIES

CHOICES = {"kind": "kinds", "capability": "capabilities", "theme": "themes"}  # parameter: list of the taxonomy


@dataclass(frozen=True)
class Chip:
    """One choice: its parameter, code, and the parameters of the page without it."""

    parameter: str
    code: str
    without: list[tuple[str, str]]


@dataclass(frozen=True)
class DirectoryForm:
    """Words and codes, as entered; codes by parameter: kind, capability, theme, country."""

    words: str
    codes: dict[str, tuple[str, ...]]

    def find(self, corpus: Corpus) -> FoundOrganisations:
        """Return the organisations that fit."""
        return find_organisations(
            corpus,
            self.codes["kind"],
            self.codes["country"],
            self.words,
            capabilities=self.codes["capability"],
            themes=self.codes["theme"],
        )

    def chips(self) -> Iterator[Chip]:
        """Yield the choices beside the words."""
        entered = self.choices()
        for name, code in entered:
            without = [("q", self.words)] * bool(self.words) + [each for each in entered if each != (name, code)]
            yield Chip(name, code, without)

    def choices(self) -> list[tuple[str, str]]:
        """Return the chosen codes as parameters of an address."""
        return [(name, code) for name, codes in self.codes.items() for code in codes]


def read_directory_form(entered: MultiDict[str, str]) -> DirectoryForm:
    """Read the parameters; a country's code in any case, and what no list holds is kept and finds nobody."""
    codes = {name: tuple(dict.fromkeys(filter(None, entered.getlist(name)))) for name in CHOICES}
    countries = (code.strip().upper() for code in entered.getlist("country"))
    codes["country"] = tuple(dict.fromkeys(code for code in countries if code in COUNTRIES))
    return DirectoryForm(entered.get("q", "").strip(), codes)
