"""What was seen in two records, in words: what speaks for one organisation, and what against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.identity.comparison import Portrait, Signs
from matcher.identity.likeness import word_weights
from matcher.links import RECORD_ID
from matcher.records import COUNTRIES

LEAST_ALIKE = 0.6  # names that are less alike are called different
COMMON_NAME = 0.45  # `telling` of a name that others may have too: one rare word is not enough


@dataclass(frozen=True)
class Evidence:
    """One thing that was seen. `grave` ones keep two records from being joined without asking."""

    text: str
    speaks_for: bool
    grave: bool = False


def shared_identifiers(one: Portrait, other: Portrait) -> list[str]:
    """Return the ids that both records have, such as `GB-CHC 1156077`, in order."""
    schemes = sorted(one.identifiers.keys() & other.identifiers.keys())
    return [
        f"{scheme} {each}" for scheme in schemes for each in sorted(one.identifiers[scheme] & other.identifiers[scheme])
    ]


def other_identifiers(one: Portrait, other: Portrait) -> list[str]:
    """Return the registers in which the two have different ids, in order."""
    schemes = sorted((one.identifiers.keys() & other.identifiers.keys()) - {RECORD_ID})
    return [scheme for scheme in schemes if not one.identifiers[scheme] & other.identifiers[scheme]]


def gather_evidence(one: Portrait, other: Portrait, signs: Signs) -> tuple[Evidence, ...]:
    """Return what was seen, the strongest first, what speaks for one organisation before what speaks against."""
    found = [
        *_identifiers(one, other),
        *_domains(one, other, signs),
        *_names(one, other, signs),
        *_places(one, other, signs),
    ]
    return tuple(sorted(found, key=lambda each: not each.speaks_for))


def _identifiers(one: Portrait, other: Portrait) -> Iterator[Evidence]:
    for each in shared_identifiers(one, other):
        yield Evidence(f"both have the id {each}", speaks_for=True)
    for scheme in other_identifiers(one, other):
        ids = " and ".join("/".join(sorted(each.identifiers[scheme])) for each in (one, other))
        yield Evidence(f"different ids in one register: {scheme} {ids}", speaks_for=False, grave=True)


def _domains(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    if signs.same_host:
        yield Evidence(f"same web domain {one.domain.host}", speaks_for=True)
    if signs.same_domain:
        yield Evidence(f"web domains of one owner: {one.domain.host} and {other.domain.host}", speaks_for=True)
    if signs.other_domain:
        text = f"different web domains: {one.domain.host} and {other.domain.host}"
        yield Evidence(text, speaks_for=False, grave=True)


def _names(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    alike = max(signs.words, signs.letters)
    if signs.same_name:
        yield Evidence("same name", speaks_for=True)
    elif alike >= LEAST_ALIKE:
        yield Evidence(f"names {alike:.0%} alike".replace("%", " %"), speaks_for=True)
    if signs.short_is_name:
        yield Evidence("the short name of one is the name of the other", speaks_for=True)
    elif signs.same_short:
        yield Evidence(f"same short name {', '.join(sorted(one.names.short & other.names.short))}", speaks_for=True)
    if not signs.same_name and alike < LEAST_ALIKE:
        yield Evidence("their names are different", speaks_for=False)
    yield from _words_besides(one, other, signs)
    confirmed = signs.same_host or signs.same_domain or one.names.legal_forms & other.names.legal_forms
    if signs.telling < COMMON_NAME and not confirmed:
        text = "others may be called so too, and neither a web domain nor a legal form confirms it"
        yield Evidence(text, speaks_for=False, grave=True)
    if signs.other_form:
        forms = " and ".join("/".join(sorted(each.names.legal_forms)) for each in (one, other))
        yield Evidence(f"different legal forms: {forms}", speaks_for=False, grave=True)


def _words_besides(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    """Name the telling words that only one of two like names has: a department, a chapter, a company of a group."""
    if signs.same_name or max(signs.words, signs.letters) < LEAST_ALIKE:
        return
    words = [
        frozenset(word for form in (*each.names.full, *each.names.inside) for word in form) | each.names.short
        for each in (one, other)
    ]
    besides = sorted(words[0] ^ words[1], key=lambda word: (-word_weights().weight(word), word))
    if besides:
        yield Evidence(f"only in one name: {', '.join(besides[:4])}", speaks_for=False)


def _places(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    if signs.same_country:
        yield Evidence(f"both in {_countries(one.countries & other.countries)}", speaks_for=True)
    if signs.other_country:
        text = f"in different countries: {_countries(one.countries)} and {_countries(other.countries)}"
        yield Evidence(text, speaks_for=False, grave=True)
    if signs.other_place:
        named = " and ".join(_countries(each.named_countries) for each in (one, other))
        yield Evidence(f"named after different countries: {named}", speaks_for=False, grave=True)


def _countries(codes: frozenset[str]) -> str:
    names = [COUNTRIES.get(code, code) for code in sorted(codes)]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
