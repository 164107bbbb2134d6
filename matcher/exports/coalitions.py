"""Coalitions to plain fields, JSON lines and XLSX."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from matcher.coalitions.coalition import Coalition, Member, Swap
from matcher.exporters import JsonLinesWriter, XlsxWriter, partner_fields, understanding_fields
from matcher.files.cells import LIST_SEPARATOR, for_workbook

COALITION_COLUMNS = (
    *("goal_id", "rank", "organisation_id", "name", "score", "sector", "from_place", "pinned", "brings", "adds"),
    *("alone", "gain", "loss", "swap_id", "swap_name", "coverage", "uncovered", "concerns"),
)


def coalition_fields(coalition: Coalition) -> dict[str, Any]:
    """Return a coalition as the API gives it; the members are partners with their full reasons."""
    return {
        "goal": understanding_fields(coalition.understanding),
        "notices": list(coalition.notices),
        "size": coalition.size,
        "members": [
            partner_fields(member.partner, coalition.understanding.goal.id) | _part_fields(member)
            for member in coalition.members
        ],
        **_joint_fields(coalition),
    }


class CoalitionJsonLinesWriter(JsonLinesWriter):
    """matches.jsonl with one more line for each goal, which holds a list `coalition`."""

    def write_coalition(self, coalition: Coalition) -> None:
        """Write the coalition for one goal."""
        members = [
            {
                "rank": member.partner.rank,
                "organisation_id": member.organisation.id,
                "name": member.organisation.name,
                **_part_fields(member),
            }
            for member in coalition.members
        ]
        fields = {
            "goal_id": coalition.understanding.goal.id,
            "coalition": members,
            **_joint_fields(coalition),
        }
        self._file.write(json.dumps(fields, ensure_ascii=False) + "\n")


class CoalitionXlsxWriter(XlsxWriter):
    """matches.xlsx with a sheet of coalitions: one row a member, what holds for all of them in the first."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._coalitions = self._book.create_sheet("coalition")
        self._coalitions.append(COALITION_COLUMNS)

    def write_coalition(self, coalition: Coalition) -> None:
        """Write the coalition for one goal."""
        joint = _joint_fields(coalition)
        joint["concerns"] = [concern["text"] for concern in joint["concerns"]]
        for row in [_row(member) for member in coalition.members] or [{}]:
            cells = {"goal_id": coalition.understanding.goal.id} | joint | row
            self._coalitions.append([_cell(cells.get(name)) for name in COALITION_COLUMNS])
            joint = {}


def _part_fields(member: Member) -> dict[str, Any]:
    """Return the part that a member has in the coalition."""
    return {
        "pinned": member.pinned,
        "brings": {code: round(strength, 6) for code, strength in member.brings.items()},
        "adds": list(member.adds),
        "alone": list(member.alone),
        "gain": round(member.gain, 6),
        "loss": round(member.loss, 6),
        "sector": member.sector,
        "adds_sector": member.adds_sector,
        "from_place": member.from_place,
        "swap": _swap_fields(member.swap) if member.swap else None,
    }


def _swap_fields(swap: Swap) -> dict[str, Any]:
    return {
        "organisation_id": swap.organisation.id,
        "name": swap.organisation.name,
        "coverage": _rounded(swap.coverage),
        "gains": list(swap.gains),
        "loses": list(swap.loses),
        "gains_sector": swap.gains_sector,
        "loses_sector": swap.loses_sector,
    }


def _joint_fields(coalition: Coalition) -> dict[str, Any]:
    """Return what holds for the coalition as a whole."""
    return {
        "coverage": _rounded(coalition.coverage),
        "value": round(coalition.value, 6),
        "proven": coalition.proven,
        "uncovered": [need.capability for need in coalition.uncovered],
        "sectors": list(coalition.sectors),
        "missing_sectors": list(coalition.missing_sectors),
        "concerns": [{"about": concern.about, "text": concern.text} for concern in coalition.concerns],
    }


def _row(member: Member) -> dict[str, Any]:
    swap = member.swap
    return {
        **_part_fields(member),
        "rank": member.partner.rank,
        "organisation_id": member.organisation.id,
        "name": member.organisation.name,
        "score": round(member.partner.score, 6),
        "brings": list(member.brings),
        "swap_id": swap.organisation.id if swap else None,
        "swap_name": swap.organisation.name if swap else None,
    }


def _cell(value: Any) -> Any:
    return for_workbook(LIST_SEPARATOR.join(value) if isinstance(value, list) else value)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
