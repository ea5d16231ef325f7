"""Every test: what needs no browser on all cores at once, then what needs the machine to itself, one by one.

Takes the arguments of pytest. One of the second part that fails is tried once more and named as RERUN in the summary:
two browsers, their cameras and a site on a few cores now and then miss a time limit for reasons that are not theirs.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "not alone": ["-n", "logical", "--dist", "worksteal"],
    "alone": ["--reruns", "1"],
}


def main(arguments: Sequence[str]) -> int:
    """Run both parts; 0 when all that ran passed and something ran."""
    codes = [_run(part) for part in parts_of(arguments)]
    ran = [code for code in codes if code != pytest.ExitCode.NO_TESTS_COLLECTED]
    return max(ran, default=int(pytest.ExitCode.NO_TESTS_COLLECTED))


def parts_of(arguments: Sequence[str]) -> list[list[str]]:
    """The arguments of each part; of what is asked for by marker (-m) each runs its own."""
    reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    reader.add_argument("-m", dest="marked", default="")
    known, rest = reader.parse_known_args(arguments)
    wanted = f" and ({known.marked})" if known.marked else ""
    return [["-m", f"{marker}{wanted}", *how, *rest] for marker, how in PARTS.items()]


def _run(arguments: list[str]) -> int:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
