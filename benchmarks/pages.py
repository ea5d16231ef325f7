"""What opening a page costs: bytes over the wire by kind, requests, time to the first byte and to the content.

`make bench-pages`. A real Chromium without a cache opens each page; bytes are what crossed the wire, compressed,
headers included. The content is there when the skeleton is gone: fonts, socket, first answer and all.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks import people, report
from benchmarks.server import environment, serving
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path

PORT = 4472
LOADS = 7
OFFERINGS = 6
QUIET_MS = 700
LOOK_MS, WAIT_MS = 20, 20_000
KINDS = {"Script": "JS kB", "Stylesheet": "CSS kB", "Font": "fonts kB", "Document": "HTML kB"}

# The skeleton carries aria-busy; the moment of its going is noted in the page itself.
WATCH_FOR_CONTENT = """
  const look = () => {
    const main = document.querySelector('main');
    if (main && !document.querySelector('[aria-busy="true"]') && window.__reactRouterContext) {
      window.contentAt = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
"""


@dataclass
class Wire:
    """What crossed the wire for one page."""

    bytes_of: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    requests: int = 0

    def watch(self, wire: CDPSession) -> None:
        """Count from here on."""
        kinds: dict[str, str] = {}

        def answered(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict[str, Any]) -> None:
            self.requests += 1
            self.bytes_of[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

        wire.on("Network.responseReceived", answered)
        wire.on("Network.loadingFinished", finished)
        wire.send("Network.enable")


def open_once(context: BrowserContext, url: str) -> dict[str, float]:
    """One visit of somebody who was never here."""
    page = context.new_page()
    page.add_init_script(WATCH_FOR_CONTENT)
    wire = Wire()
    wire.watch(context.new_cdp_session(page))
    page.goto(url)
    _wait_for_content(page)
    page.wait_for_timeout(QUIET_MS)
    figures = {name: wire.bytes_of[kind] / 1000 for kind, name in KINDS.items()}
    figures |= {"all kB": sum(wire.bytes_of.values()) / 1000, "requests": wire.requests} | _times(page)
    page.close()
    return figures


def _wait_for_content(page: Page) -> None:
    # Playwright's own waiting evaluates text inside the page, which our policy refuses.
    for _ in range(int(WAIT_MS / LOOK_MS)):
        if page.evaluate("window.contentAt"):
            return
        page.wait_for_timeout(LOOK_MS)
    raise SystemExit(f"{page.url} showed no content")


def _times(page: Page) -> dict[str, float]:
    return page.evaluate(
        """() => {
          const [visit] = performance.getEntriesByType('navigation');
          const [paint] = performance.getEntriesByName('first-contentful-paint');
          return {
            'first byte ms': visit.responseStart - visit.requestStart,
            'first paint ms': paint.startTime,
            'content ms': window.contentAt,
          };
        }"""
    )


def measure(browser: Browser, url: str, cookie: str, loads: int) -> dict[str, float]:
    """The medians of some visits, each with an empty cache."""
    visits = []
    for _ in range(loads):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        if cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": url}])
        visits.append(open_once(context, url))
        context.close()
    return {name: round(statistics.median(visit[name] for visit in visits), 1) for name in visits[0]}


def main() -> None:
    """Measure each page and say whether the start page keeps its budget."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--loads", type=int, default=LOADS)
    loads = reader.parse_args().loads
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        mentor, [learner] = people.a_mentor_with(OFFERINGS), people.learners(1)
        visits = {"/": "", "/register/": "", "/sign-in/": ""}
        visits |= {"/dashboard/learner/": learner.cookie, "/dashboard/mentor/": mentor.cookie}
        with serving(Path(scratch), settings) as server, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
            rows = [
                {"page": path, **measure(browser, server.url + path, cookie, loads)} for path, cookie in visits.items()
            ]
            browser.close()
    bars = [report.verdict("JS of /, kB", rows[0]["JS kB"], 190), report.verdict("CSS of /, kB", rows[0]["CSS kB"], 20)]
    print(report.table(rows) + "\n\nbars\n" + report.table(bars))
    print(f"\nwritten to {report.write('pages', {'pages': rows, 'bars': bars})}")


if __name__ == "__main__":
    main()
