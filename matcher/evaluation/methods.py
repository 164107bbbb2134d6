"""The project's method and the baselines that stand beside it in every evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.collection import Collection
from matcher.knowledge import KnowledgeBase
from matcher.lexical import LexicalIndex
from matcher.passage_texts import PARTS
from matcher.recommender import SEARCH_DEPTH, Recommender
from matcher.records import Goal
from matcher.scoring import best_of_each, fuse, rank

RankRecords = Callable[[Sequence[Goal]], list[list[str]]]
Values = NDArray[np.float32]
PARTNER_METHODS = ("matcher", "popularity", "bm25", "dense", "hybrid")
PRACTICE_METHODS = ("matcher", "bm25", "dense", "hybrid")


def partner_method(name: str, knowledge: KnowledgeBase) -> RankRecords:
    """Return a function that ranks all organisations for each goal, without its seeker and what it excludes."""
    if name == "matcher":
        return Recommender(knowledge).rank_partners
    size = len(knowledge.organisations)
    ids = knowledge.organisation_ids
    score = _scorer(name, knowledge, knowledge.organisation_passages, size)

    def ranked(goals: Sequence[Goal]) -> list[list[str]]:
        orders = [[ids[row] for row in rank(scores, size)] for scores in score(goals)]
        left_out = [{*goal.exclude, getattr(goal.seeker, "id", goal.seeker)} for goal in goals]
        return [[each for each in order if each not in out] for order, out in zip(orders, left_out, strict=True)]

    return ranked


def practice_method(name: str, knowledge: KnowledgeBase) -> RankRecords:
    """Return a function that ranks all practices for each goal."""
    if name == "matcher":
        return Recommender(knowledge).rank_practices
    size = len(knowledge.practices)
    ids = [practice.id for practice in knowledge.practices]
    score = _scorer(name, knowledge, knowledge.practice_passages, size)
    return lambda goals: [[ids[row] for row in rank(scores, size)] for scores in score(goals)]


def _scorer(
    name: str, knowledge: KnowledgeBase, collection: Collection, size: int
) -> Callable[[Sequence[Goal]], list[Values]]:
    if name == "popularity":
        active = collection.passages[collection.passages[:, 2] == PARTS.index("activity"), 1]
        counts = np.bincount(active, minlength=size).astype(np.float32)
        return lambda goals: [counts for _ in goals]
    if name == "bm25":
        lexical = LexicalIndex.build(_profiles(collection, size))
        return lambda goals: [lexical.scores(goal.text) for goal in goals]
    if name == "dense":
        return lambda goals: _best_cosines(knowledge, collection, size, goals)
    if name == "hybrid":
        return lambda goals: _best_fused(knowledge, collection, size, goals)
    raise ValueError(f"there is no method {name!r}")


def _profiles(collection: Collection, size: int) -> list[str]:
    """Return all passages of each record as one text."""
    texts: list[list[str]] = [[] for _ in range(size)]
    for text, record in collection.passages[:, :2]:
        texts[record].append(collection.texts[text])
    return [" ".join(some) for some in texts]


def _best_cosines(knowledge: KnowledgeBase, collection: Collection, size: int, goals: Sequence[Goal]) -> list[Values]:
    """Return the cosine of each record's best passage with each goal, -1 for records without passages."""
    rows = np.arange(len(collection.texts))
    results = []
    for vector in knowledge.encoder.encode_queries([goal.text for goal in goals]):
        best = np.full(size, -1, dtype=np.float32)
        np.maximum.at(best, collection.passages[:, 1], collection.cosines(rows, vector)[collection.passages[:, 0]])
        results.append(best)
    return results


def _best_fused(knowledge: KnowledgeBase, collection: Collection, size: int, goals: Sequence[Goal]) -> list[Values]:
    """Return the fused dense and lexical score of each record's best passage with each goal."""
    texts = [goal.text for goal in goals]
    results = []
    for hits in collection.search(texts, knowledge.encoder.encode_queries(texts), SEARCH_DEPTH):
        of_hit, passages = collection.passages_of(hits.texts)
        results.append(best_of_each(fuse(hits.dense, hits.lexical)[of_hit], passages[:, 1], size))
    return results
