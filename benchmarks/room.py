"""Time to the first remote picture: our room next to PeerJS and simple-peer, on this machine, one of each in turn.

`make bench-room`; `ARGS="--runs 3"` for less. Ours is the whole product: two signed-in people in the lobby
click Join. PeerJS comes in two variants, connecting to its server on the click or, as our lobby does, before;
simple-peer has its socket open before.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from benchmarks import peerjs, people, report, simple_peer
from benchmarks.meeting import Meeting, Seat, meet, two_browsers
from benchmarks.people import Pair
from benchmarks.server import Server, environment, serving
from peerlearn.domain import rooms
from peerlearn.kit import database

PORT, PEERJS_PORTS, SIMPLE_PEER_PORTS = 4490, (4491, 4492), (4495, 4496)
EMPTY_WITHIN_SECONDS = 30.0
OURS, ON_CLICK, EARLY, SIMPLE = "ours", "PeerJS", "PeerJS, connected early", "simple-peer"
EVERYBODY = (OURS, ON_CLICK, EARLY, SIMPLE)
CASES = {"second joins 1 s later": False, "both click at once": True}


class Contest:
    """The two browsers and the four ways to meet in them."""

    def __init__(self, pages: tuple[Page, Page], server: Server, pair: Pair, pages_of: dict[str, str]) -> None:
        self._pages = pages
        self._server = server
        self._pair = pair
        self._pages_of = pages_of

    async def sign_in(self) -> None:
        """Our two people, one in each browser."""
        for page, person in zip(self._pages, (self._pair.mentor, self._pair.learner), strict=True):
            name, _, value = person.cookie.partition("=")
            await page.context.add_cookies([{"name": name, "value": value, "url": self._server.url}])

    async def run(self, who: str, *, together: bool) -> Meeting:
        """Meet once; afterwards nobody is anywhere."""
        met = await meet(self._pages, self._seats(who), together=together)
        if who == OURS:
            await self._until_the_room_is_empty()
        return met

    def _seats(self, who: str) -> tuple[Seat, Seat]:
        if who == OURS:
            lobby = Seat(f"{self._server.url}/session/{self._pair.room_id}/", "#join-now")
            first, second = lobby, lobby
        else:
            first, second = (Seat(url, "#join") for url in self._urls(who, f"meeting-{time.time_ns()}"))
        return first, second

    def _urls(self, who: str, name: str) -> tuple[str, str]:
        page = self._pages_of[who]
        if who == SIMPLE:
            return simple_peer.seats(page, SIMPLE_PEER_PORTS[1], name)
        return peerjs.seats(page, PEERJS_PORTS[1], name, early=who == EARLY)

    async def _until_the_room_is_empty(self) -> None:
        deadline = time.monotonic() + EMPTY_WITHIN_SECONDS
        while time.monotonic() < deadline:
            with database.reading() as db:
                live = rooms.view_for(db, self._pair.room_id, by=self._pair.mentor.viewer).live
            if live.mentor is None and live.learner is None:
                return
            await asyncio.sleep(0.1)
        raise SystemExit("the two never left the room")


def main() -> None:
    """Let them meet in turn, and say whether ours is at least as fast."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--runs", type=int, default=11)
    reader.add_argument("--stages", action="store_true", help="print also when each step was reached")
    wanted = reader.parse_args()
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        pair = people.a_pair()
        with (
            serving(Path(scratch), settings) as server,
            peerjs.serving(*PEERJS_PORTS) as peerjs_page,
            simple_peer.serving(*SIMPLE_PEER_PORTS) as simple_page,
        ):
            pages_of = {ON_CLICK: peerjs_page, EARLY: peerjs_page, SIMPLE: simple_page}
            meetings = asyncio.run(_all_meetings(server, pair, pages_of, wanted.runs))
    loads.append(os.getloadavg()[0])
    rows = [_row(case, who, meetings) for case in CASES for who in EVERYBODY]
    bars = [_bar(case, other, rows) for case in CASES for other in EVERYBODY[1:]]
    if wanted.stages:
        for case, who in meetings:
            print(f"\n{who}, {case}: ms after the later click, medians\n" + report.table(_stages(meetings[case, who])))
    print("\nms from the later click to the first remote frame on both sides\n" + report.table(rows))
    print("\nbars\n" + report.table(bars) + f"\n\nload average before and after: {loads}")
    every = [{"case": case, "who": who, "ms": [met.took for met in meetings[case, who]]} for case, who in meetings]
    print(f"written to {report.write('room', {'rows': rows, 'bars': bars, 'load': loads, 'runs': every})}")


async def _all_meetings(
    server: Server, pair: Pair, pages_of: dict[str, str], runs: int
) -> dict[tuple[str, str], list[Meeting]]:
    meetings: dict[tuple[str, str], list[Meeting]] = {(case, who): [] for case in CASES for who in EVERYBODY}
    async with two_browsers() as pages:
        contest = Contest(pages, server, pair, pages_of)
        await contest.sign_in()
        for number in range(runs + 1):
            for (case, who), kept in meetings.items():
                met = await contest.run(who, together=CASES[case])
                if number:  # the first of each only warms the browsers
                    kept.append(met)
                    print(f"{number:>3}  {case:<24} {who:<24} {met.took:>5}", flush=True)
    return meetings


def _row(case: str, who: str, meetings: dict[tuple[str, str], list[Meeting]]) -> dict[str, Any]:
    took = [met.took for met in meetings[case, who]]
    ours = statistics.median(met.took for met in meetings[case, OURS])
    median = round(statistics.median(took), 1)
    spread = {"median": median, "min": min(took), "max": max(took)}
    return {"case": case, "who": who, **spread, "ours / this": round(ours / median, 2)}


def _bar(case: str, other: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    medians = {row["who"]: row["median"] for row in rows if row["case"] == case}
    return report.verdict(f"median ms, {case}, not above {other}", medians[OURS], medians[other])


def _stages(meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    rows = []
    for at, seat in enumerate(("first", "second")):
        seen = [met.stages[at] for met in meetings]
        names = list(dict.fromkeys(name for one in seen for name in one))
        reached = {name: round(statistics.median(one[name] for one in seen if name in one)) for name in names}
        rows.append({"seat": seat, **reached})
    return rows


if __name__ == "__main__":
    main()
