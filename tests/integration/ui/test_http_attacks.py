"""What strangers try over plain HTTP: other origins, large bodies, old tickets, ways out of the site."""

import http.client
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import time_machine

from peerlearn.domain import accounts
from peerlearn.kit import clock
from peerlearn.kit.work import unit_of_work
from peerlearn.ui.viewer import COOKIE
from tests.e2e.site import Site
from tests.integration.ui.cast import Cast
from tests.makers import a_learner

EVIL = "https://evil.example"
TOO_LARGE = 1_100_000
HOME = "/dashboard/learner/"
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin-allow-popups",
}


@pytest.fixture
def browser(in_site: Site) -> Iterator[httpx.Client]:
    """Sends what a browser on one of our pages would."""
    with httpx.Client(base_url=in_site.url, headers={"Origin": in_site.url}) as client:
        yield client


def a_ticket() -> str:
    learner = a_learner()
    with unit_of_work() as work:
        return accounts.issue_ticket(work, learner.user_id)


@pytest.mark.parametrize("path", ["/auth/finish", "/auth/sign-out"])
@pytest.mark.parametrize("origin", [EVIL, "null", "", "http://[", "http://localhost", "https://localhost.evil.example"])
def test_refuses_posts_from_elsewhere(browser: httpx.Client, cast: Cast, path: str, origin: str) -> None:
    name, _, token = cast.learner.cookie.partition("=")
    browser.cookies.set(name, token)

    answer = browser.post(path, data={"ticket": a_ticket()}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert still_signed_in(token)


@pytest.mark.parametrize("path", ["/auth/finish", "/auth/sign-out"])
def test_refuses_posts_that_name_no_origin(in_site: Site, path: str) -> None:
    assert httpx.post(in_site.url + path, data={"ticket": a_ticket()}).status_code == 403


@pytest.mark.parametrize("path", ["/auth/finish", "/webhooks/razorpay", "/webhooks/razorpayx", "/"])
def test_refuses_a_body_that_is_announced_as_too_large(browser: httpx.Client, path: str) -> None:
    answer = browser.post(path, content=b"x" * TOO_LARGE)

    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/auth/finish", "/webhooks/razorpay", "/webhooks/razorpayx"])
def test_refuses_a_body_that_grows_too_large_without_a_word(browser: httpx.Client, path: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = browser.post(path, content=(b"a=" + b"x" * 50_000 for _ in range(TOO_LARGE // 50_000)), headers=form)

    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "\xb2", "12, 13", "0x10"])
def test_survives_a_length_that_is_none(in_site: Site, length: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(in_site.url).netloc, timeout=10)
    connection.putrequest("POST", "/auth/finish")
    for name, value in {"Origin": in_site.url, "Content-Length": length}.items():
        connection.putheader(name, value.encode("latin-1"))
    connection.endheaders()

    assert connection.getresponse().status in (303, 400, 413)


def test_takes_a_ticket_once(browser: httpx.Client) -> None:
    ticket = a_ticket()

    first, second = (browser.post("/auth/finish", data={"ticket": ticket}) for _ in range(2))

    assert first.headers["location"] == HOME
    assert second.headers["location"] == "/sign-in/"
    assert "set-cookie" not in second.headers


def test_takes_no_ticket_after_its_minute(browser: httpx.Client) -> None:
    with time_machine.travel(clock.now() - timedelta(seconds=61)):
        ticket = a_ticket()

    answer = browser.post("/auth/finish", data={"ticket": ticket})

    assert answer.headers["location"] == "/sign-in/"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body", [b"", b"ticket=%00", b"ticket=%ff%fe", b"ticket=%ED%A0%80", b"ticket=" + b"x" * 90_000]
)
def test_takes_no_ticket_that_is_none(browser: httpx.Client, body: bytes) -> None:
    answer = browser.post("/auth/finish", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert answer.headers["location"] == "/sign-in/"


@pytest.mark.parametrize(
    "next_path",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\r\nSet-Cookie: stolen=1",
        "/\x00/evil.example",
        "//[",
        "http://[",
        "//\u2100.example",
        "@evil.example",
        "",
    ],
)
def test_leads_nobody_out_of_the_site_after_signing_in(browser: httpx.Client, next_path: str) -> None:
    answer = browser.post("/auth/finish", data={"ticket": a_ticket(), "next": next_path})

    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
    assert "stolen" not in str(answer.headers)


@pytest.mark.parametrize("next_path", ["/%2f%2fevil.example", "/%5cevil.example", "/.//evil.example", "/@evil.example"])
def test_keeps_an_odd_path_within_the_site(browser: httpx.Client, next_path: str) -> None:
    answer = browser.post("/auth/finish", data={"ticket": a_ticket(), "next": next_path})

    assert answer.url.join(answer.headers["location"]).host == "localhost"


def test_goes_where_the_person_was_going(browser: httpx.Client) -> None:
    answer = browser.post("/auth/finish", data={"ticket": a_ticket(), "next": "/session/abc/"})

    assert answer.headers["location"] == "/session/abc/"


def test_sets_a_cookie_that_scripts_and_other_sites_do_not_get(browser: httpx.Client) -> None:
    answer = browser.post("/auth/finish", data={"ticket": a_ticket()})

    cookie = answer.headers["set-cookie"]
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{COOKIE}=")
    assert {"httponly", "samesite=lax", "path=/", f"max-age={30 * 24 * 3600}"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


def test_ends_a_sign_in_for_good(browser: httpx.Client, cast: Cast) -> None:
    name, _, token = cast.learner.cookie.partition("=")
    browser.cookies.set(name, token)

    answer = browser.post("/auth/sign-out")

    assert 'peerlearn_sign_in="";' in answer.headers["set-cookie"]
    assert not still_signed_in(token)


def an_asset(client: httpx.Client) -> str:
    found = re.search(r"/assets/[\w.-]+\.js", client.get("/").text)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "asset", "/no/such/page", "/assets/none.js", "/dev/outbox", "/healthz"]
)
def test_answers_with_the_headers_that_make_browsers_careful(browser: httpx.Client, path: str) -> None:
    answer = browser.get(an_asset(browser) if path == "asset" else path)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert not {"'unsafe-eval'", "'unsafe-inline'", "*", "data:", "https:"} & set(policy["script-src"])
    assert "geolocation=()" in answer.headers["permissions-policy"]


def test_lets_only_the_scripts_of_the_built_pages_run(browser: httpx.Client) -> None:
    policy = directives(browser.get("/").headers["content-security-policy"])

    assert any(source.startswith("'sha256-") for source in policy["script-src"])


def test_keeps_for_ever_only_what_never_changes(browser: httpx.Client) -> None:
    kept = {path: browser.get(path).headers["cache-control"] for path in (an_asset(browser), "/", "/assets/none.js")}

    assert list(kept.values()) == ["public, max-age=31536000, immutable", "no-cache", "no-cache"]


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/assets/../../../pyproject.toml", "/%2e%2e/%2e%2e/pyproject.toml", "/..%5cpyproject.toml"],
)
def test_serves_no_file_of_its_own(in_site: Site, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(in_site.url).netloc, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()

    assert b"[project]" not in answer.read()


@pytest.mark.parametrize(
    "path", ["/_upload", "/_all_routes", "/auth/finish", "/webhooks/razorpay", "/webhooks/razorpayx"]
)
def test_has_nothing_behind_other_methods_and_the_frameworks_doors(browser: httpx.Client, path: str) -> None:
    assert browser.get(path).status_code in (404, 405)


def test_lets_no_other_site_read_answers(in_site: Site) -> None:
    for path in ("/", "/_event/?EIO=4&transport=polling", "/ping"):
        answer = httpx.get(in_site.url + path, headers={"Origin": EVIL})
        assert "access-control-allow-origin" not in answer.headers, path


def still_signed_in(token: str) -> bool:
    with unit_of_work() as work:
        return accounts.viewer_of_token(work.db, token) is not None


def directives(policy: str) -> dict[str, list[str]]:
    parts: list[Any] = [directive.split() for directive in policy.split(";")]
    return {name: values for name, *values in parts}
