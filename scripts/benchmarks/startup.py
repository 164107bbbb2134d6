"""Starting: a whole process for one goal, and the first page."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.case import Case
from benchmarks.served import running, served
from matcher.encoders.bundled import bundled_folder

ONE_GOAL, FIRST_PAGE = 1, 2  # rows of the table of bars
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
            row=ONE_GOAL,
        ),
        Case(
            "first page after scripts/serve",
            lambda: _seconds_to_first_page(data),
            "import flask, faiss, onnxruntime and numpy, load the model",
            lambda: _seconds("-c", _LOAD_WHAT_SERVING_NEEDS),
            "s",
            at_most=2.0,
            row=FIRST_PAGE,
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
    with served(data) as site:
        site.read("/")
        return time.perf_counter() - start
