"""Data folders for the servers that are measured: each is found to follow the corpus, so that nothing is built."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from matcher.encoders import Encoder, load_encoder
from matcher.generations import MANIFEST, generations, read_manifest, replace_file
from matcher.settings import Settings
from matcher.stamp import Stamp, hash_files
from matcher.workspace import Workspace


def built(settings: Settings, encoder: Encoder) -> Workspace:
    """Return the data folder of `settings`, built where it does not follow the corpus."""
    workspace = Workspace(settings)
    if workspace.follow():
        workspace.rebuild(encoder)
    return workspace


def shipped(settings: Settings, folder: Path) -> Path:
    """Return a data folder in `folder` with the corpus of `settings` and nothing else, built where it is not yet."""
    settings = replace(settings, data=folder.resolve(), database="")
    if Workspace(settings).follow():
        built(settings, load_encoder(settings.model))
    return settings.data


def with_other_encoder(data: Path, folder: Path, encoder: Encoder) -> Path:
    """Return a copy in `folder` of the data folder `data` that is served with `encoder`.

    It must be one of the same weights, which gives the same vectors: nothing is encoded anew.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data, folder)
    generation = generations(folder / "generations")[0]
    manifest = read_manifest(generation)
    changed = {"model": encoder.name, "model_fingerprint": encoder.fingerprint}
    replace_file(generation / MANIFEST, manifest.model_copy(update=changed).model_dump_json(indent=1))
    return folder


def taken_for_followed(settings: Settings, folder: Path) -> Path:
    """Return the data folder `folder`, whose generation no database stands behind, with the stamp of one that has."""
    workspace = Workspace(replace(settings, data=folder.resolve(), database=""))
    workspace.store  # noqa: B018  made where there is none
    Stamp(
        files=hash_files(settings.corpus), records=workspace.store.revision(), generation=workspace.current_name()
    ).write(workspace.settings.data / "stamp.json")
    return workspace.settings.data
