"""The main job, end to end: strangers register, book, pay, meet on video, survive a crash, and settle.

Prints the time from the later Join to the first remote frame on both sides, and of each live update.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, text

from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site

PASSWORD = "correct horse battery"
LONGEST_FREEZE_MS = 3000
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


class Stopwatch:
    """The figures that the story prints."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def until(self, name: str, began: float) -> None:
        """Note how long something took, in milliseconds."""
        self.figures[name] = round((time.monotonic() - began) * 1000)


@pytest.mark.timeout(240)
def test_two_people_meet(site: Site, new_browser: Callable[[], Browser]) -> None:
    watch = Stopwatch()
    mentor = _open(new_browser(), site.url)
    learner = _open(new_browser(), site.url)
    complaints = [complaints_of(mentor), complaints_of(learner)]

    register(mentor, site, role="mentor", name="Asha Rao", email="asha@example.org", skills="Python, Algebra")
    publish(mentor, title="Loops in Python", topics="Loops, Functions")
    register(learner, site, role="learner", name="Ravi Iyer", email="ravi@example.org", skills="Coding")
    expect(_offer(learner, "Loops in Python")).to_be_visible()

    _a_new_session_appears_by_itself(mentor, learner, watch)
    _book_and_pay(learner, mentor, watch)
    _accept(mentor, learner, watch)
    _both_meet(mentor, learner, watch)
    _they_mute_and_talk(mentor, learner)
    if os.environ.get("TAKE_PICTURES"):
        _take_pictures(mentor, learner)
    assert complaints == [[], []], "a page complained"
    _the_server_is_killed(site, mentor, learner, watch)
    _the_mentor_ends_it(mentor, learner)
    _the_money_is_where_it_belongs(site, mentor, watch)

    print("\n" + json.dumps(watch.figures, indent=2))


def register(page: Page, site: Site, *, role: str, name: str, email: str, skills: str) -> None:
    """Fill the form, read the code from the mail, arrive at the dashboard."""
    page.goto(f"{site.url}/register/?role={role}")
    page.locator("#register-email").fill(email)
    page.locator("#register-password").fill(PASSWORD)
    page.locator("#register-name").fill(name)
    page.locator("#register-person").click()
    page.locator("#register-skills" if role == "mentor" else "#register-interests").fill(skills)
    page.locator("#register-submit").click()
    page.locator("#register-code").fill(site.letterbox.code_for(email))
    page.wait_for_url(f"**/dashboard/{role}/")


def publish(page: Page, *, title: str, topics: str, in_minutes: int = 3) -> float:
    """Publish a session, and return to where one was; answers with the moment of the click."""
    page.locator("aside").get_by_role("link", name="Create Session").click()
    starts = datetime.now().astimezone() + timedelta(minutes=in_minutes)
    page.locator("#publish-title").fill(title)
    page.locator("#publish-description").fill("From the first loop to clean functions.")
    page.locator("#publish-starts-at").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.locator("#publish-duration").select_option("30")
    page.locator("#publish-price").fill("1000")
    page.locator("#publish-topics").fill(topics)
    began = time.monotonic()
    page.locator("#publish-submit").click()
    expect(page.get_by_text("Session live! Promote it!").last).to_be_visible()
    page.locator("aside").get_by_role("link", name="Home").click()
    expect(page.locator("#requests")).to_be_visible()
    return began


def _a_new_session_appears_by_itself(mentor: Page, learner: Page, watch: Stopwatch) -> None:
    mentor.bring_to_front()
    _mark_document(learner)
    began = publish(mentor, title="Recursion explained", topics="Recursion", in_minutes=60)
    expect(_offer(learner, "Recursion explained")).to_be_visible()
    watch.until("publish click to card on the learner's page, ms", began)
    _assert_never_reloaded(learner)


def _book_and_pay(learner: Page, mentor: Page, watch: Stopwatch) -> None:
    _mark_document(mentor)
    _offer(learner, "Loops in Python").get_by_role("button", name="Book").click()
    total = learner.locator("#booking-total")
    for line in ("₹1,000", "₹100", "₹1,100"):
        expect(total).to_contain_text(line)
    learner.locator("#booking-confirm").click()
    checkout = learner.frame_locator("iframe")
    checkout.get_by_role("button", name="Pay", exact=False).first.click()
    began = time.monotonic()
    expect(mentor.locator("#requests").get_by_text("Ravi Iyer")).to_be_visible()
    watch.until("pay click to request on the mentor's page, ms", began)
    expect(_booked(learner, "Loops in Python")).to_have_attribute("data-status", "pending")
    _assert_never_reloaded(mentor)


