"""The description of the API (OpenAPI 3.1), made from the models that read its requests."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from matcher.knowledge import KnowledgeBase
from webapp.api.directory_answers import ProblemDetails
from webapp.api.operations import JSON, Operation
from webapp.api.request_schemas import REFERENCE, request_schemas
from webapp.api.service import program_version

Schema = dict[str, Any]
_ABOUT = (
    "State a goal, and get the organisations that bring what it needs and you lack, and the practices that make such"
    " a partnership work. An empty or absent field means that a fact is not known, never that the answer is no."
)
_REFUSALS = {
    "400": "The request cannot be read.",
    "401": "It takes the name and password of an account (HTTP Basic).",
    "404": "There is no such record.",
    "409": "There is a record with this id already.",
    "412": "The record was changed since the version that If-Match names.",
    "413": "The request has more than a million bytes.",
    "415": "The request is not of the type that is described here.",
    "422": "The request can be read, but not answered as it is; each fault is named.",
    "428": "If-Match is missing.",
    "429": "Signing in failed too often; Retry-After says when to try again.",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the record as it was read with `form=stored`; `*` for whatever is there.",
    "schema": {"type": "string", "pattern": '^(\\*|"[0-9a-f]{64}")$'},
    "example": "*",
}
_BODY_REFUSALS = ("400", "413", "415", "422")


def openapi_document(operations: Iterable[Operation], knowledge: KnowledgeBase, prefix: str) -> Schema:
    """Return the description of `operations` below `prefix`, with the codes of the taxonomy and an id to try."""
    listed = list(operations)
    taken = [model for each in listed for model in (each.body, each.form, each.query) if model]
    answered: list[type[BaseModel]] = [ProblemDetails, *(each.answer for each in listed if _is_json(each))]
    answers = _schemas(answered)
    requests, name_of = request_schemas(_schemas(taken), set(answers), knowledge.taxonomy)
    describe = _Describer(requests, name_of, next((each.id for each in knowledge.organisations), "local:example"))
    paths: dict[str, Schema] = {}
    for each in listed:
        paths.setdefault(prefix + each.path, {})[each.method.lower()] = describe.operation(each)
    inlined = {each.query for each in listed if each.query} - {each.body or each.form for each in listed}
    kept = {
        name: schema for name, schema in requests.items() if name not in {name_of[each.__name__] for each in inlined}
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Partner Matcher",
            "version": program_version(),
            "summary": "Partners for a goal, with reasons, and the practices that make a partnership work.",
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(each.tag for each in listed)],
        "paths": paths,
        "components": {
            "schemas": dict(sorted((answers | kept).items())),
            "securitySchemes": {"account": {"type": "http", "scheme": "basic"}},
        },
    }


class _Describer:
    """Describes operations; `schemas` are those of what they take, under the names that `name_of` gives."""

    def __init__(self, schemas: dict[str, Schema], name_of: dict[str, str], example_id: str) -> None:
        self._schemas = schemas
        self._name_of = name_of
        self._example_id = example_id

    def operation(self, operation: Operation) -> Schema:
        """Return the description of one operation."""
        summary, _, more = (inspect.getdoc(operation.view) or "").partition("\n\n")
        parameters = [*map(self._part, operation.parts), *self._parameters(operation)]
        parameters += [_IF_MATCH] if operation.is_conditional else []
        fields: Schema = {"operationId": operation.name, "tags": [operation.tag], "summary": summary.replace("\n", " ")}
        if more:
            fields["description"] = more
        if parameters:
            fields["parameters"] = parameters
        if operation.writes:
            fields["security"] = [{"account": []}]
        for media_type, model in operation.bodies.items():
            fields["requestBody"] = {"required": True, "content": {media_type: {"schema": self._reference(model)}}}
        return fields | {"responses": self._responses(operation)}

    def _part(self, name: str) -> Schema:
        schema = {"type": "string", "pattern": r'^[^\s<>"]{1,200}$', "examples": [self._example_id]}
        return {"name": name, "in": "path", "required": True, "schema": schema, "example": self._example_id}

    def _parameters(self, operation: Operation) -> Iterator[Schema]:
        if not operation.query:
            return
        model = self._schemas[self._name_of[operation.query.__name__]]
        for name, schema in model["properties"].items():
            plain = _without_null(schema)
            yield {"name": name, "in": "query", "required": name in model.get("required", ())} | (
                {"content": {JSON: {"schema": plain["contentSchema"]}}}
                if "contentSchema" in plain
                else {"schema": plain}
            )

    def _reference(self, model: type[BaseModel]) -> Schema:
        return {"$ref": REFERENCE + self._name_of[model.__name__]}

    def _responses(self, operation: Operation) -> Schema:
        good: Schema = {"description": inspect.getdoc(operation.answer) or ""}
        good["content"] = {operation.media_type: {"schema": _answer_schema(operation)}}
        if operation.writes:
            return {str(operation.status): good} | {each: _refusal(each) for each in _write_refusals(operation)}
        if operation.method != "GET":
            return {"200": good} | {status: _refusal(status) for status in _BODY_REFUSALS}
        good["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "Changes with the knowledge base."}}
        unchanged = {"304": {"description": "The client has this answer already (If-None-Match)."}}
        statuses = [*(["404"] if operation.may_miss else []), *(["422"] if operation.query else [])]
        return {"200": good} | unchanged | {status: _refusal(status) for status in statuses}


def _write_refusals(operation: Operation) -> list[str]:
    conditional = {"400", "404", "412", "428"} if operation.is_conditional else {"409"}
    return sorted({"401", "429"} | conditional | set(_BODY_REFUSALS if operation.body else ()))


def _schemas(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """Return the schemas of models and all that they hold, by name."""
    distinct = list(dict.fromkeys(models))
    _, schema = models_json_schema([(model, "validation") for model in distinct], ref_template=REFERENCE + "{model}")
    return dict(schema.get("$defs", {}))


def _answer_schema(operation: Operation) -> Schema:
    return {"$ref": REFERENCE + operation.answer.__name__} if _is_json(operation) else {"type": "string"}


def _is_json(operation: Operation) -> bool:
    return operation.media_type == JSON


def _refusal(status: str) -> Schema:
    reference = {"$ref": REFERENCE + ProblemDetails.__name__}
    return {"description": _REFUSALS[status], "content": {"application/problem+json": {"schema": reference}}}


def _without_null(schema: Schema) -> Schema:
    """Return the schema of a parameter: it is there or not, but never null."""
    branches = [branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}]
    outer = {name: value for name, value in schema.items() if name not in {"anyOf", "default"}}
    plain = schema if not branches else (outer | branches[0] if len(branches) == 1 else outer | {"anyOf": branches})
    return {name: value for name, value in plain.items() if not (name == "default" and value is None)}
