"""Data folders for the servers that are measured: each is found to follow the corpus, so that nothing is built."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matcher.encoders import Encoder, load_encoder
from matcher.settings import Settings
from matcher.stamp import Stamp, hash_files
from matcher.workspace import Workspace


def built(settings: Settings, encoder: Encoder) -> Workspace:
    """Return the data folder of `settings`, built where it does not follow the corpus."""
    workspace = Workspace(settings)
    if workspace.follow():
        workspace.rebuild(encoder)
    return workspace


def shipped(settings: Settings, folder: Path, model: str) -> Path:
    """Return a data folder in `folder` with the corpus of `settings` and nothing else, built with `model`."""
    settings = replace(settings, data=folder.resolve(), model=model, database="")
    if Workspace(settings).follow():
        built(settings, load_encoder(model))
    return settings.data


def taken_for_followed(settings: Settings, folder: Path) -> Path:
    """Return the data folder `folder`, whose generation no database stands behind, with the stamp of one that has."""
    workspace = Workspace(replace(settings, data=folder.resolve(), database=""))
    workspace.store  # noqa: B018  made where there is none
    Stamp(
        files=hash_files(settings.corpus), records=workspace.store.revision(), generation=workspace.current_name()
    ).write(workspace.settings.data / "stamp.json")
    return workspace.settings.data
