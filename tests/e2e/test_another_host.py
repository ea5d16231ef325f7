"""Development opened from another machine, by a name that no setting knows: what is ours comes from that name."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path, complaints_of
from tests.e2e.site import Site, running_site
from tests.integration.ui.cast import signed_in
from tests.makers import a_learner, an_offering

# On that machine "localhost" is itself, where nothing of ours answers.
ELSEWHERE = "--host-resolver-rules=MAP laptop.test 127.0.0.1, MAP localhost ~NOTFOUND"
OWN_GATEWAY = ("RAZORPAY_KEY", "RAZORPAY_SECRET", "RAZORPAY_WEBHOOK_SECRET", "RAZORPAY_BASE_URL")


@pytest.fixture
def embedded(tmp_path: Path, built_front_end: Path, database: str) -> Iterator[Site]:
    """The product as `make run` starts it: with the sandbox gateway inside."""
    settings = {"REFLEX_WEB_WORKDIR": str(built_front_end), **dict.fromkeys(OWN_GATEWAY, "")}
    with running_site(tmp_path, **settings) as running:
        in_use.use(running.database_url)
        yield running
        in_use.use(database)


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    """A page of the other machine."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS, ELSEWHERE])
    yield browser.new_page()
    browser.close()


def test_a_learner_books_and_pays_from_another_machine(embedded: Site, page: Page) -> None:
    complaints = complaints_of(page)
    offering = an_offering(title="Loops in Python", starts_at=clock.now() + timedelta(days=1))
    name, _, token = signed_in(a_learner()).cookie.partition("=")
    url = embedded.url.replace("localhost", "laptop.test")
    page.context.add_cookies([{"name": name, "value": token, "url": url}])

    page.goto(f"{url}/dashboard/learner/")
    page.locator(f'[data-offering="{offering}"]').get_by_role("button", name="Book").click()
    page.locator("#booking-confirm").click()
    page.frame_locator("iframe").get_by_role("button", name="Pay", exact=False).first.click()

    expect(page.locator('[data-status="pending"]')).to_contain_text("Loops in Python")
    assert [words for words in complaints if "Cross-Origin-Opener-Policy" not in words] == []  # asks for https


def test_a_developer_plays_the_bank_from_another_machine(embedded: Site, page: Page) -> None:
    complaints = complaints_of(page)
    page.goto(f"{embedded.url.replace('localhost', 'laptop.test')}/sandbox")

    expect(page.locator("h1")).to_have_text("The sandbox's desk")
    page.get_by_role("button", name="Withhold").click()

    expect(page.get_by_role("status")).to_contain_text("New events are withheld")
    expect(page.locator("body")).to_contain_text("Events are withheld")
    assert [words for words in complaints if "Cross-Origin-Opener-Policy" not in words] == []
