"""The stamp: what did not change is not read again, and whatever changes is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.encoders import Vectors
from matcher.errors import InvalidRecordsError
from matcher.records import Organisation
from matcher.settings import Settings
from matcher.stamp import Stamp, hash_files, read_stamp
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS, WordsEncoder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_CORPUS, tmp_path / "corpus"))


@pytest.fixture
def workspace(settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A data folder that follows `corpus`, built and fresh."""
    monkeypatch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
    workspace = Workspace(replace(settings, corpus=corpus))
    assert workspace.follow().startswith("nothing was built in ")
    workspace.rebuild(WordsEncoder())
    yield workspace
    workspace.store.close()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def reads(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Follow the sources as a new process would; return which of them were read."""
    read: list[str] = []
    later = Workspace(workspace.settings)
    with monkeypatch.context() as patch:
        for name in ("synchronise", "corpus"):
            method: Callable[[], object] = getattr(later, name)
            patch.setattr(later, name, lambda name=name, method=method: (read.append(name), method())[1])
        assert later.follow() == ""
    later.store.close()
    return read


def test_fresh_sources_are_not_read_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reads(workspace, monkeypatch) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("organisations/bank.yaml", "gives grants of money", "lends some money"),
        ("practices/ask-for-money-early.md", "ask early", "ask soon"),
        ("taxonomy/capabilities.yaml", "check claims", "check statements"),
    ],
)
def test_a_change_of_any_file_makes_a_build_stale(
    workspace: Workspace, corpus: Path, name: str, old: str, new: str
) -> None:
    edit(corpus / name, old, new)
    assert workspace.follow().startswith("built with corpus ")
    workspace.rebuild(WordsEncoder())
    assert workspace.follow() == ""


def test_a_new_and_a_removed_file_make_a_build_stale(workspace: Workspace, corpus: Path) -> None:
    new = corpus / "organisations" / "new.yaml"
    new.write_text("{id: local:new, name: New}")
    assert workspace.follow().startswith("built with corpus ")
    new.unlink()
    assert workspace.follow() == ""
    (corpus / "organisations" / "silent.yaml").unlink()
    assert workspace.follow().startswith("built with corpus ")


def test_an_edit_and_an_import_make_a_build_stale(workspace: Workspace) -> None:
    workspace.store.edit(Organisation(id="local:silent", name="Loud House"))
    assert workspace.follow().startswith("built with corpus ")
    workspace.rebuild(WordsEncoder())
    assert workspace.follow() == ""
    workspace.store.synchronise([Organisation(id="local:imported", name="Imported")], origin="register")
    assert workspace.follow().startswith("built with corpus ")


def test_a_change_that_means_nothing_is_read_once(
    workspace: Workspace, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (corpus / "organisations" / "bank.yaml").open("a") as file:
        file.write("# a comment\n")
    assert reads(workspace, monkeypatch) == ["synchronise", "corpus"]
    assert reads(workspace, monkeypatch) == []


def test_a_changed_program_reads_anew(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "records.py").write_text("another = True")
    monkeypatch.setattr("matcher.stamp._OUR_CODE", tmp_path / "code")
    assert reads(workspace, monkeypatch) == ["synchronise", "corpus"]


def test_another_model_is_noticed_without_reading(workspace: Workspace) -> None:
    other = Workspace(replace(workspace.settings, model="bundled"))
    assert other.follow() == "built with model words, asked for model bundled"
    other.store.close()


def test_a_lost_database_is_filled_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.store.close()
    for path in workspace.settings.data.glob("matcher.sqlite*"):
        path.unlink()
    assert reads(workspace, monkeypatch) == ["synchronise", "corpus"]
    later = Workspace(workspace.settings)
    assert len(later.corpus().organisations) == 6
    later.store.close()


def test_a_lost_generation_is_noticed(workspace: Workspace) -> None:
    shutil.rmtree(workspace.root)
    assert workspace.follow().startswith("nothing was built in ")


def test_a_broken_corpus_is_told_at_every_start(workspace: Workspace, corpus: Path) -> None:
    edit(corpus / "organisations" / "scouts.yaml", "kind: network", "kind: netwrok")
    for _ in range(2):
        with pytest.raises(InvalidRecordsError, match="netwrok"):
            workspace.follow()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 1}', "\ud800"])
def test_a_damaged_stamp_is_no_stamp(workspace: Workspace, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace.settings.data / "stamp.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    assert read_stamp(workspace.settings.data / "stamp.json") is None
    assert reads(workspace, monkeypatch) == ["synchronise", "corpus"]
    assert reads(workspace, monkeypatch) == []


def test_what_changes_during_a_build_is_built_in_after_it(workspace: Workspace) -> None:
    class EditingEncoder(WordsEncoder):
        def encode_passages(self, texts: list[str]) -> Vectors:
            workspace.store.edit(Organisation(id="local:silent", name="Loud House"))
            return super().encode_passages(texts)

    folder = workspace.rebuild(EditingEncoder("another"))
    opened = workspace.open(WordsEncoder("another"))
    assert (opened.name, opened.find_organisation("Loud House").id) == (folder.name, "local:silent")
    assert workspace.follow() == ""


def test_a_build_of_a_database_that_did_not_follow_the_corpus_is_not_stamped(settings: Settings) -> None:
    workspace = Workspace(settings)
    workspace.store.synchronise([Organisation(id="local:imported", name="Imported")], origin="register")
    workspace.rebuild(WordsEncoder())
    assert not (settings.data / "stamp.json").exists()
    assert workspace.follow().startswith("built with corpus ")
    workspace.store.close()


def test_a_stamp_comes_back_as_it_was(tmp_path: Path) -> None:
    stamp = Stamp(files="f", records="r", generation="gen-000001")
    stamp.write(tmp_path / "stamp.json")
    assert read_stamp(tmp_path / "stamp.json") == stamp


def test_a_renamed_file_is_another_corpus(corpus: Path) -> None:
    before = hash_files(corpus)
    assert hash_files(corpus) == before
    (corpus / "organisations" / "bank.yaml").rename(corpus / "organisations" / "bunk.yaml")
    assert hash_files(corpus) != before
