"""Starting: a whole process for one goal, and the first page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.case import Case
from matcher.encoders.bundled import bundled_folder

ROOT = Path(__file__).resolve().parent.parent
GOAL = "Reach teenagers with a fact-checking campaign before the election"
_ENCODE_WITH_SENTENCE_TRANSFORMERS = f"""
from sentence_transformers import SentenceTransformer
SentenceTransformer({str(bundled_folder())!r}, device="cpu").encode([{GOAL!r}], show_progress_bar=False)
"""
_LOAD_WHAT_SERVING_NEEDS = """
import flask, faiss, onnxruntime, numpy
from matcher.encoders import load_encoder
load_encoder("bundled", threads=1)
"""


def startup_cases(data: Path, folder: Path) -> list[Case]:
    """Return the cases over the built knowledge base in `data`; `folder` takes their own files."""
    goals = folder / "goals.jsonl"
    goals.write_text(f'{{"id": "g1", "text": "{GOAL}"}}', encoding="utf-8")
    return [
        Case(
            "match_batch.py with one goal, whole process",
            lambda: _seconds("scripts/match_batch.py", str(goals), "--data", str(data)),
            "import sentence-transformers, load the model, encode that goal",
            lambda: _seconds("-c", _ENCODE_WITH_SENTENCE_TRANSFORMERS),
            "s",
            at_most=0.25,
        ),
        Case(
            "first page after scripts/serve",
            lambda: _seconds_to_first_page(data),
            "import flask, faiss, onnxruntime and numpy, load the model",
            lambda: _seconds("-c", _LOAD_WHAT_SERVING_NEEDS),
            "s",
            at_most=2.0,
        ),
    ]


def _seconds(*command: str) -> float:
    start = time.perf_counter()
    with running(command) as process:
        process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - start


def _seconds_to_first_page(data: Path) -> float:
    start = time.perf_counter()
    with running(start_of_server(data)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=60) as page:  # noqa: S310  the address that we just served
            page.read()
        return time.perf_counter() - start


def start_of_server(data: Path) -> tuple[str, ...]:
    """Return the command that serves `data` at a free port, after the word for Python."""
    return ("-m", "webapp", "serve", "--port", "0", "--data", str(data))


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Run Python from the project's folder; what still runs at the end is ended."""
    with subprocess.Popen(  # noqa: S603  our own commands
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
