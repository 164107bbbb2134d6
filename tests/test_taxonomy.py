"""The controlled lists: names, broader and narrower codes, misspelt codes, and lists that contradict themselves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher.corpus import Corpus
from matcher.errors import InvalidRecordsError
from matcher.records import Goal, Organisation, Practice
from matcher.taxonomy import LISTS, Taxonomy, load_taxonomy

SMALL_TAXONOMY = Path(__file__).parent / "small_corpus" / "taxonomy"
CAPABILITIES = "fact_checking, broadcasting, youth_outreach, funding, hotline"


@pytest.fixture
def taxonomy(small_corpus: Corpus) -> Taxonomy:
    return small_corpus.taxonomy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small lists, to be spoilt."""
    return shutil.copytree(SMALL_TAXONOMY, tmp_path / "taxonomy")


def faults(folder: Path) -> list[str]:
    with pytest.raises(InvalidRecordsError) as caught:
        load_taxonomy(folder)
    return [str(problem) for problem in caught.value.problems]


# Sound lists


def test_the_lists_are_read_in_the_order_of_their_files(taxonomy: Taxonomy) -> None:
    assert list(taxonomy.terms("capabilities")) == CAPABILITIES.split(", ")
    assert list(taxonomy.terms("kinds")) == ["civil_society", "network", "media", "broadcaster", "funder"]
    assert taxonomy.groups == {"work": "Work", "voice": "Voice"}
    assert taxonomy.context == ("before the election", "in the capital", "next spring", "together")


def test_a_term_keeps_what_its_file_says(taxonomy: Taxonomy) -> None:
    term = taxonomy.terms("themes")["disinformation"]
    assert (term.name, term.sdg, term.examples, term.broader) == ("Disinformation", "16.10", ("rumours",), "")


def test_written_out_and_read_back_the_lists_are_the_same(taxonomy: Taxonomy) -> None:
    assert Taxonomy.model_validate_json(taxonomy.model_dump_json()) == taxonomy


def test_a_code_has_the_name_of_its_list_and_an_unknown_one_stands_for_itself(taxonomy: Taxonomy) -> None:
    assert taxonomy.name("kinds", "civil_society") == "Civil society organisation"
    assert taxonomy.name("kinds", "youth") == "youth"
    assert taxonomy.name("kinds", "") == ""


def test_narrower_codes_belong_to_their_broader_one_and_not_the_other_way_round(taxonomy: Taxonomy) -> None:
    assert taxonomy.with_narrower("kinds", "media") == {"media", "broadcaster"}
    assert taxonomy.with_narrower("kinds", "broadcaster") == {"broadcaster"}
    assert taxonomy.with_narrower("kinds", "gone") == {"gone"}


def test_narrower_and_broadest_reach_over_several_steps(folder: Path) -> None:
    kinds = folder / "kinds.yaml"
    kinds.write_text(kinds.read_text() + "- {code: web_radio, name: Web radio, broader: broadcaster}\n")
    taxonomy = load_taxonomy(folder)
    assert taxonomy.with_narrower("kinds", "media") == {"media", "broadcaster", "web_radio"}
    assert taxonomy.broadest("kinds", "web_radio") == "media"


def test_the_broadest_code_of_a_top_or_unknown_code_is_itself(taxonomy: Taxonomy) -> None:
    assert taxonomy.broadest("kinds", "broadcaster") == "media"
    assert taxonomy.broadest("kinds", "media") == "media"
    assert taxonomy.broadest("kinds", "gone") == "gone"


# Codes of records


def test_known_codes_and_unknown_facts_are_no_problem(taxonomy: Taxonomy, small_corpus: Corpus) -> None:
    records = (*small_corpus.organisations, *small_corpus.practices, Goal(text="reach teenagers"))
    assert [str(problem) for record in records for problem in taxonomy.problems(record, "x")] == []


