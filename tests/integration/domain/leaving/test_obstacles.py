"""What stands in the way of deleting an account, and money that comes only after somebody has gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import func, select

from peerlearn.domain import bookings, gifts, leaving, packages, payments, payouts, rooms, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments import PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Account, LedgerEntry, Payment, Refund
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.makers import (
    Booked,
    a_bought_package,
    a_completed_booking,
    a_confirmed_booking,
    a_failed_refund,
    a_held_booking,
    a_learner,
    a_mentor,
    a_package,
    a_request,
    an_admin,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database", "by_hand")

UPI = payouts.DestinationForm("upi", vpa="meera@okbank")


def do(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with unit_of_work() as work:
        return verb(work, *args, **kwargs)


def proved(viewer: Viewer) -> Viewer:
    """The same person, who has just shown who they are."""
    return replace(viewer, proved_at=clock.now())


def delete(viewer: Viewer) -> None:
    do(leaving.delete_account, viewer.user_id, by=proved(viewer))


def in_the_way(viewer: Viewer) -> list[str]:
    with database.reading() as db:
        return [one.says for one in leaving.obstacles(db, viewer)]


def findings() -> list[str]:
    with database.reading() as db:
        return [str(finding) for finding in verification.verify(db)]


def taught(price: int) -> Viewer:
    """A mentor who has earned nine tenths of so many rupees."""
    mentor = a_mentor()
    a_completed_booking(mentor, price=Money.rupees(price))
    do(payouts.save_destination, UPI, by=proved(mentor))
    return mentor


@pytest.mark.parametrize("made", [a_held_booking, a_request, a_confirmed_booking])
def test_a_session_ahead_keeps_both_here(made: Callable[[], Booked]) -> None:
    booked = made()

    for viewer, words in ((booked.learner, "You have 1 session"), (booked.mentor, "Learners have booked")):
        (says,) = [one for one in in_the_way(viewer) if words in one]
        with pytest.raises(leaving.NotYet) as refused:
            delete(viewer)
        assert refused.value.message == says
    assert findings() == []


def test_money_of_a_learner_that_is_not_back_keeps_them_here() -> None:
    credit, owed = a_learner(), a_failed_refund().learner
    a_bought_package(a_package(a_mentor()), learner=credit)

    assert in_the_way(credit)[0].startswith("Your packages hold ₹4,950")
    assert in_the_way(owed)[0].startswith("₹1,100 are on their way back")


def test_a_payment_that_is_being_settled_keeps_a_learner_here() -> None:
    booked = a_held_booking()
    do(bookings.give_up, booked.booking_id, by=booked.learner)
    assert in_the_way(booked.learner) == []
    with unit_of_work() as work:
        work.db.exec(select(Payment)).one().status = PaymentStatus.AUTHORIZED

    assert in_the_way(booked.learner) == [leaving.queries.SETTLING]


def test_what_a_learner_was_compensated_with_keeps_them_here() -> None:
    mentor, admin = taught(1000), proved(an_admin())
    booked = a_confirmed_booking(an_offering(mentor, starts_at=clock.now() + timedelta(hours=3)))
    do(bookings.call_off, booked.offering_id, fee=Money.rupees(550), by=mentor)
    amount = payments_of(booked.learner)
    assert [says for says in in_the_way(booked.learner) if "owed you" in says] == [
        leaving.queries.COMPENSATED.format(amount=amount)
    ]

    do(payouts.save_destination, UPI, by=proved(booked.learner))
    number = do(payouts.withdraw, str(amount.paise / 100), "all", by=booked.learner)
    assert leaving.queries.ON_ITS_WAY.format(amount=amount) in in_the_way(booked.learner)

    do(payouts.complete, number, "UTR-1234567", by=admin)
    assert any("Your bank may return" in says for says in in_the_way(booked.learner))
    assert findings() == []


def payments_of(learner: Viewer) -> Money:
    with database.reading() as db:
        return payments.compensation_of(db, learner.user_id).available


def test_money_of_a_mentor_that_is_not_with_them_keeps_them_here() -> None:
    mentor, admin = taught(1000), proved(an_admin())
    assert [says[:30] for says in in_the_way(mentor)] == ["You have earned ₹900 that are "]

    number = do(payouts.withdraw, "900", "all", by=mentor)
    assert [says[:25] for says in in_the_way(mentor)] == ["A withdrawal of ₹900 is o"]

    do(payouts.complete, number, "UTR-1234567", by=admin)
    assert [says[:34] for says in in_the_way(mentor)] == ["Your bank may return your last wit"]

    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert in_the_way(mentor) == []


def test_a_balance_below_zero_keeps_a_mentor_here() -> None:
    mentor, admin = taught(1000), proved(an_admin())
    do(payouts.withdraw, "900", "all", by=mentor)
    with database.reading() as db:
        payment_id = db.exec(select(Payment.id)).one()
    do(bookings.refund_by_admin, payment_id, "They did not teach", by=admin)

    assert "Your balance is" in in_the_way(mentor)[0]


def test_what_is_left_may_go_however_little_once_nothing_can_come_any_more() -> None:
    mentor, admin = taught(50), an_admin()
    offered = an_offering(mentor)

    with pytest.raises(payouts.TooLittle):
        do(payouts.withdraw, "45", "all", by=mentor)
    do(bookings.call_off, offered, fee=Money(0), by=mentor)
    with pytest.raises(payouts.TooLittle):
        do(payouts.withdraw, "44", "a part", by=mentor)
    do(payouts.withdraw, "45", "all", by=mentor)

    with database.reading() as db:
        assert payments.earned(db, mentor.user_id) == Money(0)
        assert payouts.smallest_for(db, admin) == Money.rupees(100)


def test_money_for_a_session_comes_back_when_its_learner_has_gone() -> None:
    booked = a_held_booking()
    do(bookings.give_up, booked.booking_id, by=booked.learner)
    delete(booked.learner)

    makers.pay(booked.booking_id)

    with database.reading() as db:
        assert db.get_one(Booking, booked.booking_id).status == "cancelled"
        assert db.exec(select(Refund.amount_paise)).one() == 110_000
    assert findings() == []


def test_a_gift_comes_back_when_its_mentor_has_gone() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    do(rooms.enter, booked.room_id, "m", by=booked.mentor)
    do(rooms.enter, booked.room_id, "l", by=booked.learner)
    gift = do(gifts.begin, booked.room_id, "100", by=booked.learner)
    do(rooms.end, booked.room_id, by=booked.mentor)
    with database.reading() as db:
        paid = db.exec(select(Payment).where(Payment.kind == PaymentKind.BOOKING)).one()
    do(bookings.refund_by_admin, paid.id, "They did not teach", by=proved(an_admin()))
    delete(booked.mentor)

    do(lambda work: makers.arrive(work, work.db.get_one(Payment, gift)))

    with database.reading() as db:
        assert payments.earned(db, booked.mentor.user_id) == Money(0)
        assert db.exec(select(Refund.amount_paise).where(Refund.payment_id == gift)).one() == 11_000
    assert findings() == []


@pytest.mark.parametrize("who", ["mentor", "learner"])
def test_a_package_comes_back_when_either_of_its_two_has_gone(who: str) -> None:
    people = {"mentor": a_mentor(), "learner": a_learner()}
    begun = do(packages.buy, a_package(people["mentor"]), by=people["learner"])
    delete(people[who])

    do(lambda work: makers.arrive(work, work.db.get_one(Payment, begun)))

    with database.reading() as db:
        assert db.exec(select(Refund.amount_paise)).one() == 495_000
        left = select(func.sum(LedgerEntry.amount_paise)).where(LedgerEntry.account == Account.PACKAGE_CREDIT)
        assert db.exec(left).one() == 0
    assert findings() == []
