"""An admin gives back what is unused of a package, or one session of it: once, with both told."""

import functools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import bookings, packages, payments, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.packages.tables import PackagePurchase
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import queue, runner
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import a_bought_package, a_dispute, a_learner, a_mentor, a_package, an_admin, an_offering
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

WHY = "The mentor has moved away"
EACH, THREE_LEFT = Money.rupees(990), Money.rupees(2970)


@pytest.fixture
def mentor(database: str) -> Viewer:
    return a_mentor()


@pytest.fixture
def learner(database: str) -> Viewer:
    return a_learner()


@pytest.fixture
def bought(mentor: Viewer, learner: Viewer) -> int:
    """Five sessions at ₹900."""
    return a_bought_package(a_package(mentor), learner=learner)


def a_proved_admin() -> Viewer:
    return replace(an_admin(), proved_at=clock.now())


def booked(purchase_id: int, mentor: Viewer, learner: Viewer, *, took_place: bool = False) -> int:
    """One of its sessions, confirmed, or completed at once."""
    offering_id = an_offering(mentor, starts_at=clock.now() + timedelta(days=2 if took_place else 4))
    with unit_of_work() as work:
        booking_id = packages.use(work, purchase_id, offering_id, by=learner)
    with unit_of_work() as work:
        bookings.accept(work, booking_id, by=mentor)
    if took_place:
        with unit_of_work() as work:
            bookings.complete(work, booking_id)
    return booking_id


def payment_of_package(purchase_id: int) -> Payment:
    with reading() as db:
        return db.get_one(Payment, db.get_one(PackagePurchase, purchase_id).payment_id)


def payment_of(booking_id: int) -> Payment:
    with reading() as db:
        return db.exec(select(Payment).where(Payment.booking_id == booking_id)).one()


def give_package_back(purchase_id: int, *, back: Money, why: str = WHY, by: Viewer | None = None) -> None:
    admin, payment_id = by or a_proved_admin(), payment_of_package(purchase_id).id or 0
    with unit_of_work() as work:
        packages.refund_by_admin(work, payment_id, why, back=back, by=admin)


def give_session_back(booking_id: int) -> None:
    admin, payment_id = a_proved_admin(), payment_of(booking_id).id or 0
    with unit_of_work() as work:
        bookings.refund_by_admin(work, payment_id, WHY, by=admin)


def left(learner: Viewer) -> list[int]:
    with reading() as db:
        return [card.left for card in packages.bought_by(db, learner.user_id)]


def refunds() -> list[int]:
    with reading() as db:
        return [refund.amount_paise for refund in db.exec(select(Refund))]


def letters() -> dict[str, str]:
    """What people were told, the newest to each."""
    while run := queue.claim():  # no gateway is asked here
        if run.kind in ("mail_refund", "mail_package_refund"):
            runner.do(run)
    with reading() as db:
        return {letter.to.split(".")[0]: letter.body for letter in db.exec(select(OutboxMail))}


def nothing_is_wrong() -> None:
    with reading() as db:
        assert verification.verify(db) == []
        assert payments.books(db).balance_sum == Money(0)


def test_of_a_package_what_is_unused_goes_back_and_the_rest_stays(bought: int, mentor: Viewer, learner: Viewer) -> None:
    over, ahead = booked(bought, mentor, learner, took_place=True), booked(bought, mentor, learner)
    payment_id = payment_of_package(bought).id or 0
    with reading() as db:
        terms = packages.refund_terms(db, payment_id, by=an_admin())
        [listed] = [
            one for one in bookings.every_payment(db, bookings.PaymentFilter(), most=9) if one.payment_id == payment_id
        ]
    assert (terms.total, terms.unused, terms.sessions, terms.mentor_gives) == ("₹2,970", 3, 5, "")
    assert listed.left == terms.total

    give_package_back(bought, back=THREE_LEFT)

    assert refunds() == [297_000]
    assert (payment_of_package(bought).refunded_paise, left(learner)) == (297_000, [])
    assert [payment_of(one).status for one in (over, ahead)] == ["captured", "captured"]
    with reading() as db:
        assert payments.earnings_of(db, mentor.user_id) == payments.Earnings(Money.rupees(810), Money.rupees(810))
        deed = db.exec(select(AuditEntry).where(AuditEntry.action == "payment.refund")).one()
    assert (deed.details["reason"], deed.actor_id is not None) == (WHY, True)
    said = letters()
    assert "₹2,970" in said["lalit"] and WHY in said["lalit"]
    assert "₹2,970 back to Lalit" in said["meera"] and WHY in said["meera"]
    nothing_is_wrong()


def test_a_session_that_is_off_after_that_is_money_again(bought: int, mentor: Viewer, learner: Viewer) -> None:
    ahead = booked(bought, mentor, learner)
    give_package_back(bought, back=Money.rupees(3960))

    give_session_back(ahead)

    assert refunds() == [396_000, 99_000]
    assert payment_of_package(bought).status == "refunding"
    nothing_is_wrong()


