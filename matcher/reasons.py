"""Score terms to reasons: each quotes the record word for word, and what is unknown or against is said too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.goals import Understanding
from matcher.lexical import analyse
from matcher.passages import Part, split_sentences
from matcher.records import COUNTRIES, LANGUAGES, Activity, Basis, Offer, Organisation, Practice, Source
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
            yield Reason("coverage", f"Brings: {name}", offer.statement, field, offer.basis, need.capability, source)


def reciprocity_reasons(organisation: Organisation, u: Understanding, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Name each capability that the organisation looks for and the seeker brings."""
    for code in u.brought:
        entry = _surest(organisation.needs, code)
        if entry:
            position, need = entry
            text = f"Looks for what you bring: {taxonomy.name('capabilities', code)}"
            field = f"needs[{position}].statement"
            source = _source(organisation, need.source)
            yield Reason("reciprocity", text, need.statement, field, need.basis, code, source)


def evidence_reason(organisation: Organisation, position: int, u: Understanding, names: dict[str, str]) -> Reason:
    """Tell of the past activity that is most like the goal, and with whom it was done."""
    activity = organisation.activities[position]
    partners = [names.get(partner, partner) for partner in activity.partners]
    with_whom = f", with {listed(partners)}" if partners else ""
    when = f" ({_period(activity)})" if activity.start else ""
    part = "summary" if activity.summary else "title"
    quote = quote_for(activity.summary or activity.title, u.goal.text)
    text = f"Has done something like it: {activity.title}{when}{with_whom}"
    source = _source(organisation, activity.source)
    return Reason("evidence", text, quote, f"activities[{position}].{part}", source=source)


def shared_activity_reason(organisation: Organisation, position: int | None, activity: Activity, more: int) -> Reason:
    """Tell that the organisation did `activity` with the seeker, and `more` others.

    `position` is that of the activity in its record, or None where only the seeker's record tells of it.
    """
    when = f" ({_period(activity)})" if activity.start else ""
    others = f" and {more} more" if more else ""
    text = f"Has worked with you: {activity.title}{when}{others}"
    if position is None:
        return Reason("ties", text)
    return Reason(
        "ties", text, activity.title, f"activities[{position}].title", source=_source(organisation, activity.source)
    )


def common_partners_reason(names: list[str]) -> Reason:
    """Tell through whom the organisation and the seeker know each other."""
    return Reason("ties", f"Has worked with partners of yours: {listed(names)}")


def relevance_reason(organisation: Organisation, part: Part, position: int, u: Understanding) -> Reason | None:
    """Quote the sentence of the record that is closest to the goal's topic."""
    if part == "profile":
        if not organisation.summary:
            return None
        quote = quote_for(organisation.summary, u.goal.text)
        source = organisation.sources[0] if organisation.sources else None
        return Reason("relevance", "Its profile is close to your goal", quote, "summary", source=source)
    if part == "offer":
        offer = organisation.offers[position]
        source = _source(organisation, offer.source)
        field = f"offers[{position}].statement"
        return Reason("relevance", "Close to your goal", offer.statement, field, offer.basis, offer.capability, source)
    return None