def test_every_misspelt_code_of_an_organisation_is_named_with_the_near_word(taxonomy: Taxonomy) -> None:
    said = {"statement": "We do."}
    organisation = Organisation.model_validate(
        {
            "id": "local:x",
            "name": "X",
            "kind": "civil-society",
            "audiences": ["youth", "yuoth"],
            "channels": ["radios"],
            "themes": ["desinformation"],
            "values": ["independance"],
            "offers": [said | {"capability": "hotline"}, said | {"capability": "fact_cheking"}],
            "needs": [said | {"capability": "founding"}],
        }
    )
    assert [str(problem) for problem in taxonomy.problems(organisation, "x.yaml")] == [
        "x.yaml: kind: 'civil-society' is not a kind; did you mean 'civil_society'?",
        "x.yaml: audiences[1]: 'yuoth' is not an audience; did you mean 'youth'?",
        "x.yaml: channels[0]: 'radios' is not a channel; did you mean 'radio'?",
        "x.yaml: themes[0]: 'desinformation' is not a theme; did you mean 'disinformation'?",
        "x.yaml: values[0]: 'independance' is not a value; did you mean 'independence'?",
        "x.yaml: offers[1].capability: 'fact_cheking' is not a capability; did you mean 'fact_checking'?",
        "x.yaml: needs[0].capability: 'founding' is not a capability; did you mean 'funding'?",
    ]


def test_every_misspelt_code_of_a_practice_is_named(taxonomy: Taxonomy) -> None:
    practice = Practice(
        id="x",
        text="Ask.",
        stage="delivring",
        capabilities=("hot_line",),
        actors=("medium",),
        themes=("child-safety",),
        audiences=("parent",),
    )
    assert [str(problem) for problem in taxonomy.problems(practice, "x.md")] == [
        "x.md: stage: 'delivring' is not a stage; did you mean 'delivering'?",
        "x.md: capabilities[0]: 'hot_line' is not a capability; did you mean 'hotline'?",
        "x.md: actors[0]: 'medium' is not a kind; did you mean 'media'?",
        "x.md: themes[0]: 'child-safety' is not a theme; did you mean 'child_safety'?",
        "x.md: audiences[0]: 'parent' is not an audience; did you mean 'parents'?",
    ]


def test_the_codes_of_a_goal_and_of_its_described_seeker_are_checked(taxonomy: Taxonomy) -> None:
    goal = Goal.model_validate(
        {
            "text": "reach teenagers",
            "needs": [{"capability": "hotlin"}],
            "audiences": ["yuoth"],
            "kinds": ["founder"],
            "seeker": {"kind": "brodcaster", "offers": [{"capability": "hotline", "statement": "We do."}]},
        }
    )
    assert [str(problem) for problem in taxonomy.problems(goal, "goal")] == [
        "goal: needs[0].capability: 'hotlin' is not a capability; did you mean 'hotline'?",
        "goal: audiences[0]: 'yuoth' is not an audience; did you mean 'youth'?",
        "goal: kinds[0]: 'founder' is not a kind; did you mean 'funder'?",
        "goal: seeker: kind: 'brodcaster' is not a kind; did you mean 'broadcaster'?",
    ]


def test_a_seeker_that_is_an_id_has_no_codes(taxonomy: Taxonomy) -> None:
    assert list(taxonomy.problems(Goal(text="reach teenagers", seeker="local:gone"), "goal")) == []


def test_a_code_that_is_near_no_other_gets_the_whole_short_list(taxonomy: Taxonomy) -> None:
    goal = Goal.model_validate({"text": "reach teenagers", "needs": [{"capability": "xyz"}]})
    expected = f"goal: needs[0].capability: 'xyz' is not a capability; known: {CAPABILITIES}"
    assert [str(problem) for problem in taxonomy.problems(goal, "goal")] == [expected]


def test_a_code_that_is_near_no_other_gets_the_place_of_a_long_list(folder: Path) -> None:
    terms = "".join(f"- {{code: theme_number_{number}, name: Theme {number}}}\n" for number in range(26))
    (folder / "themes.yaml").write_text(terms)
    practice = Practice(id="x", text="Ask.", themes=("wxyz",))
    [problem] = load_taxonomy(folder).problems(practice, "x.md")
    assert str(problem) == "x.md: themes[0]: 'wxyz' is not a theme; take one of taxonomy/themes.yaml"


# Lists with faults


def test_a_list_without_a_file_is_named(folder: Path) -> None:
    (folder / "values.yaml").unlink()
    assert faults(folder) == ["taxonomy/values.yaml: cannot be read: No such file or directory"]


def test_a_folder_without_lists_names_every_list(tmp_path: Path) -> None:
    assert [fault.split(":")[0] for fault in faults(tmp_path / "taxonomy")] == [f"taxonomy/{n}.yaml" for n in LISTS]


@pytest.mark.parametrize("text", ["", "code: radio\n", "radio\n"])
def test_a_list_that_is_no_list_is_refused(folder: Path, text: str) -> None:
    (folder / "channels.yaml").write_text(text)
    assert faults(folder) == ["taxonomy/channels.yaml: expected a list of entries, each with code and name"]


