"""The knowledge base: built, saved and opened as one, checked, and never mixed with what does not fit."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.encoders.cache import VectorCache
from matcher.errors import (
    DamagedGenerationError,
    MismatchedGenerationError,
    MissingGenerationError,
    UnknownRecordError,
)
from matcher.generations import FORMAT_VERSION, current_name
from matcher.knowledge import KnowledgeBase
from matcher.passages import RECIPE_VERSION
from matcher.records import Organisation
from tests.conftest import WordsEncoder

GOAL = "verify rumours on the radio"


@pytest.fixture(autouse=True)
def _few_mixed_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is classified here, and much is built."""
    monkeypatch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "generations"


@pytest.fixture(scope="session")
def changed_corpus(small_corpus: Corpus) -> Corpus:
    """The small corpus in which the bank has another summary."""
    bank = small_corpus.organisations[0].model_copy(update={"summary": "It moved."})
    return replace(small_corpus, organisations=(bank, *small_corpus.organisations[1:]))


@pytest.fixture
def saved(small_knowledge: KnowledgeBase, root: Path) -> Path:
    """The folder of the second of two equal generations."""
    small_knowledge.save(root)
    return small_knowledge.save(root)


def damage(folder: Path, name: str = "organisations/vectors.npy") -> None:
    """Change the last byte of a file."""
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)


def with_manifest(knowledge: KnowledgeBase, **fields: object) -> KnowledgeBase:
    return replace(knowledge, manifest=knowledge.manifest.model_copy(update=fields))


def test_the_manifest_says_what_it_was_built_from(small_knowledge: KnowledgeBase, small_corpus: Corpus) -> None:
    manifest = small_knowledge.manifest
    assert (manifest.format, manifest.recipe) == (FORMAT_VERSION, RECIPE_VERSION)
    assert (manifest.model, manifest.model_fingerprint) == ("words", WordsEncoder().fingerprint)
    assert manifest.dimension == 256
    assert manifest.corpus == small_corpus.fingerprint
    # 6 profiles, 6 offers, 1 need, 1 activity; 3 notes, 1 pitfall
    assert (manifest.organisations, manifest.practices, manifest.texts) == (6, 3, 14 + 4)
    assert small_knowledge.name == "memory"


def test_opened_it_equals_what_was_built(small_knowledge: KnowledgeBase, saved: Path, root: Path) -> None:
    opened = KnowledgeBase.open(root, WordsEncoder())
    assert opened.name == saved.name == "gen-000002"
    assert opened.corpus == small_knowledge.corpus
    assert opened.corpus.fingerprint == small_knowledge.manifest.corpus
    assert opened.manifest.model_copy(update={"files": {}}) == small_knowledge.manifest
    np.testing.assert_allclose(opened.classifier.meaning.weights, small_knowledge.classifier.meaning.weights, atol=5e-3)
    np.testing.assert_allclose(
        opened.classifier.meaning.intercepts, small_knowledge.classifier.meaning.intercepts, atol=5e-3
    )
    np.testing.assert_array_equal(opened.organisation_vectors, small_knowledge.organisation_vectors)
    np.testing.assert_array_equal(opened.columns.brings, small_knowledge.columns.brings)
    query = WordsEncoder().encode_queries([GOAL])
    for name in ("organisation_passages", "practice_passages"):
        before, after = (getattr(knowledge, name) for knowledge in (small_knowledge, opened))
        assert before.texts == after.texts
        np.testing.assert_array_equal(before.passages, after.passages)
        for one, other in zip(before.search([GOAL], query, 5), after.search([GOAL], query, 5), strict=True):
            np.testing.assert_array_equal(one.texts, other.texts)
            np.testing.assert_allclose(one.dense, other.dense, atol=1e-6)
            np.testing.assert_array_equal(one.lexical, other.lexical)


