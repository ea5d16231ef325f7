"""What the site or a mentor earned since somebody last looked: to each their own, and only what stayed."""

from dataclasses import replace

import pytest

from peerlearn.domain import payments, payouts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import a_completed_booking, a_confirmed_booking, a_learner, a_mentor, an_admin
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

NONE, NINE_HUNDRED = Money(0), Money.rupees(900)
TWO_HUNDRED = Money.rupees(200)  # ₹100 of commission and ₹100 of service fee
BANK = payouts.DestinationForm("upi", vpa="anil@okbank")


def new_to(admin: Viewer) -> Money:
    with database.reading() as db:
        return payments.new_earnings(db, by=admin)


def look(admin: Viewer) -> list[str]:
    """What is told of it."""
    with unit_of_work() as work:
        payments.note_earnings_seen(work, by=admin)
        return list(work.changed)


def test_is_what_was_earned_since_this_admin_looked() -> None:
    anil, asha = an_admin("Anil"), an_admin("Asha")
    a_confirmed_booking()  # nothing is earned before it has taken place
    assert (new_to(anil), look(anil)) == (NONE, [])
    a_completed_booking()
    assert (new_to(anil), new_to(asha)) == (TWO_HUNDRED, TWO_HUNDRED)

    assert look(anil) == [f"account:{anil.user_id}"]

    assert (new_to(anil), new_to(asha), look(anil)) == (NONE, TWO_HUNDRED, [])
    a_completed_booking()
    assert (new_to(anil), new_to(asha)) == (TWO_HUNDRED, Money.rupees(400))


def test_counts_what_went_back_and_not_what_was_withdrawn() -> None:
    admin = replace(an_admin(), proved_at=clock.now())
    booked = a_completed_booking()
    look(admin)
    with unit_of_work() as work:
        payouts.save_destination(work, BANK, by=admin)
        payouts.withdraw(work, "150", "once", by=admin)
    assert new_to(admin) == NONE
    a_completed_booking()
    assert new_to(admin) == TWO_HUNDRED

    with unit_of_work() as work:
        payments.refund_part(work, booked.booking_id, Money.rupees(550), "Half of it was lost")
    assert new_to(admin) == Money.rupees(100)
    with unit_of_work() as work:
        payments.refund_part(work, booked.booking_id, Money.rupees(550), "And the other half")
    assert new_to(admin) == NONE


def test_is_to_a_mentor_what_they_earned_themselves() -> None:
    meera, asha = a_mentor("Meera"), a_mentor("Asha")
    a_completed_booking(meera)
    a_completed_booking(asha)
    assert (new_to(meera), look(meera), new_to(meera), new_to(asha)) == (
        NINE_HUNDRED,
        [f"account:{meera.user_id}"],
        NONE,
        NINE_HUNDRED,
    )
    a_completed_booking(meera)
    with unit_of_work() as work:
        payouts.save_destination(work, BANK, by=replace(meera, proved_at=clock.now()))
        payouts.withdraw(work, "500", "once", by=meera)

    assert new_to(meera) == NINE_HUNDRED


def test_is_nothing_to_learners() -> None:
    learner = a_learner()
    for ask in (new_to, look):
        with pytest.raises(payments.NotForYou):
            ask(learner)


def test_may_be_noted_by_several_pages_at_once() -> None:
    admin = an_admin()
    a_completed_booking()

    def looking(work: Work) -> None:
        payments.note_earnings_seen(work, by=admin)

    assert all_at_once([looking] * 8) == [None] * 8
    assert new_to(admin) == NONE
