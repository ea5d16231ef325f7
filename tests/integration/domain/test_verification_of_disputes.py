"""The checker knows disputes: what really happened is no finding, and each corruption is found."""

from datetime import timedelta

import pytest
from sqlmodel import select, text

from peerlearn.domain import bookings, verification
from peerlearn.domain.payments import DisputeStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import later
from tests.makers import Booked, a_completed_booking, a_confirmed_booking, a_dispute

pytestmark = pytest.mark.usefixtures("database")

OF_DISPUTES = {
    "dispute-posted": "UPDATE disputes SET taken_paise = taken_paise - 1 WHERE payment_id = {asked}",
    "dispute-lost": "UPDATE disputes SET lost_paise = lost_paise - 1 WHERE payment_id = {lost}",
    "dispute-founded": "UPDATE disputes SET status = 'won' WHERE payment_id = {lost}",
    "dispute-waits": "UPDATE disputes SET status = 'open', settled_at = NULL WHERE payment_id = {won}",
}
# What no longer waits is no longer held either.
FOLLOWS = {"dispute-waits": {"dispute-posted"}}


def payment_of(booked: Booked) -> int:
    with database.reading() as db:
        return db.exec(select(Payment.id).where(Payment.booking_id == booked.booking_id)).one() or 0


def rules_found() -> set[str]:
    with database.reading() as db:
        return {finding.rule for finding in verification.verify(db)}


def some_disputes() -> dict[str, int]:
    """One that waits, one that was lost after the session, one that was won and let it be earned."""
    booked = {"asked": a_confirmed_booking(), "lost": a_completed_booking(), "won": a_confirmed_booking()}
    payments = {name: payment_of(one) for name, one in booked.items()}
    for payment_id in payments.values():
        a_dispute(payment_id)
    a_dispute(payments["lost"], DisputeStatus.LOST)
    with unit_of_work() as work:
        bookings.complete(work, booked["won"].booking_id)
    with later(timedelta(minutes=1)):
        a_dispute(payments["won"], DisputeStatus.WON)
    return payments


def test_finds_nothing_in_what_really_happened() -> None:
    some_disputes()

    assert rules_found() == set()


@pytest.mark.parametrize("rule", OF_DISPUTES)
def test_finds_what_somebody_wrote_by_hand(rule: str) -> None:
    payments = some_disputes()

    with database.writing() as db:
        db.connection().execute(text(OF_DISPUTES[rule].format(**payments)))

    assert rules_found() == {rule} | FOLLOWS.get(rule, set())
