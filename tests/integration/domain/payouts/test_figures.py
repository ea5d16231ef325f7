"""Each figure that people see, and the lines of the ledger behind it: they add up to it, whatever has happened."""

from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import bookings, payments, payouts, rooms
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.payments import Figure, FigureLines, NotForYou
from peerlearn.domain.payments.figures import OWED_FEES, WHOSE
from peerlearn.domain.payments.rules import PaymentKind
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.ui.frames.ledger.state import line_in_words
from tests.integration.domain.payouts.test_withdrawals import BANK, do, proved
from tests.makers import (
    a_bought_package,
    a_completed_booking,
    a_confirmed_booking,
    a_gift,
    a_learner,
    a_mentor,
    a_package,
    a_request,
    an_admin,
    an_offering,
    by_the_first_rules,
)

pytestmark = pytest.mark.usefixtures("database", "by_hand")

RICH, PLENTY = Money.rupees(1100), 1000


def lines(figure: Figure, by: Viewer, most: int = PLENTY) -> FigureLines:
    with database.reading() as db:
        return payments.lines_of(db, figure, by=by, most=most)


def total(figure: Figure, by: Viewer) -> Money:
    """The sum of the lines, which is the sum that is said."""
    found = lines(figure, by)
    assert found.count == len(found.lines)
    assert Money(sum(line.amount_paise for line in found.lines)) == found.total
    return found.total


def everything_happened() -> tuple[Viewer, Viewer, Viewer]:
    """A mentor, their learner and an admin, between whom money went every way that it goes."""
    mentor, learner, admin = a_mentor(), a_learner(), proved(an_admin())
    starts = iter(clock.now() + timedelta(days=day) for day in range(2, 30))
    for _ in range(3):
        a_completed_booking(mentor, learner=learner)
    met = a_confirmed_booking(an_offering(mentor, starts_at=clock.now() + timedelta(minutes=5)), learner=learner)
    do(rooms.enter, met.room_id, "m", by=mentor)
    do(rooms.enter, met.room_id, "l", by=learner)
    a_gift(met)
    a_confirmed_booking(an_offering(mentor, starts_at=next(starts)), learner=learner)
    parted = a_confirmed_booking(an_offering(mentor, starts_at=next(starts)), learner=learner)
    do(payments.refund_part, parted.booking_id, Money(33_333), "they agreed")
    a_request(an_offering(mentor, starts_at=next(starts)), learner=learner)
    declined = a_request(an_offering(mentor, starts_at=next(starts)), learner=learner)
    do(bookings.reject, declined.booking_id, by=mentor)
    a_bought_package(a_package(mentor), learner=learner)
    soon = by_the_first_rules(
        a_confirmed_booking(an_offering(mentor, starts_at=clock.now() + timedelta(hours=3)), learner=learner)
    )
    do(bookings.call_off, soon.offering_id, fee=Money.rupees(450), by=mentor)
    do(payouts.save_destination, BANK, by=proved(mentor))
    sent, returned, waiting, refused = (do(payouts.withdraw, "300", f"no {n}", by=mentor) for n in range(4))
    do(payouts.complete, sent, "UTR-1111111", by=admin)
    do(payouts.complete, returned, "UTR-2222222", by=admin)
    do(payouts.reverse, returned, "Account closed", by=admin)
    do(payouts.reject, refused, "Wrong name", by=admin)
    assert waiting
    return mentor, learner, admin


def test_a_mentors_figures_are_the_sums_of_their_lines() -> None:
    mentor, _, _ = everything_happened()
    everything_happened()  # somebody else's money is in none of them

    with database.reading() as db:
        wallet = payouts.wallet_of(db, mentor.user_id)

    assert wallet.held > Money(0)
    assert {figure: total(figure, mentor) for figure in Figure if figure not in WHOSE} == {
        Figure.AVAILABLE: wallet.available,
        Figure.HELD: wallet.held,
        Figure.ON_ITS_WAY: wallet.on_its_way,
        Figure.PAID_OUT: wallet.paid_out,
    }
    assert (wallet.on_its_way, wallet.paid_out) == (Money.rupees(300), Money.rupees(300))


def test_what_a_learner_paid_is_the_sum_of_its_lines() -> None:
    _, learner, _ = everything_happened()
    everything_happened()

    with database.reading() as db:
        spent = bookings.spent_by(db, learner.user_id)
        paid = db.exec(select(Payment).where(Payment.learner_id == learner.user_id)).all()
        moved = payments.lines_of_payments(db, [payment.id or 0 for payment in paid])

    assert total(Figure.SPENT, learner) == spent > RICH
    assert {payment.id: moved[payment.id or 0].total for payment in paid if payment.kind != PaymentKind.CREDIT} == {
        payment.id: Money(payment.total_paise - payment.refunded_paise) for payment in paid
    }
    assert sum(len(one.lines) for one in moved.values()) == lines(Figure.SPENT, learner).count


def test_an_admins_figures_are_the_sums_of_their_lines() -> None:
    _, _, admin = everything_happened()
    do(payouts.save_destination, BANK, by=admin)
    do(payouts.withdraw, "100", "profit", by=admin)

    with database.reading() as db:
        books = payments.books(db)

    assert total(Figure.OF_THE_SITE, admin) == books.app - books.kept_by_gateway
    assert total(Figure.OF_THE_GATEWAY, admin) == books.kept_by_gateway


def test_a_fee_that_is_still_owed_is_counted_against_what_the_site_earned() -> None:
    admin = an_admin()
    soon = by_the_first_rules(a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3))))
    do(bookings.call_off, soon.offering_id, fee=Money.rupees(450), by=soon.mentor)

    with database.reading() as db:
        books = payments.books(db)

    assert [line.kind for line in lines(Figure.OF_THE_SITE, admin).lines] == [OWED_FEES, "cancellation_fee"]
    assert total(Figure.OF_THE_SITE, admin) == books.app == Money(0)


@pytest.mark.parametrize("role", Role)
def test_nobody_reads_the_lines_of_others(role: Role) -> None:
    everything_happened()
    viewer = {Role.MENTOR: a_mentor, Role.LEARNER: a_learner, Role.ADMIN: an_admin}[role]()

    for figure in Figure:
        if WHOSE.get(figure, Role.MENTOR) != role:
            with pytest.raises(NotForYou):
                lines(figure, viewer)
        elif role is not Role.ADMIN:
            assert lines(figure, viewer) == FigureLines([], 0, Money(0))


def test_the_newest_come_first_and_the_sum_is_of_all() -> None:
    learner = a_learner()
    for day in range(1, 4):
        booked = a_request(an_offering(starts_at=clock.now() + timedelta(days=day)), learner=learner)
    with database.reading() as db:
        newest = db.exec(select(Payment.id).where(Payment.booking_id == booked.booking_id)).one()

    found = lines(Figure.SPENT, learner, most=1)

    assert [line.subject_id for line in found.lines] == [newest]
    assert (found.count, found.total) == (3, Money.rupees(3300))


def test_every_line_has_words_for_who_reads_it() -> None:
    mentor, learner, admin = everything_happened()

    for viewer in (mentor, learner, admin):
        for figure in Figure:
            if WHOSE.get(figure, Role.MENTOR) == viewer.role:
                for line in lines(figure, viewer).lines:
                    said = line_in_words(line, viewer.role)
                    assert said.words != line.kind and said.account != line.account
