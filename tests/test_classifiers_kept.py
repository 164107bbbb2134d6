"""The kept classifier: fitted once for a taxonomy and a model, and never taken where fitting would give another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.classifiers.fitting import fit_classifier
from matcher.classifiers.kept import SHIPPED, classifier_key, kept_classifier, shipped_classifier
from matcher.encoders import Encoder
from matcher.settings import Settings
from matcher.taxonomy import load_taxonomy
from matcher.workspace import Workspace
from tests.conftest import ROOT, SMALL_CORPUS, WordsEncoder


@pytest.fixture
def workspace(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A data folder with one generation; `fitted` counts."""
    monkeypatch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
    corpus = Path(shutil.copytree(SMALL_CORPUS, tmp_path / "corpus"))
    workspace = Workspace(replace(settings, corpus=corpus))
    workspace.synchronise()
    workspace.rebuild(WordsEncoder())
    yield workspace
    workspace.store.close()


@pytest.fixture
def fits(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The fingerprints of the encoders that a classifier was fitted with since the first generation."""
    fitted: list[str] = []

    def counting(taxonomy: object, encoder: WordsEncoder) -> CapabilityClassifier:
        fitted.append(encoder.fingerprint)
        return fit_classifier(taxonomy, encoder)  # type: ignore[arg-type]

    monkeypatch.setattr("matcher.knowledge.fit_classifier", counting)
    return fitted


def test_a_second_build_fits_nothing_anew(workspace: Workspace, fits: list[str]) -> None:
    first = workspace.open(WordsEncoder()).classifier
    workspace.rebuild(WordsEncoder())
    second = workspace.open(WordsEncoder())
    assert fits == []
    assert second.name == "gen-000002"
    np.testing.assert_array_equal(second.classifier.meaning.weights, first.meaning.weights)
    np.testing.assert_array_equal(second.classifier.meaning.intercepts, first.meaning.intercepts)


def test_another_model_is_fitted(workspace: Workspace, fits: list[str]) -> None:
    other = WordsEncoder("other")
    workspace.rebuild(other)
    assert fits == [other.fingerprint]


def test_another_taxonomy_is_fitted(workspace: Workspace, fits: list[str]) -> None:
    path = workspace.settings.corpus / "taxonomy" / "capabilities.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("check claims", "check statements"), encoding="utf-8")
    workspace.synchronise()
    workspace.rebuild(WordsEncoder())
    assert len(fits) == 1


def test_another_way_of_fitting_is_fitted(
    workspace: Workspace, fits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.classifiers.kept.RECIPE", -1)
    workspace.rebuild(WordsEncoder())
    assert len(fits) == 1


def test_the_shipped_classifier_is_that_of_the_shipped_corpus(bundled_encoder: Encoder) -> None:
    key = classifier_key(load_taxonomy(ROOT / "corpus" / "taxonomy"), bundled_encoder)
    shipped = shipped_classifier(key)
    assert shipped is not None, "corpus/taxonomy has changed since: run scripts/fit_classifier.py"
    note = json.loads(SHIPPED.with_suffix(".json").read_text(encoding="utf-8"))
    assert note["cross_validated_micro_f1"] == pytest.approx(shipped.micro_f1, abs=5e-4)
    assert shipped_classifier("another key") is None


def test_a_damaged_classifier_is_fitted_anew(workspace: Workspace, fits: list[str]) -> None:
    path = workspace.root / "gen-000001" / "classifier.npz"
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    workspace.rebuild(WordsEncoder())
    assert len(fits) == 1


def test_an_older_generation_is_asked_where_the_newest_differs(workspace: Workspace, fits: list[str]) -> None:
    workspace.rebuild(WordsEncoder("other"))
    workspace.rebuild(WordsEncoder())
    assert fits == [WordsEncoder("other").fingerprint]


def test_where_nothing_was_built_nothing_is_kept(tmp_path: Path, workspace: Workspace) -> None:
    key = classifier_key(workspace.taxonomy, WordsEncoder())
    assert kept_classifier(tmp_path / "nowhere", key) is None
    assert kept_classifier(workspace.root, key) is not None
