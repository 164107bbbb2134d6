"""Which pairs of records are worth comparing: those that share an id, a domain, an acronym or a telling word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.identity.comparison import TELLING_ACRONYM, Portrait
from matcher.identity.likeness import word_weights

WORDS_OF_A_NAME = 3  # the most telling words of a name under which it is filed
LARGEST_BLOCK = 60  # records under one key; a key that more share tells nothing
FIRST_LETTERS = 5


def candidate_pairs(known: Sequence[Portrait], incoming: Sequence[Portrait]) -> Iterator[tuple[int, int]]:
    """Yield (row of `known`, row of `incoming`) of each pair that shares a key, once, ordered by incoming row.

    Records in different countries share keys too: a register gives the country of a seat, another one where an
    organisation works. They are kept apart where their names are common.
    """
    filed: dict[str, list[int]] = defaultdict(list)
    for row, portrait in enumerate(known):
        for key in keys(portrait):
            filed[key].append(row)
    for row, portrait in enumerate(incoming):
        found: dict[int, None] = {}
        for key in keys(portrait):
            rows = filed.get(key, ())
            if len(rows) <= LARGEST_BLOCK:
                found.update(dict.fromkeys(rows))
        yield from ((other, row) for other in found)


def keys(portrait: Portrait) -> set[str]:
    """Return the keys under which a record is filed."""
    found = {f"id:{scheme}:{each}" for scheme, ids in portrait.identifiers.items() for each in ids}
    if portrait.domain.registered:
        found.add(f"web:{portrait.domain.registered}")
    names = portrait.names
    short = names.short | names.initials
    found |= {f"short:{each}" for each in short if len(each) >= TELLING_ACRONYM}
    for form in (*names.full, *names.inside):
        found |= _name_keys(form, portrait.countries)
    return found


def _name_keys(form: tuple[str, ...], countries: frozenset[str]) -> set[str]:
    """Return the keys of one name: the whole, telling words, and pairs of words together with the country."""
    weight = word_weights().weight
    telling = sorted(dict.fromkeys(form), key=lambda word: (-weight(word), word))[:WORDS_OF_A_NAME]
    found = {f"name:{' '.join(sorted(form))}", f"name:{''.join(form)}"}
    found |= {f"word:{word}" for word in telling}
    found |= {f"start:{country}:{word[:FIRST_LETTERS]}" for word in telling for country in countries or {""}}
    pairs = [(a, b) for a in telling for b in telling if a < b]
    return found | {f"pair:{country}:{a}:{b}" for a, b in pairs for country in countries or {""}}
