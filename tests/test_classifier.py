"""The capability classifier: learnt from the taxonomy's phrases and example goals, kept as plain arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.classifiers import fitting
from matcher.classifiers.classifier import CapabilityClassifier, TextPieces, Weighing
from matcher.classifiers.examples import training_phrases
from matcher.classifiers.fitting import best_threshold, fit_classifier, micro_f1
from matcher.classifiers.linear import sigmoid
from matcher.corpus import Corpus
from matcher.taxonomy import ExampleGoal, Taxonomy, load_taxonomy
from matcher.texts.clauses import split_goal
from tests.conftest import SMALL_CORPUS, WordsEncoder


def taxonomy(*capabilities: dict[str, object], context: tuple[str, ...] = ()) -> Taxonomy:
    empty: dict[str, object] = dict.fromkeys(("kinds", "audiences", "channels", "themes", "values", "stages"), ())
    return Taxonomy.model_validate({"groups": {}, "context": context, "capabilities": capabilities, **empty})


TWO = (
    {"code": "radio", "name": "Radio", "definition": "Air time.", "examples": ["broadcast", "programme"]},
    {"code": "funding", "name": "Funding", "examples": ["grants"]},
)


def pieces(text: str) -> TextPieces:
    clauses = split_goal(text).wanted
    encoder = WordsEncoder()
    return TextPieces(text, encoder.encode_queries([text])[0], clauses, encoder.encode_queries(list(clauses)))


def chances(classifier: CapabilityClassifier, taxonomy: Taxonomy, text: str) -> dict[str, float]:
    codes = [term.code for term in taxonomy.capabilities]
    return dict(zip(codes, classifier.read(pieces(text)).probabilities.tolist(), strict=True))


@pytest.fixture(scope="module")
def classifier(small_corpus: Corpus) -> CapabilityClassifier:
    return fit_classifier(small_corpus.taxonomy, WordsEncoder())


def test_names_definitions_and_examples_are_what_is_learnt_and_context_is_what_is_left_alone() -> None:
    texts, labels = training_phrases(taxonomy(*TWO, context=("next spring",)))
    assert texts == ["Radio", "Air time.", "broadcast", "programme", "Funding", "Funding", "grants", "next spring"]
    assert labels.tolist() == [[True, False]] * 4 + [[False, True]] * 3 + [[False, False]]


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
    seen = chances(classifier, small_corpus.taxonomy, phrase)
    assert max(seen, key=lambda each: seen[each]) == code
    assert seen[code] > 0.4


def test_each_clause_says_what_it_is_about(classifier: CapabilityClassifier, small_corpus: Corpus) -> None:
    text = "Quickly verify rumours there. And we ask for grants of money"
    seen = chances(classifier, small_corpus.taxonomy, text)
    assert {code for code, chance in seen.items() if chance > 0.4} == {"fact_checking", "funding"}
    column = [term.code for term in small_corpus.taxonomy.capabilities].index("funding")
    goal = pieces(text)
    assert goal.clauses[classifier.read(goal).clauses[column]] == "And we ask for grants of money"


def test_a_short_clause_counts_less(classifier: CapabilityClassifier) -> None:
    three, four = (classifier.read(pieces(text)) for text in ("Quickly verify rumours", "Quickly verify rumours there"))
    assert three.probabilities[0] == pytest.approx(
        0.85 * sigmoid(classifier.meaning.logits(pieces("Quickly verify rumours").vector[None]))[0, 0]
    )
    assert four.probabilities[0] == pytest.approx(
        sigmoid(classifier.meaning.logits(pieces("Quickly verify rumours there").vector[None]))[0, 0]
    )


def test_context_phrases_are_about_nothing(classifier: CapabilityClassifier, small_corpus: Corpus) -> None:
    for text in ("next spring", "in the capital", "together"):
        assert max(chances(classifier, small_corpus.taxonomy, text).values()) < 0.5


def test_the_same_taxonomy_and_encoder_give_the_same_classifier(
    classifier: CapabilityClassifier, small_corpus: Corpus
) -> None:
    again = fit_classifier(small_corpus.taxonomy, WordsEncoder())
    np.testing.assert_array_equal(again.meaning.weights, classifier.meaning.weights)
    np.testing.assert_array_equal(again.words.weights, classifier.words.weights)


def test_a_taxonomy_of_one_capability_and_no_context_can_be_learnt() -> None:
    one = taxonomy(TWO[0])
    assert chances(fit_classifier(one, WordsEncoder()), one, "broadcast")["radio"] > 0.5


def test_a_taxonomy_without_capabilities_gives_no_probabilities() -> None:
    fitted = fit_classifier(taxonomy(), WordsEncoder())
    assert fitted.read(pieces("broadcast")).probabilities.shape == (0,)


SUBJECTS = {"fact_checking": "check claims", "broadcasting": "a radio programme", "funding": "grants of money"}


def small_taxonomy_with_goals() -> Taxonomy:
    """The small corpus' taxonomy with goals that name one or two of three subjects, in seven wordings."""
    goals = [
        {"text": wording.format(words), "needs": {code: words}}
        for wording in ("We want {}", "Please help us with {}", "{} for the village", "Who can do {}", "Looking for {}")
        for code, words in SUBJECTS.items()
    ] + [
        {"text": f"{words} and {others}", "needs": {code: words, other: others}}
        for code, words in SUBJECTS.items()
        for other, others in SUBJECTS.items()
        if code != other
    ]
    return load_taxonomy(SMALL_CORPUS / "taxonomy").model_copy(
        update={"goals": tuple(ExampleGoal.model_validate(goal) for goal in goals)}
    )


