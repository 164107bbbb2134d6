"""Goal text to needed capabilities and context: what is to be matched, as we understood it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np

from matcher.classifiers.classifier import TextPieces
from matcher.dates.when import When, read_when, when_given
from matcher.encoders import Vectors
from matcher.encoders.recent import RecentQueries
from matcher.errors import GoalError, UnknownRecordError
from matcher.geography.codes import LANGUAGES
from matcher.knowledge import KnowledgeBase
from matcher.lexical import STOPWORDS
from matcher.passages import split_sentences
from matcher.records import Goal, Organisation
from matcher.sentences import Name, sentence
from matcher.texts.clauses import split_goal, with_clauses
from matcher.texts.language import detect_language
from matcher.texts.mentions import MentionReader, Mentions

MOST_NEEDS = 8
LEAST_SURE = 0.35  # a text of which even the likeliest capability is less likely speaks of none ("I like pancakes")
GIVEN_NEEDS = 0.5  # how much given needs turn the search, against the text; 0, .25 and 1 are worse on the dev split
FEWEST_SMALL_WORDS = 0.2  # share of words such as “the” and “with”, of which English sentences have about two fifths
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True)
class UnderstoodNeed:
    """A capability that the goal needs; `because` quotes the words that say so, "" where it was given."""

    capability: str
    weight: float
    because: str = ""


@dataclass(frozen=True)
class Understanding:
    """A goal as we understood it.

    `brought` maps each capability that the seeker brings to the words that say so. `mentions` holds the context:
    what the goal's own fields say, else what its text mentions. `request` is the goal's text without what the seeker
    says that it has; `vector`, of shape (dimension,), what is searched with: the embedding of that, drawn towards the
    needs that a person gave. `when` is the goal's own date, else the time that its text names.
    """

    goal: Goal
    needs: tuple[UnderstoodNeed, ...]
    brought: dict[str, str]
    seeker: Organisation | None
    seeker_row: int | None
    mentions: Mentions
    request: str
    vector: Vectors
    notices: tuple[str, ...] = ()
    when: When | None = None

    @cached_property
    def missing(self) -> tuple[UnderstoodNeed, ...]:
        """The needs that the seeker does not bring: what partners are wanted for."""
        return tuple(need for need in self.needs if need.capability not in self.brought)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the goal, else those of the seeker, without their regions."""
        spoken = self.seeker.languages if self.seeker else ()
        return self.mentions.languages or tuple(tag.split("-")[0] for tag in spoken)

    @cached_property
    def already_there(self) -> tuple[UnderstoodNeed, ...]:
        """The needs that the seeker brings."""
        return tuple(need for need in self.needs if need.capability in self.brought)


@dataclass(frozen=True)
class _Reading:
    """The texts of one goal that are encoded: what is asked for, its clauses, and what the seeker says of itself.

    `given` holds the descriptions of the capabilities that a person says to need, with their weights.
    """

    request: str
    wanted: tuple[str, ...]
    owned: tuple[str, ...]
    given: dict[str, float]

    @property
    def texts(self) -> Iterator[str]:
        """Every text, some of them more than once."""
        yield from (self.request, *self.wanted, *self.owned, *self.given)

    def direction(self, vectors: Mapping[str, Vectors]) -> Vectors:
        """Return the unit vector to search with: what is asked for, drawn towards what is said to be needed.

        A text need not speak of what a person says to need; the vectors of those capabilities count half.
        """
        vector = vectors[self.request]
        total = sum(self.given.values())
        for text, weight in self.given.items():
            vector = vector + GIVEN_NEEDS * weight / total * vectors[text]
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


