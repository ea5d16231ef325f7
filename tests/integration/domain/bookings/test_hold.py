"""Holding a session: who can, what it costs, when it ends, and what it keeps others from."""

from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import HOLD_FOR
from peerlearn.domain.bookings.rules import MOST_HOLDS
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.jobs.queue import claim
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import NotAllowed
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, do_due, payment_of, status_of, story_of
from tests.makers import a_held_booking, a_learner, a_mentor, a_request, an_admin, an_offering, pay
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")


def hold(offering_id: int, by: Viewer) -> int:
    with unit_of_work() as work:
        return bookings.hold(work, offering_id, by=by)


def can_book(by: Viewer | None = None) -> list[int]:
    with database.reading() as db:
        return [card.offering_id for card in bookings.bookable_offerings(db, viewer=by)]


def test_holds_for_ten_minutes_and_begins_a_payment() -> None:
    offering_id, learner = an_offering(price=Money.rupees(1000)), a_learner()

    booking_id = hold(offering_id, learner)

    with database.reading() as db:
        booking = db.get_one(Booking, booking_id)
        [payment] = db.exec(select(Payment)).all()
    assert (booking.status, booking.learner_id) == ("held", learner.user_id)
    assert booking.hold_ends_at - booking.created_at == HOLD_FOR == timedelta(minutes=10)
    assert (payment.booking_id, payment.total_paise, payment.mentor_paise) == (booking_id, 110_000, 90_000)
    assert story_of(booking_id) == [("booking.hold", learner.user_id)]


def test_is_the_same_hold_for_a_double_click_or_a_reload() -> None:
    offering_id, learner = an_offering(), a_learner()
    first = hold(offering_id, learner)
    before = whole_database()

    assert hold(offering_id, learner) == first
    assert whole_database() == before


def test_tells_everybody_that_the_list_has_changed() -> None:
    offering_id, learner = an_offering(), a_learner()

    with unit_of_work() as work:
        bookings.hold(work, offering_id, by=learner)

    assert "offerings" in work.changed


def test_is_hidden_from_others_and_still_shown_to_its_holder() -> None:
    offering_id, learner = an_offering(), a_learner()
    hold(offering_id, learner)

    assert can_book(a_learner()) == can_book() == []
    assert can_book(learner) == [offering_id]


def test_knows_whose_list_differs_from_everybody_s() -> None:
    booked, paid = a_held_booking(), a_request()

    assert _holders() == {booked.learner.user_id}
    assert can_book(by=paid.learner) == can_book() != can_book(by=booked.learner)

    with at(HOLD_FOR):
        assert _holders() == set()
        assert can_book(by=booked.learner) == can_book()


def test_refuses_a_session_that_somebody_holds_or_has() -> None:
    held, asked = a_held_booking(), a_request()

    for booked in (held, asked):
        with pytest.raises(bookings.SlotTaken, match="Slot taken, try another"):
            hold(booked.offering_id, a_learner())


def test_refuses_what_the_learner_has_booked_already() -> None:
    booked = a_request()

    with pytest.raises(bookings.BookedAlready):
        hold(booked.offering_id, booked.learner)


@pytest.mark.parametrize("status", [OfferingStatus.CANCELLED, OfferingStatus.COMPLETED])
def test_refuses_a_session_that_is_off(status: OfferingStatus) -> None:
    offering_id = an_offering()
    with unit_of_work() as work:
        work.db.get_one(Offering, offering_id).status = status

    with pytest.raises(bookings.SessionUnavailable, match="Session unavailable"):
        hold(offering_id, a_learner())
    assert can_book() == []


def test_refuses_a_session_that_has_begun_or_never_was() -> None:
    for offering_id in (an_offering(starts_at=clock.now() - timedelta(seconds=1)), 10**9, 0, -1):
        with pytest.raises(bookings.SessionUnavailable):
            hold(offering_id, a_learner())


def test_refuses_everybody_but_learners() -> None:
    mentor = a_mentor()
    offering_id = an_offering(mentor)
    people = [mentor, a_mentor(), an_admin()]
    before = whole_database()

    for person in people:
        with pytest.raises(NotAllowed, match="Only learners can book"):
            hold(offering_id, person)
    assert whole_database() == before


def test_frees_itself_when_nobody_pays() -> None:
    booked = a_held_booking()
    with at(HOLD_FOR - timedelta(seconds=2)):
        assert claim() is None
        assert can_book() == []

    with at(HOLD_FOR):
        assert can_book() == [booked.offering_id]
        do_due("release_hold")

    assert status_of(booked.booking_id) == "expired"
    assert story_of(booked.booking_id)[-1] == ("booking.expire", None)


def test_gives_a_run_out_hold_to_the_next_before_any_job_has_run() -> None:
    booked, next_one = a_held_booking(), a_learner()

    with at(HOLD_FOR):
        booking_id = hold(booked.offering_id, next_one)

    assert (status_of(booked.booking_id), status_of(booking_id)) == ("expired", "held")
    assert story_of(booked.booking_id)[-1] == ("booking.expire", None)


