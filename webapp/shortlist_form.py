"""What a person asks of a shortlist: for which goal it is, and who of it is chosen."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from matcher.errors import ShortlistError
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.sentences import amount, counted, sentence
from matcher.shortlists.shortlist import LONGEST_NAME, Entry, Parameters, Shortlist
from webapp.coalition_form import OWN_PARAMETERS
from webapp.goal_form import GoalForm, read_goal_form

LONGEST_ADDRESS = 30_000  # characters; a goal of 10,000 outside the Latin script is longer, and browsers stop too


def goal_parameters(address: str) -> Parameters:
    """Return what a result or coalition page's address says of the goal; raise ShortlistError for an endless one."""
    if len(address) > LONGEST_ADDRESS:
        message = sentence(
            "The goal is too long for an address of %(limit)s characters; shorten it.", limit=amount(LONGEST_ADDRESS)
        )
        raise ShortlistError("goal", message)
    pairs = parse_qsl(address, max_num_fields=200)
    return tuple((name, value) for name, value in pairs if name not in OWN_PARAMETERS)


def first_name(goal: Parameters) -> str:
    """Return a name for a shortlist that has none yet: the beginning of its goal."""
    text = " ".join(dict(goal).get("goal", "").split()) or gettext("Shortlist")
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def goal_form_of(shortlist: Shortlist, recommender: Recommender) -> GoalForm:
    """Return the goal form of a shortlist, read with the directory as it is now."""
    return read_goal_form(MultiDict(shortlist.goal), recommender)


def goal_of(shortlist: Shortlist, recommender: Recommender) -> Goal:
    """Return the goal of a shortlist; raise ShortlistError where it cannot be read any more."""
    form = goal_form_of(shortlist, recommender)
    if form.goal is None:
        message = sentence(
            "The goal cannot be read: %(why)s Search again, and give the goal to this shortlist.",
            why=" ".join(form.errors.values()),
        )
        raise ShortlistError("goal", message)
    return form.goal


def chosen_entries(entered: MultiDict[str, str], shortlist: Shortlist, least: int, most: int) -> tuple[Entry, ...]:
    """Return the entries that are asked for, by default all who have not declined, at most `most`.

    Raises ShortlistError where they are fewer than `least`, or where more are named than can be.
    """
    ids = tuple(dict.fromkeys(entered.getlist("with")))
    entries = shortlist.chosen(ids, most)
    if len(entries) < least or len(ids) > most:
        number = len(ids) or len(entries)
        message = counted(
            "The choice has %(number)s organisation; choose %(least)s to %(most)s.",
            "The choice has %(number)s organisations; choose %(least)s to %(most)s.",
            number,
            number=number,
            least=least,
            most=most,
        )
        raise ShortlistError("choice", message)
    return entries
