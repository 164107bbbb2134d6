"""The schemas of what the API takes: with the codes of the taxonomy, and null wherever a field may be left out."""

from __future__ import annotations

from typing import Any

from matcher.fields import NOT_STATED
from matcher.taxonomy import Taxonomy

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
_LIST_OF_FIELD = {
    "capability": "capabilities",
    "audiences": "audiences",
    "channels": "channels",
    "themes": "themes",
    "values": "values",
    "kind": "kinds",
    "kinds": "kinds",
    "actors": "kinds",
}
_LETTER = "[^ -@\\[-`{-\u00a9]"  # what may be a letter; whether it is one, only the server can tell


def request_schemas(
    schemas: dict[str, Schema], taken_names: set[str], taxonomy: Taxonomy
) -> tuple[dict[str, Schema], dict[str, str]]:
    """Return the schemas of requests by their names in the description, and these names by those of the models.

    A model that is also answered (`taken_names`) goes by another name here, since a request may hold nulls.
    """
    name_of = {name: f"{name}Given" if name in taken_names else name for name in schemas}
    codes = {_code_name(list_name): _code_schema(list_name, taxonomy) for list_name in set(_LIST_OF_FIELD.values())}
    described: dict[str, Schema] = {}
    for name, schema in schemas.items():
        described[name_of[name]] = _object(name, _renamed(schema, name_of))
    return described | codes, name_of


def _object(name: str, schema: Schema) -> Schema:
    """Return the schema of one object; `text` of a goal and an organisation that is described have rules of theirs."""
    if "properties" not in schema:
        return schema
    required = [] if name == "Organisation" else schema.get("required", [])
    properties = {
        field: _field(field, value, name) if field in required else _or_null(_field(field, value, name))
        for field, value in schema["properties"].items()
    }
    if "similarity" in properties:
        properties["text"] |= {"pattern": f"{_LETTER}[\\s\\S]*{_LETTER}"}
    return schema | {"properties": properties, "required": required}


def _field(name: str, schema: Schema, owner: str) -> Schema:
    """Return the schema of a field, with the codes that it may hold; a filter may ask for what is not stated."""
    if name in _LIST_OF_FIELD and schema.get("type") == "array" and schema["items"].get("type") == "string":
        items = _code(name)
        return schema | {"items": {"anyOf": [items, {"const": NOT_STATED}]} if owner == "Filters" else items}
    if name in _LIST_OF_FIELD and schema.get("type") == "string":
        outer = {key: value for key, value in schema.items() if key not in {"type", "minLength"}}
        return outer | ({"anyOf": [_code(name), {"const": ""}]} if name == "kind" else _code(name))
    return schema


def _or_null(schema: Schema) -> Schema:
    """Let a field be null, which means the same as to leave it out."""
    if "anyOf" in schema:
        return schema | {"anyOf": [*(each for each in schema["anyOf"] if each != {"type": "null"}), {"type": "null"}]}
    if "oneOf" in schema:
        branches = schema["oneOf"]
        outer = {key: value for key, value in schema.items() if key != "oneOf"}
        return outer | {"anyOf": [*branches, {"type": "null"}]}
    notes = {key: schema[key] for key in ("title", "description", "default") if key in schema}
    inner = {key: value for key, value in schema.items() if key not in notes}
    return notes | {"anyOf": [inner, {"type": "null"}]}


def _code(field: str) -> Schema:
    return {"$ref": REFERENCE + _code_name(_LIST_OF_FIELD[field])}


def _code_name(list_name: str) -> str:
    return f"Code_{list_name}"


def _code_schema(list_name: str, taxonomy: Taxonomy) -> Schema:
    terms = taxonomy.terms(list_name)
    names = "; ".join(f"`{code}` {term.name}" for code, term in terms.items())
    return {"type": "string", "enum": list(terms), "description": f"One of the {list_name}: {names}."}


def _renamed(value: Any, name_of: dict[str, str]) -> Any:
    """Return a schema with every reference under its new name."""
    if isinstance(value, dict):
        return {
            key: REFERENCE + name_of[each.removeprefix(REFERENCE)] if key == "$ref" else _renamed(each, name_of)
            for key, each in value.items()
        }
    return [_renamed(each, name_of) for each in value] if isinstance(value, list) else value
