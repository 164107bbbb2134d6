"""Finding records that say the same twice, and sentences that were copied instead of written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz

from matcher.encoders import Encoder
from matcher.errors import Problem
from matcher.records import Organisation, Practice

SAME_NAME = 93  # rapidfuzz ratio of two names that are taken for one ("... Centre Malta" and "... Poland" have 87)
SHORTEST_NAME = 5  # letters; different organisations share acronyms
LIKE_NAME = 75  # names that need a like text beside them to be taken for one
SAME_NOTE = 0.92  # cosine of two notes that give the same advice
SAME_PROFILE = 0.9
COPIED_WORDS = 9


def same_names(records: Sequence[Organisation | Practice]) -> Iterator[Problem]:
    """Name pairs of records that are called nearly the same, unless they work in different countries."""
    for one, other in combinations(records, 2):
        if _apart(one, other):
            continue
        for name in names(one):
            for other_name in names(other):
                acronym = min(len(name), len(other_name)) < SHORTEST_NAME
                if not acronym and fuzz.ratio(name.casefold(), other_name.casefold()) >= SAME_NAME:
                    message = f"{name!r} is nearly {other_name!r} of {other.id}; join the records or rename one"
                    yield Problem(one.id, "name", message)


def same_texts(records: Sequence[Organisation | Practice], encoder: Encoder) -> Iterator[Problem]:
    """Name pairs of notes that say the same, and pairs of organisations with like names and profiles."""
    if len(records) < 2:
        return
    vectors = encoder.encode_passages([text_of(record) for record in records])
    cosines = vectors @ vectors.T
    for row, column in zip(*np.nonzero(np.triu(cosines >= min(SAME_NOTE, SAME_PROFILE), k=1)), strict=True):
        one, other = records[row], records[column]
        cosine = float(cosines[row, column])
        if isinstance(one, Practice):
            alike = cosine >= SAME_NOTE
        else:
            like_names = max(fuzz.ratio(a.casefold(), b.casefold()) for a in names(one) for b in names(other))
            alike = like_names >= LIKE_NAME and not _apart(one, other)
        if alike:
            message = f"says nearly the same as {other.id} (cosine {cosine:.2f}); join the two"
            yield Problem(one.id, "text", message)


def copied_passages(records: Iterable[Organisation | Practice], texts: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Name each run of COPIED_WORDS words that a record shares with one of `texts` (name, text), names excepted."""
    shingles: dict[tuple[str, ...], str] = {}
    for record in records:
        for text in own_words(record):
            shingles.update(dict.fromkeys(_runs(text), record.id))
    told: set[tuple[str, str]] = set()
    for name, text in texts:
        for run in _runs(text):
            owner = shingles.get(run)
            if owner and (owner, name) not in told:
                told.add((owner, name))
                yield Problem(owner, "text", f"shares “{' '.join(run)}” with {name}; say it in other words")


def names(record: Organisation | Practice) -> tuple[str, ...]:
    """Return what a record is called."""
    return (record.name, *record.aliases) if isinstance(record, Organisation) else (record.title,)


def text_of(record: Organisation | Practice) -> str:
    """Return what a record says, as one text."""
    return " ".join(_sentences(record))


def own_words(record: Organisation | Practice) -> Iterator[str]:
    """Yield each sentence that was written for the record, its own names taken out."""
    found = re.compile("|".join(re.escape(name) for name in sorted(names(record), key=len, reverse=True)))
    for text in _sentences(record):
        yield from found.split(text)


def _sentences(record: Organisation | Practice) -> list[str]:
    if isinstance(record, Practice):
        return [record.title, record.text, *record.pitfalls]
    return [
        record.summary,
        *(entry.statement for entry in (*record.offers, *record.needs)),
        *(text for activity in record.activities for text in (activity.title, activity.summary)),
    ]


def _apart(one: Organisation | Practice, other: Organisation | Practice) -> bool:
    """Tell whether both are organisations that work in different countries."""
    if not (isinstance(one, Organisation) and isinstance(other, Organisation)):
        return False
    return bool(one.countries and other.countries and not set(one.countries) & set(other.countries))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False)
