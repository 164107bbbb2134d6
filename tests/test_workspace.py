"""The data folder: the database follows the corpus, the knowledge base follows the database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.corpus import load_corpus
from matcher.database.synchronising import SyncReport
from matcher.errors import InvalidRecordsError, MissingGenerationError
from matcher.passages import RECIPE_VERSION
from matcher.records import Organisation
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS, WordsEncoder

IMPORTED = Organisation(id="local:imported", name="Imported")


@pytest.fixture(autouse=True)
def _few_mixed_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is classified here, and much is built."""
    monkeypatch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)


@pytest.fixture
def workspace(settings: Settings, tmp_path: Path) -> Iterator[Workspace]:
    """A new data folder that follows a copy of the small corpus."""
    shutil.copytree(SMALL_CORPUS, tmp_path / "corpus")
    workspace = Workspace(replace(settings, corpus=tmp_path / "corpus"))
    yield workspace
    workspace.store.close()


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.settings.corpus / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_workspace_is_empty_and_has_no_generation(workspace: Workspace) -> None:
    corpus = workspace.corpus()
    assert (corpus.organisations, corpus.practices) == ((), ())
    assert workspace.current_name() == ""
    with pytest.raises(MissingGenerationError):
        workspace.open(WordsEncoder())


def test_synchronised_the_database_holds_the_corpus(workspace: Workspace) -> None:
    assert workspace.synchronise() == SyncReport(added=9)
    assert workspace.corpus() == load_corpus(SMALL_CORPUS)
    assert workspace.corpus().fingerprint == load_corpus(SMALL_CORPUS).fingerprint
    assert workspace.synchronise() == SyncReport(unchanged=9)


def test_the_database_follows_changed_new_and_removed_files(workspace: Workspace) -> None:
    workspace.synchronise()
    edit(workspace, "organisations/bank.yaml", "Bank Foundation gives grants of money.", "It moved.")
    (workspace.settings.corpus / "organisations" / "silent.yaml").unlink()
    (workspace.settings.corpus / "organisations" / "new.yaml").write_text("{id: local:new, name: New}")
    assert workspace.synchronise() == SyncReport(added=1, changed=1, removed=1, unchanged=7)
    assert workspace.corpus() == load_corpus(workspace.settings.corpus)


def test_the_taxonomy_is_followed_like_the_records(workspace: Workspace) -> None:
    workspace.synchronise()
    workspace.corpus()
    edit(workspace, "taxonomy/themes.yaml", "name: Disinformation", "name: False news")
    workspace.synchronise()
    assert workspace.corpus() == load_corpus(workspace.settings.corpus)


def test_a_broken_corpus_changes_nothing_and_names_every_fault(workspace: Workspace) -> None:
    workspace.synchronise()
    edit(workspace, "organisations/scouts.yaml", "kind: network", "kind: netwrok")
    edit(workspace, "organisations/radio-one.yaml", "countries: [CZ]", "countries: [Czechia]")
    edit(workspace, "organisations/bank.yaml", "Bank Foundation gives grants of money.", "It moved.")
    (workspace.settings.corpus / "organisations" / "silent.yaml").unlink()
    with pytest.raises(InvalidRecordsError) as caught:
        workspace.synchronise()
    assert sorted((problem.where, problem.field) for problem in caught.value.problems) == [
        ("organisations/radio-one.yaml", "countries[0]"),
        ("organisations/scouts.yaml", "kind"),
    ]
    assert workspace.corpus() == load_corpus(SMALL_CORPUS)
    edit(workspace, "organisations/scouts.yaml", "kind: netwrok", "kind: network")
    edit(workspace, "organisations/radio-one.yaml", "countries: [Czechia]", "countries: [CZ]")
    assert workspace.synchronise() == SyncReport(changed=1, removed=1, unchanged=7)


def test_a_missing_corpus_changes_nothing_either(workspace: Workspace) -> None:
    workspace.synchronise()
    workspace.settings.corpus.rename(workspace.settings.corpus.with_name("elsewhere"))
    with pytest.raises(InvalidRecordsError, match="set MATCHER_CORPUS"):
        workspace.synchronise()
    assert len(list(workspace.store.organisations())) == 6


def test_a_new_database_and_one_with_corpus_records_follow_the_corpus(workspace: Workspace) -> None:
    assert workspace.follows_corpus()
    workspace.synchronise()
    assert workspace.follows_corpus()
    workspace.store.synchronise([IMPORTED], origin="register")
    assert workspace.follows_corpus()


def test_a_database_with_nothing_but_an_import_does_not_follow_the_corpus(workspace: Workspace) -> None:
    workspace.store.synchronise([IMPORTED], origin="register")
    assert not workspace.follows_corpus()
    assert workspace.corpus().organisations == (IMPORTED,)


