"""What the reconciliation service answers, in the shapes of the specification's version 0.2."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from webapp.api.answers import Answer


class NamedThing(Answer):
    """A type or a property."""

    id: str
    name: str


class Address(Answer):
    """A template of an address, with `{{id}}` for the id."""

    url: str


class ServicePath(Answer):
    """Where a part of the service is."""

    service_url: str
    service_path: str


class Suggestions(Answer):
    """Where names are completed."""

    entity: ServicePath
    type: ServicePath
    property: ServicePath


class PreviewFrame(Address):
    """Where the preview of an organisation is, and how large, in pixels."""

    width: int
    height: int


class Extension(Answer):
    """Where the properties that can be fetched are told."""

    propose_properties: ServicePath
    property_settings: tuple[str, ...] = ()


class Manifest(Answer):
    """What the service is and does."""

    versions: tuple[str, ...]
    name: str
    identifierSpace: str  # noqa: N815  the specification's name
    schemaSpace: str  # noqa: N815  the specification's name
    defaultTypes: tuple[NamedThing, ...]  # noqa: N815  the specification's name
    documentation: str
    serviceVersion: str  # noqa: N815  the specification's name
    view: Address
    preview: PreviewFrame
    suggest: Suggestions
    extend: Extension
    batchSize: int  # noqa: N815  the specification's name


class Feature(Answer):
    """A number or truth value behind a score."""

    id: str
    value: bool | float


class CandidateFound(Answer):
    """An organisation that may be meant; `match` is true only where that is clear."""

    id: str
    name: str
    description: str = ""
    type: tuple[NamedThing, ...]
    score: Annotated[float, Field(ge=0, le=100)]
    match: bool
    features: tuple[Feature, ...]


class CandidateList(Answer):
    """The candidates for one query, best first."""

    result: tuple[CandidateFound, ...]


class FetchedText(Answer):
    """A value of a property."""

    str: str


class DataExtension(Answer):
    """The values of the properties by organisation; an id that is not known has none."""

    meta: tuple[NamedThing, ...]
    rows: dict[str, dict[str, tuple[FetchedText, ...]]]


class ReconcileAnswer(RootModel[Manifest | DataExtension | dict[str, CandidateList]]):
    """The manifest, the values of properties, or the candidates for each query, by what was asked."""


class Suggestion(Answer):
    """A suggested organisation (with its kind), type (with the wider one) or property."""

    id: str
    name: str
    description: str = ""
    notable: tuple[str, ...] = ()
    broader: tuple[NamedThing, ...] = ()


class SuggestionList(Answer):
    """The suggestions, best first."""

    result: tuple[Suggestion, ...]


class PropertyProposal(Answer):
    """The properties that can be fetched."""

    type: str
    limit: int
    properties: tuple[NamedThing, ...]


class PreviewPage(Answer):
    """A small page about one organisation."""
