"""Parts of pages that are the same for every reader of a language: each is made once for a generation."""

from __future__ import annotations

from flask import current_app
from markupsafe import Markup

from matcher.knowledge import KnowledgeBase
from webapp.reader import reader_language
from webapp.taxonomy_names import TaxonomyNames

FOLDER = "same_for_all"  # of templates; they are given the knowledge base, and ask for nothing of one reader


class PageParts:
    """What pages of one generation say alike to all readers of a language; threads may share it.

    It holds at most one text for each template of `FOLDER` and each language of the pages.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._taxonomies: dict[str, TaxonomyNames] = {}
        self._rendered: dict[tuple[str, str], Markup] = {}

    def taxonomy(self) -> TaxonomyNames:
        """Return the names of codes in the reader's language."""
        language = reader_language()
        kept = self._taxonomies.get(language)
        return kept or self._taxonomies.setdefault(language, TaxonomyNames(self.knowledge.taxonomy))

    def rendered(self, name: str) -> Markup:
        """Return the template `name` of `FOLDER`, without its ending, in the reader's language."""
        key = name, reader_language()
        kept = self._rendered.get(key)
        return self._rendered.setdefault(key, self._render(name)) if kept is None else kept

    def _render(self, name: str) -> Markup:
        template = current_app.jinja_env.get_template(f"{FOLDER}/{name}.html")
        return Markup(template.render(knowledge=self.knowledge))  # noqa: S704  rendered with autoescape
