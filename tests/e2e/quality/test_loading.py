"""On a slow line no moment of a page's arrival shows what is private to others, or not true."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.quality.screens import MENTOR, NOTHING, SCREENS, SIGNED_IN, VISITOR, Screen
from tests.e2e.quality.slow_line import slow_line
from tests.e2e.quality.visits import context_of, visit
from tests.e2e.quality.world import World
from tests.e2e.site import Site

ONE_WAY_SECONDS = 0.15
SLOW_BYTES_EACH_SECOND = 200_000
LEAST_MOMENTS = 2
# What a person can read, every 50 ms from the first byte on.
SAMPLE = """setInterval(() => {
    const seen = document.body?.innerText ?? "";
    if (seen !== window.__seen) sampled(window.__seen = seen);
}, 50)"""

# What the header's links say to screen readers, and nothing else on a page says.
FOR_KNOWN, FOR_VISITORS = ("Go to your dashboard",), ("Sign in to your dashboard", "Join as a learner or mentor")

WATCHED = [screen for screen in SCREENS if screen.never]


@pytest.fixture(scope="module")
def slow_url(site: Site) -> Iterator[str]:
    """The site, far away."""
    with slow_line(urlsplit(site.url).port or 0, one_way_seconds=ONE_WAY_SECONDS) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def slow(browser: Browser, world: World, slow_url: str) -> Iterator[Callable[[str, list[str]], BrowserContext]]:
    """A new browser of somebody on the slow line, which notes all that it shows."""
    opened = []

    def start(who: str, moments: list[str]) -> BrowserContext:
        context = context_of(browser, slow_url, world, who)
        context.expose_function("sampled", lambda words: moments.append(words))
        context.add_init_script(SAMPLE)
        context.on("page", _throttle)
        opened.append(context)
        return context

    yield start
    for context in opened:
        context.close()


def _throttle(page) -> None:  # type: ignore[no-untyped-def]
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    speed = {"downloadThroughput": SLOW_BYTES_EACH_SECOND, "uploadThroughput": SLOW_BYTES_EACH_SECOND}
    wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})


@pytest.mark.parametrize("screen", WATCHED, ids=str)
def test_shows_nothing_false_or_private_on_the_way(
    screen: Screen, slow: Callable[[str, list[str]], BrowserContext], slow_url: str, world: World
) -> None:
    moments: list[str] = []
    visit(slow(screen.who, moments), slow_url, screen, world, width=1280)

    assert len(moments) >= LEAST_MOMENTS, "nothing was watched"
    assert _flashes(moments, screen.never) == []


@pytest.mark.parametrize("path", ["/dashboard/learner/", "/dashboard/mentor/", "/session/{room}/"])
def test_shows_a_stranger_nothing_before_it_leads_them_away(
    path: str, slow: Callable[[str, list[str]], BrowserContext], slow_url: str, world: World
) -> None:
    moments: list[str] = []
    led_away = Screen("led away", path, VISITOR, there="#sign-in-email")
    visit(slow(VISITOR, moments), slow_url, led_away, world, width=1280)

    assert _flashes(moments, SIGNED_IN + NOTHING + ("Asha Rao", "Recursion explained")) == []


@pytest.mark.parametrize("path", ["/", "/mentors/{handle}/", "/sessions/{offering}/", "/no/such/page/"])
@pytest.mark.parametrize(("who", "never"), [(VISITOR, FOR_KNOWN), (MENTOR, FOR_VISITORS)])
def test_the_header_is_for_whoever_looks_from_the_first_letter_on(
    path: str, who: str, never: tuple[str, ...], slow: Callable, slow_url: str, world: World
) -> None:
    moments: list[str] = []
    visit(slow(who, moments), slow_url, Screen("header", path, who), world, width=1280)

    assert _flashes(moments, never) == []
    first = next(moment for moment in moments if moment.strip())
    assert any(words in first for words in FOR_KNOWN + FOR_VISITORS), first


def test_notices_a_flash() -> None:
    assert _flashes(["PeerLearn", "PeerLearn\n0 sessions", "PeerLearn\n6 sessions"], NOTHING) == ["0 sessions"]


def _flashes(moments: list[str], never: tuple[str, ...]) -> list[str]:
    return [words for words in never if any(words.casefold() in moment.casefold() for moment in moments)]
