"""A dispute ends: who bears what was lost, and what had to wait for the end."""

from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import accounts, bookings, packages, payments, rooms, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.packages.tables import PackagePurchase
from peerlearn.domain.payments import DisputeStatus, PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payments.test_refunds import a_proved_admin
from tests.integration.paying import do_due_jobs
from tests.makers import (
    Booked,
    a_bought_package,
    a_completed_booking,
    a_confirmed_booking,
    a_dispute,
    a_gift,
    a_learner,
    a_mentor,
    a_package,
    a_request,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("gateway")


def payment_of(booking_id: int) -> Payment:
    with database.reading() as db:
        return db.exec(select(Payment).where(Payment.booking_id == booking_id)).one()


def earnings(mentor: Viewer) -> Money:
    with database.reading() as db:
        return payments.earned(db, mentor.user_id)


def profit() -> Money:
    with database.reading() as db:
        return payments.profit(db)


def nothing_is_wrong() -> bool:
    with database.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []
        return payments.books(db).balance_sum == Money(0)


def test_a_mentor_keeps_what_they_earned() -> None:
    booked = a_completed_booking()
    payment = payment_of(booked.booking_id)

    a_dispute(payment.id or 0)
    assert earnings(booked.mentor) == Money.rupees(900)
    a_dispute(payment.id or 0, DisputeStatus.LOST)

    assert earnings(booked.mentor) == Money.rupees(900)
    assert profit() == Money.rupees(-900), "what the site had earned is gone, and the mentor's part with it"
    with database.reading() as db:
        assert payments.books(db).lost == Money.rupees(900)
    assert nothing_is_wrong()


def test_what_goes_back_after_that_is_shared_as_ever() -> None:
    booked = a_completed_booking()
    payment = payment_of(booked.booking_id)
    a_dispute(payment.id or 0, DisputeStatus.LOST, amount=55_000)
    admin = a_proved_admin()
    with database.reading() as db:
        terms = bookings.refund_terms(db, payment.id or 0, by=admin)
    assert (terms.total, terms.mentor_gives, terms.site_gives) == ("₹550", "₹450", "₹100")

    with unit_of_work() as work:
        bookings.refund_by_admin(work, payment.id or 0, "They did not meet", by=admin)

    assert earnings(booked.mentor) == Money.rupees(450), "the half that the bank took is borne by the site"
    assert nothing_is_wrong()


def a_gift_in_the_room() -> tuple[Booked, Payment]:
    """Both are there, and the learner has given ₹100."""
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    a_gift(booked, 100)
    with database.reading() as db:
        gift = db.exec(select(Payment).where(Payment.kind == "gift")).one()
    return booked, gift


def test_a_gift_is_the_mentors_to_give_back() -> None:
    booked, gift = a_gift_in_the_room()

    a_dispute(gift.id or 0, DisputeStatus.LOST)

    assert earnings(booked.mentor) == Money(0)
    assert nothing_is_wrong()


@pytest.mark.parametrize("how", ["dispute", "refund"])
def test_of_a_gift_whose_mentor_left_the_site_bears_their_part(how: str) -> None:
    booked, gift = a_gift_in_the_room()
    with unit_of_work() as work:
        accounts.forget_person(work, booked.mentor.user_id)
    before, theirs = profit(), earnings(booked.mentor)

    if how == "dispute":
        a_dispute(gift.id or 0, DisputeStatus.LOST)
    else:
        admin = a_proved_admin()
        with database.reading() as db:
            terms = bookings.refund_terms(db, gift.id or 0, by=admin)
        assert (terms.mentor_gives, terms.site_gives) == ("₹0", terms.total)
        with unit_of_work() as work:
            bookings.refund_by_admin(work, gift.id or 0, "It was a mistake", by=admin)

    assert earnings(booked.mentor) == theirs
    assert before - profit() == Money(gift.total_paise), "the site gives up its own part and bears the mentor's"


def test_a_session_that_took_place_meanwhile_is_earned_once_it_is_won() -> None:
    booked = a_confirmed_booking()
    payment = payment_of(booked.booking_id)
    a_dispute(payment.id or 0)
    with unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
    assert earnings(booked.mentor) == Money(0)
    assert nothing_is_wrong()

    a_dispute(payment.id or 0, DisputeStatus.WON)

    assert earnings(booked.mentor) == Money.rupees(900)
    assert nothing_is_wrong()


def letters_to_the_mentor() -> list[str]:
    with database.reading() as db:
        return [letter.subject for letter in db.exec(select(OutboxMail)) if letter.to.startswith("meera")]


def test_a_session_that_took_place_meanwhile_is_not_earned_when_it_is_lost() -> None:
    booked = a_confirmed_booking()
    payment = payment_of(booked.booking_id)
    a_dispute(payment.id or 0)
    with unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
    do_due_jobs()
    assert letters_to_the_mentor() == ["Your share of the session with Lalit has to wait"]

    a_dispute(payment.id or 0, DisputeStatus.LOST)
    do_due_jobs()

    assert letters_to_the_mentor()[1:] == ["“Python for beginners” is not paid after all"]

    assert (earnings(booked.mentor), profit()) == (Money(0), Money(0))
    assert nothing_is_wrong()


def test_a_request_that_is_declined_meanwhile_goes_back_once_it_is_won() -> None:
    booked = a_request()
    payment = payment_of(booked.booking_id)
    a_dispute(payment.id or 0)
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)
    assert payment_of(booked.booking_id).refunded_paise == 0
    assert nothing_is_wrong()

    a_dispute(payment.id or 0, DisputeStatus.CLOSED, deducted=0)

    assert payment_of(booked.booking_id).status == PaymentStatus.REFUNDING
    assert nothing_is_wrong()


def test_a_session_ahead_whose_money_is_lost_is_off_and_both_are_told() -> None:
    booked = a_confirmed_booking()

    a_dispute(payment_of(booked.booking_id).id or 0, DisputeStatus.LOST)
    do_due_jobs()

    with database.reading() as db:
        booking = db.get_one(Booking, booked.booking_id)
        told = {letter.to.split(".")[0] for letter in db.exec(select(OutboxMail)) if "not take place" in letter.subject}
    assert (booking.status, booking.cancel_reason) == ("cancelled", "disputed")
    assert told == {"lalit", "meera"}
    assert nothing_is_wrong()


def test_a_package_that_is_questioned_books_nothing_and_what_was_earned_from_it_stays() -> None:
    mentor, learner = a_mentor(), a_learner()
    purchase_id = a_bought_package(a_package(mentor), learner=learner)
    with database.reading() as db:
        paid = db.get_one(PackagePurchase, purchase_id).payment_id
    earlier, another = an_offering(mentor), an_offering(mentor, starts_at=clock.now() + timedelta(days=9))
    with unit_of_work() as work:
        first = packages.use(work, purchase_id, earlier, by=learner)
    with unit_of_work() as work:
        bookings.accept(work, first, by=mentor)
    with unit_of_work() as work:
        bookings.complete(work, first)
    before = earnings(mentor)

    a_dispute(paid)
    with pytest.raises(Refusal), unit_of_work() as work:
        packages.use(work, purchase_id, another, by=learner)
    a_dispute(paid, DisputeStatus.LOST)

    assert earnings(mentor) == before == Money.rupees(810)
    assert nothing_is_wrong()
