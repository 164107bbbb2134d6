"""What was seen in two records, in words: what speaks for one organisation, and what against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.database.links import RECORD_ID
from matcher.geography.codes import country_name
from matcher.identity.comparison import Portrait, Signs
from matcher.identity.likeness import word_weights
from matcher.sentences import Said, amount, joined, listed, sentence

LEAST_ALIKE = 0.6  # names that are less alike are called different
COMMON_NAME = 0.45  # `telling` of a name that others may have too: one rare word is not enough


@dataclass(frozen=True)
class Evidence:
    """One thing that was seen. `grave` ones keep two records from being joined without asking."""

    text: Said
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
        yield Evidence(sentence("both have the id %(id)s", id=each), speaks_for=True)
    for scheme in other_identifiers(one, other):
        ids = listed("/".join(sorted(each.identifiers[scheme])) for each in (one, other))
        text = sentence("different ids in one register: %(register)s %(ids)s", register=scheme, ids=ids)
        yield Evidence(text, speaks_for=False, grave=True)


def _domains(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    if signs.same_host:
        yield Evidence(sentence("same web domain %(domain)s", domain=one.domain.host), speaks_for=True)
    if signs.same_domain:
        hosts = listed((one.domain.host, other.domain.host))
        yield Evidence(sentence("web domains of one owner: %(domains)s", domains=hosts), speaks_for=True)
    if signs.other_domain:
        text = sentence("different web domains: %(domains)s", domains=listed((one.domain.host, other.domain.host)))
        yield Evidence(text, speaks_for=False, grave=True)


def _names(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    alike = max(signs.words, signs.letters)
    if signs.same_name:
        yield Evidence(sentence("same name"), speaks_for=True)
    elif alike >= LEAST_ALIKE:
        yield Evidence(sentence("names %(share)s %% alike", share=amount(round(alike * 100))), speaks_for=True)
    if signs.short_is_name:
        yield Evidence(sentence("the short name of one is the name of the other"), speaks_for=True)
    elif signs.same_short:
        names = joined(", ", sorted(one.names.short & other.names.short))
        yield Evidence(sentence("same short name %(names)s", names=names), speaks_for=True)
    if not signs.same_name and alike < LEAST_ALIKE:
        yield Evidence(sentence("their names are different"), speaks_for=False)
    yield from _words_besides(one, other, signs)
    confirmed = signs.same_host or signs.same_domain or one.names.legal_forms & other.names.legal_forms
    if signs.telling < COMMON_NAME and not confirmed:
        text = sentence("others may be called so too, and neither a web domain nor a legal form confirms it")
        yield Evidence(text, speaks_for=False, grave=True)
    if signs.other_form:
        forms = listed("/".join(sorted(each.names.legal_forms)) for each in (one, other))
        yield Evidence(sentence("different legal forms: %(forms)s", forms=forms), speaks_for=False, grave=True)


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
        yield Evidence(sentence("only in one name: %(words)s", words=joined(", ", besides[:4])), speaks_for=False)


def _places(one: Portrait, other: Portrait, signs: Signs) -> Iterator[Evidence]:
    if signs.same_country:
        text = sentence("both in %(countries)s", countries=_countries(one.countries & other.countries))
        yield Evidence(text, speaks_for=True)
    if signs.other_country:
        countries = listed((_countries(one.countries), _countries(other.countries)))
        text = sentence("in different countries: %(countries)s", countries=countries)
        yield Evidence(text, speaks_for=False, grave=True)
    if signs.other_place:
        named = listed(_countries(each.named_countries) for each in (one, other))
        yield Evidence(
            sentence("named after different countries: %(countries)s", countries=named), speaks_for=False, grave=True
        )


def _countries(codes: frozenset[str]) -> Said:
    names = [country_name(code) for code in sorted(codes)]
    return listed(names, most=3) if len(names) > 3 else joined(", ", names)
