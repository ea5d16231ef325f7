"""An admin made at the terminal signs in for the first time: password, an authenticator app, recovery codes."""

import subprocess
import sys
from collections.abc import Callable

import pyotp
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import ROOT, Site

EMAIL, PASSWORD = "anil@example.org", "a long enough password"


def create_admin(site: Site) -> None:
    answers = f"{EMAIL}\nAnil Rao\n{PASSWORD}\n{PASSWORD}\n"
    command = [sys.executable, "-m", "peerlearn", "create-admin"]
    subprocess.run(command, cwd=ROOT, env=site.environment, input=answers, text=True, check=True, timeout=60)


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/sign-in/")
    page.locator("#sign-in-email").fill(EMAIL)
    page.locator("#sign-in-password").fill(PASSWORD)
    page.locator("#sign-in-submit").click()


def test_an_admin_sets_an_app_up_and_comes_back_with_a_recovery_code(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    create_admin(site)
    page = new_browser().new_page()
    sign_in(page, site)
    expect(page.get_by_alt_text("QR code")).to_be_visible()
    app = pyotp.TOTP(page.locator("#sign-in-secret").inner_text())

    page.locator("#sign-in-code").fill("000000" if app.now() != "000000" else "000001")
    expect(page.locator("#sign-in-code-problem")).to_have_text("Invalid OTP")
    page.locator("#sign-in-code").fill(app.now())

    expect(page.locator("#recovery-codes li")).to_have_count(10)
    one_of_them = page.locator("#recovery-codes li").nth(3).inner_text()
    page.locator("#recovery-codes-kept").click()
    page.wait_for_url("**/admin/")

    page = new_browser().new_page()
    sign_in(page, site)
    page.locator("#sign-in-code").fill(one_of_them)
    page.locator("#sign-in-prove").click()
    page.wait_for_url("**/admin/")

    page.goto(f"{site.url}/profile/settings/")
    expect(page.locator("#recovery-left")).to_have_text("9")
    page.locator("#recovery-renew").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    assert one_of_them not in page.locator("#recovery-codes li").all_inner_texts()
    page.locator("#recovery-put-away").click()
    expect(page.locator("#recovery-left")).to_have_text("10")
