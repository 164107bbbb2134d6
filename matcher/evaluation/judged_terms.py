"""The terms of the partner score beside judgements: what weights can be fitted to and tested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.metrics import Judgements, Values
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.partners.terms import TermReader
from matcher.recommender import SEARCH_DEPTH, Recommender
from matcher.records import Goal

DEPTH = 10


@dataclass(frozen=True)
class JudgedTerms:
    """What each organisation scores in each term for each judged goal, and how good it is.

    `values`, in [0, 1], has shape (goals, organisations, terms), 0 where a goal does not ask for a term; `grades`, and
    `eligible` (who may be recommended), have shape (goals, organisations). Organisations without a judgement have the
    grade 0, as they have when rankings are scored. Every goal has a positive grade. `importance`, of shape (goals,),
    says how much each goal counts; None means that all count alike.
    """

    names: tuple[str, ...]
    values: Values
    grades: Values
    eligible: NDArray[np.bool_]
    importance: Values | None = None

    @property
    def shares(self) -> Values:
        """How much each goal counts, shape (goals,), summing to 1."""
        importance = np.ones(len(self.grades)) if self.importance is None else self.importance
        return np.asarray(importance / importance.sum())

    def of(self, goals: NDArray[np.integer]) -> JudgedTerms:
        """Return the terms and judgements of some of the goals, by position."""
        return JudgedTerms(self.names, self.values[goals], self.grades[goals], self.eligible[goals], self.shares[goals])

    def ndcg(self, weights: Values) -> Values:
        """Return nDCG@10 of each goal for weights of the terms, shape (terms,); the result has shape (goals,)."""
        scores = np.where(self.eligible, self.values @ weights, -np.inf)
        order = np.argsort(-np.round(scores, 6), axis=1, kind="stable")[:, :DEPTH]
        gains = np.take_along_axis(np.where(self.eligible, self.grades, 0.0), order, axis=1)
        ideal = -np.sort(-self.grades, axis=1)[:, :DEPTH]
        discounts = 1 / np.log2(np.arange(gains.shape[1]) + 2)
        return np.asarray((gains @ discounts) / (ideal @ discounts))


def joined(sets: Sequence[JudgedTerms]) -> JudgedTerms:
    """Join the goals of several sets with the same terms, so that each set counts alike, however many goals it has.

    Sets with fewer organisations are filled up with some that are not eligible.
    """
    size = max(each.grades.shape[1] for each in sets)

    def filled(values: NDArray[Any]) -> NDArray[Any]:
        return np.pad(values, [(0, 0), (0, size - values.shape[1]), *([(0, 0)] * (values.ndim - 2))])

    return JudgedTerms(
        sets[0].names,
        np.concatenate([filled(each.values) for each in sets]),
        np.concatenate([filled(each.grades) for each in sets]),
        np.concatenate([filled(each.eligible) for each in sets]),
        np.concatenate([each.shares for each in sets]),
    )


def judged_partner_terms(
    knowledge: KnowledgeBase, goals: Sequence[Goal], judgements: Judgements, names: Sequence[str]
) -> JudgedTerms:
    """Work out the terms called `names` of all organisations for each goal that has a positive judgement."""
    recommender = Recommender(knowledge)
    chosen = [goal for goal in goals if any(grade > 0 for grade in judgements.get(goal.id, {}).values())]
    understood = recommender.reader.understand(chosen)
    vectors = np.array([u.vector for u in understood], dtype=np.float32)
    found = knowledge.organisation_passages.search([u.request for u in understood], vectors, SEARCH_DEPTH)
    reader = TermReader(knowledge)
    terms = [reader.read(u, reader.trace(hits)).values for u, hits in zip(understood, found, strict=True)]
    values = [_columns(some, u, names) for some, u in zip(terms, understood, strict=True)]
    ids = list(knowledge.organisation_ids)
    grades = [[max(judgements[goal.id].get(each, 0.0), 0.0) for each in ids] for goal in chosen]
    eligible = [np.isin(ids, order) for order in recommender.rank_partners(chosen)]
    shape = (len(chosen), len(ids))
    return JudgedTerms(
        tuple(names),
        np.array(values, dtype=np.float64).reshape(*shape, len(names)),
        np.array(grades, dtype=np.float64).reshape(shape),
        np.array(eligible, dtype=bool).reshape(shape),
    )


def _columns(terms: Mapping[str, NDArray[np.float32]], u: Understanding, names: Sequence[str]) -> Values:
    """Return the terms as columns; a goal's similarity moves the weight of coverage, so it moves its column."""
    silent = np.zeros(len(terms["relevance"]))
    columns = {name: np.asarray(terms.get(name, silent), dtype=np.float64) for name in names}
    if u.seeker and u.goal.similarity:
        share = u.goal.similarity
        columns["coverage"] = (1 - share) * columns["coverage"] + share * columns["relevance"]
    return np.stack([columns[name] for name in names], axis=1)
