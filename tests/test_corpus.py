"""Corpus files to records: what is read, and that every fault says file, field, value and what to do."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from matcher.corpus import Corpus, load_corpus, practice_fields
from matcher.errors import InvalidRecordsError
from matcher.records import Activity, Offer, Organisation, Practice, Source

SMALL_CORPUS = Path(__file__).parent / "small_corpus"
REPORT = Source(title="The visible report", date="2024-05-01", locator="page 1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small corpus, to be spoilt."""
    return shutil.copytree(SMALL_CORPUS, tmp_path / "corpus")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(InvalidRecordsError) as caught:
        load_corpus(folder)
    return [str(problem) for problem in caught.value.problems]


# A sound corpus


def test_the_records_of_the_small_corpus_are_read_and_sorted_by_id(small_corpus: Corpus) -> None:
    assert [organisation.id for organisation in small_corpus.organisations] == [
        "local:bank",
        "local:checkers",
        "local:gone",
        "local:radio-one",
        "local:scouts",
        "local:silent",
    ]
    assert [practice.id for practice in small_corpus.practices] == [
        "ask-for-money-early",
        "check-before-airing",
        "meet-where-teenagers-are",
    ]


def test_an_organisation_is_read_with_every_field(small_corpus: Corpus) -> None:
    assert small_corpus.organisations[1] == Organisation(
        id="local:checkers",
        name="Checkers",
        aliases=("The Čheck Club",),
        kind="civil_society",
        summary="Checkers is an association of people who debunk hoaxes.",
        countries=("SK",),
        languages=("sk",),
        themes=("disinformation",),
        values=("independence",),
        offers=(Offer(capability="fact_checking", statement="Checkers verify rumours within a day.", source=0),),
        activities=(
            Activity(
                title="Rumours week",
                summary="Checkers and Radio One debunk hoaxes about the election.",
                start="2023",
                partners=("local:radio-one",),
                source=0,
            ),
        ),
        sources=(REPORT,),
        verified_on="2024-05-01",
    )


def test_a_practice_is_read_with_its_note(small_corpus: Corpus) -> None:
    assert small_corpus.practices[1] == Practice(
        id="check-before-airing",
        title="Check before airing",
        text="Let someone verify rumours before the radio programme goes on air. Checkers did so for Radio One.",
        stage="delivering",
        phase="before",
        capabilities=("fact_checking", "broadcasting"),
        actors=("civil_society", "media"),
        pitfalls=("A rumour on radio cannot be called back.",),
        sources=(Source(title="The visible handbook", locator="chapter 2"),),
    )


def test_records_are_sorted_by_id_and_not_by_file(folder: Path) -> None:
    (folder / "organisations" / "zebra.yaml").write_text("id: EU-PIC:1\nname: Zebra\n")
    assert load_corpus(folder).organisations[0] == Organisation(id="EU-PIC:1", name="Zebra")


def test_norway_stays_a_country(folder: Path) -> None:
    replace(folder / "organisations" / "scouts.yaml", "countries: [SK]", "countries: [NO, SE]\nheadquarters: NO")
    scouts = load_corpus(folder).organisations[4]
    assert (scouts.countries, scouts.headquarters) == (("NO", "SE"), "NO")


def test_partial_dates_are_read_as_they_are_written(folder: Path) -> None:
    replace(folder / "organisations" / "checkers.yaml", "start: 2023", "start: 2023-04, end: 2023-04-30")
    activity = load_corpus(folder).organisations[1].activities[0]
    assert (activity.start, activity.end) == ("2023-04", "2023-04-30")


def test_a_corpus_may_hold_no_records(folder: Path) -> None:
    shutil.rmtree(folder / "organisations")
    shutil.rmtree(folder / "practices")
    corpus = load_corpus(folder)
    assert (corpus.organisations, corpus.practices) == ((), ())


def test_files_of_other_kinds_are_left_alone(folder: Path, small_corpus: Corpus) -> None:
    (folder / "organisations" / "README.md").write_text("How to add one.")
    (folder / "practices" / "draft.txt").write_text("no front matter")
    assert load_corpus(folder) == small_corpus


# The fingerprint


def test_the_same_records_have_the_same_fingerprint(folder: Path, small_corpus: Corpus) -> None:
    (folder / "organisations" / "bank.yaml").write_text(
        "# The same fields in another order.\n"
        "verified_on: '2024-05-01'\nsources: [{title: The visible report, date: 2024-05-01, locator: page 1}]\n"
        "offers: [{statement: Bank Foundation gives grants of money., capability: funding, source: 0}]\n"
        "terms: [funds_others]\nreach: global\nkind: funder\nname: Bank Foundation\nid: local:bank\n"
    )
    assert load_corpus(folder).fingerprint == small_corpus.fingerprint
    assert len(bytes.fromhex(small_corpus.fingerprint)) == 32


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("organisations/bank.yaml", "reach: global", "reach: regional"),
        ("organisations/scouts.yaml", "every week", "every day"),
        ("practices/ask-for-money-early.md", "months ahead", "weeks ahead"),
        ("taxonomy/channels.yaml", "[radio]", "[radio, wireless]"),
        ("taxonomy/capabilities.yaml", ", together]", "]"),
    ],
)
def test_any_change_changes_the_fingerprint(folder: Path, small_corpus: Corpus, file: str, old: str, new: str) -> None:
    replace(folder / file, old, new)
    assert load_corpus(folder).fingerprint != small_corpus.fingerprint


