"""Draw the map of organisations that are alike (page /landscape/map) from the current generation.

examples:
  python scripts/draw_map.py
  python scripts/draw_map.py --compare
  python scripts/draw_map.py --ship

scripts/build_index.py draws it as well, where no map knows most of the organisations. --compare prints how well other
methods keep neighbours together; --ship writes the map that comes with the program, of the shipped corpus.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from matcher.encoders import Vectors, load_encoder
from matcher.errors import MatcherError
from matcher.knowledge import KnowledgeBase
from matcher.landscape.organisation_map import MAP_FILE, SHIPPED, Places, draw_map, principal_axes
from matcher.settings import read_settings
from matcher.workspace import Workspace


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--compare", action="store_true", help="print the figures of several methods, write nothing")
    parser.add_argument("--ship", action="store_true", help="write the map that comes with the program")
    options = parser.parse_args(argv)
    try:
        settings = read_settings(data=options.data)
        knowledge = Workspace(settings).open(load_encoder(settings.model))
        if options.compare:
            return _compare(knowledge)
        start = time.perf_counter()
        drawn = draw_map(knowledge)
        path = SHIPPED if options.ship else settings.data / MAP_FILE
        drawn.save(path)
    except (MatcherError, OSError) as error:
        print(f"draw_map: {error}", file=sys.stderr)
        return 1
    quality = "not measured" if drawn.trustworthiness is None else f"{drawn.trustworthiness:.3f}"
    print(
        f"{len(drawn.ids):,} organisations, trustworthiness {quality}, {time.perf_counter() - start:.0f} s: {path.name}"
    )
    return 0


def _compare(knowledge: KnowledgeBase) -> int:
    from sklearn.manifold import trustworthiness  # noqa: PLC0415  only for the comparison

    vectors = knowledge.organisation_vectors
    for name, place in _methods(knowledge).items():
        start = time.perf_counter()
        placed = place(vectors)
        seconds = time.perf_counter() - start
        kept = trustworthiness(vectors, placed, n_neighbors=10, metric="cosine")
        print(f"{name:16} trustworthiness {kept:.3f}  {seconds:5.1f} s")
    return 0


def _methods(knowledge: KnowledgeBase) -> dict[str, Callable[[Vectors], Places]]:
    from sklearn.manifold import MDS, SpectralEmbedding  # noqa: PLC0415  only for the comparison

    def spectral(vectors: Vectors) -> Places:
        return np.asarray(SpectralEmbedding(2, affinity="nearest_neighbors", random_state=0).fit_transform(vectors))

    def scaling(vectors: Vectors) -> Places:
        return np.asarray(MDS(2, n_init=1, init="random", random_state=0).fit_transform(vectors))

    return {
        "principal axes": principal_axes,
        "spectral": spectral,
        "scaling (MDS)": scaling,
        "PCA, then t-SNE": lambda _: draw_map(knowledge).places,
    }


if __name__ == "__main__":
    sys.exit(main())
