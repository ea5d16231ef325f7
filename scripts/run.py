"""`make run`: migrate, build the front end if it changed, serve the site on one port, and say what is where."""

import os
import subprocess
import sys

from build_frontend import ROOT, build_environment, ensure_built


def main() -> None:
    """Replaces itself by the server."""
    environment = build_environment()
    subprocess.run([sys.executable, "-m", "peerlearn", "migrate"], cwd=ROOT, env=environment, check=True)
    environment["REFLEX_WEB_WORKDIR"] = str(ensure_built())
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "peerlearn", "serve"], environment)


if __name__ == "__main__":
    main()
