"""What a person asks of a coalition: the goal, its size, who must be in and who must not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from matcher.coalitions.coalition import MOST_MEMBERS, USUAL_SIZE
from matcher.errors import UnknownRecordError
from matcher.recommender import Recommender
from matcher.records import Goal
from webapp.goal_form import GoalForm, read_goal_form
from webapp.telling import as_sentence

Parameters = list[tuple[str, str]]
OWN_PARAMETERS = ("size", "pin", "without", "add")  # what a goal's address holds besides on this page


@dataclass
class CoalitionForm:
    """The entered values, the messages by field, and the parameters of the pages that are one step away.

    `entered` are the parameters of this page; `pins` and `left_out` are ids of organisations.
    """

    goal_form: GoalForm
    entered: Parameters
    size: int = USUAL_SIZE
    pins: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    add: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def goal(self) -> Goal | None:
        """The goal without those who are left out, or None where the goal form has messages."""
        goal = self.goal_form.goal
        return goal.model_copy(update={"exclude": (*goal.exclude, *self.left_out)}) if goal else None

    def pinning(self, organisation_id: str) -> Parameters:
        """Ask that this organisation be in."""
        return self._with([*self.pins, organisation_id], _without(self.left_out, organisation_id))

    def freeing(self, organisation_id: str) -> Parameters:
        """Leave open whether this organisation is in."""
        return self._with(_without(self.pins, organisation_id), _without(self.left_out, organisation_id))

    def removing(self, organisation_id: str) -> Parameters:
        """Ask that this organisation be left out."""
        return self._with(_without(self.pins, organisation_id), [*self.left_out, organisation_id])

    def swapping(self, out: str, instead: str, members: Iterable[str]) -> Parameters:
        """Ask that one organisation take the place of another while the other members stay."""
        return self._with([*_without(members, out), instead], [*_without(self.left_out, instead), out])

    def sized(self, size: int) -> Parameters:
        """Ask for another size."""
        return self._with(self.pins, self.left_out, size)

    def carried(self) -> Parameters:
        """Return what a form on this page carries along."""
        return self._with(self.pins, self.left_out)

    def goal_parameters(self) -> Parameters:
        """Return the parameters of the goal's own result page."""
        return [(name, value) for name, value in self.entered if name not in OWN_PARAMETERS]

    def _with(self, pins: Iterable[str], left_out: Iterable[str], size: int = 0) -> Parameters:
        return [
            *self.goal_parameters(),
            ("size", str(size or self.size)),
            *(("pin", each) for each in dict.fromkeys(pins)),
            *(("without", each) for each in dict.fromkeys(left_out)),
        ]


def read_coalition_form(entered: MultiDict[str, str], recommender: Recommender) -> CoalitionForm:
    """Read the parameters of a coalition's address; every message names its field and what to do."""
    form = CoalitionForm(read_goal_form(entered, recommender), list(entered.items(multi=True)))
    seeker = form.goal_form.goal.seeker if form.goal_form.goal else None
    left_out = _ids(entered.getlist("without"), "without", form, recommender)
    pins = _ids(entered.getlist("pin"), "pin", form, recommender)
    form.left_out = tuple(each for each in left_out if each not in pins)
    form.pins = tuple(each for each in pins if each != seeker)[:MOST_MEMBERS]
    form.size = max(_size(entered.get("size", "").strip(), form), len(form.pins), 1)
    form.add = entered.get("add", "").strip()
    _check_addition(form, seeker, recommender)
    return form


def _check_addition(form: CoalitionForm, seeker: object, recommender: Recommender) -> None:
    """Turn the name that was added by hand into an id, or say what is wrong with it."""
    if not form.add:
        return
    found = _ids([form.add], "add", form, recommender)
    if found and found[0] == seeker:
        form.errors["add"] = gettext("That is you. You are part of the coalition anyway.")
    elif found and len(form.pins) >= MOST_MEMBERS and found[0] not in form.pins:
        form.errors["add"] = gettext("A coalition has at most %(limit)s members. Unpin one first.", limit=MOST_MEMBERS)
    elif found:
        form.add = found[0]


def _ids(names: Iterable[str], name: str, form: CoalitionForm, recommender: Recommender) -> list[str]:
    ids = []
    for each in filter(None, names):
        try:
            ids.append(recommender.knowledge.find_organisation(each).id)
        except UnknownRecordError as error:
            form.errors[name] = as_sentence(error.args[0])
    return list(dict.fromkeys(ids))


def _size(text: str, form: CoalitionForm) -> int:
    if not text:
        return USUAL_SIZE
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_MEMBERS:
        return int(text)
    form.errors["size"] = gettext(
        "The size is “%(size)s”; a coalition has 1 to %(limit)s partners.", size=text, limit=MOST_MEMBERS
    )
    return USUAL_SIZE


def _without(ids: Iterable[str], organisation_id: str) -> list[str]:
    return [each for each in ids if each != organisation_id]
