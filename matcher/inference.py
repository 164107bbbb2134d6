"""Offers and needs that an organisation does not state, inferred from its own sentences and past activities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.classifiers.classifier import CapabilityClassifier, TextPieces
from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.passages import split_sentences
from matcher.records import Need, Offer, Organisation
from matcher.taxonomy import Taxonomy

SUREST = 5  # at most so many inferred offers, so that a long report does not seem to bring everything
LEAST_PROBABILITY = 0.6
FEWEST_WORDS = 4
_SEEKS = re.compile(
    r"\b(?:seeks?|looks? for|looking for|in search of|needs?|wants?|would like|wish(?:es)? to find)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Statement:
    """A verbatim piece of a record and the text of which it is the sense."""

    quote: str
    text: str
    is_need: bool


def with_inferred(
    organisations: Sequence[Organisation],
    taxonomy: Taxonomy,
    classifier: CapabilityClassifier,
    encoder: Encoder,
    cache: VectorCache,
    progress: Progress = lambda _done, _total: None,
) -> tuple[Organisation, ...]:
    """Return the organisations, those that state no offers or no needs with inferred ones (basis `inferred`).

    A sentence that says that somebody is looked for speaks of needs, every other one and each past activity of
    offers. The statement of what is inferred is that sentence, or the title of the activity, word for word.
    `progress` hears of the sentences that were read since it was called last, and of all.
    """
    statements = [tuple(_statements(organisation)) for organisation in organisations]
    texts = list(dict.fromkeys(statement.text for some in statements for statement in some))
    vectors = dict(zip(texts, cache.encode(encoder, texts, progress), strict=True)) if texts else {}
    codes = list(taxonomy.terms("capabilities"))
    read = {text: _capabilities(text, vector, codes, classifier) for text, vector in vectors.items()}
    return tuple(
        _complete(organisation, some, read) if some else organisation
        for organisation, some in zip(organisations, statements, strict=True)
    )


def _statements(organisation: Organisation) -> Iterator[_Statement]:
    """Yield what may tell of offers where none are stated, and of needs where none are stated."""
    for sentence in split_sentences(organisation.summary):
        is_need = bool(_SEEKS.search(sentence))
        silent = not (organisation.needs if is_need else organisation.offers)
        if silent and len(sentence.split()) >= FEWEST_WORDS:
            yield _Statement(sentence, sentence, is_need)
    if organisation.offers:
        return
    for activity in organisation.activities:
        yield _Statement(activity.title, f"{activity.title}. {' '.join(split_sentences(activity.summary)[:2])}", False)


def _capabilities(
    text: str, vector: Vectors, codes: Sequence[str], classifier: CapabilityClassifier
) -> dict[str, float]:
    probabilities = classifier.read(TextPieces(text, vector, (text,), vector[None])).probabilities
    likely = np.flatnonzero(probabilities >= max(LEAST_PROBABILITY, classifier.threshold))
    return {codes[column]: float(probabilities[column]) for column in likely.tolist()}


def _complete(
    organisation: Organisation, statements: Iterable[_Statement], read: Mapping[str, Mapping[str, float]]
) -> Organisation:
    offers, needs = (
        _surest([statement for statement in statements if statement.is_need == is_need], read)
        for is_need in (False, True)
    )
    changes: dict[str, tuple[Offer, ...]] = {}
    if offers:
        changes["offers"] = tuple(Offer(capability=code, statement=quote, basis="inferred") for code, quote in offers)
    if needs:
        changes["needs"] = tuple(Need(capability=code, statement=quote, basis="inferred") for code, quote in needs)
    return organisation.model_copy(update=changes) if changes else organisation


def _surest(statements: Iterable[_Statement], read: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str]]:
    """Return the surest capabilities, each with the piece of the record that says it most clearly."""
    best: dict[str, tuple[float, str]] = {}
    for statement in statements:
        for code, probability in read[statement.text].items():
            best[code] = max(best.get(code, (0.0, "")), (probability, statement.quote))
    ranked = sorted(best.items(), key=lambda entry: (-entry[1][0], entry[0]))
    return [(code, quote) for code, (_, quote) in ranked[:SUREST]]
