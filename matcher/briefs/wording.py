"""A partnership brief in words: one document, whatever the format that it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from matcher.briefs.agreement_sections import agreement_sections
from matcher.briefs.brief import Brief, BriefPartner
from matcher.dates.words import long_date, period
from matcher.documents.document import Block, Document, Paragraph, Points, Section, Table
from matcher.geography.codes import country_name
from matcher.practices.campaign import phase_of
from matcher.practices.timeline import Step
from matcher.reasons import Reason
from matcher.records import Organisation, Source
from matcher.results import RecommendedPractice
from matcher.sentences import amount, counted, joined, listed, sentence, small
from matcher.taxonomy import Taxonomy


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
        return Document(
            sentence("Partnership brief: %(name)s", name=self._brief.name),
            tuple(self._opening()),
            tuple(self._sections()),
        )

    def _opening(self) -> Iterator[Block]:
        if self._u.goal.text != self._brief.name:
            yield Paragraph(self._u.goal.text, "lead")
        yield Paragraph(joined(" ", self._asked()), "quiet")
        if self._brief.gone:
            names = ", ".join(self._brief.gone)
            yield Paragraph(sentence("Not in the directory any more, and left out here: %(names)s.", names=names))

    def _asked(self) -> Iterator[str]:
        if self._u.seeker_row is not None:
            yield sentence("Who asks: %(name)s.", name=self._seeker())
        if self._u.mentions.countries:
            yield sentence("Where: %(places)s.", places=joined(", ", self._u.mentions.place_names))
        if self._u.when:
            yield sentence("When: %(period)s.", period=period(self._u.when))
        yield sentence("Written on %(day)s.", day=long_date(self._written_on.isoformat()))

    def _sections(self) -> Iterator[Section]:
        if self._u.needs:
            yield Section(sentence("What the goal needs, and who brings it"), (self._needs(),))
        yield Section(sentence("Partners: what each gives and gets"), (Paragraph(_ON_QUOTES, "quiet"),))
        yield from (Section(each.organisation.name, tuple(self._partner(each)), 3) for each in self._brief.partners)
        yield Section(sentence("Timeline"), tuple(self._timeline()))
        if self._brief.practices:
            yield Section(sentence("Practices that help"), tuple(self._practices()))
        yield from agreement_sections()
        if self._sources:
            yield Section(sentence("Sources"), (Points(tuple(self._sources), numbered=True),))

    def _needs(self) -> Table:
        rows = [((self._capability(need.capability),), (self._who(need.capability),)) for need in self._u.needs]
        return Table((sentence("The goal needs"), sentence("Who brings it")), tuple(rows))

    def _who(self, code: str) -> str:
        if code in self._u.brought:
            return sentence("%(name)s (there already)", name=self._seeker())
        names = self._brief.lead_on(code)
        if not names:
            return sentence("Nobody yet")
        if len(names) == 1:
            return sentence("%(name)s leads", name=names[0])
        return sentence("%(name)s leads; also %(others)s", name=names[0], others=", ".join(names[1:]))

    def _partner(self, partner: BriefPartner) -> Iterator[Block]:
        yield Paragraph(self._facts(partner.organisation), "quiet")
        yield Paragraph(self._role(partner))
        name = partner.organisation.name
        header = (sentence("%(name)s gives", name=name), sentence("%(name)s gets", name=name))
        yield Table(header, ((tuple(self._gives(partner)), tuple(self._gets(partner))),))
        if partner.unknowns or partner.cautions:
            yield Paragraph(_questions(partner))

    def _facts(self, organisation: Organisation) -> str:
        kind = self._taxonomy.name("kinds", organisation.kind) if organisation.kind else sentence("Kind not known")
        reached = [text for text in (organisation.contact.website, organisation.contact.role_email) if text]
        return joined(" · ", [kind, _place(organisation), _age(organisation), *reached])

    def _role(self, partner: BriefPartner) -> str:
        said = []
        if partner.leads:
            said.append(sentence("leads on %(capabilities)s", capabilities=self._capabilities(partner.leads)))
        if partner.supports:
            said.append(sentence("helps with %(capabilities)s", capabilities=self._capabilities(partner.supports)))
        return sentence("Role: %(role)s.", role=joined("; ", said or [sentence("to be found together")]))

    def _gives(self, partner: BriefPartner) -> Iterator[str]:
        yield from map(self._quoted, partner.gives)
        if not partner.gives:
            yield sentence("Its profile states nothing of what is missing.")
        if partner.besides:
            yield sentence("Brings besides: %(capabilities)s.", capabilities=self._capabilities(partner.besides))

    def _gets(self, partner: BriefPartner) -> Iterator[str]:
        yield from map(self._quoted, partner.gets)
        for name, codes in self._brief.met_by_others(partner).items():
            yield sentence("From %(name)s: %(capabilities)s.", name=name, capabilities=self._capabilities(codes))
        unmet = [code for code in partner.looks_for if not self._brief.bringing(code)]
        if unmet:
            capabilities = self._capabilities(unmet)
            yield sentence("Also looks for: %(capabilities)s. Who could give that?", capabilities=capabilities)
        if not partner.organisation.needs:
            yield sentence("What it looks for is not known. Ask what it wants from this.")

    def _quoted(self, reason: Reason) -> str:
        text = sentence("%(what)s: “%(quote)s”", what=self._capability(reason.capability), quote=reason.quote)
        said = [
            text,
            *([sentence("(inferred)")] if reason.basis == "inferred" else []),
            *self._reference(reason.source),
        ]
        return joined(" ", said)

    def _timeline(self) -> Iterator[Block]:
        if self._brief.day:
            day = long_date(self._brief.day.isoformat())
            counted_from = sentence("Counted back from %(day)s.", day=day)
        else:
            counted_from = sentence("The goal names no day, so these are weeks before it.")
        yield Paragraph(joined(" ", (counted_from, _ON_STEPS)), "quiet")
        rows = [((_when(step),), (step.text,), (self._origin(step),)) for step in self._brief.timeline]
        yield Table((sentence("When to begin"), sentence("What"), sentence("From")), tuple(rows))

    def _origin(self, step: Step) -> str:
        source = step.practice.sources[0] if step.practice and step.practice.sources else None
        if not step.practice:
            return sentence("usual order")
        return joined(" ", (sentence("practice"), *self._reference(source)))

    def _practices(self) -> Iterator[Block]:
        yield Points(tuple(map(self._practice, self._brief.practices)))

    def _practice(self, found: RecommendedPractice) -> str:
        practice = found.practice
        phase = phase_of(practice)
        title = practice.title or practice.id
        if phase:
            title = sentence("%(title)s (%(phase)s)", title=title, phase=_PHASES[phase])
        reference = self._reference(practice.sources[0] if practice.sources else None)
        pitfalls = [sentence("Pitfall: %(pitfall)s", pitfall=_sentence(each)) for each in practice.pitfalls]
        quoted = sentence("%(what)s: “%(quote)s”", what=title, quote=found.reason.quote)
        return joined(" ", (quoted, *reference, *pitfalls))

    def _reference(self, source: Source | None) -> tuple[str, ...]:
        return (f"[{self._sources.index(citation(source)) + 1}]",) if source else ()

    def _seeker(self) -> str:
        """Return the name of who asks; a seeker that was described on the spot has none."""
        return self._u.seeker.name if self._u.seeker and self._u.seeker_row is not None else sentence("We")

    def _capability(self, code: str) -> str:
        return self._taxonomy.name("capabilities", code)

    def _capabilities(self, codes: Sequence[str]) -> str:
        return listed(small(self._capability(code)) for code in codes)


_ON_QUOTES = sentence(
    "What stands in quotation marks is from the partners' profiles, word for word. What is inferred was read from a"
    " profile and is not stated there."
)
_ON_STEPS = sentence("The usual order is a suggestion: change it to fit. A practice says its own lead time.")
_PHASES = {"before": sentence("before"), "during": sentence("during"), "after": sentence("after")}


def _questions(partner: BriefPartner) -> str:
    said = []
    if partner.unknowns:
        said.append(sentence("To be asked: %(questions)s.", questions=listed(partner.unknowns)))
    if partner.cautions:
        said.append(sentence("To be talked over: %(cautions)s.", cautions=joined("; ", partner.cautions)))
    return joined(" ", said)


def _place(organisation: Organisation) -> str:
    if organisation.countries:
        return joined(", ", map(country_name, organisation.countries))
    return sentence("Worldwide") if organisation.reach == "global" else sentence("place not known")


def _age(organisation: Organisation) -> str:
    if organisation.verified_on:
        return sentence("profile of %(day)s", day=long_date(organisation.verified_on))
    return sentence("profile undated")


def citation(source: Source) -> str:
    """Write a source so that a reader can find the place."""
    date_ = long_date(source.date) if source.date else ""
    parts = (source.author, source.title, source.publisher, date_, source.locator, source.url)
    return joined(", ", (part for part in parts if part))


def _sources_of(brief: Brief) -> Iterator[Source]:
    for partner in brief.partners:
        yield from (reason.source for reason in (*partner.gives, *partner.gets) if reason.source)
    yield from (found.practice.sources[0] for found in brief.practices if found.practice.sources)


def _when(step: Step) -> str:
    relative = _weeks(step.weeks)
    if not step.day or not step.weeks:
        return long_date(step.day.isoformat()) if step.day else relative
    day = long_date(step.day.isoformat())
    if step.late:
        return sentence("%(day)s (%(relative)s; that is over, begin at once)", day=day, relative=relative)
    return sentence("%(day)s (%(relative)s)", day=day, relative=relative)


def _weeks(weeks: float) -> str:
    if not weeks:
        return sentence("the day itself")
    shown, number = amount(abs(weeks), "short"), ceil(abs(weeks))
    if weeks > 0:
        return counted("%(weeks)s week before", "%(weeks)s weeks before", number, weeks=shown)
    return counted("%(weeks)s week after", "%(weeks)s weeks after", number, weeks=shown)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
