"""Fit the classifier that reads needed capabilities from goals, for the bundled model, and ship it with the program.

examples:
  python scripts/fit_classifier.py

It learns from corpus/taxonomy/ alone: the phrases of capabilities.yaml and the example goals of goals.jsonl. Run it
after changing one of these; until then each new installation fits on its own, which takes minutes. Beside the arrays, a
readable file says what they were learnt from and how well they do in cross-validation.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence

from matcher.classifiers.fitting import fit_classifier
from matcher.classifiers.kept import SHIPPED, classifier_key
from matcher.encoders import BUNDLED, load_encoder
from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.settings import read_settings
from matcher.taxonomy import load_taxonomy


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(argv)
    try:
        settings = read_settings()
        taxonomy = load_taxonomy(settings.corpus / "taxonomy")
        encoder = load_encoder(BUNDLED)
    except MatcherError as error:
        print(f"{parser.prog}: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    start = time.perf_counter()
    classifier = fit_classifier(taxonomy, encoder)
    note = {
        "key": classifier_key(taxonomy, encoder),
        "command": "python scripts/fit_classifier.py",
        "model": encoder.name,
        "capabilities": len(taxonomy.capabilities),
        "example_goals": len(taxonomy.goals),
        "cross_validated_micro_f1": round(classifier.micro_f1, 3),
        "threshold": round(classifier.threshold, 2),
    }
    unfinished = SHIPPED.with_suffix(".new.npz")
    classifier.save(unfinished)
    unfinished.replace(SHIPPED)
    replace_file(SHIPPED.with_suffix(".json"), json.dumps(note, indent=1) + "\n")
    print(f"micro-F1 {classifier.micro_f1:.3f} over {len(taxonomy.goals)} example goals", end="; ")
    print(f"fitted in {time.perf_counter() - start:.0f} s; written to {SHIPPED.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
