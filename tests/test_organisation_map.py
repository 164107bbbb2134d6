"""The map of organisations: likes stand together, an edit moves nobody, a fault on disk costs only the map."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import DamagedGenerationError
from matcher.knowledge import KnowledgeBase
from matcher.landscape.organisation_map import (
    SHIPPED,
    OrganisationMap,
    draw_map,
    kept_map,
    knows_enough,
    place_organisations,
    principal_axes,
)
from matcher.recommender import Recommender
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import recommender_over, records_by_id


def heaps(knowledge: KnowledgeBase, size: int = 12) -> KnowledgeBase:
    """Organisations that speak of radio, and as many that speak of grants."""
    texts = {"radio": "Radio programme on air with news", "grants": "Grants and money for small projects"}
    organisations = [
        {"id": f"local:{topic}{number:02}", "name": f"{topic} {number}", "summary": f"{text} number{number}."}
        for topic, text in texts.items()
        for number in range(size)
    ]
    return recommender_over(knowledge, records_by_id(*organisations)).knowledge


def test_two_axes_tell_two_heaps_apart() -> None:
    vectors = np.array([[1, 0, 0.1], [1, 0, -0.1], [0, 1, 0.1], [0, 1, -0.1]], dtype=np.float32)
    first = principal_axes(vectors)[:, 0]
    assert first[0] == pytest.approx(first[1])
    assert first[2] == pytest.approx(first[3])
    assert abs(first[0] - first[2]) == pytest.approx(2**0.5)
    assert principal_axes(vectors[:1]).tolist() == [[0, 0]]


def test_likes_stand_together_and_the_map_is_the_same_at_every_call(small_knowledge: KnowledgeBase) -> None:
    knowledge = heaps(small_knowledge)
    drawn = draw_map(knowledge)
    assert drawn.ids[0] == "local:grants00"
    grants, radio = drawn.places[:12], drawn.places[12:]
    between = np.linalg.norm(grants.mean(axis=0) - radio.mean(axis=0))
    assert between > 2 * max(np.linalg.norm(heap - heap.mean(axis=0), axis=1).mean() for heap in (grants, radio))
    assert drawn.places.min() == 0
    assert drawn.places.max() == 1
    assert drawn.trustworthiness is not None
    assert drawn.trustworthiness > 0.6
    assert np.array_equal(draw_map(knowledge).places, drawn.places)


def test_of_very_many_a_sample_is_drawn_and_the_others_stand_beside_it(
    small_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.landscape.organisation_map.MOST_DRAWN", 24)
    drawn = draw_map(heaps(small_knowledge, size=30))
    assert len(drawn.ids) == len(drawn.places) == 60
    grants, radio = drawn.places[:30], drawn.places[30:]
    between = np.linalg.norm(grants.mean(axis=0) - radio.mean(axis=0))
    assert between > 2 * max(np.linalg.norm(heap - heap.mean(axis=0), axis=1).mean() for heap in (grants, radio))


def test_few_are_placed_without_learning(small_knowledge: KnowledgeBase) -> None:
    drawn = draw_map(small_knowledge)
    assert drawn.trustworthiness is None
    assert drawn.places.shape == (6, 2)


def test_a_new_organisation_stands_beside_its_likes_and_nobody_moves(small_knowledge: KnowledgeBase) -> None:
    knowledge = heaps(small_knowledge)
    places = np.repeat([[0.1, 0.2], [0.9, 0.8]], 12, axis=0)
    kept = OrganisationMap(tuple(o.id for o in knowledge.organisations), places, 0.9)
    without = OrganisationMap(kept.ids[1:], places[1:], 0.9)
    placed = place_organisations(knowledge, without)
    assert placed.ids == kept.ids
    assert placed.places[0].tolist() == pytest.approx([0.1, 0.2])
    assert np.array_equal(placed.places[1:], places[1:])
    assert placed.trustworthiness == 0.9


def test_a_map_of_others_is_not_used(small_knowledge: KnowledgeBase) -> None:
    knowledge = heaps(small_knowledge)
    other = OrganisationMap(("local:other",), np.zeros((1, 2)), 0.9)
    assert not knows_enough(other, tuple(o.id for o in knowledge.organisations))
    placed = place_organisations(knowledge, other)
    assert placed.trustworthiness is None
    assert len(placed.places) == 24


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    drawn = OrganisationMap(("local:a", "local:ž"), np.array([[0.25, 0.5], [1, 0]]), 0.5)
    drawn.save(tmp_path / "map.npz")
    loaded = OrganisationMap.load(tmp_path / "map.npz")
    assert (loaded.ids, loaded.places.tolist(), loaded.trustworthiness) == (drawn.ids, drawn.places.tolist(), 0.5)
    replace(drawn, trustworthiness=None).save(tmp_path / "map.npz")
    assert OrganisationMap.load(tmp_path / "map.npz").trustworthiness is None
    assert [path.name for path in tmp_path.iterdir()] == ["map.npz"]


def test_a_damaged_map_is_told_and_passed_over(
    tmp_path: Path, small_knowledge: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "map.npz"
    path.write_bytes(b"PK\x03\x04 no map")
    with pytest.raises(DamagedGenerationError, match=r"map\.npz is no map of organisations"):
        OrganisationMap.load(path)
    np.savez(path, ids=np.array(["local:a"]), places=np.zeros((3, 2)), measured=np.zeros(0))
    with pytest.raises(DamagedGenerationError, match="1 organisations, places of shape"):
        OrganisationMap.load(path)
    with caplog.at_level(logging.ERROR):
        assert kept_map(path, small_knowledge) is None
    assert "draw it anew; it is passed over" in caplog.text


def test_a_map_is_drawn_once(settings: Settings, small_knowledge: KnowledgeBase) -> None:
    workspace = Workspace(settings)
    assert workspace.draw_map(small_knowledge)
    assert not workspace.draw_map(small_knowledge)
    assert workspace.organisation_map(small_knowledge).ids[0] == "local:bank"


def test_the_shipped_map_knows_the_shipped_corpus(shipped_recommender: Recommender) -> None:
    shipped = OrganisationMap.load(SHIPPED)
    known = {organisation.id for organisation in shipped_recommender.knowledge.organisations}
    assert len(known & set(shipped.ids)) >= 0.9 * len(known), "run scripts/draw_map.py --ship"
    assert shipped.trustworthiness is not None
    assert shipped.trustworthiness > 0.85
