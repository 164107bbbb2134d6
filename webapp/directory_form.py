"""What the page of organisations was asked for, and what it shows as chips that take one choice away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from matcher.directory.browsing import Directory, FoundRows
from matcher.geography.codes import COUNTRIES

CHOICES = {"kind": "kinds", "capability": "capabilities", "theme": "themes"}  # parameter: list of the taxonomy
ON_A_PAGE = 50  # organisations
LONGEST_START = 9  # digits


@dataclass(frozen=True)
class Chip:
    """One choice: its parameter, code, and the parameters of the page without it."""

    parameter: str
    code: str
    without: list[tuple[str, str]]


@dataclass(frozen=True)
class DirectoryForm:
    """Words and codes, as entered; codes by parameter: kind, capability, theme, country.

    `start` is the place in the list, from 0, of the first organisation that is shown.
    """

    words: str
    codes: dict[str, tuple[str, ...]]
    start: int = 0

    def find(self, directory: Directory) -> FoundRows:
        """Return the organisations that fit."""
        return directory.find(
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
            without = self._words() + [each for each in entered if each != (name, code)]
            yield Chip(name, code, without)

    def parameters(self, start: int = 0) -> list[tuple[str, str]]:
        """Return the parameters of the page of the same list that begins at a place."""
        return self._words() + self.choices() + [("start", str(start))] * (start > 0)

    def choices(self) -> list[tuple[str, str]]:
        """Return the chosen codes as parameters of an address."""
        return [(name, code) for name, codes in self.codes.items() for code in codes]

    def _words(self) -> list[tuple[str, str]]:
        return [("q", self.words)] * bool(self.words)


def read_directory_form(entered: MultiDict[str, str]) -> DirectoryForm:
    """Read the parameters; a country's code in any case, and what no list holds is kept and finds nobody."""
    codes = {name: tuple(dict.fromkeys(filter(None, entered.getlist(name)))) for name in CHOICES}
    countries = (code.strip().upper() for code in entered.getlist("country"))
    codes["country"] = tuple(dict.fromkeys(code for code in countries if code in COUNTRIES))
    return DirectoryForm(entered.get("q", "").strip(), codes, _start(entered.get("start", "").strip()))


def _start(text: str) -> int:
    """Return a place in a list; what is no number is its beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_START else 0
