"""Short codes of vectors in lists by neighbourhood, and reading the lists that a query chooses.

Product quantisation in inverted lists (Jégou, Douze and Schmid 2011) with 4-bit codes that are compared in registers
(André, Kermarrec and Le Scouarnec 2015; faiss `IVF,PQ384x4fs`): half a byte of each component is read instead of four.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.kept_vectors import KeptVectors, as_floats
from matcher.rows.sets import spread

_TRAINED_ON = 50_000
_POINTS_OF_A_LIST = 40  # from which its centre is learnt, at least 39 for faiss
_AT_ONCE = 65_536
_faiss: Any = faiss  # its types do not know of parameters by name


class InvertedLists:
    """The codes of vectors, each in the list of the centre that is nearest to it; `codes` is their faiss index.

    `centres`, shape (lists, dimension), are unit vectors.
    """

    def __init__(self, codes: Any) -> None:
        self._codes = codes
        self.centres: Vectors = codes.quantizer.reconstruct_n(0, codes.nlist)

    @classmethod
    def build(cls, vectors: KeptVectors) -> InvertedLists:
        """Learn centres and codes from a sample of `vectors`, shape (rows, dimension), and encode all."""
        count, dimension = vectors.shape
        lists = 2 ** round(math.log2(2 * math.sqrt(count)))
        codes: Any = faiss.index_factory(dimension, f"IVF{lists},PQ{dimension}x4fs", faiss.METRIC_INNER_PRODUCT)
        codes.by_residual = False  # one table of products for all lists
        codes.cp.min_points_per_centroid = 1  # no warning for few
        codes.train(as_floats(vectors[spread(count, max(_TRAINED_ON, _POINTS_OF_A_LIST * lists))]))
        for start in range(0, count, _AT_ONCE):
            codes.add(as_floats(vectors[start : start + _AT_ONCE]))
        return cls(codes)

    @classmethod
    def load(cls, path: Path) -> InvertedLists:
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the codes to `path`."""
        faiss.write_index(self._codes, str(path))

    def __len__(self) -> int:
        return int(self._codes.nlist)

    def of_rows(self) -> NDArray[np.int32]:
        """Return the list that each vector is in, shape (rows,)."""
        lists = np.empty(self._codes.ntotal, dtype=np.int32)
        for each in range(len(self)):
            size = self._codes.invlists.list_size(each)
            lists[_faiss.rev_swig_ptr(self._codes.invlists.get_ids(each), size)] = each
        return lists

    def read(self, queries: Vectors, chosen: Rows, wanted: int, among: Mask | None = None) -> tuple[Vectors, Rows]:
        """Return the best inner products by the codes, and whose they are, both of shape (len(queries), wanted).

        `chosen`, shape (len(queries), most), are the lists to be read for each query, -1 where it reads fewer. Only
        rows of which `among`, shape (rows,), tells so are found; -1 stands where too few are.
        """
        options: dict[str, Any] = {"nprobe": chosen.shape[1]}
        if among is not None:
            options["sel"] = _faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))
        parameters = _faiss.SearchParametersIVF(**options)
        asked, lists = np.ascontiguousarray(queries, dtype=np.float32), np.ascontiguousarray(chosen, dtype=np.int64)
        nearness = np.zeros(lists.shape, dtype=np.float32)  # codes that are no differences from a centre need none
        values, rows = np.empty((len(asked), wanted), np.float32), np.empty((len(asked), wanted), np.int64)
        arrays = map(_faiss.swig_ptr, (lists, nearness, values, rows))
        # What faiss has for Python reads as many lists for every query.
        self._codes.search_preassigned_c(len(asked), _faiss.swig_ptr(asked), wanted, *arrays, False, parameters)
        return values, rows
