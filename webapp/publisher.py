"""Making edits searchable: the next generation is built in the background, one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stage:
    """How far a build is: `done` of the `total` texts of a part of it are prepared."""

    name: str
    done: int
    total: int


class Publisher:
    """Calls `build` after changes: never twice at once, and once more where something changed during a build.

    `build` makes the database's records searchable and raises what goes wrong. Edits are in the database before they
    are announced here, so a build that fails loses nothing: the next one takes them in.
    """

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build
        self._state = threading.Condition()
        self._wanted = False
        self._running = False
        self._failure = ""
        self._stage: Stage | None = None

    def changed(self) -> None:
        """Announce a change; return at once."""
        with self._state:
            self._wanted = True
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._work, name="publisher", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to build, at most `seconds`; tell whether everything is searchable."""
        with self._state:
            self._state.wait_for(lambda: not self._running, timeout=seconds)
            return not self._running and not self._failure

    @property
    def failure(self) -> str:
        """What went wrong with the last build, "" where nothing did."""
        with self._state:
            return self._failure

    @property
    def stage(self) -> Stage | None:
        """How far the build is that runs now, None where none runs or it has not told yet."""
        with self._state:
            return self._stage if self._running else None

    def report(self, name: str, done: int, total: int) -> None:
        """Note that `done` more of the `total` texts of a part are prepared; called by `build` itself."""
        with self._state:
            before = self._stage.done if self._stage and self._stage.name == name else 0
            self._stage = Stage(name, before + done, total)

    def _work(self) -> None:
        while self._goes_on():
            try:
                self._build()
                failure = ""
            except Exception as error:  # noqa: BLE001  whatever it is, editors must be told, and the next build tried
                _log.exception("the edits could not be made searchable")
                failure = str(error) or type(error).__name__
            with self._state:
                self._failure, self._stage = failure, None

    def _goes_on(self) -> bool:
        """Tell whether something has changed since the last build began; note that it ends where nothing has."""
        with self._state:
            self._running, self._wanted = self._wanted, False
            if not self._running:
                self._state.notify_all()
            return self._running
