"""The two-dimensional map on which organisations that are alike stand side by side."""

from __future__ import annotations

import io
import logging
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors
from matcher.errors import DamagedGenerationError
from matcher.generations import replace_bytes
from matcher.knowledge import KnowledgeBase
from matcher.rows.sets import spread

_log = logging.getLogger(__name__)
SHIPPED = Path(__file__).with_name("organisation_map.npz")  # of the shipped corpus, by scripts/draw_map.py
MAP_FILE = "organisation_map.npz"  # in the data folder, of its own records
ENOUGH_KNOWN = 0.8  # share of the organisations that a kept map has to know
FEWEST = 20  # organisations; fewer are told apart by two principal axes as well
MOST_DRAWN = 4000  # organisations for which every place is computed anew; the time grows faster than they do
_PERPLEXITY, _AXES, _SEED = 50, 30, 0
_NEAREST = 3  # known organisations beside which a new one is placed
_SAMPLE = 16_384  # vectors
_MEASURED = 2000  # organisations at most for the figure of quality: it compares all with all
Places = NDArray[np.float64]


@dataclass(frozen=True)
class OrganisationMap:
    """Where organisations stand: `places` of shape (organisations, 2) in [0, 1], row i for `ids[i]`.

    `trustworthiness` in [0, 1] says how far those who are near on the map are near in meaning (Venna and Kaski 2001,
    10 neighbours); None where it was not measured.
    """

    ids: tuple[str, ...]
    places: Places
    trustworthiness: float | None = None

    def save(self, path: Path) -> None:
        """Write the map to one file, in whole or not at all."""
        file = io.BytesIO()
        measured = np.array([] if self.trustworthiness is None else [self.trustworthiness])
        np.savez_compressed(
            file, ids=np.array(self.ids, dtype=str), places=self.places.astype(np.float16), measured=measured
        )
        replace_bytes(path, file.getvalue())

    @classmethod
    def load(cls, path: Path) -> OrganisationMap:
        """Read what `save` wrote; raise DamagedGenerationError where that cannot be done."""
        try:
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as read:
                ids, places, measured = (read[name] for name in ("ids", "places", "measured"))
            if places.shape != (len(ids), 2):
                raise ValueError(f"{len(ids)} organisations, places of shape {places.shape}")
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise DamagedGenerationError(f"{path} is no map of organisations: {error}; draw it anew") from error
        return cls(tuple(ids.tolist()), places.astype(np.float64), float(measured[0]) if len(measured) else None)


def draw_map(knowledge: KnowledgeBase) -> OrganisationMap:
    """Place all organisations by t-SNE (van der Maaten and Hinton 2008) of their vectors, the same at every call.

    Of principal axes, spectral embedding, scaling and t-SNE it keeps neighbours together best, as
    scripts/draw_map.py --compare shows. Of more than `MOST_DRAWN` an even sample is drawn so, and the others are
    placed beside the most similar ones of it: a minute or two instead of ten.
    """
    ids, vectors = tuple(knowledge.organisation_ids), knowledge.organisation_vectors
    if len(ids) < FEWEST:
        return OrganisationMap(ids, _within_square(principal_axes(vectors)))
    sample = spread(len(ids), MOST_DRAWN)
    places = np.zeros((len(ids), 2))
    places[sample] = _within_square(_neighbour_embedding(vectors[sample]))
    others = np.setdiff1d(np.arange(len(ids)), sample)
    places[others] = _beside(vectors[others], vectors[sample], places[sample])
    return OrganisationMap(ids, places, _trustworthiness(vectors, places))


