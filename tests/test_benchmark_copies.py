"""The multiplied knowledge base: every array is what its records would give, and what is kept is used while it fits."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from benchmarks import multiplied as module
from benchmarks.copies import Copies
from benchmarks.goals import GOALS
from benchmarks.kept import kept_folder
from benchmarks.multiplied import kept_multiplied, multiplied, write_copies
from benchmarks.originals import FEWEST_PASSAGES, with_enough_passages

from matcher.directory.columns import CodeColumn, OrganisationColumns
from matcher.encoders import Encoder
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.passages import organisation_passages

PARTS_OF_A_COPY = 2  # organisations of the last copy, which is not whole


@pytest.fixture(scope="module")
def base(small_knowledge: KnowledgeBase) -> KnowledgeBase:
    return with_enough_passages(small_knowledge)


@pytest.fixture
def larger(base: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """Three copies and a part of a fourth."""
    size = 3 * len(base.organisations) + PARTS_OF_A_COPY
    write_copies(base, size, tmp_path)
    return multiplied(base, size, tmp_path)


def test_each_organisation_has_enough_passages(base: KnowledgeBase) -> None:
    counts = np.bincount(base.organisation_passages.passages[:, 1])
    assert counts.min() >= FEWEST_PASSAGES
    assert len(counts) == len(base.organisations)


def test_originals_come_first_and_copies_differ_from_them(larger: KnowledgeBase, base: KnowledgeBase) -> None:
    originals, count = base.organisations, len(base.organisations)
    assert larger.organisations[:count] == tuple(originals)
    copy = larger.organisations[count]
    assert (copy.id, copy.name) == (f"{originals[0].id}-1", f"{originals[0].name} 1")
    assert len(set(larger.organisation_ids)) == len(larger.organisations)


def test_columns_are_those_of_the_records(larger: KnowledgeBase) -> None:
    wanted = OrganisationColumns.from_records(tuple(larger.organisations), larger.taxonomy)
    for field in fields(wanted):
        ours, theirs = getattr(larger.columns, field.name), getattr(wanted, field.name)
        if isinstance(theirs, CodeColumn):
            assert ours.codes == theirs.codes
            ours, theirs = ours.matrix, theirs.matrix
        np.testing.assert_array_equal(ours, theirs, err_msg=field.name)


def test_names_and_rows_are_those_of_the_records(larger: KnowledgeBase) -> None:
    assert list(larger.organisation_names) == [each.name for each in larger.organisations]
    assert [larger.organisation_row(each.id) for each in larger.organisations] == list(range(len(larger.organisations)))


def test_participation_is_that_of_the_records(larger: KnowledgeBase) -> None:
    passages = larger.organisation_passages.passages
    named = NamedPartners.of_records(passages, larger.organisations, larger.organisation_row)
    wanted = Participation.of_records(passages, named)
    assert len(wanted.pairs)
    assert sorted(larger.named_partners.known.tolist()) == sorted(named.known.tolist())
    assert sorted(larger.named_partners.unknown.tolist()) == sorted(named.unknown.tolist())
    np.testing.assert_array_equal(larger.participation.pairs, wanted.pairs)


def test_each_passage_has_the_text_of_its_record(larger: KnowledgeBase) -> None:
    collection = larger.organisation_passages
    for row, organisation in enumerate(larger.organisations):
        told = [passage.text for passage in organisation_passages(organisation, larger.taxonomy)]
        held = collection.passages[collection.passages[:, 1] == row]
        assert sorted(collection.texts[text] for text in held[:, 0]) == sorted(told)


def test_a_copy_has_vectors_near_those_of_its_original(larger: KnowledgeBase, base: KnowledgeBase) -> None:
    near, known = (as_floats(each.organisation_passages.vectors) for each in (larger, base))
    np.testing.assert_allclose(near[: len(known)], known, atol=1e-4)
    cosines = np.einsum("ij,ij->i", near[len(known) : 2 * len(known)], known)
    assert 0.75 < cosines.min() <= cosines.max() < 0.98


def test_less_than_the_originals_may_be_asked_for(base: KnowledgeBase, tmp_path: Path) -> None:
    write_copies(base, 2, tmp_path)
    few = multiplied(base, 2, tmp_path)
    assert few.organisations[:] == tuple(base.organisations[:2])
    assert len(few.organisation_passages.vectors) == few.organisation_passages.first_vector[-1]


def test_what_is_kept_is_used_again_while_it_would_be_built_the_same(
    small_knowledge: KnowledgeBase, words_encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = kept_multiplied(small_knowledge, 7, tmp_path)
    opened = KnowledgeBase.open(place / "generations", words_encoder)
    assert len(opened.organisations) == 7
    written = []
    monkeypatch.setattr(module, "write_copies", lambda *_: written.append("copies"))
    monkeypatch.setattr(KnowledgeBase, "save", lambda *_: written.append("knowledge base"))
    assert kept_multiplied(small_knowledge, 7, tmp_path) == place
    assert written == []
    monkeypatch.setattr(module, "FORMAT_VERSION", 999)
    kept_multiplied(small_knowledge, 7, tmp_path)
    assert written == ["knowledge base"]


def test_a_folder_is_filled_anew_where_the_key_or_the_end_is_missing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        kept_folder(tmp_path / "it", "one", fail)
    kept_folder(tmp_path / "it", "one", lambda folder: (folder / "whole").touch())
    assert not (tmp_path / "it" / "half").exists()
    kept_folder(tmp_path / "it", "one", fail)
    assert (tmp_path / "it" / "whole").exists()
    with pytest.raises(RuntimeError):
        kept_folder(tmp_path / "it", "other", fail)


def test_goals_differ() -> None:
    assert len({goal.text for goal in GOALS}) == len(GOALS) == 1000


def test_there_is_nothing_beyond_the_last_copy(base: KnowledgeBase) -> None:
    copies = Copies(base.organisations, 5)
    assert len(list(copies)) == 5
    with pytest.raises(IndexError, match="there are 5"):
        copies[5]
