"""How much two organisations bring each other: what one brings and the other needs, each way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.directory.columns import OrganisationColumns, Values

PEERS = 15  # organisations most like one, from which is inferred what its work calls for
MOST_LIKELY = 5  # capabilities that are inferred for one organisation at most
LIKELY_SHARE = 0.2  # share of the peers from which on an offer is inferred; needs are mere suggestions and have none
INFERRED_WORTH = 0.5  # what an inferred need or offer counts, where a stated one counts 1


@dataclass(frozen=True)
class Exchange:
    """What each organisation needs and brings, row i for organisation i.

    `needs` and `brings` have shape (organisations, capabilities). A row of `needs` holds weights that sum to at most
    1; `brings` says how surely each capability is brought, in [0, 1]. `peer_share`, of the same shape and range, is
    the share of an organisation's peers that bring or look for a capability.

    Where needs are stated, all count the same, each by how surely it is held (`columns.BASIS_STRENGTH`). Where they
    are not, unknown is not "no": needs are inferred. They are the MOST_LIKELY capabilities that the organisation
    does not bring and the largest share of its PEERS (the organisations with the nearest vectors, which have like
    themes and activities) brings or looks for, each weighted by that share. Such a row sums to INFERRED_WORTH, or
    less where the shares sum to less than 1. Where offers are not stated, the likeliest capabilities of the peers
    (at least LIKELY_SHARE) stand for them, each as sure as that share times INFERRED_WORTH.
    """

    needs: Values
    brings: Values
    peer_share: Values

    @classmethod
    def from_columns(cls, columns: OrganisationColumns, vectors: Values) -> Exchange:
        """Build from the columns and unit vectors, shape (organisations, dimension), of a knowledge base."""
        offered = _peer_share(columns.brings, vectors)
        likely_offers = INFERRED_WORTH * _likeliest(np.where(offered >= LIKELY_SHARE, offered, 0))
        brings = np.where(columns.brings.any(axis=1, keepdims=True), columns.brings, likely_offers)
        wanted = _peer_share(np.maximum(columns.brings, columns.seeks), vectors)
        likely_needs = _likeliest(np.where(brings > 0, 0, wanted))
        inferred = INFERRED_WORTH * likely_needs / np.maximum(likely_needs.sum(axis=1, keepdims=True), 1)
        stated = columns.seeks / np.maximum((columns.seeks > 0).sum(axis=1, keepdims=True), 1)
        needs = np.where(columns.seeks.any(axis=1, keepdims=True), stated, inferred)
        return cls(needs.astype(np.float32), brings.astype(np.float32), wanted)

    def take(self, rows: NDArray[np.integer]) -> Exchange:
        """Return the exchange among some organisations: row k is the old row rows[k]."""
        return Exchange(self.needs[rows], self.brings[rows], self.peer_share[rows])

    def gains(self) -> Values:
        """Return what each organisation gains from each other, shape (organisations, organisations), in [0, 1].

        Entry [i, j] is the weight of what i needs and j brings, times how surely j brings it; 0 for itself.
        """
        gains = self.needs @ self.brings.T
        np.fill_diagonal(gains, 0)
        return np.asarray(gains)


def pair_values(gains: Values) -> NDArray[np.float64]:
    """Return the value of each pair, shape (n, n), symmetric, in [0, 1]: the harmonic mean of its two gains.

    The harmonic mean is near the smaller of the two, so a pair is worth much only if both gain, and nothing if one
    of them gains nothing. Values are rounded to six decimals, so that what is equal on paper is equal here.
    """
    both = gains.astype(np.float64) + gains.T
    product = 2 * gains.astype(np.float64) * gains.T
    return np.asarray(np.round(np.divide(product, both, out=np.zeros_like(both), where=both > 0), 6))


def _peer_share(has: Values, vectors: Values) -> Values:
    """Return how much of each row's peers has each capability: their mean, weighted by cosine, in [0, 1].

    Only organisations of which something is known are peers. The mean of all of them counts as one peer more, so
    that something is known even of an organisation that is like nobody, or only like others that bring the same.
    """
    known = np.flatnonzero(has.any(axis=1))
    if not len(known):
        return np.zeros_like(has)
    nearness = np.clip(vectors @ vectors[known].T, 0, None)
    nearness[known, np.arange(len(known))] = 0
    if len(known) > PEERS:
        farther = np.argpartition(-nearness, PEERS - 1, axis=1)[:, PEERS:]
        np.put_along_axis(nearness, farther, 0, axis=1)
    sums = nearness @ has[known] + has[known].mean(axis=0)
    return np.asarray(sums / (nearness.sum(axis=1, keepdims=True) + 1), dtype=np.float32)


def _likeliest(shares: Values) -> Values:
    """Keep the MOST_LIKELY largest shares of each row; the rest becomes 0."""
    kept = shares.copy()
    if kept.shape[1] > MOST_LIKELY:
        smaller = np.argsort(-kept, axis=1, kind="stable")[:, MOST_LIKELY:]
        np.put_along_axis(kept, smaller, 0, axis=1)
    return kept
