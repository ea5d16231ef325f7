"""Two people in a room, each in a browser in a network of its own, and what they really see of each other."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, Playwright

from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from tests import makers
from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in
from tests.networks import Networks, Side

# These bound the waiting; the benchmark measures.
NAMED_WITHIN = 10.0
SETTLED_WITHIN = 60.0

# Every presented remote frame, and whether its pixels differ from the one before: a picture that stands still while
# frames are decoded is no picture.
WITNESS = """(() => {
    const seen = (window.witness = { moved: [], status: [], calls: [] });
    const Connection = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Connection {
        constructor(...how) {
            super(...how);
            seen.calls.push(this);
        }
    };
    const paint = new OffscreenCanvas(32, 24).getContext("2d", { willReadFrequently: true });
    let before = null;
    const look = (video) => {
        paint.drawImage(video, 0, 0, 32, 24);
        const now = paint.getImageData(0, 0, 32, 24).data;
        if (before && now.some((value, index) => Math.abs(value - before[index]) > 12)) seen.moved.push(Date.now());
        before = now;
        video.requestVideoFrameCallback(() => look(video));
    };
    const watch = setInterval(() => {
        const video = document.querySelector("#remote-video");
        if (!video) return;
        clearInterval(watch);
        video.requestVideoFrameCallback(() => look(video));
        const stage = document.querySelector(".stage");
        const note = () => seen.status.push([Date.now(), stage.dataset.status, stage.dataset.outage]);
        note();
        new MutationObserver(note).observe(stage, { attributes: true });
    }, 50);
})();"""

# What arrives over the call that lives: the picture's height, its frames, and the packets of the voice.
ARRIVED = """async () => {
    const pc = witness.calls.findLast((one) => one.connectionState === "connected");
    if (!pc) return { height: 0, frames: 0, voice: 0, concealed: 0, samples: 0 };
    const [voice, face] = pc.getTransceivers().map(({ mid }) => mid);
    const all = [...(await pc.getStats()).values()].filter(({ type }) => type === "inbound-rtp");
    const of = (mid) => all.find((one) => one.mid === mid) ?? {};
    return {
        height: of(face).frameHeight ?? 0,
        frames: of(face).framesDecoded ?? 0,
        voice: of(voice).packetsReceived ?? 0,
        concealed: of(voice).silentConcealedSamples ?? 0,
        samples: of(voice).totalSamplesReceived ?? 0,
    };
}"""


@dataclass
class Seat:
    """One of the two."""

    page: Page

    def moved_since(self, moment: float) -> list[float]:
        """When the other's picture moved, in seconds of this machine's clock."""
        return [at / 1000 for at in self.page.evaluate("witness.moved") if at / 1000 > moment]

    def said_since(self, moment: float) -> list[tuple[float, str, str]]:
        """What the stage said and when: status and whose line is interrupted."""
        return [
            (at / 1000, status, outage)
            for at, status, outage in self.page.evaluate("witness.status")
            if at / 1000 > moment
        ]

    def arrived(self) -> dict[str, int]:
        """What arrives: `height` of the picture, `frames` of it, packets of the `voice`."""
        return dict(self.page.evaluate(ARRIVED))

    def arrives(self, holds: Callable[[dict[str, int]], bool]) -> float:
        """Seconds until what arrives is like this; the voice arrives in every second until then."""
        began = time.time()
        while time.time() < began + SETTLED_WITHIN:
            before = self.arrived()
            if holds(before):
                return time.time() - began
            self.page.wait_for_timeout(1_000)
            assert self.arrived()["voice"] > before["voice"], "the voice broke off"
        raise AssertionError(f"it never came; what arrives is {self.arrived()}")

    def named(self, since: float) -> tuple[float, str]:
        """When an interruption was named, in seconds, and whose line it was."""
        while time.time() < since + NAMED_WITHIN:
            for at, status, outage in self.said_since(since):
                if status == "reconnecting" and outage in ("mine", "theirs", "between"):
                    return at - since, outage
            self.page.wait_for_timeout(100)
        raise AssertionError(f"nobody named it; the stage said {self.said_since(since)}")

    def status(self) -> str:
        """What the stage says now."""
        return str(self.page.locator(".stage").get_attribute("data-status"))

    def first_moved(self, after: float, *, within: float) -> float:
        """Seconds from a moment until the picture moved, and was moving still a second later."""
        deadline = after + within
        while time.time() < deadline + 1:
            moved = self.moved_since(after)
            if moved and moved[-1] - moved[0] > 1:
                return moved[0] - after
            self.page.wait_for_timeout(100)
        raise AssertionError(f"the picture stood still for {within} s; the stage says {self.said_since(after)}")


@dataclass
class Lesson:
    """Both seats, in the room."""

    mentor: Seat
    learner: Seat

    @property
    def both(self) -> tuple[Seat, Seat]:
        """The mentor and the learner."""
        return (self.mentor, self.learner)


@contextmanager
def lesson_between(networks: Networks, site: Site, playwright: Playwright) -> Iterator[Callable[[], Lesson]]:
    """Begins lessons between the two networks."""
    url = site.url.replace("localhost", networks.address)
    with ExitStack() as open_browsers:

        def seat(side: Side, person: Viewer, room_id: str) -> Seat:
            browser = playwright.chromium.launch(
                executable_path=networks.chromium(side),
                args=[*CHROMIUM_FLAGS, f"--unsafely-treat-insecure-origin-as-secure={url}"],
            )
            open_browsers.callback(browser.close)
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            name, _, token = signed_in(person).cookie.partition("=")
            context.add_cookies([{"name": name, "value": token, "url": url}])
            context.add_init_script(WITNESS)
            page = context.new_page()
            page.goto(f"{url}/session/{room_id}/")
            page.locator("#join-now:enabled").wait_for()
            return Seat(page)

        def begin() -> Lesson:
            mentor, learner = makers.a_mentor("Asha Rao"), makers.a_learner("Ravi Iyer")
            soon = clock.now() + timedelta(minutes=3)
            room = makers.a_confirmed_booking(makers.an_offering(mentor, starts_at=soon), learner=learner)
            lesson = Lesson(seat("a", mentor, room.room_id), seat("b", learner, room.room_id))
            began = time.time()
            for one in lesson.both:
                one.page.locator("#join-now").click()
            for one in lesson.both:
                one.first_moved(began, within=20)
            return lesson

        yield begin
