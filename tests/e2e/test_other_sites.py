"""A server that stays away: people are led to another site of ours, and lose nothing without being asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.kit import database as in_use
from tests.e2e.site import Site, free_port, running_site
from tests.integration.ui.cast import signed_in
from tests.makers import a_learner, a_mentor

SWITCHING_MS = 40_000  # the tries that come before it take ten seconds


@dataclass(frozen=True)
class Two:
    """Two sites with one database; to a browser they are strangers, as two hosts are."""

    one: Site
    other: Site
    other_url: str


@pytest.fixture
def two(tmp_path: Path, built_front_end: Path, database: str) -> Iterator[Two]:
    """Both, each naming the other; the first also names one that does not answer, and names that first."""
    ports, shared = (free_port(), free_port(), free_port()), {"REFLEX_WEB_WORKDIR": str(built_front_end)}
    one_url, other_url = f"http://localhost:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    silent = f"http://127.0.0.1:{ports[2]}"
    elsewhere = {"PORT": str(ports[0]), "FALLBACK_URLS": f"{one_url}, {silent}, {other_url}"}
    with running_site(folders[0], **shared, **elsewhere) as one:
        back = {"PORT": str(ports[1]), "FALLBACK_URLS": one_url, "DATABASE_URL": one.database_url}
        with running_site(folders[1], **shared, **back) as other:
            in_use.use(one.database_url)
            yield Two(one, other, other_url)
            in_use.use(database)


def test_a_reader_finds_the_same_page_elsewhere(two: Two, new_browser: Callable[[], Browser]) -> None:
    a_mentor("Asha Rao")
    page = new_browser().new_page()
    page.goto(f"{two.one.url}/mentors/asha-rao/?from=mail#content")
    page.locator("first-sight").wait_for(state="detached")

    two.one.kill()
    expect(banner(page)).to_contain_text("Reconnecting… (3 of 3)")
    page.wait_for_url(f"{two.other_url}/mentors/asha-rao/?from=mail#content", timeout=SWITCHING_MS)
    page.locator("first-sight").wait_for(state="detached")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Asha Rao")
    expect(banner(page)).to_have_count(0)


def test_who_is_signed_in_signs_in_there_and_is_led_on(two: Two, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    name, _, value = signed_in(a_learner("Ravi Iyer")).cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": two.one.url}])
    page.goto(f"{two.one.url}/dashboard/learner/progress/")
    page.locator("main dl").wait_for()

    two.one.kill()

    page.wait_for_url(f"{two.other_url}/sign-in/?next=/dashboard/learner/progress/", timeout=SWITCHING_MS)


def test_what_was_typed_is_not_taken_away_unasked(two: Two, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    page.goto(f"{two.one.url}/sign-in/")
    expect(page.locator("#sign-in-submit")).to_be_enabled()
    page.locator("#sign-in-email").fill("asha@example.org")

    two.one.kill()
    expect(banner(page)).to_contain_text("Another of our servers answers", timeout=SWITCHING_MS)
    expect(page.locator("#sign-in-email")).to_have_value("asha@example.org")
    assert page.url.startswith(two.one.url)
    page.get_by_role("button", name="Switch servers").click()
    page.wait_for_url(f"{two.other_url}/sign-in/")


def test_where_nobody_answers_one_can_try_again(two: Two, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    page.goto(f"{two.one.url}/sign-in/")
    expect(page.locator("#sign-in-submit")).to_be_enabled()

    two.other.kill()
    two.one.kill()
    retry = page.get_by_role("button", name="Retry?")
    expect(retry).to_be_visible(timeout=SWITCHING_MS)
    two.other.start()
    retry.click()
    page.wait_for_url(f"{two.other_url}/sign-in/", timeout=SWITCHING_MS)


def test_only_pages_of_the_other_sites_may_read_that_one_answers(two: Two) -> None:
    def readable_by(origin: str, path: str = "/healthz/ready") -> str | None:
        return httpx.get(two.other_url + path, headers={"Origin": origin}).headers.get("access-control-allow-origin")

    assert readable_by(two.one.url) == two.one.url
    for stranger in ("https://evil.example", "null", "*", "", f"{two.one.url}.evil.example"):
        assert readable_by(stranger) is None
    for path in ("/", "/healthz/live", "/dev/outbox", "/auth/home"):
        assert readable_by(two.one.url, path) is None
    assert two.one.url in httpx.get(two.other_url).headers["content-security-policy"].partition("connect-src")[2]


def banner(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".connection-banner")