def _accept(mentor: Page, learner: Page, watch: Stopwatch) -> None:
    began = time.monotonic()
    mentor.locator("#requests").get_by_role("button", name="Accept").click()
    expect(_booked(learner, "Loops in Python")).to_have_attribute("data-status", "confirmed")
    watch.until("accept click to Confirmed on the learner's page, ms", began)
    _assert_never_reloaded(learner)


def _both_meet(mentor: Page, learner: Page, watch: Stopwatch) -> None:
    _enter_lobby(mentor)
    mentor.get_by_role("button", name="Join now").click()
    expect(mentor.locator("#call-status")).to_contain_text("Waiting")
    assert mentor.locator("#lesson-clock").get_attribute("data-running") == "false"

    _enter_lobby(learner)
    expect(learner.locator(".lobby")).to_contain_text("Asha Rao is in the room")
    assert mentor.locator("#lesson-clock").get_attribute("data-running") == "false", "nobody joined from the lobby"
    began = time.monotonic()
    learner.get_by_role("button", name="Join now").click()
    for page in (learner, mentor):
        _until(lambda page=page: frames_shown(page) > 0, "no remote frame")
    watch.until("later Join click to first remote frame on both sides, ms", began)

    for page in (mentor, learner):
        _assert_picture_moves(page)
        expect(page.locator("#lesson-clock")).to_have_attribute("data-running", "true")
        _assert_not_black(page, "#remote-video")
        _assert_not_black(page, "#own-video")


def _enter_lobby(page: Page) -> None:
    """From the dashboard to one's own picture; nobody else sees it yet."""
    _booked(page, "Loops in Python").get_by_role("link", name="Join").click()
    page.wait_for_url("**/session/*/")
    expect(page.locator('.stage[data-joined="false"] .picture-own')).to_have_attribute("data-shown", "true")
    _assert_not_black(page, "#own-video")


def _they_mute_and_talk(mentor: Page, learner: Page) -> None:
    learner.get_by_role("button", name="Mute your audio").click()
    expect(learner.get_by_role("button", name="Unmute your audio")).to_be_visible()
    learner.get_by_role("button", name="Unmute your audio").click()
    learner.get_by_role("button", name="Turn camera off").click()
    _until(lambda: _is_still(mentor), "the camera went on sending")
    learner.get_by_role("button", name="Turn camera on").click()
    _until(lambda: _moves(mentor), "the camera did not come back")
    say(learner, "Hello Asha!")
    expect(mentor.locator("#chat-lines")).to_contain_text("Hello Asha!")
    say(mentor, "Hello Ravi, shall we start?")
    expect(learner.locator("#chat-lines")).to_contain_text("shall we start?")


def _take_pictures(mentor: Page, learner: Page) -> None:
    """The room for the README: wide as the mentor sees it, narrow as the learner does on a phone."""
    PICTURES.mkdir(exist_ok=True)
    mentor.screenshot(path=PICTURES / "room.png")
    learner.set_viewport_size({"width": 390, "height": 844})
    learner.wait_for_timeout(500)
    learner.screenshot(path=PICTURES / "room-phone.png")
    learner.set_viewport_size({"width": 1440, "height": 900})


def _the_server_is_killed(site: Site, mentor: Page, learner: Page, watch: Stopwatch) -> None:
    for page in (mentor, learner):
        _watch_for_freezes(page)
    site.kill()
    time.sleep(2)
    say(learner, "Can you still hear me?")
    for page in (mentor, learner):
        _assert_picture_moves(page)
    site.start()
    began = time.monotonic()
    expect(mentor.locator("#chat-lines")).to_contain_text("Can you still hear me?", timeout=20_000)
    watch.until("server back to chat line delivered, ms", began)
    say(mentor, "Loud and clear.")
    expect(learner.locator("#chat-lines")).to_contain_text("Loud and clear.")
    for page, who in ((mentor, "mentor"), (learner, "learner")):
        longest = page.evaluate("() => window.longestFreeze")
        watch.figures[f"longest gap between frames at the {who} through the crash, ms"] = round(longest)
        assert longest < LONGEST_FREEZE_MS, f"the {who}'s picture stopped for {longest} ms"
        expect(page.locator("#chat-lines").get_by_text("Can you still hear me?")).to_have_count(1)
        expect(page.locator("#lesson-clock")).to_have_attribute("data-running", "true")


