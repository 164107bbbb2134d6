"""A larger directory out of a real one: copies of its organisations with some words and every vector changed.

Nothing is encoded: a copy's vectors are those of the original, moved by noise and scaled to length 1 again. Every copy
has the same passages in the same places, so that arrays of one serve for all. Nothing is held in memory but arrays.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import copies
from benchmarks.copies import SEED, Copies
from benchmarks.kept import kept_folder
from benchmarks.originals import FEWEST_PASSAGES, NOISE, moved, with_enough_passages
from matcher import bm25, contrast, lexical, participation
from matcher.collection import Collection
from matcher.directory import columns, listings
from matcher.directory.columns import CodeColumn, OrganisationColumns
from matcher.generations import FORMAT_VERSION
from matcher.indexes import Rows, compact, kept_vectors
from matcher.indexes.kept_vectors import as_floats, compacted
from matcher.knowledge import KnowledgeBase
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.passage_texts import PARTS, PassageTable
from matcher.passages import RECIPE_VERSION, organisation_passages
from matcher.rows import ids as record_rows
from matcher.rows import keys as key_rows
from matcher.rows import lines
from matcher.rows.ids import RecordRows
from matcher.rows.lines import LineFile, write_lines

_VERSION = 1  # raise it when the same base would give other copies
_TEXTS, _VECTORS = "texts.jsonl", "vectors.npy"
# What decides which bytes a saved knowledge base has; searching does not.
_WRITERS: tuple[Any, ...] = (
    bm25,
    columns,
    key_rows,
    lines,
    listings,
    participation,
    record_rows,
    kept_vectors,
    lexical.analyse,
    lexical.LexicalIndex.build,
    lexical.LexicalIndex.save,
    compact,
    contrast,
    Collection.of_vectors,
    Collection.save,
)


def kept_multiplied(base: KnowledgeBase, size: int, folder: Path) -> Path:
    """Return the data folder of a knowledge base of `size` organisations, with what it is made from kept in `folder`.

    Where only the way in which it is indexed changed since the last time, texts and vectors are used again.
    """
    key = _key_of_base(base, size)
    written = "\n".join([str(FORMAT_VERSION), *map(inspect.getsource, _WRITERS)])
    raw = folder / f"copies-{size}"

    def save(place: Path) -> None:
        original = with_enough_passages(base)
        kept_folder(raw, key, lambda place: write_copies(original, size, place))
        multiplied(original, size, raw).save(place / "generations")

    return kept_folder(folder / f"knowledge-{size}", hashlib.sha256((key + written).encode()).hexdigest(), save)


def write_copies(base: KnowledgeBase, size: int, folder: Path) -> None:
    """Write the texts of `base` multiplied to `size`, and their vectors in 16 bits."""
    originals = base.organisation_passages
    counts = _Counts(base, size)
    known = as_floats(originals.vectors)
    shape = (counts.vectors, known.shape[1])
    vectors = np.lib.format.open_memmap(folder / _VECTORS, mode="w+", dtype=np.int16, shape=shape)
    for number, start in enumerate(range(0, len(vectors), len(known))):
        near = moved(known, np.random.default_rng([SEED, number])) if number else known
        vectors[start : start + len(near)] = compacted(near[: len(vectors) - start])
    vectors.flush()
    records = Copies(base.organisations, size)
    write_lines(folder / _TEXTS, (json.dumps(text, ensure_ascii=False) for text in _texts(base, records)))


def multiplied(base: KnowledgeBase, size: int, folder: Path) -> KnowledgeBase:
    """Return a knowledge base of `size` organisations over the texts and vectors that `write_copies` wrote."""
    counts, records = _Counts(base, size), Copies(base.organisations, size)
    passages = base.organisation_passages
    table = counts.repeated(passages.passages, (len(passages.texts), len(base.organisations), 0, 0))
    named = _named_partners(base, counts, size)
    collection = Collection.of_vectors(
        LineFile(folder / _TEXTS, json.loads),
        table[table[:, 1] < size].astype(np.int32),
        np.resize(np.diff(passages.first_vector), counts.texts),
        np.load(folder / _VECTORS, mmap_mode="r").view(np.ndarray),
    )
    changed = {"organisations": size, "texts": counts.texts, "base": None}
    manifest = base.manifest.model_copy(update=changed)
    knowledge = replace(
        base,
        corpus=replace(base.corpus, organisations=records),
        organisation_passages=collection,
        manifest=manifest,
        name="memory",
    )
    vars(knowledge).update(  # what it would work out from its records, one by one
        columns=_columns(base.columns, np.arange(size) % len(base.organisations)),
        named_partners=named,
        participation=Participation.of_records(collection.passages, named),
        organisation_names=records.names,
        _organisation_rows=RecordRows.of_ids(records.ids),
    )
    return knowledge


def _named_partners(base: KnowledgeBase, counts: _Counts, size: int) -> NamedPartners:
    """Return whom copies name: each the copy of its number; whom nobody is stays whoever the original names."""
    named, texts, organisations = base.named_partners, len(base.organisation_passages.texts), len(base.organisations)
    known = counts.repeated(named.known, (texts, organisations, organisations))
    known = known[known[:, 1] < size]
    unknown = counts.repeated(named.unknown, (texts, organisations))
    ids = np.tile(named.unknown_ids, counts.copies + 1)[unknown[:, 1] < size]
    cut_off = known[:, 2] >= size  # the copy that is named has no place any more
    return NamedPartners(
        known[~cut_off].astype(np.int32),
        np.concatenate([unknown[unknown[:, 1] < size], known[cut_off, :2]]).astype(np.int32),
        np.concatenate([ids, np.zeros(np.count_nonzero(cut_off), dtype=np.uint64)]),
    )


class _Counts:
    """How many texts and vectors `size` organisations have, of which the last copy may be a part."""

    def __init__(self, base: KnowledgeBase, size: int) -> None:
        passages = base.organisation_passages
        self.copies, rest = divmod(size, len(base.organisations))
        some = passages.passages[passages.passages[:, 1] < rest, 0]
        texts = int(some.max()) + 1 if len(some) else 0  # texts stand in the order of the first record that has them
        self.texts = self.copies * len(passages.texts) + texts
        self.vectors = self.copies * len(passages.vectors) + int(passages.first_vector[texts])

    def repeated(self, rows: PassageTable | Rows, steps: tuple[int, ...]) -> Rows:
        """Return `rows`, shape (rows, columns), once for each copy, begun or whole, each higher by `steps`."""
        number = np.arange(self.copies + 1)[:, None, None]
        return np.asarray((rows[None].astype(np.int64) + number * np.array(steps)).reshape(-1, rows.shape[1]))


def _texts(base: KnowledgeBase, records: Copies) -> Iterator[str]:
    """Yield the texts of the copies in the order of the texts of `base`."""
    passages = base.organisation_passages.passages
    first = passages[base.organisation_passages.first_passage[:-1]]  # of each text, in the order of records
    wanted: dict[int, list[tuple[int, int]]] = {}
    for _, record, part, position in first.tolist():
        wanted.setdefault(record, []).append((part, position))
    for place in range(len(records)):
        some = wanted.get(place % len(base.organisations), [])
        if some:
            texts = {
                (PARTS.index(p.part), p.position): p.text for p in organisation_passages(records[place], base.taxonomy)
            }
            yield from (texts[each] for each in some)


def _columns(some: OrganisationColumns, rows: Rows) -> OrganisationColumns:
    """Return the columns of copies; `rows` says of which original each is one."""
    offers, first_offer = _spans(some.offers, some.first_offer, rows)
    dates, first_activity = _spans(some.activity_dates, some.first_activity, rows)
    changed: dict[str, Any] = {"offers": offers, "first_offer": first_offer}
    changed |= {"activity_dates": dates, "first_activity": first_activity}
    for name in (field.name for field in fields(some) if field.name not in changed):
        column = getattr(some, name)
        codes = isinstance(column, CodeColumn)
        taken = np.asfortranarray((column.matrix if codes else column)[rows])
        changed[name] = CodeColumn(column.codes, taken) if codes else taken
    return replace(some, **changed)


def _spans(values: Rows, first: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """Return the values of `rows`, one after the other, and where those of each begin and the last end."""
    counts = np.diff(first)[rows]
    starts = np.concatenate([[0], np.cumsum(counts)])
    return values[np.arange(starts[-1]) + np.repeat(first[rows] - starts[:-1], counts)], starts


def _key_of_base(base: KnowledgeBase, size: int) -> str:
    """Return a digest of what decides the texts and vectors of copies."""
    digest = hashlib.sha256(repr((_VERSION, NOISE, FEWEST_PASSAGES, RECIPE_VERSION, size)).encode())
    digest.update(inspect.getsource(copies).encode())
    for record in base.organisations:
        digest.update(record.model_dump_json(exclude_defaults=True).encode())
    digest.update(np.ascontiguousarray(base.organisation_passages.vectors).tobytes())
    return digest.hexdigest()
