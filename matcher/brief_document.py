"""A partnership brief in words: one document, whatever the format that it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from matcher.agreement_sections import agreement_sections
from matcher.brief import Brief, BriefPartner
from matcher.campaign import phase_of
from matcher.date_words import long_date, period
from matcher.document import Block, Document, Paragraph, Points, Section, Table
from matcher.reasons import Reason
from matcher.records import COUNTRIES, Organisation, Source
from matcher.results import RecommendedPractice
from matcher.taxonomy import Taxonomy
from matcher.timeline import Step


def brief_document(brief: Brief, taxonomy: Taxonomy, written_on: date) -> Document:
    """Put a brief into words; names of codes come from the taxonomy."""
    return _BriefWriter(brief, taxonomy, written_on).document()


class _BriefWriter:
    def __init__(self, brief: Brief, taxonomy: Taxonomy, written_on: date) -> None:
        self._brief = brief
        self._u = brief.understanding
        self._taxonomy = taxonomy
        self._written_on = written_on
        self._sources = list(dict.fromkeys(citation(source) for source in _sources_of(brief)))

    def document(self) -> Document:
        """Return all sections, in the order in which partners go through them."""
        return Document(f"Partnership brief: {self._brief.name}", tuple(self._opening()), tuple(self._sections()))

    def _opening(self) -> Iterator[Block]:
        yield Paragraph(self._u.goal.text, "lead")
        facts = [f"Who asks: {self._seeker()}."] if self._u.seeker_row is not None else []
        if self._u.mentions.countries:
            facts.append(f"Where: {', '.join(self._u.mentions.place_names)}.")
        if self._u.when:
            facts.append(f"When: {period(self._u.when)}.")
        yield Paragraph(" ".join([*facts, f"Written on {long_date(self._written_on.isoformat())}."]), "quiet")
        if self._brief.gone:
            yield Paragraph(f"Not in the directory any more, and left out here: {', '.join(self._brief.gone)}.")

    def _sections(self) -> Iterator[Section]:
        if self._u.needs:
            yield Section("What the goal needs, and who brings it", (self._needs(),))
        yield Section("Partners: what each gives and gets", (Paragraph(_ON_QUOTES, "quiet"),))
        yield from (Section(each.organisation.name, tuple(self._partner(each)), 3) for each in self._brief.partners)
        yield Section("Timeline", tuple(self._timeline()))
        if self._brief.practices:
            yield Section("Practices that help", tuple(self._practices()))
        yield from agreement_sections()
        if self._sources:
            yield Section("Sources", (Points(tuple(self._sources), numbered=True),))

    def _needs(self) -> Table:
        rows = [((self._capability(need.capability),), (self._who(need.capability),)) for need in self._u.needs]
        return Table(("The goal needs", "Who brings it"), tuple(rows))

    def _who(self, code: str) -> str:
        if code in self._u.brought:
            return f"{self._seeker()} (there already)"
        names = self._brief.lead_on(code)
        if not names:
            return "Nobody yet"
        return f"{names[0]} leads" + (f"; also {', '.join(names[1:])}" if len(names) > 1 else "")

    def _partner(self, partner: BriefPartner) -> Iterator[Block]:
        yield Paragraph(self._facts(partner.organisation), "quiet")
        yield Paragraph(self._role(partner))
        header = (f"{partner.organisation.name} gives", f"{partner.organisation.name} gets")
        yield Table(header, ((tuple(self._gives(partner)), tuple(self._gets(partner))),))
        if partner.unknowns or partner.cautions:
            yield Paragraph(_questions(partner))

    def _facts(self, organisation: Organisation) -> str:
        kind = self._taxonomy.name("kinds", organisation.kind) if organisation.kind else "Kind not known"
        places = ", ".join(COUNTRIES[code] for code in organisation.countries)
        place = places or ("Worldwide" if organisation.reach == "global" else "place not known")
        checked = f"profile of {long_date(organisation.verified_on)}" if organisation.verified_on else "profile undated"
        reached = [text for text in (organisation.contact.website, organisation.contact.role_email) if text]
        return " · ".join([kind, place, checked, *reached])

    def _role(self, partner: BriefPartner) -> str:
        parts = [("leads on", partner.leads), ("helps with", partner.supports)]
        said = [f"{verb} {self._capabilities(codes)}" for verb, codes in parts if codes]
        return f"Role: {'; '.join(said) or 'to be found together'}."

    def _gives(self, partner: BriefPartner) -> Iterator[str]:
        yield from map(self._quoted, partner.gives)
        if not partner.gives:
            yield "Its profile states nothing of what is missing."
        if partner.besides:
            yield f"Brings besides: {self._capabilities(partner.besides)}."

    def _gets(self, partner: BriefPartner) -> Iterator[str]:
        yield from map(self._quoted, partner.gets)
        for name, codes in self._brief.met_by_others(partner).items():
            yield f"From {name}: {self._capabilities(codes)}."
        unmet = [code for code in partner.looks_for if not self._brief.bringing(code)]
        if unmet:
            yield f"Also looks for: {self._capabilities(unmet)}. Who could give that?"
        if not partner.organisation.needs:
            yield "What it looks for is not known. Ask what it wants from this."

    def _quoted(self, reason: Reason) -> str:
        inferred = " (inferred)" if reason.basis == "inferred" else ""
        return f"{self._capability(reason.capability)}: “{reason.quote}”{inferred}{self._reference(reason.source)}"

    def _timeline(self) -> Iterator[Block]:
        if self._brief.day:
            day = long_date(self._brief.day.isoformat())
            yield Paragraph(f"Counted back from {day}. {_ON_STEPS}", "quiet")
        else:
            yield Paragraph(f"The goal names no day, so these are weeks before it. {_ON_STEPS}", "quiet")
        rows = [((_when(step),), (step.text,), (self._origin(step),)) for step in self._brief.timeline]
        yield Table(("When to begin", "What", "From"), tuple(rows))

    def _origin(self, step: Step) -> str:
        source = step.practice.sources[0] if step.practice and step.practice.sources else None
        return f"practice{self._reference(source)}" if step.practice else "usual order"

    def _practices(self) -> Iterator[Block]:
        yield Points(tuple(map(self._practice, self._brief.practices)))

    def _practice(self, found: RecommendedPractice) -> str:
        practice = found.practice
        phase = phase_of(practice)
        pitfalls = "".join(f" Pitfall: {_sentence(pitfall)}" for pitfall in practice.pitfalls)
        title = f"{practice.title or practice.id}{f' ({phase})' if phase else ''}"
        reference = self._reference(practice.sources[0] if practice.sources else None)
        return f"{title}: “{found.reason.quote}”{reference}{pitfalls}"

    def _reference(self, source: Source | None) -> str:
        return f" [{self._sources.index(citation(source)) + 1}]" if source else ""

    def _seeker(self) -> str:
        """Return the name of who asks; a seeker that was described on the spot has none."""
        return self._u.seeker.name if self._u.seeker and self._u.seeker_row is not None else "We"

    def _capability(self, code: str) -> str:
        return self._taxonomy.name("capabilities", code)

    def _capabilities(self, codes: Sequence[str]) -> str:
        return _listed([self._capability(code).lower() for code in codes])


_ON_QUOTES = (
    "What stands in quotation marks is from the partners' profiles, word for word. What is inferred was read from a"
    " profile and is not stated there."
)
_ON_STEPS = "The usual order is a suggestion: change it to fit. A practice says its own lead time."


def _questions(partner: BriefPartner) -> str:
    asked = [f"To be asked: {_listed(list(partner.unknowns))}."] if partner.unknowns else []
    talked_over = [f"To be talked over: {'; '.join(partner.cautions)}."] if partner.cautions else []
    return " ".join([*asked, *talked_over])


def citation(source: Source) -> str:
    """Write a source so that a reader can find the place."""
    date_ = long_date(source.date) if source.date else ""
    parts = (source.author, source.title, source.publisher, date_, source.locator, source.url)
    return ", ".join(part for part in parts if part)


def _sources_of(brief: Brief) -> Iterator[Source]:
    for partner in brief.partners:
        yield from (reason.source for reason in (*partner.gives, *partner.gets) if reason.source)
    yield from (found.practice.sources[0] for found in brief.practices if found.practice.sources)


def _when(step: Step) -> str:
    weeks = f"{abs(step.weeks):g} week{'s' if abs(step.weeks) != 1 else ''} {'before' if step.weeks > 0 else 'after'}"
    relative = weeks if step.weeks else "the day itself"
    if not step.day or not step.weeks:
        return long_date(step.day.isoformat()) if step.day else relative
    late = "; that is over, begin at once" if step.late else ""
    return f"{long_date(step.day.isoformat())} ({relative}{late})"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _listed(names: list[str], most: int = 5) -> str:
    shown = names[:most] + ([f"{len(names) - most} more"] if len(names) > most else [])
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
