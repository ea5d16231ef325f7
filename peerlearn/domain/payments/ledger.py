"""The double-entry ledger: every movement of money is a set of entries that sum to zero, added once, never edited.

The sign: a positive entry is a credit (we owe it to the account's owner), a negative one a debit (we have it).
So while ₹1,100 is with the gateway, `gateway_clearing` stands at -110000 and the escrow, the mentor or the app,
together, at +110000; once it is back with the learner, everything stands at zero.
"""

from collections.abc import Mapping

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import PaymentKind, Split, refund_legs, returned
from peerlearn.domain.payments.tables import Account, Dispute, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.work import Work

# An account, and whose part of it, when it belongs to a person.
Place = tuple[Account, int | None]

CLEARING: Place = (Account.GATEWAY_CLEARING, None)
ESCROW: Place = (Account.BOOKING_ESCROW, None)
COMMISSION: Place = (Account.APP_COMMISSION, None)
SERVICE_FEE: Place = (Account.APP_SERVICE_FEE, None)
GATEWAY_FEE: Place = (Account.GATEWAY_FEE, None)
GATEWAY_TAX: Place = (Account.GATEWAY_TAX, None)
CANCELLATION_FEE: Place = (Account.CANCELLATION_FEE, None)
IN_TRANSIT: Place = (Account.REFUND_IN_TRANSIT, None)
BANK: Place = (Account.PAYOUT_BANK, None)
DISPUTED: Place = (Account.DISPUTED, None)
LOSS: Place = (Account.PLATFORM_LOSS, None)
SETTLED: Place = (Account.SETTLEMENT_BANK, None)
ADJUSTMENT: Place = (Account.GATEWAY_ADJUSTMENT, None)


def post_capture(work: Work, payment: Payment) -> None:
    """The learner's money arrived at the gateway; we keep it for the booking, or until there are bookings."""
    kept = credit_of(payment) if payment.kind == PaymentKind.PACKAGE else ESCROW
    _post(work, Movement.CAPTURE, payment, {CLEARING: -payment.total_paise, kept: payment.total_paise})


def post_credit_used(work: Work, payment: Payment) -> None:
    """What a session of a package costs is kept for its booking from now on."""
    entries = {credit_of(payment): -payment.total_paise, ESCROW: payment.total_paise}
    _post(work, Movement.CREDIT_USED, payment, entries)


def post_credit_returned(work: Work, payment: Payment, amount_paise: int, *, at_sites_cost: bool = False) -> None:
    """So much of what was booked is kept for other sessions of the same package again.

    Comes before `payment.refunded_paise` is raised by it.
    """
    taken = taken_from(work.db, payment, amount_paise, at_sites_cost=at_sites_cost)
    entries = {**taken, credit_of(payment): amount_paise}
    once = f"payment:{payment.id}:after:{payment.refunded_paise}"
    _post(work, Movement.CREDIT_RETURNED, payment, entries, once=once)


def post_gateway_fee(work: Work, payment: Payment, fee_paise: int, tax_paise: int) -> bool:
    """The gateway keeps its fee, tax included, at the site's expense; False when that was written before."""
    kept = {GATEWAY_FEE: tax_paise - fee_paise, GATEWAY_TAX: -tax_paise}
    return fee_paise > 0 and _post(work, Movement.GATEWAY_FEE, payment, {**kept, CLEARING: fee_paise})


def post_release(work: Work, payment: Payment) -> bool:
    """Mentor and app have earned their parts of what did not go back; False when that was written before."""
    left = payment.split - returned(payment.split, payment.refunded_paise)
    return _post(work, Movement.RELEASE, payment, {ESCROW: -left.total, **_shares(payment, left)})


def post_refund(work: Work, payment: Payment, refund_id: int, taken: Mapping[Place, int]) -> None:
    """So much more is owed back to the learner as is taken from these places."""
    _post(work, Movement.REFUND, payment, {**taken, IN_TRANSIT: -sum(taken.values())}, once=f"refund:{refund_id}")


