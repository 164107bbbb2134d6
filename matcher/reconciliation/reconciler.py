"""Whom a name of an outside list means: candidates of the directory with scores, and which is clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from matcher.directory.columns import Mask
from matcher.directory.name_index import SAME, NamedMatch
from matcher.knowledge import KnowledgeBase
from matcher.reconciliation.properties import PROPERTIES
from matcher.reconciliation.property_rows import may_agree
from matcher.records import Organisation

ANY_TYPE = "organisation"  # the type of every organisation, whatever its kind
CLEAR = 95.0  # the lowest score of a candidate that is taken without asking
LEAD = 5.0  # what the next candidate must stay behind, so that the first is clear
CONTRADICTION = 20.0  # what a fact that is known to differ takes from the score
MOST_CANDIDATES = 100


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be meant.

    `score` from 0 to 100 is that of its name (`name_score`) less what contradicts; `match` says that it is clear.
    `agreements` holds, for each property that was given, whether the organisation has it; unknown ones are left out.
    """

    organisation: Organisation
    score: float
    name_score: float
    agreements: Mapping[str, bool]
    match: bool = False


class Reconciler:
    """Finds candidates in one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def candidates(
        self,
        name: str,
        types: Sequence[str] = (),
        properties: Mapping[str, Sequence[str]] | None = None,
        limit: int = 10,
    ) -> list[Candidate]:
        """Return at most `limit` (1 to 100) candidates for a name, best first; `match` is true for one at most.

        `types` are codes of kinds: an organisation of another kind is left out, one whose kind is not known stays.
        `properties` maps ids of PROPERTIES to values, any of which will do; others are passed over. Without a name,
        those that agree with every property are returned, none of them as clear unless an identifier says so.
        """
        given = {pid: values for pid, values in (properties or {}).items() if pid in PROPERTIES and values}
        found = self._knowledge.name_index.like(name, MOST_CANDIDATES) if name.strip() else self._agreeing(given, types)
        weighed = [self._weighed(each, given) for each in found if self._may_be(each.organisation, types)]
        ranked = sorted(weighed, key=lambda each: (-each.score, -each.name_score, each.organisation.id))
        return _with_clear_match(ranked)[:limit]

    def _agreeing(self, given: Mapping[str, Sequence[str]], types: Sequence[str]) -> list[NamedMatch]:
        """Return the first organisations, by id, that agree with every property, with a score for what was compared."""
        if not given:
            return []
        taxonomy, ids = self._knowledge.taxonomy, self._knowledge.organisation_ids
        score = SAME if "identifier" in given else SAME / 2
        possible = np.flatnonzero(may_agree(self._knowledge, given) & self._of_types(types)).tolist()
        ordered = (self._knowledge.organisations[row] for row in sorted(possible, key=ids.__getitem__))
        agreeing = (
            NamedMatch(each, score)
            for each in ordered
            if all(PROPERTIES[pid].agrees(each, taxonomy, values) for pid, values in given.items())
        )
        return list(islice(agreeing, MOST_CANDIDATES))

    def _of_types(self, types: Sequence[str]) -> Mask:
        """Return who is of one of the types, or of a kind that is not known."""
        kinds = self._knowledge.columns.kinds
        if not types or ANY_TYPE in types:
            return np.ones(len(self._knowledge.organisations), dtype=bool)
        wanted = {code for each in types for code in self._knowledge.taxonomy.with_narrower("kinds", each)}
        return kinds.has_any(wanted) | ~kinds.known()

    def _may_be(self, organisation: Organisation, types: Sequence[str]) -> bool:
        if not types or ANY_TYPE in types or not organisation.kind:
            return True
        return any(organisation.kind in self._knowledge.taxonomy.with_narrower("kinds", each) for each in types)

    def _weighed(self, named: NamedMatch, given: Mapping[str, Sequence[str]]) -> Candidate:
        taxonomy = self._knowledge.taxonomy
        compared = {pid: PROPERTIES[pid].agrees(named.organisation, taxonomy, values) for pid, values in given.items()}
        agreements = {pid: agrees for pid, agrees in compared.items() if agrees is not None}
        against = sum(not agrees for agrees in agreements.values())
        base = SAME if agreements.get("identifier") else named.score
        score = round(max(0.0, base - CONTRADICTION * against), 2)
        return Candidate(named.organisation, score, round(named.score, 2), agreements)


def _with_clear_match(ranked: list[Candidate]) -> list[Candidate]:
    """Mark the first candidate where nothing contradicts it and the next one stays well behind."""
    if not ranked or ranked[0].score < CLEAR or not all(ranked[0].agreements.values()):
        return ranked
    if len(ranked) > 1 and ranked[1].score > ranked[0].score - LEAD:
        return ranked
    return [replace(ranked[0], match=True), *ranked[1:]]
