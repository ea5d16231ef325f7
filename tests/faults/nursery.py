"""The side of the test: lives are begun, awaited or ended in one_life.py, a process that has imported everything."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peerlearn.settings import ROOT
from tests.faults.one_life import Life

KILLED = -signal.SIGKILL


@dataclass
class Nursery:
    """Lives people one after the other."""

    process: "subprocess.Popen[str]"
    log: Path

    def live(self, life: Life, *, killed_after: float | None = None) -> int:
        """Let somebody live, and perhaps kill them after so many seconds; the exit code of their process."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(life.written() + "\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        code = int(self.process.stdout.readline())
        assert code in (0, KILLED), self.log.read_text()[-3000:]
        return code


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    """A nursery that is gone at the end."""
    command = [sys.executable, "-m", "tests.faults.one_life"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out
        )
    try:
        yield Nursery(process, log)
    finally:
        process.kill()
        process.communicate()
