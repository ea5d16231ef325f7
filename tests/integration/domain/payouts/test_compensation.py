"""A learner withdraws what a mentor who cancelled late gave them: once, and never more than is there."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings, payments, payouts, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments.tables import Account
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from tests.integration.domain.payouts.test_withdrawals import BANK, balance, do, own, proved
from tests.makers import Booked, a_completed_booking, a_confirmed_booking, a_mentor, an_admin, an_offering
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database", "by_hand")

HALF = Money.rupees(550)


def compensated(mentor: Viewer) -> Booked:
    """A learner whose mentor called their session off three hours before it, and who has said where money goes."""
    starts_at = clock.now() + timedelta(hours=3)
    booked = a_confirmed_booking(an_offering(mentor, starts_at=starts_at, price=Money.rupees(1000)))
    with unit_of_work() as work:
        bookings.call_off(work, booked.offering_id, fee=HALF, by=mentor)
    do(payouts.save_destination, BANK, by=proved(booked.learner))
    return booked


def a_rich_mentor() -> Viewer:
    """One with ₹900."""
    return a_completed_booking(a_mentor()).mentor


def theirs(learner: Viewer) -> payments.Compensation:
    with database.reading() as db:
        assert verification.verify(db) == []
        return payments.compensation_of(db, learner.user_id)


def test_is_sent_to_the_learners_own_bank() -> None:
    learner = compensated(a_rich_mentor()).learner

    number = do(payouts.withdraw, "550", "first", by=learner)

    assert theirs(learner).available == Money(0)
    assert (balance(Account.LEARNER_AVAILABLE), balance(Account.PAYOUT_IN_TRANSIT)) == (0, 55_000)
    do(payouts.complete, number, "UTR-20261123", by=proved(an_admin()))
    assert (balance(Account.PAYOUT_BANK), balance()) == (55_000, 0)
    assert [(card.status, card.amount, card.source) for card in own(learner)] == [("completed", "₹550", "amends")]
    assert theirs(learner) == payments.Compensation(Money(0), Money(0))


def test_is_the_learners_again_where_it_could_not_be_sent() -> None:
    learner = compensated(a_rich_mentor()).learner
    number = do(payouts.withdraw, "200.50", "first", by=learner)

    do(payouts.reject, number, "The name does not fit the account", by=proved(an_admin()))

    assert theirs(learner).available == HALF


def test_is_withdrawn_only_as_far_as_the_mentor_has_earned_it() -> None:
    mentor = a_mentor()
    learner = compensated(mentor).learner

    with pytest.raises(payouts.NotEnough):
        do(payouts.withdraw, "1", "first", by=learner)
    a_completed_booking(mentor, price=Money.rupees(100))
    with pytest.raises(payouts.NotEnough):
        do(payouts.withdraw, "90.01", "second", by=learner)
    do(payouts.withdraw, "90", "third", by=learner)

    assert theirs(learner) == payments.Compensation(available=Money(0), waits=Money.rupees(460))


def test_is_withdrawn_once_however_often_it_is_asked_for_at_the_same_moment() -> None:
    learner = compensated(a_rich_mentor()).learner

    def ask(key: str):
        def deed(work: Work) -> int:
            return payouts.withdraw(work, "550", key, by=learner)

        return deed

    outcomes = all_at_once([ask(str(number)) for number in range(6)])

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, payouts.NotEnough) for outcome in outcomes) == 5
    assert theirs(learner).available == Money(0)


def test_asks_nobody_for_a_smallest_amount_but_what_a_bank_takes() -> None:
    learner = compensated(a_rich_mentor()).learner

    with pytest.raises(payouts.TooLittle):
        do(payouts.withdraw, "0.99", "first", by=learner)
    assert do(payouts.withdraw, "1", "second", by=learner)


def test_belongs_to_that_learner_alone() -> None:
    learner = compensated(a_rich_mentor()).learner
    other = compensated(a_mentor()).learner

    assert theirs(other).available == Money(0)
    with pytest.raises(payouts.NotEnough):
        do(payouts.withdraw, "550", "first", by=other)
    assert theirs(learner).available == HALF
