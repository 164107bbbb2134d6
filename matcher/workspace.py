"""The data folder: the database, the vector cache and the generations that are built from them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.classifiers.kept import classifier_key, kept_classifier
from matcher.corpus import Corpus, load_corpus, taxonomy_digest
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import DamagedGenerationError, MissingGenerationError
from matcher.generations import UNKNOWN_NUMBER, checked_manifest, current_name, generations
from matcher.knowledge import KnowledgeBase, Report, describe_mismatch
from matcher.landscape.organisation_map import MAP_FILE, OrganisationMap, draw_map, kept_map, place_organisations
from matcher.settings import Settings
from matcher.stamp import Stamp, hash_files, hash_folder, read_stamp
from matcher.taxonomy import Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from matcher.accounts.keeping import Accounts
    from matcher.accounts.sign_in import SignIn
    from matcher.database.synchronising import SyncReport
    from matcher.editing.editing import Editing
    from matcher.editing.mistake_reports import MistakeReports
    from matcher.feedback.keeping import Feedback
    from matcher.shortlists.keeping import Shortlists
    from matcher.store import Store

DATABASE = "matcher.sqlite"  # in the data folder, where no URL is set


class Workspace:
    """One data folder and the corpus that it follows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root: Path = settings.data / "generations"
        self._stamp: Path = settings.data / "stamp.json"
        self._followed = ""
        self._lists = ("", "")  # the hash of the files of the controlled lists, and the digest of what they say

    @cached_property
    def store(self) -> Store:
        """The database; made where there is none."""
        from matcher.store import Store  # noqa: PLC0415  SQLAlchemy takes .2 s, and an answer needs no database

        self.settings.data.mkdir(parents=True, exist_ok=True)
        return Store(self.settings.database or f"sqlite:///{self.settings.data / DATABASE}")

    @cached_property
    def shortlists(self) -> Shortlists:
        """The shortlists, in the same database as the records."""
        from matcher.shortlists.keeping import Shortlists  # noqa: PLC0415  as above

        return Shortlists(self.store.engine)

    @cached_property
    def mistake_reports(self) -> MistakeReports:
        """What readers report about records, in the same database."""
        from matcher.editing.mistake_reports import MistakeReports  # noqa: PLC0415  as above

        return MistakeReports(self.store.engine)

    @cached_property
    def feedback(self) -> Feedback:
        """What people thought of recommendations, in the same database."""
        from matcher.feedback.keeping import Feedback  # noqa: PLC0415  as above

        return Feedback(self.store.engine)

    @cached_property
    def editing(self) -> Editing:
        """Editing by hand, in the same database."""
        from matcher.editing.editing import Editing  # noqa: PLC0415  as above

        return Editing(self.store.engine)

    @cached_property
    def accounts(self) -> Accounts:
        """Those who may edit, in the same database."""
        from matcher.accounts.keeping import Accounts  # noqa: PLC0415  as above

        return Accounts(self.store.engine)

    @cached_property
    def sign_in(self) -> SignIn:
        """The ways to sign in, in the same database."""
        from matcher.accounts.sign_in import SignIn  # noqa: PLC0415  as above

        return SignIn(self.store.engine, self.accounts)

    def trial_store(self) -> Store:
        """Return the database, or where there is none an empty one in memory: for trying without writing."""
        from matcher.store import Store  # noqa: PLC0415  as above

        there = self.settings.database or (self.settings.data / DATABASE).exists()
        return self.store if there else Store("sqlite://")

    @property
    def taxonomy(self) -> Taxonomy:
        """The controlled lists, as the corpus has them now."""
        return load_taxonomy(self.settings.corpus / "taxonomy")

    def synchronise(self) -> SyncReport:
        """Make the database follow `corpus/`; raise InvalidRecordsError with every fault, changing nothing."""
        files = hash_files(self.settings.corpus)
        corpus = load_corpus(self.settings.corpus)
        report = self.store.synchronise((*corpus.organisations, *corpus.practices))
        self._followed = files
        return report

    def follows_corpus(self) -> bool:
        """Tell whether the database is new or holds records of the corpus: an import alone does not bring them in."""
        from matcher.store import CORPUS  # noqa: PLC0415  as above

        origins = self.store.origins()
        return not origins or CORPUS in origins

    def corpus(self) -> Corpus:
        """Return what the database holds now."""
        return Corpus(self.taxonomy, tuple(self.store.organisations()), tuple(self.store.practices()))

    def why_stale(self, corpus: Corpus) -> str:
        """Say why the current generation does not fit `corpus` and the settings, or "" where it does."""
        return self._why_stale(corpus)

    def _why_stale(self, corpus: Corpus | None) -> str:
        try:
            manifest = checked_manifest(generations(self.root)[0])
        except (MissingGenerationError, DamagedGenerationError) as error:
            return str(error)
        return describe_mismatch(manifest, self.settings.model, None, corpus)

    def follow(self) -> str:
        """Make the database follow `corpus/`, and say why the current generation does not fit, or "" where it does.

        Where corpus files, database and generation are those of the last time, no record is read. Raises
        InvalidRecordsError with every fault of the corpus.
        """
        seen = Stamp(
            files=hash_files(self.settings.corpus), records=self.store.revision(), generation=self.current_name()
        )
        if seen == read_stamp(self._stamp):
            return self._why_stale(None)
        self.synchronise()
        revision = self.store.revision()
        stale = self.why_stale(self.corpus())
        if not stale:
            self._remember(revision, seen.generation)
        return stale

    def rebuild(self, encoder: Encoder, report: Report = lambda _stage, _done, _total: None) -> Path:
        """Build a generation from the database as it is now, and bring in what is written meanwhile; see `build`."""
        revision, number = self.store.revision(), self.store.number()
        folder = self.build(encoder, self.corpus(), report, complete_to=number)
        self._remember(revision, folder.name)
        # What another process published meanwhile is not in this generation, which is the newer one all the same.
        return folder if self.store.number() == number else self.publish(encoder, report)

    def publish(self, encoder: Encoder, report: Report = lambda _stage, _done, _total: None) -> Path:
        """Make what the database says now searchable: by what has changed where that will do, else by a whole build."""
        from matcher.publishing import publish_delta  # noqa: PLC0415  as above

        revision, stamp = self.store.revision(), read_stamp(self._stamp)
        before = self.current_name()
        folder = publish_delta(self.root, self.store, self._taxonomy_digest(), encoder, self._cache)
        if folder is None:
            return self.rebuild(encoder, report)
        if stamp and stamp.generation == before:  # the database follows the same files as before, with edits
            stamp.model_copy(update={"records": revision, "generation": folder.name}).write(self._stamp)
        return folder

    def build(
        self,
        encoder: Encoder,
        corpus: Corpus,
        report: Report = lambda _stage, _done, _total: None,
        *,
        complete_to: int = UNKNOWN_NUMBER,
    ) -> Path:
        """Build a generation from `corpus`, make it the current one and return its folder.

        `complete_to` is as for `KnowledgeBase.build`.
        """
        classifier = kept_classifier(self.root, classifier_key(corpus.taxonomy, encoder))
        knowledge = KnowledgeBase.build(
            corpus, encoder, cache=self._cache, classifier=classifier, complete_to=complete_to, report=report
        )
        return knowledge.save(self.root)

    @property
    def _cache(self) -> VectorCache:
        return VectorCache(self.settings.data / "vectors.sqlite")

    def _taxonomy_digest(self) -> str:
        """Return the digest of the controlled lists, reading them only where a file has changed since the last time."""
        files = hash_folder(self.settings.corpus / "taxonomy")
        if self._lists[0] != files:
            self._lists = (files, taxonomy_digest(self.taxonomy))
        return self._lists[1]

    def _remember(self, revision: str, generation: str) -> None:
        """Write the stamp, if the corpus was followed; `revision` was read before the records were."""
        if self._followed:
            Stamp(files=self._followed, records=revision, generation=generation).write(self._stamp)

    def open(self, encoder: Encoder) -> KnowledgeBase:
        """Open the current generation."""
        return KnowledgeBase.open(self.root, encoder)

    def organisation_map(self, knowledge: KnowledgeBase) -> OrganisationMap:
        """Return where the organisations stand side by side, by the map that was drawn last."""
        return place_organisations(knowledge, kept_map(self.settings.data / MAP_FILE, knowledge))

    def draw_map(self, knowledge: KnowledgeBase) -> bool:
        """Draw the map of the organisations where none that is of use was kept; tell whether it was drawn."""
        path = self.settings.data / MAP_FILE
        if kept_map(path, knowledge):
            return False
        draw_map(knowledge).save(path)
        return True

    def current_name(self) -> str:
        """Return the name of the current generation, or ""."""
        return current_name(self.root)
