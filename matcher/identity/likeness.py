"""How alike two names are, with rare words counting more than common ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import fuzz, process

SAME_WORD = 88  # rapidfuzz ratio of two spellings of one word
FULL_WEIGHT = 20.0  # the weight of about three rare words: more says no more
SHORTEST_MISSPELT = 5  # letters; short words that differ in one letter are different words


class Likeness(NamedTuple):
    """How alike two names are, each in [0, 1].

    `words` is the weighted cosine of their words, `letters` the ratio of their letters, `telling` the weight of the
    words that they share: near 0 where these are common. `extra` is the weight of the words that the longer name has
    besides, `other` that of the words that the shorter one has besides.
    """

    words: float
    letters: float
    telling: float
    extra: float
    other: float


@dataclass(frozen=True)
class WordWeights:
    """How telling each word is: log(names / names with the word), from the names of a register."""

    names: int
    counts: dict[str, int]

    def weight(self, word: str) -> float:
        """Return the weight of a word, > 0; a word that no list knows is as rare as one of 2 names."""
        return math.log(self.names / (self.counts.get(word, 1) + 1))


@cache
def word_weights() -> WordWeights:
    """Return the weights that ship with the program."""
    lines = (files("matcher.identity") / "word_counts.tsv").read_text(encoding="utf-8").splitlines()
    (_, names), *counts = (line.split("\t") for line in lines)
    return WordWeights(int(names), {word: int(count) for word, count in counts})


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """Compare two names as words by soft TF-IDF (Cohen, Ravikumar and Fienberg, IJCAI-03 workshop on IIWeb)."""
    weight = word_weights().weight
    pairs = _aligned(one, other)
    norm = math.sqrt(math.prod(sum(weight(word) ** 2 for word in set(words)) for words in (one, other)))
    cosine = sum(weight(a) * weight(b) * same for a, b, same in pairs) / norm
    shared = sum(min(weight(a), weight(b)) * same for a, b, same in pairs)
    besides = sorted(sum(map(weight, set(words))) - shared for words in (one, other))
    return Likeness(
        min(1.0, cosine), _letters(one, other), min(1.0, shared / FULL_WEIGHT), _share(besides[1]), _share(besides[0])
    )


def _letters(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Compare the letters, also where words are cut differently: “fact check” and “factcheck”."""
    return max(fuzz.ratio(" ".join(one), " ".join(other)), fuzz.ratio("".join(one), "".join(other))) / 100


def _share(weight: float) -> float:
    return max(0.0, min(1.0, weight / FULL_WEIGHT))


def _aligned(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, str, float]]:
    """Pair each word with the one that is spelt most like it, each word once."""
    left = dict.fromkeys(other)
    pairs: list[tuple[str, str, float]] = []
    for word in dict.fromkeys(one):
        if word in left:
            pairs.append((word, word, 1.0))
            del left[word]
    met = {word for word, _, _ in pairs}
    for word in dict.fromkeys(one):
        if word in met or len(word) < SHORTEST_MISSPELT or not left:
            continue
        found = process.extractOne(word, list(left), scorer=fuzz.ratio, score_cutoff=SAME_WORD)
        if found and len(found[0]) >= SHORTEST_MISSPELT and not word.isdigit():
            pairs.append((word, found[0], found[1] / 100))
            del left[found[0]]
    return pairs