def test_the_file_of_capabilities_holds_its_list_under_capabilities(folder: Path) -> None:
    (folder / "capabilities.yaml").write_text("groups: {work: Work}\n")
    assert faults(folder) == ["taxonomy/capabilities.yaml: expected a list of entries, each with code and name"]


def test_an_entry_with_faults_is_named_by_its_position(folder: Path) -> None:
    (folder / "channels.yaml").write_text(
        "- {code: radio, name: Radio}\n- {code: TV, name: Television}\n- {code: web}\n"
    )
    first, second = faults(folder)
    assert first.startswith("taxonomy/channels.yaml: [1]: code: 'TV': ")
    assert second == "taxonomy/channels.yaml: [2]: name: is required and missing; add it"


def test_a_code_that_stands_twice_in_a_list_is_refused(folder: Path) -> None:
    (folder / "channels.yaml").write_text("- {code: radio, name: Radio}\n- {code: radio, name: Web radio}\n")
    expected = "taxonomy/channels.yaml: radio: this code stands in the list twice; rename or join them"
    assert set(faults(folder)) == {expected}


def test_an_unknown_broader_code_is_named_with_the_near_word(folder: Path) -> None:
    (folder / "channels.yaml").write_text("- {code: radio, name: Radio}\n- {code: fm, name: FM, broader: radoi}\n")
    expected = "taxonomy/channels.yaml: fm.broader: 'radoi' is not in this list; did you mean 'radio'?"
    assert faults(folder) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "- {code: radio, name: Radio, broader: radio}\n",
        "- {code: radio, name: Radio, broader: fm}\n- {code: fm, name: FM, broader: radio}\n",
        "- {code: fm, name: FM, broader: a}\n- {code: a, name: A, broader: b}\n- {code: b, name: B, broader: a}\n",
    ],
)
def test_broader_codes_that_run_in_a_circle_are_refused(folder: Path, text: str) -> None:
    (folder / "channels.yaml").write_text(text)
    assert any(".broader: " in fault and "leads back to" in fault for fault in faults(folder))


def test_an_unknown_group_is_named_with_the_near_word(folder: Path) -> None:
    path = folder / "capabilities.yaml"
    path.write_text(path.read_text().replace("name: Hotline, group: work", "name: Hotline, group: wrok"))
    assert faults(folder) == ["taxonomy/capabilities.yaml: hotline.group: 'wrok' is not a group; did you mean 'work'?"]


def test_without_groups_every_capability_is_told_where_they_belong(folder: Path) -> None:
    path = folder / "capabilities.yaml"
    path.write_text(path.read_text().replace("groups: {work: Work, voice: Voice}\n", ""))
    found = faults(folder)
    assert found[0] == "taxonomy/capabilities.yaml: fact_checking.group: 'work' is not a group; add it to `groups`"
    assert len(found) == 5


@pytest.mark.parametrize("groups", ["[work, voice]", "7", "{work: 1, voice: 2}", "work voice"])
def test_groups_that_are_no_codes_with_names_are_refused(folder: Path, groups: str) -> None:
    path = folder / "capabilities.yaml"
    path.write_text(path.read_text().replace("{work: Work, voice: Voice}", groups))
    assert any(fault.startswith("taxonomy/capabilities.yaml: groups") for fault in faults(folder))


@pytest.mark.parametrize("context", ["together", "[7]", "{together: 1}"])
def test_a_context_that_is_no_list_of_phrases_is_refused(folder: Path, context: str) -> None:
    path = folder / "capabilities.yaml"
    path.write_text(path.read_text().replace("[before the election, in the capital, next spring, together]", context))
    assert any(fault.startswith("taxonomy/capabilities.yaml: context") for fault in faults(folder))


def test_the_faults_of_all_lists_are_told_at_once(folder: Path) -> None:
    (folder / "channels.yaml").write_text("- {code: radio, name: Radio, broader: sound}\n")
    (folder / "kinds.yaml").write_text("- {code: media, name: Media\n")
    (folder / "values.yaml").write_bytes(b"- {code: freedom, name: Fr\xe9edom}\n")
    (folder / "stages.yaml").unlink()
    assert sorted(faults(folder)) == [
        "taxonomy/channels.yaml: radio.broader: 'sound' is not in this list; known: radio",
        "taxonomy/kinds.yaml: line 2: not valid YAML: expected ',' or '}', but got '<stream end>'",
        "taxonomy/stages.yaml: cannot be read: No such file or directory",
        "taxonomy/values.yaml: byte 26 is not UTF-8; save the file as UTF-8",
    ]
