"""The shipped corpus with the real model: what a newcomer finds on the first day."""

from __future__ import annotations

import pytest

from matcher.reasons import Reason
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation, Practice
from matcher.results import Partner

YOUTUBERS = "We want to reach teenagers with a fact-checking campaign using YouTubers and comedians"
HOTLINE = "set up a hotline together with the police"


def quoted_field(record: Organisation | Practice, field: str) -> str:
    """Return the text that a reason's `field`, such as `offers[0].statement`, names."""
    value: object = record
    for part in field.replace("]", "").replace("[", ".").split("."):
        value = value[int(part)] if isinstance(value, tuple) else getattr(value, part)
    assert isinstance(value, str)
    return value


def test_the_corpus_holds_the_organisations_and_practices_of_the_sources(shipped_recommender: Recommender) -> None:
    knowledge = shipped_recommender.knowledge
    assert {"local:globsec", "local:irex"} <= {organisation.id for organisation in knowledge.organisations}
    assert len(knowledge.organisations) >= 400
    assert len(knowledge.practices) >= 200
    assert len(knowledge.taxonomy.capabilities) >= 40
    assert min(len(term.examples) for term in knowledge.taxonomy.capabilities) >= 8


def test_every_record_cites_its_source(shipped_recommender: Recommender) -> None:
    knowledge = shipped_recommender.knowledge
    records: list[Organisation | Practice] = [*knowledge.organisations, *knowledge.practices]
    assert [record.id for record in records if not record.sources] == []
    assert [record.id for record in records if not all(source.locator for source in record.sources)] == []


def test_youtubers_and_comedians_bring_globsec_with_its_sentence(shipped_recommender: Recommender) -> None:
    partners = shipped_recommender.partners([Goal(text=YOUTUBERS)])[0].partners
    globsec = next(partner for partner in partners[:3] if partner.organisation.id == "local:globsec")
    reason = next(each for each in globsec.reasons if each.capability == "influencer_outreach")
    assert reason.term == "coverage"
    assert "YouTubers" in reason.quote
    assert "comedians" in reason.quote
    assert reason.source is not None
    assert reason.source.title == "Building Cross-Sectoral Partnerships and Alliances in the Digital Space"


def test_a_hotline_with_the_police_brings_the_two_practices(shipped_recommender: Recommender) -> None:
    practices = shipped_recommender.practices([Goal(text=HOTLINE)])[0].practices
    first = {each.practice.id: each.practice for each in practices[:4]}
    assert {"explain-urgency-until-right-person-acts", "work-with-local-authorities-and-train-them"} <= set(first)
    for practice in first.values():
        assert practice.sources[0].title.startswith("The SIC+ Focus Group")


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        (YOUTUBERS, {"fact_checking", "youth_outreach", "influencer_outreach", "creative_performance"}),
        (HOTLINE, {"hotline", "law_enforcement"}),
        ("Train local journalists in Nigeria", {"journalism_training"}),
        ("We need translators and a radio station to reach villages", {"translation_localisation", "broadcasting"}),
    ],
)
def test_the_needed_capabilities_are_understood(shipped_recommender: Recommender, text: str, needed: set[str]) -> None:
    understanding = shipped_recommender.reader.understand([Goal(text=text)])[0]
    assert needed <= {need.capability for need in understanding.needs}


@pytest.mark.parametrize("text", ["asdf qwer zxcv", "I like pancakes"])
def test_nonsense_needs_nothing_and_is_told(shipped_recommender: Recommender, text: str) -> None:
    result = shipped_recommender.partners([Goal(text=text)])[0]
    assert result.understanding.needs == ()
    assert any("No capability was recognised" in notice for notice in result.notices)


def test_each_quote_is_verbatim_and_the_terms_add_up(shipped_recommender: Recommender) -> None:
    goals = [Goal(text=text) for text in (YOUTUBERS, HOTLINE, "open data for citizens", "media literacy for parents")]
    partners: list[Partner] = [p for result in shipped_recommender.partners(goals) for p in result.partners]
    assert len(partners) > 20
    for partner in partners:
        assert sum(term.contribution for term in partner.terms) == pytest.approx(partner.score, abs=1e-5)
        quotes: list[Reason] = [reason for reason in partner.reasons if reason.quote]
        for reason in quotes:
            assert reason.quote in quoted_field(partner.organisation, reason.field)


def test_batch_and_single_give_the_same_answer(shipped_recommender: Recommender) -> None:
    goals = [Goal(id=str(n), text=text) for n, text in enumerate((YOUTUBERS, HOTLINE, "train journalists"))]
    for goal, together in zip(goals, shipped_recommender.partners(goals), strict=True):
        alone = shipped_recommender.partners([goal])[0]
        assert [p.organisation.id for p in together.partners] == [p.organisation.id for p in alone.partners]
        assert [p.score for p in together.partners] == pytest.approx([p.score for p in alone.partners], abs=1e-5)


def test_a_seeker_never_sees_itself_and_brings_what_it_offers(shipped_recommender: Recommender) -> None:
    result = shipped_recommender.partners([Goal(text=YOUTUBERS, seeker="local:globsec", limit=1000)])[0]
    assert "local:globsec" not in {partner.organisation.id for partner in result.partners}
    assert "influencer_outreach" in {need.capability for need in result.understanding.already_there}
    assert "influencer_outreach" not in {need.capability for need in result.understanding.missing}
