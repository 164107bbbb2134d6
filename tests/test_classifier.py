"""The capability classifier: learnt from the taxonomy's phrases, two plain arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.classifier import CapabilityClassifier, training_phrases
from matcher.corpus import Corpus
from matcher.taxonomy import Taxonomy
from tests.conftest import WordsEncoder


def taxonomy(*capabilities: dict[str, object], context: tuple[str, ...] = ()) -> Taxonomy:
    empty: dict[str, object] = dict.fromkeys(("kinds", "audiences", "channels", "themes", "values", "stages"), ())
    return Taxonomy.model_validate({"groups": {}, "context": context, "capabilities": capabilities, **empty})


TWO = (
    {"code": "radio", "name": "Radio", "definition": "Air time.", "examples": ["broadcast", "programme"]},
    {"code": "funding", "name": "Funding", "examples": ["grants"]},
)


@pytest.fixture(scope="module")
def classifier(small_corpus: Corpus) -> CapabilityClassifier:
    return CapabilityClassifier.fit(small_corpus.taxonomy, WordsEncoder())


def test_names_definitions_and_examples_are_what_is_learnt_and_context_is_what_is_left_alone() -> None:
    texts, labels = training_phrases(taxonomy(*TWO, context=("next spring",)))
    assert texts == ["Radio", "Air time.", "broadcast", "programme", "Funding", "Funding", "grants", "next spring"]
    assert labels.tolist() == [[True, False]] * 4 + [[False, True]] * 3 + [[False, False]]


def test_probabilities_are_those_of_a_logistic_model() -> None:
    weights = np.array([[1, 0], [0, 2], [0, 0]], dtype=np.float32)
    by_hand = CapabilityClassifier(weights, np.array([0, -1, 0], dtype=np.float32))
    seen = by_hand.probabilities(np.array([[1, 0], [0.6, 0.8]], dtype=np.float32))
    assert seen.dtype == np.float32
    # 1 / (1 + e^-x) at 1, -1, 0 and at 0.6, 2 * 0.8 - 1 = 0.6, 0
    np.testing.assert_allclose(seen, [[0.731059, 0.268941, 0.5], [0.645656, 0.645656, 0.5]], atol=1e-6)
    assert by_hand.probabilities(np.zeros((0, 2), dtype=np.float32)).shape == (0, 3)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("debunk rumours", "fact_checking"),
        ("a programme on television", "broadcasting"),
        ("clubs for pupils", "youth_outreach"),
        ("grants of money", "funding"),
        ("take reports", "hotline"),
    ],
)
def test_new_phrases_are_about_the_capability_whose_words_they_share(
    classifier: CapabilityClassifier, small_corpus: Corpus, phrase: str, code: str
) -> None:
    row = classifier.probabilities(WordsEncoder().encode_queries([phrase]))[0]
    likely = {term.code for term, chance in zip(small_corpus.taxonomy.capabilities, row, strict=True) if chance > 0.5}
    assert likely == {code}


def test_a_text_about_two_capabilities_is_about_both(classifier: CapabilityClassifier, small_corpus: Corpus) -> None:
    row = classifier.probabilities(WordsEncoder().encode_queries(["verify rumours, pay with grants and money"]))[0]
    order = np.argsort(-row)
    codes = [term.code for term in small_corpus.taxonomy.capabilities]
    assert {codes[order[0]], codes[order[1]]} == {"fact_checking", "funding"}
    assert row[order[1]] > 0.5 > row[order[2]]


def test_mixed_examples_teach_that_an_average_is_about_both() -> None:
    vectors, labels = np.eye(8, dtype=np.float32), np.eye(8, 7, dtype=bool)
    fitted = CapabilityClassifier.fit_vectors(vectors, labels)
    pairs = np.array([(vectors[a] + vectors[b]) / np.sqrt(2) for a in range(7) for b in range(a)], dtype=np.float32)
    both = np.array([labels[a] | labels[b] for a in range(7) for b in range(a)])
    np.testing.assert_array_equal(fitted.probabilities(pairs) > 0.5, both)


def test_context_phrases_are_about_nothing(classifier: CapabilityClassifier) -> None:
    chances = classifier.probabilities(WordsEncoder().encode_queries(["next spring", "in the capital", "together"]))
    assert chances.max() < 0.5


def test_the_same_taxonomy_and_encoder_give_the_same_classifier(
    classifier: CapabilityClassifier, small_corpus: Corpus
) -> None:
    again = CapabilityClassifier.fit(small_corpus.taxonomy, WordsEncoder())
    np.testing.assert_array_equal(again.weights, classifier.weights)
    np.testing.assert_array_equal(again.intercepts, classifier.intercepts)


def test_weights_have_one_row_for_each_capability(classifier: CapabilityClassifier) -> None:
    assert classifier.weights.shape == (5, WordsEncoder.dimension)
    assert classifier.intercepts.shape == (5,)
    assert classifier.weights.dtype == classifier.intercepts.dtype == np.float32


def test_batch_and_single_agree(classifier: CapabilityClassifier) -> None:
    vectors = WordsEncoder().encode_queries(["debunk rumours", "grants", "zzz"])
    single = np.vstack([classifier.probabilities(vectors[row : row + 1]) for row in range(3)])
    np.testing.assert_allclose(classifier.probabilities(vectors), single, atol=1e-6)


def test_saved_and_loaded_it_gives_the_same_probabilities(classifier: CapabilityClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "classifier.npz")
    loaded = CapabilityClassifier.load(tmp_path / "classifier.npz")
    vectors = WordsEncoder().encode_queries(["debunk rumours", "grants"])
    np.testing.assert_array_equal(loaded.probabilities(vectors), classifier.probabilities(vectors))
    with np.load(tmp_path / "classifier.npz", allow_pickle=False) as arrays:
        assert sorted(arrays) == ["intercepts", "weights"]


def test_a_taxonomy_of_one_capability_and_no_context_can_be_learnt() -> None:
    fitted = CapabilityClassifier.fit(taxonomy(TWO[0]), WordsEncoder())
    assert fitted.probabilities(WordsEncoder().encode_queries(["broadcast"]))[0, 0] > 0.5


def test_a_taxonomy_without_capabilities_gives_no_probabilities() -> None:
    fitted = CapabilityClassifier.fit(taxonomy(), WordsEncoder())
    assert fitted.probabilities(WordsEncoder().encode_queries(["broadcast"])).shape == (1, 0)
