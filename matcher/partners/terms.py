"""The terms of the score of organisations as partners, for one understood goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.directory.columns import CodeColumn
from matcher.goals import Understanding
from matcher.hits import Hits
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.passage_texts import PARTS, PassageTable
from matcher.passages import organisation_passages
from matcher.records import Organisation
from matcher.rows.sets import distinct, places_of

Values = NDArray[np.float32]
ACTIVITY = PARTS.index("activity")
OFFER = PARTS.index("offer")
NEED = PARTS.index("need")
LEAST_WEIGHT = 1e-30  # less is 0 in single precision


@dataclass(frozen=True)
class PartnerTerms:
    """The terms that a goal asks for, and the passages that the search found for it.

    `rows`, ascending, are the organisations that were looked at. Each of `values` has shape (rows,), in [0, 1], higher
    is better. `closeness`, in [0, 1], says how close each of `passages` is to the goal.
    """

    rows: Rows
    values: dict[str, Values]
    closeness: Values
    passages: PassageTable

    def place(self, row: int) -> int:
        """Return where the organisation of a row stands in `rows`."""
        return int(self.rows.searchsorted(row))

    def of(self, row: int) -> tuple[Values, PassageTable]:
        """Return the closeness and the passages of the organisation of a row, in the order of `passages`."""
        order, owners = self._by_owner
        mine = order[owners.searchsorted(row) : owners.searchsorted(row, side="right")]
        return self.closeness[mine], self.passages[mine]

    @cached_property
    def _by_owner(self) -> tuple[Rows, Rows]:
        """The places of the passages by organisation, and the organisation of each."""
        order = self.passages[:, 1].argsort(kind="stable")
        return order, self.passages[order, 1]


@dataclass(frozen=True)
class Found:
    """What the search found for a goal, traced back to its passages.

    `passages` has shape (passages, 4), `closeness`, in [0, 1], and `of_hit`, the hit that each is of, (passages,).
    `contrast`, in [0, 1], of shape (hits,), is the likeness of each hit against what all activities are like.
    """

    hits: Hits
    of_hit: Rows
    passages: PassageTable
    closeness: Values
    contrast: Values

    @cached_property
    def organisations(self) -> Rows:
        """The rows of the organisations of which something was found, ascending."""
        return distinct(self.passages[:, 1])


class TermReader:
    """Works out the terms over the organisations of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._columns_of_codes = {code: column for column, code in enumerate(knowledge.taxonomy.terms("capabilities"))}

    def trace(self, hits: Hits) -> Found:
        """Trace the hits of a goal back to passages and say how close each is to it.

        The cosines of activities are those seen from the mean of all, since what they all share tells nothing.
        """
        collection = self._knowledge.organisation_passages
        of_hit, passages = collection.passages_of(hits.texts)
        closeness = scoring.fuse(hits.dense, hits.lexical, among=hits.unfiltered)[of_hit]
        contrast = scoring.fuse(hits.contrast, hits.lexical, among=hits.unfiltered)
        return Found(hits, of_hit, passages, closeness, contrast)

    def read(self, u: Understanding, found: Found, rows: Rows | None = None) -> PartnerTerms:
        """Return the terms of the organisations in `rows`, ascending, of everybody where it is None.

        `rows` must hold all organisations of which something was found. A term of an organisation is the same
        whoever is looked at beside it.
        """
        some = _Looked.at(rows, len(self._knowledge.columns.closed), found)
        coverage = self._coverage(u, found, some)
        values = {
            "coverage": coverage,
            "relevance": self._relevance(u, found, some),
            **self._past(u, found, some),
            **self._reciprocity(u, coverage, some),
        }
        for name, aspects in (("common_ground", self._common_ground(u, some)), ("reach", self._reach(u, some))):
            if aspects:
                values[name] = scoring.mean_of(aspects)
        return PartnerTerms(some.rows, values, found.closeness, found.passages)

    def scope(self, u: Understanding) -> Values:
        """Return the share of the missing weight that each organisation brings, whatever its words: (organisations,).

        Its coverage is at most that, and DEPTH_FLOOR of it where nothing of it was found.
        """
        brings = self._knowledge.columns.brings
        scope = np.zeros(len(brings), dtype=np.float32)
        for need in u.missing:
            scope += np.float32(need.weight) * brings[:, self._columns_of_codes[need.capability]]
        return scope / np.float32(max(sum(need.weight for need in u.missing), LEAST_WEIGHT))

    def _coverage(self, u: Understanding, found: Found, some: _Looked) -> Values:
        """How much of what is missing is brought (scope), and how close those offers are to the goal (depth)."""
        columns = self._knowledge.columns
        needed = np.array([self._columns_of_codes[need.capability] for need in u.missing], dtype=np.int64)
        weights = np.array([need.weight for need in u.missing], dtype=np.float32)
        offered = np.flatnonzero(found.passages[:, 2] == OFFER)
        capabilities = columns.offers[columns.first_offer[found.passages[offered, 1]] + found.passages[offered, 3]]
        wanted = np.zeros(len(self._columns_of_codes) + 1, dtype=bool)  # the last for what is in no list: -1
        wanted[needed] = True
        asked = wanted[capabilities]
        offered, about = offered[asked], capabilities[asked][:, None] == needed
        depth = scoring.depth(found.closeness[offered], some.owners[offered], about, len(some.rows))
        brings = [columns.brings[:, column][some.chosen] for column in needed]
        return scoring.coverage(np.stack(brings, axis=1) * depth if brings else depth, weights)

    def _relevance(self, u: Understanding, found: Found, some: _Looked) -> Values:
        """How close what an organisation says of itself is to the goal; what it did is evidence, not relevance."""
        said = (found.passages[:, 2] != NEED) & (found.passages[:, 2] != ACTIVITY)
        values = scoring.best_few_of_each(found.closeness[said], some.owners[said], len(some.rows))
        relevance = np.where(self._knowledge.columns.describes_itself[some.chosen], values, scoring.UNKNOWN)
        if u.seeker and u.goal.similarity:
            alike = np.clip(likeness(self._knowledge, u.seeker)[some.chosen], 0, 1)
            relevance = (1 - u.goal.similarity) * relevance + u.goal.similarity * alike
        return np.asarray(relevance, dtype=np.float32)

    def _past(self, u: Understanding, found: Found, some: _Looked) -> dict[str, Values]:
        """What organisations did that is like the goal, and with whom the seeker did such things."""
        active = found.passages[:, 2] == ACTIVITY
        likenesses = found.contrast[found.of_hit[active]]
        past = {
            "evidence": scoring.votes(likenesses, found.passages[active, 0], some.owners[active], len(some.rows)),
        }
        if u.seeker_row is not None:
            past["ties"] = self._ties(u.seeker_row, found, some)
        return past

    def _ties(self, seeker: int, found: Found, some: _Looked) -> Values:
        """Whom the seeker and its partners know; nobody further away is looked at."""
        participation = self._knowledge.participation
        partners = participation.participants_of(participation.activities_of(seeker))
        activities = participation.activities_of(*partners.tolist())
        pairs = participation.pairs_of(activities)
        known = distinct(pairs[1])
        if not len(known):
            return np.zeros(len(some.rows), dtype=np.float32)
        shared = _looked_up(activities, found.hits.texts, found.contrast)
        local = np.stack([np.searchsorted(activities, pairs[0]), np.searchsorted(known, pairs[1])], axis=1)
        strengths = scoring.ties(shared, local, int(np.searchsorted(known, seeker)), len(known))
        return _looked_up(some.rows, known, strengths)

    def _reciprocity(self, u: Understanding, coverage: Values, some: _Looked) -> dict[str, Values]:
        """What the seeker gives for what it gets: high only where both sides bring something."""
        if not u.brought:
            return {}
        sought = np.zeros(len(some.rows), dtype=np.float32)
        for code in u.brought:
            sought += self._knowledge.columns.seeks[:, self._columns_of_codes[code]][some.chosen]
        sought = np.minimum(sought, 1.0)
        return {"reciprocity": scoring.harmonic(sought, coverage) if u.missing else sought}

    def _common_ground(self, u: Understanding, some: _Looked) -> list[Values]:
        columns = self._knowledge.columns
        seeker = u.seeker
        wanted = {
            "languages": u.languages,
            "themes": (*u.mentions.themes, *(seeker.themes if seeker else ())),
            "values": (*u.mentions.values, *(seeker.values if seeker else ())),
            "countries": seeker.countries if seeker else (),
        }
        return [_agreement(getattr(columns, field), codes, some) for field, codes in wanted.items() if codes]

    def _reach(self, u: Understanding, some: _Looked) -> list[Values]:
        columns = self._knowledge.columns
        aspects = []
        if u.mentions.places:
            reached = [columns.countries.has_any(place, some.chosen) for place in u.mentions.places]
            shares = scoring.mean_of([each.astype(np.float32) for each in reached])
            place = scoring.agreement(shares, columns.countries.known(some.chosen))
            aspects.append(np.where(columns.works_everywhere[some.chosen], np.maximum(place, 0.7), place))
        if u.mentions.audiences:
            aspects.append(_agreement(columns.audiences, u.mentions.audiences, some))
        return aspects


