"""Gifts on a real database and through a real gateway: who may give, what it moves, what it leaves alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import bookings, gifts, payments, rooms, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.gifts import LearnersGive, MentorsThank, NotMetYet, NotThatAmount
from peerlearn.domain.gifts.letters import MAIL_GIFT
from peerlearn.domain.gifts.tables import Gift
from peerlearn.domain.payments import AlreadyPaid, NotYourPayment, capture, razorpay_gateway
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.rooms import NotYourRoom
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs.tables import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import count, do_due_jobs, eventually
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_admin, an_offering

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def booked(database: str) -> Booked:
    """A confirmed hour that starts in five minutes, with both in the room."""
    return met(a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5))))


def met(booked: Booked) -> Booked:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    return booked


def begun(booked: Booked, amount: str = "100", by: Viewer | None = None) -> int:
    with unit_of_work() as work:
        return gifts.begin(work, booked.room_id, amount, by=by or booked.learner)


def given(gateway: Sandbox, booked: Booked, amount: str = "100") -> int:
    """A gift paid through the window and confirmed by its page; the payment's id."""
    payment_id = begun(booked, amount)
    order = payments.open_gift_order(payment_id, by=booked.learner)
    told = gateway.control("POST", f"orders/{order.order_id}/pay")
    payments.confirm(
        told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"], by=booked.learner
    )
    return payment_id


def earned_by(mentor: Viewer) -> payments.Earnings:
    with reading() as db:
        return payments.earnings_of(db, mentor.user_id)


def cards_of(booked: Booked) -> list[gifts.GiftCard]:
    with reading() as db:
        return gifts.gifts_for(db, booked.room_id, by=booked.learner)


def no_findings() -> None:
    with reading() as db:
        assert list(verification.verify(db)) == []


def test_charges_the_fee_on_top_and_is_the_mentors_at_once(gateway: Sandbox, booked: Booked) -> None:
    held = earned_by(booked.mentor).held
    payment_id = given(gateway, booked)

    with reading() as db:
        paid = db.get_one(Payment, payment_id)
    assert (paid.price_paise, paid.total_paise, paid.mentor_paise, paid.app_paise) == (10_000, 11_000, 9_000, 2_000)
    assert earned_by(booked.mentor) == payments.Earnings(available=Money.rupees(90), held=held)
    assert [(card.amount, card.mentor_share, card.thanked) for card in cards_of(booked)] == [("₹100", "₹90", False)]
    with reading() as db:
        assert gifts.given_in(db, booked.room_id, by=booked.mentor) == Money.rupees(100)
        assert [card.from_name for card in gifts.latest_for(db, booked.mentor.user_id)] == [booked.learner.name]
        assert payments.books(db).balance_sum == Money(0)
    no_findings()


def test_leaves_the_booking_and_its_money_as_they_are(gateway: Sandbox, booked: Booked) -> None:
    given(gateway, booked)
    given(gateway, booked, "250")

    with reading() as db:
        assert db.get_one(Booking, booked.booking_id).status == BookingStatus.CONFIRMED
        assert payments.paid_for(db, booked.booking_id) == Money.rupees(1100)
    with unit_of_work() as work:
        rooms.end(work, booked.room_id, by=booked.mentor)
    assert earned_by(booked.mentor) == payments.Earnings(available=Money.rupees(900 + 90 + 225), held=Money(0))
    assert given(gateway, booked, "50"), "also after it"
    no_findings()


def test_is_passed_on_when_only_the_gateway_tells_of_it(gateway: Sandbox, webhooks: str, booked: Booked) -> None:
    gateway.control("PUT", "webhooks", copies=3)
    order = payments.open_gift_order(begun(booked), by=booked.learner)
    gateway.control("POST", f"orders/{order.order_id}/pay")

    def passed_on() -> bool:
        do_due_jobs()
        return earned_by(booked.mentor).available == Money.rupees(90)

    assert eventually(passed_on)
    with reading() as db:
        told = db.exec(select(Job).where(Job.kind == MAIL_GIFT)).all()
    assert len(told) == 1
    no_findings()


def test_is_one_order_however_often_the_window_was_closed(gateway: Sandbox, booked: Booked) -> None:
    with ThreadPoolExecutor(4) as hands:
        tries = set(hands.map(lambda _: begun(booked), range(8)))

    assert len(tries) == count(Gift) == 1
    (payment_id,) = tries
    first = payments.open_gift_order(payment_id, by=booked.learner)
    assert payments.open_gift_order(begun(booked), by=booked.learner) == first
    assert begun(booked, "200") != payment_id
    given(gateway, booked)
    assert begun(booked) != payment_id, "a second gift of the same amount is a gift of its own"
    with pytest.raises(AlreadyPaid, match="This gift is already paid"):
        payments.open_gift_order(payment_id, by=booked.learner)


