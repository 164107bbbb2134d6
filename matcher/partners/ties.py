"""What an organisation and the seeker did together, and whom both know: from past activities to reasons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.goals import Understanding
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.partners.terms import ACTIVITY
from matcher.reasons import Reason, common_partners_reason, shared_activity_reason
from matcher.records import Activity


def tie_reasons(knowledge: KnowledgeBase, row: int, u: Understanding) -> Iterator[Reason]:
    """Tell of the latest activity that the organisation of `row` shared with the seeker, else of common partners."""
    if u.seeker_row is None:
        return
    shared = knowledge.participation.shared_activities(row, u.seeker_row)
    if len(shared):
        told = _activities(knowledge, shared, (row, u.seeker_row))
        own, position, activity = max(told, key=lambda each: (each[2].start, each[0], each[2].title))
        yield shared_activity_reason(knowledge.organisations[row], position if own else None, activity, len(shared) - 1)
        return
    between = knowledge.participation.common_partners(row, u.seeker_row)
    if len(between):
        yield common_partners_reason([knowledge.organisation_names[each] for each in between.tolist()])


def _activities(
    knowledge: KnowledgeBase, texts: Rows, records: tuple[int, int]
) -> Iterator[tuple[bool, int, Activity]]:
    """Yield the activities behind `texts`: whether the first of two records tells of it, its position and itself.

    Where neither of them tells of any, whoever names both as its partners is heard.
    """
    _, passages = knowledge.organisation_passages.passages_of(texts)
    told = passages[passages[:, 2] == ACTIVITY]
    by_them = np.isin(told[:, 1], records)
    for _, record, _, position in told[by_them if by_them.any() else slice(None)].tolist():
        yield record == records[0], position, knowledge.organisations[record].activities[position]
