"""The taxonomy as a reader sees it: the names and definitions of its codes in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import pgettext

from matcher.taxonomy import Taxonomy, Term
from webapp.reader import is_english
from webapp.telling import said, with_commas


@dataclass(frozen=True)
class ShownTerm:
    """What a page shows of a term."""

    code: str
    name: str
    definition: str


class TaxonomyNames:
    """Names of the codes of one taxonomy; a name that no catalogue holds stays as its list has it.

    Each list is translated once, into the language of the reader for whom it is first needed: one object is for the
    readers of one language.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._names: dict[str, dict[str, str]] = {}
        self._terms: dict[str, dict[str, ShownTerm]] = {}

    def name(self, list_name: str, code: str) -> str:
        """Return the name of a code, or the code itself where the list does not hold it."""
        names = self._names.get(list_name) or self._names.setdefault(list_name, self._named(list_name))
        return names.get(code, code)

    def names(self, list_name: str, codes: Iterable[str]) -> str:
        """Return the names of codes, with commas between them."""
        return with_commas(self.name(list_name, code) for code in codes)

    def terms(self, list_name: str) -> Mapping[str, ShownTerm]:
        """Return the terms of one list by code, in the order of the list."""
        return self._terms.get(list_name) or self._terms.setdefault(list_name, self._shown(list_name))

    def groups(self) -> dict[str, str]:
        """Return the names of the groups of capabilities by code."""
        if is_english():
            return dict(self._taxonomy.groups)
        return {code: pgettext("groups", name) for code, name in self._taxonomy.groups.items()}

    def _named(self, list_name: str) -> dict[str, str]:
        return {code: said(self._taxonomy.name(list_name, code)) for code in self._taxonomy.terms(list_name)}

    def _shown(self, list_name: str) -> dict[str, ShownTerm]:
        return {code: _shown(list_name, term) for code, term in self._taxonomy.terms(list_name).items()}


def _shown(list_name: str, term: Term) -> ShownTerm:
    if is_english():
        return ShownTerm(term.code, term.name, term.definition)
    definition = pgettext(f"{list_name}: definition", term.definition) if term.definition else ""
    return ShownTerm(term.code, pgettext(list_name, term.name), definition)
