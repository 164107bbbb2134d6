"""Export the organisations of the database, for a spreadsheet, another program or a map of who works with whom.

examples:
  python scripts/export_organisations.py -o organisations.xlsx
  python scripts/export_organisations.py --format csv > organisations.csv
  python scripts/export_organisations.py --contacts -o organisations.jsonl
  python scripts/export_organisations.py --format kumu -o map.xlsx

formats (taken from the ending of -o where none is given):
  jsonl      the exchange format, organisations.jsonl; holds everything
  csv, xlsx  one row an organisation; holds everything. Lists are written `a; b`, what has parts as JSON; a text that
             is too long for a cell of a spreadsheet (32,767 characters) goes on in a column `summary (2)`
  jsonld     linked data in the words of schema.org: makesOffer, seeks, event, knowsAbout. It lacks reach, terms,
             status, verified_on, and which source stands behind which statement
  360giving  (.json) organisation objects of the 360Giving standard: id, names, summary, charity and company number,
             headquarters, website. It lacks all else
  kumu       (.kumu.xlsx) the sheets Elements and Connections that Kumu imports: who worked with whom
  graphml    the same graph for Gephi, yEd or Cytoscape

import_organisations.py reads jsonl, csv and xlsx back as they were. No cell runs as a formula: text that would begins
with an apostrophe there, which the import takes off. E-mail addresses are left out without --contacts, and so are
missing after reading back. Records that were joined are exported as one, with their ids as identifiers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tqdm import tqdm

from matcher.errors import MatcherError, UnknownRecordError
from matcher.exports import FORMATS, format_of_name, write_organisations
from matcher.files.whole import check_place, replacing
from matcher.records import Organisation
from matcher.settings import read_settings
from matcher.workspace import Workspace

STANDARD_OUTPUT = "-"


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        count = _export(options)
    except (MatcherError, OSError) as error:
        print(f"export_organisations: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    if options.output != STANDARD_OUTPUT:
        print(f"wrote {count} organisations to {options.output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", default=STANDARD_OUTPUT, metavar="FILE", help="- (default): standard output")
    parser.add_argument("--format", choices=FORMATS, help="default: that of the ending of -o; csv to standard output")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--contacts", action="store_true", help="with e-mail addresses")
    return parser


def _export(options: argparse.Namespace) -> int:
    to_file = options.output != STANDARD_OUTPUT
    name = options.format or (format_of_name(options.output) if to_file else "csv")
    if to_file:
        check_place(Path(options.output))
    workspace = Workspace(read_settings(data=options.data))
    organisations = _organisations(workspace)
    if to_file:
        with replacing(Path(options.output)) as path, path.open("wb") as file:
            write_organisations(organisations, workspace.taxonomy, name, file, contacts=options.contacts)
    else:
        write_organisations(organisations, workspace.taxonomy, name, sys.stdout.buffer, contacts=options.contacts)
        sys.stdout.buffer.flush()
    return len(organisations)


def _organisations(workspace: Workspace) -> list[Organisation]:
    store = workspace.trial_store()
    read: Iterable[Organisation] = tqdm(store.organisations(), desc="reading", unit=" organisations", disable=None)
    organisations = list(read)
    store.close()
    if not organisations:
        data = workspace.settings.data
        raise UnknownRecordError(
            f"no organisation is in the database of {str(data)!r}; build or import some, or --data"
        )
    return organisations


if __name__ == "__main__":
    sys.exit(main())