def taken_from(db: Session, payment: Payment, amount_paise: int, *, at_sites_cost: bool = False) -> dict[Place, int]:
    """From where so much more of a payment is taken: the escrow, or mentor and app by their legs.

    To be asked before `payment.refunded_paise` is raised by it. At the site's cost the mentor keeps what they earned;
    it is always so once they have deleted their account, for nobody is left who could make up for it.
    """
    if not was_earned(db, payment.id or 0):
        return {ESCROW: -amount_paise}
    legs = refund_legs(payment.split, payment.refunded_paise, amount_paise)
    gives = _shares(payment, legs)
    if at_sites_cost or has_left(db, payment.mentor_id):
        gives[LOSS] = gives.pop((Account.MENTOR_AVAILABLE, payment.mentor_id))
    return {place: -paise for place, paise in gives.items()}


def has_left(db: Session, mentor_id: int) -> bool:
    """Whether a mentor has deleted their account, so that nothing can be taken from them any more."""
    return db.get_one(User, mentor_id).deleted_at is not None


def post_refund_processed(
    work: Work, payment: Payment, refund_id: int, amount_paise: int, *, out_of: Place = CLEARING
) -> None:
    """The learner has the money of one refund back: from the gateway, from our bank, or from their own bank."""
    entries = {IN_TRANSIT: -amount_paise, out_of: amount_paise}
    _post(work, Movement.REFUND_PROCESSED, payment, entries, once=f"refund:{refund_id}")


def post_dispute_taken(work: Work, payment: Payment, dispute: Dispute, amount_paise: int) -> None:
    """The gateway has deducted so much more for a dispute; comes before `dispute.taken_paise` is raised by it."""
    once = f"dispute:{dispute.id}:after:{dispute.taken_paise}"
    _post(work, Movement.DISPUTE_TAKEN, payment, {DISPUTED: -amount_paise, CLEARING: amount_paise}, once=once)


def post_dispute_returned(work: Work, payment: Payment, dispute: Dispute, amount_paise: int) -> None:
    """The gateway has given back what it had deducted for a dispute, all of it or what was not lost."""
    entries = {CLEARING: -amount_paise, DISPUTED: amount_paise}
    _post(work, Movement.DISPUTE_RETURNED, payment, entries, once=f"dispute:{dispute.id}")


def post_dispute_lost(work: Work, payment: Payment, dispute: Dispute, amount_paise: int) -> None:
    """More is gone by a dispute than there was of its payment: what had gone back before, or what banks charge for it.

    Comes before `dispute.lost_paise` is raised by it.
    """
    once = f"dispute:{dispute.id}:after:{dispute.lost_paise}"
    _post(work, Movement.DISPUTE_LOST, payment, {LOSS: -amount_paise, DISPUTED: amount_paise}, once=once)


def post_cancellation_fee(work: Work, payment: Payment, amount_paise: int) -> bool:
    """The mentor pays the site for having called this session off late; False when that was written before."""
    entries = {(Account.MENTOR_AVAILABLE, payment.mentor_id): -amount_paise, CANCELLATION_FEE: amount_paise}
    return _post(work, Movement.CANCELLATION_FEE, payment, entries)


def post_stray(work: Work, payment: Payment, stray_id: int, amount_paise: int) -> None:
    """Money of a wrong amount is with the gateway, and owed back to the learner from the first moment."""
    entries = {CLEARING: -amount_paise, IN_TRANSIT: amount_paise}
    _post(work, Movement.STRAY, payment, entries, once=f"came:{stray_id}")


def post_stray_fee(work: Work, payment: Payment, stray_id: int, fee_paise: int, tax_paise: int) -> None:
    """The gateway keeps its fee of such money, too, tax included; the learner has all of theirs back."""
    kept = {GATEWAY_FEE: tax_paise - fee_paise, GATEWAY_TAX: -tax_paise, CLEARING: fee_paise}
    if fee_paise > 0:
        _post(work, Movement.STRAY, payment, kept, once=f"fee:{stray_id}")


