"""Packages on a real database and through a real gateway: what is bought, booked, given back, and never lost."""

import functools
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, packages, payments, rooms, verification
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings import BookedAlready, BusyThen, SessionUnavailable, SlotTaken
from peerlearn.domain.bookings.rules import BookingStatus, CancelReason
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages import (
    DoesNotFit,
    LearnersBuy,
    LeftChanged,
    MentorsOffer,
    NewPackage,
    NothingUnused,
    NotOnSale,
    NotYourPackage,
    PackageOver,
    TooManyOnSale,
)
from peerlearn.domain.packages.letters import MAIL_PACKAGE_END
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments import (
    AlreadyPaid,
    NoCreditLeft,
    NotYourPayment,
    PaymentStatus,
    capture,
    razorpay_gateway,
)
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs.tables import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import count, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_bought_package, a_learner, a_mentor, a_package, an_admin, an_offering
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

EACH = Money.rupees(990)  # ₹900 and the fee
FIVE_MONTHS = timedelta(days=150, minutes=1)


@pytest.fixture
def mentor(database: str) -> Viewer:
    return a_mentor()


@pytest.fixture
def learner(database: str) -> Viewer:
    return a_learner()


@pytest.fixture
def bought(gateway: Sandbox, mentor: Viewer, learner: Viewer) -> int:
    """Five sessions at ₹900 instead of ₹1,000, paid through the window."""
    return paid(gateway, a_package(mentor), learner)


