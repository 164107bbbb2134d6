"""Import organisations into the database: tables of any layout, and the field's own formats.

examples:
  python scripts/import_organisations.py partners.xlsx --suggest-mapping > partners.yaml
  python scripts/import_organisations.py partners.xlsx --mapping partners.yaml --dry-run
  python scripts/import_organisations.py partners.xlsx --mapping partners.yaml --report rejected.csv
  python scripts/import_organisations.py grants.json --format 360giving --review review.csv
  python scripts/import_organisations.py --decisions review.csv

formats (guessed from the file where none is given):
  table          CSV, TSV, XLSX, JSON or JSON lines of any layout, through a mapping (given, shipped or guessed)
  organisations  the exchange format, organisations.jsonl
  organisations-table  the same as CSV or XLSX, as export_organisations.py writes it
  360giving      grants, JSON or spreadsheet
  hsds           Open Referral HSDS 3: JSON, or a folder or ZIP of tables with organizations.csv
  cordis         a folder or ZIP with project.csv and organization.csv, or one of the two beside the other
  iati           activities, XML

An organisation that is here already, from another source, is recognised by its ids, web domain, names and country.
Where that is sure, the two records are joined: both stay, are read as one, and can be split again. Where it is not,
--review lists the pair with what speaks for and against; write same or different into its column `decision` and give
the file back with --decisions.

Nothing is removed. A record that came from the corpus or from another register, or that was edited here, stays as it
is; the report says so. The same file twice changes nothing. Rows that cannot be read are rejected and the rest goes
in; the exit code is 1 only where the file cannot be read at all. Build the knowledge base afterwards.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from tqdm import tqdm

from matcher.database.rows import Arrival
from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.files.whole import replacing
from matcher.identity.matching import Matches
from matcher.identity.recognition import carry_out
from matcher.identity.review import read_review, write_review
from matcher.importers import FORMATS, Imported, load_mapping, read, suggest_mapping
from matcher.importers.report import write_report
from matcher.intake import take_in
from matcher.settings import read_settings
from matcher.workspace import Workspace

SHOWN = 20  # lines of a dry run for each sort of change


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        return _run(options)
    except (MatcherError, OSError) as error:
        print(f"import_organisations: {'; '.join(str(error).splitlines())}", file=sys.stderr)
    except KeyboardInterrupt:
        print("import_organisations: stopped; nothing was changed", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="file, folder or ZIP archive")
    parser.add_argument(
        "--mapping", metavar="FILE", help="mapping of a table: a YAML file, or the name of a shipped one"
    )
    parser.add_argument("--format", default="", metavar="NAME", help=f"one of {', '.join(FORMATS)} (default: guessed)")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write rejected rows and remarks as CSV")
    parser.add_argument("--review", type=Path, metavar="FILE", help="write pairs that may be one organisation as CSV")
    parser.add_argument("--decisions", type=Path, metavar="FILE", help="carry out what was decided in a review file")
    parser.add_argument("--by-meaning", action="store_true", help="compare records by their meaning too (slower)")
    parser.add_argument("--no-matching", action="store_true", help="take every id for an organisation of its own")
    parser.add_argument("--suggest-mapping", action="store_true", help="write a guessed mapping to standard output")
    return parser


def _run(options: argparse.Namespace) -> int:
    workspace = Workspace(read_settings(data=options.data))
    if options.file is None and options.decisions is None:
        raise MatcherError("nothing to import; name a FILE, or a review file with --decisions")
    if options.suggest_mapping and options.file:
        print(suggest_mapping(options.file, workspace.taxonomy), end="")
        return 0
    if options.file:
        _import(options, workspace)
    if options.decisions:
        _carry_out(options, workspace)
    return 0


def _import(options: argparse.Namespace, workspace: Workspace) -> None:
    mapping = load_mapping(options.mapping) if options.mapping else None
    with (
        _open_csv(options.report) as report,
        _open_csv(options.review) as review,
        tqdm(unit=" rows", disable=None) as bar,
    ):
        imported = read(options.file, workspace.taxonomy, options.format, mapping, bar.update)
        store = workspace.trial_store() if options.dry_run else workspace.store
        encoder = load_encoder(workspace.settings.model) if options.by_meaning else None
        intake = take_in(store, imported, trial=options.dry_run, matching=not options.no_matching, encoder=encoder)
        store.close()
        if report:
            write_report(report, imported, intake.arrivals)
        if review:
            write_review(review, intake.matches.unsure)
    if options.dry_run:
        _show_changes(imported, intake.arrivals)
    _tell(imported, intake.arrivals, options.report)
    _tell_matches(intake.matches, options)
    print(intake.tally)


def _carry_out(options: argparse.Namespace, workspace: Workspace) -> None:
    rulings = read_review(options.decisions)
    if options.dry_run:
        print(f"would carry out {len(rulings)} decisions")
        return
    done = carry_out(workspace.store, rulings)
    workspace.store.close()
    print(f"decided {len(rulings)}, joined {done.joined}, told apart {done.apart}, unchanged {done.unchanged}")


def _show_changes(imported: Imported, arrivals: Sequence[Arrival]) -> None:
    names = {record.id: record.name for record in imported.records}
    for outcome, verb in (("added", "would add"), ("changed", "would change")):
        some = [arrival for arrival in arrivals if arrival.outcome == outcome]
        for arrival in some[:SHOWN]:
            fields = f": {', '.join(arrival.fields)}" if arrival.fields else ""
            print(f"{verb} {arrival.record_id} ({names[arrival.record_id]}){fields}")
        if len(some) > SHOWN:
            print(f"{verb} {len(some) - SHOWN:,} more")


def _tell(imported: Imported, arrivals: Sequence[Arrival], report: Path | None) -> None:
    """Say on standard error what did not go in as it was."""
    where = f"; {report} lists each" if report else "; --report FILE lists each"
    if imported.rejected:
        fields = Counter(faults[0].field or "row" for faults in imported.rejected)
        counts = ", ".join(f"{field} {count}" for field, count in fields.most_common(5))
        print(f"import_organisations: {len(imported.rejected)} rejected ({counts}){where}", file=sys.stderr)
    if imported.notices:
        print(f"import_organisations: {len(imported.notices)} remarks on values{where}", file=sys.stderr)
    for reason, count in Counter(arrival.kept for arrival in arrivals if arrival.kept).most_common():
        print(f"import_organisations: {count} kept as they are here: {reason}{where}", file=sys.stderr)


def _tell_matches(matches: Matches, options: argparse.Namespace) -> None:
    """Say what was recognised: on a dry run each pair, otherwise how many."""
    if options.dry_run:
        for each in matches.sure[:SHOWN]:
            one = each.known.organisation
            print(f"would join {each.incoming.id} to {one.id} ({one.name}): {each.decision.reasons_for}")
    if matches.sure:
        verb = "would be" if options.dry_run else "are"
        print(f"import_organisations: {len(matches.sure)} {verb} joined to what is here", file=sys.stderr)
    if matches.unsure:
        where = f"{options.review} lists each" if options.review else "--review FILE lists each"
        print(f"import_organisations: {len(matches.unsure)} pairs may be one organisation; {where}", file=sys.stderr)


@contextlib.contextmanager
def _open_csv(path: Path | None) -> Iterator[IO[str] | None]:
    """Open a report; it appears whole, once the import is done, or not at all."""
    if path is None:
        yield None
        return
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        yield file


if __name__ == "__main__":
    sys.exit(main())
