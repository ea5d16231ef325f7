"""What people see of sessions and bookings: the right rows, in order, as text that a browser can take."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from peerlearn.domain import bookings, catalog
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at
from tests.makers import (
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database")


def bookable(limit: int = 50) -> list[bookings.OfferingCard]:
    with database.reading() as db:
        return bookings.bookable_offerings(db, limit=limit)


def upcoming(viewer: Viewer) -> list[tuple[int, str]]:
    with database.reading() as db:
        return [(card.booking_id, card.status) for card in bookings.upcoming_for(db, viewer)]


def test_offers_say_what_they_cost_in_all() -> None:
    mentor, starts_at = a_mentor("Meera"), clock.now() + timedelta(days=1)
    offering_id = an_offering(mentor, title="Loops", topics=["a", "b"], price=Money.rupees(1000), starts_at=starts_at)

    [card] = bookable()

    assert card == bookings.OfferingCard(
        offering_id=offering_id,
        title="Loops",
        mentor_name="Meera",
        description="Loops, from the start.",
        topics=["a", "b"],
        starts_at=starts_at.isoformat(),
        duration_minutes=60,
        price="₹1,000",
        service_fee="₹100",
        total="₹1,100",
    )
    assert json.loads(json.dumps(asdict(card))) == asdict(card)


def test_offers_come_soonest_first_and_no_more_than_asked_for() -> None:
    now = clock.now()
    later, soonest, latest = (an_offering(starts_at=now + timedelta(days=days)) for days in (2, 1, 3))

    assert [card.offering_id for card in bookable()] == [soonest, later, latest]
    assert [card.offering_id for card in bookable(limit=2)] == [soonest, later]


def test_offers_leave_out_what_cannot_be_booked() -> None:
    free = an_offering()
    a_held_booking(), a_request(), a_confirmed_booking()
    an_offering(starts_at=clock.now() - timedelta(minutes=1))
    cancelled = an_offering()
    with unit_of_work() as work:
        work.db.get_one(Offering, cancelled).status = OfferingStatus.CANCELLED

    assert [card.offering_id for card in bookable()] == [free]


def test_requests_are_the_mentors_own_and_oldest_first() -> None:
    mentor = a_mentor()
    first, second = (a_request(an_offering(mentor), learner=a_learner(name)) for name in ("Asha", "Bala"))
    a_request(), a_held_booking(an_offering(mentor)), a_confirmed_booking(an_offering(mentor))

    with database.reading() as db:
        cards = bookings.requests_for(db, mentor.user_id)

    assert [(card.booking_id, card.learner_name) for card in cards] == [
        (first.booking_id, "Asha"),
        (second.booking_id, "Bala"),
    ]


def test_upcoming_is_what_each_of_the_two_must_know() -> None:
    mentor, learner, now = a_mentor(), a_learner(), clock.now()
    days = iter(range(1, 9))

    def offering() -> int:
        return an_offering(mentor, starts_at=now + timedelta(days=next(days)))

    asked = a_request(offering(), learner=learner).booking_id
    confirmed = a_confirmed_booking(offering(), learner=learner).booking_id
    rejected = a_request(offering(), learner=learner).booking_id
    a_held_booking(offering(), learner=learner)
    completed = a_confirmed_booking(offering(), learner=learner).booking_id
    a_confirmed_booking()
    with unit_of_work() as work:
        bookings.reject(work, rejected, by=mentor)
        bookings.complete(work, completed)

    assert upcoming(learner) == [(asked, "pending"), (confirmed, "confirmed"), (rejected, "rejected")]
    assert upcoming(mentor) == [(confirmed, "confirmed")]
    assert upcoming(a_learner()) == upcoming(a_mentor()) == []


def test_upcoming_names_the_other_person() -> None:
    booked = a_confirmed_booking(an_offering(a_mentor("Meera")), learner=a_learner("Lalit"))

    with database.reading() as db:
        [seen_by_mentor] = bookings.upcoming_for(db, booked.mentor)
        [seen_by_learner] = bookings.upcoming_for(db, booked.learner)

    assert (seen_by_mentor.other_name, seen_by_learner.other_name) == ("Lalit", "Meera")


def test_upcoming_forgets_a_session_half_a_day_after_its_start() -> None:
    starts_at = clock.now() + timedelta(hours=1)
    booked = a_confirmed_booking(an_offering(starts_at=starts_at))

    with at(starts_at + timedelta(hours=11, minutes=59)):
        assert upcoming(booked.mentor) == upcoming(booked.learner) == [(booked.booking_id, "confirmed")]
    with at(starts_at + timedelta(hours=12)):
        assert upcoming(booked.mentor) == upcoming(booked.learner) == []


def test_a_room_knows_the_facts_of_its_booking() -> None:
    starts_at = clock.now() + timedelta(days=1)
    booked = a_confirmed_booking(an_offering(a_mentor("Meera"), title="Loops", topics=["a"], starts_at=starts_at))

    with database.reading() as db:
        facts = bookings.booking_for_room(db, booked.booking_id)

    assert facts == bookings.BookingFacts(
        booking_id=booked.booking_id,
        mentor_id=booked.mentor.user_id,
        learner_id=booked.learner.user_id,
        mentor_name="Meera",
        learner_name="Lalit",
        title="Loops",
        topics=["a"],
        starts_at=starts_at,
        duration_minutes=60,
        status="confirmed",
        cancel_reason="",
        by_credit=False,
    )


def test_lists_never_read_a_whole_table() -> None:
    if not database.is_sqlite():
        pytest.skip("a server that knows how small its tables are may read them whole")
    booked = a_confirmed_booking()
    plans: list[str] = []

    with database.reading() as db:
        note_plans(db, plans)
        bookings.bookable_offerings(db, viewer=booked.learner)
        bookings.requests_for(db, booked.mentor.user_id)
        bookings.upcoming_for(db, booked.mentor)
        bookings.upcoming_for(db, booked.learner)
        bookings.booking_for_room(db, booked.booking_id)
        catalog.of_mentor(db, booked.mentor.user_id)

    assert [plan for plan in plans if plan.startswith("SCAN")] == []
    everybodys = [plan for plan in plans if "ix_sessions_status_starts_at" in plan]
    assert len(everybodys) == 1, "only the list of what can be booked is about everybody's sessions"
    assert any("ix_bookings_learner_id_status" in plan for plan in plans)


def note_plans(db: Session, plans: list[str]) -> None:
    """Keep how SQLite carries out everything that this session asks."""
    connection = db.connection()

    def explain(
        _connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        raw = connection.connection.cursor()
        plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(connection, "before_cursor_execute", explain)


def test_counts_what_both_have_brought_to_an_end() -> None:
    mentor, learner = a_mentor(), a_learner()
    a_completed_booking(mentor, learner=learner)
    a_confirmed_booking(an_offering(mentor), learner=learner)

    with database.reading() as db:
        completed = [bookings.completed_of(db, viewer) for viewer in (mentor, learner, a_mentor("Another"))]

    assert completed == [1, 1, 0]
