"""Two seats over a line that stands where the server is: faults, reloads and restarts of it."""

from typing import Any

import pytest
from playwright.sync_api import Page

BOTH_SIT_DOWN = """(faults) => {
    window.line = new FaultyLine(faults);
    window.mentor = sit(line, 'mentor');
    window.learner = sit(line, 'learner');
}"""
BOTH_SEE = """() => [mentor, learner].every(({ call, pictures }) =>
    call.view.status === 'connected' && call.view.remoteStream && pictures.at(-1).presented() > 15)"""

OFFERS = "line.carried.filter((signal) => signal.startsWith('offer'))"


def both_meet(tab: Page, **faults: float) -> None:
    """Two people sit down over a line with these faults and see each other."""
    tab.evaluate(BOTH_SIT_DOWN, faults)
    tab.wait_for_function(BOTH_SEE, timeout=45_000)


def seen(tab: Page) -> list[dict[str, Any]]:
    """What the mentor and the learner see at present."""
    return tab.evaluate("Promise.all([seenBy(mentor), seenBy(learner)])")


def assert_pictures_move(tab: Page) -> list[dict[str, Any]]:
    """Both see living pictures, and more of them as time goes on."""
    first, second = seen(tab), seen(tab)
    for before, after in zip(first, second, strict=True):
        assert after["status"] == "connected"
        assert after["alive"]
        assert after["decoded"] > before["decoded"] > 0
    return second


def test_two_seats_see_each_other(tab: Page) -> None:
    both_meet(tab)

    assert_pictures_move(tab)
    assert tab.evaluate(OFFERS) == ["offer of the mentor"]


def test_the_first_picture_is_a_small_one_and_the_whole_one_follows(tab: Page) -> None:
    both_meet(tab)

    tab.wait_for_function(
        "[mentor, learner].every(({ pictures }) => pictures.at(-1).widths().length > 1)", timeout=15_000
    )
    for first, *later in tab.evaluate("[mentor, learner].map(({ pictures }) => pictures.at(-1).widths())"):
        assert first <= 640 < max(later), "of 1280"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_connects_over_a_line_that_drops_doubles_and_delays(tab: Page, seed: int) -> None:
    both_meet(tab, seed=seed, drop=0.3, double=0.3, delay=150)

    assert_pictures_move(tab)


def test_everything_is_acknowledged_and_the_line_falls_silent(tab: Page) -> None:
    both_meet(tab)
    tab.wait_for_timeout(1_500)
    carried = tab.evaluate("line.carried.length")

    tab.wait_for_timeout(4_000)

    assert tab.evaluate("line.carried.length") == carried
    assert tab.evaluate("Object.values(line.seats).every(({ inbox }) => inbox.length === 0)")


def test_whoever_only_says_that_they_joined_is_soon_not_believed(tab: Page) -> None:
    """A seat comes from the server, and with it the clock and the price of the lesson; a browser may say anything."""
    tab.evaluate("""() => {
        window.line = new FaultyLine({});
        window.mentor = sit(line, 'mentor');
        window.learner = sit(line, 'learner', { honest: false });
    }""")
    tab.wait_for_function("mentor.call.view.status === 'connected'", timeout=30_000)  # at their word, for a moment

    tab.wait_for_function("mentor.call.view.status === 'preparing'", timeout=30_000)
    frozen = tab.evaluate("learner.pictures.at(-1)?.presented() ?? 0")
    tab.wait_for_timeout(2_000)
    assert tab.evaluate("learner.pictures.at(-1)?.presented() ?? 0") <= frozen + 10


def test_a_microphone_that_a_telephone_takes_is_not_on_and_one_press_has_it_back(tab: Page) -> None:
    both_meet(tab)

    tab.evaluate("""() => {
        const track = mentor.call.view.microphone;  // what a browser does when a telephone call begins
        Object.defineProperty(track, 'muted', { value: true });
        track.dispatchEvent(new Event('mute'));
    }""")
    tab.wait_for_function("mentor.call.view.sending.audio === false && learner.call.view.receiving.audio === false")
    assert tab.evaluate("mentor.call.view.trouble.audio") == "interrupted"

    tab.evaluate("mentor.call.toggle('audio')")
    tab.wait_for_function("mentor.call.view.sending.audio && learner.call.view.receiving.audio")
    assert tab.evaluate("mentor.call.view.trouble.audio") == ""
    assert tab.evaluate("mentor.call.view.microphone.readyState") == "live"


