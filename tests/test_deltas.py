"""Deltas: what a whole build and later changes make together is what a whole build of everything would be."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from matcher.deltas.added_words import index_like
from matcher.indexes.kept_vectors import products
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.results import Partners
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder
from tests.many_organisations import GOALS, _many_vectors, built_once, organisation, workspace

__all__ = ["_many_vectors", "built_once", "workspace"]  # fixtures


def whole(workspace: Workspace, base: KnowledgeBase) -> KnowledgeBase:
    """Return a whole build of what the database says now, but for the statistics, which are those of `base`."""
    with pytest.MonkeyPatch.context() as few:
        few.setattr("matcher.indexes.MANY", 20_000)  # all products: exact, and built at once
        built = KnowledgeBase.build(workspace.corpus(), WordsEncoder(), classifier=base.classifier)
    passages, known = built.organisation_passages, base.organisation_passages
    passages = replace(
        passages,
        usual=known.usual,
        usualness=products(passages.vectors, known.usual),
        lexical=index_like(known.lexical, passages.texts),
    )
    return replace(built, organisation_passages=passages)


def assert_same(joined: KnowledgeBase, built: KnowledgeBase) -> None:
    """Hold a joined knowledge base to a whole build of the same records."""
    assert sorted(joined.organisation_ids) == sorted(built.organisation_ids)
    assert [joined.organisation_row(each) for each in joined.organisation_ids] == list(range(len(joined.organisations)))
    there = [joined.organisation_row(each) for each in built.organisation_ids]
    assert tuple(joined.organisations[row] for row in there if row is not None) == built.organisations
    assert {each.id for each in joined.organisations} == set(joined.organisation_ids)
    assert list(joined.organisation_names) == [each.name for each in joined.organisations]
    np.testing.assert_allclose(joined.organisation_vectors[there], built.organisation_vectors, atol=1e-3)
    np.testing.assert_array_equal(joined.columns.brings[there], built.columns.brings)
    assert participants(joined) == participants(built)
    assert looked_up(joined) == looked_up(built)
    seekers = [each for each in built.organisation_ids if each.startswith("local:o")][:3]
    goals = [*GOALS, *(Goal(id=each, text="Music in the library", seeker=each) for each in seekers)]
    for one, other in zip(Recommender(joined).partners(goals), Recommender(built).partners(goals), strict=True):
        assert_same_partners(one, other)


def looked_up(knowledge: KnowledgeBase) -> list[object]:
    """Look through the directory by words, offers and names, and at dates."""
    ids, columns = knowledge.organisation_ids, knowledge.columns
    word = knowledge.organisations[knowledge.organisation_row("local:o05") or 0].name.split()[-1]
    some: list[object] = [
        [ids[row] for row in knowledge.directory.find(words=words, capabilities=codes).rows.tolist()]
        for words, codes in (("", ()), (word, ()), ("", ("broadcasting",)), ("e", ("fact_checking",)))
    ]
    some.append([each.id for each in knowledge.name_index.starting_with(word)])
    some.append({name: knowledge.find_organisation(name.upper()).name for name in knowledge.organisation_names})
    starts = columns.first_activity
    dates = {one: columns.activity_dates[starts[row] : starts[row + 1]].tolist() for row, one in enumerate(ids)}
    return [*some, dates]


def participants(knowledge: KnowledgeBase) -> set[tuple[str, str]]:
    texts, ids = knowledge.organisation_passages.texts, knowledge.organisation_ids
    return {(texts[text], ids[row]) for text, row in knowledge.participation.pairs.tolist()}


def assert_same_partners(one: Partners, other: Partners) -> None:
    """Expect the same partners with the same scores and reasons; those of one score may stand in any order."""
    np.testing.assert_allclose(
        [each.score for each in one.partners], [each.score for each in other.partners], atol=1e-3
    )
    reasons = {each.organisation.id: each.reasons for each in other.partners}
    last = other.partners[-1].score if other.partners else 0.0
    for each in one.partners:
        if each.score > last + 1e-3:
            assert each.organisation.id in reasons
        if each.organisation.id in reasons:
            assert each.reasons == reasons[each.organisation.id]


def change_at_random(workspace: Workspace, rng: random.Random) -> str:
    """Change, add, remove, merge or split; return what was done."""
    ids = [each.id for each in workspace.store.organisations() if each.id.startswith("local:o")]
    some, other = rng.sample(ids, 2)
    what = rng.choice(["edit", "edit", "add", "remove", "merge", "split"])
    if what == "edit":
        record = workspace.editing.get("organisation", some).record
        assert isinstance(record, Organisation)
        new = organisation(int(some[-2:]), rng).model_copy(update={"identifiers": record.identifiers})
        workspace.editing.save(new, None, "me")
    elif what == "add":
        workspace.store.receive([organisation(rng.randrange(40, 60), rng)], "register")
    elif what == "remove":
        workspace.editing.delete("organisation", some, None, "me")
    elif what == "merge":
        workspace.store.merge(some, other)
    else:
        workspace.store.split(some)
    return f"{what} {some} {other}"


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_give_what_a_whole_build_gives(workspace: Workspace, seed: int) -> None:
    rng = random.Random(seed)
    base = workspace.open(WordsEncoder())
    done = []
    for _ in range(4):
        done += [change_at_random(workspace, rng) for _ in range(rng.randrange(1, 5))]
        workspace.publish(WordsEncoder())
        joined, built = workspace.open(WordsEncoder()), whole(workspace, base)
        assert joined.manifest.base, done
        assert joined.manifest.corpus == built.manifest.corpus, done
        assert_same(joined, built)
