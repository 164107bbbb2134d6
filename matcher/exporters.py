"""Recommendations to plain fields, CSV, JSON lines and XLSX (FORMATS: matches)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Protocol

from matcher.dates.when import When
from matcher.files.cells import LIST_SEPARATOR, for_workbook, neutralise
from matcher.goals import Understanding
from matcher.practices.campaign import AT_ANY_TIME, Campaign
from matcher.reasons import Reason
from matcher.results import Partner, Partners, Practices, RecommendedPractice
from matcher.scoring import PARTNER_TERMS

# The columns are an exchange format: there, evidence is what an organisation did and with whom.
COLUMN_OF_TERM = {name: "evidence" if name == "ties" else name for name in PARTNER_TERMS}
COLUMNS = (
    *("goal_id", "rank", "organisation_id", "name", "score"),
    *dict.fromkeys(COLUMN_OF_TERM.values()),
    *("covers", "missing", "reason"),
)
PRACTICE_COLUMNS = ("goal_id", "rank", "practice_id", "title", "stage", "phase", "score", "text", "pitfalls", "sources")


def partner_fields(partner: Partner, goal_id: str) -> dict[str, Any]:
    """Return one match with its full reasons; the terms are contributions, which add up to the score."""
    contributions = dict.fromkeys(COLUMN_OF_TERM.values(), 0.0)
    for term in partner.terms:
        contributions[COLUMN_OF_TERM[term.name]] += term.contribution
    return {
        "goal_id": goal_id,
        "rank": partner.rank,
        "organisation_id": partner.organisation.id,
        "name": partner.organisation.name,
        "score": round(partner.score, 6),
        **{name: round(value, 6) for name, value in contributions.items()},
        "covers": list(partner.covers),
        "missing": list(partner.missing),
        "reason": _told(partner.reasons[0]) if partner.reasons else "",
        "terms": [asdict(term) | {"contribution": round(term.contribution, 6)} for term in partner.terms],
        "reasons": [reason_fields(reason) for reason in partner.reasons],
        "gains": [reason_fields(reason) for reason in partner.gains],
        "unknowns": list(partner.unknowns),
        "cautions": list(partner.cautions),
    }


def practice_fields(recommended: RecommendedPractice) -> dict[str, Any]:
    """Return one practice as query_practices.py and the API give it."""
    practice = recommended.practice
    return {
        "id": practice.id,
        "title": practice.title,
        "stage": practice.stage,
        "phase": practice.phase,
        "score": round(recommended.score, 6),
        "text": practice.text,
        "pitfalls": list(practice.pitfalls),
        "sources": [{"title": source.title, "locator": source.locator} for source in practice.sources],
    }


def reason_fields(reason: Reason) -> dict[str, Any]:
    """Return a reason without its empty fields."""
    fields = {name: value for name, value in vars(reason).items() if value and name != "source"}
    if reason.source:
        fields["source"] = reason.source.model_dump(exclude_defaults=True)
    return fields


def understanding_fields(understanding: Understanding) -> dict[str, Any]:
    """Return a goal as it was understood."""
    mentions = {name: list(codes) for name, codes in vars(understanding.mentions).items() if codes}
    return {
        "id": understanding.goal.id,
        "text": understanding.goal.text,
        "needs": [
            asdict(need) | {"brought_by_seeker": need.capability in understanding.brought}
            for need in understanding.needs
        ],
        **mentions,
        **({"when": _when_fields(understanding.when)} if understanding.when else {}),
    }


def _when_fields(when: When) -> dict[str, str | None]:
    """Return a time with its open ends as null."""
    start, end = (day.isoformat() if day else None for day in (when.start, when.end))
    return {"start": start, "end": end, "because": when.because}


def partners_fields(result: Partners) -> dict[str, Any]:
    """Return the partners for one goal as the API gives them."""
    return {
        "goal": understanding_fields(result.understanding),
        "notices": list(result.notices),
        "partners": [partner_fields(partner, result.understanding.goal.id) for partner in result.partners],
        "uncovered": [need.capability for need in result.uncovered],
        "kinds": list(result.kinds),
        "total": result.total,
        **({"facets": [asdict(facet) for facet in result.counts.facets]} if result.counts else {}),
    }


def campaign_fields(result: Campaign) -> dict[str, Any]:
    """Return the practices for one goal by phase, each best first."""
    return {
        "goal": understanding_fields(result.understanding),
        "notices": list(result.understanding.notices),
        "phases": {phase: [practice_fields(each) for each in some] for phase, some in result.phases.items() if phase},
        "at_any_time": [practice_fields(each) for each in result.phases[AT_ANY_TIME]],
    }


def practices_fields(result: Practices) -> dict[str, Any]:
    """Return the practices for one goal as the API gives them."""
    return {
        "goal": understanding_fields(result.understanding),
        "notices": list(result.understanding.notices),
        "practices": [practice_fields(recommended) for recommended in result.practices],
    }


class MatchWriter(Protocol):
    """Writes the matches of one goal after the other."""

    def write(self, partners: Partners, practices: Practices | None) -> None:
        """Write the matches of one goal."""

    def close(self) -> None:
        """Finish the file."""


class CsvWriter:
    """matches.csv: one row a partner."""

    def __init__(self, file: IO[str], *, header: bool = True) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        if header:
            self._writer.writerow(COLUMNS)

    def write(self, partners: Partners, practices: Practices | None) -> None:  # noqa: ARG002  CSV has one table
        """Write the matches of one goal."""
        for row in _partner_rows(partners):
            self._writer.writerow([neutralise(cell) for cell in row])

    def close(self) -> None:
        """Nothing is left to write."""


class JsonLinesWriter:
    """matches.jsonl: one object a partner, with the full reasons."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, partners: Partners, practices: Practices | None) -> None:  # noqa: ARG002  one kind of line
        """Write the matches of one goal."""
        goal_id = partners.understanding.goal.id
        for partner in partners.partners:
            self._file.write(json.dumps(partner_fields(partner, goal_id), ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing is left to write."""


class XlsxWriter:
    """matches.xlsx: a sheet of partners and a sheet of practices, written row by row."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        from openpyxl import Workbook  # noqa: PLC0415  only where a workbook is asked for

        self._target = file
        self._book = Workbook(write_only=True)
        self._partners = self._book.create_sheet("partners")
        self._practices = self._book.create_sheet("practices")
        self._partners.append(COLUMNS)
        self._practices.append(PRACTICE_COLUMNS)

    def write(self, partners: Partners, practices: Practices | None) -> None:
        """Write the matches of one goal."""
        for row in _partner_rows(partners):
            self._partners.append([for_workbook(cell) for cell in row])
        for recommended in practices.practices if practices else ():
            fields = practice_fields(recommended) | {
                "goal_id": partners.understanding.goal.id,
                "rank": recommended.rank,
                "practice_id": recommended.practice.id,
                "pitfalls": LIST_SEPARATOR.join(recommended.practice.pitfalls),
                "sources": LIST_SEPARATOR.join(
                    f"{source.title}, {source.locator}".removesuffix(", ") for source in recommended.practice.sources
                ),
            }
            self._practices.append([for_workbook(fields[name]) for name in PRACTICE_COLUMNS])

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._target)


def _partner_rows(partners: Partners) -> list[list[Any]]:
    joined: Callable[[Any], Any] = lambda value: (  # noqa: E731  one use, one line
        LIST_SEPARATOR.join(value) if isinstance(value, list) else value
    )
    goal_id = partners.understanding.goal.id
    fields = [partner_fields(partner, goal_id) for partner in partners.partners]
    return [[joined(each[name]) for name in COLUMNS] for each in fields]


def _told(reason: Reason) -> str:
    return f"{reason.text}: “{reason.quote}”" if reason.quote else reason.text
