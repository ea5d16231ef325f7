"""A person registers, not without mistakes, goes away, and comes back: in a browser, with the code of a real mail."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from peerlearn.domain.accounts.rules import RESEND_AFTER
from peerlearn.domain.accounts.tables import SignUp, User
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests.e2e.awake import wait_until_awake
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.makers import a_learner

EMAIL, PASSWORD = "asha@example.org", "correct horse battery"


@pytest.fixture
def page(new_browser: Callable[[], Browser]) -> Iterator[Page]:
    """A new visitor's page, which must not complain."""
    page = new_browser().new_page()
    complaints = complaints_of(page)
    yield page
    assert complaints == []


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"#register-{name}").fill(text)


def typed(page: Page, *fields: str) -> list[str]:
    return [page.locator(f"#register-{name}").input_value() for name in fields]


def words_of(page: Page, name: str) -> str:
    """What the form would send of a field of chips."""
    return page.locator(f"input[name={name}]").input_value()


def sign_in(page: Page, email: str, password: str) -> None:
    page.locator("#sign-in-email").fill(email)
    page.locator("#sign-in-password").fill(password)
    page.locator("#sign-in-submit").click()


def says(page: Page, field: str, words: str | re.Pattern[str]) -> None:
    """The field is wrong, says why beside it, and screen readers hear it with the field."""
    control = page.locator(f"#{field}")
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{(control.get_attribute('aria-describedby') or '').split()[0]}")).to_have_text(words)


@pytest.mark.usefixtures("own_database")
def test_a_form_with_mistakes_keeps_what_was_typed_and_leads_to_the_first(site: Site, page: Page) -> None:
    a_learner(email="taken@example.org")
    page.goto(f"{site.url}/register/")
    expect(page.locator("#register-person")).to_be_enabled()  # the page is alive
    page.locator("#register-role-mentor").click()
    expect(page.locator("#register-email")).to_be_focused()

    page.locator("#register-person").click()
    says(page, "register-email", "Invalid email")
    says(page, "register-name", "Please give your name")
    expect(page.locator("#register-email")).to_be_focused()

    fill(page, email="TAKEN@example.org")
    page.locator("#register-name").focus()
    says(page, "register-email", "Email taken")
    expect(page.locator("#register-name")).to_be_focused()

    fill(page, email="asha@gmial.com", name="Asha Rao", password="short")
    expect(page.locator("#register-email")).to_have_value("asha@gmail.com")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#register-email")).to_have_value("asha@gmial.com")
    fill(page, email=EMAIL)
    page.keyboard.press("Enter")
    says(page, "register-password", "Please use 8 characters or more")
    expect(page.locator("#register-password")).to_be_focused()
    assert typed(page, "email", "name", "password") == [EMAIL, "Asha Rao", "short"]


