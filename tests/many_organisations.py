"""A data folder with some dozens of random organisations whose vectors count as many: edits are published as deltas."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.records import Activity, Goal, Offer, Organisation
from matcher.settings import Settings, read_settings
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS, WordsEncoder

WORDS = (
    "radio school farm river election police rumour money village music hospital bicycle library theatre garden water"
    " bread forest island market museum orchestra harbour kitchen"
).split()
CAPABILITIES = ("funding", "fact_checking", "broadcasting", "youth_outreach")
_PAIRS = zip(WORDS, WORDS[7:], strict=False)
GOALS = [Goal(id=f"g{n}", text=f"Bring {one} and {other} together") for n, (one, other) in enumerate(_PAIRS)]
GOALS.append(Goal(id="money", text="We need money and a radio that checks rumours"))


def organisation(number: int, rng: random.Random) -> Organisation:
    """Return a record of some words; numbers near each other share activities."""

    def phrase() -> str:
        return " ".join(rng.sample(WORDS, 4)).capitalize()

    shared = [f"Fair {number // 5} of {WORDS[number % 5]}", phrase()]
    partners = tuple(f"local:o{rng.randrange(60):02d}" for _ in range(2))
    return Organisation(
        id=f"local:o{number:02d}",
        name=f"{rng.choice(WORDS).title()} House {number}",
        summary=f"{phrase()}. {phrase()}.",
        countries=tuple(rng.sample(["SK", "CZ", "PL", "NO"], rng.randrange(3))),
        languages=tuple(rng.sample(["sk", "cs", "de"], rng.randrange(3))),
        offers=tuple(
            Offer(capability=rng.choice(CAPABILITIES), statement=f"{phrase()}.") for _ in range(rng.randrange(3))
        ),
        activities=tuple(Activity(title=title, partners=partners) for title in rng.sample(shared, rng.randrange(3))),
    )


@pytest.fixture
def _many_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    few_are_many(monkeypatch)


def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few vectors be many, and any number of changes be few."""
    monkeypatch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
    monkeypatch.setattr("matcher.indexes.MANY", 100)
    monkeypatch.setattr("matcher.contrast.FEWEST_FOR_USUAL", 5)
    monkeypatch.setattr("matcher.publishing.MOST_CHANGED", 1.0)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a whole build of some dozens of organisations."""
    data = tmp_path_factory.mktemp("many")
    workspace = Workspace(read_settings({}, data=str(data), corpus=str(SMALL_CORPUS), model="words"))
    rng = random.Random(1)
    with pytest.MonkeyPatch.context() as monkeypatch:
        few_are_many(monkeypatch)
        workspace.synchronise()
        workspace.store.receive([organisation(number, rng) for number in range(40)], "register")
        workspace.rebuild(WordsEncoder())
    workspace.store.close()
    return data


@pytest.fixture
def workspace(settings: Settings, built_once: Path, _many_vectors: None) -> Iterator[Workspace]:
    """A copy of that data folder."""
    shutil.copytree(built_once, settings.data)
    workspace = Workspace(settings)
    yield workspace
    workspace.store.close()
