"""Build a generation of the knowledge base from the database (and from corpus/ when the database is new).

examples:
  python scripts/build_index.py
  python scripts/build_index.py --data DIR
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from webapp import cli


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    options = parser.parse_args(argv)
    return cli.main(["build", *(["--data", options.data] if options.data else [])])


if __name__ == "__main__":
    sys.exit(main())