@pytest.mark.parametrize("seat", ["mentor", "learner"])
def test_a_screen_is_seen_beside_the_person_until_it_is_taken_away(tab: Page, seat: str) -> None:
    both_meet(tab)
    sharer, watcher = seat, "learner" if seat == "mentor" else "mentor"

    tab.evaluate(f"{sharer}.call.share()")
    tab.wait_for_function(f"{watcher}.call.view.receiving.screen")
    tab.evaluate(f"window.screen_ = watchPicture({watcher}.call.view.remoteScreen)")
    tab.wait_for_function("screen_.presented() > 10")
    assert_pictures_move(tab)

    tab.evaluate(f"{sharer}.call.share()")
    tab.wait_for_function(f"!{watcher}.call.view.receiving.screen")
    assert tab.evaluate(f"{sharer}.call.view.ownScreen") is None
    assert_pictures_move(tab)
    assert tab.evaluate(OFFERS) == ["offer of the mentor"]  # all of it without a new agreement


def test_a_screen_shared_early_is_seen_by_whoever_comes_later(tab: Page) -> None:
    tab.evaluate("""() => {
        window.line = new FaultyLine({});
        window.mentor = sit(line, 'mentor');
        mentor.call.share();
    }""")
    tab.wait_for_function("mentor.call.view.ownScreen !== null")
    tab.evaluate("window.learner = sit(line, 'learner')")
    tab.wait_for_function("learner.call.view.receiving.screen")
    tab.evaluate("window.screen_ = watchPicture(learner.call.view.remoteScreen)")

    tab.wait_for_function("screen_.presented() > 10")


@pytest.mark.parametrize("seat", ["mentor", "learner"])
def test_a_reloaded_page_is_met_again(tab: Page, seat: str) -> None:
    both_meet(tab)

    tab.evaluate(
        """async (seat) => {
            const other = seat === 'mentor' ? learner : mentor;
            other.pictures.length = 0;
            window[seat].call.close();
            line.leave(seat);
            line.carried.length = 0;
            await new Promise((done) => setTimeout(done, 300));
            window[seat] = sit(line, seat);
        }""",
        seat,
    )
    tab.wait_for_function(
        """() => [mentor, learner].every(({ call, pictures }) =>
            call.view.status === 'connected' && pictures.length === 1 && pictures[0].presented() > 15)""",
        timeout=20_000,
    )

    assert_pictures_move(tab)
    assert tab.evaluate(OFFERS) == [f"offer of the {'learner' if seat == 'mentor' else 'mentor'}"]


def test_a_page_reloaded_at_once_is_met_again(tab: Page) -> None:
    """The server never sees the seat empty: one instance simply follows the other."""
    both_meet(tab)

    tab.evaluate("""() => {
        mentor.pictures.length = 0;
        learner.call.close();
        window.learner = sit(line, 'learner');
    }""")
    tab.wait_for_function(
        """() => [mentor, learner].every(({ call, pictures }) =>
            call.view.status === 'connected' && pictures.length === 1 && pictures[0].presented() > 15)""",
        timeout=20_000,
    )

    assert_pictures_move(tab)


def test_a_server_that_forgets_everything_stops_nothing(tab: Page) -> None:
    both_meet(tab)
    tab.evaluate("window.before = [mentor.call.connection, learner.call.connection]")

    tab.evaluate("line.down = true")
    tab.wait_for_timeout(5_000)
    tab.evaluate("() => { line.down = false; line.forget(); }")
    while_forgotten = seen(tab)
    tab.wait_for_function("() => line.seats.mentor.registered && line.seats.learner.registered", timeout=10_000)
    tab.wait_for_timeout(1_000)

    assert [side["status"] for side in while_forgotten] == ["connected", "connected"]
    assert tab.evaluate("line.tooEarly") == 0
    assert tab.evaluate("[mentor, learner].every(({ call }, i) => call.connection === before[i])")
    for side in assert_pictures_move(tab):
        assert side["connections"] == 1
        assert side["longestGap"] < 1_500


