"""The site as it runs for the public: nothing of development is there, and only its own address may speak to it."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import select

from peerlearn.domain import accounts
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.calling import socket_status
from tests.makers import a_learner

PUBLIC = "https://learn.example"
SANDBOX = ("/sandbox/razorpay/v1/checkout.js", "/sandbox/razorpay/v1/orders", "/sandbox", "/sandbox/razorpay/desk")
SETTINGS = {
    "PEERLEARN_ENV": "production",
    "SECRET_KEY": "a-secret-of-this-test-and-long-enough",
    "PUBLIC_URL": PUBLIC,
    "SMTP_HOST": "",
    "RAZORPAY_KEY": "",
    "RAZORPAY_SECRET": "",
    "RAZORPAY_WEBHOOK_SECRET": "",
    "RAZORPAY_BASE_URL": "https://api.razorpay.com",
}


@pytest.fixture(scope="module")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product with the settings of production; TLS ends before it."""
    folder = tmp_path_factory.mktemp("production")
    with running_site(folder, REFLEX_WEB_WORKDIR=str(ensure_built()), **SETTINGS) as running:
        yield running


@pytest.fixture
def browser(public_site: Site, database: str) -> Iterator[httpx.Client]:
    """A browser on the public address, and makers that write to its database."""
    in_use.use(public_site.database_url)
    with httpx.Client(base_url=public_site.url, headers={"Origin": PUBLIC, "Host": "learn.example"}) as client:
        yield client
    in_use.use(database)


@pytest.mark.parametrize("path", ["/dev/outbox", "/dev/kit", "/dev/kit/", "/dev/kit/index.html", *SANDBOX])
def test_has_nothing_of_development(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 404
    assert "Outbox" not in answer.text and "data-kit" not in answer.text


def test_asks_for_https_for_two_years(browser: httpx.Client) -> None:
    assert browser.get("/").headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


def test_sends_the_cookie_over_https_only(browser: httpx.Client) -> None:
    learner = a_learner()
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, learner.user_id)

    answer = browser.post("/auth/finish", data={"ticket": ticket})

    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax"} <= flags
    assert answer.headers["location"] == "/dashboard/learner/"


@pytest.mark.parametrize(
    ("origin", "status"),
    [(PUBLIC, 101), ("http://learn.example", 403), ("https://learn.example.evil.example", 403), ("own host", 403)],
)
def test_opens_sockets_for_its_public_address_alone(public_site: Site, origin: str, status: int) -> None:
    named = public_site.url if origin == "own host" else origin

    assert asyncio.run(socket_status(public_site, named)) == status


def test_lets_no_other_origin_post(browser: httpx.Client, public_site: Site) -> None:
    for origin in (public_site.url, "http://learn.example", "null"):
        assert browser.post("/auth/sign-out", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "learn.example.evil.example", "learn.example@evil.example", "[", ""])
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/auth/finish", "/sitemap.xml"])
def test_turns_away_who_asks_for_another_host(browser: httpx.Client, host: str, path: str) -> None:
    answer = browser.get(path, headers={"Host": host})

    assert answer.status_code in (400, 421)
    assert "evil" not in answer.text + str(answer.headers)


def test_audits_who_asks_for_another_host(browser: httpx.Client) -> None:
    browser.get("/a/page/of/evil", headers={"Host": "evil.example"})

    with in_use.reading() as db:
        noted = db.exec(select(AuditEntry).where(AuditEntry.target == "/a/page/of/evil")).all()
    assert [(line.action, line.details) for line in noted] == [("refused", {"why": "host"})]


def test_leads_nobody_to_a_host_that_somebody_else_named(browser: httpx.Client) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-Host": "evil.example"}
    learner = a_learner()
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, learner.user_id)

    answer = browser.post("/auth/finish", data={"ticket": ticket}, headers=forged)

    assert answer.headers["location"] in ("/dashboard/learner/", f"{PUBLIC}/dashboard/learner/")


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready", "/ping"])
def test_tells_a_supervisor_by_any_name_how_it_is(browser: httpx.Client, path: str) -> None:
    assert browser.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200
