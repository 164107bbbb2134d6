"""Check every file of the corpus; name every fault with file, field, value and what to do.

examples:
  python scripts/validate_corpus.py
  python scripts/validate_corpus.py path/to/corpus
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from matcher.corpus import Corpus, load_corpus
from matcher.errors import InvalidRecordsError, MatcherError, Problem
from matcher.records import Organisation, Practice
from matcher.settings import read_settings

SAME_NAME = 93  # rapidfuzz ratio; "Safer Internet Centre Malta" and "... Poland" have 87


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="the corpus (default: MATCHER_CORPUS)")
    options = parser.parse_args(argv)
    try:
        corpus = load_corpus(options.folder or read_settings().corpus)
        problems = [*_unsourced(corpus), *_near_duplicates(corpus)]
        if problems:
            raise InvalidRecordsError(problems)
    except InvalidRecordsError as error:
        print(error, file=sys.stderr)
        print(f"validate_corpus: {len(error.problems)} faults", file=sys.stderr)
        return 1
    except MatcherError as error:
        print(f"validate_corpus: {error}", file=sys.stderr)
        return 1
    print(_summary(corpus))
    return 0


def _unsourced(corpus: Corpus) -> Iterator[Problem]:
    records: list[Organisation | Practice] = [*corpus.organisations, *corpus.practices]
    for record in records:
        if not record.sources:
            yield Problem(record.id, "sources", "is empty; say where the facts stand")
        if isinstance(record, Practice):
            for field in ("title", "stage"):
                if not getattr(record, field):
                    yield Problem(record.id, field, "is empty; a note of the corpus has one")


def _near_duplicates(corpus: Corpus) -> Iterator[Problem]:
    """Name pairs of records that are called nearly the same."""
    records: tuple[Sequence[Organisation | Practice], ...] = (corpus.organisations, corpus.practices)
    for some in records:
        for one, other in combinations(some, 2):
            for name in _names(one):
                for other_name in _names(other):
                    if fuzz.ratio(name.casefold(), other_name.casefold()) >= SAME_NAME:
                        message = f"{name!r} is nearly {other_name!r} of {other.id}; join the records or rename one"
                        yield Problem(one.id, "name", message)


def _names(record: Organisation | Practice) -> tuple[str, ...]:
    return (record.name, *record.aliases) if isinstance(record, Organisation) else (record.title,)


def _summary(corpus: Corpus) -> str:
    offered = Counter(offer.capability for o in corpus.organisations for offer in o.offers)
    stages = Counter(practice.stage for practice in corpus.practices)
    countries = {code for o in corpus.organisations for code in o.countries}
    silent = [term.name for term in corpus.taxonomy.capabilities if not offered[term.code]]
    return "\n".join(
        (
            f"{len(corpus.organisations)} organisations in {len(countries)} countries,"
            f" {len(corpus.practices)} practices, {len(corpus.taxonomy.capabilities)} capabilities: no faults",
            "practices by stage: " + ", ".join(f"{term.name} {stages[term.code]}" for term in corpus.taxonomy.stages),
            "capabilities that nobody offers: " + (", ".join(silent) or "none"),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
