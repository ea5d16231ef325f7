"""A lesson that can be joined now, and its two people in browsers of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext, Page, expect

from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests import makers
from tests.e2e.site import Site
from tests.integration.ui.cast import Caller, signed_in

DESKTOP = {"width": 1440, "height": 900}
# Half a second of new frames, of whatever stream is shown by then.
MOVES = """() => {
    const video = document.querySelector("#remote-video");
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    if (window.watched !== video.srcObject) [window.watched, window.seen] = [video.srcObject, totalVideoFrames];
    return totalVideoFrames > window.seen + 15;
}"""


@dataclass(frozen=True)
class Lesson:
    """One room that is open, with the cookies of its people."""

    site: Site
    room_id: str
    mentor: Caller
    learner: Caller

    @property
    def address(self) -> str:
        """The room's page."""
        return f"{self.site.url}/session/{self.room_id}/"


@contextmanager
def a_lesson(site: Site, before: str) -> Iterator[Lesson]:
    """A new lesson of two new people; `before` is the database that was in use."""
    in_use.use(site.database_url)
    mentor, learner = makers.a_mentor("Asha Rao"), makers.a_learner("Ravi Iyer")
    offering = makers.an_offering(mentor, title="Loops in Python", starts_at=clock.now() + timedelta(minutes=5))
    booked = makers.a_confirmed_booking(offering, learner=learner)
    lesson = Lesson(site, booked.room_id, signed_in(mentor, "the mentor"), signed_in(learner, "the learner"))
    in_use.use(before)
    yield lesson


def browser_of(browser: Browser, lesson: Lesson, who: Caller, **more: object) -> BrowserContext:
    """Somebody's browser, signed in."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", **more)  # type: ignore[arg-type]
    name, _, value = who.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": lesson.site.url}])
    return context


def into_lobby(context: BrowserContext, lesson: Lesson) -> Page:
    """Open the room; the button to join waits there."""
    page = context.new_page()
    page.goto(lesson.address)
    expect(page.locator("#join-now")).to_be_enabled()
    return page


def join(page: Page) -> None:
    """Press the button, whatever is written on it."""
    page.locator("#join-now").click()
    expect(page.locator(".lobby")).to_have_count(0)


def expect_picture(page: Page) -> None:
    """The other person is there, seen, and moves; waits until it is so."""
    expect(page.locator("#call-status")).to_contain_text("Connected")
    expect(page.locator(".picture-remote")).to_have_attribute("data-shown", "true")
    page.evaluate("window.watched = null")
    page.wait_for_function(MOVES, timeout=20_000)