def test_what_is_said_while_the_server_is_away_arrives_later(tab: Page) -> None:
    both_meet(tab)

    tab.evaluate("line.down = true")
    tab.evaluate("mentor.call.toggle('audio')")
    tab.evaluate("learner.call.toggle('video')")
    muted_at_once = tab.evaluate(
        "mentor.call.connection.getSenders().find(({ track }) => track.kind === 'audio').track.enabled"
    )
    tab.wait_for_timeout(1_500)
    tab.evaluate("line.forget()")
    tab.evaluate("line.down = false")
    tab.wait_for_function(
        "() => learner.call.view.receiving.audio === false && mentor.call.view.receiving.video === false",
        timeout=15_000,
    )

    assert muted_at_once is False


def test_a_call_that_failed_is_made_again(tab: Page) -> None:
    both_meet(tab)
    tab.evaluate(
        """() => {
            window.before = [mentor.call.connection, learner.call.connection];
            for (const side of [mentor, learner]) side.pictures.length = 0;
            for (const connection of before) {
                Object.defineProperty(connection, 'connectionState', { value: 'failed' });
                connection.dispatchEvent(new Event('connectionstatechange'));
            }
        }"""
    )

    tab.wait_for_function(
        """() => [mentor, learner].every(({ call, pictures }, index) =>
            call.connection !== before[index] && pictures.at(-1)?.presented() > 15)""",
        timeout=20_000,
    )

    assert_pictures_move(tab)


def test_a_call_that_never_comes_to_life_is_made_again(tab: Page) -> None:
    tab.evaluate(
        """() => {
            const Genuine = RTCPeerConnection;
            let made = 0;
            window.RTCPeerConnection = function (wish) {
                made += 1;
                return new Genuine(made > 2 ? wish : { ...wish, iceTransportPolicy: 'relay' });
            };
        }"""
    )

    both_meet(tab)

    assert [side["connections"] for side in assert_pictures_move(tab)] == [2, 2]


def test_camera_off_is_dark_for_the_other_and_releases_the_camera(tab: Page) -> None:
    both_meet(tab)
    tab.evaluate("window.track = mentor.call.view.ownStream.getVideoTracks()[0]")

    tab.evaluate("mentor.call.toggle('video')")
    tab.wait_for_timeout(2_500)
    off = seen(tab)[1]
    released = tab.evaluate("track.readyState")
    tab.evaluate("mentor.call.toggle('video')")
    tab.wait_for_function("async () => (await seenBy(learner)).alive", timeout=10_000)
    on = seen(tab)[1]

    assert (off["alive"], off["receiving"]["video"], released) == (False, False, "ended")
    assert on["receiving"]["video"] is True
    assert on["connections"] == 1


def test_ending_releases_the_devices_and_hangs_up(tab: Page) -> None:
    both_meet(tab)
    tab.evaluate("window.track = mentor.call.view.ownStream.getVideoTracks()[0]")
    tab.evaluate("window.connection = mentor.call.connection")

    tab.evaluate("mentor.call.learn({ ended: true })")
    tab.wait_for_function("() => mentor.call.view.status === 'ended'", timeout=5_000)

    assert tab.evaluate("[track.readyState, connection.signalingState]") == ["ended", "closed"]


def test_without_devices_one_still_sees_the_other(tab: Page) -> None:
    tab.evaluate(
        """() => {
            const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            window.refuse = true;
            navigator.mediaDevices.getUserMedia = (wish) =>
                refuse ? Promise.reject(new DOMException('no', 'NotAllowedError')) : ask(wish);
            window.line = new FaultyLine();
            window.learner = sit(line, 'learner');
        }"""
    )
    tab.wait_for_function("() => ['denied', 'dismissed'].includes(learner.call.view.trouble.video)", timeout=5_000)
    tab.evaluate("() => { refuse = false; window.mentor = sit(line, 'mentor'); }")
    tab.wait_for_function("() => learner.pictures.at(-1)?.presented() > 15", timeout=20_000)
    refused = tab.evaluate("seenBy(learner)")

    tab.evaluate("learner.call.toggle('video')")
    tab.wait_for_function("() => mentor.pictures.at(-1)?.presented() > 15", timeout=20_000)

    assert refused["alive"]
    assert refused["sending"] == {"audio": False, "video": False}
    assert tab.evaluate("seenBy(mentor)")["alive"]
    assert tab.evaluate("learner.call.view.trouble.video") == ""


