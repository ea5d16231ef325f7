"""What people want of the product in these tests, and how their money must stand in the end, in all three books."""

import enum
from dataclasses import dataclass
from typing import Any

from sqlmodel import func, select

from peerlearn.domain import payouts, verification
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments.tables import LedgerEntry, Payment
from peerlearn.domain.payouts.tables import PayoutAttempt, Withdrawal
from peerlearn.kit import database, ids
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payouts.test_withdrawals import proved
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_learner, a_mentor, an_offering

PRICE, TOTAL, EARNED = Money.rupees(1000), 110_000, 90_000


class Fate(enum.StrEnum):
    """How the money is heard of, and what comes of the booking."""

    CONFIRMED_AND_COMPLETED = "confirmed and completed"  # the window tells us; the mentor withdraws what they earned
    REPORTED_AND_REJECTED = "reported and rejected"  # the webhook tells us; everything goes back
    FORGOTTEN = "forgotten"  # the tab is closed and the webhook lost; the reconciler finds it


ENDS = {
    Fate.CONFIRMED_AND_COMPLETED: ("completed", "captured"),
    Fate.REPORTED_AND_REJECTED: ("rejected", "refunded"),
    Fate.FORGOTTEN: ("pending", "captured"),
}


@dataclass(frozen=True)
class Wish:
    """One learner wants one session of one mentor."""

    fate: Fate
    offering_id: int
    mentor_id: int
    learner_id: int
    earned: str = str(EARNED // 100)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fate", Fate(self.fate))


def a_wish(fate: Fate) -> Wish:
    """Of people whom nobody else knows."""
    mentor, learner = a_mentor(), a_learner()
    # The gateway outlives the database of a test, and knows people by the number of their account here.
    upi = payouts.DestinationForm("upi", vpa=f"meera{ids.public_id()}@okbank")
    with unit_of_work() as work:
        payouts.save_destination(work, upi, by=proved(mentor))
    return Wish(fate, an_offering(mentor, price=PRICE), mentor.user_id, learner.user_id)


def wrong(gateway: Sandbox, wishes: list[Wish]) -> list[str]:
    """What was lost or doubled, in words: bookings, ledger and gateway compared."""
    with database.reading() as db:
        found = [str(finding) for finding in verification.verify(db)]
        if total := int(db.exec(select(func.sum(LedgerEntry.amount_paise))).one() or 0):
            found.append(f"the ledger is off by {total} paise")
    for wish in wishes:
        found += [f"{wish.fate}: {words}" for words in _wrong_of(gateway, wish)]
    return found


def _wrong_of(gateway: Sandbox, wish: Wish) -> list[str]:
    with database.reading() as db:
        rows = db.exec(select(Booking).where(Booking.session_id == wish.offering_id)).all()
        if len(rows) != 1:
            return [f"{len(rows)} bookings"]
        payment = db.exec(select(Payment).where(Payment.booking_id == rows[0].id)).one()
        own = select(LedgerEntry.account, func.sum(LedgerEntry.amount_paise)).where(
            LedgerEntry.owner_id == wish.mentor_id
        )
        balances = dict(db.exec(own.group_by(LedgerEntry.account)).all())
    found = []
    if (rows[0].status, payment.status) != ENDS[wish.fate]:
        found.append(f"the booking is {rows[0].status}, its money {payment.status}")
    if any(balances.values()):
        found.append(f"the mentor has {balances}")
    completed = wish.fate is Fate.CONFIRMED_AND_COMPLETED
    charged = TOTAL if wish.fate is not Fate.REPORTED_AND_REJECTED else 0
    if (kept := _kept(gateway, payment)) != charged:
        found.append(f"the gateway kept {kept} paise of the learner's")
    if (sent := _sent(gateway, wish.mentor_id)) != [EARNED] * completed:
        found.append(f"the mentor was sent {sent}")
    return found


def _kept(gateway: Sandbox, payment: Payment) -> int:
    """What the learner has paid at the gateway, for whatever order, and not got back."""
    entities: list[dict[str, Any]] = []
    for order in gateway.client.order.all({"receipt": payment.receipt})["items"]:
        entities += gateway.client.order.payments(order["id"])["items"]
    return sum(one["amount"] - one["amount_refunded"] for one in entities if one["captured"])


def _sent(gateway: Sandbox, mentor_id: int) -> list[int]:
    """What left the account for this mentor."""
    with database.reading() as db:
        wanted = select(PayoutAttempt.razorpay_payout_id).join(Withdrawal).where(Withdrawal.user_id == mentor_id)
        known = set(db.exec(wanted))
    payouts_there = gateway.control("GET", "payouts")["items"]
    accounts = {one["fund_account_id"] for one in payouts_there if one["id"] in known}
    return [one["amount"] for one in payouts_there if one["fund_account_id"] in accounts]
