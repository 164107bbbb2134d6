"""A server of our own in a process of its own, and what it is asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """A server that answers at `address`; `process` is the number of its process."""

    address: str
    process: int

    def read(self, path: str) -> float:
        """Read a page to its end and return how long that took, in seconds."""
        start = time.perf_counter()
        with urllib.request.urlopen(self.address + path, timeout=600) as page:  # noqa: S310  our own address
            page.read()
        return time.perf_counter() - start

    def ask(self, goals: Sequence[str], clients: int) -> list[float]:
        """Ask for the page of each goal, by so many clients side by side; return the seconds that each took."""
        paths = [f"/result?{urllib.parse.urlencode({'goal': goal})}" for goal in goals]
        with ThreadPoolExecutor(clients) as pool:
            return list(pool.map(self.read, paths))

    def memory(self) -> int:
        """Return how many bytes of memory the process takes, with those parts of mapped files that it has read.

        Raises OSError where the system does not tell (Linux does).
        """
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        found = _RESIDENT.search(status)
        if not found:
            raise OSError(f"the system does not tell the memory of process {self.process}")
        return int(found[1]) * 1024


@contextmanager
def served(data: Path, environ: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Serve the data folder `data` at a free port, with more environment variables."""
    command = ("-m", "webapp", "serve", "--port", "0", "--data", str(data))
    with running(command, environ or {}) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"{' '.join(command)} ended with {process.wait()}")
        yield Site(address, process.pid)


@contextmanager
def running(command: Sequence[str], environ: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Run Python from the project's folder; what still runs at the end is ended."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with subprocess.Popen(  # noqa: S603  our own commands
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path} | dict(environ or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
