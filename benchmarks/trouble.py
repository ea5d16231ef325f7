"""A call and its interruptions: when they are named, and how long pictures stand still once the line is back.

`make bench-trouble`; `ARGS="--cuts 3"` for less. Two Chromiums in networks of their own (Linux, root), the whole
product between them. A picture counts as moving when its pixels do, for a second at least.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks import report
from peerlearn import domain
from peerlearn.kit import database
from scripts.build_frontend import ensure_built
from tests.e2e.room.lesson import Lesson, lesson_between
from tests.e2e.site import running_site
from tests.networks import Networks, missing, two_networks

REST_SECONDS = 4.0  # between two interruptions, as anybody would have
STANDS_STILL_AT_MOST = 60.0
SHORT, LONG = 5, 60
SIDES = ("a", "b")


def main() -> None:
    """Interrupt one lesson again and again, and say which bars hold."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--cuts", type=int, default=20, help=f"of {SHORT} seconds")
    wanted = reader.parse_args()
    if why := missing():
        sys.exit(why)
    loads = [os.getloadavg()[0]]
    domain.know_every_table()
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch, two_networks() as networks:
        environment = {"REFLEX_WEB_WORKDIR": str(ensure_built())}
        with running_site(Path(scratch), **environment) as site, sync_playwright() as playwright:
            database.use(site.database_url)
            with lesson_between(networks, site, playwright) as begin:
                figures = _interrupt(networks, begin, wanted.cuts)
    loads.append(os.getloadavg()[0])
    bars = [
        report.verdict(f"s until both say so, cut of {SHORT} s, p95", figures["named"]["p95"], 3.0),
        report.verdict(f"s still after the line is back, cut of {SHORT} s, p95", figures["short"]["p95"], 2.0),
        report.verdict(f"s still after the line is back, cut of {LONG} s", figures["long"], 5.0),
        report.verdict("s still after an address changed", figures["moved"], 5.0),
        report.verdict("s still after a reloaded page is there", figures["reloaded"], 2.0),
        report.verdict("s until 480 lines or fewer at 500 kbit/s", figures["small"], 20.0),
        report.verdict("s until 720 lines again, cap lifted", figures["large"], 20.0),
    ]
    print("\nbars\n" + report.table(bars) + f"\n\nload average before and after: {loads}")
    print(f"written to {report.write('trouble', {**figures, 'bars': bars, 'load': loads})}")


def _interrupt(networks: Networks, begin: Callable[[], Lesson], cuts: int) -> dict[str, Any]:
    lesson = begin()
    named, short = [], []
    for number in range(cuts):
        said, still = _cut(networks, lesson, SIDES[number % 2], SHORT)
        named.append(said)
        short.append(still)
        print(
            f"cut {number + 1:>3} of {SHORT} s: said by both after {said:.1f} s, moving again {still:.1f} s", flush=True
        )
    _, long = _cut(networks, lesson, "b", LONG)
    print(f"cut of {LONG} s: moving again after {long:.1f} s", flush=True)
    moved = time.time()
    networks.move("b", 13)
    changed = _still(lesson, moved + 0.5) + 0.5
    time.sleep(REST_SECONDS)
    lesson.learner.page.reload(wait_until="load")
    reloaded = _still(lesson, time.time())
    time.sleep(REST_SECONDS)
    small, large = _narrow(networks, lesson)
    once = {"long": long, "moved": changed, "reloaded": reloaded, "small": small, "large": large}
    return {"named": report.spread(named), "short": report.spread(short), **{k: round(v, 1) for k, v in once.items()}}


def _cut(networks: Networks, lesson: Lesson, side: Any, seconds: int) -> tuple[float, float]:
    """How long until both have said so, and how long pictures stood still after the line was back."""
    time.sleep(REST_SECONDS)
    cut = time.time()
    networks.cut(side)
    said = max(seat.named(cut)[0] for seat in lesson.both)
    time.sleep(max(0.0, cut + seconds - time.time()))
    networks.heal()
    return said, _still(lesson, time.time())


def _still(lesson: Lesson, since: float) -> float:
    return max(seat.first_moved(since, within=STANDS_STILL_AT_MOST) for seat in lesson.both)


def _narrow(networks: Networks, lesson: Lesson) -> tuple[float, float]:
    """Seconds until the learner's picture of the mentor is small on a narrow line, and large again on a wide one."""
    lesson.learner.arrives(lambda arriving: arriving["height"] >= 720)
    networks.cap("b", 500)
    small = lesson.learner.arrives(lambda arriving: 0 < arriving["height"] <= 480)
    networks.cap("b", 0)
    return small, lesson.learner.arrives(lambda arriving: arriving["height"] >= 720)


if __name__ == "__main__":
    main()
