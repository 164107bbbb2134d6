"""The goal form: what a person entered, as it was entered, and the goal or the messages that it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from werkzeug.datastructures import MultiDict

from matcher.errors import GoalError, UnknownRecordError
from matcher.problems import read_record
from matcher.recommender import Recommender
from matcher.records import COUNTRIES, Goal, count_control_characters

RESULTS_ON_A_PAGE = 10
LANGUAGES = {code: name for code, name in sorted(Locale("en").languages.items()) if len(code) == 2}
_FIELD_OF = {
    "text": "goal",
    "countries": "country",
    "languages": "language",
    "audiences": "audience",
    "kinds": "kind",
    "seeker": "seeker",
    "on": "on",
    "needs": "need",
    "similarity": "similarity",
}


@dataclass
class GoalForm:
    """The entered values by field, the messages by field, and the goal where there are no messages."""

    goal_text: str = ""
    seeker: str = ""
    brings: str = ""
    country: str = ""
    language: str = ""
    on: str = ""
    audience: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    need: list[str] = field(default_factory=list)
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
        need=list(dict.fromkeys(code for code in entered.getlist("need") if code)),
        similarity=entered.get("similarity", "").strip(),
    )
    invisible = count_control_characters(form.goal_text)
    if invisible:
        form.notices.append(f"{invisible} invisible control characters in your text were left out.")
    fields: dict[str, Any] = {
        "text": form.goal_text,
        "countries": _codes(form, "country", COUNTRIES, "a country; write its name or its two-letter code"),
        "languages": _codes(form, "language", LANGUAGES, "a language; write its name or its two-letter code"),
        "audiences": form.audience,
        "kinds": form.kind,
        "on": form.on,
        "needs": [{"capability": code} for code in form.need],
        "similarity": _number(form, "similarity"),
        "limit": RESULTS_ON_A_PAGE,
        "seeker": _seeker(form, recommender),
    }
    goal, problems = read_record(Goal, fields, "goal")
    for problem in problems:
        name = _FIELD_OF.get(problem.field.split("[")[0], "goal")
        form.errors.setdefault(name, _plain(problem.message))
    if goal and not form.errors:
        try:
            recommender.reader.check(goal)
        except GoalError as error:
            form.errors[_FIELD_OF.get(error.field, "goal")] = _plain(error.message)
    form.goal = goal if not form.errors else None
    return form


def _seeker(form: GoalForm, recommender: Recommender) -> str | dict[str, str] | None:
    """Return the id of a known organisation, or a seeker described by what it brings."""
    if form.seeker:
        try:
            return recommender.knowledge.find_organisation(form.seeker).id
        except UnknownRecordError as error:
            form.errors["seeker"] = (
                f"{_plain(str(error))} If your organisation is not in the directory, leave this empty and say what"
                " you bring in the next field."
            )
    return {"summary": form.brings} if form.brings else None


def _number(form: GoalForm, name: str) -> float:
    entered = getattr(form, name)
    try:
        return float(entered or 0)
    except ValueError:
        form.errors[name] = f"“{entered}” is not a number from 0 to 1."
        return 0.0


def _codes(form: GoalForm, name: str, known: dict[str, str], expected: str) -> list[str]:
    """Translate names or codes, separated by commas, to codes."""
    by_name = {label.casefold(): code for code, label in known.items()}
    codes = []
    for word in getattr(form, name).split(","):
        text = word.strip()
        code = by_name.get(text.casefold()) or next((c for c in known if c.casefold() == text.casefold()), None)
        if code:
            codes.append(code)
        elif text:
            form.errors[name] = f"“{text}” is not {expected}."
    return codes


def _joined(values: Iterable[str]) -> str:
    return ", ".join(value.strip() for value in values if value.strip())


def _plain(message: str) -> str:
    """Turn a message into a sentence for a person."""
    message = message.removeprefix("text ")
    message = f"Your text {message}" if message.startswith(("is ", "has ")) else message
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")
