"""What is measured: the groups of cases, and what has to be there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks.building import building_cases
from benchmarks.case import Case
from benchmarks.editing import editing_cases
from benchmarks.followed import built, shipped, taken_for_followed, with_other_encoder
from benchmarks.multiplied import kept_multiplied
from benchmarks.ranking import ranking_cases
from benchmarks.search import prepare_search, search_cases
from benchmarks.serving import memory_cases, serving_cases
from benchmarks.startup import startup_cases
from matcher.encoders import BUNDLED, Encoder, Vectors, load_encoder
from matcher.encoders.bundled import bundled_folder
from matcher.indexes import MANY
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.settings import Settings
from matcher.workspace import Workspace

GROUPS = ("startup", "building", "serving", "ranking", "memory", "editing", "search")
EDITED_UP_TO = 100_000  # organisations; the bar is for so many, and a database of more takes long to fill


@dataclass(frozen=True)
class Plan:
    """Groups of cases at some sizes, with what they need kept in `folder`; the bundled model is what they are about.

    The knowledge base of `settings` is what is multiplied; starting, building and serving are measured over the corpus
    alone. `tell` hears of what cannot be measured.
    """

    settings: Settings
    folder: Path
    groups: Sequence[str]
    sizes: Sequence[int]
    tell: Callable[[str], object]

    def prepare(self) -> None:
        """Build what the cases need and is not there, and measure nothing."""
        if {"startup", "building", "serving"} & set(self.groups):
            self._shipped()
        for size in self.sizes if {"ranking", "memory", "editing"} & set(self.groups) else ():
            self._multiplied(size)
        for size in self._search_sizes:
            prepare_search(self._vectors, size, self.folder, self.tell)

    def cases(self) -> Iterator[Case]:
        """Yield the cases, each group prepared when the one before it is done."""
        if "startup" in self.groups:
            yield from startup_cases(self._shipped(), self.folder)
        if "building" in self.groups:
            corpus = Workspace(replace(self.settings, data=self._shipped())).corpus()
            yield from building_cases(corpus, load_encoder(BUNDLED))
        if "serving" in self.groups:
            yield from self._serving_cases()
        for size in self.sizes if "ranking" in self.groups else ():
            yield from ranking_cases(self._multiplied(size) / "generations", self._encoder, size)
        for size in self.sizes if "memory" in self.groups else ():
            yield from memory_cases(taken_for_followed(self.settings, self._multiplied(size)), size)
        for size in [each for each in self.sizes if each <= EDITED_UP_TO] if "editing" in self.groups else ():
            yield from self._editing_cases(size)
        for size in self._search_sizes:
            yield from search_cases(self._vectors, size, self.folder, self.tell)

    def _editing_cases(self, size: int) -> Iterator[Case]:
        """Yield the cases over links to what is kept, since edits write more generations beside it."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            root = Path(folder) / "generations"
            shutil.copytree(self._multiplied(size) / "generations", root, copy_function=os.link)
            yield from editing_cases(root, self.settings.corpus, self._encoder, Path(folder) / "edited")

    @property
    def _search_sizes(self) -> list[int]:
        return [size for size in self.sizes if size >= MANY] if "search" in self.groups else []

    @cached_property
    def _encoder(self) -> Encoder:
        return load_encoder(BUNDLED, threads=1)

    @cached_property
    def base(self) -> KnowledgeBase:
        """What is multiplied."""
        return built(self.settings, self._encoder).open(self._encoder)

    @cached_property
    def _vectors(self) -> Vectors:
        return as_floats(self.base.organisation_passages.vectors)

    def _multiplied(self, size: int) -> Path:
        return kept_multiplied(self.base, size, self.folder)

    def _shipped(self) -> Path:
        return shipped(self.settings, self.folder / "shipped")

    def _serving_cases(self) -> Iterator[Case]:
        other = load_encoder(str(bundled_folder()))  # as any other model: by sentence-transformers
        data = with_other_encoder(self._shipped(), self.folder / "shipped-sentence-transformers", other)
        yield from serving_cases(self._shipped(), data, other.name)
