"""Making a delta of the records that have changed since a whole build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.collection import Collection
from matcher.deltas.added_words import index_like
from matcher.deltas.delta import Delta
from matcher.deltas.joined_keys import joined_rows
from matcher.deltas.placing import NOBODY, Placing
from matcher.directory.columns import OrganisationColumns
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.inference import with_inferred
from matcher.named_partners import NamedPartners
from matcher.passages import organisation_passages, practice_passages
from matcher.record_digests import digests_of
from matcher.records import Organisation, Practice
from matcher.rows.ids import RecordRows
from matcher.stored_parts import StoredParts


def build_delta(
    base: StoredParts,
    rows_of_texts: RecordRows,
    organisations: Mapping[str, Organisation | None],
    practices: Sequence[Practice] | None,
    encoder: Encoder,
    cache: VectorCache,
) -> Delta:
    """Work out what the changed records make of `base`.

    `organisations` holds all that have changed since the base was built, by id, None for one that is there no more;
    `practices` all practices where any has changed. `rows_of_texts` finds the texts of the base.
    """
    now = {record_id: each for record_id, each in organisations.items() if each is not None}
    row_of = {record_id: base.rows.get(record_id) for record_id in organisations}
    replaced = {row: now[record_id] for record_id, row in row_of.items() if row is not None and record_id in now}
    removed = [row for record_id, row in row_of.items() if row is not None and record_id not in now]
    added = [each for record_id, each in now.items() if row_of[record_id] is None]
    placing = Placing.of_changes(len(base.organisations), replaced, removed, len(added))
    newcomers = iter(added)
    origins = placing.origins.tolist()
    changed = [next(newcomers) if origin == NOBODY else replaced.get(origin) for origin in origins]
    records = _complete(base, changed, origins, encoder, cache)
    passages = Collection.build(
        (organisation_passages(each, base.taxonomy) for each in records),
        encoder,
        cache,
        index_words=partial(index_like, base.organisation_passages.lexical),
    )
    shared = [rows_of_texts.get(text) for text in passages.texts]
    rows = joined_rows(base.rows, [each.id for each in records], placing)
    named = NamedPartners.of_records(passages.passages, records, rows.get)
    return Delta(
        placing=placing,
        organisations=records,
        passages=passages,
        shared=np.array([NOBODY if row is None else row for row in shared], dtype=np.int64),
        named=named.pairs,
        columns=OrganisationColumns.from_records(records, base.taxonomy),
        vectors=passages.record_vectors(len(records)),
        digests=_digests(base, changed, origins),
        practices=practices,
        practice_passages=None
        if practices is None
        else Collection.build(map(practice_passages, practices), encoder, cache),
    )


def _complete(
    base: StoredParts,
    changed: Sequence[Organisation | None],
    origins: Sequence[int],
    encoder: Encoder,
    cache: VectorCache,
) -> list[Organisation]:
    """Return the changed records with what is inferred from them; who only moved (None) is as in the base."""
    classifier: CapabilityClassifier = base.classifier
    read = [each for each in changed if each is not None]
    complete = iter(with_inferred(read, base.taxonomy, classifier, encoder, cache))
    return [
        base.organisations[origin] if each is None else next(complete)
        for each, origin in zip(changed, origins, strict=True)
    ]


def _digests(base: StoredParts, changed: Sequence[Organisation | None], origins: Sequence[int]) -> np.ndarray:
    digests = np.zeros((len(changed), base.digests.shape[1]), dtype=np.uint8)
    read = [place for place, each in enumerate(changed) if each is not None]
    moved = [place for place, each in enumerate(changed) if each is None]
    digests[read] = digests_of(each for each in changed if each is not None)
    digests[moved] = base.digests[[origins[place] for place in moved]]
    return digests
