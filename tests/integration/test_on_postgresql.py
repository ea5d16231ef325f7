"""The same tests of everything that touches the database, on PostgreSQL.

With `TEST_DATABASE_URL` they run there anyway; without it, a throw-away server is started for them.
"""

import os
import subprocess
import sys

import pytest

from peerlearn.settings import ROOT

SUITE = ["tests/integration/domain", "tests/integration/kit", "tests/integration/test_makers.py"]
# These two choose their databases themselves, or need none.
NOT_AGAIN = ["tests/integration/kit/jobs/test_kills.py", "tests/integration/kit/test_bus.py"]


@pytest.mark.alone
@pytest.mark.timeout(900)
@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="this run is on PostgreSQL already")
def test_the_database_suite_passes_on_postgresql_too(postgres: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "logical", *SUITE]
    command += [f"--ignore={path}" for path in NOT_AGAIN]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "TEST_DATABASE_URL": postgres},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    print(run.stdout.splitlines()[-1])
    assert run.returncode == 0, run.stdout