def test_a_session_ahead_is_off_and_its_credit_is_back(bought: int, mentor: Viewer, learner: Viewer) -> None:
    ahead = booked(bought, mentor, learner)
    with reading() as db:
        terms = bookings.refund_terms(db, payment_of(ahead).id or 0, by=an_admin())
    assert (terms.by_credit, terms.ends_session, terms.total, terms.mentor_gives) == (True, True, "₹990", "")
    assert left(learner) == [4]

    give_session_back(ahead)

    assert (left(learner), refunds(), payment_of(ahead).status) == ([5], [], "refunded")
    with reading() as db:
        assert bookings.cancelled_as(db, [ahead]) == {ahead: "refunded"}
    said = letters()
    assert "is back in it" in said["lalit"] and "The session will not take place." in said["lalit"]
    assert "Nothing was taken from your earnings" in said["meera"] and WHY in said["meera"]
    nothing_is_wrong()


def test_a_session_that_took_place_gives_its_credit_back_from_who_earned_it(
    bought: int, mentor: Viewer, learner: Viewer
) -> None:
    over = booked(bought, mentor, learner, took_place=True)
    with reading() as db:
        terms = bookings.refund_terms(db, payment_of(over).id or 0, by=an_admin())
    assert (terms.mentor_gives, terms.site_gives, terms.ends_session) == ("₹810", "₹180", False)

    give_session_back(over)

    assert left(learner) == [5]
    with reading() as db:
        assert (payments.earned(db, mentor.user_id), payments.profit(db)) == (Money(0), Money(0))
    assert "Your share of it, ₹810, was taken" in letters()["meera"]
    nothing_is_wrong()


@pytest.mark.parametrize("what", ["package", "session"])
def test_six_presses_at_once_are_one(what: str, bought: int, mentor: Viewer, learner: Viewer) -> None:
    ahead = booked(bought, mentor, learner)
    if what == "package":
        own = {"payment_id": payment_of_package(bought).id or 0, "back": Money.rupees(3960)}
        deeds = [functools.partial(packages.refund_by_admin, reason=WHY, by=a_proved_admin(), **own) for _ in range(6)]
    else:
        own = {"payment_id": payment_of(ahead).id or 0}
        deeds = [functools.partial(bookings.refund_by_admin, reason=WHY, by=a_proved_admin(), **own) for _ in range(6)]

    outcomes = all_at_once(deeds)

    second = {"package": "NothingUnused", "session": "GoesBackAlready"}[what]
    assert sorted(type(outcome).__name__ for outcome in outcomes) == sorted(["NoneType"] + [second] * 5)
    nothing_is_wrong()


def test_only_an_admin_who_proved_it_with_a_reason_on_what_was_shown(
    bought: int, mentor: Viewer, learner: Viewer
) -> None:
    everything, payment_id = Money.rupees(4950), payment_of_package(bought).id or 0
    for stranger in (learner, mentor):
        with pytest.raises(payments.NotForYou):
            give_package_back(bought, back=everything, by=replace(stranger, proved_at=clock.now()))
        with pytest.raises(payments.NotForYou), reading() as db:
            packages.refund_terms(db, payment_id, by=stranger)
    with pytest.raises(payments.ProofNeeded):
        give_package_back(bought, back=everything, by=an_admin())
    with pytest.raises(bookings.ReasonNeeded):
        give_package_back(bought, back=everything, why=" ")
    with pytest.raises(packages.LeftChanged):
        give_package_back(bought, back=EACH)
    ahead, admin = payment_of(booked(bought, mentor, learner)).id or 0, a_proved_admin()
    with pytest.raises(bookings.NoSuchPayment), unit_of_work() as work:
        packages.refund_by_admin(work, ahead, WHY, back=EACH, by=admin)
    with pytest.raises(bookings.NotOfOneSession), unit_of_work() as work:
        bookings.refund_by_admin(work, payment_id, WHY, by=admin)

    assert (refunds(), left(learner)) == ([], [4])


def test_what_a_bank_questions_is_neither_listed_nor_given_back(bought: int) -> None:
    payment_id = payment_of_package(bought).id or 0
    a_dispute(payment_id)

    with reading() as db:
        assert payments.credits_of(db, [payment_id]) == {}
        with pytest.raises(payments.PaymentDisputed):
            packages.refund_terms(db, payment_id, by=an_admin())
    with pytest.raises(payments.PaymentDisputed):
        give_package_back(bought, back=Money(0))
    assert refunds() == []

    a_dispute(payment_id, payments.DisputeStatus.WON)
    with reading() as db:
        assert payments.credits_of(db, [payment_id]) == {payment_id: Money.rupees(4950)}
