"""Visiting a screen as somebody: arriving, and waiting until nothing moves any more."""

import time
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from peerlearn.api.sign_in import KNOWN, KNOWN_COOKIE
from tests.e2e.awake import wait_until_awake
from tests.e2e.quality.screens import Screen
from tests.e2e.quality.world import NOW, World

WAIT_SECONDS = 15.0
Mode = Literal["light", "dark"]
PHONE, DESKTOP = 390, 1440

# Still: nothing loads, no animation with an end runs, the letters are there.
STILL = """() => document.fonts.status === "loaded"
    && !document.querySelector('[aria-busy="true"]')
    && [...document.images].every((image) => image.complete)
    && document.getAnimations().every((each) => each.playState !== "running"
        || !(each.timeline instanceof DocumentTimeline) || each.effect.getComputedTiming().iterations === Infinity)"""

NOTE_REFUSALS = """addEventListener("securitypolicyviolation", (refusal) =>
    console.error(`refused by the policy: ${refusal.violatedDirective} ${refusal.blockedURI}`))"""


@dataclass
class Visit:
    """A page that somebody has open, and what it complained about."""

    screen: Screen
    page: Page
    complaints: list[str] = field(default_factory=list)


def context_of(browser: Browser, url: str, world: World, who: str, **more: object) -> BrowserContext:
    """Somebody's browser: their cookie, a frozen date, and no movement."""
    context = browser.new_context(
        timezone_id="Asia/Kolkata",
        locale="en-IN",
        reduced_motion="reduce",
        color_scheme="light",
        **more,  # type: ignore[arg-type]
    )
    context.add_init_script(NOTE_REFUSALS)
    if who in world.cookies:
        name, _, value = world.cookies[who].partition("=")
        context.add_cookies(
            [{"name": name, "value": value, "url": url}, {"name": KNOWN_COOKIE, "value": KNOWN, "url": url}]
        )
    context.clock.set_fixed_time(NOW)
    return context


def visit(context: BrowserContext, url: str, screen: Screen, world: World, *, width: int) -> Visit:
    """Arrive, and do what opens the screen."""
    visited = Visit(screen, context.new_page())
    page = visited.page
    address = url + screen.path.format(**world.names)
    page.on("console", lambda line: visited.complaints.append(line.text) if _is_trouble(line, address) else None)
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.locator(screen.there).first.wait_for(timeout=WAIT_SECONDS * 1000)
    wait_until_awake(page)
    if screen.opened is not None:
        screen.opened(page)
    wait_until_still(page)
    return visited


def in_mode(page: Page, mode: Mode) -> None:
    """Have the person's system light or dark, and the page follow."""
    page.emulate_media(color_scheme=mode)
    _wait_for(page, f"document.documentElement.classList.contains('{mode}')")


def wait_until_still(page: Page) -> None:
    """Return when nothing loads or moves any more."""
    _wait_for(page, STILL)


def _is_trouble(line: ConsoleMessage, address: str) -> bool:
    """An error; but for the browser's remark that a page that is not there was answered with 404."""
    return line.type == "error" and not (line.location.get("url") == address and "404" in line.text)


def _wait_for(page: Page, condition: str) -> None:
    # Playwright's own waiting evaluates text inside the page, which our policy refuses.
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"{page.url} never fulfilled {condition}"
        page.wait_for_timeout(30)
