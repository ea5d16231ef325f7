"""Two people who reach nothing but the relay: a real coturn carries their lesson, also past the end of credentials."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.lobby.conftest import ALLOWS, HAS_DEVICES
from tests.e2e.lobby.lessons import Lesson, a_lesson, browser_of, expect_picture, into_lobby, join
from tests.e2e.site import running_site
from tests.servers import Turn

TTL = 10  # the shortest that the settings take
# As behind a firewall that lets nothing out but the way to the relay.
ONLY_BY_RELAY = """(() => {
    const Real = window.RTCPeerConnection;
    window.connections = [];
    window.RTCPeerConnection = class extends Real {
        constructor(configuration) {
            super({ ...configuration, iceTransportPolicy: "relay" });
            connections.push(this);
        }
    };
})()"""
WAY = """async () => {
    const stats = await connections.at(-1).getStats();
    const { selectedCandidatePairId: id } = [...stats.values()].find(({ type }) => type === "transport");
    const [mine, theirs] = [stats.get(id).localCandidateId, stats.get(id).remoteCandidateId].map((id) => stats.get(id));
    return [mine.candidateType, theirs.candidateType, mine.relayProtocol];
}"""


@pytest.fixture
def relayed(
    request: pytest.FixtureRequest, tmp_path: Path, built_front_end: Path, turn: Turn, database: str
) -> Iterator[Lesson]:
    """A lesson on a site whose relay is reached by the transports that the test names."""
    settings = {"TURN_URLS": turn.urls(*request.param), "TURN_SECRET": turn.secret, "TURN_TTL": str(TTL)}
    folder = tmp_path / "site"
    folder.mkdir()
    with (
        running_site(folder, REFLEX_WEB_WORKDIR=str(built_front_end), **settings) as site,
        a_lesson(site, database) as lesson,
    ):
        yield lesson


def shut_in(browser: Browser, lesson: Lesson, who: Any) -> Page:
    context = browser_of(browser, lesson, who)
    context.add_init_script(ONLY_BY_RELAY)
    return into_lobby(context, lesson)


@pytest.mark.parametrize(("relayed", "transport"), [(["udp"], "udp"), (["tcp"], "tcp")], indirect=["relayed"])
def test_a_lesson_takes_place_by_the_relay_alone(
    relayed: Lesson, transport: str, chromium_with: Callable[..., Browser]
) -> None:
    pages = [shut_in(chromium_with(ALLOWS, HAS_DEVICES), relayed, who) for who in (relayed.mentor, relayed.learner)]
    for page in pages:
        join(page)
    for page in pages:
        expect_picture(page)
        assert page.evaluate(WAY) == ["relay", "relay", transport]
    lasting = pages[0].evaluate("connections.length")

    pages[0].wait_for_timeout((TTL + 2) * 1000)  # the credentials of the beginning have ended by now

    for page in pages:
        expect_picture(page)
    assert pages[0].evaluate("connections.length") == lasting, "a call that lives is left alone"
    pages[1].reload()
    for page in reversed(pages):
        expect_picture(page)


@pytest.mark.parametrize("relayed", [["udp", "tcp"]], indirect=True)
def test_the_lobby_says_how_the_relay_is_reached(relayed: Lesson, chromium_with: Callable[..., Browser]) -> None:
    page = into_lobby(browser_of(chromium_with(ALLOWS, HAS_DEVICES), relayed, relayed.mentor), relayed)

    page.locator("#check-network").click()

    status = page.locator(".lobby-verdict")
    expect(page.locator(".lobby-verdict-words")).to_be_visible()
    for figure in ("Relay by UDP", "Relay by TCP", "Lost on the way", "Upload", "Round trip"):
        expect(status).to_contain_text(figure)
    expect(status).not_to_contain_text("not reached")
    expect(status).not_to_contain_text("TLS")
