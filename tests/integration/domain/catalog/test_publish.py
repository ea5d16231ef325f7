"""Publishing on a real database: who may, once, and never over one's own."""

import functools
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from peerlearn.domain import bookings, catalog
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.catalog import NewOffering
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock, database
from peerlearn.kit.refusal import Incomplete, NotAllowed
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner, a_mentor, an_admin, an_offering
from tests.rush import all_at_once
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")

TOMORROW = clock.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)


def a_form(minutes_later: int = 0, **typed: Any) -> NewOffering:
    """A good form; its hour begins tomorrow at ten, or so many minutes later."""
    starts_at = (TOMORROW + timedelta(minutes=minutes_later)).isoformat()
    return replace(NewOffering("Loops", "For and while.", ["Loops"], "1000", starts_at, "60"), **typed)


def publish(form: NewOffering, by: Viewer) -> int:
    with unit_of_work() as work:
        return catalog.publish(work, form, by=by)


def test_is_seen_by_everybody() -> None:
    mentor = a_mentor("Meera")

    with unit_of_work() as work:
        offering_id = catalog.publish(work, a_form(topics=[" Loops ", "loops", "Functions"]), by=mentor)

    with database.reading() as db:
        [card] = bookings.bookable_offerings(db)
        [own] = catalog.of_mentor(db, mentor.user_id)
        [entry] = db.exec(select(AuditEntry)).all()
    assert (card.offering_id, card.mentor_name, card.topics) == (offering_id, "Meera", ["Loops", "Functions"])
    assert (own.offering_id, own.price, own.starts_at) == (offering_id, "₹1,000", TOMORROW.isoformat())
    assert (entry.action, entry.actor_id, entry.target) == (
        "session.publish",
        mentor.user_id,
        f"session:{offering_id}",
    )
    assert set(work.changed) == {"offerings", f"account:{mentor.user_id}"}


def test_refuses_everybody_but_mentors() -> None:
    people = [a_learner(), an_admin()]
    before = whole_database()

    for person in people:
        with pytest.raises(NotAllowed):
            publish(a_form(), person)
    assert whole_database() == before


def test_a_double_click_publishes_once() -> None:
    mentor = a_mentor()
    first = publish(a_form(), mentor)
    before = whole_database()

    assert publish(a_form(), mentor) == first
    assert whole_database() == before


@pytest.mark.parametrize(
    "other",
    [
        a_form(title="Lists"),
        a_form(59),
        a_form(-59),
        a_form(-239, duration_minutes="240"),
        a_form(30, duration_minutes="15"),
        a_form(price="900"),
    ],
)
def test_refuses_a_time_that_overlaps_the_mentors_own(other: NewOffering) -> None:
    mentor = a_mentor()
    publish(a_form(), mentor)
    before = whole_database()

    with pytest.raises(Incomplete, match="You already offer “Loops” at that time") as refused:
        publish(other, mentor)
    assert list(refused.value.problems) == ["starts_at"]
    assert whole_database() == before


@pytest.mark.parametrize("other", [a_form(60), a_form(-60), a_form(-240, duration_minutes="240")])
def test_sessions_may_follow_each_other(other: NewOffering) -> None:
    mentor = a_mentor()

    assert publish(a_form(), mentor) != publish(other, mentor)


def test_a_session_whose_time_came_unbooked_holds_its_mentor_up_no_longer() -> None:
    mentor = a_mentor()
    number = an_offering(mentor, starts_at=clock.now() + timedelta(minutes=1), duration_minutes=60)
    with unit_of_work() as work:
        work.db.get_one(Offering, number).starts_at = clock.now() - timedelta(minutes=1)

    soon = (clock.now() + timedelta(minutes=10)).isoformat()
    assert publish(replace(a_form(), starts_at=soon), mentor) != number


def test_another_mentor_may_have_the_same_time() -> None:
    assert publish(a_form(), a_mentor()) != publish(a_form(), a_mentor())


def test_a_cancelled_session_leaves_its_time_free() -> None:
    mentor = a_mentor()
    first = publish(a_form(), mentor)
    with unit_of_work() as work:
        work.db.get_one(Offering, first).status = OfferingStatus.CANCELLED

    assert publish(a_form(), mentor) != first


def test_two_tabs_cannot_publish_over_each_other() -> None:
    mentor = a_mentor()
    forms = [a_form(minutes) for minutes in range(0, 50, 5)]

    outcomes = all_at_once([functools.partial(catalog.publish, form=form, by=mentor) for form in forms])

    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"int": 1, "Incomplete": len(forms) - 1}


def test_a_mentor_sees_their_own_sessions_to_come() -> None:
    mentor, now = a_mentor(), clock.now()
    later, sooner = (an_offering(mentor, starts_at=now + timedelta(days=days)) for days in (2, 1))
    an_offering(mentor, starts_at=now - timedelta(days=1)), an_offering()

    with database.reading() as db:
        assert [card.offering_id for card in catalog.of_mentor(db, mentor.user_id)] == [sooner, later]


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_paise": 0},
        {"price_paise": -100},
        {"price_paise": 150},
        {"duration_minutes": 14},
        {"duration_minutes": 241},
        {"status": "live"},
        {"mentor_id": 10**6},
    ],
)
def test_the_database_itself_refuses(wrong: dict[str, Any]) -> None:
    offering_id = an_offering()

    with pytest.raises(IntegrityError), unit_of_work() as work:
        offering = work.db.get_one(Offering, offering_id)
        for column, value in wrong.items():
            setattr(offering, column, value)