def _the_mentor_ends_it(mentor: Page, learner: Page) -> None:
    mentor.locator("#end-session").click()
    mentor.locator(".keep-going").click()  # a slip of the finger ends nothing
    mentor.locator("#end-session").click()
    for page in (mentor, learner):
        expect(page.locator("#feedback-form")).to_be_visible()
    learner.locator("#stars-5").check(force=True)
    learner.locator("#feedback-comment").fill("Clear and kind.")
    learner.locator("#feedback-send").click()
    mentor.get_by_role("button", name="Skip", exact=True).click()
    for page in (mentor, learner):
        expect(page.locator("#feedback-form")).to_have_count(0)
        expect(page.locator("#summary h1")).to_be_visible()
        page.get_by_role("link", name="Back to my page").click()
    learner.wait_for_url("**/dashboard/learner/")
    mentor.wait_for_url("**/dashboard/mentor/")


def _the_money_is_where_it_belongs(site: Site, mentor: Page, watch: Stopwatch) -> None:
    expect(mentor.locator("#earnings-available")).to_have_text("₹900")
    engine = create_engine(site.database_url)
    with engine.connect() as db:
        rows = db.execute(
            text("SELECT account, SUM(amount_paise) AS amount FROM ledger_entries GROUP BY account")
        ).all()
        stars = db.execute(text("SELECT stars FROM ratings")).scalars().all()
        bookings = db.execute(text("SELECT status FROM bookings")).scalars().all()
    engine.dispose()
    ledger: dict[str, int] = {row.account: row.amount for row in rows}
    assert sum(ledger.values()) == 0
    assert ledger["gateway_clearing"] + ledger["gateway_fee"] + ledger["gateway_tax"] == -110_000
    assert abs(ledger["mentor_available"]) == 90_000
    assert abs(ledger["app_commission"]) + abs(ledger["app_service_fee"]) == 20_000
    assert ledger.get("booking_escrow", 0) == 0
    assert (stars, bookings) == ([5], ["completed"])
    watch.figures |= {f"ledger {account}, paise": amount for account, amount in sorted(ledger.items())}


def say(page: Page, line: str) -> None:
    """Send one chat line."""
    page.locator("#chat-input").fill(line)
    page.locator("#chat-send").click()


def frames_shown(page: Page) -> int:
    """How many frames of the other person this page has decoded and presented."""
    return page.evaluate(
        "() => document.querySelector('#remote-video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0"
    )


def _open(browser: Browser, url: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, permissions=["camera", "microphone"])
    page = context.new_page()
    page.goto(url)
    return page


def _offer(page: Page, title: str):
    return page.locator("#open-sessions article").filter(has_text=title)


def _booked(page: Page, title: str):
    return page.locator("#my-sessions article").filter(has_text=title)


def _mark_document(page: Page) -> None:
    """So that a reload would be noticed."""
    page.evaluate("() => { window.sameDocument = true; }")


def _assert_never_reloaded(page: Page) -> None:
    assert page.evaluate("() => window.sameDocument === true"), "the page was reloaded"


def _until(condition: Callable[[], bool], otherwise: str, *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


def _moves(page: Page) -> bool:
    before = frames_shown(page)
    time.sleep(0.5)
    return frames_shown(page) > before + 2


def _is_still(page: Page) -> bool:
    """Whether the other's picture no longer changes: camera off sends black or nothing."""
    return page.evaluate(_PICTURE, "#remote-video")["bright"] == 0 or not _moves(page)


def _assert_picture_moves(page: Page) -> None:
    _until(lambda: _moves(page), "the remote picture stands still")


_PICTURE = """(selector) => {
  const video = document.querySelector(selector);
  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
  const draw = canvas.getContext('2d');
  draw.drawImage(video, 0, 0, 64, 36);
  const pixels = draw.getImageData(0, 0, 64, 36).data;
  let bright = 0;
  for (let at = 0; at < pixels.length; at += 4) bright += pixels[at] + pixels[at + 1] + pixels[at + 2] > 60;
  return {bright, of: 64 * 36};
}"""


def _assert_not_black(page: Page, selector: str) -> None:
    _until(lambda: page.evaluate(_PICTURE, selector)["bright"] > 64 * 36 / 2, f"{selector} is black")


def _watch_for_freezes(page: Page) -> None:
    page.evaluate(
        """() => {
          const video = document.querySelector('#remote-video');
          let last = performance.now();
          window.longestFreeze = 0;
          const seen = () => {
            const now = performance.now();
            window.longestFreeze = Math.max(window.longestFreeze, now - last);
            last = now;
            video.requestVideoFrameCallback(seen);
          };
          video.requestVideoFrameCallback(seen);
        }"""
    )
