"""KnowledgeBase: records, passages, indexes and classifier of one generation, built, saved and opened as one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.classifiers.fitting import fit_classifier
from matcher.classifiers.kept import classifier_key, shipped_classifier
from matcher.collection import Collection
from matcher.corpus import Corpus, fingerprint_of, taxonomy_digest
from matcher.deltas.joined_parts import load_parts
from matcher.directory.browsing import Directory, order_by_name
from matcher.directory.columns import OrganisationColumns, Rows
from matcher.directory.listings import Listings
from matcher.directory.name_index import NameIndex
from matcher.directory.record_lookup import RecordLookup
from matcher.encoders import Encoder, Vectors, load_encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import DamagedGenerationError, KnowledgeBaseError, MismatchedGenerationError
from matcher.generations import (
    FORMAT_VERSION,
    UNKNOWN_NUMBER,
    Manifest,
    check_files,
    generations,
    read_manifest,
    write_generation,
)
from matcher.inference import with_inferred
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.passage_texts import PassageTexts, encode_together
from matcher.passages import RECIPE_VERSION, organisation_passages, practice_passages
from matcher.record_digests import Digests, digests_of, sum_of
from matcher.records import Organisation, Practice
from matcher.rows.ids import RecordRows
from matcher.stored_parts import StoredParts
from matcher.taxonomy import Taxonomy

_log = logging.getLogger(__name__)
Report = Callable[[str, int, int], object]


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that is needed to answer goals; immutable.

    `name` is the folder's name, or "memory" before `save`.
    """

    corpus: Corpus
    organisation_passages: Collection
    practice_passages: Collection
    classifier: CapabilityClassifier
    encoder: Encoder
    manifest: Manifest
    name: str = "memory"

    @classmethod
    def build(
        cls,
        corpus: Corpus,
        encoder: Encoder,
        *,
        cache: VectorCache | None = None,
        classifier: CapabilityClassifier | None = None,
        complete_to: int = UNKNOWN_NUMBER,
        report: Report = lambda _stage, _done, _total: None,
    ) -> KnowledgeBase:
        """Build in memory from `corpus`; `classifier` is one that fitting would give again.

        `complete_to` is the number of a write of the database (`Store.number`) that is surely in, as all before it.
        `report` is called with the name of a stage and the numbers of its texts done since the last call and of all.
        """
        cache = cache or VectorCache(None)
        key = classifier_key(corpus.taxonomy, encoder)
        classifier = classifier or shipped_classifier(key) or fit_classifier(corpus.taxonomy, encoder)
        complete = with_inferred(
            corpus.organisations,
            corpus.taxonomy,
            classifier,
            encoder,
            cache,
            lambda done, total: report("sentences", done, total),
        )
        kinds = [
            PassageTexts.of_records(organisation_passages(organisation, corpus.taxonomy) for organisation in complete),
            PassageTexts.of_records(map(practice_passages, corpus.practices)),
        ]
        vectors = encode_together(kinds, encoder, cache, lambda done, total: report("passages", done, total))
        organisations, practices = map(Collection.of_texts, kinds, vectors)
        digests = digests_of(corpus.organisations)
        taxonomy = taxonomy_digest(corpus.taxonomy)
        manifest = Manifest(
            model=encoder.name,
            model_fingerprint=encoder.fingerprint,
            dimension=encoder.dimension,
            recipe=RECIPE_VERSION,
            corpus=fingerprint_of(taxonomy, sum_of(digests) + sum_of(digests_of(corpus.practices))),
            taxonomy=taxonomy,
            complete_to=complete_to,
            organisations=len(corpus.organisations),
            practices=len(corpus.practices),
            texts=len(organisations.texts) + len(practices.texts),
            classifier=key,
        )
        known = replace(corpus, organisations=complete)
        knowledge = cls(known, organisations, practices, classifier, encoder, manifest)
        vars(knowledge).update(_digests=digests)  # of the records as they came, not of what was inferred
        return knowledge

    def save(self, root: Path) -> Path:
        """Write a new generation under `root`, make it the current one and return its folder."""
        if self.manifest.base:
            raise KnowledgeBaseError(f"{self.name} is joined with a delta, which is not written anew; build it anew")
        return write_generation(root, self.manifest, self._parts.save)

    @property
    def _parts(self) -> StoredParts:
        return StoredParts(
            taxonomy=self.taxonomy,
            organisations=self.organisations,
            practices=self.practices,
            organisation_passages=self.organisation_passages,
            practice_passages=self.practice_passages,
            classifier=self.classifier,
            names=self.organisation_names,
            rows=self._organisation_rows,
            listings=self.listings,
            name_order=self.name_order,
            columns=self.columns,
            named_partners=self.named_partners,
            participation=self.participation,
            vectors=self.organisation_vectors,
            digests=self._digests,
        )

    @classmethod
    def open(
        cls, root: Path | str, encoder: Encoder | None = None, *, corpus: Corpus | None = None, rebuild: bool = False
    ) -> KnowledgeBase:
        """Open the current generation under `root`, checked file by file.

        Without `encoder` it is the one by whose name the generation was built.
        A damaged generation is logged as an error and the one before is opened. Where the generation was built with
        another model, recipe, format or (if given) corpus: MismatchedGenerationError, which names both values, or
        with `rebuild` a new generation from `corpus`. Raises MissingGenerationError where nothing was built.
        """
        root = Path(root)
        damage: DamagedGenerationError | None = None
        for folder in generations(root):
            try:
                manifest = read_manifest(folder)
                check_files(folder, manifest)
            except DamagedGenerationError as error:
                _log.error("%s; falling back to the generation before", error)
                damage = error
                continue
            encoder = encoder or load_encoder(manifest.model)
            mismatch = describe_mismatch(manifest, encoder.name, encoder.fingerprint, corpus)
            if mismatch and not (rebuild and corpus):
                message = f"{folder}: {mismatch}; build it anew with scripts/build_index.py"
                raise MismatchedGenerationError(message)
            if mismatch and corpus:
                return cls._load(cls.build(corpus, encoder).save(root), encoder)
            return cls._load(folder, encoder)
        raise damage or DamagedGenerationError(f"no generation in {root} can be used")

    @classmethod
    def _load(cls, folder: Path, encoder: Encoder) -> KnowledgeBase:
        parts = load_parts(folder)
        knowledge = cls(
            Corpus(parts.taxonomy, parts.organisations, parts.practices),
            parts.organisation_passages,
            parts.practice_passages,
            parts.classifier,
            encoder,
            read_manifest(folder),
            folder.name,
        )
        # What is worked out from the records when it is first asked for was worked out when they were saved. It is
        # no field, so that a copy with other records (dataclasses.replace) works it out anew.
        vars(knowledge).update(
            organisation_names=parts.names,
            listings=parts.listings,
            columns=parts.columns,
            participation=parts.participation,
            organisation_vectors=parts.vectors,
            _organisation_rows=parts.rows,
            named_partners=parts.named_partners,
            _digests=parts.digests,
        )
        if parts.name_order is not None:
            vars(knowledge).update(name_order=parts.name_order)
        return knowledge

    @property
    def taxonomy(self) -> Taxonomy:
        """The controlled lists."""
        return self.corpus.taxonomy

    @property
    def organisations(self) -> Sequence[Organisation]:
        """All organisations; their order is the row order of every array."""
        return self.corpus.organisations

    @property
    def practices(self) -> Sequence[Practice]:
        """All practices; their order is the row order of every array."""
        return self.corpus.practices

    @cached_property
    def columns(self) -> OrganisationColumns:
        """The organisations as arrays."""
        return OrganisationColumns.from_records(self.organisations, self.taxonomy)

    @cached_property
    def name_index(self) -> NameIndex:
        """What the organisations are called."""
        return NameIndex(self.organisations, self.organisation_ids, self.listings, lambda: self.name_order)

    @cached_property
    def listings(self) -> Listings:
        """What organisations are looked for by."""
        return Listings.of_records(self.organisations)

    @cached_property
    def name_order(self) -> Rows:
        """The rows of the organisations by name."""
        return order_by_name(self.organisation_names, self.organisation_ids)

    @cached_property
    def directory(self) -> Directory:
        """The organisations to look through."""
        return Directory(self.taxonomy, self.columns, self.listings.words, self.name_order)

    @cached_property
    def organisation_vectors(self) -> Vectors:
        """The mean direction of each organisation's passages, shape (organisations, dimension)."""
        return self.organisation_passages.record_vectors(len(self.organisations))

    @cached_property
    def participation(self) -> Participation:
        """Who took part in which past activity."""
        return Participation.of_records(self.organisation_passages.passages, self.named_partners)

    @cached_property
    def named_partners(self) -> NamedPartners:
        """Whom organisations name as partners in past activities."""
        passages = self.organisation_passages.passages
        return NamedPartners.of_records(passages, self.organisations, self.organisation_row)

    @cached_property
    def _digests(self) -> Digests:
        return digests_of(self.organisations)

    @cached_property
    def organisation_names(self) -> Sequence[str]:
        """The name of each organisation, by row."""
        return tuple(organisation.name for organisation in self.organisations)

    @property
    def organisation_ids(self) -> Sequence[str]:
        """The id of each organisation, by row."""
        return self._organisation_rows.ids

    @cached_property
    def _organisation_rows(self) -> RecordRows:
        return RecordRows.of_ids(organisation.id for organisation in self.organisations)

    @cached_property
    def _lookup(self) -> RecordLookup:
        return RecordLookup(self.organisations, self._organisation_rows, self.practices, self.name_index)

    def organisation_row(self, organisation_id: str) -> int | None:
        """Return the row of an organisation, or None where there is none with this id."""
        return self._organisation_rows.get(organisation_id)

    def organisation(self, organisation_id: str) -> Organisation:
        """Return an organisation by id; raise UnknownRecordError, with the nearest name, where there is none."""
        return self._lookup.organisation(organisation_id)

    def organisation_name(self, organisation_id: str) -> str:
        """Return the name of an organisation, or the id itself where there is none with this id."""
        row = self.organisation_row(organisation_id)
        return organisation_id if row is None else self.organisation_names[row]

    def find_organisation(self, name_or_id: str) -> Organisation:
        """Return the organisation with this id, name or alias, whatever the case; else UnknownRecordError."""
        return self._lookup.find_organisation(name_or_id)

    def practice(self, practice_id: str) -> Practice:
        """Return a practice by id; raise UnknownRecordError where there is none."""
        return self._lookup.practice(practice_id)


def describe_mismatch(manifest: Manifest, model: str, model_fingerprint: str | None, corpus: Corpus | None) -> str:
    """Name the first difference between a generation and what is asked for, with both values, or ""."""
    pairs = [
        ("format", manifest.format, FORMAT_VERSION),
        ("passage recipe", manifest.recipe, RECIPE_VERSION),
        ("model", manifest.model, model),
        ("model fingerprint", manifest.model_fingerprint, model_fingerprint or manifest.model_fingerprint),
        ("corpus", manifest.corpus, corpus.fingerprint if corpus else manifest.corpus),
    ]
    for name, built, asked in pairs:
        if built != asked:
            return f"built with {name} {built}, asked for {name} {asked}"
    return ""