@pytest.mark.parametrize("typed", ["", "0", "9", "10001", "1.5", "-50", "ten", "1e3", "५०", "9" * 400])
def test_has_its_bounds(booked: Booked, typed: str) -> None:
    with pytest.raises(NotThatAmount, match="₹10 to ₹10,000") as no:
        begun(booked, typed)
    assert set(no.value.problems) == {"amount"}
    assert count(Gift) == 0


@pytest.mark.parametrize(("typed", "rupees"), [("10", 10), ("₹10,000", 10_000), (" 1,000 ", 1000)])
def test_takes_an_amount_as_people_type_it(booked: Booked, typed: str, rupees: int) -> None:
    payment_id = begun(booked, typed)
    with reading() as db:
        assert db.get_one(Payment, payment_id).price_paise == rupees * 100


def test_waits_until_the_two_have_met() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with pytest.raises(NotMetYet):
        begun(booked)


def test_is_not_for_a_session_that_came_to_nothing(booked: Booked) -> None:
    missed = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(days=2)))
    with unit_of_work() as work:
        bookings.call_off(work, missed.offering_id, by=missed.mentor)
    with pytest.raises(NotMetYet):
        begun(missed)


def test_is_given_by_nobody_else(booked: Booked) -> None:
    with pytest.raises(LearnersGive):
        begun(booked, by=booked.mentor)
    for stranger in (a_learner("Other"), a_mentor("Other"), an_admin()):
        with pytest.raises(NotYourRoom):
            begun(booked, by=stranger)
        with reading() as db, pytest.raises(NotYourRoom):
            gifts.gifts_for(db, booked.room_id, by=stranger)
    payment_id = begun(booked)
    with pytest.raises(NotYourPayment):
        payments.open_gift_order(payment_id, by=a_learner("Other"))


def test_a_mentor_thanks_once_and_for_their_own(gateway: Sandbox, booked: Booked) -> None:
    given(gateway, booked)
    (card,) = cards_of(booked)
    for anyone in (a_mentor("Other"), booked.learner):
        with unit_of_work() as work, pytest.raises(MentorsThank):
            gifts.thank(work, card.gift_id, by=anyone)

    for _ in range(2):
        with unit_of_work() as work:
            gifts.thank(work, card.gift_id, by=booked.mentor)

    assert [card.thanked for card in cards_of(booked)] == [True]


@pytest.mark.parametrize("number", [0, 10**9])
def test_nobody_thanks_for_what_there_is_not(booked: Booked, number: int) -> None:
    with unit_of_work() as work, pytest.raises(MentorsThank):
        gifts.thank(work, number, by=booked.mentor)


def test_nobody_thanks_for_what_was_not_paid(booked: Booked) -> None:
    begun(booked)
    with reading() as db:
        gift = db.exec(select(Gift)).one()
    with unit_of_work() as work, pytest.raises(MentorsThank):
        gifts.thank(work, gift.id or 0, by=booked.mentor)


def test_a_learner_sees_it_among_their_payments(gateway: Sandbox, booked: Booked) -> None:
    begun(booked, "500")
    given(gateway, booked)
    with reading() as db:
        cards = bookings.paid_by(db, booked.learner.user_id, most=10)
        lines = payments.movements_of(db, booked.mentor.user_id, most=10)
    assert [(card.kind, card.price) for card in cards] == [("gift", "₹100"), ("booking", "₹1,000")]
    assert [(line.kind, line.amount) for line in lines] == [("gift", "₹90")]


def test_one_that_the_gateway_returns_is_taken_back_from_the_mentor(gateway: Sandbox, booked: Booked) -> None:
    payment_id = given(gateway, booked)
    with reading() as db:
        paid = db.get_one(Payment, payment_id)
    assert paid.razorpay_id is not None and paid.order_id is not None
    razorpay_gateway.refund(paid.razorpay_id, paid.total_paise, "made-at-the-gateway")
    attempts = capture.capture_and_list(paid.order_id, paid.total_paise)
    with unit_of_work() as work:
        capture.settle(work, payment_id, attempts)

    assert earned_by(booked.mentor).available == Money(0)
    assert cards_of(booked) == []
    no_findings()
