"""The double-entry ledger: every movement of money is a set of entries that sum to zero, added once, never edited.

The sign: a positive entry is a credit (we owe it to the account's owner), a negative one a debit (we have it).
So while ₹1,100 is with the gateway, `gateway_clearing` stands at -110000 and the escrow, the mentor or the app,
together, at +110000; once it is back with the learner, everything stands at zero.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from peerlearn.domain.payments.rules import PaymentKind
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.work import Work

# An account, and whose part of it, when it belongs to a person.
Place = tuple[Account, int | None]

CLEARING: Place = (Account.GATEWAY_CLEARING, None)
ESCROW: Place = (Account.BOOKING_ESCROW, None)
COMMISSION: Place = (Account.APP_COMMISSION, None)
SERVICE_FEE: Place = (Account.APP_SERVICE_FEE, None)
GATEWAY_FEE: Place = (Account.GATEWAY_FEE, None)
GATEWAY_TAX: Place = (Account.GATEWAY_TAX, None)
IN_TRANSIT: Place = (Account.REFUND_IN_TRANSIT, None)
NOT_HELD = (Account.GATEWAY_CLEARING, Account.GATEWAY_FEE, Account.GATEWAY_TAX, Account.REFUND_IN_TRANSIT)


def post_capture(work: Work, payment: Payment) -> None:
    """The learner's money arrived at the gateway; we keep it for the booking, or until there are bookings."""
    kept = _credit_of(payment) if payment.kind == PaymentKind.PACKAGE else ESCROW
    _post(work, Movement.CAPTURE, payment, {CLEARING: -payment.total_paise, kept: payment.total_paise})


def post_credit_used(work: Work, payment: Payment) -> None:
    """What a session of a package costs is kept for its booking from now on."""
    entries = {_credit_of(payment): -payment.total_paise, ESCROW: payment.total_paise}
    _post(work, Movement.CREDIT_USED, payment, entries)


def post_credit_returned(work: Work, payment: Payment) -> None:
    """The booking came to nothing: it is kept for another session of the same package again."""
    back = {place: -paise for place, paise in _held(work, payment).items()}
    _post(work, Movement.CREDIT_RETURNED, payment, {**back, _credit_of(payment): payment.total_paise})


def post_gateway_fee(work: Work, payment: Payment, fee_paise: int, tax_paise: int) -> bool:
    """The gateway keeps its fee, tax included, at the site's expense; False when that was written before."""
    kept = {GATEWAY_FEE: tax_paise - fee_paise, GATEWAY_TAX: -tax_paise}
    return fee_paise > 0 and _post(work, Movement.GATEWAY_FEE, payment, {**kept, CLEARING: fee_paise})


def post_release(work: Work, payment: Payment) -> bool:
    """The session took place: mentor and app have earned their parts; False when that was written before."""
    return _post(
        work,
        Movement.RELEASE,
        payment,
        {
            ESCROW: -payment.total_paise,
            (Account.MENTOR_AVAILABLE, payment.mentor_id): payment.mentor_paise,
            COMMISSION: payment.price_paise - payment.mentor_paise,
            SERVICE_FEE: payment.total_paise - payment.price_paise,
        },
    )


def post_refund(work: Work, payment: Payment) -> int:
    """All that is left of it is owed back to the learner, taken from wherever it is; how much, in paise."""
    held = _held(work, payment)
    owed = sum(held.values())
    _post(work, Movement.REFUND, payment, {**{place: -paise for place, paise in held.items()}, IN_TRANSIT: owed})
    return owed


def post_part_refund(work: Work, payment: Payment, part: int, entries: Mapping[Place, int]) -> None:
    """A part of it is owed back to the learner, taken from these places."""
    _post(work, Movement.REFUND, payment, {**entries, IN_TRANSIT: -sum(entries.values())}, part=part)


def post_refund_processed(work: Work, payment: Payment) -> None:
    """The learner has all of it back."""
    owed = in_transit(work, payment)
    if owed:
        _post(work, Movement.REFUND_PROCESSED, payment, {IN_TRANSIT: -owed, CLEARING: owed})


def post_part_processed(work: Work, payment: Payment, part: int, amount_paise: int) -> None:
    """The learner has that part back."""
    entries = {IN_TRANSIT: -amount_paise, CLEARING: amount_paise}
    _post(work, Movement.REFUND_PROCESSED, payment, entries, part=part)


def in_transit(work: Work, payment: Payment) -> int:
    """What of a payment is on its way back, in paise."""
    return balance(work.db, payment, Account.REFUND_IN_TRANSIT)


def credit_left(db: Session, payment: Payment) -> int:
    """What of a package is not booked and not given back, in paise."""
    return balance(db, payment, Account.PACKAGE_CREDIT)


def nothing_left(work: Work, payment: Payment) -> bool:
    """Whether all of a payment is on its way back, or back."""
    return not _held(work, payment)


def balance(db: Session, payment: Payment, account: Account) -> int:
    """What a payment, with those paid from it, has left on an account."""
    total = (
        select(func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(col(LedgerTransaction.payment_id).in_(_family(payment)), LedgerEntry.account == account)
    )
    return int(db.exec(total).one() or 0)


def knows_fee(db: Session, payment_id: int) -> bool:
    """Whether what the gateway keeps of a payment is written down."""
    kept = select(LedgerTransaction.id).where(
        LedgerTransaction.payment_id == payment_id, LedgerTransaction.kind == Movement.GATEWAY_FEE
    )
    return db.exec(kept).first() is not None


def _credit_of(payment: Payment) -> Place:
    return (Account.PACKAGE_CREDIT, payment.learner_id)


def _family(payment: Payment) -> SelectOfScalar[Any]:
    """The payment and, of a package, what was booked from it."""
    return select(Payment.id).where(or_(col(Payment.id) == payment.id, col(Payment.paid_from_id) == payment.id))


def _held(work: Work, payment: Payment) -> dict[Place, int]:
    """Where the money of a payment is now; what the gateway keeps and what is on its way back is left out.

    That of a booking from a package is with the booking: what it left in the package is less than nothing.
    """
    elsewhere = (*NOT_HELD, Account.PACKAGE_CREDIT) if payment.kind == PaymentKind.CREDIT else NOT_HELD
    total = func.sum(LedgerEntry.amount_paise)
    rows = work.db.exec(
        select(LedgerEntry.account, LedgerEntry.owner_id, total)
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(col(LedgerTransaction.payment_id).in_(_family(payment)), col(LedgerEntry.account).not_in(elsewhere))
        .group_by(LedgerEntry.account, col(LedgerEntry.owner_id))
        .having(total != 0)
    )
    return {(Account(account), owner_id): int(paise) for account, owner_id, paise in rows}


def _post(work: Work, kind: Movement, payment: Payment, entries: Mapping[Place, int], *, part: int = 0) -> bool:
    """Write one movement of a payment or of a part of it, once; False when it was written before."""
    assert payment.id is not None
    key = f"{kind}:payment:{payment.id}" + (f":part:{part}" if part else "")
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
