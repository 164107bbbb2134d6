"""Parts of pages that are the same for every reader of a language: each is made once for a generation."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from matcher.knowledge import KnowledgeBase
from webapp.reader import reader_language
from webapp.taxonomy_names import TaxonomyNames

FOLDER = "same_for_all"  # of templates; they say what they are given and what the knowledge base holds, no more
KEPT = 2048  # texts: at most some 4 kB each, most far less
LONGEST = 1_000  # characters of the values that a text is made from, some of which a request brings


class PageParts:
    """What pages of one generation say alike to all readers of a language; threads may share it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._taxonomies: dict[str, TaxonomyNames] = {}
        self._kept = lru_cache(maxsize=KEPT)(self._render)

    def taxonomy(self) -> TaxonomyNames:
        """Return the names of codes in the reader's language."""
        language = reader_language()
        kept = self._taxonomies.get(language)
        return kept or self._taxonomies.setdefault(language, TaxonomyNames(self.knowledge.taxonomy))

    def rendered(self, name: str, /, **values: Hashable) -> Markup:
        """Return the template `name` of `FOLDER`, without its ending, with these values in the reader's language."""
        given = tuple(values.items())
        render = self._kept if len(repr(given)) <= LONGEST else self._render
        return render(name, reader_language(), given)

    def _render(self, name: str, _language: str, values: tuple[tuple[str, Hashable], ...]) -> Markup:
        template = current_app.jinja_env.get_template(f"{FOLDER}/{name}.html")
        return Markup(template.render(dict(values), knowledge=self.knowledge))  # noqa: S704  rendered with autoescape