def test_the_corpus_in_the_database_holds_imports_beside_the_files(workspace: Workspace) -> None:
    workspace.store.synchronise([IMPORTED], origin="register")
    workspace.synchronise()
    assert [each.id.removeprefix("local:") for each in workspace.corpus().organisations] == [
        "bank",
        "checkers",
        "gone",
        "imported",
        "radio-one",
        "scouts",
        "silent",
    ]


def test_another_database_can_be_named(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = Workspace(replace(workspace.settings, database=f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"))
    elsewhere.synchronise()
    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not (workspace.settings.data / "matcher.sqlite").exists()
    assert len(elsewhere.corpus().organisations) == 6
    assert workspace.corpus().organisations == ()
    elsewhere.store.close()


def test_built_the_knowledge_base_is_current_and_opens(workspace: Workspace) -> None:
    workspace.synchronise()
    folder = workspace.build(WordsEncoder(), workspace.corpus())
    assert folder == workspace.settings.data / "generations" / "gen-000001"
    assert workspace.current_name() == "gen-000001"
    opened = workspace.open(WordsEncoder())
    assert opened.name == "gen-000001"
    assert opened.corpus == load_corpus(SMALL_CORPUS)


def test_a_second_build_encodes_nothing_anew(workspace: Workspace) -> None:
    workspace.synchronise()
    first, second = WordsEncoder(), WordsEncoder()
    heard: list[tuple[str, int]] = []
    workspace.build(first, workspace.corpus())
    workspace.build(second, workspace.corpus(), lambda stage, done, _total: heard.append((stage, done)))
    assert len(first.encoded) == 18
    assert second.encoded == []
    assert heard == [("passages", 18)]
    assert workspace.current_name() == "gen-000002"


def test_nothing_built_is_stale(workspace: Workspace) -> None:
    assert workspace.why_stale(workspace.corpus()) == (
        f"nothing was built in {workspace.root} yet; build it with scripts/build_index.py"
    )


def test_a_fresh_build_is_not_stale_until_a_record_changes(workspace: Workspace) -> None:
    workspace.synchronise()
    built = workspace.corpus()
    workspace.build(WordsEncoder(), built)
    assert workspace.why_stale(workspace.corpus()) == ""
    edit(workspace, "practices/ask-for-money-early.md", "ask early", "ask soon")
    workspace.synchronise()
    assert workspace.why_stale(workspace.corpus()) == (
        f"built with corpus {built.fingerprint}, asked for corpus {workspace.corpus().fingerprint}"
    )
    workspace.build(WordsEncoder(), workspace.corpus())
    assert workspace.why_stale(workspace.corpus()) == ""


def test_a_changed_taxonomy_makes_a_build_stale(workspace: Workspace) -> None:
    workspace.synchronise()
    workspace.build(WordsEncoder(), workspace.corpus())
    edit(workspace, "taxonomy/capabilities.yaml", "check claims", "check statements")
    later = Workspace(workspace.settings)
    later.synchronise()
    assert later.why_stale(later.corpus()).startswith("built with corpus ")
    later.store.close()


def test_another_model_or_recipe_makes_a_build_stale(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.synchronise()
    workspace.build(WordsEncoder(), workspace.corpus())
    other = Workspace(replace(workspace.settings, model="bundled"))
    assert other.why_stale(workspace.corpus()) == "built with model words, asked for model bundled"
    monkeypatch.setattr("matcher.knowledge.RECIPE_VERSION", RECIPE_VERSION + 1)
    assert workspace.why_stale(workspace.corpus()) == (
        f"built with passage recipe {RECIPE_VERSION}, asked for passage recipe {RECIPE_VERSION + 1}"
    )


def test_a_broken_manifest_makes_a_build_stale(workspace: Workspace) -> None:
    workspace.synchronise()
    folder = workspace.build(WordsEncoder(), workspace.corpus())
    (folder / "manifest.json").write_text("{")
    assert workspace.why_stale(workspace.corpus()).startswith(f"{folder / 'manifest.json'} cannot be read: ")


def test_a_damaged_file_makes_a_build_stale(workspace: Workspace) -> None:
    workspace.synchronise()
    folder = workspace.rebuild(WordsEncoder())
    assert workspace.follow() == ""
    (folder / "names.jsonl").write_text("damaged")
    assert workspace.follow().startswith(f"{folder / 'names.jsonl'} has SHA-256 ")
    (folder / "names.jsonl").unlink()
    assert workspace.follow() == f"{folder / 'names.jsonl'} is missing"
    workspace.rebuild(WordsEncoder())
    assert workspace.follow() == ""


def test_an_edit_here_is_built_in_and_stays_when_the_corpus_moves_on(workspace: Workspace) -> None:
    workspace.synchronise()
    workspace.store.edit(Organisation(id="local:silent", name="Loud House"))
    edit(workspace, "organisations/silent.yaml", "Silent House", "Quiet House")
    assert workspace.synchronise() == SyncReport(unchanged=8, kept=1)
    workspace.build(WordsEncoder(), workspace.corpus())
    assert workspace.open(WordsEncoder()).find_organisation("loud house").id == "local:silent"
