"""What the lobby makes of a line: the check by way of a real coturn, its words, and the browser it finds itself in."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.room_javascript.test_through_a_relay import servers
from tests.servers import Turn, free_port

CHECK = """(iceServers) => checkNetwork({
    iceServers, doors: { ping: '/nowhere', upload: '/nowhere' }, stop: new AbortController().signal,
})"""


def check(tab: Page, servers: list[dict[str, Any]]) -> dict[str, Any]:
    return tab.evaluate(CHECK, servers)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_measures_the_way_through_the_relay(tab: Page, turn: Turn, transport: str) -> None:
    found = check(tab, servers(turn, transport))

    assert found["relay"] == {transport: True}
    assert 0 < found["roundTrip"] < 1_000
    assert 0 <= found["lost"] <= 1
    assert found["upload"] > 100
    assert found["finished"]


def test_says_of_each_transport_whether_it_reaches_the_relay(tab: Page, turn: Turn) -> None:
    [relay] = servers(turn, "udp", "tcp")
    closed = f"turns:127.0.0.1:{free_port()}?transport=tcp"

    found = check(tab, [{"urls": "stun:127.0.0.1:3478"}, {**relay, "urls": [*relay["urls"], closed]}])

    assert found["relay"] == {"udp": True, "tcp": True, "tls": False}
    assert found["finished"]


def test_a_relay_that_is_down_and_a_site_that_does_not_answer_are_no_line(tab: Page, turn: Turn) -> None:
    [relay] = servers(turn, "udp")

    found = check(tab, [{**relay, "urls": f"turn:127.0.0.1:{free_port()}?transport=udp"}])

    assert (found["relay"], found["roundTrip"], found["upload"]) == ({"udp": False}, None, None)
    assert tab.evaluate("(found) => [verdictOf(found), relayIsOutOfReach(found)]", found) == ["offline", True]


def test_credentials_that_have_ended_are_no_closed_way(tab: Page, turn: Turn) -> None:
    found = check(tab, servers(turn, "udp", good_for=timedelta(seconds=-5)))

    assert found["relay"] == {"udp": True}
    assert found["upload"] is None


def test_ends_when_the_answer_is_no_longer_wanted(tab: Page, turn: Turn) -> None:
    took = tab.evaluate(
        """async (iceServers) => {
            const stop = new AbortController();
            const checked = checkNetwork({ iceServers, doors: { ping: '/x', upload: '/x' }, stop: stop.signal });
            setTimeout(() => stop.abort(), 300);
            const { finished } = await checked;
            return { finished };
        }""",
        servers(turn, "udp"),
    )

    assert took == {"finished": False}


CLEAR = {"upload": 2_000, "roundTrip": 60, "lost": 0, "finished": True, "tooOften": False}


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ({}, "clear"),
        ({"lost": None}, "clear"),
        ({"upload": 1_499}, "fair"),
        ({"roundTrip": 251}, "fair"),
        ({"lost": 0.03}, "fair"),
        ({"upload": 499}, "sound"),
        ({"lost": 0.1}, "sound"),
        ({"upload": 99}, "weak"),
        ({"roundTrip": 2_000}, "weak"),
        ({"upload": None, "finished": False}, "unfinished"),
        ({"upload": None, "roundTrip": None, "finished": False}, "unfinished"),
        ({"upload": None, "roundTrip": None}, "offline"),
        ({"upload": None, "tooOften": True}, "too_often"),
    ],
)
def test_says_what_the_figures_mean(tab: Page, figures: dict[str, Any], verdict: str) -> None:
    assert tab.evaluate("(figures) => verdictOf(figures)", {**CLEAR, **figures}) == verdict


BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Safari/537.36"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; K) {BLINK} Mobile Safari/537.36"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
MAC = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.1 Safari/605.1.15"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {WEBKIT}"


@pytest.mark.parametrize(
    ("agent", "named", "device"),
    [
        (WINDOWS, "chrome", "desktop"),
        (f"{WINDOWS} Edg/131.0.0.0", "edge", "desktop"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "firefox", "desktop"),
        (MAC, "safari", "desktop"),
        (ANDROID, "chrome", "phone"),
        (f"{ANDROID} EdgA/131.0.0.0", "edge", "phone"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "firefox", "phone"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "safari", "iphone"),
        (f"{IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "chrome", "iphone"),
        (f"{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15", "firefox", "iphone"),
        (f"{IPHONE} EdgiOS/131.0 Version/18.0 Mobile/15E148 Safari/604.1", "edge", "iphone"),
        ("Lynx/2.9", "other", "desktop"),
    ],
)
def test_knows_the_browser_it_is_in(tab: Page, agent: str, named: str, device: str) -> None:
    here = {"userAgent": agent, "platform": "", "maxTouchPoints": 0}

    assert tab.evaluate("(here) => thisBrowser(here)", here) == {"browser": named, "device": device}


def test_knows_a_tablet_that_calls_itself_a_computer(tab: Page) -> None:
    here = {"userAgent": MAC, "platform": "MacIntel", "maxTouchPoints": 5}

    assert tab.evaluate("(here) => thisBrowser(here)", here) == {"browser": "safari", "device": "iphone"}


def test_takes_the_most_fitting_sentence(tab: Page) -> None:
    words = {"fix_a": "for all", "fix_a_phone": "for phones", "fix_a_edge_phone": "for Edge on phones"}
    chosen = "([words, here]) => fitting(words, 'fix_a', here)"

    for browser, device, sentence in (
        ("edge", "phone", "for Edge on phones"),
        ("chrome", "phone", "for phones"),
        ("edge", "desktop", "for all"),
    ):
        assert tab.evaluate(chosen, [words, {"browser": browser, "device": device}]) == sentence
