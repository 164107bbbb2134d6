"""Records that say the same twice, and sentences that were copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.corpus import load_corpus
from matcher.duplicates import copied_passages, same_names, same_texts
from matcher.encoders import Encoder
from matcher.records import Organisation, Practice
from tests.conftest import ROOT, WordsEncoder

SHARED = ROOT.parent / "shared"


def organisation(slug: str, name: str, summary: str = "", countries: tuple[str, ...] = ()) -> Organisation:
    return Organisation(id=f"local:{slug}", name=name, summary=summary, countries=countries)


def test_nearly_the_same_name_is_told() -> None:
    records = [organisation("a", "Safer Internet Centre"), organisation("b", "Safer Internet Center")]
    assert [str(problem) for problem in same_names(records)] == [
        "local:a: name: 'Safer Internet Centre' is nearly 'Safer Internet Center' of local:b;"
        " join the records or rename one"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (organisation("a", "Safer Internet Centre Malta"), organisation("b", "Safer Internet Centre Poland")),
        (organisation("a", "IPA"), organisation("b", "IPA")),
        (organisation("a", "Istinomer", countries=("RS",)), organisation("b", "Istinomjer", countries=("BA",))),
    ],
    ids=["another place", "acronyms", "another country"],
)
def test_what_is_only_called_alike_is_not(one: Organisation, other: Organisation) -> None:
    assert list(same_names([one, other])) == []


def test_notes_that_say_the_same_are_told_whatever_their_titles() -> None:
    text = "Visit youth clubs for teenagers before you plan a radio programme for them."
    notes = [Practice(id="a", title="Visit", text=text), Practice(id="b", title="Visit clubs", text=text)]
    problems = list(same_texts([*notes, Practice(id="c", title="Money", text="Ask donors.")], WordsEncoder()))
    assert [(problem.where, problem.field) for problem in problems] == [("a", "text")]
    assert "says nearly the same as b" in problems[0].message


def test_organisations_with_like_profiles_need_like_names_too() -> None:
    summary = "A fact-checking outlet that publishes verdicts about rumours in English every week"
    like = [organisation("a", "News Checker", summary), organisation("b", "News Checkers", summary)]
    unlike = [organisation("a", "Newsmeter", summary), organisation("b", "Quint", summary)]
    assert len(list(same_texts(like, WordsEncoder()))) == 1
    assert list(same_texts(unlike, WordsEncoder())) == []


def test_nine_words_in_a_row_are_a_copy_and_eight_are_not() -> None:
    record = organisation("a", "A", "one two three four five six seven eight nine")
    copied = list(copied_passages([record], [("source.txt", "So: one two Three four five, six seven eight NINE.")]))
    assert [problem.where for problem in copied] == ["local:a"]
    assert "with source.txt" in copied[0].message
    assert list(copied_passages([record], [("source.txt", "one two three four five six seven eight, then")])) == []


def test_a_record_may_say_its_own_name() -> None:
    name = "Association of the Friends of the Local Radio of the North"
    record = organisation("a", name, f"The {name} broadcasts.")
    assert list(copied_passages([record], [("source.txt", f"The {name} is known.")])) == []


def test_no_note_and_no_organisation_of_the_corpus_says_the_same_as_another(bundled_encoder: Encoder) -> None:
    corpus = load_corpus(ROOT / "corpus")
    assert list(same_names(corpus.organisations)) == []
    assert list(same_names(corpus.practices)) == []
    assert list(same_texts(corpus.organisations, bundled_encoder)) == []
    assert list(same_texts(corpus.practices, bundled_encoder)) == []


@pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason="the sources are not at hand")
def test_no_sentence_of_the_corpus_is_copied_from_a_source() -> None:
    corpus = load_corpus(ROOT / "corpus")
    files = [path for path in (SHARED / "sources").rglob("*") if path.suffix in {".txt", ".md"}]
    register = SHARED / "data" / "registers" / "eu_transparency_register_2019.jsonl"
    texts = [(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in files]
    texts += [(register.name, line) for line in _lines(register)]
    assert list(map(str, copied_passages([*corpus.organisations, *corpus.practices], texts))) == []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").replace("\\n", " ").splitlines() if path.is_file() else []
