"""The door to the knowledge base: which generation is served while another one is opened, or cannot be."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.encoders import Encoder
from matcher.errors import KnowledgeBaseError
from matcher.knowledge import KnowledgeBase
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder
from webapp.knowledge import Library

Opening = Callable[[Workspace, Encoder], KnowledgeBase]


@pytest.fixture
def library(settings: Settings) -> Library:
    workspace = Workspace(settings)
    workspace.synchronise()
    workspace.rebuild(WordsEncoder())
    return Library(settings, WordsEncoder())


@pytest.fixture
def opening(library: Library) -> Opening:
    """Write one more generation, and return how it is opened."""
    library.workspace.rebuild(WordsEncoder())
    return Workspace.open


def served(library: Library, *, wait: bool = False) -> str:
    return library.recommender(wait=wait).knowledge.name


def test_whoever_waits_gets_what_another_thread_opens_and_the_others_the_one_before(
    library: Library, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, opened = threading.Event(), threading.Event(), []

    def slow(workspace: Workspace, encoder: Encoder) -> KnowledgeBase:
        begun.set()
        assert go_on.wait(10)
        opened.append(opening(workspace, encoder))
        return opened[-1]

    monkeypatch.setattr(Workspace, "open", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(served, library)
        assert begun.wait(10)
        assert served(library) == "gen-000001"
        second = pool.submit(served, library, wait=True)
        go_on.set()
        assert (first.result(10), second.result(10)) == ("gen-000002", "gen-000002")
    assert len(opened) == 1


def test_what_was_built_and_cannot_be_used_is_told_to_editors(
    library: Library, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_workspace: Workspace, _encoder: Encoder) -> KnowledgeBase:
        raise KnowledgeBaseError("a file is damaged")

    monkeypatch.setattr(Workspace, "open", damaged)
    library.publisher.changed()
    assert not library.publisher.wait(10)
    assert library.publisher.failure == "gen-000002 was built and cannot be used; gen-000001 stays in use"
    monkeypatch.setattr(Workspace, "open", opening)
    assert served(library) == "gen-000001", "it is tried once"


def test_what_cannot_be_read_now_is_tried_again(
    library: Library, opening: Opening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreadable(_workspace: Workspace, _encoder: Encoder) -> KnowledgeBase:
        raise OSError("too many open files")

    monkeypatch.setattr(Workspace, "open", unreadable)
    assert served(library) == "gen-000001"
    assert "gen-000002 cannot be read now; gen-000001 stays in use" in caplog.text
    monkeypatch.setattr(Workspace, "open", opening)
    assert served(library) == "gen-000002"
