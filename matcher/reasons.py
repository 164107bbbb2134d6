"""Score terms to reasons: each quotes the record word for word, and what is unknown or against is said too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.fields import Basis
from matcher.geography.codes import country_name, language_name
from matcher.goals import Understanding
from matcher.lexical import analyse
from matcher.passages import Part, split_sentences
from matcher.records import Activity, Offer, Organisation, Practice, Source
from matcher.sentences import counted, joined, listed, sentence, small
from matcher.taxonomy import Taxonomy

LONGEST_QUOTE = 320  # characters


@dataclass(frozen=True)
class Reason:
    """Why a record is recommended: a term of the score, what it means here, and the evidence.

    `quote` is a verbatim part of the record's `field` ("" where the fact is a code, not a sentence); `source` is
    the record's source for it, where it names one.
    """

    term: str
    text: str
    quote: str = ""
    field: str = ""
    basis: Basis | None = None
    capability: str = ""
    source: Source | None = None


def coverage_reasons(organisation: Organisation, u: Understanding, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Name each missing capability that the organisation brings, most needed first, with its own sentence."""
    for need in u.missing:
        entry = _surest(organisation.offers, need.capability)
        if entry:
            position, offer = entry
            name = taxonomy.name("capabilities", need.capability)
            field = f"offers[{position}].statement"
            source = _source(organisation, offer.source)
            text = sentence("Brings: %(capability)s", capability=name)
            yield Reason("coverage", text, offer.statement, field, offer.basis, need.capability, source)


