"""A camera or microphone that cannot be had: the lobby says why and what to do, and one joins with what there is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.lobby.conftest import ALLOWS, HAS_DEVICES
from tests.e2e.lobby.lessons import Lesson, browser_of, expect_picture, into_lobby, join
from tests.e2e.quality.test_screens import AXE, RUN, TAGS

# What no headless browser can be brought to: a question closed without an answer, a camera held by another program.
CANNOT = """(() => {
    const failure = () => Promise.reject(new DOMException("%s", "%s"));
    MediaDevices.prototype.getUserMedia = failure;
})()"""


def set_permission(page: Page, **settings: str) -> None:
    """What the person chose in the browser's own settings."""
    session = page.context.new_cdp_session(page)
    own = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    for name, setting in settings.items():
        permission = {"permission": {"name": name}, "setting": setting, "browserContextId": own}
        session.send("Browser.setPermission", {**permission, "origin": page.url.split("/session/")[0]})


def mentors_lobby(browser: Browser, lesson: Lesson, **more: object) -> Page:
    return into_lobby(browser_of(browser, lesson, lesson.mentor, **more), lesson)


def help_of(page: Page, trouble: str, begins: str = "") -> str:
    """What the lobby says about one named trouble, once it is known of both devices: each is asked alone."""
    told = page.locator(f'.lobby-help [data-trouble="{trouble}"]')
    expect(told).to_have_text(re.compile(f"^{re.escape(begins)}"))
    return told.inner_text()


def test_a_blocked_camera_and_microphone_open_by_themselves_once_allowed(
    lesson: Lesson, chromium_with: Callable[..., Browser]
) -> None:
    page = mentors_lobby(chromium_with(HAS_DEVICES), lesson)  # nobody answers its question: it takes that for a no

    told = help_of(page, "denied", "Your camera and microphone are blocked.")
    assert "left end of the address bar" in told
    expect(page.locator("#join-now")).to_have_text("Join anyway")

    set_permission(page, camera="granted", microphone="granted")
    expect(page.locator(".lobby-help > div")).to_have_count(0)
    expect(page.locator(".picture-own")).to_have_attribute("data-shown", "true")
    expect(page.locator("#join-now")).to_have_text("Join now")


def test_a_blocked_camera_does_not_take_the_microphone_along(
    lesson: Lesson, chromium_with: Callable[..., Browser]
) -> None:
    context = browser_of(chromium_with(HAS_DEVICES), lesson, lesson.mentor)
    page = context.new_page()
    page.goto(f"{lesson.site.url}/session/")
    set_permission(page, camera="denied", microphone="granted")
    page.goto(lesson.address)

    help_of(page, "denied", "Your camera is blocked.")
    expect(page.locator(".lobby-note")).to_contain_text("with your microphone alone")
    expect(page.locator(".lobby-level")).to_have_attribute("data-on", "true")


@pytest.mark.parametrize(
    ("error", "message", "trouble", "words", "button"),
    [
        ("NotAllowedError", "Permission dismissed", "dismissed", "was not answered", "Ask again"),
        ("NotReadableError", "Could not start video source", "in_use", "another program", "Try again"),
    ],
)
def test_names_what_only_a_person_or_another_program_brings_about(
    lesson: Lesson,
    chromium_with: Callable[..., Browser],
    error: str,
    message: str,
    trouble: str,
    words: str,
    button: str,
) -> None:
    context = browser_of(chromium_with(HAS_DEVICES), lesson, lesson.mentor)
    context.add_init_script(CANNOT % (message, error))
    page = into_lobby(context, lesson)

    assert words in help_of(page, trouble)
    expect(page.locator("#join-now")).to_have_text("Join anyway")
    expect(page.locator(".lobby-help").get_by_role("button", name=button)).to_be_visible()


def test_a_question_is_asked_again_when_one_wants_it(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    context = browser_of(chromium_with(HAS_DEVICES, ALLOWS), lesson, lesson.mentor)
    context.add_init_script(
        """(() => {
            const ask = MediaDevices.prototype.getUserMedia;
            window.asked = 0;
            MediaDevices.prototype.getUserMedia = function (wish) {
                window.asked += 1;
                const dismissed = new DOMException("Permission dismissed", "NotAllowedError");
                return window.asked === 1 ? Promise.reject(dismissed) : ask.call(this, wish);
            };
            navigator.permissions.query = () => Promise.resolve({ state: "prompt", addEventListener() {} });
        })()"""
    )
    page = into_lobby(context, lesson)
    help_of(page, "dismissed")
    page.wait_for_timeout(500)
    assert page.evaluate("asked") == 1, "a browser that is asked three times never asks the person again"

    page.get_by_role("button", name="Ask again").click()

    expect(page.locator(".picture-own")).to_have_attribute("data-shown", "true")
    expect(page.locator(".lobby-help > div")).to_have_count(0)


def test_a_page_that_is_not_secure_leads_to_one_that_is(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    """Opened by a name of the machine that is not localhost, over plain http."""
    elsewhere = lesson.site.url.replace("localhost", "peerlearn.test")
    browser = chromium_with(HAS_DEVICES, ALLOWS, "--host-resolver-rules=MAP peerlearn.test 127.0.0.1")
    context = browser.new_context()
    name, _, value = lesson.mentor.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": elsewhere}])
    page = context.new_page()
    page.goto(f"{elsewhere}/session/{lesson.room_id}/")

    assert "secure" in help_of(page, "insecure")
    secure = page.locator(".lobby-help").get_by_role("link", name="Open the secure page")
    assert secure.get_attribute("href") == page.url.replace("http:", "https:")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everybody_can_use_the_help(lesson: Lesson, chromium_with: Callable[..., Browser], mode: str) -> None:
    page = mentors_lobby(chromium_with(ALLOWS), lesson, color_scheme=mode)
    help_of(page, "missing")

    page.evaluate(AXE)

    assert [each["id"] for each in page.evaluate(RUN, TAGS)] == []


def test_two_people_without_any_device_still_meet(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    pages = [
        into_lobby(browser_of(chromium_with(ALLOWS), lesson, who), lesson) for who in (lesson.mentor, lesson.learner)
    ]
    complaints = [complaints_of(page) for page in pages]
    for page in pages:
        help_of(page, "missing", "No camera or microphone was found.")
        expect(page.locator(".lobby-note")).to_contain_text("you see and hear, and write in the chat")
        join(page)

    for page in pages:
        expect(page.locator("#call-status")).to_contain_text("Connected")
        expect(page.locator(".picture-remote")).to_contain_text("turned the camera off")
        expect(page.locator("#mute-button")).to_have_attribute("aria-pressed", "true")
    assert complaints == [[], []]


@pytest.mark.parametrize("has_devices", ["mentor", "learner"])
def test_who_has_no_device_sees_and_hears_who_has(
    lesson: Lesson, chromium_with: Callable[..., Browser], has_devices: str
) -> None:
    def page_of(who: str) -> Page:
        flags = [ALLOWS, HAS_DEVICES] if who == has_devices else [ALLOWS]
        return into_lobby(browser_of(chromium_with(*flags), lesson, getattr(lesson, who)), lesson)

    pages = {who: page_of(who) for who in ("mentor", "learner")}
    for page in pages.values():
        join(page)

    without = pages["learner" if has_devices == "mentor" else "mentor"]
    expect_picture(without)
    expect(pages[has_devices].locator(".picture-remote")).to_contain_text("turned the camera off")
