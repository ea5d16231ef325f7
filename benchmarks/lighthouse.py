"""What Lighthouse says of the pages that a visitor sees first: `make bench-lighthouse`.

Its mobile profile: a mid-range phone on slow 4G, both simulated from what a real load on this machine did. The medians
of several runs, each in a new browser with an empty cache. Lighthouse is a program of JavaScript; the bun that builds
our front end installs it once into .cache and runs it, so that Node is not needed. Its full reports stay beside the
result, and https://googlechrome.github.io/lighthouse/viewer/ draws them.

Scores depend on what else the machine does: run it alone.
"""

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import people, report
from benchmarks.server import ROOT, environment, serving
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database
from tests.e2e.conftest import chromium_path

PORT = 4474
RUNS = 5
OFFERINGS = 8
LONGEST_SECONDS = 180
MOST_TRIES = 3
BUN = Path(sys.executable).parent / "bun"
AUDITOR = Path(__file__).parent / "auditor"
REPORTS = report.RESULTS / "lighthouse"
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
METRICS = {
    "first-contentful-paint": "first paint ms",
    "largest-contentful-paint": "LCP ms",
    "total-blocking-time": "blocked ms",
    "speed-index": "speed index ms",
}
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu"
LCP_MS, CLS = 1500, 0.02


def installed() -> Path:
    """The folder with Lighthouse in it, of exactly the versions that auditor/bun.lock names."""
    lock = AUDITOR / "bun.lock"
    folder = ROOT / ".cache" / "lighthouse" / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if not (folder / "node_modules" / "lighthouse").exists():
        shutil.copytree(AUDITOR, folder, dirs_exist_ok=True)
        subprocess.run([str(BUN), "install", "--frozen-lockfile"], cwd=folder, check=True)
    return folder


def audit(folder: Path, url: str, keep_as: Path) -> dict[str, float]:
    """One run: the scores of 100, and the metrics."""
    command = [str(BUN), str(folder / "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json"]
    command += [f"--output-path={keep_as}", f"--chrome-flags={CHROME_FLAGS}", f"--only-categories={','.join(SCORES)}"]
    chrome = {"CHROME_PATH": path} if (path := chromium_path()) else {}
    for left in reversed(range(MOST_TRIES)):  # now and then it loses the trace of a page, and asks to be run again
        done = subprocess.run(command, check=left == 0, timeout=LONGEST_SECONDS, env={**os.environ, **chrome})
        if done.returncode == 0:
            break
    told: dict[str, Any] = json.loads(keep_as.read_text())
    figures = {name: round(100 * told["categories"][name]["score"]) for name in SCORES}
    figures |= {words: round(told["audits"][name]["numericValue"]) for name, words in METRICS.items()}
    return {**figures, "CLS": round(told["audits"]["cumulative-layout-shift"]["numericValue"], 3)}


def measure(folder: Path, url: str, path: str, runs: int) -> dict[str, Any]:
    """The medians of some runs of one page."""
    name = path.strip("/").replace("/", "-") or "start"
    told = [audit(folder, url + path, REPORTS / f"{name}-{run}.json") for run in range(1, runs + 1)]
    return {"page": path} | {figure: statistics.median(run[figure] for run in told) for figure in told[0]}


def bars_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What a page must reach, and whether it does."""
    page = row["page"]
    bars = [report.at_least(f"{name} of {page}", row[name], score) for name, score in SCORES.items()]
    return [
        *bars,
        report.verdict(f"LCP of {page}, ms", row["LCP ms"], LCP_MS),
        report.verdict(f"CLS of {page}", row["CLS"], CLS),
    ]


def main() -> None:
    """Audit the start page, a mentor's page and a session's page."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--runs", type=int, default=RUNS)
    reader.add_argument("--only", default="", help="audit only pages whose path contains this")
    asked = reader.parse_args()
    runs = asked.runs
    REPORTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        mentor = people.a_mentor_with(OFFERINGS)
        with database.reading() as db:
            handle = db.get_one(User, mentor.viewer.user_id).handle
        with serving(Path(scratch), settings) as server:
            folder = installed()
            pages = [path for path in ("/", f"/mentors/{handle}/", "/sessions/1/") if asked.only in path]
            rows = [measure(folder, server.url, path, runs) for path in pages]
    bars = [bar for row in rows for bar in bars_of(row)]
    print(report.table(rows) + "\n\nbars\n" + report.table(bars))
    print(f"\nwritten to {report.write('lighthouse', {'runs': runs, 'pages': rows, 'bars': bars})}")


if __name__ == "__main__":
    main()
