"""Every test: what needs no browser on all cores at once, then what needs the machine to itself, one by one.

Takes the arguments of pytest. A browser test that fails is tried once more and named as RERUN in the summary: two
browsers, their cameras and a site on a few cores now and then miss a time limit that has nothing to do with them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    ["-m", "not alone", "-n", "logical", "--dist", "worksteal"],
    ["-m", "alone", "--reruns", "1"],
)


def main(arguments: list[str]) -> int:
    """Run both parts; 0 when all that ran passed and something ran."""
    codes = [_run([*part, *arguments]) for part in PARTS]
    ran = [code for code in codes if code != pytest.ExitCode.NO_TESTS_COLLECTED]
    return max(ran, default=int(pytest.ExitCode.NO_TESTS_COLLECTED))


def _run(arguments: list[str]) -> int:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