def test_a_corpus_with_a_record_less_has_another_fingerprint(small_corpus: Corpus) -> None:
    fewer = dataclasses.replace(small_corpus, practices=small_corpus.practices[1:])
    assert fewer.fingerprint != small_corpus.fingerprint


# A broken corpus


def test_a_missing_folder_is_named_with_the_variable_to_set(tmp_path: Path) -> None:
    expected = f"{tmp_path / 'gone'}: there is no such folder; set MATCHER_CORPUS to the folder that holds taxonomy/"
    assert faults(tmp_path / "gone") == [expected]


def test_all_faults_of_several_files_are_told_at_once(folder: Path) -> None:
    organisations, practices = folder / "organisations", folder / "practices"
    replace(organisations / "bank.yaml", "source: 0", "source: 1")
    replace(organisations / "checkers.yaml", "kind: civil_society", "kind: civil_socety")
    replace(organisations / "checkers.yaml", "[local:radio-one]", "[local:radio-two, local:radio-one]")
    replace(organisations / "gone.yaml", "name: Gone Hotline", "name: Gone Hotline\nname: Gone")
    replace(organisations / "radio-one.yaml", "countries: [CZ]", "countries: [CZ, Norway]\naudience: [youth]")
    replace(organisations / "scouts.yaml", "id: local:scouts", "id: local:boy-scouts")
    (organisations / "silent.yaml").write_bytes("id: local:silent\nname: Tichý dům".encode("cp1250"))
    replace(practices / "ask-for-money-early.md", "stage: scoping", "stage: scopping\nlead_time: 3")
    (practices / "check-before-airing.md").write_text("# Check before airing\n\nLet someone verify rumours.\n")
    replace(practices / "meet-where-teenagers-are.md", "audiences: [youth]", "audiences: [yuoth, youth, xyz]")
    assert sorted(faults(folder)) == [
        "organisations/bank.yaml: offers[0].source is 1, but there are 1 sources; it counts from 0 into `sources`",
        "organisations/checkers.yaml: activities[0].partners: no organisation has the id 'local:radio-two';"
        " add its file or correct the id",
        "organisations/checkers.yaml: kind: 'civil_socety' is not a kind; did you mean 'civil_society'?",
        "organisations/gone.yaml: line 3: 'name' stands here twice; join the two",
        "organisations/radio-one.yaml: audience: there is no such field; did you mean 'audiences'?",
        "organisations/radio-one.yaml: countries[1]: 'Norway' is not a country code; did you mean 'NO'?",
        "organisations/scouts.yaml: id: 'local:boy-scouts' does not fit the file's name; rename one of them",
        "organisations/silent.yaml: byte 27 is not UTF-8; save the file as UTF-8",
        "practices/ask-for-money-early.md: lead_time: there is no such field; did you mean 'lead_time_weeks'?",
        "practices/check-before-airing.md: a practice starts with front matter between two lines of '---'; add it",
        "practices/meet-where-teenagers-are.md: audiences[0]: 'yuoth' is not an audience; did you mean 'youth'?",
        "practices/meet-where-teenagers-are.md: audiences[2]: 'xyz' is not an audience; known: youth, parents",
    ]


def test_faults_of_lists_and_of_records_are_told_at_once(folder: Path) -> None:
    (folder / "taxonomy" / "stages.yaml").unlink()
    replace(folder / "organisations" / "bank.yaml", "reach: global", "reach: wide")
    assert faults(folder) == [
        "taxonomy/stages.yaml: cannot be read: No such file or directory",
        "organisations/bank.yaml: reach: 'wide': input should be 'local', 'national', 'regional' or 'global'",
    ]


def test_an_empty_file_of_an_organisation_is_a_fault(folder: Path) -> None:
    (folder / "organisations" / "bank.yaml").write_text("")
    assert faults(folder) == ["organisations/bank.yaml: expected fields and values, got NoneType None"]


def test_an_id_that_stands_in_two_files_is_named_with_both(folder: Path) -> None:
    (folder / "organisations" / "one.yaml").write_text("id: EU-PIC:1\nname: One\n")
    (folder / "organisations" / "two.yaml").write_text("id: EU-PIC:1\nname: Two\n")
    expected = "organisations/two.yaml: id: 'EU-PIC:1' is the id of organisations/one.yaml too; change one of them"
    assert faults(folder) == [expected]


def test_an_organisation_and_a_practice_cannot_share_an_id(folder: Path) -> None:
    (folder / "organisations" / "ask-for-money-early.yaml").write_text("id: ask-for-money-early\nname: Ask\n")
    assert faults(folder) == [
        "practices/ask-for-money-early.md: id: 'ask-for-money-early' is the id of"
        " organisations/ask-for-money-early.yaml too; change one of them"
    ]


