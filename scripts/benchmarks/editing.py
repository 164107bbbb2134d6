"""Editing: how long it takes until a sentence that someone has written is found."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.case import Case
from matcher.encoders import Encoder
from matcher.generations import MANIFEST, generations, read_manifest, replace_file
from matcher.indexes import is_many
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.settings import read_settings
from matcher.workspace import Workspace

EDIT = 9  # row of the table of bars
SECONDS = 2.0
SENTENCE = "Lends {number} beehives to monasteries that teach beekeeping."


def editing_cases(root: Path, corpus: Path, encoder: Encoder, folder: Path) -> list[Case]:
    """Return the case over the generation in `root`, whose records a new database in `folder` holds.

    None where vectors are so few that everything is built anew, which takes the time of its own case.

    From the generation `root` gets others, which share its files. `corpus` is the folder with the controlled lists.
    """
    knowledge = KnowledgeBase.open(root, encoder)
    size = len(knowledge.organisations)
    if not is_many(len(knowledge.organisation_passages.vectors)):
        return []
    workspace = workspace_over(root, corpus, encoder, folder)
    edits = _edits(workspace, encoder)
    return [
        Case(
            f"one edit among {size:,} organisations, until a goal finds it",
            lambda: next(edits),
            f"{SECONDS:g} s",
            lambda: SECONDS,
            "s",
            at_most=1.0,
            row=EDIT,
        )
    ]


def workspace_over(root: Path, corpus: Path, encoder: Encoder, folder: Path) -> Workspace:
    """Return a data folder in `folder` with the generations of `root` and a database with the records of the newest."""
    folder.mkdir(parents=True)
    (folder / "generations").symlink_to(root.resolve())
    workspace = Workspace(read_settings({}, data=str(folder), corpus=str(corpus), model=encoder.name))
    knowledge = KnowledgeBase.open(root, encoder)
    workspace.store.synchronise((*knowledge.organisations, *knowledge.practices), origin="benchmark")
    built = generations(root)[0]
    manifest = read_manifest(built).model_copy(
        update={"complete_to": workspace.store.number(), "corpus": knowledge.corpus.fingerprint}
    )
    replace_file(built / MANIFEST, manifest.model_dump_json(indent=1))
    return workspace


def _edits(workspace: Workspace, encoder: Encoder) -> Iterator[float]:
    """Edit one organisation after the other and yield the seconds until a goal finds what was written."""
    ids = workspace.open(encoder).organisation_ids
    for number in itertools.count():
        record = workspace.editing.get("organisation", ids[len(ids) // 2 + 7 * number]).record
        assert isinstance(record, Organisation)
        said = SENTENCE.format(number=workspace.store.number())  # another one at each edit
        start = time.perf_counter()
        workspace.editing.save(record.model_copy(update={"summary": said}), None, "benchmark")
        workspace.publish(encoder)
        [found] = Recommender(workspace.open(encoder)).partners([Goal(id=f"edit-{number}", text=said)])
        seconds = time.perf_counter() - start
        assert record.id in {partner.organisation.id for partner in found.partners}, "the edit was not found"
        yield seconds
