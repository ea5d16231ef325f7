"""Two equal presses: what they ask for is done once, the second is told so, and later it may be asked for again."""

import asyncio
from datetime import timedelta

from sqlmodel import select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database
from peerlearn.ui.once import IN_PROGRESS
from tests.e2e.site import Site
from tests.integration.ui.calling import MENTOR, answers, run, tab_of
from tests.integration.ui.cast import Cast
from tests.integration.ui.test_live_privacy import a_form
from tests.makers import a_request, an_offering
from tests.raw_tab import RawTab


def said(tab: RawTab) -> list[str]:
    return [pop_up["message"] for pop_up in tab.var("pop_ups") or []]


def offered(title: str) -> int:
    with database.reading() as db:
        return len(db.exec(select(Offering).where(Offering.title == title)).all())


def test_a_session_is_published_once_by_two_presses(in_site: Site, cast: Cast) -> None:
    form = {"form": a_form("Pressed twice")}

    async def story() -> None:
        async with tab_of(in_site, cast.mentor, "/dashboard/mentor/") as tab:
            await answers(tab, f"{MENTOR}.publish", [form, form])
            await tab.until(lambda tab: IN_PROGRESS in said(tab))
            assert offered("Pressed twice") == 1
            assert len(said(tab)) == 2, "a refusal that nobody understands, beside it"

            await answers(tab, f"{MENTOR}.publish", [form])
            assert said(tab).count(IN_PROGRESS) == 1
            assert len(said(tab)) == 3

    run(story)


def test_the_same_press_for_something_else_is_something_else(in_site: Site, cast: Cast) -> None:
    first, second = a_form("One thing"), {**a_form("Another thing"), "starts_at": "2098-05-05T10:00:00+00:00"}

    async def story() -> None:
        async with tab_of(in_site, cast.mentor, "/dashboard/mentor/") as tab:
            await answers(tab, f"{MENTOR}.publish", [{"form": first}, {"form": second}])
            assert IN_PROGRESS not in said(tab)

    run(story)


def test_what_was_refused_at_the_gate_is_not_in_hand(in_site: Site, cast: Cast) -> None:
    form = {"form": a_form("Not for learners")}

    async def story() -> None:
        async with tab_of(in_site, cast.learner, "/dashboard/learner/") as tab:
            for _ in range(2):
                await answers(tab, f"{MENTOR}.publish", [form])
            assert IN_PROGRESS not in said(tab)

    run(story)


def test_two_tabs_of_a_mentor_accept_once(in_site: Site, cast: Cast) -> None:
    assert cast.mentor.viewer is not None
    asked = a_request(an_offering(cast.mentor.viewer, starts_at=clock.now() + timedelta(days=40)))
    press = {"booking_id": asked.booking_id}

    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as one,
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as other,
        ):
            with database.writing():  # the first press waits for the database, as in a rush
                await one.call(f"{MENTOR}.accept", press)
                await asyncio.sleep(0.3)
                await other.call(f"{MENTOR}.accept", press)
                await other.until(lambda tab: IN_PROGRESS in said(tab))
            await other.until(lambda tab: asked.booking_id in confirmed(tab))
            assert IN_PROGRESS not in said(one)
            await answers(other, f"{MENTOR}.accept", [press])
            assert said(other) == [IN_PROGRESS]

    run(story)
    with database.reading() as db:
        accepted = select(AuditEntry).where(AuditEntry.action == "booking.accept")
        assert len(db.exec(accepted.where(AuditEntry.target == f"booking:{asked.booking_id}")).all()) == 1


def confirmed(tab: RawTab) -> list[int]:
    return [card["booking_id"] for card in tab.var("upcoming") or []]