@pytest.mark.usefixtures("own_database")
def test_a_second_thought_about_the_role_loses_nothing(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/register/?role=mentor")
    wait_until_awake(page)
    fill(page, email=EMAIL, name="Asha Rao", password=PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#register-skills")).to_be_focused()
    page.keyboard.type("Pyth")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("Algebra,")

    page.locator("#register-back").click()
    page.locator("#register-role-again").click()
    page.locator("#register-role-learner").click()
    page.locator("#register-person").click()
    expect(page.locator("#register-skills")).to_be_hidden()
    page.locator("#register-interests").fill("Drawing,")
    page.locator("#register-back").click()
    page.locator("#register-role-again").click()
    page.locator("#register-role-mentor").click()

    assert typed(page, "email", "name", "password") == [EMAIL, "Asha Rao", PASSWORD]
    assert [words_of(page, name) for name in ("skills", "interests")] == ["Python, Algebra", "Drawing"]


@pytest.mark.usefixtures("own_database")
def test_the_code_makes_the_account_and_its_owner_comes_back(site: Site, page: Page) -> None:
    page.clock.install()
    page.goto(f"{site.url}/register/?role=mentor")
    fill(page, email=EMAIL, name="Asha Rao", password=PASSWORD)
    page.locator("#register-person").click()
    fill(page, skills="Python, Algebra,")
    page.locator("#register-submit").click()
    first = site.letterbox.code_for(EMAIL)

    expect(page.locator("#register-code")).to_be_focused()
    expect(page.locator("#register-code")).to_have_attribute("autocomplete", "one-time-code")
    page.locator("#register-back").click()
    assert typed(page, "email", "name", "password") == [EMAIL, "Asha Rao", PASSWORD]
    assert words_of(page, "skills") == "Python, Algebra"
    page.locator("#register-submit").click()
    _wait_for_another_code(page)
    page.locator("#register-code").fill(first)
    says(page, "register-code", "Invalid OTP")
    expect(page.locator("#register-code")).to_be_focused()
    page.locator("#register-code").fill(site.letterbox.code_for(EMAIL, at_least=3))
    page.wait_for_url("**/dashboard/mentor/")
    with in_use.reading() as db:
        (user,) = db.exec(select(User)).all()
    assert (user.email, user.role, user.skills, user.interests) == (EMAIL, "mentor", ["Python", "Algebra"], [])

    for elsewhere in ("/", "/register/", "/sign-in/", "/dashboard/learner/"):
        page.goto(site.url + elsewhere)
        page.wait_for_url("**/dashboard/mentor/")
    page.locator("#sign-out").click()
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/dashboard/mentor/")
    page.wait_for_url("**/sign-in/?next=/dashboard/mentor/")
    sign_in(page, EMAIL.upper(), PASSWORD)
    page.wait_for_url("**/dashboard/mentor/")


@pytest.mark.usefixtures("own_database")
def test_wrong_passwords_are_told_about_and_then_locked_out(site: Site, page: Page) -> None:
    a_learner(email=EMAIL)
    page.goto(f"{site.url}/sign-in/")
    page.locator("#sign-in-submit").click()
    says(page, "sign-in-email", "Please fill this in")
    expect(page.locator("#sign-in-email")).to_be_focused()

    for words in ["Invalid credentials"] * 2 + ["Invalid credentials. After five"] * 2 + ["Account locked"]:
        sign_in(page, EMAIL, "a guess")
        says(page, "sign-in-password", re.compile(words))
        expect(page.locator("#sign-in-submit")).to_be_enabled()
        expect(page.locator("#sign-in-password")).to_be_focused()
    lock = page.locator("#sign-in-lock")
    expect(lock).to_have_text("Try again in 15 minutes, or reset your password.")
    page.clock.install()
    page.clock.fast_forward(180_000)
    expect(lock).to_have_text("Try again in 12 minutes, or reset your password.")
    page.clock.fast_forward(720_000)
    expect(lock).to_have_text("You can try again now.")
    sign_in(page, "nobody@example.org", "a guess")
    says(page, "sign-in-password", "Invalid credentials")
    expect(lock).to_have_count(0)


@pytest.mark.usefixtures("own_database")
def test_a_dialog_opens_where_one_is_and_a_code_lets_one_in(site: Site, page: Page) -> None:
    a_learner("Ravi Iyer", email=EMAIL)
    page.goto(site.url)
    wait_until_awake(page)
    login = page.get_by_role("link", name="Login").first
    login.click()
    expect(page.locator("#sign-in-email")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sign-in-email")).to_be_hidden()
    expect(login).to_be_focused()

    page.keyboard.press("Enter")
    page.locator("#sign-in-by-code").click()
    page.locator("#sign-in-email").fill(EMAIL)
    page.keyboard.press("Enter")
    page.locator("#sign-in-code").fill("000000")
    says(page, "sign-in-code", re.compile("Invalid OTP"))
    page.locator("#sign-in-code").fill(site.letterbox.code_for(EMAIL))

    page.wait_for_url("**/dashboard/learner/")


@pytest.mark.usefixtures("own_database")
def test_a_forgotten_password_is_replaced_by_a_new_one(site: Site, page: Page) -> None:
    a_learner("Ravi Iyer", email=EMAIL)
    page.goto(f"{site.url}/sign-in/")
    expect(page.locator("#sign-in-submit")).to_be_enabled()
    page.locator("#sign-in-email").fill(EMAIL)
    page.locator("#sign-in-forgot").click()
    expect(page.locator("#sign-in-send")).to_be_visible()  # the field for the address is another one from here on
    page.locator("#sign-in-email").fill(EMAIL)
    page.locator("#sign-in-send").click()
    page.locator("#sign-in-new-password").fill("short")
    page.locator("#sign-in-prove").click()
    says(page, "sign-in-new-password", "Please use 8 characters or more")
    page.locator("#sign-in-new-password").fill("a wholly new password")
    page.locator("#sign-in-code").fill(site.letterbox.code_for(EMAIL))
    page.wait_for_url("**/dashboard/learner/")

    page.locator("#sign-out").click()
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/sign-in/")  # in the same tab, which begins at the beginning
    expect(page.locator("#sign-in-submit")).to_be_enabled()
    sign_in(page, EMAIL, "a wholly new password")
    page.wait_for_url("**/dashboard/learner/")


def _wait_for_another_code(page: Page) -> None:
    """Half a minute passes, for the page and for the server."""
    again = page.locator("#register-resend")
    expect(again).to_be_disabled()
    expect(again).to_have_text(re.compile(r"Send again in \d+ s"))
    with in_use.writing() as db:
        for waiting in db.exec(select(SignUp)):
            waiting.code_sent_at = clock.now() - RESEND_AFTER - timedelta(seconds=1)
    page.clock.fast_forward("00:31")
    expect(again).to_have_text("Send again")
    again.click()
    expect(page.get_by_text("A new code is on its way.").last).to_be_visible()
    expect(again).to_be_disabled()
