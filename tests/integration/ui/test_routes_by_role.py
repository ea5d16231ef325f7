"""Every page for every kind of person: who stays, and where the others are led."""

import pytest

from tests.e2e.site import Site
from tests.integration.ui.calling import run, tab_of
from tests.integration.ui.cast import Caller, Cast

STAYS = ""
MENTOR, LEARNER, ADMIN = "/dashboard/mentor/", "/dashboard/learner/", "/admin/"
EVERYBODY = dict.fromkeys(("visitor", "learner", "mentor", "admin"), STAYS)
VISITORS = {"visitor": STAYS, "learner": LEARNER, "mentor": MENTOR, "admin": ADMIN}
SIGNED_IN = EVERYBODY | {"visitor": "/sign-in/?next={path}"}
MENTORS = {"visitor": "/sign-in/?next={path}", "learner": LEARNER, "mentor": STAYS, "admin": ADMIN}
LEARNERS = {"visitor": "/sign-in/?next={path}", "learner": STAYS, "mentor": MENTOR, "admin": ADMIN}

ROUTES: dict[str, dict[str, str]] = {
    "index": VISITORS,
    "register": VISITORS,
    "sign-in": VISITORS,
    "profile": SIGNED_IN,
    **dict.fromkeys(
        [
            f"dashboard/mentor{place}"
            for place in ("", "/create", "/bookings", "/earnings", "/withdrawals", "/analytics")
        ],
        MENTORS,
    ),
    **dict.fromkeys([f"dashboard/learner{place}" for place in ("", "/booked", "/payments", "/progress")], LEARNERS),
}
# Where it depends on which room, session or mentor it is, or where nothing is anybody's: tests of their own.
ELSEWHERE = {"404", "dev/kit", "session/[room_id]", "sessions/[session_number]", "mentors/[mentor_handle]", "admin"}


def test_no_page_is_without_a_line() -> None:
    from peerlearn.peerlearn import app

    assert set(app._unevaluated_pages) <= ROUTES.keys() | ELSEWHERE


@pytest.mark.parametrize("role", ["visitor", "learner", "mentor", "admin"])
def test_leads_everybody_where_they_belong(in_site: Site, cast: Cast, role: str) -> None:
    who: dict[str, Caller] = {
        "visitor": cast.nobody,
        "learner": cast.learner,
        "mentor": cast.mentor,
        "admin": cast.admin,
    }
    led: dict[str, list[str]] = {}

    async def visit() -> None:
        for route in ROUTES:
            path = "/" if route == "index" else f"/{route}/"
            async with tab_of(in_site, who[role], path) as tab:
                await tab.settle()
                led[path] = tab.redirects

    run(visit)

    expected = {
        path: [target.format(path=path)] if (target := ROUTES[path.strip("/") or "index"][role]) else [] for path in led
    }
    assert led == expected
