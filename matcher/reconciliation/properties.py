"""The facts of an organisation by name: what other programs compare it by, and what they fetch of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel import Locale

from matcher.folding import fold
from matcher.geography.codes import COUNTRIES
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy


@dataclass(frozen=True)
class Value:
    """One value of a property: its text, and other ways to write it."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Property:
    """A fact that an organisation has none, one or several of."""

    id: str
    name: str
    values: Callable[[Organisation, Taxonomy], Iterable[Value]]

    def agrees(self, organisation: Organisation, taxonomy: Taxonomy, wanted: Iterable[str]) -> bool | None:
        """Tell whether one of the values is one of those wanted; None where no value is known."""
        known = {fold(text) for value in self.values(organisation, taxonomy) for text in (value.text, *value.others)}
        return not known.isdisjoint(map(fold, wanted)) if known else None


def _plain(texts: Iterable[str]) -> list[Value]:
    return [Value(text) for text in texts if text]


def _coded(list_name: str, codes: Iterable[str], taxonomy: Taxonomy) -> list[Value]:
    return [Value(taxonomy.name(list_name, code), (code,)) for code in dict.fromkeys(codes) if code]


def _countries(codes: Iterable[str]) -> list[Value]:
    return [Value(code, (COUNTRIES.get(code, code),)) for code in codes if code]


def _languages(tags: Iterable[str]) -> list[Value]:
    names = Locale("en").languages
    return [Value(tag, (str(names.get(tag.split("-")[0], tag)),)) for tag in tags]


PROPERTIES: dict[str, Property] = {
    each.id: each
    for each in (
        Property("country", "Country where it works", lambda o, _: _countries(o.countries)),
        Property("headquarters", "Country of its seat", lambda o, _: _countries([o.headquarters])),
        Property("kind", "Kind of organisation", lambda o, t: _coded("kinds", [o.kind], t)),
        Property("language", "Language", lambda o, _: _languages(o.languages)),
        Property("offer", "What it brings", lambda o, t: _coded("capabilities", [e.capability for e in o.offers], t)),
        Property("need", "What it looks for", lambda o, t: _coded("capabilities", [e.capability for e in o.needs], t)),
        Property("audience", "Audience", lambda o, t: _coded("audiences", o.audiences, t)),
        Property("theme", "Theme", lambda o, t: _coded("themes", o.themes, t)),
        Property("alias", "Other name", lambda o, _: _plain(o.aliases)),
        Property("summary", "Summary", lambda o, _: _plain([o.summary])),
        Property("website", "Website", lambda o, _: _plain([o.contact.website])),
        Property(
            "identifier",
            "Identifier in a register",
            lambda o, _: [Value(f"{each.scheme}-{each.id}", (each.id,)) for each in o.identifiers],
        ),
        Property("status", "Status", lambda o, _: _plain([o.status] if o.status != "unknown" else [])),
        Property("verified_on", "Date of the facts", lambda o, _: _plain([o.verified_on])),
    )
}
