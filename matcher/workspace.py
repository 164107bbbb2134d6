"""The data folder: the database, the vector cache and the generations that are built from them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from matcher.corpus import Corpus, load_corpus
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import DamagedGenerationError, MissingGenerationError
from matcher.generations import current_name, generations, read_manifest
from matcher.knowledge import KnowledgeBase, Report, describe_mismatch
from matcher.settings import Settings
from matcher.store import CORPUS, Store, SyncReport
from matcher.taxonomy import Taxonomy, load_taxonomy


class Workspace:
    """One data folder and the corpus that it follows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root: Path = settings.data / "generations"

    @cached_property
    def store(self) -> Store:
        """The database; made where there is none."""
        self.settings.data.mkdir(parents=True, exist_ok=True)
        return Store(self.settings.database or f"sqlite:///{self.settings.data / 'matcher.sqlite'}")

    @property
    def taxonomy(self) -> Taxonomy:
        """The controlled lists, as the corpus has them now."""
        return load_taxonomy(self.settings.corpus / "taxonomy")

    def synchronise(self) -> SyncReport:
        """Make the database follow `corpus/`; raise InvalidRecordsError with every fault, changing nothing."""
        corpus = load_corpus(self.settings.corpus)
        return self.store.synchronise((*corpus.organisations, *corpus.practices))

    def follows_corpus(self) -> bool:
        """Tell whether the database is new or holds records of the corpus: an import alone does not bring them in."""
        origins = self.store.origins()
        return not origins or CORPUS in origins

    def corpus(self) -> Corpus:
        """Return what the database holds now."""
        return Corpus(self.taxonomy, tuple(self.store.organisations()), tuple(self.store.practices()))

    def why_stale(self, corpus: Corpus) -> str:
        """Say why the current generation does not fit `corpus` and the settings, or "" where it does."""
        try:
            manifest = read_manifest(generations(self.root)[0])
        except (MissingGenerationError, DamagedGenerationError) as error:
            return str(error)
        return describe_mismatch(manifest, self.settings.model, None, corpus)

    def build(self, encoder: Encoder, corpus: Corpus, report: Report = lambda _stage, _done, _total: None) -> Path:
        """Build a generation from `corpus`, make it the current one and return its folder."""
        cache = VectorCache(self.settings.data / "vectors.sqlite")
        return KnowledgeBase.build(corpus, encoder, cache=cache, report=report).save(self.root)

    def open(self, encoder: Encoder) -> KnowledgeBase:
        """Open the current generation."""
        return KnowledgeBase.open(self.root, encoder)

    def current_name(self) -> str:
        """Return the name of the current generation, or ""."""
        return current_name(self.root)
