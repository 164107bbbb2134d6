"""A classifier that was fitted before, shipped or for an earlier generation, where fitting would give it again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.classifiers.fitting import RECIPE
from matcher.encoders import Encoder
from matcher.errors import DamagedGenerationError, MissingGenerationError
from matcher.generations import FORMAT_VERSION, check_files, generations, read_manifest
from matcher.taxonomy import Taxonomy

CLASSIFIER_FILE = "classifier.npz"
SHIPPED = Path(__file__).with_name("capability_classifier.npz")


def classifier_key(taxonomy: Taxonomy, encoder: Encoder) -> str:
    """Return the SHA-256 of all that decides a classifier: what it learns from, the encoder and the recipe."""
    learnt = taxonomy.model_dump_json(include={"capabilities", "context", "goals"})
    return hashlib.sha256("\n".join((learnt, encoder.fingerprint, str(RECIPE))).encode()).hexdigest()


def shipped_classifier(key: str) -> CapabilityClassifier | None:
    """Return the classifier that comes with the program, where it has this key."""
    note = SHIPPED.with_suffix(".json")
    if not note.is_file() or json.loads(note.read_text(encoding="utf-8"))["key"] != key:
        return None
    return CapabilityClassifier.load(SHIPPED)


def kept_classifier(root: Path, key: str) -> CapabilityClassifier | None:
    """Return the classifier with this key from the newest sound generation under `root`, or None."""
    try:
        folders = generations(root)
    except MissingGenerationError:
        return None
    for folder in folders:
        try:
            manifest = read_manifest(folder)
            if (manifest.format, manifest.classifier) != (FORMAT_VERSION, key):
                continue
            expected = {name: digest for name, digest in manifest.files.items() if name == CLASSIFIER_FILE}
            check_files(folder, manifest.model_copy(update={"files": expected}))
            return CapabilityClassifier.load(folder / CLASSIFIER_FILE)
        except DamagedGenerationError:
            continue  # opening it tells of the damage; here it only has to be fitted anew
    return None
