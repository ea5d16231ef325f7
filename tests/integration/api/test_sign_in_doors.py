"""The doors that set and clear the cookie: what they keep, and where they lead under each kind of settings.

What strangers try on them is in tests/integration/ui/test_http_attacks.py.
"""

import asyncio
from typing import Any

import httpx
import pytest
from sqlmodel import select

from peerlearn.api.sign_in import BROWSER_COOKIE, COOKIE, COOKIE_SECONDS, KNOWN_COOKIE
from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import SignIn
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import database as in_use
from peerlearn.kit import ids
from peerlearn.kit.work import unit_of_work
from peerlearn.peerlearn import doors
from peerlearn.settings import settings
from peerlearn.ui import viewer
from peerlearn.ui.widgets import known_mark
from tests.integration.api.elsewhere import PRODUCTION, knock_elsewhere
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")


def at(path: str) -> str:
    """The address of a page; under the settings of the tests pages come from a port of their own."""
    return settings.site_url + path


def a_ticket(person: Viewer) -> str:
    with unit_of_work() as work:
        return accounts.issue_ticket(work, person.user_id)


def post(path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
    return knock("POST", path, form, headers)


def get(path: str, **headers: str) -> httpx.Response:
    return knock("GET", path, None, headers)


def knock(method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]) -> httpx.Response:
    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(doors(), client=("203.0.113.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.request(method, path, data=form, headers=headers)

    return asyncio.run(answer())


def sign_in(person: Viewer, device: str = "a browser") -> str:
    answer = post("/auth/finish", {"ticket": a_ticket(person)}, **{"User-Agent": device})
    return answer.cookies[COOKIE]


def rows(table: type[Any]) -> list[Any]:
    with in_use.reading() as db:
        return list(db.exec(select(table)))


def who_is(token: str) -> Viewer | None:
    with in_use.reading() as db:
        return accounts.viewer_of_token(db, token)


@pytest.mark.parametrize(("somebody", "home"), [(a_mentor, "/dashboard/mentor/"), (a_learner, "/dashboard/learner/")])
def test_leads_everybody_to_the_dashboard_of_their_role(somebody: Any, home: str) -> None:
    answer = post("/auth/finish", {"ticket": a_ticket(somebody())})

    assert (answer.status_code, answer.headers["location"]) == (303, at(home))


def test_the_cookie_names_the_person_and_the_database_cannot_give_it_away() -> None:
    mentor = a_mentor()

    token = sign_in(mentor, device="x" * 1000)

    (kept,) = rows(SignIn)
    assert who_is(token) == mentor
    assert token not in str(kept.model_dump())
    assert kept.token_fingerprint == ids.fingerprint(token)
    assert (kept.device, kept.ip) == ("x" * 200, "203.0.113.9")


def test_every_sign_in_has_a_token_of_its_own_that_nobody_guesses() -> None:
    mentor = a_mentor()

    tokens = {sign_in(mentor) for _ in range(5)}

    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base 64


def test_the_page_and_the_door_mean_the_same_cookies() -> None:
    assert (COOKIE, BROWSER_COOKIE) == (viewer.COOKIE, viewer.BROWSER_COOKIE)
    assert (KNOWN_COOKIE, COOKIE_SECONDS) == (known_mark.COOKIE, known_mark.SECONDS)


@pytest.mark.parametrize(("somebody", "home"), [(a_mentor, "/dashboard/mentor/"), (a_learner, "/dashboard/learner/")])
def test_the_way_home_leads_everybody_to_their_own(somebody: Any, home: str) -> None:
    token = sign_in(somebody())

    assert get("/auth/home", Cookie=f"{COOKIE}={token}").headers["location"] == at(home)


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=made-up", f"{KNOWN_COOKIE}=yes"])
def test_the_way_home_leads_strangers_to_the_door(cookie: str) -> None:
    answer = get("/auth/home", Cookie=cookie)

    assert (answer.status_code, answer.headers["location"]) == (303, at("/sign-in/"))


def test_signing_out_ends_the_sign_in_and_takes_the_cookie_away() -> None:
    token = sign_in(a_learner())

    answer = post("/auth/sign-out", Cookie=f"{COOKIE}={token}")

    assert (answer.status_code, answer.headers["location"]) == (303, at("/"))
    ended = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" in cookie]
    assert [cookie.partition("=")[0] for cookie in ended] == [COOKIE, KNOWN_COOKIE]
    assert who_is(token) is None
    assert [entry.action for entry in rows(AuditEntry)] == ["sign_in", "sign_out"]


def test_knows_a_browser_again_and_gives_its_mark_to_nobody() -> None:
    mentor = a_mentor()
    first = post("/auth/finish", {"ticket": a_ticket(mentor)})
    mark = first.cookies[BROWSER_COOKIE]

    second = post("/auth/finish", {"ticket": a_ticket(mentor)}, Cookie=f"{BROWSER_COOKIE}={mark}")

    assert second.cookies[BROWSER_COOKIE] == mark
    assert {kept.browser_fingerprint for kept in rows(SignIn)} == {ids.fingerprint(mark)}
    assert mark not in str([kept.model_dump() for kept in rows(SignIn)])
    assert [cookie for cookie in first.headers.get_list("set-cookie") if "HttpOnly" not in cookie] == [
        f"{KNOWN_COOKIE}=yes; Max-Age=2592000; Path=/; SameSite=lax"  # for pages to read: it says nothing of anybody
    ]
    assert len(mark) >= 43
    assert who_is(mark) is None


def test_whoever_signs_in_signs_out_who_was_there_before() -> None:
    before = sign_in(a_learner())

    answer = post("/auth/finish", {"ticket": a_ticket(a_mentor())}, Cookie=f"{COOKIE}={before}")

    assert who_is(before) is None
    assert who_is(answer.cookies[COOKIE]) is not None


def test_a_ticket_that_is_none_signs_nobody_out() -> None:
    before = sign_in(a_learner())

    post("/auth/finish", {"ticket": "made up"}, Cookie=f"{COOKIE}={before}")

    assert who_is(before) is not None


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=made-up", f"{COOKIE}=", "another=1"])
def test_signing_out_without_a_sign_in_is_no_trouble(cookie: str) -> None:
    answer = post("/auth/sign-out", **({"Cookie": cookie} if cookie else {}))

    assert (answer.status_code, answer.headers["location"]) == (303, at("/"))
    assert rows(AuditEntry) == []


def test_in_production_the_cookie_travels_over_https_only(database: str) -> None:
    form = {"ticket": a_ticket(a_learner())}

    answer = knock_elsewhere("POST", "/auth/finish", form, DATABASE_URL=database, **PRODUCTION)

    assert answer["status"] == 303
    assert "Secure" in answer["headers"]["set-cookie"]
    assert "HttpOnly" in answer["headers"]["set-cookie"]


def test_in_production_the_cookie_is_cleared_as_it_was_set(database: str) -> None:
    answer = knock_elsewhere("POST", "/auth/sign-out", DATABASE_URL=database, **PRODUCTION)

    assert "Secure" in answer["headers"]["set-cookie"]


@pytest.mark.parametrize(("mode", "origin"), [("dev", "http://localhost:3456"), ("prod", "")])
def test_leads_back_to_where_the_pages_come_from(database: str, mode: str, origin: str) -> None:
    ports = {"REFLEX_ENV_MODE": mode, "PORT": "8456", "FRONTEND_PORT": "3456"}
    form = {"ticket": a_ticket(a_learner()), "next": "/session/abc/"}

    answer = knock_elsewhere("POST", "/auth/finish", form, DATABASE_URL=database, **ports)

    assert answer["headers"]["location"] == origin + "/session/abc/"
