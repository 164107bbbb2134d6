"""Reports about records: kept until somebody has dealt with them, refused with the field and the value."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.editing import mistake_reports
from matcher.editing.mistake_reports import MistakeReports
from matcher.errors import ReportError, UnknownRecordError
from matcher.store import Store


@pytest.fixture
def reports(tmp_path: Path) -> MistakeReports:
    return MistakeReports(Store(f"sqlite:///{tmp_path / 'matcher.sqlite'}").engine)


def test_a_report_is_kept_until_it_is_closed(reports: MistakeReports) -> None:
    first = reports.add("local:radio", "correction", "It\r\nclosed in 2024.", " desk@example.org ")
    second = reports.add("local:radio", "removal", "Please remove us.")
    assert reports.open() == (first, second)
    assert (first.text, first.reply_to) == ("It\nclosed in 2024.", "desk@example.org")
    reports.close(first.number)
    assert reports.open() == (second,)
    with pytest.raises(UnknownRecordError, match="number 99"):
        reports.close(99)


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("wish", {"wish": "fame"}, "'fame'; it is one of correction, removal"),
        ("text", {"text": " \n"}, "is empty"),
        ("text", {"text": "x" * 4001}, "4,001 characters; the limit is 4,000"),
        ("reply_to", {"reply_to": "call me"}, "'call me'; an e-mail address has an @"),
        ("reply_to", {"reply_to": "a@" + "x" * 200}, "202 characters"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_field(
    reports: MistakeReports, field: str, given: dict[str, str], told: str
) -> None:
    with pytest.raises(ReportError, match=told) as error:
        reports.add(**({"record_id": "local:radio", "wish": "correction", "text": "Wrong."} | given))
    assert error.value.field == field
    assert reports.open() == ()


def test_a_flood_of_reports_ends(reports: MistakeReports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistake_reports, "MOST_OPEN", 2)
    first = reports.add("local:radio", "correction", "One.")
    reports.add("local:radio", "correction", "Two.")
    with pytest.raises(ReportError, match="too many reports wait"):
        reports.add("local:radio", "correction", "Three.")
    reports.close(first.number)
    assert reports.add("local:radio", "correction", "Three.") in reports.open()