# File name and id


@pytest.mark.parametrize("record_id", ["local:scouts-of-slovakia", "scout", "local:Scouts"])
def test_a_local_id_has_the_name_of_its_file(folder: Path, record_id: str) -> None:
    replace(folder / "organisations" / "scouts.yaml", "id: local:scouts", f"id: {record_id}")
    expected = f"organisations/scouts.yaml: id: {record_id!r} does not fit the file's name; rename one of them"
    assert faults(folder) == [expected]


def test_the_id_of_a_practice_has_the_name_of_its_file(folder: Path) -> None:
    replace(folder / "practices" / "ask-for-money-early.md", "id: ask-for-money-early", "id: ask-early")
    expected = "practices/ask-for-money-early.md: id: 'ask-early' does not fit the file's name; rename one of them"
    assert faults(folder) == [expected]


def test_the_id_of_a_register_need_not_be_the_name_of_the_file(folder: Path) -> None:
    replace(folder / "organisations" / "scouts.yaml", "id: local:scouts", "id: ROR:00123")
    assert "ROR:00123" in [organisation.id for organisation in load_corpus(folder).organisations]


# Partners


def unknown_partner(partner: str) -> str:
    place = "organisations/checkers.yaml: activities[0].partners"
    return f"{place}: no organisation has the id {partner!r}; add its file or correct the id"


def test_an_unknown_partner_is_named(folder: Path) -> None:
    replace(folder / "organisations" / "checkers.yaml", "[local:radio-one]", "[local:radio-1, local:radio-one, GB-1]")
    assert faults(folder) == [unknown_partner("local:radio-1"), unknown_partner("GB-1")]


def test_a_practice_is_no_partner(folder: Path) -> None:
    replace(folder / "organisations" / "checkers.yaml", "[local:radio-one]", "[ask-for-money-early]")
    assert faults(folder) == [unknown_partner("ask-for-money-early")]


def test_a_fault_elsewhere_does_not_hide_an_unknown_partner(folder: Path) -> None:
    replace(folder / "organisations" / "checkers.yaml", "[local:radio-one]", "[local:radio-1]")
    replace(folder / "organisations" / "bank.yaml", "kind: funder", "kind: fundr")
    assert faults(folder) == [
        "organisations/bank.yaml: kind: 'fundr' is not a kind; did you mean 'funder'?",
        unknown_partner("local:radio-1"),
    ]


def test_a_partner_whose_file_cannot_be_read_is_not_called_unknown(folder: Path) -> None:
    (folder / "organisations" / "radio-one.yaml").write_text("name: [Radio One\n")
    assert [fault.split(":")[0] for fault in faults(folder)] == ["organisations/radio-one.yaml"]


# Front matter


def test_a_note_is_split_into_its_fields_and_its_text() -> None:
    text = "---\nid: x\ntitle: Ask\n---\nAsk early.\n\n---\n\nAnd often.\n"
    assert practice_fields(text, "x.md") == {"id": "x", "title": "Ask", "text": "Ask early.\n\n---\n\nAnd often.\n"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ask early.\n",
        "---\nid: x\n",
        "Ask early.\n---\nid: x\n---\n",
        "id: x\n---\nAsk early.\n",
        "--\nid: x\n--\nA.\n",
    ],
)
def test_a_note_without_front_matter_is_told_to_add_it(text: str) -> None:
    with pytest.raises(InvalidRecordsError) as caught:
        practice_fields(text, "practices/x.md")
    expected = "practices/x.md: a practice starts with front matter between two lines of '---'; add it"
    assert str(caught.value) == expected


@pytest.mark.parametrize("front", ["", "# nothing\n", "- id\n", "id\n"])
def test_front_matter_without_fields_is_told_what_to_add(front: str) -> None:
    with pytest.raises(InvalidRecordsError) as caught:
        practice_fields(f"---\n{front}---\nAsk early.\n", "practices/x.md")
    assert str(caught.value) == "practices/x.md: the front matter holds no fields; add id and title"


@pytest.mark.parametrize(("title", "text"), [("Ask ---", "Ask early."), ("--- ask", "Ask early."), ("Ask", "---")])
def test_only_a_whole_line_of_three_dashes_ends_the_front_matter(title: str, text: str) -> None:
    found = practice_fields(f'---\nid: x\ntitle: "{title}"\nphase: before # ---\n---\n{text}\n', "x.md")
    assert found == {"id": "x", "title": title, "phase": "before", "text": f"{text}\n"}


def test_the_front_matter_may_end_with_the_file() -> None:
    assert practice_fields("---\nid: x\n---", "x.md") == {"id": "x", "text": ""}


def test_a_note_without_text_is_missing_its_text(folder: Path) -> None:
    path = folder / "practices" / "ask-for-money-early.md"
    path.write_text("---\nid: ask-for-money-early\n---\n")
    assert faults(folder) == [
        "practices/ask-for-money-early.md: text: '': is empty; fill it or leave the field out",
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path, small_corpus: Corpus) -> None:
    for path in [*folder.glob("*/*.yaml"), *folder.glob("*/*.md")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_corpus(folder) == small_corpus
