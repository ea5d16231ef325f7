"""An admin gives a payment back: once, whole, with the session that it was for, and both are told."""

import functools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, payouts, rooms, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import queue, runner
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, status_of
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_gift,
    a_held_booking,
    a_request,
    an_admin,
    an_offering,
)
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

WHY = "The sound was gone for half of it"


def a_proved_admin() -> Viewer:
    return replace(an_admin(), proved_at=clock.now())


def payment_of(booked: Booked, kind: str = "booking") -> Payment:
    wanted = select(Payment).where(Payment.booking_id == booked.booking_id, Payment.kind == kind)
    with database.reading() as db:
        return db.exec(wanted).one()


def give_back(booked: Booked, *, kind: str = "booking", why: str = WHY, by: Viewer | None = None) -> list[str]:
    """Do it; whose pages are told."""
    admin = by or a_proved_admin()
    with unit_of_work() as work:
        bookings.refund_by_admin(work, payment_of(booked, kind).id or 0, why, by=admin)
        return list(work.changed)


def earned(booked: Booked) -> Money:
    with database.reading() as db:
        return payments.earned(db, booked.mentor.user_id)


def letters() -> dict[str, str]:
    while run := queue.claim():  # no gateway is asked here
        if run.kind == "mail_refund":
            runner.do(run)
    with database.reading() as db:
        return {letter.to.split(".")[0]: letter.body for letter in db.exec(select(OutboxMail))}


def nothing_is_wrong() -> bool:
    with database.reading() as db:
        return verification.verify(db) == [] and payments.books(db).balance_sum == Money(0)


def test_takes_the_parts_back_from_whoever_has_them() -> None:
    booked = a_completed_booking()
    assert earned(booked) == Money.rupees(900)

    told = give_back(booked)

    assert (payment_of(booked).status, status_of(booked.booking_id)) == ("refunding", "completed")
    with database.reading() as db:
        assert (earned(booked), payments.profit(db)) == (Money(0), Money(0))
        deed = db.exec(select(AuditEntry).where(AuditEntry.action == "payment.refund")).one()
    assert (deed.details["reason"], deed.actor_id is not None) == (WHY, True)
    people = {f"account:{who.user_id}" for who in (booked.mentor, booked.learner)}
    assert people | {payments.TOPIC} <= set(told)
    said = letters()
    assert "₹1,100" in said["lalit"] and WHY in said["lalit"]
    assert "Your share of it, ₹900, was taken" in said["meera"] and WHY in said["meera"]
    assert nothing_is_wrong()


def test_goes_below_zero_where_the_share_was_withdrawn() -> None:
    booked = a_completed_booking()
    proved = replace(booked.mentor, proved_at=clock.now())
    with unit_of_work() as work:
        payouts.save_destination(work, payouts.DestinationForm("upi", vpa="meera@okbank"), by=proved)
    with unit_of_work() as work:
        payouts.withdraw(work, "900", "once", by=booked.mentor)
    with database.reading() as db:
        terms = bookings.refund_terms(db, payment_of(booked).id or 0, by=an_admin())

    assert (terms.mentor_gives, terms.site_gives, terms.mentor_left, terms.below_zero) == (
        "₹900",
        "₹200",
        "-₹900",
        True,
    )
    give_back(booked)

    assert earned(booked) == Money.rupees(-900)
    a_completed_booking(booked.mentor)
    assert earned(booked) == Money(0), "what is earned next makes up for it"
    assert nothing_is_wrong()


@pytest.mark.parametrize("make", [a_request, a_confirmed_booking])
def test_a_session_ahead_is_off_and_free_again(make: functools.partial[Booked]) -> None:
    booked = make()
    with database.reading() as db:
        terms = bookings.refund_terms(db, payment_of(booked).id or 0, by=an_admin())
    assert (terms.ends_session, terms.mentor_gives) == (True, "")

    give_back(booked)

    assert (status_of(booked.booking_id), payment_of(booked).status) == ("cancelled", "refunding")
    with database.reading() as db:
        assert all(room.ended_at is not None for room in db.exec(select(Room)))
        free = [card.offering_id for card in bookings.bookable_offerings(db)]
    assert free == [booked.offering_id]
    assert "The session will not take place." in letters()["lalit"]
    assert "Nothing was taken" in letters()["meera"]
    assert nothing_is_wrong()