def place_organisations(knowledge: KnowledgeBase, kept: OrganisationMap | None) -> OrganisationMap:
    """Place all organisations by a map that was kept, those that it does not know beside the most similar ones.

    Without a map, or with one that knows too few of them, they are placed by two principal axes.
    """
    ids, vectors = tuple(knowledge.organisation_ids), knowledge.organisation_vectors
    if kept is None or not knows_enough(kept, ids):
        return OrganisationMap(ids, _within_square(principal_axes(vectors)))
    row_of = {organisation_id: row for row, organisation_id in enumerate(kept.ids)}
    rows = np.array([row_of.get(organisation_id, -1) for organisation_id in ids], dtype=np.int64)
    places = kept.places[rows]
    known, new = np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)
    places[new] = _beside(vectors[new], vectors[known], places[known])
    return OrganisationMap(ids, places, kept.trustworthiness)


def kept_map(path: Path, knowledge: KnowledgeBase) -> OrganisationMap | None:
    """Return the map in `path`, else the one that is shipped, whichever knows the organisations; else None.

    A file that cannot be read is logged as an error and passed over.
    """
    ids = tuple(knowledge.organisation_ids)
    for each in (path, SHIPPED):
        try:
            kept = OrganisationMap.load(each) if each.is_file() else None
        except DamagedGenerationError as error:
            _log.error("%s; it is passed over", error)
            continue
        if kept and knows_enough(kept, ids):
            return kept
    return None


def knows_enough(kept: OrganisationMap, ids: tuple[str, ...]) -> bool:
    """Tell whether a kept map is still of use for these organisations."""
    return len(set(kept.ids) & set(ids)) >= ENOUGH_KNOWN * len(ids)


def principal_axes(vectors: Vectors) -> Places:
    """Return the coordinates along the two axes of largest variance, shape (len(vectors), 2).

    Of very many vectors, an even sample tells which axes these are.
    """
    if len(vectors) < 2:
        return np.zeros((len(vectors), 2))
    sample = vectors[spread(len(vectors), _SAMPLE)].astype(np.float64)
    mean = sample.mean(axis=0)
    _, axes = np.linalg.eigh((sample - mean).T @ (sample - mean))
    first = axes[:, [-1, -2]]
    largest = np.abs(first).argmax(axis=0)  # the sign of an axis is free: fix it
    return _turned(vectors, mean, first * np.sign(first[largest, range(2)]))


def _turned(vectors: Vectors, mean: Places, axes: Places) -> Places:
    starts = range(0, len(vectors), _SAMPLE)  # a part at a time: the copies take several times their room
    return np.concatenate([(vectors[at : at + _SAMPLE].astype(np.float64) - mean) @ axes for at in starts])


def _neighbour_embedding(vectors: Vectors) -> Places:
    from sklearn.decomposition import PCA  # noqa: PLC0415  takes 2 s, and only drawing needs it
    from sklearn.manifold import TSNE  # noqa: PLC0415  as above

    axes = PCA(min(_AXES, len(vectors) - 1), random_state=_SEED).fit_transform(vectors)
    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    return np.asarray(TSNE(2, perplexity=perplexity, init="pca", random_state=_SEED).fit_transform(axes))


def _beside(new: Vectors, known: Vectors, places: Places) -> Places:
    """Return the middle of the places of those known that are most similar to each new one."""
    nearest = np.argpartition(-(new @ known.T), min(_NEAREST, len(known)) - 1, axis=1)[:, :_NEAREST]
    return np.asarray(places[nearest].mean(axis=1)).reshape(-1, 2)


def _within_square(places: Places) -> Places:
    """Move and scale both axes into [0, 1]; what is the same for all stands in the middle."""
    if not len(places):
        return np.zeros((0, 2))
    low, spread = places.min(axis=0), np.ptp(places, axis=0)
    return np.asarray(np.where(spread > 0, (places - low) / np.where(spread > 0, spread, 1), 0.5), dtype=np.float64)


def _trustworthiness(vectors: Vectors, places: Places) -> float:
    from sklearn.manifold import trustworthiness  # noqa: PLC0415  as above

    some = spread(len(vectors), _MEASURED)
    return float(trustworthiness(vectors[some], places[some], n_neighbors=min(10, len(some) // 3), metric="cosine"))
