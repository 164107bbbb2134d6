"""Which capabilities a text is about: learnt from the taxonomy's phrases and example goals.

Two linear models, one over embeddings and one over words, each look at the whole text and at its clauses; a third
weighs what they say (stacking, Wolpert 1992). The third is learnt, and its threshold chosen, on example goals that
the first two have not seen (cross-validation). What is learnt is a few arrays, kept as such: no pickle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.clauses import split_goal
from matcher.encoders import Encoder, Vectors
from matcher.linear import Labels, LinearModel, Values, sigmoid
from matcher.taxonomy import Taxonomy
from matcher.word_features import WordFeatures

RECIPE = 2  # raise it where the code would learn something else from the same taxonomy
MEANING_STRICTNESS = 10.0  # scikit-learn's C; 3, 10 and 30 differ by less than .01 in cross-validated micro-F1
WORDS_STRICTNESS = 30.0
FOLDS = 4
TOLERATED = 0.01  # micro-F1 that a lower threshold may cost
FEWEST_GOALS = 200  # example goals from which the weighing of both models can be learnt
UNWEIGHED_THRESHOLD = 0.7  # of the meaning alone, where there are fewer
MIXED_EXAMPLES = 4000
MOST_RANKS = 10
NEVER = -8.0  # the logit of a clause that is not there
SIGNS = 12
SHORT_CLAUSE_WORDS = 3
SHORT_CLAUSE_DISCOUNT = 0.85  # words without their sentence mislead more easily


@dataclass(frozen=True)
class TextPieces:
    """A text and its clauses, with vectors of shape (dimension,) and (clauses, dimension)."""

    whole: str
    vector: Vectors
    clauses: tuple[str, ...]
    clause_vectors: Vectors


@dataclass(frozen=True)
class Reading:
    """How likely a text is about each capability, and the position of the clause that says so most, both (labels,)."""

    probabilities: Values
    clauses: NDArray[np.int64]


@dataclass(frozen=True)
class Weighing:
    """How the signs of both models are joined: standardised by `mean` and `scale`, weighted, shape (signs,) each."""

    weights: Values
    intercept: float
    mean: Values
    scale: Values

    def probabilities(self, signs: Values) -> Values:
        """Return probabilities for signs of shape (..., signs)."""
        return sigmoid(np.asarray((signs - self.mean) / self.scale @ self.weights + self.intercept, dtype=np.float32))


@dataclass(frozen=True)
class CapabilityClassifier:
    """What is learnt; without example goals in the taxonomy, `weighing` is None and the meaning alone decides.

    Then `words` has learnt nothing. `micro_f1` is what cross-validation over the example goals gave at `threshold`; NaN
    where there were too few.
    """

    meaning: LinearModel
    words: LinearModel
    features: WordFeatures = field(repr=False)
    weighing: Weighing | None
    threshold: float
    micro_f1: float = float("nan")

    @classmethod
    def fit(cls, taxonomy: Taxonomy, encoder: Encoder, seed: int = 0) -> CapabilityClassifier:
        """Learn from a taxonomy; the same taxonomy and encoder give the same classifier."""
        examples = _Examples.of(taxonomy, encoder)
        everything = np.arange(len(examples.goals))
        if len(everything) < FEWEST_GOALS:
            meaning = LinearModel.fit(*_with_mixed(examples.vectors, examples.labels, seed), MEANING_STRICTNESS)
            no_words = LinearModel.empty(examples.labels.shape[1])
            return cls(meaning, no_words, WordFeatures.fit([]), None, UNWEIGHED_THRESHOLD)
        signs = np.zeros((len(everything), examples.labels.shape[1], SIGNS), dtype=np.float32)
        folds = np.array_split(np.random.default_rng(seed).permutation(everything), FOLDS)
        for fold in folds:
            learner = cls(*_fit_both(examples, np.setdiff1d(everything, fold)), None, UNWEIGHED_THRESHOLD)
            for goal in fold:
                signs[goal], _ = learner.signs(examples.goals[goal])
        labels = examples.goal_labels
        probabilities = np.zeros(labels.shape, dtype=np.float32)
        for fold in folds:
            others = np.setdiff1d(everything, fold)
            probabilities[fold] = _fit_weighing(signs[others], labels[others]).probabilities(signs[fold])
        threshold = best_threshold(probabilities, labels)
        reached = micro_f1(probabilities >= threshold, labels)
        return cls(*_fit_both(examples, everything), _fit_weighing(signs, labels), threshold, reached)

    def read(self, pieces: TextPieces) -> Reading:
        """Say which capabilities a text is about; `probabilities` at or above `threshold` count as a yes."""
        if self.weighing is None:
            return self._read_meaning(pieces)
        signs, clauses = self.signs(pieces)
        return Reading(self.weighing.probabilities(signs), clauses)

    def signs(self, pieces: TextPieces) -> tuple[Values, NDArray[np.int64]]:
        """Return what both models see in a text, shape (labels, SIGNS), and the clause that says so most."""
        meaning = self.meaning.logits(np.vstack([pieces.vector[None], pieces.clause_vectors]))
        words = self.features.logits(self.words, [pieces.whole, *pieces.clauses])
        whole, clauses = meaning[0], _with_two_rows(meaning[1:])
        by_words, words_of_clauses = words[0], _with_two_rows(words[1:])
        ordered = -np.sort(-clauses, axis=0)
        best = words_of_clauses.max(axis=0)
        length = np.full_like(whole, np.log(max(len(pieces.whole.split()), 1)))
        signs = [
            *(whole, ordered[0], ordered[1], clauses.mean(axis=0), by_words, best),
            *(_ranks(whole), _ranks(ordered[0]), _ranks(by_words)),
            *(whole - whole.max(), ordered[0] - ordered[0].max(), length),
        ]
        return np.stack(signs, axis=1), (clauses + words_of_clauses).argmax(axis=0)

    def _read_meaning(self, pieces: TextPieces) -> Reading:
        vectors = pieces.clause_vectors if pieces.clauses else pieces.vector[None]
        texts = pieces.clauses or (pieces.whole,)
        discounts = [1.0 if len(text.split()) > SHORT_CLAUSE_WORDS else SHORT_CLAUSE_DISCOUNT for text in texts]
        table = sigmoid(self.meaning.logits(vectors)) * np.array(discounts, dtype=np.float32)[:, None]
        return Reading(table.max(axis=0), table.argmax(axis=0))

    def save(self, path: Path) -> None:
        """Write all arrays to an .npz file, the large ones in half precision."""
        weighing = self.weighing
        np.savez_compressed(
            path,
            meaning=self.meaning.weights.astype(np.float16),
            meaning_intercepts=self.meaning.intercepts,
            words=self.words.weights.astype(np.float16),
            words_intercepts=self.words.intercepts,
            vocabulary=np.array(self.features.words, dtype=np.str_),
            idf=self.features.idf,
            threshold=np.array([self.threshold, self.micro_f1]),
            weighing=np.stack([weighing.weights, weighing.mean, weighing.scale]) if weighing else np.zeros((3, 0)),
            weighing_intercept=np.array(weighing.intercept if weighing else 0.0),
        )

    @classmethod
    def load(cls, path: Path) -> CapabilityClassifier:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        weights, mean, scale = arrays["weighing"].astype(np.float32)
        intercept = float(arrays["weighing_intercept"])
        return cls(
            LinearModel(arrays["meaning"].astype(np.float32), arrays["meaning_intercepts"]),
            LinearModel(arrays["words"].astype(np.float32), arrays["words_intercepts"]),
            WordFeatures(tuple(arrays["vocabulary"].tolist()), arrays["idf"]),
            Weighing(weights, intercept, mean, scale) if len(weights) else None,
            *arrays["threshold"].tolist(),
        )


@dataclass(frozen=True)
class _Examples:
    """All that is learnt from: texts with vectors and labels, and the goals among them.

    `goal_of` says to which goal each text belongs, -1 for a phrase of the taxonomy, so that a goal can be held out.
    """

    texts: list[str]
    vectors: Vectors
    labels: Labels
    goal_of: NDArray[np.int64]
    goals: list[TextPieces]
    goal_labels: Labels

    @classmethod
    def of(cls, taxonomy: Taxonomy, encoder: Encoder) -> _Examples:
        texts, labels = training_phrases(taxonomy)
        columns = {code: column for column, code in enumerate(taxonomy.terms("capabilities"))}
        examples = taxonomy.goals
        goal_labels = np.zeros((len(examples), len(columns)), dtype=bool)
        added: list[tuple[str, int, list[int]]] = []
        for row, example in enumerate(examples):
            wanted = [columns[code] for code in example.needs]
            goal_labels[row, wanted] = True
            added.append((example.text, row, wanted))
            added += [(words, row, [columns[code]]) for code, words in example.needs.items() if words != example.text]
        more = np.zeros((len(added), len(columns)), dtype=bool)
        for row, (_, _, wanted) in enumerate(added):
            more[row, wanted] = True
        texts += [text for text, _, _ in added]
        clauses = [split_goal(example.text).wanted for example in examples]
        distinct = list(dict.fromkeys([*texts, *(clause for some in clauses for clause in some)]))
        row_of = {text: row for row, text in enumerate(distinct)}
        vectors = encoder.encode_queries(distinct)
        goals = [
            TextPieces(example.text, vectors[row_of[example.text]], some, vectors[[row_of[each] for each in some]])
            for example, some in zip(examples, clauses, strict=True)
        ]
        goal_of = np.array([-1] * len(labels) + [row for _, row, _ in added], dtype=np.int64)
        own_vectors = vectors[[row_of[text] for text in texts]]
        return cls(texts, own_vectors, np.vstack([labels, more]), goal_of, goals, goal_labels)


def training_phrases(taxonomy: Taxonomy) -> tuple[list[str], Labels]:
    """Return the phrases and their labels, shape (phrases, capabilities); context phrases have no label."""
    texts: list[str] = []
    columns: list[int] = []
    for column, capability in enumerate(taxonomy.capabilities):
        phrases = [capability.name, capability.definition or capability.name, *capability.examples]
        texts += phrases
        columns += [column] * len(phrases)
    labels = np.zeros((len(texts) + len(taxonomy.context), len(taxonomy.capabilities)), dtype=bool)
    labels[np.arange(len(texts)), columns] = True
    return [*texts, *taxonomy.context], labels


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


def _fit_both(examples: _Examples, goals: NDArray[np.int64]) -> tuple[LinearModel, LinearModel, WordFeatures]:
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


def _ranks(logits: Values) -> Values:
    return np.minimum((-logits).argsort().argsort(), MOST_RANKS).astype(np.float32)


def _with_two_rows(logits: Values) -> Values:
    missing = np.full((max(2 - len(logits), 0), logits.shape[1]), NEVER, dtype=np.float32)
    return np.vstack([logits, missing])


def _with_mixed(vectors: Vectors, labels: Labels, seed: int) -> tuple[Vectors, Labels]:
    """Add averages of two phrases, as texts about two things (mixup, Zhang et al. 2018): example goals we have not."""
    if not len(vectors):
        return vectors, labels
    left, right = np.random.default_rng(seed).integers(0, len(vectors), (2, MIXED_EXAMPLES))
    mixed = vectors[left] + vectors[right]
    mixed /= np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return np.vstack([vectors, mixed]), np.vstack([labels, labels[left] | labels[right]])
