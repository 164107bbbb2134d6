"""A mapping as YAML, as load_mapping reads it."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

from matcher.importers.mapping import Mapping, Rule


def mapping_text(mapping: Mapping) -> str:
    """Return a mapping as YAML; what it does not say is left out. Reading it back gives an equal mapping."""
    fields = mapping.model_dump(exclude_defaults=True, mode="json")
    fields["columns"] = {
        column: _plainest([_rule(rule) for rule in rules]) for column, rules in mapping.columns.items()
    }
    fields |= {name: _all_plainest(fields[name]) for name in ("constants",) if name in fields}
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump(fields, stream)
    return stream.getvalue()


def _rule(rule: Rule) -> Any:
    fields = rule.model_dump(exclude_defaults=True, mode="json")
    if "values" in fields:
        fields["values"] = _all_plainest(fields["values"])
    return fields["field"] if set(fields) == {"field"} else fields


def _plainest(some: list[Any]) -> Any:
    return some[0] if len(some) == 1 else some


def _all_plainest(lists: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: _plainest(some) for name, some in lists.items()}