def test_a_session_that_is_on_ends() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with at(timedelta(minutes=8)):
        with unit_of_work() as work:
            rooms.enter(work, booked.room_id, "m", by=booked.mentor)
            rooms.enter(work, booked.room_id, "l", by=booked.learner)

        give_back(booked)

    with database.reading() as db:
        assert db.exec(select(Room)).one().ended_at is not None
        assert db.get_one(Offering, booked.offering_id).status == "cancelled"
    assert (status_of(booked.booking_id), earned(booked)) == ("cancelled", Money(0))
    assert nothing_is_wrong()


def test_a_gift_goes_back_and_the_session_stays() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    a_gift(booked)
    assert earned(booked) == Money.rupees(90)

    told = give_back(booked, kind="gift")

    assert f"gifts:{booked.room_id}" in told
    assert (status_of(booked.booking_id), payment_of(booked).status) == ("confirmed", "captured")
    assert (payment_of(booked, "gift").status, earned(booked)) == ("refunding", Money(0))
    assert "a gift for" in letters()["lalit"]
    assert nothing_is_wrong()


def test_two_admins_at_once_give_it_back_once() -> None:
    booked = a_completed_booking()
    payment_id = payment_of(booked).id or 0
    deeds = [
        functools.partial(bookings.refund_by_admin, payment_id=payment_id, reason=WHY, by=a_proved_admin())
        for _ in range(6)
    ]

    outcomes = all_at_once(deeds)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["GoesBackAlready"] * 5 + ["NoneType"]
    with database.reading() as db:
        assert len(db.exec(select(Refund)).all()) == 1
        assert len(db.exec(select(AuditEntry).where(col(AuditEntry.action) == "payment.refund")).all()) == 1
    assert nothing_is_wrong()


def test_only_an_admin_who_proved_it_with_a_reason() -> None:
    booked = a_completed_booking()
    fresh = {"proved_at": clock.now()}

    for stranger in (booked.learner, booked.mentor):
        with pytest.raises(payments.NotForYou):
            give_back(booked, by=replace(stranger, **fresh))
    with pytest.raises(payments.ProofNeeded):
        give_back(booked, by=an_admin())
    for why in ("", "  \n ", "x" * 201):
        with pytest.raises(bookings.ReasonNeeded):
            give_back(booked, why=why)
    for stranger in (booked.learner, booked.mentor):
        with pytest.raises(payments.NotForYou), database.reading() as db:
            bookings.refund_terms(db, payment_of(booked).id or 0, by=stranger)

    assert payment_of(booked).status == "captured"


def test_there_must_be_something_to_give_back() -> None:
    held = a_held_booking()

    with pytest.raises(payments.NothingToGiveBack):
        give_back(held)
    admin = a_proved_admin()
    with pytest.raises(bookings.NoSuchPayment), unit_of_work() as work:
        bookings.refund_by_admin(work, 2**31 - 1, WHY, by=admin)

    assert status_of(held.booking_id) == "held"


def test_gives_back_the_rest_of_what_went_back_in_part() -> None:
    booked = a_completed_booking()
    with unit_of_work() as work:
        payments.refund_part(work, booked.booking_id, Money.rupees(550), "half of it did not take place")
    with database.reading() as db:
        terms = bookings.refund_terms(db, payment_of(booked).id or 0, by=an_admin())

    give_back(booked)

    assert (terms.total, terms.mentor_gives, terms.site_gives, terms.mentor_left) == ("₹550", "₹450", "₹100", "₹0")
    assert (payment_of(booked).status, earned(booked)) == ("refunding", Money(0))
    said = letters()
    assert "₹550" in said["lalit"] and "₹1,100" not in said["lalit"]
    assert all(f"Reason: {WHY}" in letter for letter in said.values())
    assert "Your share of it, ₹450, was taken" in said["meera"]
    assert nothing_is_wrong()
