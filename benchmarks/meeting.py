"""Two browsers, each with a camera of its own, and how long it takes until both see each other.

The clock starts with the later of the two real clicks and stops when both have presented a remote frame; both
moments are noted inside the pages and compared by the machine's clock.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path

STAGES = Path(__file__).resolve().parent / "stages.js"
CALM_SECONDS = 1.0
SECOND_JOINS_AFTER = 1.0
WAIT_SECONDS = 20.0
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Seat:
    """Where one of the two waits, and what they will click."""

    url: str
    join: str


@dataclass(frozen=True)
class Meeting:
    """Milliseconds after the later click: until both had a picture, and when what was first reached, per seat."""

    took: float
    stages: tuple[dict[str, float], dict[str, float]]


@asynccontextmanager
async def two_browsers() -> AsyncIterator[tuple[Page, Page]]:
    """One page in each of two separate browsers; cameras are allowed."""
    async with async_playwright() as driver:
        pages = []
        for _ in range(2):
            browser = await driver.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
            permissions = ["camera", "microphone"]
            context = await browser.new_context(viewport={"width": 1280, "height": 800}, permissions=permissions)
            await context.add_init_script(path=STAGES)
            pages.append(await context.new_page())
        yield pages[0], pages[1]
        for page in pages:
            assert page.context.browser is not None
            await page.context.browser.close()


async def meet(pages: tuple[Page, Page], seats: tuple[Seat, Seat], *, together: bool) -> Meeting:
    """Let them meet once, the second a moment later or both at once; afterwards both pages are empty."""
    spots = await asyncio.gather(*(_ready(page, seat) for page, seat in zip(pages, seats, strict=True)))
    await asyncio.sleep(CALM_SECONDS)
    if together:
        await asyncio.gather(*(page.mouse.click(*spot) for page, spot in zip(pages, spots, strict=True)))
    else:
        await pages[0].mouse.click(*spots[0])
        await asyncio.sleep(SECOND_JOINS_AFTER)
        await pages[1].mouse.click(*spots[1])
    seen = [await _seen(page) for page in pages]
    for page in pages:
        await page.goto("about:blank")
    later = max(moments["click"] for moments in seen)
    first, second = ({name: round(at - later, 1) for name, at in moments.items()} for moments in seen)
    return Meeting(max(first["first frame"], second["first frame"]), (first, second))


async def _ready(page: Page, seat: Seat) -> tuple[float, float]:
    """Where to click, once there is something to click on."""
    await page.goto(seat.url)
    button = page.locator(seat.join)
    await button.and_(page.locator(":not([disabled])")).wait_for()
    box = await button.bounding_box()
    assert box is not None
    spot = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.move(*spot)
    return spot


async def _seen(page: Page) -> dict[str, float]:
    """When what happened in this page, in milliseconds of the machine's clock."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        moments: dict[str, Any] = await page.evaluate("window.stages()")
        if "first frame" in moments:
            return moments
        await asyncio.sleep(LOOK_SECONDS)
    raise SystemExit(f"no picture at {page.url}; seen so far: {moments}")
