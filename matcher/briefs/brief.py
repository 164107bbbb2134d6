"""The partnership brief: who does what for a goal, what each gives and gets, by when, and what is to be settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.goals import Understanding, UnderstoodNeed
from matcher.practices.campaign import STILL_RELEVANT, Campaign
from matcher.practices.timeline import Step, count_back, deadline
from matcher.reasons import Reason
from matcher.records import Organisation
from matcher.results import Partner, Partners, RecommendedPractice

MOST_PARTNERS = 6
NOTES_OF_A_PHASE = 2
NOTES_WITH_A_LEAD_TIME = 2  # beside those of the phases
NOTES_TO_CHOOSE_FROM = 200  # how many practices to ask a campaign for


@dataclass(frozen=True)
class BriefPartner:
    """One partner. `leads` and `supports` are the missing capabilities that it brings, as the first or as another.

    `gives` are the reasons of coverage, `gets` those of reciprocity: both with their quotes. `besides` are the
    capabilities that it brings and that are not missing, `looks_for` those that it seeks and the seeker does not say to
    bring.
    """

    organisation: Organisation
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    gives: tuple[Reason, ...]
    gets: tuple[Reason, ...]
    besides: tuple[str, ...]
    looks_for: tuple[str, ...]
    unknowns: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """What is sent round. `gone` names partners that were chosen and are not in the directory any more.

    `day` is the day that the timeline counts back from, None where none is known.
    """

    name: str
    understanding: Understanding
    partners: tuple[BriefPartner, ...]
    uncovered: tuple[UnderstoodNeed, ...]
    gone: tuple[str, ...]
    day: date | None
    timeline: tuple[Step, ...]
    practices: tuple[RecommendedPractice, ...]

    def lead_on(self, capability: str) -> tuple[str, ...]:
        """Return the names of those who bring a capability, who leads on it first."""
        first = [each.organisation.name for each in self.partners if capability in each.leads]
        return (*first, *(each.organisation.name for each in self.partners if capability in each.supports))

    def bringing(self, capability: str) -> tuple[str, ...]:
        """Return the names of the partners who bring a capability, whether the goal needs it or not."""
        return tuple(each.organisation.name for each in self.partners if capability in (*each.besides, *_given(each)))

    def met_by_others(self, partner: BriefPartner) -> dict[str, tuple[str, ...]]:
        """Return what one partner looks for and others here bring, by the name of the first who does."""
        met: dict[str, tuple[str, ...]] = {}
        for code in partner.looks_for:
            for name in self.bringing(code)[:1]:
                met[name] = (*met.get(name, ()), code)
        return met


def compose_brief(name: str, found: Partners, campaign: Campaign, today: date, gone: Sequence[str] = ()) -> Brief:
    """Write the brief for the chosen partners `found`, with notes out of `campaign`."""
    u = found.understanding
    leaders = share_leads(found)
    practices = choose_practices(campaign)
    day = deadline(u.when)
    return Brief(
        name=name,
        understanding=u,
        partners=tuple(_partner(each, leaders, u) for each in found.partners[:MOST_PARTNERS]),
        uncovered=found.uncovered,
        gone=tuple(gone),
        day=day,
        timeline=count_back(day, [each.practice for each in practices], today),
        practices=practices,
    )


def share_leads(found: Partners) -> dict[str, str]:
    """Return, for each missing capability that somebody brings, the id of the partner who leads on it.

    A partner who states the offer comes before one from whose profile it is inferred; then who leads on less so far;
    then who stands first. The most needed capability is given first.
    """
    leaders: dict[str, str] = {}
    led: Counter[str] = Counter()
    for need in sorted(found.understanding.missing, key=lambda need: -need.weight):
        able = [each for each in found.partners[:MOST_PARTNERS] if need.capability in each.covers]
        if able:
            leader = min(able, key=lambda each: (_is_inferred(each, need.capability), led[each.organisation.id]))
            leaders[need.capability] = leader.organisation.id
            led[leader.organisation.id] += 1
    return leaders


def choose_practices(campaign: Campaign) -> tuple[RecommendedPractice, ...]:
    """Return the best notes of each phase, and the best that name a lead time and have to do with the goal."""
    ranked = campaign.practices
    chosen = [each for some in campaign.phases.values() for each in some[:NOTES_OF_A_PHASE]]
    enough = STILL_RELEVANT * ranked[0].score if ranked else 0.0
    timed = [each for each in ranked if each.practice.lead_time_weeks and each.score >= enough and each not in chosen]
    kept = {each.rank for each in (*chosen, *timed[:NOTES_WITH_A_LEAD_TIME])}
    return tuple(each for some in campaign.phases.values() for each in some if each.rank in kept)


def _partner(partner: Partner, leaders: dict[str, str], u: Understanding) -> BriefPartner:
    organisation = partner.organisation
    leads = tuple(code for code in partner.covers if leaders[code] == organisation.id)
    offered = dict.fromkeys(offer.capability for offer in organisation.offers)
    sought = dict.fromkeys(need.capability for need in organisation.needs)
    return BriefPartner(
        organisation=organisation,
        leads=leads,
        supports=tuple(code for code in partner.covers if code not in leads),
        gives=tuple(reason for reason in partner.reasons if reason.term == "coverage"),
        gets=tuple(reason for reason in partner.reasons if reason.term == "reciprocity"),
        besides=tuple(code for code in offered if code not in partner.covers),
        looks_for=tuple(code for code in sought if code not in u.brought),
        unknowns=partner.unknowns,
        cautions=partner.cautions,
    )


def _given(partner: BriefPartner) -> tuple[str, ...]:
    return (*partner.leads, *partner.supports)


def _is_inferred(partner: Partner, capability: str) -> bool:
    reasons = (each for each in partner.reasons if each.term == "coverage" and each.capability == capability)
    return any(reason.basis == "inferred" for reason in reasons)
