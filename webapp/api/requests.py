"""What the API takes: the bodies of its requests and the parameters of its addresses.

JSON tells numbers, text and truth values apart, so these are not converted into one another.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from matcher.coalitions.coalition import MOST_MEMBERS, USUAL_SIZE
from matcher.fields import Codes, Country, RecordId, Text
from matcher.records import Goal, NeededCapability, Organisation, Record, Seeker, name_described

MOST_GOALS = 100
MOST_ORGANISATIONS = 500  # in one page of the list
MOST_RESULTS = 10_000  # of all goals of a batch together

Given = Literal["partners", "practices", "coalition"]


_EXAMPLE: JsonDict = {
    "text": "Reach teenagers with a fact-checking campaign before the election",
    "countries": ["SK"],
    "limit": 5,
}


class GivenNeed(NeededCapability):
    """A capability that the goal needs; the weight, above 0 and at most 1, says how much."""

    weight: Annotated[float, Field(gt=0, le=1, strict=True)] = 1.0


class GoalRequest(Goal):
    """What someone wants to achieve, and the context in which they want it.

    Needs that are given are taken as they are; without them they are read from the text. `kinds` are the only kinds
    of partners that are wanted; `actors` are those of the partners at hand, for whom practices are wanted.
    `similarity` runs from 0 (complementary partners) to 1 (similar organisations). `ignore` names what is read from
    the text and not meant, such as `country:SK`. `filters` limit who is given, from place `offset` on.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    needs: tuple[GivenNeed, ...] = ()
    similarity: Annotated[float, Field(ge=0, le=1, strict=True)] = 0.0
    limit: Annotated[int, Field(ge=1, le=1000, strict=True)] = 10
    offset: Annotated[int, Field(ge=0, le=10_000_000, strict=True)] = 0


class PartnersRequest(GoalRequest):
    """A goal, and whether all organisations that fit are to be counted by kind, country, language and more."""

    facets: Annotated[bool, Field(strict=True)] = False


class CoalitionRequest(GoalRequest):
    """A goal with the size, the pinned members, and whether the best set is to be proved."""

    size: Annotated[int, Field(ge=1, le=MOST_MEMBERS, strict=True)] = USUAL_SIZE
    pinned: tuple[RecordId, ...] = ()
    exact: Annotated[bool, Field(strict=True)] = False


class BatchRequest(Record):
    """At most 100 goals with at most 10,000 results together; `give` says what is wanted for each."""

    goals: Annotated[tuple[GoalRequest, ...], Field(max_length=MOST_GOALS)]
    give: tuple[Given, ...] = ("partners",)


class SimilarRequest(Record):
    """An organisation of the directory by its id, or one described on the spot."""

    organisation: Seeker
    limit: Annotated[int, Field(ge=1, le=1000, strict=True)] = 10

    @model_validator(mode="before")
    @classmethod
    def _name_described(cls, fields: Any) -> Any:
        """Let an organisation that is described on the spot do without id and name."""
        return name_described(fields, "organisation")


class OrganisationsQuery(Record):
    """Which organisations to list, and which page of them.

    An organisation of which a kind or country is not known is not in a list that asks for it, unless `unknown` is
    `include`; how many these are, the answer says. E-mail addresses are left out unless `contact` is `include`.
    """

    limit: Annotated[int, Field(ge=1, le=MOST_ORGANISATIONS)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    kind: Codes = ()
    country: tuple[Country, ...] = ()
    q: Text = ""
    unknown: Literal["include", "exclude"] = "exclude"
    contact: Literal["include", "exclude"] = "exclude"


class OrganisationQuery(Record):
    """Whether the e-mail address of the organisation is wanted too, and which form of the record.

    `served` is what answers rest on, with inferred offers and needs; `stored` is the record as editors write it, with
    its contact and, as ETag, the version that a change must name.
    """

    contact: Literal["include", "exclude"] = "exclude"
    form: Literal["served", "stored"] = "served"


class WrittenOrganisation(Organisation):
    """An organisation as an editor writes it, whole: what is left out is not known any more.

    Without an `id`, a new one gets one that is made from its name.
    """

    model_config = ConfigDict(json_schema_extra={"required": ["name"]})

    id: RecordId | Literal[""] = ""
