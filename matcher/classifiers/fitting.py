"""Teaching the classifier what a taxonomy says.

The model that weighs both others is learnt, and its threshold chosen, on example goals that these two have not seen
(cross-validation).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.classifiers.classifier import SIGNS, CapabilityClassifier, Weighing
from matcher.classifiers.examples import ClassifierExamples
from matcher.classifiers.linear import Labels, LinearModel, Values
from matcher.classifiers.word_features import WordFeatures
from matcher.encoders import Encoder, Vectors
from matcher.taxonomy import Taxonomy

RECIPE = 2  # raise it where the code would learn something else from the same taxonomy
MEANING_STRICTNESS = 10.0  # scikit-learn's C; 3, 10 and 30 differ by less than .01 in cross-validated micro-F1
WORDS_STRICTNESS = 30.0
FOLDS = 4
TOLERATED = 0.01  # micro-F1 that a lower threshold may cost
FEWEST_GOALS = 200  # example goals from which the weighing of both models can be learnt
UNWEIGHED_THRESHOLD = 0.7  # of the meaning alone, where there are fewer
MIXED_EXAMPLES = 4000
GoalRows = NDArray[np.int64]


def fit_classifier(taxonomy: Taxonomy, encoder: Encoder, seed: int = 0) -> CapabilityClassifier:
    """Learn from a taxonomy; the same taxonomy and encoder give the same classifier."""
    examples = ClassifierExamples.of(taxonomy, encoder)
    everything = np.arange(len(examples.goals))
    if len(everything) < FEWEST_GOALS:
        return _fit_meaning(examples, seed)
    folds = np.array_split(np.random.default_rng(seed).permutation(everything), FOLDS)
    signs, labels = _unseen_signs(examples, folds), examples.goal_labels
    probabilities = _unseen_probabilities(signs, labels, folds)
    threshold = best_threshold(probabilities, labels)
    reached = micro_f1(probabilities >= threshold, labels)
    return CapabilityClassifier(*_fit_both(examples, everything), _fit_weighing(signs, labels), threshold, reached)


def best_threshold(probabilities: Values, labels: Labels) -> float:
    """Return the threshold, in steps of .05, that is right for goals that people look at.

    It is the lowest at which the micro-F1 over all labels is within TOLERATED of the largest: a need too many is
    struck out more easily than one that is missing is thought of.
    """
    steps = np.arange(0.05, 0.96, 0.05)
    reached = np.array([micro_f1(probabilities >= step, labels) for step in steps])
    return float(steps[reached >= reached.max() - TOLERATED][0])


def micro_f1(said: Labels, labels: Labels) -> float:
    """Return the harmonic mean of precision and recall over all labels of all texts."""
    return float(2 * (said & labels).sum() / max(said.sum() + labels.sum(), 1))


def _fit_meaning(examples: ClassifierExamples, seed: int) -> CapabilityClassifier:
    """Fit the model over embeddings alone, for a taxonomy with too few example goals."""
    meaning = LinearModel.fit(*_with_mixed(examples.vectors, examples.labels, seed), MEANING_STRICTNESS)
    no_words = LinearModel.empty(examples.labels.shape[1])
    return CapabilityClassifier(meaning, no_words, WordFeatures.fit([]), None, UNWEIGHED_THRESHOLD)


def _unseen_signs(examples: ClassifierExamples, folds: list[GoalRows]) -> Values:
    """Return what both models see in goals that they have not learnt from, shape (goals, labels, SIGNS)."""
    everything = np.arange(len(examples.goals))
    signs = np.zeros((*examples.goal_labels.shape, SIGNS), dtype=np.float32)
    for fold in folds:
        models = _fit_both(examples, np.setdiff1d(everything, fold))
        learner = CapabilityClassifier(*models, None, UNWEIGHED_THRESHOLD)
        for goal in fold:
            signs[goal], _ = learner.signs(examples.goals[goal])
    return signs


def _unseen_probabilities(signs: Values, labels: Labels, folds: list[GoalRows]) -> Values:
    """Return what the weighing says of goals that it has not learnt from, shape (goals, labels)."""
    probabilities = np.zeros(labels.shape, dtype=np.float32)
    for fold in folds:
        others = np.setdiff1d(np.arange(len(labels)), fold)
        probabilities[fold] = _fit_weighing(signs[others], labels[others]).probabilities(signs[fold])
    return probabilities


def _fit_both(examples: ClassifierExamples, goals: GoalRows) -> tuple[LinearModel, LinearModel, WordFeatures]:
    """Fit both models to the phrases and to some of the goals."""
    chosen = np.isin(examples.goal_of, [-1, *goals])
    texts = [text for text, take in zip(examples.texts, chosen, strict=True) if take]
    labels = examples.labels[chosen]
    features = WordFeatures.fit(texts)
    return (
        LinearModel.fit(examples.vectors[chosen], labels, MEANING_STRICTNESS),
        LinearModel.fit(features.matrix(texts), labels, WORDS_STRICTNESS, "liblinear"),
        features,
    )


def _fit_weighing(signs: Values, labels: Labels) -> Weighing:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  heavy, and needed at build time only

    rows = signs.reshape(-1, SIGNS)
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    model = LogisticRegression(max_iter=1000).fit((rows - mean) / scale, labels.ravel())
    return Weighing(model.coef_[0].astype(np.float32), float(model.intercept_[0]), mean, scale)


def _with_mixed(vectors: Vectors, labels: Labels, seed: int) -> tuple[Vectors, Labels]:
    """Add averages of two phrases, as texts about two things (mixup, Zhang et al. 2018): example goals we have not."""
    if not len(vectors):
        return vectors, labels
    left, right = np.random.default_rng(seed).integers(0, len(vectors), (2, MIXED_EXAMPLES))
    mixed = vectors[left] + vectors[right]
    mixed /= np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return np.vstack([vectors, mixed]), np.vstack([labels, labels[left] | labels[right]])
