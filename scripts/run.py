"""`make run`: migrate, build the front end if it changed, serve the site on one port, and say what is where.

With `--no-build` it serves the newest build there is and never compiles: for machines too small for that, which
got their build before (`.replit`).
"""

import os
import subprocess
import sys
from pathlib import Path

from build_frontend import ROOT, build_environment, ensure_built, newest_build


def main(arguments: list[str]) -> None:
    """Replaces itself by the server."""
    environment = build_environment()
    migrated = subprocess.run([sys.executable, "-m", "peerlearn", "migrate"], cwd=ROOT, env=environment)
    if migrated.returncode != 0:
        sys.exit(migrated.returncode)
    environment["REFLEX_WEB_WORKDIR"] = str(_built_before() if "--no-build" in arguments else ensure_built())
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "peerlearn", "serve"], environment)


def _built_before() -> Path:
    built = newest_build()
    if built is None:
        raise SystemExit("There is no built front end. Build it first: python scripts/build_frontend.py")
    return built


if __name__ == "__main__":
    main(sys.argv[1:])
