"""The server goes away under an open page, and comes back: the page says so, keeps what was typed, and recovers."""

import time
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.e2e.site import Site

BLIP_SECONDS = 2.0


def test_a_lost_line_is_told_about_and_nothing_typed_is_lost(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    page.goto(f"{site.url}/sign-in/")
    expect(page.locator("#sign-in-submit")).to_be_enabled()
    page.locator("#sign-in-email").fill("asha@example.org")
    banner = page.locator(".connection-banner")

    lost = time.monotonic()
    site.kill()
    banner.wait_for()
    assert time.monotonic() - lost >= BLIP_SECONDS
    for attempt in (1, 2, 3):
        expect(banner).to_contain_text(f"Reconnecting… ({attempt} of 3)")
    for _ in range(3):
        page.get_by_role("button", name="Retry?").click()
        expect(banner).to_contain_text("Reconnecting… (1 of 3)")
    expect(banner).to_contain_text("Still no connection")
    expect(page.get_by_role("button", name="Retry?")).to_have_count(0)

    site.start()
    expect(banner).to_have_text("Back online")
    expect(banner).to_have_count(0)
    expect(page.locator("#sign-in-email")).to_have_value("asha@example.org")
    page.locator("#sign-in-submit").click()
    expect(page.locator("#sign-in-password")).to_have_attribute("aria-invalid", "true")
