"""Match a whole network: everyone with everyone, pairs that bring something to both sides.

examples:
  python scripts/match_network.py -o pairs.csv
  python scripts/match_network.py members.jsonl --partners 4 -o plan.xlsx -o network.svg
  python scripts/match_network.py --ids guests.csv --objective fair --rounds 6 --tables 20 -o plan.xlsx
  python scripts/match_network.py --must keep.csv --must-not apart.csv --capacities places.csv -o network.graphml
  python scripts/match_network.py -o network.kumu.xlsx

The organisations are those of organisations.jsonl, or else of the knowledge base in --data; --ids selects some.
--objective total gives the largest total value, stable leaves no two who would both rather have each other, fair
looks after the worst-off first. The value of a pair is the harmonic mean of what each side gains: what the other
brings of what it needs. Where needs are not stated they are inferred; such pairs count less and say `inferred`.
The ending of -o chooses the format: .csv (pairs), .xlsx (pairs, timetable, unmatched, summary), .kumu.xlsx, .graphml,
.svg (a picture). --format kumu writes Kumu's tables to any .xlsx or .csv. -o may stand several times; without it, pairs
go to standard output as CSV. The files of --must and --must-not have two ids or names a line, --capacities an id and a
number, --ids an id.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tqdm import tqdm

from matcher.encoders import load_encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import InvalidRecordsError, MatcherError
from matcher.exchange import read_organisations
from matcher.network import OBJECTIVES, Members, NetworkPlan, Requests, plan_network
from matcher.network.request_files import read_capacities, read_ids, read_pairs
from matcher.network.tables import pair_table, summary_table, unmatched_table
from matcher.network.writers import check_output, write_csv, write_plan
from matcher.settings import Settings, read_settings
from matcher.taxonomy import Taxonomy
from matcher.workspace import Workspace

STANDARD_OUTPUT = "-"


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    outputs = options.output or [STANDARD_OUTPUT]
    try:
        for output in outputs:
            if output != STANDARD_OUTPUT:
                check_output(Path(output), kumu=options.format == "kumu")
        members = _members(read_settings(data=options.data), options.organisations)
        plan = _plan(members, options)
        for output in outputs:
            _write(plan, members.taxonomy, output, kumu=options.format == "kumu")
        _tell(plan, to_standard_output=STANDARD_OUTPUT in outputs)
    except InvalidRecordsError as error:
        for problem in error.problems:
            print(f"match_network: {str(problem).replace(chr(10), ' ')}", file=sys.stderr)
        return 1
    except (MatcherError, OSError) as error:
        print(f"match_network: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("organisations", nargs="?", type=Path, help="organisations.jsonl (default: those in --data)")
    parser.add_argument("-o", "--output", action="append", metavar="FILE", help="where to; - is standard output")
    parser.add_argument("--format", choices=["suffix", "kumu"], default="suffix", help="kumu: its import sheets")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--ids", type=Path, metavar="FILE", help="only these organisations take part")
    parser.add_argument("--partners", type=_whole, default=3, metavar="C", help="for each, at most (default: 3)")
    parser.add_argument("--capacities", type=Path, metavar="FILE", help="partners at most, for some organisations")
    parser.add_argument("--must", type=Path, metavar="FILE", help="pairs that have to be")
    parser.add_argument("--must-not", type=Path, metavar="FILE", help="pairs that may not be")
    parser.add_argument("--objective", choices=OBJECTIVES, default="total", help="what to look for (default: total)")
    parser.add_argument("--rounds", type=_whole, metavar="R", help="make a timetable of so many rounds")
    parser.add_argument("--tables", type=_whole, metavar="T", help="make a timetable for so many tables")
    parser.add_argument("--seconds", type=_whole, default=60, help="for the search for the best (default: 60)")
    return parser


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 10000")
    return int(text)


def _members(settings: Settings, organisations: Path | None) -> Members:
    """Take the knowledge base, or encode the organisations of a file; vectors are kept in the data folder."""
    workspace = Workspace(settings)
    if organisations is None:
        return Members.of(workspace.open(load_encoder(settings.model)))
    read = read_organisations(organisations)
    cache = VectorCache(settings.data / "vectors.sqlite")
    encoder = load_encoder(settings.model)
    with tqdm(desc="encoding organisations", unit=" texts", disable=None) as bar:
        return Members.from_records(read, workspace.taxonomy, encoder, cache=cache, progress=partial(_advance, bar))


def _advance(bar: tqdm, done: int, total: int) -> None:  # type: ignore[type-arg]  # the stubs know a parameter more
    bar.total = total
    bar.update(done)


def _plan(members: Members, options: argparse.Namespace) -> NetworkPlan:
    def resolve(text: str) -> str:
        return members.find(text).id

    requests = Requests(options.partners)
    if options.capacities:
        requests = replace(requests, capacities=read_capacities(options.capacities, resolve))
    if options.must:
        requests = replace(requests, must=read_pairs(options.must, resolve))
    if options.must_not:
        requests = replace(requests, must_not=read_pairs(options.must_not, resolve))
    return plan_network(
        members,
        requests,
        options.objective,
        only=read_ids(options.ids, resolve) if options.ids else None,
        seconds=options.seconds,
        rounds=options.rounds,
        tables=options.tables,
    )


def _write(plan: NetworkPlan, taxonomy: Taxonomy, output: str, *, kumu: bool) -> None:
    if output == STANDARD_OUTPUT:
        write_csv(pair_table(plan), sys.stdout)
    else:
        write_plan(plan, taxonomy, Path(output), kumu=kumu)


def _tell(plan: NetworkPlan, *, to_standard_output: bool) -> None:
    """Print the figures and who got nobody, unless standard output holds the pairs and nobody watches the other."""
    if to_standard_output and not sys.stderr.isatty():
        return
    file = sys.stderr if to_standard_output else sys.stdout
    for what, figure in summary_table(plan).rows:
        print(f"{what}: {figure}", file=file)
    for _, name, _, why in unmatched_table(plan).rows:
        print(f"nobody for {name}: {why}", file=file)


if __name__ == "__main__":
    sys.exit(main())