def context_reasons(organisation: Organisation, u: Understanding, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Name what is shared: places, audiences, languages, themes and values."""
    countries = [COUNTRIES[code] for code in u.mentions.countries if code in organisation.countries]
    if countries:
        yield Reason("reach", f"Works in {listed(countries)}", field="countries")
    elif u.mentions.countries and organisation.reach == "global":
        yield Reason("reach", "Works worldwide", field="reach")
    shared = [COUNTRIES[code] for code in u.seeker.countries if code in organisation.countries] if u.seeker else []
    if shared:
        yield Reason("common_ground", f"Works where you do: {listed(shared)}", field="countries")
    audiences = [taxonomy.name("audiences", code) for code in u.mentions.audiences if code in organisation.audiences]
    if audiences:
        yield Reason("reach", f"Reaches {listed([name.lower() for name in audiences])}", field="audiences")
    spoken = dict.fromkeys(tag.split("-")[0] for tag in organisation.languages)
    languages = [LANGUAGES.get(code, code) for code in spoken if code in u.languages]
    if languages:
        yield Reason("common_ground", f"Shares your languages: {listed(languages)}", field="languages")
    for field, title in (("themes", "Shares your themes"), ("values", "Shares your values")):
        wanted = set(getattr(u.mentions, field)) | (set(getattr(u.seeker, field)) if u.seeker else set())
        shared = [taxonomy.name(field, code) for code in getattr(organisation, field) if code in wanted]
        if shared:
            yield Reason("common_ground", f"{title}: {listed(shared)}", field=field)


def unknowns(organisation: Organisation, u: Understanding) -> Iterator[str]:
    """Say what the record does not tell and the goal asks for."""
    if u.mentions.countries and not organisation.countries and organisation.reach != "global":
        yield "where it works"
    if u.mentions.languages and not organisation.languages:
        yield "which languages it works in"
    if u.mentions.audiences and not organisation.audiences:
        yield "whom it reaches"
    if u.goal.kinds and not organisation.kind:
        yield "what kind of organisation it is"
    if not organisation.offers:
        yield "what it offers to partners"
    if not organisation.verified_on:
        yield "how old this profile is"


def cautions(organisation: Organisation, u: Understanding) -> Iterator[str]:
    """Say what speaks against the organisation."""
    places = set(u.mentions.countries)
    elsewhere = organisation.countries and not places & set(organisation.countries)
    if places and elsewhere and organisation.reach != "global":
        yield f"Its profile names {listed([COUNTRIES[code] for code in organisation.countries])} only"
    languages = {tag.split("-")[0] for tag in organisation.languages}
    if u.mentions.languages and languages and not languages & set(u.mentions.languages):
        yield "Its profile names other languages only"
    if organisation.needs and u.brought and not any(need.capability in u.brought for need in organisation.needs):
        yield "What it says that it looks for is nothing that you bring"
    if organisation.status == "dormant":
        yield "It is dormant"


def practice_reason(practice: Practice, u: Understanding, taxonomy: Taxonomy, joined: Sequence[str] = ()) -> Reason:
    """Quote the sentence of a note that is closest to the goal, say what it helps with and whom it joins.

    `joined` are the kinds of the pair that was just matched, where the note names both.
    """
    wanted = {need.capability for need in u.needs}
    shared = [taxonomy.name("capabilities", code) for code in practice.capabilities if code in wanted]
    kinds = [taxonomy.name("kinds", code) for code in joined]
    said = [f"Helps with: {listed(shared)}"] if shared else []
    said += [f"{'Joins' if len(kinds) > 1 else 'For work with'}: {listed(kinds)}"] if kinds else []
    source = practice.sources[0] if practice.sources else None
    text = ". ".join(said) or "Close to your goal"
    return Reason("relevance", text, quote_for(practice.text, u.goal.text), "text", source=source)


def quote_for(text: str, goal: str) -> str:
    """Return the sentence of `text` that shares most words with `goal`: a verbatim part, cut at a word if long."""
    wanted = set(analyse(goal))
    sentences = split_sentences(text)
    best = max(sentences, key=lambda sentence: len(wanted & set(analyse(sentence))), default="")
    return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def _surest(entries: tuple[Offer, ...], capability: str) -> tuple[int, Offer] | None:
    found = [(position, entry) for position, entry in enumerate(entries) if entry.capability == capability]
    return min(found, key=lambda each: each[1].basis != "stated", default=None)


def _source(organisation: Organisation, position: int | None) -> Source | None:
    return organisation.sources[position] if position is not None else None


def _period(activity: Activity) -> str:
    years = [date[:4] for date in (activity.start, activity.end) if date]
    return " to ".join(dict.fromkeys(years))


def listed(names: list[str], most: int = 5) -> str:
    """Return names as a sentence lists them, at most `most` of them."""
    shown = names[:most] + ([f"{len(names) - most} more"] if len(names) > most else [])
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
