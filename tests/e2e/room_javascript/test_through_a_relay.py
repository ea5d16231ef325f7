"""Media through a real coturn when no other way is open, and what becomes of credentials that end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from peerlearn.kit.turn import credentials_for
from tests.e2e.room_javascript.test_negotiation import assert_both_see_the_other
from tests.servers import Turn

# As behind a firewall that lets nothing out but the way to the relay.
ONLY_BY_RELAY = """() => {
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
        constructor(configuration) { super({ ...configuration, iceTransportPolicy: 'relay' }); }
    };
}"""
WAYS = "Promise.all(sides.map(({ negotiation }) => wayOf(negotiation.connection)))"
GOOD, ENDED = timedelta(minutes=5), timedelta(seconds=-5)


@pytest.fixture
def shut_in(tab: Page) -> Page:
    """A tab whose connections reach the relay and nothing else."""
    tab.evaluate(ONLY_BY_RELAY)
    return tab


def servers(turn: Turn, *transports: str, good_for: timedelta = GOOD, who: str = "1-1") -> list[dict[str, Any]]:
    """The relay, as a browser takes it."""
    given = credentials_for(who, until=datetime.now(UTC) + good_for, secret=turn.secret)
    urls = turn.urls(*transports).split(",")
    return [{"urls": urls, "username": given.username, "credential": given.credential}]


def meet(tab: Page, *of: list[dict[str, Any]], prepared: bool = False) -> None:
    """The two sit down, each with servers of their own."""
    wanted = {"offers": [True, False], "servers": list(of), "prepared": [prepared, False]}
    tab.evaluate("(wanted) => backToBack(wanted)", wanted)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_connects_by_the_relay_alone(shut_in: Page, turn: Turn, transport: str) -> None:
    meet(shut_in, servers(turn, transport, who="1-1"), servers(turn, transport, who="1-2"))

    assert_both_see_the_other(shut_in)
    way = {"mine": "relay", "theirs": "relay", "by": transport}
    assert shut_in.evaluate(WAYS) == [way, way]


@pytest.mark.parametrize("prepared", [True, False])
@pytest.mark.parametrize("ended", [(True, True), (True, False), (False, True)])
def test_fresh_credentials_heal_a_call_that_the_relay_refused(
    shut_in: Page, turn: Turn, ended: tuple[bool, bool], prepared: bool
) -> None:
    meet(shut_in, *(servers(turn, "udp", good_for=ENDED if old else GOOD) for old in ended), prepared=prepared)
    shut_in.wait_for_function(
        "(ended) => sides.every(({ refusals }, side) => (refusals ?? 0) >= (ended[side] ? 1 : 0))",
        arg=list(ended),
        timeout=10_000,
    )
    assert shut_in.evaluate("sides.map(({ state }) => state)").count("connected") == 0

    for side in (0, 1):
        if ended[side]:
            fresh = servers(turn, "udp", who="1-3")
            shut_in.evaluate("([side, fresh]) => sides[side].negotiation.useServers(fresh)", [side, fresh])

    assert_both_see_the_other(shut_in)


def test_fresh_credentials_do_not_disturb_a_living_call(shut_in: Page, turn: Turn) -> None:
    meet(shut_in, servers(turn, "udp"), servers(turn, "udp"))
    assert_both_see_the_other(shut_in)
    shut_in.evaluate("window.before = sides.map(({ negotiation }) => negotiation.connection)")

    fresh = servers(turn, "udp", who="1-4")
    shut_in.evaluate("(fresh) => sides.forEach(({ negotiation }) => negotiation.useServers(fresh))", fresh)

    assert_both_see_the_other(shut_in)
    same = "sides.every(({ negotiation }, side) => negotiation.connection === before[side])"
    assert shut_in.evaluate(same)
    for used in shut_in.evaluate("before.map((pc) => pc.getConfiguration().iceServers[0].username)"):
        assert used == fresh[0]["username"]


ASKED = """async () => {
    window.asked = [];
    window.relay = new Relay(() => asked.push(Math.round(performance.now() / 100) / 10));
    relay.learn([{ urls: 'stun:a' }, { urls: 'turn:a', username: '100:me', credential: 'x' }], 40_000);
}"""


@pytest.fixture
def asking(browser: Browser, modules: str) -> Page:
    """A page whose clock the test turns, with a relay whose credentials last 40 seconds."""
    page = browser.new_context().new_page()
    page.clock.install(time=0)
    page.goto(f"{modules}/bench.html")
    page.wait_for_function("window.ready === true")
    page.evaluate("window.began = performance.now()")
    page.evaluate(ASKED.replace("performance.now()", "(performance.now() - began)"))
    return page


def test_asks_before_the_end_and_until_there_is_an_answer(asking: Page) -> None:
    asking.clock.run_for(29_000)
    assert asking.evaluate("asked") == []

    asking.clock.run_for(8_000)
    assert len(asking.evaluate("asked")) == 3, "after 30, 31 and 35 seconds"

    asking.evaluate("relay.learn([{ urls: 'turn:a', username: '200:me', credential: 'y' }], 40_000)")
    asking.clock.run_for(29_000)
    assert len(asking.evaluate("asked")) == 3


def test_a_refusal_asks_at_once_and_a_second_one_waits(asking: Page) -> None:
    asking.evaluate("relay.refused()")
    asking.clock.run_for(100)
    assert len(asking.evaluate("asked")) == 1

    asking.evaluate("relay.learn([{ urls: 'turn:a', username: '200:me', credential: 'y' }], 40_000)")
    asking.evaluate("relay.refused()")
    asking.clock.run_for(500)
    assert len(asking.evaluate("asked")) == 1, "the relay seems not to know the secret: no storm of questions"
    asking.clock.run_for(700)
    assert len(asking.evaluate("asked")) == 2


@pytest.mark.parametrize("end", ["relay.close()", "relay.learn([{ urls: 'stun:a' }], 0)"])
def test_falls_silent(asking: Page, end: str) -> None:
    asking.evaluate(end)

    asking.clock.run_for(200_000)

    assert asking.evaluate("asked") == []