@pytest.fixture(scope="module")
def weighed() -> CapabilityClassifier:
    """A classifier that has learnt from example goals too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "FEWEST_GOALS", 20)
        return fit_classifier(small_taxonomy_with_goals(), WordsEncoder())


def test_example_goals_teach_how_to_weigh_meaning_and_words(weighed: CapabilityClassifier) -> None:
    assert weighed.weighing is not None
    assert weighed.micro_f1 > 0.9
    for text, needed in (
        ("People of the village need grants of money", {"funding"}),
        ("A radio programme and someone to check claims", {"broadcasting", "fact_checking"}),
    ):
        seen = chances(weighed, small_taxonomy_with_goals(), text)
        assert {code for code, chance in seen.items() if chance >= weighed.threshold} == needed


def test_few_example_goals_are_not_weighed(classifier: CapabilityClassifier) -> None:
    assert classifier.weighing is None
    assert np.isnan(classifier.micro_f1)
    assert classifier.threshold == fitting.UNWEIGHED_THRESHOLD


@pytest.mark.parametrize("which", ["classifier", "weighed"])
def test_saved_and_loaded_it_reads_the_same(which: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fitted: CapabilityClassifier = request.getfixturevalue(which)
    fitted.save(tmp_path / "classifier.npz")
    loaded = CapabilityClassifier.load(tmp_path / "classifier.npz")
    for text in ("debunk rumours", "grants and a radio programme"):
        expected, seen = fitted.read(pieces(text)), loaded.read(pieces(text))
        np.testing.assert_allclose(seen.probabilities, expected.probabilities, atol=5e-3)  # kept in half precision
        np.testing.assert_array_equal(seen.clauses, expected.clauses)
    assert loaded.threshold == fitted.threshold
    np.testing.assert_equal(loaded.micro_f1, fitted.micro_f1)


def test_a_weighing_is_a_logistic_model_of_standardised_signs() -> None:
    values = {name: np.array(numbers, dtype=np.float32) for name, numbers in (("weights", [2, 1]), ("mean", [1, 0]))}
    weighing = Weighing(**values, intercept=-1.0, scale=np.array([2, 1], dtype=np.float32))
    # 2 * (3 - 1) / 2 + 1 * 0 - 1 = 1, and -1 + 0 - 1 = -2
    seen = weighing.probabilities(np.array([[3, 0], [0, 0]], dtype=np.float32))
    np.testing.assert_allclose(seen, [0.731059, 0.119203], atol=1e-6)


def test_micro_f1_counts_all_labels_of_all_texts_alike() -> None:
    labels = np.array([[True, True, False], [False, False, True]])
    said = np.array([[True, False, False], [True, False, True]])
    assert micro_f1(said, labels) == pytest.approx(2 * 2 / (3 + 3))
    assert micro_f1(np.zeros_like(labels), labels) == 0


def test_the_best_threshold_lets_most_right_ones_in_and_few_wrong() -> None:
    probabilities = np.array([[0.9, 0.62, 0.58, 0.1]], dtype=np.float32)
    assert best_threshold(probabilities, np.array([[True, True, False, False]])) == pytest.approx(0.6)


def test_of_thresholds_that_do_almost_as_well_the_lowest_is_taken() -> None:
    right = np.linspace(0.3, 0.9, 100, dtype=np.float32)
    probabilities = np.concatenate([right, np.full(1, 0.21, dtype=np.float32)])[None]
    labels = np.array([[True] * 100 + [False]])  # one wrong label below .25 costs less than .01
    assert best_threshold(probabilities, labels) == pytest.approx(0.05)
    costly = np.concatenate([right, np.full(5, 0.21, dtype=np.float32)])[None]
    assert best_threshold(costly, np.array([[True] * 100 + [False] * 5])) == pytest.approx(0.25)
