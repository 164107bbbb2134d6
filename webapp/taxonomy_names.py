"""The taxonomy as a reader sees it: the names and definitions of its codes in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Names of the codes of one taxonomy; a name that no catalogue holds stays as its list has it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    def name(self, list_name: str, code: str) -> str:
        """Return the name of a code, or the code itself where the list does not hold it."""
        return said(self._taxonomy.name(list_name, code))

    def names(self, list_name: str, codes: Iterable[str]) -> str:
        """Return the names of codes, with commas between them."""
        return with_commas(self.name(list_name, code) for code in codes)

    def terms(self, list_name: str) -> dict[str, ShownTerm]:
        """Return the terms of one list by code, in the order of the list."""
        return {code: _shown(list_name, term) for code, term in self._taxonomy.terms(list_name).items()}

    def groups(self) -> dict[str, str]:
        """Return the names of the groups of capabilities by code."""
        if is_english():
            return dict(self._taxonomy.groups)
        return {code: pgettext("groups", name) for code, name in self._taxonomy.groups.items()}


def _shown(list_name: str, term: Term) -> ShownTerm:
    if is_english():
        return ShownTerm(term.code, term.name, term.definition)
    definition = pgettext(f"{list_name}: definition", term.definition) if term.definition else ""
    return ShownTerm(term.code, pgettext(list_name, term.name), definition)