class GoalReader:
    """Reads goals for one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._queries = RecentQueries(knowledge.encoder)
        self._mention_reader = MentionReader(knowledge.taxonomy)
        self._codes = list(knowledge.taxonomy.terms("capabilities"))
        self._descriptions = {term.code: f"{term.name}: {term.definition}" for term in knowledge.taxonomy.capabilities}

    def check(self, goal: Goal) -> Organisation | None:
        """Return the goal's seeker; raise GoalError for a code or a seeker that does not exist."""
        for problem in self._knowledge.taxonomy.problems(goal, "goal"):
            if problem.where != "goal":
                raise GoalError("seeker", f"{problem.field}: {problem.message}")
            raise GoalError(problem.field.split("[")[0], problem.message)
        if not isinstance(goal.seeker, str):
            return goal.seeker
        try:
            return self._knowledge.organisation(goal.seeker)
        except UnknownRecordError as error:
            raise GoalError("seeker", error.args[0]) from error

    def understand(self, goals: Sequence[Goal], today: date | None = None) -> list[Understanding]:
        """Read all goals, with at most one call of the encoder; raise GoalError as `check` does.

        Times are understood as somebody means them who writes on the day `today` (default: this day, by UTC).
        """
        today = today or datetime.now(UTC).date()
        seekers = [self.check(goal) for goal in goals]
        readings = [self._read(goal, seeker) for goal, seeker in zip(goals, seekers, strict=True)]
        vectors = self._queries.encode([text for reading in readings for text in reading.texts])

        def best(whole: str, clauses: tuple[str, ...]) -> dict[str, tuple[float, str]]:
            of_clauses = np.array([vectors[clause] for clause in clauses], dtype=np.float32)
            return self._capabilities(TextPieces(whole, vectors[whole], clauses, of_clauses))

        def owned(reading: _Reading) -> dict[str, tuple[float, str]]:
            return best(reading.owned[0], reading.owned) if reading.owned else {}

        return [
            self._understanding(goal, seeker, r, best(r.request, r.wanted), owned(r), r.direction(vectors), today)
            for goal, seeker, r in zip(goals, seekers, readings, strict=True)
        ]

    def _read(self, goal: Goal, seeker: Organisation | None) -> _Reading:
        """Collect the texts of a goal; a seeker that states no offers is taken by its summary."""
        pieces = split_goal(goal.text)
        owned = list(pieces.owned)
        if seeker and not seeker.offers:
            owned += [piece for sentence in split_sentences(seeker.summary) for piece in with_clauses(sentence)]
        given = {self._descriptions[need.capability]: need.weight for need in goal.needs}
        return _Reading(pieces.request, pieces.wanted, tuple(dict.fromkeys(owned)), given)

    def _understanding(
        self,
        goal: Goal,
        seeker: Organisation | None,
        reading: _Reading,
        wanted: dict[str, tuple[float, str]],
        owned: dict[str, tuple[float, str]],
        vector: Vectors,
        today: date,
    ) -> Understanding:
        brought = {code: because for code, (_, because) in owned.items()}
        if seeker:
            brought |= {offer.capability: offer.statement for offer in seeker.offers}
        if goal.needs:
            given: dict[str, float] = {}
            for need in goal.needs:
                given[need.capability] = max(need.weight, given.get(need.capability, 0.0))
            needs = tuple(UnderstoodNeed(code, weight) for code, weight in given.items())
        else:
            meant = ((code, said) for code, said in wanted.items() if f"need:{code}" not in goal.ignore)
            ranked = sorted(meant, key=lambda entry: -entry[1][0])[:MOST_NEEDS]
            needs = tuple(UnderstoodNeed(code, round(p, 2), because) for code, (p, because) in ranked)
        return Understanding(
            goal=goal,
            needs=needs,
            brought=brought,
            seeker=seeker,
            seeker_row=self._knowledge.organisation_row(seeker.id) if seeker else None,
            mentions=_corrected(self._mention_reader.read(goal.text), goal),
            request=reading.request,
            vector=vector,
            notices=tuple(_notices(goal, needs)),
            when=when_given(goal.on) or (None if "when" in goal.ignore else read_when(goal.text, today)),
        )

    def _capabilities(self, pieces: TextPieces) -> dict[str, tuple[float, str]]:
        """Return each capability that a text is about, with its probability and the words that say so."""
        if not pieces.clauses:
            return {}
        classifier = self._knowledge.classifier
        reading = classifier.read(pieces)
        if reading.probabilities.max(initial=0) < LEAST_SURE:
            return {}
        return {
            code: (float(reading.probabilities[column]), pieces.clauses[reading.clauses[column]])
            for column, code in enumerate(self._codes)
            if reading.probabilities[column] >= classifier.threshold
        }


def _corrected(mentions: Mentions, goal: Goal) -> Mentions:
    """Return what the goal's own fields say, else what its text mentions and the goal does not ignore."""
    mentions = mentions.without(goal.ignore) if goal.ignore else mentions
    return replace(
        mentions.in_countries(goal.countries) if goal.countries else mentions,
        languages=tuple(tag.split("-")[0] for tag in goal.languages) or mentions.languages,
        audiences=goal.audiences or mentions.audiences,
        themes=goal.themes or mentions.themes,
    )


def _notices(goal: Goal, needs: tuple[UnderstoodNeed, ...]) -> Iterable[str]:
    letters = sum(character.isalpha() for character in goal.text)
    if len(_LATIN.findall(goal.text)) < letters / 2:
        yield sentence(
            "The text is in a script that the language model reads poorly. Results will be better if you say the goal"
            " in English."
        )
    elif _may_be_foreign(goal.text) and (tag := detect_language(goal.text)) not in {"", "en"}:
        yield sentence(
            "The text seems to be in %(language)s. Texts are matched by meaning best in English: results will be"
            " better if you say the goal in English.",
            language=Name.of("languages", tag, LANGUAGES.get(tag, tag)),
        )
    if not needs and not any(each.startswith("need:") for each in goal.ignore):
        yield sentence(
            "No capability was recognised in this goal, so partners are ranked by its topic alone. Say what is needed,"
            " for example fact-checking, broadcasting or access to schools."
        )


def _may_be_foreign(text: str) -> bool:
    """Tell whether a text has so few of the small English words that its language is worth finding out."""
    words = re.findall(r"\w+", text.casefold())
    return sum(word in STOPWORDS for word in words) < FEWEST_SMALL_WORDS * len(words)
