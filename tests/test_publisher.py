"""Making edits searchable: one build at a time, once more for what changed meanwhile, and failures told."""

from __future__ import annotations

import threading

import pytest

from webapp.publisher import Publisher, Stage

PATIENCE = 30  # seconds; nothing here takes one


def test_changes_during_a_build_give_one_more_build() -> None:
    begun, go_on = threading.Semaphore(0), threading.Semaphore(0)
    running: list[int] = []

    def build() -> None:
        running.append(1)
        begun.release()
        assert go_on.acquire(timeout=PATIENCE)

    publisher = Publisher(build)
    publisher.changed()
    assert begun.acquire(timeout=PATIENCE)
    for _ in range(5):
        publisher.changed()
    assert len(running) == 1  # five changes, and no second build beside the first
    assert not publisher.wait(0.01)
    go_on.release(2)
    assert publisher.wait(PATIENCE)
    assert len(running) == 2
    publisher.changed()
    go_on.release()
    assert publisher.wait(PATIENCE)
    assert len(running) == 3


def test_a_failure_is_told_and_logged_until_a_build_succeeds(caplog: pytest.LogCaptureFixture) -> None:
    faults = [OSError("the disk is full")]

    def build() -> None:
        if faults:
            raise faults.pop()

    publisher = Publisher(build)
    publisher.changed()
    assert not publisher.wait(PATIENCE)
    assert publisher.failure == "the disk is full"
    assert "could not be made searchable" in caplog.text
    publisher.changed()
    assert publisher.wait(PATIENCE)
    assert publisher.failure == ""


def test_the_stage_adds_up_what_is_told_and_ends_with_the_build() -> None:
    told, go_on = threading.Semaphore(0), threading.Semaphore(0)

    def build() -> None:
        publisher.report("sentences", 10, 50)
        publisher.report("sentences", 5, 50)
        told.release()
        assert go_on.acquire(timeout=PATIENCE)
        publisher.report("organisations", 7, 20)
        told.release()
        assert go_on.acquire(timeout=PATIENCE)

    publisher = Publisher(build)
    assert publisher.stage is None
    publisher.changed()
    assert told.acquire(timeout=PATIENCE)
    assert publisher.stage == Stage("sentences", 15, 50)
    go_on.release()
    assert told.acquire(timeout=PATIENCE)
    assert publisher.stage == Stage("organisations", 7, 20), "another part begins anew"
    go_on.release()
    assert publisher.wait(PATIENCE)
    assert publisher.stage is None
