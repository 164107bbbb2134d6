"""Looking through the organisations: by kind, place, offer, theme and words; what is unknown is not taken for a no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.corpus import Corpus
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy


def by_any_name(organisations: Iterable[Organisation]) -> dict[str, Organisation]:
    """Return the organisations by name and alias, both case-folded; a name goes before an alias."""
    known = tuple(organisations)
    by_alias = {alias.casefold(): each for each in known for alias in each.aliases}
    return by_alias | {each.name.casefold(): each for each in known}


@dataclass(frozen=True)
class FoundOrganisations:
    """The organisations that were found, by name; `unknown` counts those of which what was asked is not known."""

    organisations: tuple[Organisation, ...]
    unknown: int


def places_of(organisation: Organisation) -> tuple[str, ...]:
    """Return the countries in which an organisation works, else the one in which it sits, by code."""
    return organisation.countries or (organisation.headquarters,) * bool(organisation.headquarters)


def find_organisations(
    corpus: Corpus,
    kinds: Sequence[str] = (),
    countries: Sequence[str] = (),
    words: str = "",
    *,
    capabilities: Sequence[str] = (),
    themes: Sequence[str] = (),
    unknown: bool = False,
) -> FoundOrganisations:
    """Return the organisations of any of `kinds` (or narrower ones) in any of `countries` that hold all `words`.

    They bring any of `capabilities` and work on any of `themes`, where these are asked for. Words are looked for in
    name, aliases and summary. An organisation of which something that is asked for is not known is returned only with
    `unknown`, and counted in either case.
    """
    matching = [each for each in corpus.organisations if _holds(each, words.casefold().split())]
    known, not_known = [], []
    for each in matching:
        answers = (
            _is_of_kind(each, kinds, corpus.taxonomy),
            _has_any(places_of(each), countries),
            _has_any([offer.capability for offer in each.offers], capabilities),
            _has_any(each.themes, themes),
        )
        if None in answers and False not in answers:
            not_known.append(each)
        elif False not in answers:
            known.append(each)
    found = sorted(known + not_known if unknown else known, key=lambda each: (each.name.casefold(), each.id))
    return FoundOrganisations(tuple(found), len(not_known))


def _holds(organisation: Organisation, words: Sequence[str]) -> bool:
    text = " ".join((organisation.name, *organisation.aliases, organisation.summary)).casefold()
    return all(word in text for word in words)


def _is_of_kind(organisation: Organisation, kinds: Sequence[str], taxonomy: Taxonomy) -> bool | None:
    """Tell whether an organisation is of one of `kinds`; None where its kind is not known."""
    if not kinds:
        return True
    return (
        any(organisation.kind in taxonomy.with_narrower("kinds", kind) for kind in kinds) if organisation.kind else None
    )


def _has_any(codes: Sequence[str], asked: Sequence[str]) -> bool | None:
    """Tell whether any of the codes that are asked for is there; None where no codes are known."""
    if not asked:
        return True
    return not set(asked).isdisjoint(codes) if codes else None
