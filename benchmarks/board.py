"""The whiteboard with thousands of strokes on it: how long one more takes to the other screen, and how long it loads.

`make bench-board`; `ARGS="--strokes 10"` for less. Two Chromiums in a lesson, cameras on. A stroke counts as there when
its pixels are in the other page's picture: by the data channel from the first move of the hand that draws, through
the server, with that channel closed, from the moment in which the hand lets go.
"""

import argparse
import asyncio
import os
import random
import string
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from benchmarks import people, report
from benchmarks.meeting import two_browsers
from benchmarks.people import Pair
from benchmarks.server import Server, environment, serving
from peerlearn.domain import boards
from peerlearn.kit.work import unit_of_work

PORT = 4497
WITNESS = Path(__file__).resolve().parent / "board_witness.js"
POINTS = 60  # of a stroke that is there already: about 2,000 bytes
CELL = 40  # units of the board from one of them to the next
ACROSS = 100
AT_ONCE = 200
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
FREE = (240, 160, 480, 320)  # left, top, width, height of the part of the picture that is left for the strokes measured
SPOT = 32  # pixels from one of those to the next: a stroke and its width
SEEN_WITHIN_SECONDS = 5.0
REST_SECONDS = 0.35
BY_CHANNEL, BY_SERVER = "by the data channel", "through the server"


def main() -> None:
    """Fill a board, draw on it in both ways, and say which bars hold."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--elements", type=int, default=5_000)
    reader.add_argument("--strokes", type=int, default=60, help="of each way")
    wanted = reader.parse_args()
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        pair = people.a_pair()
        with serving(Path(scratch), settings) as server:
            loading, took = asyncio.run(_measure(server, pair, wanted.elements, wanted.strokes))
    loads.append(os.getloadavg()[0])
    rows = [{"way": way, **report.spread(each), "strokes": len(each)} for way, each in took.items()]
    by_way = {row["way"]: row for row in rows}
    bars = [
        report.verdict(f"stroke p95 ms, {BY_CHANNEL}", by_way[BY_CHANNEL]["p95"], 50),
        report.verdict(f"stroke p95 ms, {BY_SERVER}", by_way[BY_SERVER]["p95"], 150),
    ]
    print(f"\nms to the other screen, {wanted.elements} elements on the board\n" + report.table(rows))
    print(f"\nms until they are all there after the press: {loading}")
    print("\nbars\n" + report.table(bars) + f"\n\nload average before and after: {loads}")
    figures = {"elements": wanted.elements, "strokes": rows, "loading": loading, "bars": bars, "load": loads}
    print(f"written to {report.write('board', figures)}")


async def _measure(
    server: Server, pair: Pair, elements: int, strokes: int
) -> tuple[dict[str, int], dict[str, list[float]]]:
    async with two_browsers() as pages:
        for page, person in zip(pages, (pair.mentor, pair.learner), strict=True):
            name, _, value = person.cookie.partition("=")
            await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
            await page.context.add_init_script(path=WITNESS)
            await page.goto(f"{server.url}/session/{pair.room_id}/")
            await page.locator("#join-now:enabled").click()
        for page in pages:
            await page.locator(".stage[data-status='connected']").wait_for()
        _fill(pair, elements)
        loading = {}
        for who, page in zip(("mentor", "learner"), pages, strict=True):
            loading[who] = round(await page.evaluate("count => board.loaded(count)", elements))
            await page.get_by_test_id("toolbar-freedraw").check(force=True)
        spots = _spots(await _origin(pages[0]))
        channel = [await _stroke(pages, next(spots), until="began") for _ in range(strokes)]
        for page in pages:
            await page.evaluate("board.closeInk()")
        state = [await _stroke(pages, next(spots), until="ended") for _ in range(strokes)]
    return loading, {BY_CHANNEL: channel, BY_SERVER: state}


def _fill(pair: Pair, count: int) -> None:
    """Draw so many strokes as the mentor, in rows that leave a part of the picture free."""
    strokes, seeded = [], random.Random(count)
    left, top, width, height = FREE
    at = 0
    while len(strokes) < count:
        x, y = at % ACROSS * CELL, at // ACROSS * CELL
        at += 1
        if not (left - CELL < x < left + width and top - CELL < y < top + height):
            strokes.append(_drawn(len(strokes), x, y, seeded))
    for first in range(0, count, AT_ONCE):
        with unit_of_work() as work:
            batch = boards.understood(strokes[first : first + AT_ONCE])
            drawn = boards.draw(work, pair.room_id, batch, by=pair.mentor.viewer)
            assert len(batch) == len(strokes[first : first + AT_ONCE]) and not drawn.refused


def _drawn(number: int, x: int, y: int, seeded: random.Random) -> dict[str, Any]:
    points = [[round(CELL * 0.7 * step / POINTS, 2), round(seeded.uniform(0, CELL * 0.7), 2)] for step in range(POINTS)]
    look = {"strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2}
    look |= {"strokeStyle": "solid", "roughness": 1, "opacity": 100, "angle": 0, "groupIds": [], "frameId": None}
    rest = {"roundness": None, "boundElements": [], "link": None, "locked": False, "simulatePressure": True}
    where = {"x": x, "y": y, "width": CELL * 0.7, "height": CELL * 0.7, "points": points, "pressures": []}
    versions = {"seed": 1, "version": 2, "versionNonce": seeded.randrange(2**31), "isDeleted": False, "updated": 1}
    name = {"id": f"stroke-{number}", "type": "freedraw", "index": _place(number)}
    return {**name, **where, **look, **rest, **versions}


def _place(number: int) -> str:
    """The number-th key of fractional indexing, as the drawing library counts: a0 to az, b00 to bzz, c000 and so on."""
    for length in range(1, 4):
        if number < len(DIGITS) ** length:
            digits = [number // len(DIGITS) ** power % len(DIGITS) for power in reversed(range(length))]
            return "_abc"[length] + "".join(DIGITS[digit] for digit in digits)
        number -= len(DIGITS) ** length
    raise ValueError("so many are never drawn")


async def _origin(page: Page) -> tuple[float, float]:
    box = await page.locator(".excalidraw__canvas.static").bounding_box()
    assert box is not None
    return box["x"], box["y"]


def _spots(origin: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Where to draw, one free spot after the other."""
    left, top, width, height = FREE
    for row in range(height // SPOT):
        for column in range(width // SPOT):
            yield origin[0] + left + column * SPOT, origin[1] + top + row * SPOT


async def _stroke(pages: tuple[Page, Page], spot: tuple[float, float], *, until: str) -> float:
    """Milliseconds from what the hand of the first did until the second's picture shows it."""
    drawing, looking = pages
    x, y = spot
    await looking.evaluate("([x, y, side]) => board.watch(x, y, side, side)", [x, y, SPOT])
    await drawing.mouse.move(x + 10, y + 10)
    await drawing.mouse.down()
    for step in range(1, 6):
        await drawing.mouse.move(x + 10 + 2 * step, y + 10 + 2 * step)
        await asyncio.sleep(0.016)
    await drawing.mouse.up()
    deadline = time.monotonic() + SEEN_WITHIN_SECONDS
    while not (seen := float(await looking.evaluate("board.seen()"))):
        if time.monotonic() > deadline:
            raise SystemExit("a stroke never came to the other screen")
        await asyncio.sleep(0.02)
    moments = await drawing.evaluate("board.hand()")
    await asyncio.sleep(REST_SECONDS)
    return round(seen - float(moments[until]), 1)


if __name__ == "__main__":
    main()
