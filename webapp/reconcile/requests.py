"""What the reconciliation service takes: batches of queries, fetches of properties, beginnings of names.

Clients send parameters of their own beside those of the specification; these are passed over.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, Json, model_validator

from matcher.reconciliation.reconciler import ANY_TYPE
from matcher.records import Record

BATCH_SIZE = 100
MOST_ROWS = 1000  # organisations of one fetch
MOST_SUGGESTED = 20

ShortText = Annotated[str, Field(max_length=1000)]


_QUERIES = '{"q0": {"query": "Radio One", "properties": [{"pid": "country", "v": "CZ"}]}}'
_EXTENSION = '{"ids": ["local:globsec"], "properties": [{"id": "country"}, {"id": "offer"}]}'


class Lenient(Record):
    """A part of a request that may hold fields which we do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EntityValue(Lenient):
    """A value that was itself reconciled before."""

    id: str
    name: str = ""


PropertyValue = (
    ShortText
    | Annotated[float, Field(strict=True, allow_inf_nan=False)]
    | Annotated[bool, Field(strict=True)]
    | EntityValue
)


class PropertyConstraint(Lenient):
    """A property that the organisation should have; of several values, any will do."""

    pid: ShortText
    v: PropertyValue | Annotated[tuple[PropertyValue, ...], Field(max_length=100)]

    @property
    def texts(self) -> list[str]:
        """The values as texts: of another entity, its name or else its id."""
        values = self.v if isinstance(self.v, tuple) else (self.v,)
        return [(each.name or each.id) if isinstance(each, EntityValue) else str(each) for each in values]


class ReconciliationQuery(Record):
    """A name, or properties, or both; `type` narrows the search down to kinds of organisations."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "anyOf": [
                {"required": ["query"]},
                {"required": ["properties"], "properties": {"properties": {"type": "array", "minItems": 1}}},
            ]
        },
    )

    query: ShortText | None = None
    type: ShortText | Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    limit: Annotated[int, Field(ge=1, strict=True)] = 10
    properties: Annotated[tuple[PropertyConstraint, ...], Field(max_length=20)] = ()
    type_strict: Literal["any", "should", "all"] = "any"

    @model_validator(mode="after")
    def _asks_something(self) -> ReconciliationQuery:
        if self.query is None and not self.properties:
            raise ValueError("asks for nothing; give a `query` or at least one of `properties`")
        return self

    @property
    def types(self) -> tuple[str, ...]:
        """The ids of the types; of one or of several."""
        return (self.type,) if isinstance(self.type, str) else self.type


class WantedProperty(Lenient):
    """A property to be fetched."""

    id: ShortText


class ExtensionQuery(Lenient):
    """The organisations and the properties whose values are to be fetched."""

    ids: Annotated[tuple[ShortText, ...], Field(max_length=MOST_ROWS)]
    properties: Annotated[tuple[WantedProperty, ...], Field(max_length=100)]


QueryBatch = Annotated[dict[str, ReconciliationQuery], Field(max_length=BATCH_SIZE)]


class ReconcileRequest(Lenient):
    """A batch of queries, or else a fetch of properties, each as JSON; without either, the manifest is answered."""

    queries: Annotated[Json[QueryBatch] | None, Field(examples=[_QUERIES])] = None
    extend: Annotated[Json[ExtensionQuery] | None, Field(examples=[_EXTENSION])] = None


class SuggestQuery(Lenient):
    """The beginning of a name, and how many suggestions to pass over."""

    prefix: ShortText = ""
    cursor: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class ProposalQuery(Lenient):
    """The type for whose organisations properties are wanted, and how many of them."""

    type: ShortText = ANY_TYPE
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class PreviewQuery(Lenient):
    """Whom to preview."""

    id: ShortText
