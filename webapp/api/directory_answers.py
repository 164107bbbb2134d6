"""What the API answers about the directory and itself, and how it tells problems."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from matcher.records import Organisation
from matcher.taxonomy import Term as TaxonomyTerm
from webapp.api.answers import Answer


class SimilarOrganisation(Answer):
    """An organisation like another: the cosine of their profiles, and the capabilities that both bring."""

    organisation_id: str
    name: str
    cosine: Annotated[float, Field(ge=-1, le=1)]
    shared: tuple[str, ...]


class SimilarFound(Answer):
    """The organisations most like one, best first."""

    similar: tuple[SimilarOrganisation, ...]


class OrganisationPage(Answer):
    """One page of organisations; `unknown` counts those of which what was asked for is not known."""

    total: Annotated[int, Field(ge=0)]
    limit: int
    offset: int
    unknown: Annotated[int, Field(ge=0)]
    organisations: tuple[Organisation, ...]


class Deleted(Answer):
    """That a record was deleted; its history can bring it back."""

    deleted: str


class TaxonomyLists(Answer):
    """The controlled lists, each in its order, and the names of the groups of capabilities."""

    groups: dict[str, str]
    capabilities: tuple[TaxonomyTerm, ...]
    kinds: tuple[TaxonomyTerm, ...]
    audiences: tuple[TaxonomyTerm, ...]
    channels: tuple[TaxonomyTerm, ...]
    themes: tuple[TaxonomyTerm, ...]
    values: tuple[TaxonomyTerm, ...]
    stages: tuple[TaxonomyTerm, ...]


class Health(Answer):
    """That the server answers, and from what."""

    status: Literal["ok"]
    version: str
    generation: str
    model: str
    organisations: int
    practices: int


class Fault(Answer):
    """One fault of a request: the field, the value seen there as JSON, and what to do."""

    field: str
    message: str
    value: str | None = None


class ProblemDetails(Answer):
    """What went wrong (RFC 9457)."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    errors: tuple[Fault, ...] = ()
