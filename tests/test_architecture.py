"""The house keeps its shape: imports run one way, start-up is light, nothing is unpickled."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Each line may import itself and what stands above it, nothing below.
LAYERS = (
    ("documents", "errors", "letters", "rows", "scoring", "sentences", "weights"),
    ("bm25", "dates", "encoders", "files", "folding", "generations", "geography", "settings"),
    ("fields", "indexes", "lexical", "stamp"),
    ("hits", "records"),
    ("duplicates", "joining", "organisation_cells", "own_goal", "problems", "record_digests"),
    ("database", "taxonomy"),
    ("accounts", "corpus", "editing", "exchange", "feedback", "passages", "shortlists", "store"),
    ("directory", "passage_texts", "texts"),
    ("classifiers", "contrast", "importers", "named_partners"),
    ("collection", "identity", "inference", "participation"),
    ("intake", "known_records", "stored_parts"),
    ("deltas",),
    ("knowledge",),
    ("goals", "publishing", "reconciliation"),
    ("reasons",),
    ("network", "results"),
    ("partners", "practices"),
    ("briefs", "coalitions", "exporters", "landscape"),
    ("recommender", "workspace"),
    ("evaluation", "exports", "profile"),
    ("batch",),
    ("__init__",),
)
# Linked data for search engines: a browser does not run it, and `tojson` lets nothing of it end the element.
DATA_BLOCK = '<script type="application/ld+json">{{ linked_data | tojson }}</script>'
HEAVY = ("torch", "faiss", "sklearn", "sentence_transformers", "bm25s", "scipy", "flask")


def imported(path: Path) -> set[str]:
    """Return the absolute names of the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    return path.relative_to(ROOT / "matcher").parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", sorted((ROOT / "matcher").rglob("*.py")), ids=dotted)
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    layer_of = {name: number for number, names in enumerate(LAYERS) for name in names}
    assert room(path) in layer_of, "give the new module a place in LAYERS"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "matcher" and len(parts) > 1 and parts[1] in layer_of:
            below = layer_of[parts[1]] > layer_of[room(path)]
            sideways = layer_of[parts[1]] == layer_of[room(path)] and parts[1] != room(path)
            assert not below, f"{path.name} imports {name}, which stands below it"
            assert not sideways, f"{path.name} imports {name} beside it"


def test_modules_of_one_room_import_each_other_one_way_too() -> None:
    paths = {dotted(path): path for path in (ROOT / "matcher").rglob("*.py") if path.name != "__init__.py"}
    graph = {name: (imported(path) & set(paths)) - {name} for name, path in paths.items()}
    assert "matcher.coalitions.cover" in graph["matcher.coalitions.search"]
    TopologicalSorter(graph).prepare()  # names the circle where there is one


@pytest.mark.parametrize("path", sorted((ROOT / "matcher").rglob("*.py")), ids=dotted)
def test_the_library_knows_nothing_of_the_web_and_prints_nothing(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & {"flask", "webapp", "scripts", "tqdm"}
    assert not re.search(r"(?<![\w.])print\(", path.read_text(encoding="utf-8"))


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = f"import matcher, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_nothing_is_unpickled_and_no_foreign_code_is_run() -> None:
    sources = [*(ROOT / "matcher").rglob("*.py"), *(ROOT / "webapp").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
    unsafe = re.compile(r"import pickle|joblib|torch\.load|allow_pickle=True|trust_remote_code=True|\beval\(|\bexec\(")
    assert [
        path.name for path in sources if unsafe.search(path.read_text(encoding="utf-8").replace(".eval()", ""))
    ] == []


def test_templates_hold_no_inline_code() -> None:
    for path in (ROOT / "webapp" / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8").replace(DATA_BLOCK, "")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|\|\s*safe\b", text), path.name


def test_every_file_says_what_it_is() -> None:
    for path in [p for folder in ("matcher", "webapp", "scripts", "tests") for p in (ROOT / folder).rglob("*.py")]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no first line"
