"""network.plan: who meets whom, both sides' reasons in their own words, and why somebody got nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.corpus import Corpus
from matcher.errors import InvalidRecordsError, MatcherError, UnknownRecordError
from matcher.knowledge import KnowledgeBase
from matcher.network import Members, NetworkPlan, Requests, plan_network
from matcher.network.request_files import read_capacities, read_ids, read_pairs
from matcher.network.timetable import TOO_MANY_MEETINGS
from matcher.records import Organisation
from tests.networks import BANK, CHECKERS, FOUR, RADIO, SCOUTS, members_of, organisation

PAIRED = {("local:checkers", "local:radio"), ("local:bank", "local:scouts")}


@pytest.fixture(scope="module")
def four(small_corpus: Corpus) -> Members:
    return members_of(small_corpus.taxonomy, *FOUR)


def paired(plan: NetworkPlan) -> set[tuple[str, str]]:
    return {(pair.first.id, pair.second.id) for pair in plan.pairs}


def why_nobody(plan: NetworkPlan) -> dict[str, str]:
    return {unmatched.organisation.name: unmatched.why for unmatched in plan.unmatched}


def with_others(small_corpus: Corpus, *others: Organisation) -> Members:
    return members_of(small_corpus.taxonomy, *FOUR, *others)


def test_those_who_bring_what_the_other_needs_are_paired(four: Members) -> None:
    plan = plan_network(four, Requests())
    assert paired(plan) == PAIRED
    assert [pair.value for pair in plan.pairs] == [1, 1]
    assert plan.unmatched == ()
    assert plan.matching.gap == 0


def test_each_side_has_a_reason_in_the_words_of_both_profiles(four: Members) -> None:
    pair = next(pair for pair in plan_network(four, Requests()).pairs if pair.first == CHECKERS)
    (yes_of_checkers,) = pair.first_benefits
    (yes_of_radio,) = pair.second_benefits
    assert str(yes_of_checkers) == (
        "Broadcasting: Checkers looks for it (“Checkers look for air time.”); Radio brings it (“Radio gives air time.”)"
    )
    assert (yes_of_radio.need, yes_of_radio.offer) == ("Radio wants rumours checked.", "Checkers verify rumours.")
    assert (yes_of_radio.receiver, yes_of_radio.giver) == ("Radio", "Checkers")
    assert pair.basis == "stated"
    assert pair.first_gain == pair.second_gain == 1


def test_unknown_needs_do_not_shut_out_but_count_less_and_say_so(small_corpus: Corpus) -> None:
    quiet = organisation("Quiet", {"hotline": "Quiet answers calls."}, {})
    caller = organisation("Caller", {"broadcasting": "Caller is heard."}, {"hotline": "Caller needs a hotline."})
    plan = plan_network(with_others(small_corpus, quiet, caller), Requests(1))
    pair = next(pair for pair in plan.pairs if quiet in (pair.first, pair.second))
    assert {pair.first, pair.second} == {quiet, caller}
    assert pair.basis == "inferred"
    assert 0 < pair.value < 0.5
    benefit = pair.first_benefits[0] if pair.first == quiet else pair.second_benefits[0]
    assert (benefit.capability, benefit.need, benefit.basis) == ("broadcasting", "", "inferred")
    assert "Quiet is not known to have it, and " in str(benefit)
    assert "of the organisations most like it have or seek it (inferred)" in str(benefit)


def test_unknown_offers_are_told_with_the_work_that_makes_them_likely(small_corpus: Corpus) -> None:
    done = [{"title": "Rumours week", "summary": "Veracity went on tour. Veracity verifies rumours."}]
    unknown = organisation("Veracity", {}, {"broadcasting": "Veracity wants air time."}, activities=done)
    plan = plan_network(with_others(small_corpus, unknown), Requests(2))
    pair = next(pair for pair in plan.pairs if unknown in (pair.first, pair.second))
    told = str((pair.first_benefits if pair.second == unknown else pair.second_benefits)[0])
    assert "Veracity does not say what it brings, but its work makes this likely (“Veracity " in told
    assert pair.basis == "inferred"


def test_nobody_gets_more_partners_than_it_has_room_for(small_corpus: Corpus) -> None:
    others = [
        organisation(f"S{number}", {"youth_outreach": "Teenagers."}, {"funding": "Grants."}) for number in range(4)
    ]
    members = with_others(small_corpus, *others)
    plan = plan_network(members, Requests(1, {"local:bank": 3}))
    assert sum(BANK in (pair.first, pair.second) for pair in plan.pairs) == 3
    assert len(plan.unmatched) == 2
    assert set(why_nobody(plan).values()) == {"all 1 candidates are full; the best were Bank"}
    assert [each.candidates for each in plan.unmatched] == [1, 1]


def test_why_somebody_got_nobody_is_said(small_corpus: Corpus) -> None:
    members = with_others(
        small_corpus,
        organisation("Unwanted", {"hotline": "Calls."}, {"funding": "Grants."}),
        organisation("Unhelped", {"funding": "Grants."}, {"hotline": "Calls."}, status="closed"),
        organisation("Alone", {"funding": "Grants."}, {"hotline": "Calls."}),
        organisation("Onesided", {"funding": "Grants."}, {"fact_checking": "Checks."}),
    )
    requests = Requests(3, {"local:radio": 0}, must_not=frozenset({("local:bank", "local:scouts")}))
    only = ["local:" + name for name in "bank checkers radio scouts unwanted unhelped onesided".split()]
    told = why_nobody(plan_network(members, requests, only=only))
    assert told == {
        "Bank": "all 1 candidates are among the pairs that must not be",
        "Scouts": "all 1 candidates are among the pairs that must not be",
        "Radio": "it may get no partner: its capacity is 0",
        "Checkers": "all 1 candidates are full; the best were Radio",
        "Unwanted": "nobody here needs what it brings",
        "Unhelped": "it is closed",
        "Onesided": "no pair brings something to both: those who need what it brings do not bring what it needs",
    }
    assert why_nobody(plan_network(members, Requests(), only=["local:alone", "local:scouts", "local:checkers"])) == {
        "Alone": "nobody here brings what it needs",
        "Scouts": "nobody here needs what it brings",
        "Checkers": "nobody here needs what it brings",
    }
    blank = members_of(small_corpus.taxonomy, organisation("Blank", {}, {}), organisation("Empty", {}, {}))
    assert why_nobody(plan_network(blank, Requests())) == {
        "Blank": "nothing is known that it brings, and nothing could be inferred",
        "Empty": "nothing is known that it brings, and nothing could be inferred",
    }


def test_pairs_that_must_be_are_there_and_pairs_that_must_not_are_not(four: Members) -> None:
    requests = Requests(2, must=frozenset({("local:bank", "local:radio")}), must_not=frozenset(PAIRED))
    plan = plan_network(four, requests)
    assert paired(plan) == {("local:bank", "local:radio")}
    assert plan.pairs[0].must
    assert plan.pairs[0].first_benefits == ()


@pytest.mark.parametrize(
    ("requests", "told"),
    [
        (
            Requests(must=frozenset(PAIRED), must_not=frozenset({("local:bank", "local:scouts")})),
            "must and must not: local:bank, local:scouts: Bank and Scouts are to be matched and kept apart; decide",
        ),
        (
            Requests(1, must=frozenset({("local:bank", "local:radio"), ("local:bank", "local:scouts")})),
            "must: local:bank: Bank has 2 partners that must be and room for 1; raise its capacity or take pairs out",
        ),
        (
            Requests(must=frozenset({("local:bank", "local:nobody")})),
            "must: local:nobody: is to be matched and does not take part (not selected, or closed); take it out",
        ),
    ],
)
def test_requests_that_cannot_be_met_are_told(four: Members, requests: Requests, told: str) -> None:
    with pytest.raises(InvalidRecordsError) as error:
        plan_network(four, requests)
    assert str(error.value) == told


def test_the_timetable_gives_each_pair_a_place_or_says_why_not(small_corpus: Corpus) -> None:
    second_bank = organisation("Bank2", {"funding": "Grants."}, {"youth_outreach": "Teenagers."})
    members = with_others(small_corpus, second_bank)
    plan = plan_network(members, Requests(2), rounds=1, tables=3)
    met = {(pair.first.name, pair.second.name): pair.meeting for pair in plan.pairs}
    assert len(met) == 3
    (left,) = [pair for pair in plan.pairs if pair.meeting is None]
    assert SCOUTS in (left.first, left.second)
    assert left.no_meeting == TOO_MANY_MEETINGS
    assert sorted((m.round, m.table) for m in met.values() if m) == [(1, 1), (1, 2)]


def test_a_pair_that_must_be_has_the_first_claim_to_a_place(four: Members) -> None:
    requests = Requests(2, must=frozenset({("local:bank", "local:radio")}))
    plan = plan_network(four, requests, rounds=1, tables=1)
    (held,) = [pair for pair in plan.pairs if pair.meeting]
    assert held.must
    assert {held.first, held.second} == {BANK, RADIO}
    assert plan.pairs[-1] == held, "though it is worth least"


def test_too_many_organisations_are_an_error(four: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.network.plan.LARGEST", 3)
    with pytest.raises(MatcherError, match="4 organisations are to be matched; at most 3 can be"):
        plan_network(four, Requests())


def write(folder: Path, text: str) -> Path:
    path = folder / "asked.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "local:radio,local:checkers\nScouts,Bank\n",
        "\ufeffa_id;a_name;b_id\r\nlocal:radio;x;local:checkers\r\n\r\nlocal:scouts;y;local:bank\r\n",
        "to\tfrom\nradio\tcheckers\nscouts\tbank\n",
    ],
)
def test_pairs_are_read_by_id_or_name_with_and_without_header(four: Members, tmp_path: Path, text: str) -> None:
    assert read_pairs(write(tmp_path, text), lambda name: four.find(name).id) == PAIRED


def test_capacities_and_ids_are_read(four: Members, tmp_path: Path) -> None:
    def resolve(name: str) -> str:
        return four.find(name).id

    assert read_capacities(write(tmp_path, "capacity,id\n0,Bank\n7,local:radio\n"), resolve) == {
        "local:bank": 0,
        "local:radio": 7,
    }
    assert read_ids(write(tmp_path, "Bank\nlocal:radio\nbank\n"), resolve) == ("local:bank", "local:radio")


def test_every_fault_of_a_file_is_told_with_its_line(four: Members, tmp_path: Path) -> None:
    text = "Bank,Radioo\nBank\nBank,local:bank\n"
    with pytest.raises(InvalidRecordsError) as error:
        read_pairs(write(tmp_path, text), lambda name: four.find(name).id)
    assert [str(problem) for problem in error.value.problems] == [
        "asked.csv:1: no organisation has the id or name 'Radioo'; did you mean Radio (local:radio)?",
        "asked.csv:2: column 2 is empty; write an id or a number there",
        "asked.csv:3: 'Bank' is paired with itself; name two organisations",
    ]
    with pytest.raises(InvalidRecordsError, match=r"asked.csv:1: capacity is '-1'; it takes a whole number"):
        read_capacities(write(tmp_path, "Bank,-1\n"), str)
    with pytest.raises(InvalidRecordsError, match=r"nowhere.csv: cannot be read: No such file"):
        read_ids(tmp_path / "nowhere.csv", str)
    (tmp_path / "latin.csv").write_bytes(b"\xe9\n")
    with pytest.raises(InvalidRecordsError, match=r"latin.csv: byte 0 is not UTF-8"):
        read_ids(tmp_path / "latin.csv", str)


def test_members_are_found_by_id_name_and_alias(small_corpus: Corpus) -> None:
    named = organisation("Named", {}, {}, aliases=["The Named Ones", "Radio"])
    members = with_others(small_corpus, named)
    assert members.find(" local:named ") == members.find("NAMED") == members.find("the named ones") == named
    assert members.find("radio") == RADIO, "a name goes before an alias"
    with pytest.raises(UnknownRecordError, match=r"'Bnak'; did you mean Bank \(local:bank\)"):
        members.find("Bnak")


def test_members_can_be_taken_from_a_knowledge_base(small_knowledge: KnowledgeBase) -> None:
    plan = plan_network(Members.of(small_knowledge), Requests(1))
    assert ("local:checkers", "local:scouts") in paired(plan)
    assert why_nobody(plan)["Gone Hotline"] == "it is closed"
