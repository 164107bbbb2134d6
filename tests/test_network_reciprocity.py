"""network.reciprocity: what each gains from each other, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.directory.columns import OrganisationColumns
from matcher.network.reciprocity import Exchange, pair_values
from matcher.records import Organisation

CHECKING, AIR, YOUTH, MONEY, HOTLINE = range(5)  # the order of the small taxonomy
CODES = ("fact_checking", "broadcasting", "youth_outreach", "funding", "hotline")


def organisation(name: str, brings: Any = (), seeks: Any = (), basis: str = "stated") -> Organisation:
    offers = [{"capability": CODES[code], "statement": f"{name} brings it."} for code in brings]
    needs = [{"capability": CODES[code], "statement": f"{name} wants it.", "basis": basis} for code in seeks]
    return Organisation.model_validate({"id": f"local:{name}", "name": name, "offers": offers, "needs": needs})


def exchange(corpus: Corpus, organisations: list[Organisation], vectors: Any = None) -> Exchange:
    columns = OrganisationColumns.from_records(organisations, corpus.taxonomy)
    chosen = np.eye(len(organisations)) if vectors is None else np.array(vectors)
    return Exchange.from_columns(columns, chosen.astype(np.float32))


def test_the_value_of_a_pair_is_the_harmonic_mean_of_its_gains() -> None:
    gains = np.array([[0, 1, 0.5], [0.5, 0, 0], [0.5, 0.9, 0]], dtype=np.float32)
    expected = [[0, 2 / 3, 0.5], [2 / 3, 0, 0], [0.5, 0, 0]]
    np.testing.assert_allclose(pair_values(gains), expected, atol=1e-6)


def test_stated_needs_count_each_the_same(small_corpus: Corpus) -> None:
    seeker = organisation("seeker", [AIR], [CHECKING, MONEY])
    checkers, bank = organisation("checkers", [CHECKING], [AIR]), organisation("bank", [MONEY], [YOUTH])
    gains = exchange(small_corpus, [seeker, checkers, bank]).gains()
    np.testing.assert_allclose(gains, [[0, 0.5, 0.5], [1, 0, 0], [0, 0, 0]], atol=1e-6)
    values = pair_values(gains)
    assert values[0, 1] == pytest.approx(2 / 3, abs=1e-6)
    assert values[0, 2] == 0, "the bank gains nothing"


def test_what_a_need_rests_on_counts(small_corpus: Corpus) -> None:
    seeker = organisation("seeker", [AIR], [CHECKING], basis="inferred")
    gains = exchange(small_corpus, [seeker, organisation("checkers", [CHECKING], [AIR])]).gains()
    np.testing.assert_allclose(gains, [[0, 0.7], [1, 0]], atol=1e-6)


def test_unknown_needs_are_inferred_from_peers_and_count_at_most_half(small_corpus: Corpus) -> None:
    # Silent says nothing of needs; its twin in meaning wants money. The bank stands for itself.
    silent, twin = organisation("silent", [YOUTH]), organisation("twin", [YOUTH], [MONEY])
    bank = organisation("bank", [MONEY], [YOUTH])
    found = exchange(small_corpus, [silent, twin, bank], [[1, 0], [1, 0], [0, 1]])
    # Peers: the twin with nearness 1, the bank with 0, and the mean of all three as one more.
    share = (1 + 2 / 3) / 2
    assert found.peer_share[0, MONEY] == pytest.approx(share, abs=1e-6)
    assert found.needs[0].tolist() == pytest.approx([0, 0, 0, 0.5 * share, 0], abs=1e-6)
    assert found.needs[0, YOUTH] == 0, "what it brings itself it does not need"
    assert found.gains()[0, 2] < found.gains()[1, 2] == 1, "inferred counts less than stated"


def test_inferred_needs_never_count_more_than_half(small_corpus: Corpus) -> None:
    rich = organisation("rich", [CHECKING, AIR, MONEY, HOTLINE], [YOUTH])
    found = exchange(small_corpus, [organisation("silent", [YOUTH]), rich], [[1, 0], [1, 0]])
    assert found.needs[0].sum() == pytest.approx(0.5)
    assert found.gains()[0, 1] == pytest.approx(0.5)


def test_unknown_offers_are_inferred_only_where_many_peers_bring_them(small_corpus: Corpus) -> None:
    others = [organisation(f"o{number}", [CHECKING]) for number in range(5)] + [organisation("air", [AIR])]
    vectors = np.array([[1, 0]] * 6 + [[0, 1]])
    found = exchange(small_corpus, [organisation("unknown"), *others], vectors)
    share = (5 + 5 / 6) / 6
    assert found.brings[0, CHECKING] == pytest.approx(0.5 * share, abs=1e-6)
    assert found.brings[0, AIR] == 0, "a sixth of one peer in six is too little"


def test_a_stated_list_is_not_filled_up(small_corpus: Corpus) -> None:
    found = exchange(small_corpus, [organisation("a", [AIR], [MONEY]), organisation("b", [YOUTH], [HOTLINE])])
    assert np.flatnonzero(found.brings[0]).tolist() == [AIR]
    assert np.flatnonzero(found.needs[0]).tolist() == [MONEY]


def test_where_nobody_says_anything_nothing_is_inferred(small_corpus: Corpus) -> None:
    found = exchange(small_corpus, [organisation("a"), organisation("b")], [[1, 0], [1, 0]])
    assert not found.gains().any()
    assert not pair_values(found.gains()).any()


def test_some_rows_can_be_taken(small_corpus: Corpus) -> None:
    seeker, checkers = organisation("seeker", [AIR], [CHECKING]), organisation("checkers", [CHECKING], [AIR])
    whole = exchange(small_corpus, [seeker, organisation("x", [YOUTH], [HOTLINE]), checkers])
    assert whole.take(np.array([2, 0])).gains().tolist() == [[0, 1], [1, 0]]


def test_nothing_is_changed_and_nobody_gains_from_itself(small_corpus: Corpus) -> None:
    both = organisation("both", [AIR], [AIR])
    found = exchange(small_corpus, [both, organisation("x", [AIR], [AIR])])
    assert found.gains().tolist() == [[0, 1], [1, 0]]
    assert found.needs[0, AIR] == 1
