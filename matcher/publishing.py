"""Making changed records searchable without a whole build: the last one stays, a delta beside it says what changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np

from matcher.deltas.building import build_delta
from matcher.deltas.delta import FOLDER, Delta
from matcher.deltas.placing import NOBODY
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import KnowledgeBaseError
from matcher.generations import Base, Manifest, checked_manifest, generations, write_generation
from matcher.indexes import is_many
from matcher.knowledge import describe_mismatch
from matcher.record_digests import as_fingerprint, digests_of, sum_of
from matcher.store import Store
from matcher.stored_parts import StoredParts, rows_of_texts

# Of the organisations. Beyond it word statistics are no longer those of the base, and a delta takes its time as well.
MOST_CHANGED = 0.05


def publish_delta(root: Path, store: Store, taxonomy: str, encoder: Encoder, cache: VectorCache) -> Path | None:
    """Write a generation of the last whole build and all that has changed since, make it the current one.

    Return its folder, that of the current one where nothing has changed, and None where only a whole build will do:
    where nothing usable was built, or with another model, recipe or `taxonomy` (a digest); where vectors are so few
    that a whole build is exact and takes a second; where the changes are not known or too many.
    """
    try:
        folder = generations(root)[0]
        manifest = checked_manifest(folder)
    except KnowledgeBaseError:
        return None
    if describe_mismatch(manifest, encoder.name, encoder.fingerprint, None) or manifest.taxonomy != taxonomy:
        return None
    base = manifest.base or Base(name=folder.name, corpus=manifest.corpus, complete_to=manifest.complete_to)
    changes = store.changed_since(base.complete_to, int(MOST_CHANGED * manifest.organisations))
    if changes is None:
        return None
    if changes.number == manifest.complete_to:
        return folder
    parts = StoredParts.load(folder)
    if not is_many(len(parts.organisation_passages.vectors)):
        return None
    texts = rows_of_texts(folder, parts.organisation_passages)
    delta = build_delta(parts, texts, changes.organisations, changes.practices, encoder, cache)
    linked = {name: digest for name, digest in manifest.files.items() if not name.startswith(f"{FOLDER}/")}

    def fill(building: Path) -> None:
        for name in linked:
            _link(folder / name, building / name)
        delta.save(building / FOLDER)

    described = _manifest(manifest, base, parts, delta)
    return write_generation(root, described.model_copy(update={"complete_to": changes.number}), fill, linked)


def _manifest(manifest: Manifest, base: Base, parts: StoredParts, delta: Delta) -> Manifest:
    """Return what a generation of the base and a delta was built from."""
    records = sum_of(delta.digests) - sum_of(parts.digests[delta.placing.gone])
    practices = parts.practices if delta.practices is None else delta.practices
    if delta.practices is not None:
        records += sum_of(digests_of(practices)) - sum_of(digests_of(parts.practices))
    passages = delta.practice_passages or parts.practice_passages
    new_texts = int(np.count_nonzero(delta.shared == NOBODY))
    return manifest.model_copy(
        update={
            "base": base,
            "corpus": as_fingerprint(int(base.corpus, 16) + records),
            "organisations": delta.placing.size,
            "practices": len(practices),
            "texts": len(parts.organisation_passages.texts) + new_texts + len(passages.texts),
        }
    )


def _link(file: Path, link: Path) -> None:
    """Let a file have one more name, or where the file system has only one for each, a copy."""
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, link)
    except OSError:
        shutil.copy2(file, link)
