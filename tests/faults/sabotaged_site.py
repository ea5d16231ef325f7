"""The site with one of its promises taken out, as SABOTAGE says; its workers import this file too, and are like it."""

import os

from peerlearn.serve import serve
from tests.faults import sabotage

sabotage.A_MOMENT_SECONDS = 3.0  # longer than it serves between two kills
sabotage.BY_NAME[os.environ["SABOTAGE"]]()

if __name__ == "__main__":
    serve()
