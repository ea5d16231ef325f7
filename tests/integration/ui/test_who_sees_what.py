"""Who gets to see which page: every page of the product has a row here, or the first test fails."""

import re
from dataclasses import dataclass, fields

import pytest

from tests.e2e.site import Site
from tests.integration.ui.calling import run, tab_of
from tests.integration.ui.cast import Caller, Cast

STAYS = ""
OWN_PAGE = {
    "nobody": "/sign-in/",
    "other_learner": "/dashboard/learner/",
    "other_mentor": "/dashboard/mentor/",
    "admin": "/admin/",
}


@dataclass(frozen=True)
class Row:
    """Where a visitor, a learner, a mentor and an admin end up, who are none of the two in the room."""

    nobody: str
    other_learner: str
    other_mentor: str
    admin: str


HOME = Row(**OWN_PAGE)
EVERYBODY = Row(STAYS, STAYS, STAYS, STAYS)
VISITORS = Row(STAYS, HOME.other_learner, HOME.other_mentor, HOME.admin)
LEARNERS = Row(HOME.nobody, STAYS, HOME.other_mentor, HOME.admin)
MENTORS = Row(HOME.nobody, HOME.other_learner, STAYS, HOME.admin)
ADMINS = Row(HOME.nobody, HOME.other_learner, HOME.other_mentor, STAYS)
SIGNED_IN = Row(HOME.nobody, STAYS, STAYS, STAYS)

TABLE = {
    "index": VISITORS,
    "register": VISITORS,
    "sign-in": VISITORS,
    "sessions/[session_number]": EVERYBODY,
    "mentors/[mentor_handle]": EVERYBODY,
    "dashboard/mentor": MENTORS,
    "dashboard/mentor/create": MENTORS,
    "dashboard/mentor/bookings": MENTORS,
    "dashboard/mentor/earnings": MENTORS,
    "dashboard/mentor/withdrawals": MENTORS,
    "dashboard/mentor/analytics": MENTORS,
    "dashboard/learner": LEARNERS,
    "dashboard/learner/booked": LEARNERS,
    "dashboard/learner/payments": LEARNERS,
    "dashboard/learner/progress": LEARNERS,
    "admin": ADMINS,
    "admin/sessions": ADMINS,
    "admin/payments": ADMINS,
    "admin/analytics": ADMINS,
    "admin/withdrawals": ADMINS,
    "profile": SIGNED_IN,
    "profile/settings": SIGNED_IN,
    "session/[room_id]": HOME,  # a room of two others
    "dev/kit": EVERYBODY,
    "404": EVERYBODY,
}
WHO = [field.name for field in fields(Row)]


def address(route: str, cast: Cast) -> tuple[str, dict[str, str]]:
    """A page of the two, for those whose address leaves something open."""
    known = {"session_number": str(cast.numbers[0]), "mentor_handle": "meera", "room_id": cast.room_id}
    names = re.findall(r"\[(\w+)\]", route)
    path = "" if route == "index" else re.sub(r"\[(\w+)\]", lambda name: known[name[1]], route)
    return f"/{path}/".replace("//", "/"), {name: known[name] for name in names}


async def end_of(site: Site, caller: Caller, path: str, params: dict[str, str]) -> str:
    """Where somebody who goes there is sent; nowhere when they may stay."""
    async with tab_of(site, caller, path, params=params) as tab:
        await tab.until(lambda tab: tab.redirects or tab.var("is_hydrated"))
        return tab.redirects[-1] if tab.redirects else STAYS


def test_every_page_has_its_row() -> None:
    import peerlearn.peerlearn as product

    assert set(TABLE) == set(product.app._unevaluated_pages)


@pytest.mark.parametrize("who", WHO)
def test_leads_everybody_where_they_belong(site: Site, cast: Cast, who: str) -> None:
    caller: Caller = getattr(cast, who)
    found, expected = {}, {}

    async def visit() -> None:
        for route, row in TABLE.items():
            path, params = address(route, cast)
            found[route] = await end_of(site, caller, path, params)
            expected[route] = getattr(row, who)
            if who == "nobody" and expected[route] == OWN_PAGE["nobody"]:
                expected[route] += f"?next={path}"  # and back, once they have signed in

    run(visit)

    assert found == expected


@pytest.mark.parametrize("who", ["mentor", "learner"])
def test_opens_a_room_to_its_two(site: Site, cast: Cast, who: str) -> None:
    async def visit() -> None:
        path, params = address("session/[room_id]", cast)
        assert await end_of(site, getattr(cast, who), path, params) == STAYS

    run(visit)
