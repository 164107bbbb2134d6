"""The goal form: what a person entered, as it was entered, and the goal or the messages that it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from matcher.errors import GoalError, UnknownRecordError
from matcher.fields import count_control_characters
from matcher.problems import read_record
from matcher.recommender import Recommender
from matcher.records import Goal
from webapp.code_names import country_code, language_code
from webapp.facet_form import read_filters
from webapp.telling import as_sentence, said

RESULTS_ON_A_PAGE = 10
MOST_ON_A_PAGE = 50
FURTHEST = 100_000  # places from the first
_FIELD_OF = {
    "text": "goal",
    "countries": "country",
    "languages": "language",
    "audiences": "audience",
    "kinds": "kind",
    "seeker": "seeker",
    "on": "on",
    "needs": "need",
    "themes": "theme",
    "ignore": "ignore",
    "filters": "filters",
    "exclude": "exclude",
    "similarity": "similarity",
}


@dataclass
class GoalForm:
    """The entered values by field, the messages by field, and the goal where there are no messages.

    `need` maps capabilities to weights; 0 is what a person struck out.
    """

    goal_text: str = ""
    seeker: str = ""
    brings: str = ""
    country: str = ""
    language: str = ""
    on: str = ""
    audience: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    theme: list[str] = field(default_factory=list)
    need: dict[str, float] = field(default_factory=dict)
    similarity: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    goal: Goal | None = None


def read_goal_form(entered: MultiDict[str, str], recommender: Recommender) -> GoalForm:
    """Read the parameters of a result page's address; every message names its field and what to do."""
    form = GoalForm(
        goal_text=entered.get("goal", ""),
        seeker=entered.get("seeker", "").strip(),
        brings=entered.get("brings", "").strip(),
        country=_joined(entered.getlist("country")),
        language=_joined(entered.getlist("language")),
        on=entered.get("on", "").strip(),
        audience=[code for code in entered.getlist("audience") if code],
        kind=[code for code in entered.getlist("kind") if code],
        theme=[code for code in entered.getlist("theme") if code],
        similarity=entered.get("similarity", "").strip(),
    )
    invisible = count_control_characters(form.goal_text)
    if invisible:
        form.notices.append(
            ngettext(
                "%(num)s invisible control character in your text was left out.",
                "%(num)s invisible control characters in your text were left out.",
                invisible,
            )
        )
    form.need = _weights(form, entered.getlist("need"))
    struck = [f"need:{code}" for code, weight in form.need.items() if weight == 0]
    fields: dict[str, Any] = {
        "text": form.goal_text,
        "countries": _codes(form, "country", country_code),
        "languages": _codes(form, "language", language_code),
        "audiences": form.audience,
        "themes": form.theme,
        "ignore": [*filter(None, entered.getlist("ignore")), *struck],
        "kinds": form.kind,
        "on": form.on,
        "needs": [{"capability": code, "weight": weight} for code, weight in form.need.items() if weight],
        "filters": read_filters(entered),
        "exclude": list(filter(None, entered.getlist("exclude"))),
        "similarity": _number(form, "similarity"),
        "limit": _whole_number(entered.get("limit", ""), RESULTS_ON_A_PAGE, 1, MOST_ON_A_PAGE),
        "offset": _whole_number(entered.get("offset", ""), 0, 0, FURTHEST),
        "seeker": _seeker(form, recommender),
    }
    goal, problems = read_record(Goal, fields, "goal")
    for problem in problems:
        name = _field_of(problem.field)
        form.errors.setdefault(name, _plain(problem.message))
    if goal and not form.errors:
        try:
            recommender.reader.check(goal)
        except GoalError as error:
            form.errors[_field_of(error.field)] = _plain(error.message)
    form.goal = goal if not form.errors else None
    return form


def _seeker(form: GoalForm, recommender: Recommender) -> str | dict[str, str] | None:
    """Return the id of a known organisation, or a seeker described by what it brings."""
    if form.seeker:
        try:
            return recommender.knowledge.find_organisation(form.seeker).id
        except UnknownRecordError as error:
            advice = _(
                "If your organisation is not in the directory, leave this empty and say what you bring in the next"
                " field."
            )
            form.errors["seeker"] = f"{_plain(error.args[0])} {advice}"
    return {"summary": form.brings} if form.brings else None


def _number(form: GoalForm, name: str) -> float:
    entered = getattr(form, name)
    try:
        return float(entered or 0)
    except ValueError:
        form.errors[name] = _("“%(entered)s” is not a number from 0 to 1.", entered=entered)
        return 0.0


def _weights(form: GoalForm, entered: Iterable[str]) -> dict[str, float]:
    """Read needs such as `hotline` or `hotline:0.5`, the last word on each; a need without a weight counts fully."""
    weights = {}
    for each in filter(None, entered):
        code, _colon, text = each.partition(":")
        try:
            weight = float(text or 1)
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= 1:
            form.errors["need"] = _("“%(entered)s” is not a number from 0 to 1.", entered=text)
            weight = 1.0
        weights[code] = weight
    return weights


def _whole_number(text: str, default: int, least: int, most: int) -> int:
    """Read a number of the address; what is none counts as the default, since no person types it."""
    return min(max(int(text), least), most) if text.isascii() and text.isdigit() and len(text) < 9 else default


def _field_of(path: str) -> str:
    """Return the name of the form's field for a field of the goal, such as `filters.kinds[0]`."""
    return _FIELD_OF.get(path.split("[", maxsplit=1)[0].split(".", maxsplit=1)[0], "goal")


def _codes(form: GoalForm, name: str, code_of: Callable[[str], str]) -> list[str]:
    """Translate names or codes, separated by commas (or Arabic commas), to codes."""
    codes: list[str] = []
    for word in getattr(form, name).replace("،", ",").split(","):
        text = word.strip()
        code = code_of(text)
        if code:
            codes += [code] if code not in codes else []
        elif text:
            form.errors[name] = (
                _("“%(text)s” is not a country; write its name or its two-letter code.", text=text)
                if name == "country"
                else _("“%(text)s” is not a language; write its name or its two-letter code.", text=text)
            )
    return codes


def _joined(values: Iterable[str]) -> str:
    return ", ".join(value.strip() for value in values if value.strip())


def _plain(message: str) -> str:
    """Turn a message into a sentence for a person."""
    shown = said(message)
    return as_sentence(f"Your {shown}" if shown.startswith(("text is ", "text has ")) else shown)
