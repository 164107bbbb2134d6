"""Writers of matches that draw them: goals joined to their partners, as a graph or as linked data."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from matcher.errors import MatcherError
from matcher.exports.contacts import without_email
from matcher.exports.graph import results_graph
from matcher.exports.kumu import write_kumu
from matcher.exports.schema_org import organisation_node, write_graph
from matcher.results import Partners, Practices
from matcher.taxonomy import Taxonomy

ENDINGS = (".graphml", ".kumu.xlsx", ".jsonld")


class WholeWriter:
    """Collects the matches of all goals and writes them at the end: a graph has no rows to write one by one."""

    def __init__(self, path: Path, ending: str, taxonomy: Taxonomy) -> None:
        if ending not in ENDINGS:
            raise MatcherError(f"{ending!r} is none of {', '.join(ENDINGS)}")
        self._path = path
        self._ending = ending
        self._taxonomy = taxonomy
        self._results: list[Partners] = []

    def write(self, partners: Partners, practices: Practices | None) -> None:  # noqa: ARG002  partners alone
        """Take the matches of one goal."""
        self._results.append(partners)

    def close(self) -> None:
        """Write the file."""
        with self._path.open("wb") as file:
            write_results(self._results, self._taxonomy, self._ending, file)


def write_results(results: list[Partners], taxonomy: Taxonomy, ending: str, file: IO[bytes]) -> None:
    """Write the matches of some goals in the format of an ending out of ENDINGS."""
    if ending == ".jsonld":
        write_graph((partners_node(each, taxonomy) for each in results), file)
    elif ending == ".graphml":
        from matcher.exports.graphml import write_graphml  # noqa: PLC0415  networkx takes a tenth of a second

        write_graphml(results_graph(results, taxonomy), file)
    else:
        write_kumu(results_graph(results, taxonomy), file)


def partners_node(result: Partners, taxonomy: Taxonomy) -> dict[str, Any]:
    """Return the partners for one goal as an ItemList of schema.org, each with the first reason."""
    return {
        "@type": "ItemList",
        "identifier": result.understanding.goal.id,
        "name": result.understanding.goal.text,
        "itemListOrder": "https://schema.org/ItemListOrderDescending",
        "numberOfItems": len(result.partners),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": partner.rank,
                "description": partner.reasons[0].text if partner.reasons else "",
                "item": organisation_node(without_email(partner.organisation), taxonomy),
            }
            for partner in result.partners
        ],
    }