def paid(gateway: Sandbox, package_id: int, learner: Viewer) -> int:
    """The number of the purchase."""
    payment_id = begun(package_id, learner)
    order = payments.open_package_order(payment_id, by=learner)
    told = gateway.control("POST", f"orders/{order.order_id}/pay")
    payments.confirm(told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"], by=learner)
    with reading() as db:
        return db.exec(select(PackagePurchase.id).where(PackagePurchase.payment_id == payment_id)).one() or 0


def begun(package_id: int, learner: Viewer) -> int:
    with unit_of_work() as work:
        return packages.buy(work, package_id, by=learner)


def used(purchase_id: int, offering_id: int, learner: Viewer) -> int:
    with unit_of_work() as work:
        return packages.use(work, purchase_id, offering_id, by=learner)


def confirmed(purchase_id: int, mentor: Viewer, learner: Viewer, *, days: int = 7) -> int:
    booking_id = used(purchase_id, an_offering(mentor, starts_at=clock.now() + timedelta(days=days)), learner)
    with unit_of_work() as work:
        bookings.accept(work, booking_id, by=mentor)
    return booking_id


def given_back(purchase_id: int, sessions: int, learner: Viewer) -> None:
    with unit_of_work() as work:
        packages.give_back(work, purchase_id, sessions, by=learner)


def left(learner: Viewer) -> list[int]:
    with reading() as db:
        return [card.left for card in packages.bought_by(db, learner.user_id)]


def earned_by(mentor: Viewer) -> payments.Earnings:
    with reading() as db:
        return payments.earnings_of(db, mentor.user_id)


def package_payment(purchase_id: int) -> Payment:
    with reading() as db:
        return db.get_one(Payment, db.get_one(PackagePurchase, purchase_id).payment_id)


def refunds() -> list[tuple[int, str]]:
    with reading() as db:
        return [(refund.amount_paise, refund.status) for refund in db.exec(select(Refund).order_by(col(Refund.id)))]


def booking_of(booking_id: int) -> Booking:
    with reading() as db:
        return db.get_one(Booking, booking_id)


def no_findings() -> None:
    with reading() as db:
        assert list(verification.verify(db)) == []
        assert payments.books(db).balance_sum == Money(0)


def test_is_bought_in_one_payment_and_earns_nothing_yet(gateway: Sandbox, mentor: Viewer, learner: Viewer) -> None:
    purchase_id = paid(gateway, a_package(mentor), learner)

    payment = package_payment(purchase_id)
    amounts = (payment.price_paise, payment.total_paise, payment.mentor_paise, payment.app_paise)
    assert amounts == (450_000, 495_000, 405_000, 90_000)
    with reading() as db:
        [card] = packages.bought_by(db, learner.user_id)
        [sold] = packages.sold_by(db, mentor.user_id)
        [listed] = bookings.paid_by(db, learner.user_id, most=10)
        assert bookings.spent_by(db, learner.user_id) == Money.rupees(4950)
    assert (card.sessions, card.left, card.each, card.goes_back) == (5, 5, "₹900", "₹4,950")
    assert (card.other_name, sold.other_name, sold.left) == (mentor.name, learner.name, 5)
    assert (listed.kind, listed.total, listed.mentor_name, listed.title) == ("package", "₹4,950", mentor.name, "")
    assert earned_by(mentor) == payments.Earnings(available=Money(0), held=Money(0))
    no_findings()


def test_what_is_on_sale_says_what_it_saves(mentor: Viewer) -> None:
    package_id = a_package(mentor)
    session, dearer = an_offering(mentor), an_offering(mentor, price=Money.rupees(1001))
    with reading() as db:
        [card] = packages.on_sale(db, mentor.user_id)
        assert packages.one_on_sale(db, package_id) == card
        assert packages.for_session(db, session) == [card]
        assert packages.for_session(db, dearer) == []
        assert packages.for_session(db, 10**9) == []
    assert (card.price, card.each, card.saving, card.fee, card.total) == ("₹4,500", "₹900", "₹500", "₹450", "₹4,950")
    assert (card.sessions, card.usual, card.valid_days, card.mentor_name) == (5, "₹1,000", 150, mentor.name)


def test_a_credit_books_without_a_second_payment_and_is_earned_when_the_session_is_done(
    bought: int, mentor: Viewer, learner: Viewer
) -> None:
    booking_id = used(bought, an_offering(mentor), learner)

    assert booking_of(booking_id).status == BookingStatus.PENDING
    assert left(learner) == [4]
    with reading() as db:
        [request] = bookings.requests_for(db, mentor.user_id)
        assert request.booking_id == booking_id
        assert len(bookings.paid_by(db, learner.user_id, most=10)) == 1
        assert bookings.spent_by(db, learner.user_id) == Money.rupees(4950)
    with unit_of_work() as work:
        bookings.accept(work, booking_id, by=mentor)
    assert earned_by(mentor) == payments.Earnings(available=Money(0), held=Money.rupees(810))
    no_findings()
    with unit_of_work() as work:
        bookings.complete(work, booking_id)
    assert earned_by(mentor) == payments.Earnings(available=Money.rupees(810), held=Money(0))
    with reading() as db:
        [line] = payments.movements_of(db, mentor.user_id, most=10)
    assert (line.kind, line.amount, line.about) == ("release", "₹810", learner.name)
    no_findings()


def test_a_mentors_no_returns_the_credit_and_no_money_moves_at_the_gateway(
    bought: int, mentor: Viewer, learner: Viewer
) -> None:
    booking_id = used(bought, an_offering(mentor), learner)
    with unit_of_work() as work:
        bookings.reject(work, booking_id, by=mentor)

    assert (left(learner), count(Refund)) == ([5], 0)
    assert used(bought, an_offering(mentor), learner) != booking_id
    assert left(learner) == [4]
    no_findings()


def test_every_end_without_a_session_returns_the_credit(bought: int, mentor: Viewer, learner: Viewer) -> None:
    cancelled = confirmed(bought, mentor, learner, days=3)
    with unit_of_work() as work:
        bookings.cancel_booking(work, cancelled, back=EACH, by=learner)
    called_off = confirmed(bought, mentor, learner, days=4)
    with unit_of_work() as work:
        bookings.call_off(work, booking_of(called_off).session_id, by=mentor)
    missed = confirmed(bought, mentor, learner, days=5)
    with unit_of_work() as work:
        bookings.miss(work, missed, mentor=True, learner=False)
    unanswered = used(bought, an_offering(mentor, starts_at=clock.now() + timedelta(days=1)), learner)
    assert left(learner) == [4]
    with later(timedelta(days=1, minutes=1)):
        do_due_jobs()
    assert booking_of(unanswered).cancel_reason == CancelReason.UNANSWERED
    assert (left(learner), count(Refund)) == ([5], 0)
    assert earned_by(mentor) == payments.Earnings(available=Money(0), held=Money(0))
    no_findings()


@pytest.mark.parametrize(("hours", "back", "earned"), [(1, 0, 810), (3, 495, 405)])
def test_cancelling_late_uses_the_credit_up(
    hours: int, back: int, earned: int, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    booking_id = used(bought, an_offering(mentor, starts_at=clock.now() + timedelta(hours=hours)), learner)
    with unit_of_work() as work:
        bookings.accept(work, booking_id, by=mentor)
    with reading() as db:
        terms = bookings.terms_of(db, booking_id, by=learner)
    assert (terms.by_credit, terms.back_paise) == (True, back * 100)
    with unit_of_work() as work:
        bookings.cancel_booking(work, booking_id, back=Money.rupees(back), by=learner)
    do_due_jobs()

    assert left(learner) == [4]
    assert earned_by(mentor).available == Money.rupees(earned)
    assert refunds() == ([(back * 100, RefundStatus.PROCESSED)] if back else []), "a part of a credit is money again"
    no_findings()


def test_the_last_credit_is_spent_once(bought: int, mentor: Viewer, learner: Viewer) -> None:
    for day in range(1, 6):
        used(bought, an_offering(mentor, starts_at=clock.now() + timedelta(days=day)), learner)

    assert left(learner) == []
    with pytest.raises(NoCreditLeft):
        used(bought, an_offering(mentor, starts_at=clock.now() + timedelta(days=9)), learner)
    assert count(Booking) == 5
    with pytest.raises(NothingUnused):
        given_back(bought, 0, learner)
    no_findings()


def test_two_uses_at_once_share_no_credit(mentor: Viewer, learner: Viewer) -> None:
    purchase_id = a_bought_package(a_package(mentor, sessions=2), learner=learner)
    offerings = [an_offering(mentor, starts_at=clock.now() + timedelta(days=day)) for day in range(1, 9)]
    use = functools.partial(packages.use, purchase_id=purchase_id, by=learner)

    outcomes = all_at_once([functools.partial(use, offering_id=offering) for offering in offerings])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoCreditLeft"] * 6 + ["int"] * 2
    assert (left(learner), count(Booking)) == ([], 2)
    no_findings()


def test_two_learners_with_credits_and_one_slot(mentor: Viewer) -> None:
    package_id, offering_id = a_package(mentor), an_offering(mentor)
    learners = [a_learner() for _ in range(4)]
    bought = [(a_bought_package(package_id, learner=who), who) for who in learners]
    deeds = [
        functools.partial(packages.use, purchase_id=purchase_id, offering_id=offering_id, by=who)
        for purchase_id, who in bought
    ]

    outcomes = all_at_once(deeds)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SlotTaken"] * 3 + ["int"]
    assert sorted(left(who)[0] for who in learners) == [4, 5, 5, 5]
    no_findings()


def test_giving_back_while_the_last_credit_is_used_loses_nothing(mentor: Viewer, learner: Viewer) -> None:
    purchase_id = a_bought_package(a_package(mentor), learner=learner)
    use = functools.partial(packages.use, purchase_id=purchase_id, offering_id=an_offering(mentor), by=learner)
    back = functools.partial(packages.give_back, purchase_id=purchase_id, sessions=5, by=learner)

    outcomes = all_at_once([use, back])

    assert {type(outcome) for outcome in outcomes} in (
        {int, LeftChanged},
        {NoCreditLeft, type(None)},
        {PackageOver, type(None)},
    )
    no_findings()


def test_a_credit_comes_back_while_another_is_used(mentor: Viewer, learner: Viewer) -> None:
    purchase_id = a_bought_package(a_package(mentor), learner=learner)
    booking_id = used(purchase_id, an_offering(mentor), learner)
    another = an_offering(mentor, starts_at=clock.now() + timedelta(days=2))
    reject = functools.partial(bookings.reject, booking_id=booking_id, by=mentor)
    use = functools.partial(packages.use, purchase_id=purchase_id, offering_id=another, by=learner)

    outcomes = all_at_once([reject, use])

    assert [type(outcome) for outcome in outcomes] == [type(None), int]
    assert left(learner) == [4]
    no_findings()


def test_the_unused_part_goes_back_pro_rata_by_one_refund_with_its_own_key(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    done = confirmed(bought, mentor, learner)
    with unit_of_work() as work:
        bookings.complete(work, done)
    with pytest.raises(LeftChanged):
        given_back(bought, 5, learner)

    given_back(bought, 4, learner)
    with pytest.raises(NothingUnused):
        given_back(bought, 4, learner)
    assert refunds() == [(4 * EACH.paise, RefundStatus.REQUESTED)]
    no_findings()
    do_due_jobs()

    assert refunds() == [(4 * EACH.paise, RefundStatus.PROCESSED)]
    payment = package_payment(bought)
    assert payment.status == PaymentStatus.CAPTURED and payment.razorpay_id is not None
    assert len(razorpay_gateway.refunds_of(payment.razorpay_id)) == 1
    assert left(learner) == []
    with pytest.raises(PackageOver):
        used(bought, an_offering(mentor), learner)
    with reading() as db:
        [card] = bookings.paid_by(db, learner.user_id, most=10)
        assert bookings.spent_by(db, learner.user_id) == EACH
        books = payments.books(db)
    assert (card.back, card.status, bool(card.went_back_at)) == ("₹3,960", "captured", True)
    assert (books.captured, books.refunded, books.mentor) == (
        Money.rupees(4950),
        Money.rupees(3960),
        Money.rupees(810),
    )
    no_findings()


def test_all_of_it_goes_back_when_nothing_was_used(gateway: Sandbox, bought: int, learner: Viewer) -> None:
    given_back(bought, 5, learner)
    assert package_payment(bought).status == PaymentStatus.REFUNDING
    no_findings()
    do_due_jobs()
    payment = package_payment(bought)
    assert payment.order_id is not None
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise)
    with unit_of_work() as work:  # the gateway tells the same once more
        capture.settle(work, payment.id or 0, attempts)

    assert package_payment(bought).status == PaymentStatus.REFUNDED
    assert refunds() == [(495_000, RefundStatus.PROCESSED)]
    with reading() as db:
        assert bookings.spent_by(db, learner.user_id) == Money(0)
        assert payments.books(db).refunded == Money.rupees(4950)
    no_findings()


def test_a_credit_that_comes_back_to_a_package_that_is_over_goes_on_to_the_learner(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    booking_id = used(bought, an_offering(mentor), learner)
    given_back(bought, 4, learner)
    with unit_of_work() as work:
        bookings.reject(work, booking_id, by=mentor)
    do_due_jobs()

    assert refunds() == [(4 * EACH.paise, RefundStatus.PROCESSED), (EACH.paise, RefundStatus.PROCESSED)]
    assert package_payment(bought).status == PaymentStatus.REFUNDED
    with reading() as db:
        assert payments.books(db).refunded == Money.rupees(4950)
    no_findings()


def test_runs_out_after_five_months_and_the_rest_goes_back_by_itself(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    done = confirmed(bought, mentor, learner)
    with unit_of_work() as work:
        bookings.complete(work, done)
    with later(FIVE_MONTHS):
        offering_id = an_offering(mentor)
        with pytest.raises(PackageOver):
            used(bought, offering_id, learner)
        do_due_jobs()
        assert refunds() == [(4 * EACH.paise, RefundStatus.PROCESSED)]
        assert left(learner) == []
        with reading() as db:
            assert len(db.exec(select(Job).where(Job.kind == MAIL_PACKAGE_END)).all()) == 1
        no_findings()


def test_a_bank_that_returns_a_part_is_asked_again_by_an_admin(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    used(bought, an_offering(mentor), learner)
    gateway.control("PUT", "refunds", settle="by_hand")
    given_back(bought, 4, learner)
    do_due_jobs()
    with reading() as db:
        refund = db.exec(select(Refund)).one()
    gateway.control("POST", f"refunds/{refund.razorpay_refund_id}/fail")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    with reading() as db:
        [failed] = payments.failed_refunds(db, most=10)
    assert failed.amount == "₹3,960"
    gateway.control("PUT", "refunds", settle="at_once")
    admin = an_admin()
    proved = Viewer(admin.user_id, admin.role, admin.name, proved_at=clock.now())
    with unit_of_work() as work:
        payments.refund_again(work, failed.refund_id, by=proved)
    do_due_jobs()

    assert refunds() == [(4 * EACH.paise, RefundStatus.FAILED), (4 * EACH.paise, RefundStatus.PROCESSED)]
    with reading() as db:
        assert payments.failed_refunds(db, most=10) == []
        assert payments.books(db).refunded == Money.rupees(3960)
    no_findings()


def test_a_part_that_failed_is_owed_no_longer_once_the_gateway_returned_everything(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    used(bought, an_offering(mentor), learner)
    gateway.control("PUT", "refunds", settle="by_hand")
    given_back(bought, 4, learner)
    do_due_jobs()
    with reading() as db:
        refund = db.exec(select(Refund)).one()
    gateway.control("POST", f"refunds/{refund.razorpay_refund_id}/fail")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    gateway.control("PUT", "refunds", settle="at_once")
    payment = package_payment(bought)
    assert payment.razorpay_id is not None and payment.order_id is not None
    razorpay_gateway.refund(payment.razorpay_id, payment.total_paise, "made-after-a-part")
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise)
    with unit_of_work() as work:
        capture.settle(work, payment.id or 0, attempts)

    proved = Viewer(an_admin().user_id, Role.ADMIN, "Anil", proved_at=clock.now())
    with reading() as db:
        assert payments.failed_refunds(db, most=10) == []
        assert payments.books(db).refunded == Money.rupees(4950)
    with unit_of_work() as work, pytest.raises(payments.NothingOwed):
        payments.refund_again(work, refund.id or 0, by=proved)
    no_findings()


def test_one_that_the_gateway_returns_whole_takes_its_bookings_money_along(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    done, asked = confirmed(bought, mentor, learner, days=3), used(bought, an_offering(mentor), learner)
    with unit_of_work() as work:
        bookings.complete(work, done)
    payment = package_payment(bought)
    assert payment.razorpay_id is not None and payment.order_id is not None
    razorpay_gateway.refund(payment.razorpay_id, payment.total_paise, "made-at-the-gateway")
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise)
    with unit_of_work() as work:
        capture.settle(work, payment.id or 0, attempts)
    with unit_of_work() as work:
        bookings.reject(work, asked, by=mentor)

    assert (left(learner), earned_by(mentor).available) == ([], Money(0))
    with reading() as db:
        books = payments.books(db)
    assert (books.refunded, books.mentor, books.balance_sum) == (Money.rupees(4950), Money(0), Money(0))
    no_findings()


def test_one_of_which_the_gateway_returns_more_than_is_unused_takes_the_latest_booking_along(
    gateway: Sandbox, bought: int, mentor: Viewer, learner: Viewer
) -> None:
    done = [confirmed(bought, mentor, learner, days=day) for day in (3, 4, 5)]
    with unit_of_work() as work:
        for booking_id in done:
            bookings.complete(work, booking_id)
    payment = package_payment(bought)
    assert payment.razorpay_id is not None and payment.order_id is not None
    razorpay_gateway.refund(payment.razorpay_id, 2 * EACH.paise + 49_500, "more-than-is-unused")
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise)
    with unit_of_work() as work:
        capture.settle(work, payment.id or 0, attempts)

    assert (left(learner), earned_by(mentor).available) == ([], Money.rupees(2 * 810 + 405))
    with reading() as db:
        assert [line.kind for line in payments.movements_of(db, mentor.user_id, most=1)] == ["credit_returned"]
    no_findings()


def test_books_nothing_that_begins_when_it_is_over(mentor: Viewer, learner: Viewer) -> None:
    purchase_id = a_bought_package(a_package(mentor), learner=learner)
    too_late = an_offering(mentor, starts_at=clock.now() + timedelta(days=151))

    with pytest.raises(DoesNotFit):
        used(purchase_id, too_late, learner)
    with reading() as db:
        assert packages.credit_for(db, too_late, by=learner) is None
        assert packages.credits_for(db, [too_late], by=learner) == {}


def test_is_filled_when_only_the_gateway_tells_of_it(
    gateway: Sandbox, webhooks: str, mentor: Viewer, learner: Viewer
) -> None:
    gateway.control("PUT", "webhooks", copies=3)
    order = payments.open_package_order(begun(a_package(mentor), learner), by=learner)
    gateway.control("POST", f"orders/{order.order_id}/pay")

    def filled() -> bool:
        do_due_jobs()
        return left(learner) == [5]

    assert eventually(filled)
    no_findings()


def test_is_filled_when_its_window_is_opened_again_days_later_and_nobody_tells(
    gateway: Sandbox, mentor: Viewer, learner: Viewer
) -> None:
    package_id = a_package(mentor)
    payments.open_package_order(begun(package_id, learner), by=learner)
    with later(timedelta(days=7)):
        do_due_jobs()
        order = payments.open_package_order(begun(package_id, learner), by=learner)
        gateway.control("POST", f"orders/{order.order_id}/pay")

        with later(timedelta(minutes=2, seconds=1)):
            do_due_jobs()

            assert left(learner) == [5]
    no_findings()


def test_is_one_order_however_often_the_window_was_closed(gateway: Sandbox, mentor: Viewer, learner: Viewer) -> None:
    package_id = a_package(mentor)
    buy = functools.partial(packages.buy, package_id=package_id, by=learner)

    [payment_id] = set(all_at_once([buy] * 4))

    assert isinstance(payment_id, int)
    first = payments.open_package_order(payment_id, by=learner)
    assert payments.open_package_order(begun(package_id, learner), by=learner) == first
    paid(gateway, package_id, learner)
    with pytest.raises(AlreadyPaid, match="This package is already paid"):
        payments.open_package_order(payment_id, by=learner)
    assert begun(package_id, learner) != payment_id, "a second package is a package of its own"
    with reading() as db:
        assert len(bookings.paid_by(db, learner.user_id, most=10)) == 1
    no_findings()


def test_whose_money_went_back_before_it_was_here_reads_that_of_the_package(
    gateway: Sandbox, mentor: Viewer, learner: Viewer
) -> None:
    order = payments.open_package_order(begun(a_package(mentor), learner), by=learner)
    told = gateway.control("POST", f"orders/{order.order_id}/pay")
    gateway.client.payment.refund(told["razorpay_payment_id"], {"amount": 5 * EACH.paise})

    with pytest.raises(payments.MoneyReturned, match="This package could no longer be bought"):
        payments.confirm(order.order_id, told["razorpay_payment_id"], told["razorpay_signature"], by=learner)


def test_what_was_bought_stays_valid_after_the_mentor_withdraws_it(
    bought: int, mentor: Viewer, learner: Viewer
) -> None:
    with reading() as db:
        [package] = db.exec(select(Package)).all()
    for _ in range(2):
        with unit_of_work() as work:
            packages.withdraw(work, package.id or 0, by=mentor)

    with reading() as db:
        assert packages.on_sale(db, mentor.user_id) == []
        assert packages.one_on_sale(db, package.id or 0) is None
    with pytest.raises(NotOnSale):
        begun(package.id or 0, a_learner())
    assert used(bought, an_offering(mentor), learner)


def test_books_only_what_it_is_for(bought: int, mentor: Viewer, learner: Viewer) -> None:
    with pytest.raises(DoesNotFit):
        used(bought, an_offering(), learner)
    with pytest.raises(DoesNotFit):
        used(bought, an_offering(mentor, price=Money.rupees(1001)), learner)
    for gone in (an_offering(mentor, starts_at=clock.now() - timedelta(hours=1)), 10**9):
        with pytest.raises(SessionUnavailable):
            used(bought, gone, learner)
    cheap = used(bought, an_offering(mentor, price=Money.rupees(400)), learner)
    others, theirs = an_offering(), an_offering(mentor)
    with reading() as db:
        assert payments.paid_for(db, cheap) == EACH
        assert packages.credit_for(db, others, by=learner) is None
        assert packages.credit_for(db, theirs, by=learner) == packages.CreditCard(bought, 4)


def test_the_slot_and_the_learners_time_hold_as_for_any_booking(bought: int, mentor: Viewer, learner: Viewer) -> None:
    offering_id = an_offering(mentor)
    with unit_of_work() as work:
        own_hold = bookings.hold(work, offering_id, by=learner)  # a payment window left open gives way
    booking_id = used(bought, offering_id, learner)
    assert (booking_of(own_hold).status, booking_of(booking_id).status) == ("expired", "pending")
    with pytest.raises(BookedAlready):
        used(bought, offering_id, learner)
    other = a_learner()
    elsewhere = an_offering(mentor, starts_at=clock.now() + timedelta(days=2))
    with unit_of_work() as work:
        bookings.hold(work, elsewhere, by=other)
    with pytest.raises(SlotTaken):
        used(bought, elsewhere, learner)
    with reading() as db:
        when = db.get_one(Offering, offering_id).starts_at
    with pytest.raises(BusyThen):
        used(bought, an_offering(mentor, starts_at=when + timedelta(minutes=30)), learner)
    assert left(learner) == [4]
    no_findings()


def test_is_nobody_elses_to_offer_sell_use_or_give_back(bought: int, mentor: Viewer, learner: Viewer) -> None:
    form = NewPackage(sessions="5", usual_price="1000", price="900")
    for stranger in (learner, an_admin()):
        with unit_of_work() as work, pytest.raises(MentorsOffer):
            packages.offer(work, form, by=stranger)
    with reading() as db:
        package_id = db.exec(select(Package.id)).one() or 0
    for package, anyone in ((package_id, a_mentor()), (package_id, learner), (10**9, mentor)):
        with unit_of_work() as work, pytest.raises(MentorsOffer):
            packages.withdraw(work, package, by=anyone)
    for stranger in (mentor, an_admin()):
        with pytest.raises(LearnersBuy):
            begun(package_id, stranger)
    for stranger in (a_learner(), mentor, an_admin()):
        with pytest.raises(NotYourPackage):
            used(bought, an_offering(mentor), stranger)
        with pytest.raises(NotYourPackage):
            given_back(bought, 5, stranger)
    with pytest.raises(NotYourPackage):
        given_back(10**9, 5, learner)
    with pytest.raises(NotYourPayment):
        payments.open_package_order(begun(package_id, learner), by=a_learner())


def test_a_mentor_offers_six_at_most(mentor: Viewer) -> None:
    for sessions in range(2, 8):
        a_package(mentor, sessions=sessions)
    with pytest.raises(TooManyOnSale):
        a_package(mentor)


def test_a_room_opens_for_what_a_credit_booked(bought: int, mentor: Viewer, learner: Viewer) -> None:
    booking_id = confirmed(bought, mentor, learner)
    with reading() as db:
        assert rooms.addresses_for(db, [booking_id])[booking_id]