def post_stray_returned(work: Work, payment: Payment, razorpay_refund_id: str, amount_paise: int) -> bool:
    """So much of it has arrived at the learner again; False when that was written before."""
    entries = {IN_TRANSIT: -amount_paise, CLEARING: amount_paise}
    return _post(work, Movement.STRAY, payment, entries, once=f"returned:{razorpay_refund_id}")


def post_compensation(work: Work, payment: Payment, amount_paise: int) -> bool:
    """The mentor compensates the learner for calling this session off late; False when that was written before."""
    entries: dict[Place, int] = {
        (Account.MENTOR_AVAILABLE, payment.mentor_id): -amount_paise,
        (Account.LEARNER_AVAILABLE, payment.learner_id): amount_paise,
    }
    return _post(work, Movement.COMPENSATION, payment, entries)


def post_settlement(work: Work, settlement_id: int, of_payments: int, of_adjustments: int) -> bool:
    """What the gateway had of payments is in our bank, with what it gave or took besides; False when written before.

    Both are paise, and `of_adjustments` is below zero where it took.
    """
    entries = {SETTLED: -(of_payments + of_adjustments), CLEARING: of_payments, ADJUSTMENT: of_adjustments}
    kind = Movement.SETTLEMENT
    key = f"{kind}:settlement:{settlement_id}"
    return post(work, LedgerTransaction(kind=kind, key=key, settlement_id=settlement_id, at=work.now), entries)


def knows_fee(db: Session, payment_id: int) -> bool:
    """Whether what the gateway keeps of a payment is written down."""
    kept = select(LedgerTransaction.id).where(
        LedgerTransaction.payment_id == payment_id, LedgerTransaction.kind == Movement.GATEWAY_FEE
    )
    return db.exec(kept).first() is not None


def credit_of(payment: Payment) -> Place:
    """Where what a learner has paid for and not booked yet is kept."""
    return (Account.PACKAGE_CREDIT, payment.learner_id)


def credit_left(db: Session, payment: Payment) -> int:
    """What of a package is not booked and not given back, in paise."""
    family = select(Payment.id).where(or_(col(Payment.id) == payment.id, col(Payment.paid_from_id) == payment.id))
    total = (
        select(func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(col(LedgerTransaction.payment_id).in_(family), LedgerEntry.account == Account.PACKAGE_CREDIT)
    )
    return int(db.exec(total).one() or 0)


def was_earned(db: Session, payment_id: int) -> bool:
    """Whether mentor and app have had their parts."""
    earned = select(LedgerTransaction.id).where(
        LedgerTransaction.payment_id == payment_id, LedgerTransaction.kind == Movement.RELEASE
    )
    return db.exec(earned).first() is not None


def _shares(payment: Payment, parts: Split) -> dict[Place, int]:
    """Whose the parts are."""
    return {
        (Account.MENTOR_AVAILABLE, payment.mentor_id): parts.mentor,
        COMMISSION: parts.commission,
        SERVICE_FEE: parts.service_fee,
    }


def _post(
    work: Work, kind: Movement, payment: Payment, entries: Mapping[Place, int], *, once: str | None = None
) -> bool:
    """Write one movement of a payment, once for it or for what else is named; False when it was written before."""
    assert payment.id is not None
    key = f"{kind}:{once or f'payment:{payment.id}'}"
    return post(work, LedgerTransaction(kind=kind, key=key, payment_id=payment.id, at=work.now), entries)


def post(work: Work, movement: LedgerTransaction, entries: Mapping[Place, int]) -> bool:
    """Write one movement under its key, once; False when it was written before."""
    if sum(entries.values()) != 0:
        raise ValueError(f"{movement.key} does not balance: {entries}")
    if work.db.exec(select(LedgerTransaction.id).where(LedgerTransaction.key == movement.key)).first() is not None:
        return False
    work.db.add(movement)
    work.db.flush()
    assert movement.id is not None
    for (account, owner_id), paise in entries.items():
        if paise != 0:
            work.db.add(LedgerEntry(transaction_id=movement.id, account=account, owner_id=owner_id, amount_paise=paise))
    work.db.flush()
    return True
