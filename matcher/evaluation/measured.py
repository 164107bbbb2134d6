"""How well the program ranked when that was last measured: the figures that come with it, for its own pages."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from matcher.evaluation.intervals import Interval
from matcher.generations import replace_file


class Figure(BaseModel):
    """A mean over goals and its 95 % bootstrap interval, where there are goals enough for one."""

    model_config = ConfigDict(frozen=True)

    value: float
    interval: Interval | None = None


class MeasuredSet(BaseModel):
    """What was measured on one set of judged goals: nDCG@10 by method, and how surely needs are read (micro-F1).

    `of` names the benchmark, "" for the judged goals of the corpus; `what` is partners or practices.
    """

    model_config = ConfigDict(frozen=True)

    of: str
    what: str
    command: str
    goals: int
    judgements: int
    ndcg: dict[str, Figure]
    needs: Figure | None = None


class Measured(BaseModel):
    """All sets that were measured in one run of `scripts/report_evaluation.py`, and the day."""

    model_config = ConfigDict(frozen=True)

    day: date
    sets: tuple[MeasuredSet, ...]

    @classmethod
    def shipped(cls) -> Measured:
        """Return the figures that come with the program."""
        return cls.model_validate_json(shipped_figures().read_text(encoding="utf-8"))

    def write(self, path: Path) -> None:
        """Write the figures to a JSON file, atomically."""
        replace_file(path, self.model_dump_json(indent=1) + "\n")


def shipped_figures() -> Path:
    """Return the file of figures that comes with the program."""
    return Path(str(files("matcher.evaluation").joinpath("measured.json")))
