"""What the classifier learns from: the phrases of the taxonomy and its example goals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.classifiers.classifier import TextPieces
from matcher.classifiers.linear import Labels
from matcher.encoders import Encoder, Vectors
from matcher.taxonomy import Taxonomy
from matcher.texts.clauses import split_goal


@dataclass(frozen=True)
class ClassifierExamples:
    """All that is learnt from: texts with vectors and labels, shape (texts, capabilities), and the goals among them.

    `goal_of`, shape (texts,), says to which goal each text belongs, -1 for a phrase of the taxonomy, so that a goal can
    be held out. `goal_labels` has the shape (goals, capabilities).
    """

    texts: list[str]
    vectors: Vectors
    labels: Labels
    goal_of: NDArray[np.int64]
    goals: list[TextPieces]
    goal_labels: Labels

    @classmethod
    def of(cls, taxonomy: Taxonomy, encoder: Encoder) -> ClassifierExamples:
        """Collect the phrases of a taxonomy and the texts of its example goals, and encode them."""
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