@dataclass(frozen=True)
class _Looked:
    """The organisations that are looked at: `chosen` takes them from a column, `owners` are places among them.

    `owners`, of shape (passages,), has the organisation of each passage that was found.
    """

    rows: Rows
    chosen: Rows | slice
    owners: Rows

    @classmethod
    def at(cls, rows: Rows | None, size: int, found: Found) -> _Looked:
        owners = found.passages[:, 1].astype(np.int64)
        if rows is None:
            return cls(np.arange(size), slice(None), owners)
        return cls(rows, rows, np.searchsorted(rows, owners))


def _agreement(column: CodeColumn, codes: Iterable[str], some: _Looked) -> Values:
    return scoring.agreement(column.shares(set(codes), some.chosen), column.known(some.chosen))


def _looked_up(wanted: Rows, rows: Rows, values: Values) -> Values:
    """Return the values of the wanted rows, given for some rows (ascending), 0 for the others."""
    places, there = places_of(wanted, rows)
    found = np.zeros(len(wanted), dtype=np.float32)
    found[there] = values[places[there]]
    return found


def likeness(knowledge: KnowledgeBase, organisation: Organisation) -> Values:
    """Return the cosine of each organisation's profile with that of `organisation`, shape (organisations,)."""
    row = knowledge.organisation_row(organisation.id)
    if row is not None:
        return np.asarray(knowledge.organisation_vectors @ knowledge.organisation_vectors[row])
    texts = [passage.text for passage in organisation_passages(organisation, knowledge.taxonomy)]
    mean = knowledge.encoder.encode_passages(texts).mean(axis=0)
    return np.asarray(knowledge.organisation_vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9)))
