"""Count in how many names of a register each word stands, for matcher/identity/word_counts.tsv.

examples:
  python scripts/count_name_words.py register.jsonl

Rare words tell organisations apart, common ones do not. The file that ships was counted on the names of the EU
Transparency Register of 2019; words of fewer than 4 names and numbers are left out. After a change here, fit the
weights anew (scripts/evaluate_identity.py --fit).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.identity.names import read_names
from matcher.importers import read
from matcher.records import Organisation
from matcher.settings import read_settings
from matcher.workspace import Workspace

LEAST = 4  # names
OUTPUT = Path(__file__).parent.parent / "matcher" / "identity" / "word_counts.tsv"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a register, as scripts/import_organisations.py reads it"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", default=OUTPUT)
    options = parser.parse_args(argv)
    try:
        records = read(options.file, Workspace(read_settings()).taxonomy).records
        replace_file(options.output, _table(records))
    except (MatcherError, OSError) as error:
        print(f"count_name_words: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    print(f"counted the words of {len(records):,} names into {options.output}")
    return 0


def _table(records: Sequence[Organisation]) -> str:
    counts = Counter(word for record in records for word in _words(record))
    kept = sorted((-count, word) for word, count in counts.items() if count >= LEAST and not word.isdigit())
    return "".join([f"names\t{len(records)}\n", *(f"{word}\t{-count}\n" for count, word in kept)])


def _words(record: Organisation) -> Iterable[str]:
    return {word for form in read_names(record).full for word in form}


if __name__ == "__main__":
    sys.exit(main())