def test_another_microphone_takes_over_in_the_same_call(tab: Page) -> None:
    both_meet(tab)
    other = tab.evaluate("mentor.call.view.choices.audio.find(({ inUse }) => !inUse).id")
    tab.evaluate("window.first = mentor.call.view.microphone")

    tab.evaluate("id => mentor.call.choose('audio', id)", other)
    tab.wait_for_function("id => mentor.call.view.choices.audio.find(({ inUse }) => inUse)?.id === id", arg=other)

    sent = tab.evaluate("mentor.call.connection.getSenders()[0].track.getSettings().deviceId")
    assert (sent, tab.evaluate("first.readyState")) == (other, "ended")
    assert [side["connections"] for side in assert_pictures_move(tab)] == [1, 1]


def test_the_microphone_of_the_last_time_is_used_again_and_a_lost_camera_replaced(tab: Page) -> None:
    chosen = tab.evaluate(
        """async () => {
            await navigator.mediaDevices.getUserMedia({ audio: true });
            const found = await navigator.mediaDevices.enumerateDevices();
            const chosen = found.filter(({ kind }) => kind === 'audioinput').at(-1).deviceId;
            localStorage.setItem('peerlearn.device.audio', chosen);
            localStorage.setItem('peerlearn.device.video', 'a camera that was unplugged');
            return chosen;
        }"""
    )

    both_meet(tab)

    assert tab.evaluate("mentor.call.view.microphone.getSettings().deviceId") == chosen
    assert tab.evaluate("mentor.call.view.trouble") == {"audio": "", "video": ""}
    assert_pictures_move(tab)


def test_two_in_the_lobby_are_connected_and_nobody_is_seen_before_both_have_joined(tab: Page) -> None:
    tab.evaluate("""() => {
        window.line = new FaultyLine({});
        window.mentor = sit(line, 'mentor', { joins: false });
        window.learner = sit(line, 'learner', { joins: false });
    }""")
    tab.wait_for_function(
        "() => [mentor, learner].every(({ call }) => call.connection?.connectionState === 'connected')", timeout=20_000
    )
    sent = (
        """() => [mentor, learner].map(({ call }) => call.connection.getSenders().filter((one) => one.track).length)"""
    )
    tab.wait_for_function("() => [mentor, learner].every(({ call }) => call.view.ownStream)")
    in_lobby = tab.evaluate(sent)
    tab.evaluate("window.before = [mentor.call.connection, learner.call.connection]")

    tab.evaluate("mentor.call.join()")
    tab.wait_for_timeout(1_000)
    mentor_alone = tab.evaluate(sent)
    waits = tab.evaluate("mentor.call.view.status")
    tab.evaluate("learner.call.join()")
    tab.wait_for_function(BOTH_SEE, timeout=20_000)

    assert (in_lobby, mentor_alone, waits) == ([0, 0], [0, 0], "preparing")
    assert_pictures_move(tab)
    assert tab.evaluate("[mentor, learner].every(({ call }, i) => call.connection === before[i])")
    assert tab.evaluate(sent) == [2, 2]


def test_a_stranger_to_the_server_is_told_it_again_only_in_the_lobby(tab: Page) -> None:
    both_meet(tab)

    told = tab.evaluate(
        """async () => {
            const told = [];
            const report = new Proxy({}, { get: (_, name) => () => told.push(name) });
            const call = new mentor.call.constructor({ report, reach: async () => true, changed: () => {} });
            call.open();
            const nobody = { peerInstance: '', inbox: [], acknowledged: {}, iceServers: [] };
            call.learn({ ...nobody, seat: 'mentor', registered: '', seated: false, ended: false });
            await new Promise((done) => setTimeout(done, 1_000));
            const before = [...told];
            call.join();
            call.close();
            return { before, after: told };
        }"""
    )

    assert told == {"before": ["wait"], "after": ["wait", "arrive"]}


def test_whoever_was_silent_is_silent_after_a_reload(tab: Page) -> None:
    both_meet(tab)
    tab.evaluate("() => ['audio', 'video'].forEach((kind) => learner.call.toggle(kind))")

    tab.evaluate("() => { learner.call.close(); line.leave('learner'); window.learner = sit(line, 'learner'); }")
    tab.wait_for_function("() => learner.call.view.status === 'connected'", timeout=20_000)
    tab.wait_for_function(
        "() => mentor.call.view.receiving.audio === false && mentor.call.view.receiving.video === false"
    )

    assert tab.evaluate("learner.call.view.sending") == {"audio": False, "video": False}
