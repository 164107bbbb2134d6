"""Check every file of the corpus; name every fault with file, field, value and what to do.

examples:
  python scripts/validate_corpus.py
  python scripts/validate_corpus.py --thorough --sources SOURCES REGISTERS
  python scripts/validate_corpus.py path/to/corpus

The quick check takes seconds. --thorough also looks for records that say the same in other words (it loads the
language model), and --sources for sentences that were copied from the files of some folders. Afterwards the tables say
what the corpus holds and where it is thin.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from matcher.corpus import Corpus, load_corpus
from matcher.directory import census
from matcher.directory.columns import OrganisationColumns
from matcher.duplicates import copied_passages, same_names, same_texts
from matcher.encoders import load_encoder
from matcher.errors import InvalidRecordsError, MatcherError, Problem
from matcher.records import Organisation, Practice
from matcher.settings import read_settings

TEXT_FILES = {".txt", ".md", ".json", ".jsonl", ".tsv", ".csv"}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="the corpus (default: MATCHER_CORPUS)")
    parser.add_argument("--thorough", action="store_true", help="compare what the records say, by meaning")
    parser.add_argument("--sources", nargs="+", type=Path, default=[], metavar="FOLDER", help="look for copied text")
    parser.add_argument("--quiet", action="store_true", help="no tables")
    options = parser.parse_args(argv)
    try:
        corpus = load_corpus(options.folder or read_settings().corpus)
        problems = list(_problems(corpus, options))
        if problems:
            raise InvalidRecordsError(problems)
    except InvalidRecordsError as error:
        print(error, file=sys.stderr)
        print(f"validate_corpus: {len(error.problems)} faults", file=sys.stderr)
        return 1
    except MatcherError as error:
        print(f"validate_corpus: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    if not options.quiet:
        _print_tables(corpus)
    print(
        f"{len(corpus.organisations)} organisations, {len(corpus.practices)} practices,"
        f" {len(corpus.taxonomy.capabilities)} capabilities: no faults"
    )
    return 0


def _problems(corpus: Corpus, options: argparse.Namespace) -> Iterator[Problem]:
    records: list[Organisation | Practice] = [*corpus.organisations, *corpus.practices]
    yield from _unsourced(records)
    yield from same_names(corpus.organisations)
    yield from same_names(corpus.practices)
    if options.thorough:
        encoder = load_encoder(read_settings().model)
        yield from same_texts(corpus.organisations, encoder)
        yield from same_texts(corpus.practices, encoder)
    yield from copied_passages(records, _texts(options.sources))


def _unsourced(records: Sequence[Organisation | Practice]) -> Iterator[Problem]:
    for record in records:
        if not record.sources:
            yield Problem(record.id, "sources", "is empty; say where the facts stand")
        if isinstance(record, Practice):
            for field in ("title", "stage"):
                if not getattr(record, field):
                    yield Problem(record.id, field, "is empty; a note of the corpus has one")


def _texts(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file; of files with a record a line, each line, since words do not run on."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in TEXT_FILES or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8", errors="replace").replace("\\n", " ")
            for part in text.splitlines() if path.suffix in {".jsonl", ".tsv", ".csv"} else [text]:
                yield path.name, part


def _print_tables(corpus: Corpus) -> None:
    columns = OrganisationColumns.from_records(corpus.organisations, corpus.taxonomy)
    for title, table in (
        ("Countries and kinds (organisations)", census.countries_by_kind(columns, corpus.taxonomy)),
        ("Actor pairs and stages (practices)", census.actor_pairs_by_stage(corpus)),
        ("Capabilities (organisations)", census.capabilities_by_basis(columns, corpus.taxonomy)),
    ):
        width = max(len(name) for name in table.rows.values())
        print(f"\n{title}\n{'':{width}}  " + "  ".join(name[:9].rjust(9) for name in table.columns.values()))
        for row, name in table.rows.items():
            cells = "  ".join(str(table.counts[row, column] or ".").rjust(9) for column in table.columns)
            print(f"{name:{width}}  {cells}")
        totals = "  ".join(str(table.column_total(column)).rjust(9) for column in table.columns)
        print(f"{'all':{width}}  {totals}\n")


if __name__ == "__main__":
    sys.exit(main())
