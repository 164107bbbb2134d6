"""What was done in one country: the latest activities, with those who took part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import Mask, Rows
from matcher.knowledge import KnowledgeBase
from matcher.landscape.named import Named, named
from matcher.partners.terms import ACTIVITY
from matcher.records import Activity
from matcher.rows.sets import distinct


@dataclass(frozen=True)
class ActivityThere:
    """An activity and the first of those of the directory that took part in it, by name.

    `everybody` counts all of them, `local` holds the ids of those shown that are of the country.
    """

    activity: Activity
    participants: tuple[Named, ...]
    everybody: int
    local: frozenset[str]


def latest_activities(knowledge: KnowledgeBase, there: Mask, most: int) -> tuple[tuple[ActivityThere, ...], int]:
    """Return the latest activities in which any organisation of a country took part, and how many there are in all.

    Each once, those without a date last, those of one date by their text; `there`, of shape (organisations,), tells
    who is of the country. At most `most` activities are returned, and `most` participants of each.
    """
    activities, owners = knowledge.participation.by_activity
    texts = distinct(activities[there[owners]])
    tellers = _tellers(knowledge, texts)
    columns = knowledge.columns
    dates = columns.activity_dates[columns.first_activity[tellers[:, 0]] + tellers[:, 1]]
    place_of = np.argsort(knowledge.name_order)
    return (
        tuple(
            _described(knowledge, there, place_of, int(texts[at]), tellers[at].tolist(), most)
            for at in _latest(knowledge, texts, dates, most)
        ),
        len(texts),
    )


def _tellers(knowledge: KnowledgeBase, texts: Rows) -> Rows:
    """Return the record, and the position in it, of the last that tells each activity, shape (texts, 2)."""
    of_text, passages = knowledge.organisation_passages.passages_of(texts)
    tells = passages[:, 2] == ACTIVITY
    told = np.zeros((len(texts), 2), dtype=np.int64)
    told[of_text[tells]] = passages[tells][:, [1, 3]]  # of several, the last one stays
    return told


def _latest(knowledge: KnowledgeBase, texts: Rows, dates: Rows, most: int) -> list[int]:
    """Return the places of the latest texts."""
    order = np.argsort(-dates, kind="stable")
    if len(order) > most:
        order = order[dates[order] >= dates[order[most - 1]]]
    all_texts = knowledge.organisation_passages.texts
    return sorted(order.tolist(), key=lambda at: (-int(dates[at]), all_texts[int(texts[at])]))[:most]


def _described(
    knowledge: KnowledgeBase, there: Mask, place_of: Rows, text: int, teller: list[int], most: int
) -> ActivityThere:
    record, position = teller
    rows = knowledge.participation.participants_of(np.array([text]))
    shown = rows[np.argsort(place_of[rows])][:most].tolist()
    return ActivityThere(
        knowledge.organisations[record].activities[position],
        tuple(named(knowledge, row) for row in shown),
        len(rows),
        frozenset(knowledge.organisation_ids[row] for row in shown if there[row]),
    )
