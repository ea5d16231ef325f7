"""The outbox page: the mails of development, and nothing at all in production."""

import asyncio

import httpx
import pytest

from peerlearn.api.outbox import MOST_SHOWN
from peerlearn.domain import accounts
from peerlearn.domain.accounts import NewAccount
from peerlearn.domain.accounts.sign_up import SUBJECT
from peerlearn.kit import clock
from peerlearn.kit.jobs.runner import run_next
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from peerlearn.peerlearn import doors
from tests.integration.api.elsewhere import PRODUCTION, knock_elsewhere

pytestmark = pytest.mark.usefixtures("database")


def shown() -> str:
    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(doors()), base_url="http://localhost") as browser:
            return await browser.get("/dev/outbox")

    return asyncio.run(answer()).text


def keep(*subjects: str, body: str = "Hello") -> None:
    with unit_of_work() as work:
        for subject in subjects:
            mail = OutboxMail(key=subject, to="asha@example.org", subject=subject, body=body, at=clock.now())
            work.db.add(mail)
            work.db.flush()


def test_says_so_when_there_is_no_mail() -> None:
    assert "No mail yet." in shown()


def test_shows_what_would_have_been_sent() -> None:
    with unit_of_work() as work:
        accounts.begin_sign_up(work, NewAccount("learner", "asha@example.org", "Asha & Co"), "a hash")
    while run_next():
        pass

    page = shown()
    assert SUBJECT in page and "asha@example.org" in page and "Hello Asha &amp; Co," in page


def test_shows_the_newest_first_and_not_all_of_them() -> None:
    keep(*(f"mail {number:03}." for number in range(MOST_SHOWN + 1)))

    page = shown()
    assert page.index(f"mail {MOST_SHOWN:03}.") < page.index("mail 001.")
    assert "mail 000." not in page


def test_shows_what_people_typed_as_text() -> None:
    keep("<b>bold</b>", body="{mails} <script>alert(1)</script>")

    page = shown()
    assert "{mails} &lt;script&gt;alert(1)&lt;/script&gt;" in page and "&lt;b&gt;bold" in page
    assert "<script" not in page


def test_is_not_there_in_production(database: str) -> None:
    assert knock_elsewhere("GET", "/dev/outbox", DATABASE_URL=database)["status"] == 200
    assert knock_elsewhere("GET", "/dev/outbox", DATABASE_URL=database, **PRODUCTION)["status"] == 404
