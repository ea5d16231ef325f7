"""Two Negotiation objects wired back to back: they meet, whoever speaks first and whatever is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

BOTH_ARE_SEEN = """() => window.sides?.every(({state, picture}) =>
    state === 'connected' && picture && picture.presented() > 15)"""


def seen_by_both(tab: Page) -> list[dict[str, Any]]:
    """What both sides see once each has seen some pictures."""
    tab.wait_for_function(BOTH_ARE_SEEN, timeout=20_000)
    return tab.evaluate("seenByBoth()")


def assert_both_see_the_other(tab: Page) -> list[dict[str, Any]]:
    """Pictures are decoded and shown, are not black, move, and go on on both sides."""
    first = seen_by_both(tab)
    second = tab.evaluate("seenByBoth()")
    for before, after in zip(first, second, strict=True):
        assert after["alive"]
        assert after["decoded"] > before["decoded"] > 0
        assert after["presented"] > before["presented"]
        assert after["troubles"] == []
    return second


@pytest.mark.parametrize("offers", ["[true, false]", "[false, true]"])
def test_connects_whoever_offers(tab: Page, offers: str) -> None:
    tab.evaluate(f"backToBack({{ offers: {offers} }})")

    sides = assert_both_see_the_other(tab)

    assert sorted(side["said"].count("offer") for side in sides) == [0, 1]


@pytest.mark.parametrize("prepared", ["[true, true]", "[false, false]"])
def test_converges_when_both_offer_at_once(tab: Page, prepared: str) -> None:
    tab.evaluate(f"backToBack({{ offers: [true, true], prepared: {prepared} }})")

    polite, impolite = assert_both_see_the_other(tab)

    assert polite["said"].count("answer") >= 1
    assert impolite["said"].count("answer") == 0


@pytest.mark.parametrize("offers", ["[true, false]", "[false, true]"])
def test_uses_an_offer_made_while_alone(tab: Page, offers: str) -> None:
    tab.evaluate(f"backToBack({{ offers: {offers}, prepared: [true, true] }})")

    sides = assert_both_see_the_other(tab)

    assert sorted(side["said"].count("offer") for side in sides) == [0, 1]


def test_repeats_an_offer_that_was_lost(tab: Page) -> None:
    tab.evaluate(
        "backToBack({offers: [true, false], lose: (side, kind, count) => side === 0 && kind === 'offer' && count < 2})"
    )

    assert_both_see_the_other(tab)


def test_repeats_an_answer_that_was_lost(tab: Page) -> None:
    tab.evaluate(
        """() => {
            let lost = 0;
            return backToBack({ offers: [true, false],
                lose: (side, kind) => side === 1 && kind === 'answer' && lost++ === 0 });
        }"""
    )

    _, answering = assert_both_see_the_other(tab)

    assert answering["said"].count("answer") >= 2


def test_repeats_its_own_offer_when_it_ignores_another(tab: Page) -> None:
    tab.evaluate(
        """() => backToBack({ offers: [true, true],
            lose: (side, kind, count) => side === 1 && kind === 'offer' && count === 1 })"""
    )

    polite, impolite = assert_both_see_the_other(tab)

    assert impolite["said"].count("offer") >= 2
    assert polite["said"].count("offer") == 1


def test_offers_itself_when_nobody_does(tab: Page) -> None:
    tab.evaluate("backToBack({ offers: [false, false] })")

    assert_both_see_the_other(tab)


def test_drops_an_answer_to_an_offer_it_no_longer_makes(tab: Page) -> None:
    tab.evaluate("backToBack({ offers: [true, false] })")
    assert_both_see_the_other(tab)

    tab.evaluate("sides.forEach(({negotiation}) => negotiation.receive('answer', {call: 'older', sdp: 'nonsense'}))")

    assert_both_see_the_other(tab)


def test_a_new_call_replaces_one_that_died(tab: Page) -> None:
    tab.evaluate("backToBack({ offers: [true, false] })")
    seen_by_both(tab)
    tab.evaluate("window.before = sides.map(({negotiation}) => negotiation.connection)")

    tab.evaluate("sides.forEach((side) => { side.picture = null; side.negotiation.restart(); })")

    assert_both_see_the_other(tab)
    assert tab.evaluate("sides.every(({negotiation}, i) => negotiation.connection !== before[i])")
    assert tab.evaluate("before.every((connection) => connection.connectionState === 'closed')")


def test_sends_a_camera_that_opens_later(tab: Page) -> None:
    tab.evaluate("backToBack({ offers: [true, false] })")
    seen_by_both(tab)
    tab.evaluate("sides[0].negotiation.setTrack('video', null)")
    tab.wait_for_timeout(500)
    while_off = tab.evaluate("seenByBoth()")[1]

    tab.evaluate(
        """async () => {
            const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 } });
            sides[0].negotiation.setTrack('video', stream.getVideoTracks()[0]);
        }"""
    )
    tab.wait_for_timeout(1_000)

    assert not while_off["alive"]
    assert tab.evaluate("seenByBoth()")[1]["alive"]
    assert tab.evaluate("sides[0].said.filter((kind) => kind === 'offer').length") == 1


def test_asks_for_a_good_start_once_per_video_codec(tab: Page) -> None:
    sdp = tab.evaluate(
        """async () => {
            const connection = new RTCPeerConnection();
            connection.addTransceiver('audio');
            connection.addTransceiver('video');
            await connection.setLocalDescription();
            return connection.localDescription.sdp;
        }"""
    )

    hinted = tab.evaluate("(sdp) => askForAGoodStart(sdp)", sdp)

    audio, video = hinted.split("m=audio")[1].split("m=video")
    codecs = re.findall(r"a=rtpmap:(\d+) (?:VP8|VP9|H264|H265|AV1)/", video)
    assert codecs
    assert "x-google-start-bitrate" not in audio
    for payload in codecs:
        [line] = re.findall(rf"a=fmtp:{payload} .*", video)
        assert line.count("x-google-start-bitrate=2000") == 1
    assert tab.evaluate("(sdp) => askForAGoodStart(sdp)", hinted) == hinted
