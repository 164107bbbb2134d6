"""KnowledgeBase: records, passages, indexes and classifier of one generation, built, saved and opened as one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.classifiers.fitting import fit_classifier
from matcher.classifiers.kept import classifier_key, shipped_classifier
from matcher.collection import Collection
from matcher.corpus import Corpus, fingerprint_of, taxonomy_digest
from matcher.deltas.joined_parts import load_parts
from matcher.encoders import Encoder, load_encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import DamagedGenerationError, KnowledgeBaseError, MismatchedGenerationError
from matcher.generations import (
    FORMAT_VERSION,
    UNKNOWN_NUMBER,
    Manifest,
    checked_manifest,
    generations,
    read_manifest,
    write_generation,
)
from matcher.inference import with_inferred
from matcher.known_records import KnownRecords
from matcher.passage_texts import PassageTexts, encode_together
from matcher.passages import RECIPE_VERSION, organisation_passages, practice_passages
from matcher.record_digests import digests_of, sum_of
from matcher.stored_parts import StoredParts

_log = logging.getLogger(__name__)
Report = Callable[[str, int, int], object]


@dataclass(frozen=True)
class KnowledgeBase(KnownRecords):
    """Everything that is needed to answer goals; immutable.

    `name` is the folder's name, or "memory" before `save`.
    """

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
                manifest = checked_manifest(folder)
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
        # What is worked out from the records when it is first asked for was worked out when they were saved.
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
