"""Searching beside other engines: the same vectors, the true nearest, and what an engine built is used again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks import search as module
from benchmarks.case import Case, measure
from benchmarks.peers import Engine, MissingEngineError, open_engine
from benchmarks.search import prepare_search, search_cases
from benchmarks.search_task import FIRST, kept_task
from benchmarks.served import Site

from matcher.encoders import Vectors
from matcher.indexes import Rows

SIZE = 1_200


class Patient(Engine):
    """Compares the query with all vectors; counts how often it was built, opened and closed."""

    name = "patience"
    package = "numpy"
    at_most = 1e9
    built = 0
    opened = 0
    closed = 0

    @classmethod
    def build(cls, vectors: Vectors, _groups: Rows, folder: Path) -> None:
        cls.built += 1
        np.save(folder / "vectors.npy", vectors)

    def __init__(self, _vectors: Vectors, groups: Rows, folder: Path) -> None:
        type(self).opened += 1
        self._vectors, self._groups = np.load(folder / "vectors.npy"), groups

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        rows = np.arange(len(self._vectors)) if group is None else np.flatnonzero(self._groups == group)
        return np.asarray(rows[np.argsort(-(self._vectors[rows] @ query))[:limit]])

    def close(self) -> None:
        type(self).closed += 1


class Elsewhere(Patient):
    package = "no-such-package-anywhere"


@pytest.fixture
def originals(monkeypatch: pytest.MonkeyPatch) -> Vectors:
    monkeypatch.setattr(module, "PEERS", (Patient, Elsewhere))
    monkeypatch.setattr(Patient, "built", 0)
    monkeypatch.setattr(Patient, "opened", 0)
    monkeypatch.setattr(Patient, "closed", 0)
    vectors = np.random.default_rng(3).standard_normal((100, 16)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_an_engine_that_compares_all_finds_all(originals: Vectors, tmp_path: Path) -> None:
    notes: list[str] = []
    cases = list(search_cases(originals, SIZE, tmp_path, notes.append))
    assert [case.reference for case in cases] == ["all products"] * 3 + ["patience (recall 1.000)"] * 3
    assert [case.measure() for case in cases[:3]] == pytest.approx([1, 1, 1], abs=0.01)
    assert notes == ["not measured: no-such-package-anywhere is not installed; pip install .[peers]"]


def test_an_engine_is_closed_before_the_next_case_is_asked_for(originals: Vectors, tmp_path: Path) -> None:
    for case in search_cases(originals, SIZE, tmp_path, lambda _: None):
        assert Patient.closed == 0
        assert measure(case, 1).ratio > 0
    assert Patient.closed == 1


def test_what_was_prepared_is_not_built_again(originals: Vectors, tmp_path: Path) -> None:
    prepare_search(originals, SIZE, tmp_path, lambda _: None)
    assert (Patient.built, Patient.opened) == (1, 0), "to open one may take minutes"
    list(search_cases(originals, SIZE, tmp_path, lambda _: None))
    assert Patient.built == 1


def test_other_settings_are_built_anew(originals: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task, _ = kept_task(originals, SIZE, tmp_path / "task")
    open_engine(Patient, task.vectors, task.groups, tmp_path)
    monkeypatch.setattr(Patient, "settings", "more patience")
    open_engine(Patient, task.vectors, task.groups, tmp_path)
    assert Patient.built == 2


def test_a_module_that_an_engine_needs_and_lacks_is_named(originals: Vectors, tmp_path: Path) -> None:
    task, _ = kept_task(originals, SIZE, tmp_path / "task")
    with pytest.raises(MissingEngineError, match="no-such-package"):
        open_engine(Elsewhere, task.vectors, task.groups, tmp_path)


def test_filters_keep_a_tenth_and_no_less_than_what_is_asked_for(originals: Vectors, tmp_path: Path) -> None:
    task, _ = kept_task(originals, SIZE, tmp_path / "task")
    assert np.bincount(task.groups).tolist() == [SIZE - SIZE // 10 - FIRST, SIZE // 10, FIRST]
    assert np.linalg.norm(task.vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_other_originals_give_another_task(originals: Vectors, tmp_path: Path) -> None:
    one, key = kept_task(originals, SIZE, tmp_path / "task")
    other, other_key = kept_task(originals[::-1].copy(), SIZE, tmp_path / "task")
    assert key != other_key
    assert not np.array_equal(one.vectors, other.vectors)


def test_a_case_without_a_bar_holds() -> None:
    figure = measure(Case("", lambda: 5, "", lambda: 1, "MB"), 1)
    assert (figure.case.bar, figure.holds) == ("", True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of a process this way")
def test_the_memory_of_a_process_is_read() -> None:
    assert 10e6 < Site("", os.getpid()).memory() < 100e9
