"""Comparing two organisations: what speaks for one organisation and what against, as figures and in words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

from matcher.database.links import RECORD_ID
from matcher.geography.places import read_places
from matcher.identity.domains import Domain, read_domain
from matcher.identity.likeness import Likeness, likeness
from matcher.identity.names import Names, read_names
from matcher.records import Organisation

TELLING_ACRONYM = 3  # letters; with two, too many organisations share one


@dataclass(frozen=True)
class Portrait:
    """What is read from a record once, to compare it with many."""

    organisation: Organisation

    @cached_property
    def names(self) -> Names:
        """Its names."""
        return read_names(self.organisation)

    @cached_property
    def domain(self) -> Domain:
        """The domain of its website."""
        return read_domain(self.organisation.contact.website)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Where it works or sits."""
        return frozenset((*self.organisation.countries, *filter(None, [self.organisation.headquarters])))

    @cached_property
    def named_countries(self) -> frozenset[str]:
        """The countries that its names speak of."""
        names = (self.organisation.name, *self.organisation.aliases)
        return frozenset(read_places(". ".join(names)).countries)

    @cached_property
    def identifiers(self) -> dict[str, frozenset[str]]:
        """Its ids by register, in small letters without blanks; its own id and those of records joined to it too."""
        by_scheme: dict[str, set[str]] = {RECORD_ID: {self.organisation.id.casefold()}}
        for each in self.organisation.identifiers:
            by_scheme.setdefault(each.scheme.casefold(), set()).add("".join(each.id.casefold().split()))
        return {scheme: frozenset(ids) for scheme, ids in by_scheme.items()}


@dataclass(frozen=True)
class Signs:
    """What was seen in two records, each in [0, 1]; where one of them lacks a fact its signs are 0.

    `words` to `other` are those of `Likeness`, of the two full names that are most alike; `same_name` is 1 where they
    are the same, legal forms, case and accents aside. `short_is_name` is 1 where one is called by the short name that
    the other gives, `same_short` where both give the same one.
    """

    words: float = 0.0
    letters: float = 0.0
    telling: float = 0.0
    extra: float = 0.0
    other: float = 0.0
    same_name: float = 0.0
    short_is_name: float = 0.0
    same_short: float = 0.0
    other_form: float = 0.0
    same_host: float = 0.0
    same_domain: float = 0.0
    other_domain: float = 0.0
    same_country: float = 0.0
    other_country: float = 0.0
    other_place: float = 0.0
    one_place: float = 0.0

    def figures(self) -> tuple[float, ...]:
        """Return all signs in the order of SIGN_NAMES."""
        return tuple(getattr(self, name) for name in SIGN_NAMES)


SIGN_NAMES = tuple(each.name for each in fields(Signs))


def compare(one: Portrait, other: Portrait) -> Signs:
    """Return what is seen when two records are laid side by side, identifiers left aside; symmetric."""
    best, same = _best_names(one.names, other.names)
    forms, other_forms = one.names.legal_forms, other.names.legal_forms
    return Signs(
        **best._asdict(),
        same_name=float(same),
        **_short_names(one.names, other.names),
        other_form=float(bool(forms and other_forms and not forms & other_forms)),
        **_domains(one.domain, other.domain),
        same_country=float(bool(one.countries & other.countries)),
        other_country=float(_apart(one.countries, other.countries)),
        other_place=float(_apart(one.named_countries, other.named_countries)),
        one_place=float(bool(one.named_countries) != bool(other.named_countries)),
    )


def _best_names(one: Names, other: Names) -> tuple[Likeness, bool]:
    both = [(a, b) for a in one.full for b in (*other.full, *other.inside)]
    both += [(a, b) for a in one.inside for b in other.full]  # two additions in parentheses name nobody
    pairs = [(likeness(a, b), a == b) for a, b in both]
    return max(pairs, key=lambda pair: (pair[1], pair[0].words + pair[0].letters, pair[0]))


def _short_names(one: Names, other: Names) -> dict[str, float]:
    called = {"".join(words) for words in one.full}, {"".join(words) for words in other.full}
    is_name = bool(called[0] & other.short or called[1] & one.short)
    shared = any(len(each) >= TELLING_ACRONYM for each in one.short & other.short)
    return {"short_is_name": float(is_name), "same_short": float(shared)}


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both are known and nothing is in both."""
    return bool(one and other and not one & other)


def _domains(one: Domain, other: Domain) -> dict[str, float]:
    if not (one.host and other.host):
        return {}
    if one.host == other.host:
        return {"same_host": 1.0}
    same = one.registered == other.registered
    return {"same_domain": float(same), "other_domain": float(not same)}