def test_the_files_are_plain_and_all_in_the_manifest(saved: Path, root: Path) -> None:
    files = {path.relative_to(saved).as_posix() for path in saved.rglob("*") if path.is_file()}
    assert {Path(name).suffix for name in files} == {".json", ".jsonl", ".npy", ".npz", ".txt"}
    assert files - {"manifest.json"} == KnowledgeBase.open(root, WordsEncoder()).manifest.files.keys()
    first = json.loads((saved / "organisations.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["id"], first["name"]) == ("local:bank", "Bank Foundation")


def test_building_reports_the_texts_of_each_stage(small_corpus: Corpus) -> None:
    heard: list[tuple[str, int, int]] = []
    KnowledgeBase.build(small_corpus, WordsEncoder(), report=lambda *told: heard.append(told))
    assert heard == [("passages", 0, 18), ("passages", 18, 18)]


def test_an_edit_encodes_only_what_changed(small_corpus: Corpus, changed_corpus: Corpus, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "vectors.sqlite")
    KnowledgeBase.build(small_corpus, WordsEncoder(), cache=cache)
    encoder = WordsEncoder()
    again = KnowledgeBase.build(changed_corpus, encoder, cache=cache)
    assert encoder.encoded == ["Bank Foundation. Funder. It moved"]
    fresh = KnowledgeBase.build(changed_corpus, WordsEncoder())
    np.testing.assert_array_equal(again.organisation_passages.vectors, fresh.organisation_passages.vectors)


def test_a_corpus_without_records_is_built_saved_and_opened(small_corpus: Corpus, root: Path) -> None:
    empty = Corpus(small_corpus.taxonomy, (), ())
    KnowledgeBase.build(empty, WordsEncoder()).save(root)
    opened = KnowledgeBase.open(root, WordsEncoder(), corpus=empty)
    assert (opened.organisations, opened.practices, opened.manifest.texts) == ((), (), 0)
    assert opened.organisation_vectors.shape == (0, 256)


def test_nothing_built_is_an_error(root: Path) -> None:
    with pytest.raises(MissingGenerationError, match=re.escape(f"nothing was built in {root} yet")):
        KnowledgeBase.open(root, WordsEncoder())


def test_another_model_name_is_an_error_that_names_both(saved: Path, root: Path) -> None:
    other = WordsEncoder()
    other.name = "intfloat/e5-small"
    with pytest.raises(MismatchedGenerationError) as caught:
        KnowledgeBase.open(root, other)
    assert str(caught.value) == (
        f"{saved}: built with model words, asked for model intfloat/e5-small; build it anew with scripts/build_index.py"
    )


def test_other_weights_under_the_same_name_are_an_error_that_names_both(saved: Path, root: Path) -> None:
    other = WordsEncoder("other weights")
    with pytest.raises(MismatchedGenerationError) as caught:
        KnowledgeBase.open(root, other)
    assert (
        f"built with model fingerprint {WordsEncoder().fingerprint}, asked for model fingerprint {other.fingerprint};"
    ) in str(caught.value)


def test_another_recipe_is_an_error_that_names_both(saved: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.knowledge.RECIPE_VERSION", RECIPE_VERSION + 1)
    message = f"built with passage recipe {RECIPE_VERSION}, asked for passage recipe {RECIPE_VERSION + 1};"
    with pytest.raises(MismatchedGenerationError, match=message):
        KnowledgeBase.open(root, WordsEncoder())


def test_another_format_is_an_error_that_names_both(small_knowledge: KnowledgeBase, root: Path) -> None:
    with_manifest(small_knowledge, format=FORMAT_VERSION + 1).save(root)
    message = f"gen-000001: built with format {FORMAT_VERSION + 1}, asked for format {FORMAT_VERSION};"
    with pytest.raises(MismatchedGenerationError, match=message):
        KnowledgeBase.open(root, WordsEncoder())


def test_a_later_format_whose_manifest_says_more_is_no_damage(saved: Path, root: Path) -> None:
    manifest = json.loads((saved / "manifest.json").read_text())
    later = manifest | {"format": FORMAT_VERSION + 1, "coordinates": "a field of a later release"}
    (saved / "manifest.json").write_text(json.dumps(later))
    message = f"built with format {FORMAT_VERSION + 1}, asked for format {FORMAT_VERSION};"
    with pytest.raises(MismatchedGenerationError, match=message):
        KnowledgeBase.open(root, WordsEncoder())


def test_another_corpus_is_an_error_that_names_both(
    saved: Path, root: Path, small_corpus: Corpus, changed_corpus: Corpus
) -> None:
    with pytest.raises(MismatchedGenerationError) as caught:
        KnowledgeBase.open(root, WordsEncoder(), corpus=changed_corpus)
    assert (f"built with corpus {small_corpus.fingerprint}, asked for corpus {changed_corpus.fingerprint};") in str(
        caught.value
    )


def test_without_a_corpus_any_corpus_will_do(saved: Path, root: Path, small_corpus: Corpus) -> None:
    assert KnowledgeBase.open(root, WordsEncoder()).name == saved.name
    assert KnowledgeBase.open(root, WordsEncoder(), corpus=small_corpus, rebuild=True).name == saved.name


def test_a_mismatch_is_rebuilt_where_asked(saved: Path, root: Path, changed_corpus: Corpus) -> None:
    rebuilt = KnowledgeBase.open(root, WordsEncoder(), corpus=changed_corpus, rebuild=True)
    assert rebuilt.name == current_name(root) == "gen-000003"
    assert rebuilt.corpus == changed_corpus
    assert KnowledgeBase.open(root, WordsEncoder(), corpus=changed_corpus).name == "gen-000003"


def test_another_model_is_rebuilt_where_asked(saved: Path, root: Path, small_corpus: Corpus) -> None:
    other = WordsEncoder("other weights")
    rebuilt = KnowledgeBase.open(root, other, corpus=small_corpus, rebuild=True)
    assert rebuilt.name == "gen-000003"
    assert rebuilt.manifest.model_fingerprint == other.fingerprint
    assert rebuilt.encoder is other


def test_a_rebuild_without_a_corpus_is_still_an_error(saved: Path, root: Path) -> None:
    with pytest.raises(MismatchedGenerationError):
        KnowledgeBase.open(root, WordsEncoder("other weights"), rebuild=True)
    assert current_name(root) == saved.name


@pytest.mark.parametrize(
    "name", ["organisations/vectors.npy", "organisations/texts.jsonl", "practices.jsonl", "classifier.npz"]
)
def test_a_damaged_generation_falls_back_to_the_one_before_with_an_error_in_the_log(
    saved: Path, root: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    damage(saved, name)
    with caplog.at_level(logging.ERROR):
        assert KnowledgeBase.open(root, WordsEncoder()).name == "gen-000001"
    (told,) = caplog.records
    assert told.levelno == logging.ERROR
    assert told.getMessage().startswith(f"{saved / name} has SHA-256 ")
    assert told.getMessage().endswith("; falling back to the generation before")


def test_a_sound_generation_is_opened_without_a_word(saved: Path, root: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        KnowledgeBase.open(root, WordsEncoder())
    assert caplog.records == []


@pytest.mark.parametrize("manifest", [b"", b"{}", b"\xff"])
def test_a_broken_manifest_falls_back_too(
    saved: Path, root: Path, caplog: pytest.LogCaptureFixture, manifest: bytes
) -> None:
    (saved / "manifest.json").write_bytes(manifest)
    with caplog.at_level(logging.ERROR):
        assert KnowledgeBase.open(root, WordsEncoder()).name == "gen-000001"
    assert f"{saved / 'manifest.json'} cannot be read" in caplog.text


def test_a_missing_generation_falls_back_too(saved: Path, root: Path, caplog: pytest.LogCaptureFixture) -> None:
    saved.rename(root / "lost")
    with caplog.at_level(logging.ERROR):
        assert KnowledgeBase.open(root, WordsEncoder()).name == "gen-000001"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "gen-000002" in caplog.text


def test_what_it_falls_back_to_must_fit_as_well(
    small_knowledge: KnowledgeBase, root: Path, small_corpus: Corpus, changed_corpus: Corpus
) -> None:
    KnowledgeBase.build(changed_corpus, WordsEncoder()).save(root)
    damage(small_knowledge.save(root))
    with pytest.raises(MismatchedGenerationError, match="gen-000001: built with corpus"):
        KnowledgeBase.open(root, WordsEncoder(), corpus=small_corpus)


def test_where_all_are_damaged_the_oldest_fault_is_raised_and_all_are_told(
    saved: Path, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for folder in (root / "gen-000001", saved):
        damage(folder)
    with pytest.raises(DamagedGenerationError, match=r"vectors\.npy has SHA-256"):
        KnowledgeBase.open(root, WordsEncoder())
    assert len(caplog.records) == 2


def test_organisations_and_practices_are_found_by_id(small_knowledge: KnowledgeBase) -> None:
    assert small_knowledge.organisation("local:radio-one").name == "Radio One"
    assert [small_knowledge.organisation_row(each.id) for each in small_knowledge.organisations] == [0, 1, 2, 3, 4, 5]
    assert small_knowledge.organisation_row("local:nobody") is None
    assert small_knowledge.practice("ask-for-money-early").title == "Ask for money early"
    with pytest.raises(UnknownRecordError, match=r"^no practice has the id 'ask'$"):
        small_knowledge.practice("ask")


@pytest.mark.parametrize(
    "asked",
    [
        "local:checkers",
        "Checkers",
        "CHECKERS",
        "  checkers\n",
        "The Čheck Club",
        "the čheck club",
        "Local:Checkers",
        "LOCAL:CHECKERS",
    ],
)
def test_an_organisation_is_found_by_id_name_or_alias_whatever_the_case(
    small_knowledge: KnowledgeBase, asked: str
) -> None:
    assert small_knowledge.find_organisation(asked).id == "local:checkers"


def test_ids_that_differ_in_nothing_but_case_are_kept_apart(small_corpus: Corpus) -> None:
    organisations = (Organisation(id="XM-A", name="First"), Organisation(id="xm-a", name="Second"))
    knowledge = KnowledgeBase.build(Corpus(small_corpus.taxonomy, organisations, ()), WordsEncoder())
    assert [knowledge.find_organisation(asked).name for asked in ("XM-A", "xm-a")] == ["First", "Second"]


def test_an_id_goes_before_a_name_and_a_name_before_an_alias(small_corpus: Corpus) -> None:
    organisations = (
        Organisation(id="a", name="Alpha", aliases=("Beta", "c")),
        Organisation(id="b", name="Beta", aliases=("Alpha",)),
        Organisation(id="c", name="b"),
    )
    knowledge = KnowledgeBase.build(Corpus(small_corpus.taxonomy, organisations, ()), WordsEncoder())
    found = {asked: knowledge.find_organisation(asked).id for asked in ("alpha", "BETA", "b", "C")}
    assert found == {"alpha": "a", "BETA": "b", "b": "b", "C": "c"}


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("Silent Huose", "Silent House (local:silent)"),
        ("local:scout", "Scouts (local:scouts)"),
        ("local:bank-", "Bank Foundation (local:bank)"),
        ("the check club", "Checkers (local:checkers)"),
        ("local:radio-onne", "Radio One (local:radio-one)"),
    ],
)
def test_an_unknown_organisation_is_an_error_with_the_nearest_name(
    small_knowledge: KnowledgeBase, asked: str, near: str
) -> None:
    with pytest.raises(UnknownRecordError) as caught:
        small_knowledge.find_organisation(asked)
    assert str(caught.value) == f"no organisation has the id or name {asked!r}; did you mean {near}?"


@pytest.mark.parametrize("asked", ["", "qqqqqq", "🙂"])
def test_where_no_name_is_near_none_is_offered(small_knowledge: KnowledgeBase, asked: str) -> None:
    with pytest.raises(UnknownRecordError) as caught:
        small_knowledge.organisation(asked)
    assert str(caught.value) == f"no organisation has the id or name {asked!r}"
