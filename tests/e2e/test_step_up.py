"""An admin who proved to be there too long ago is asked again, and need not press again what they wanted."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pyotp
import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain.accounts.rules import PROOF_IS_FRESH_FOR
from peerlearn.domain.accounts.tables import TotpSecret
from peerlearn.kit import clock, sealing
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from peerlearn.ui.frames.dashboard import ADMIN_PLACES
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in
from tests.makers import an_admin


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def an_admin_long_after(page: Page, site: Site) -> pyotp.TOTP:
    """Sign an admin in, whose last digits are no longer fresh; their authenticator app."""
    admin, secret = an_admin("Anil Rao"), pyotp.random_base32()
    with unit_of_work() as work:
        sealed = sealing.seal(secret, purpose="totp")
        work.db.add(TotpSecret(user_id=admin.user_id, sealed_secret=sealed, last_step=0, enrolled_at=work.now))
    with time_machine.travel(clock.now() - PROOF_IS_FRESH_FOR - timedelta(seconds=1)):
        name, _, value = signed_in(admin).cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": site.url}])
    return pyotp.TOTP(secret)


@pytest.mark.usefixtures("own_database")
def test_what_was_pressed_is_done_after_the_digits(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    app = an_admin_long_after(page, site)
    complaints = complaints_of(page)
    page.goto(f"{site.url}/profile/settings/")
    renew, dialog, code = page.locator("#recovery-renew"), page.locator("#step-up"), page.locator("#step-up-code")

    renew.click()
    expect(code).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(renew).to_be_focused()
    page.keyboard.press("Enter")
    code.fill("no code")
    page.keyboard.press("Enter")
    expect(page.locator("#step-up-code-problem")).to_have_text("Invalid OTP")
    expect(page.locator("#recovery-codes")).to_have_count(0)
    code.fill(app.now())
    page.keyboard.press("Enter")

    expect(page.locator("#recovery-codes li")).to_have_count(10)
    expect(dialog).to_be_hidden()
    assert complaints == []


@pytest.mark.usefixtures("own_database")
def test_every_page_of_an_admin_can_ask(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    an_admin_long_after(page, site)
    for path in [*(place.href for place in ADMIN_PLACES), "/profile/", "/profile/settings/"]:
        page.goto(site.url + path)
        expect(page.locator("#step-up")).to_have_count(1)
