"""The table of operations: each is a route, what it takes and answers, and so a part of the API's description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify
from pydantic import BaseModel
from werkzeug.wrappers import Response

from matcher.records import Record
from webapp.api.authentication import asked_version, require_sender
from webapp.api.reading import read_body, read_form, read_query

View = Callable[..., Any]
JSON = "application/json"
ADDRESS_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Operation:
    """One thing that the API does: `method` and `path` (with `{parts}`), and the models of what goes in and out.

    `view` gets the parts of the path, the body (JSON or a form) as `asked` and the query as `query`, and returns the
    fields of `answer`, or a response where there is more to say than fields. One that `writes` gets the name of the
    account as `by`, and where it changes a record that is there, the version that was read as `version`.
    """

    method: str
    path: str
    tag: str
    view: View
    answer: type[BaseModel]
    body: type[Record] | None = None
    form: type[Record] | None = None
    query: type[Record] | None = None
    media_type: str = JSON
    may_miss: bool = False  # that what is named in the address may not exist
    writes: bool = False  # that it takes an account
    status: int = 200  # of a good answer

    @property
    def is_conditional(self) -> bool:
        """Whether it changes one record, of which it must be told the version (If-Match)."""
        return self.writes and bool(self.parts)

    @property
    def bodies(self) -> dict[str, type[Record]]:
        """The model of the body by its media type; none for GET."""
        models = {JSON: self.body, "application/x-www-form-urlencoded": self.form}
        return {media_type: model for media_type, model in models.items() if model}

    @property
    def name(self) -> str:
        """The name of the operation, one word."""
        return self.view.__name__

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the changing parts of the path."""
        return tuple(ADDRESS_PART.findall(self.path))

    def perform(self, **parts: str) -> Response:
        """Read what is asked, call the view and answer."""
        arguments: dict[str, Any] = dict(parts)
        if self.writes:
            arguments["by"] = require_sender()
        if self.is_conditional:
            arguments["version"] = asked_version()
        if self.body:
            arguments["asked"] = read_body(self.body)
        if self.form:
            arguments["asked"] = read_form(self.form)
        if self.query:
            arguments["query"] = read_query(self.query)
        answer = self.view(**arguments)
        return answer if isinstance(answer, Response) else jsonify(answer)


class Operations:
    """The operations of one part of the API, collected by decorating their views."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._operations: list[Operation] = []

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations)

    def get(
        self,
        path: str,
        answer: type[BaseModel],
        *,
        query: type[Record] | None = None,
        media_type: str = JSON,
        may_miss: bool = False,
    ) -> Callable[[View], View]:
        """Answer GET at `path` by the view."""
        return self._adding(
            lambda view: Operation(
                "GET", path, self._tag, view, answer, query=query, media_type=media_type, may_miss=may_miss
            )
        )

    def post(self, path: str, answer: type[BaseModel], body: type[Record]) -> Callable[[View], View]:
        """Answer POST at `path`, with a JSON object as its body, by the view."""
        return self._adding(lambda view: Operation("POST", path, self._tag, view, answer, body=body))

    def post_form(self, path: str, answer: type[BaseModel], form: type[Record]) -> Callable[[View], View]:
        """Answer POST at `path`, with a form as its body, by the view."""
        return self._adding(lambda view: Operation("POST", path, self._tag, view, answer, form=form))

    def write(
        self, method: str, path: str, answer: type[BaseModel], body: type[Record] | None = None, *, status: int = 200
    ) -> Callable[[View], View]:
        """Let those who have an account POST, PUT or DELETE at `path` by the view."""
        return self._adding(
            lambda view: Operation(
                method, path, self._tag, view, answer, body=body, writes=True, status=status, may_miss="{" in path
            )
        )

    def register(self, blueprint: Blueprint) -> None:
        """Make every operation a route of `blueprint`."""
        for each in self:
            rule = ADDRESS_PART.sub(r"<path:\1>", each.path)
            blueprint.add_url_rule(rule, each.name, each.perform, methods=[each.method])

    def _adding(self, operation_of: Callable[[View], Operation]) -> Callable[[View], View]:
        def add(view: View) -> View:
            self._operations.append(operation_of(view))
            return view

        return add