def test_leaves_a_paid_hold_alone_when_its_time_is_over() -> None:
    booked = a_request()

    with at(HOLD_FOR):
        do_due("mail_receipt", "release_hold")

    assert status_of(booked.booking_id) == "pending"


def test_can_be_given_up_at_once() -> None:
    booked = a_held_booking()

    for _ in range(2):
        with unit_of_work() as work:
            bookings.give_up(work, booked.booking_id, by=booked.learner)

    assert can_book() == [booked.offering_id]
    assert story_of(booked.booking_id)[1:] == [("booking.give_up", booked.learner.user_id)]
    assert payment_of(booked.booking_id).status == "created"


def test_can_be_held_again_after_giving_up() -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)

    again = hold(booked.offering_id, booked.learner)

    assert again != booked.booking_id
    assert status_of(again) == "held"


def test_cannot_be_given_up_once_it_is_paid() -> None:
    booked = a_request()
    before = whole_database()

    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)

    assert whole_database() == before


def test_cannot_be_given_up_by_others() -> None:
    booked = a_held_booking()
    people = [booked.mentor, a_learner(), a_mentor(), an_admin()]
    before = whole_database()

    for person in people:
        for booking_id in (booked.booking_id, 10**9):
            with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
                bookings.give_up(work, booking_id, by=person)
    assert whole_database() == before


def a_learner_and_another_session(starts_after: int, minutes: int) -> tuple[Viewer, int]:
    """A learner who has asked for an hour, and a session that begins so many minutes after that hour does."""
    starts_at, learner = clock.now() + timedelta(days=2), a_learner()
    a_request(an_offering(starts_at=starts_at), learner=learner)
    other_starts_at = starts_at + timedelta(minutes=starts_after)
    return learner, an_offering(starts_at=other_starts_at, duration_minutes=minutes)


@pytest.mark.parametrize(("starts_after", "minutes"), [(0, 60), (59, 15), (-59, 60), (-239, 240)])
def test_refuses_a_second_session_at_the_same_time(starts_after: int, minutes: int) -> None:
    learner, other = a_learner_and_another_session(starts_after, minutes)

    with pytest.raises(bookings.BusyThen):
        hold(other, learner)
    assert hold(other, a_learner())


@pytest.mark.parametrize(("starts_after", "minutes"), [(60, 60), (-60, 60), (-240, 240)])
def test_holds_sessions_that_follow_each_other(starts_after: int, minutes: int) -> None:
    learner, other = a_learner_and_another_session(starts_after, minutes)

    assert hold(other, learner)


def test_may_hold_another_at_that_time_when_the_first_hold_has_run_out() -> None:
    starts_at, learner = clock.now() + timedelta(days=2), a_learner()
    a_held_booking(an_offering(starts_at=starts_at), learner=learner)

    with at(HOLD_FOR):
        assert hold(an_offering(starts_at=starts_at), learner)


def _holders() -> frozenset[int]:
    with database.reading() as db:
        return bookings.holders(db)


def test_refuses_to_keep_more_and_more_sessions_from_others_without_paying() -> None:
    learner, days = a_learner(), [timedelta(days=day) for day in range(1, MOST_HOLDS + 2)]
    *free, last = [an_offering(starts_at=clock.now() + day) for day in days]
    held = [hold(offering_id, learner) for offering_id in free]

    with pytest.raises(bookings.TooManyHolds, match="Pay for one of them or close its payment"):
        hold(last, learner)
    assert hold(free[0], learner) == held[0], "a double click is no further hold"
    assert hold(last, a_learner()), "others may"

    with at(HOLD_FOR):
        assert hold(last, learner), "a hold that ran out keeps nothing"


def test_may_hold_another_one_as_soon_as_one_is_paid_or_closed() -> None:
    learner = a_learner()
    offerings = [an_offering(starts_at=clock.now() + timedelta(days=day)) for day in range(1, MOST_HOLDS + 3)]
    held = [hold(offering_id, learner) for offering_id in offerings[:MOST_HOLDS]]

    pay(held[0])
    assert hold(offerings[-1], learner)

    with unit_of_work() as work:
        bookings.give_up(work, held[1], by=learner)
    assert hold(offerings[-2], learner)


def test_says_how_long_a_hold_still_lasts() -> None:
    booked = a_held_booking()

    assert not _hold_of(booked.booking_id).over
    assert HOLD_FOR.total_seconds() - 5 <= _hold_of(booked.booking_id).seconds_left <= HOLD_FOR.total_seconds()
    with at(HOLD_FOR):
        assert _hold_of(booked.booking_id) == bookings.Hold(seconds_left=0, over=True)

    pay(booked.booking_id)
    assert _hold_of(booked.booking_id) == bookings.Hold(seconds_left=0, over=False)


def _hold_of(booking_id: int) -> bookings.Hold:
    with database.reading() as db:
        return bookings.hold_of(db, booking_id)
