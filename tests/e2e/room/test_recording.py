"""A lesson is recorded: only when both agree, seen by both, kept when the browser dies, watched by the two."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from playwright.sync_api import expect
from sqlmodel import select

from peerlearn.domain.recordings.tables import Recording, RecordingPiece
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.room.lesson import Lesson, Seat
from tests.e2e.site import Site
from tests.networks import Networks

LONG_ENOUGH = 17.0  # seconds that must be there of twenty when the browser was killed
READY_WITHIN = 60.0
LINE_BACK_WITHIN = 20.0


def begin(meeting: Lesson) -> float:
    """The learner asks, the mentor agrees; when it began."""
    meeting.learner.page.locator("#record-button:enabled").click()
    meeting.mentor.page.locator("#recording-agree").click()
    for seat in meeting.both:
        seat.page.locator(".recording-mark").wait_for()
    return time.time()


def newest() -> Recording:
    with in_use.reading() as db:
        found = db.exec(select(Recording).order_by(Recording.id.desc())).first()  # type: ignore[union-attr]
    assert found is not None
    return found


def kept_pieces() -> int:
    with in_use.reading() as db:
        return len(db.exec(select(RecordingPiece).where(RecordingPiece.recording_id == newest().id)).all())


def until(truth: Callable[[], bool], seat: Seat, within: float) -> None:
    deadline = time.monotonic() + within
    while not truth():
        assert time.monotonic() < deadline, f"not within {within} s"
        seat.page.wait_for_timeout(200)


def file_of(site: Site) -> Path:
    return Path(site.environment["MEDIA_FOLDER"]) / f"{newest().name}.webm"


def seconds_and_pictures(file: Path, seek_to: float) -> tuple[float, float, int]:
    """How long it says it is, where a seek leads, and how many different pictures there are from there on."""
    with av.open(str(file)) as made:
        length = (made.duration or 0) / av.time_base
        made.seek(int(seek_to * av.time_base))
        pictures = [(frame.time, bytes(frame.reformat(32, 24, "gray8").planes[0])) for frame in made.decode(video=0)]
    return length, pictures[0][0], len({picture for _, picture in pictures})


def loudness(file: Path) -> int:
    with av.open(str(file)) as made:
        sounds = [bytes(frame.planes[0])[:2000] for frame in made.decode(audio=0)]
    return len(set(sounds))


@pytest.mark.timeout(240)
def test_both_agree_both_see_it_either_stops_and_both_watch_it(lesson: Callable[[], Lesson], site: Site) -> None:
    meeting = lesson()
    complaints = [complaints_of(seat.page) for seat in meeting.both]
    meeting.mentor.page.locator("#record-button:enabled").click()
    question = meeting.learner.page.locator("#recording-question")
    expect(question).to_contain_text("Asha Rao would like to record")
    assert meeting.mentor.page.locator(".recording-mark").count() == 0, "nothing is recorded before both agree"
    meeting.learner.page.locator("#recording-agree").click()
    for seat in meeting.both:
        seat.page.locator(".recording-mark").wait_for()
    began = time.time()
    meeting.learner.page.wait_for_timeout(8_000)

    meeting.learner.page.locator("#record-button").click()

    for seat in meeting.both:
        expect(seat.page.locator(".recording-mark")).to_have_count(0)
    lasted = time.time() - began
    until(lambda: newest().state == "ready", meeting.learner, READY_WITHIN)
    length, _, different = seconds_and_pictures(file_of(site), 2)
    assert lasted - 4 < length < lasted + 3
    assert different > 5, "the picture moves"
    assert loudness(file_of(site)) > 5, "there are voices"

    meeting.mentor.page.locator("#end-session").click()
    for seat in meeting.both:
        expect(seat.page.locator("#recordings")).to_contain_text("min ·", timeout=20_000)
        expect(seat.page.locator("#recordings time")).to_have_count(2)
    link = meeting.learner.page.locator("#recordings a").first.get_attribute("href")
    own = meeting.learner.page.request.get(site_url(meeting.learner) + str(link), headers={"Range": "bytes=0-99"})
    assert (own.status, len(own.body())) == (206, 100)
    assert meeting.mentor.page.request.get(site_url(meeting.mentor) + str(link)).status == 403
    assert complaints == [[], []], "a page complained"


@pytest.mark.timeout(180)
def test_a_no_is_a_no(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    meeting.mentor.page.locator("#record-button:enabled").click()

    meeting.learner.page.locator("#recording-decline").click()

    expect(meeting.mentor.page.locator("#record-button")).to_be_disabled()
    expect(meeting.mentor.page.get_by_text("There will be no recording")).to_be_visible()
    expect(meeting.learner.page.locator("#record-button")).to_be_enabled()
    assert meeting.mentor.page.locator(".recording-mark").count() == 0
    assert newest().state == "declined"


@pytest.mark.timeout(240)
def test_a_browser_that_is_killed_takes_three_seconds_with_it_at_most(lesson: Callable[[], Lesson], site: Site) -> None:
    meeting = lesson()
    began = begin(meeting)
    meeting.learner.page.wait_for_timeout(max(0.0, began + 20.5 - time.time()) * 1000)

    for process in renderers_of(meeting.mentor):
        os.kill(process, signal.SIGKILL)
    meeting.learner.page.locator("#record-button").click()
    until(lambda: newest().state == "stopped", meeting.learner, 10)
    until(lambda: newest().state == "ready", meeting.learner, 60 + READY_WITHIN)

    length, sought, different = seconds_and_pictures(file_of(site), 12)
    assert length >= LONG_ENOUGH
    assert 9 <= sought <= 12.1
    assert different > 5


@pytest.mark.timeout(240)
def test_goes_on_over_a_cut_and_a_server_that_begins_anew(
    networks: Networks, lesson: Callable[[], Lesson], site: Site
) -> None:
    meeting = lesson()
    began = begin(meeting)
    until(lambda: kept_pieces() >= 2, meeting.mentor, 20)
    networks.cut("a")
    time.sleep(5)
    networks.heal()
    before = kept_pieces()
    until(lambda: kept_pieces() >= before + 3, meeting.mentor, LINE_BACK_WITHIN)
    site.kill()
    time.sleep(2)
    site.start()
    before = kept_pieces()
    until(lambda: kept_pieces() >= before + 3, meeting.mentor, LINE_BACK_WITHIN + 10)
    for seat in meeting.both:
        expect(seat.page.locator(".recording-mark")).to_be_visible()

    meeting.mentor.page.locator("#record-button").click()
    lasted = time.time() - began
    until(lambda: newest().state == "ready", meeting.mentor, READY_WITHIN)

    length, _, _ = seconds_and_pictures(file_of(site), 1)
    assert length > lasted - 4, "nothing is missing"


def renderers_of(seat: Seat) -> list[int]:
    """The processes that draw this browser's pages."""
    session = seat.page.context.browser.new_browser_cdp_session()  # type: ignore[union-attr]
    listed = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return [int(one["id"]) for one in listed if one["type"] == "renderer"]


def site_url(seat: Seat) -> str:
    found = re.match(r"https?://[^/]+", seat.page.url)
    assert found is not None
    return found[0]