def reciprocity_reasons(organisation: Organisation, u: Understanding, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Name each capability that the organisation looks for and the seeker brings."""
    for code in u.brought:
        entry = _surest(organisation.needs, code)
        if entry:
            position, need = entry
            name = taxonomy.name("capabilities", code)
            text = sentence("Looks for what you bring: %(capability)s", capability=name)
            field = f"needs[{position}].statement"
            source = _source(organisation, need.source)
            yield Reason("reciprocity", text, need.statement, field, need.basis, code, source)


def evidence_reason(
    organisation: Organisation, position: int, u: Understanding, name_of: Callable[[str], str]
) -> Reason:
    """Tell of the past activity that is most like the goal, and with whom it was done."""
    activity = organisation.activities[position]
    partners = [name_of(partner) for partner in activity.partners]
    part = "summary" if activity.summary else "title"
    quote = quote_for(activity.summary or activity.title, u.goal.text)
    done = sentence("Has done something like it: %(activity)s", activity=_dated(activity))
    text = sentence("%(done)s, with %(partners)s", done=done, partners=listed(partners)) if partners else done
    source = _source(organisation, activity.source)
    return Reason("evidence", text, quote, f"activities[{position}].{part}", source=source)


def shared_activity_reason(organisation: Organisation, position: int | None, activity: Activity, more: int) -> Reason:
    """Tell that the organisation did `activity` with the seeker, and `more` others.

    `position` is that of the activity in its record, or None where only the seeker's record tells of it.
    """
    text = sentence("Has worked with you: %(activity)s", activity=_dated(activity))
    if more:
        text = counted("%(said)s and %(number)s more", "%(said)s and %(number)s more", more, said=text, number=more)
    if position is None:
        return Reason("ties", text)
    return Reason(
        "ties", text, activity.title, f"activities[{position}].title", source=_source(organisation, activity.source)
    )


def common_partners_reason(names: list[str]) -> Reason:
    """Tell through whom the organisation and the seeker know each other."""
    return Reason("ties", sentence("Has worked with partners of yours: %(names)s", names=listed(names)))


def relevance_reason(organisation: Organisation, part: Part, position: int, u: Understanding) -> Reason | None:
    """Quote the sentence of the record that is closest to the goal's topic."""
    if part == "profile":
        if not organisation.summary:
            return None
        quote = quote_for(organisation.summary, u.goal.text)
        source = organisation.sources[0] if organisation.sources else None
        return Reason("relevance", sentence("Its profile is close to your goal"), quote, "summary", source=source)
    if part == "offer":
        offer = organisation.offers[position]
        source = _source(organisation, offer.source)
        field = f"offers[{position}].statement"
        text = sentence("Close to your goal")
        return Reason("relevance", text, offer.statement, field, offer.basis, offer.capability, source)
    return None


def context_reasons(organisation: Organisation, u: Understanding, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Name what is shared: places, audiences, languages, themes and values."""
    countries = [country_name(code) for code in u.mentions.countries if code in organisation.countries]
    if countries:
        yield Reason("reach", sentence("Works in %(countries)s", countries=listed(countries)), field="countries")
    elif u.mentions.countries and organisation.reach == "global":
        yield Reason("reach", sentence("Works worldwide"), field="reach")
    places = [country_name(code) for code in u.seeker.countries if code in organisation.countries] if u.seeker else []
    if places:
        text = sentence("Works where you do: %(countries)s", countries=listed(places))
        yield Reason("common_ground", text, field="countries")
    audiences = [taxonomy.name("audiences", code) for code in u.mentions.audiences if code in organisation.audiences]
    if audiences:
        text = sentence("Reaches %(audiences)s", audiences=listed(map(small, audiences)))
        yield Reason("reach", text, field="audiences")
    spoken = dict.fromkeys(tag.split("-")[0] for tag in organisation.languages)
    languages = [language_name(code) for code in spoken if code in u.languages]
    if languages:
        text = sentence("Shares your languages: %(languages)s", languages=listed(languages))
        yield Reason("common_ground", text, field="languages")
    for field in ("themes", "values"):
        wanted = set(getattr(u.mentions, field)) | (set(getattr(u.seeker, field)) if u.seeker else set())
        shared = [taxonomy.name(field, code) for code in getattr(organisation, field) if code in wanted]
        if shared:
            if field == "themes":
                text = sentence("Shares your themes: %(themes)s", themes=listed(shared))
            else:
                text = sentence("Shares your values: %(values)s", values=listed(shared))
            yield Reason("common_ground", text, field=field)


def unknowns(organisation: Organisation, u: Understanding) -> Iterator[str]:
    """Say what the record does not tell and the goal asks for."""
    if u.mentions.countries and not organisation.countries and organisation.reach != "global":
        yield sentence("where it works")
    if u.mentions.languages and not organisation.languages:
        yield sentence("which languages it works in")
    if u.mentions.audiences and not organisation.audiences:
        yield sentence("whom it reaches")
    if u.goal.kinds and not organisation.kind:
        yield sentence("what kind of organisation it is")
    if not organisation.offers:
        yield sentence("what it offers to partners")
    if not organisation.verified_on:
        yield sentence("how old this profile is")


def cautions(organisation: Organisation, u: Understanding) -> Iterator[str]:
    """Say what speaks against the organisation."""
    places = set(u.mentions.countries)
    elsewhere = organisation.countries and not places & set(organisation.countries)
    if places and elsewhere and organisation.reach != "global":
        yield sentence(
            "Its profile names %(countries)s only", countries=listed(map(country_name, organisation.countries))
        )
    languages = {tag.split("-")[0] for tag in organisation.languages}
    if u.mentions.languages and languages and not languages & set(u.mentions.languages):
        yield sentence("Its profile names other languages only")
    if organisation.needs and u.brought and not any(need.capability in u.brought for need in organisation.needs):
        yield sentence("What it says that it looks for is nothing that you bring")
    if organisation.status == "dormant":
        yield sentence("It is dormant")


def practice_reason(practice: Practice, u: Understanding, taxonomy: Taxonomy, pair: Sequence[str] = ()) -> Reason:
    """Quote the sentence of a note that is closest to the goal, say what it helps with and whom it joins.

    `pair` are the kinds of the two that were just matched, where the note names both.
    """
    wanted = {need.capability for need in u.needs}
    shared = [taxonomy.name("capabilities", code) for code in practice.capabilities if code in wanted]
    kinds = [taxonomy.name("kinds", code) for code in pair]
    said = [sentence("Helps with: %(capabilities)s", capabilities=listed(shared))] if shared else []
    if len(kinds) > 1:
        said.append(sentence("Joins: %(kinds)s", kinds=listed(kinds)))
    elif kinds:
        said.append(sentence("For work with: %(kind)s", kind=kinds[0]))
    source = practice.sources[0] if practice.sources else None
    text = joined(". ", said) if said else sentence("Close to your goal")
    return Reason("relevance", text, quote_for(practice.text, u.goal.text), "text", source=source)


def quote_for(text: str, goal: str) -> str:
    """Return the sentence of `text` that shares most words with `goal`: a verbatim part, cut at a word if long."""
    wanted = _words_of_goal(goal)
    best, _ = max(_sentences_of(text), key=lambda entry: len(wanted & entry[1]), default=("", frozenset()))
    return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


@lru_cache(maxsize=1024)  # the goals of a batch are answered by the same organisations again and again
def _sentences_of(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((each, frozenset(analyse(each))) for each in split_sentences(text))


@lru_cache(maxsize=64)
def _words_of_goal(goal: str) -> frozenset[str]:
    return frozenset(analyse(goal))


def _surest(entries: tuple[Offer, ...], capability: str) -> tuple[int, Offer] | None:
    found = [(position, entry) for position, entry in enumerate(entries) if entry.capability == capability]
    return min(found, key=lambda each: each[1].basis != "stated", default=None)


def _source(organisation: Organisation, position: int | None) -> Source | None:
    return organisation.sources[position] if position is not None else None


def _dated(activity: Activity) -> str:
    """Return the title of an activity with the years in which it took place."""
    years = list(dict.fromkeys(date[:4] for date in (activity.start, activity.end) if date))
    if not activity.start:
        return activity.title
    if len(years) == 1:
        return f"{activity.title} ({years[0]})"
    return sentence("%(title)s (%(start)s to %(end)s)", title=activity.title, start=years[0], end=years[1])
