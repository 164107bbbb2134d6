"""Measure how well the same organisation is recognised in two sources, on labelled pairs of the registers.

examples:
  python scripts/evaluate_identity.py
  python scripts/evaluate_identity.py --show
  python scripts/evaluate_identity.py --fit
  python scripts/evaluate_identity.py PAIRS.tsv --json OUT.json

Ids of registers are left out of the pairs: what is measured is what names, web domains and countries tell. A pair is
for training or for testing by the hash of its first name; weights and threshold come from the training pairs alone.
--show lists the pairs that were joined wrongly and those that were missed, with the evidence. --fit prints the tables
of matcher/identity/weights.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.identity.fitting import fit_weights
from matcher.identity.labelled import DRAWS_TO_LEARN_FROM, LabelledPair, read_pairs
from matcher.identity.measurement import Measured, Share, measure

PAIRS = Path(__file__).parent.parent / "tests" / "data" / "identity_pairs.tsv"


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        pairs = read_pairs(options.pairs)
        if options.fit:
            _print_fit(pairs)
            return 0
        measured = {name: measure(part) for name, part in _parts(pairs).items()}
        _print_table(measured)
        if options.show:
            _print_faults(measured["test"])
        if options.json:
            replace_file(options.json, json.dumps({name: _fields(each) for name, each in measured.items()}, indent=1))
    except (MatcherError, OSError) as error:
        print(f"evaluate_identity: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="?", default=PAIRS, metavar="PAIRS", help="labelled pairs, TSV")
    parser.add_argument("--fit", action="store_true", help="print the weights that the training pairs give")
    parser.add_argument("--show", action="store_true", help="list the faults on the test pairs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    return parser


def _parts(pairs: Sequence[LabelledPair]) -> dict[str, list[LabelledPair]]:
    """Return the pairs by half, and the test pairs by the sources that they join."""
    test = [pair for pair in pairs if not pair.is_training]
    parts = {"train": [pair for pair in pairs if pair.is_training], "test": test}
    parts["test: drawn last"] = [pair for pair in test if pair.draw > DRAWS_TO_LEARN_FROM]
    for name in sorted({" and ".join(pair.sources) for pair in test}):
        parts[f"test: {name}"] = [pair for pair in test if " and ".join(pair.sources) == name]
    return parts


def _print_table(measured: dict[str, Measured]) -> None:
    for name, each in measured.items():
        print(f"{name}: {each.pairs} pairs, {each.recall.of} the same, {each.asked} asked about")
        print(f"  precision of what is joined without asking: {each.precision}")
        print(f"  recall of what is joined without asking:    {each.recall}")
        print(f"  recall of joined or asked:                  {each.found}")


def _print_faults(measured: Measured) -> None:
    for heading, faults in (("joined wrongly", measured.wrong), ("same, and not joined", measured.missed)):
        print(f"{heading}:")
        for pair, decision in faults:
            names = " | ".join(each.organisation.name for each in (pair.one, pair.other))
            print(f"  {names} ({decision.verdict}, {decision.score:.2f})")
            print(f"    for: {decision.reasons_for}; against: {decision.reasons_against}")


def _print_fit(pairs: Sequence[LabelledPair]) -> None:
    fit = fit_weights(pairs)
    print(f"INTERCEPT = {fit.intercept}\nWEIGHTS: dict[str, float] = {{")
    for name, weight in fit.weights.items():
        print(f'    "{name}": {weight},')
    print(f"}}\n\nSAME_FROM = {fit.same_from}")


def _fields(measured: Measured) -> dict[str, object]:
    shares = {name: getattr(measured, name) for name in ("precision", "recall", "found")}
    return {"pairs": measured.pairs, "asked": measured.asked} | {name: _share(each) for name, each in shares.items()}


def _share(share: Share) -> dict[str, float]:
    return {**vars(share), "value": share.value}


if __name__ == "__main__":
    sys.exit(main())
