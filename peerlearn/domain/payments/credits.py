"""What a package holds: its sessions' money, moved to a booking when one is used, and back when that comes to nothing.

Nothing of this passes through the gateway. Whoever moves anything holds the lock of the package's payment.
"""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.contested import contested, contested_among
from peerlearn.domain.payments.events import PaymentCaptured
from peerlearn.domain.payments.intent import begin
from peerlearn.domain.payments.ledger import Place
from peerlearn.domain.payments.refusals import NoCreditLeft
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Payment
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def credit_of(db: Session, package_payment_id: int) -> Money:
    """What of a package is neither booked nor given back, nor questioned by a bank."""
    return Money(_free(db, db.get_one(Payment, package_payment_id)))


def credits_of(db: Session, package_payment_ids: Collection[int]) -> dict[int, Money]:
    """The same of several packages; left out are those that hold nothing."""
    package_id = func.coalesce(Payment.paid_from_id, Payment.id)
    total = func.sum(LedgerEntry.amount_paise)
    left = (
        select(package_id, total)
        .join(LedgerTransaction, col(LedgerTransaction.payment_id) == col(Payment.id))
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .where(package_id.in_(package_payment_ids), LedgerEntry.account == Account.PACKAGE_CREDIT)
        .group_by(package_id)
        .having(total != 0)
    )
    if not package_payment_ids:
        return {}
    held = {payment_id: Money(int(paise)) for payment_id, paise in db.exec(left)}
    held |= {payment_id: credit_of(db, payment_id) for payment_id in contested_among(db, held)}
    return {payment_id: credit for payment_id, credit in held.items() if credit.paise != 0}


def use_credit(work: Work, package_payment_id: int, *, booking_id: int, price: Money) -> None:
    """Pay a booking from a package; it goes on as if its money had just come.

    Raises:
        NoCreditLeft: when that is more than the package holds.
    """
    package = storage.locked(work, package_payment_id)
    people = {"learner_id": package.learner_id, "mentor_id": package.mentor_id}
    payment_id = begin(
        work, booking_id=booking_id, price=price, kind=PaymentKind.CREDIT, paid_from=package.id, **people
    )
    payment = work.db.get_one(Payment, payment_id)
    if package.status != PaymentStatus.CAPTURED or _free(work.db, package) < payment.total_paise:
        raise NoCreditLeft()
    payment.status, payment.captured_at = PaymentStatus.CAPTURED, work.now
    ledger.post_credit_used(work, payment)
    storage.record(work, "credit.used", payment, actor_id=package.learner_id, package=package.id)
    work.tell(PaymentCaptured(payment_id, booking_id, package.learner_id, package.mentor_id))


def give_back(work: Work, payment: Payment, amount_paise: int, reason: str, *, by: Viewer | None = None) -> None:
    """So much of a booking that was paid from a package is the package's again."""
    assert payment.paid_from_id is not None
    storage.locked(work, payment.paid_from_id)
    ledger.post_credit_returned(work, payment, amount_paise)
    _note_gone(payment, amount_paise)
    actor_id = by.user_id if by else None
    storage.record(work, "credit.returned", payment, actor_id=actor_id, reason=reason, package=payment.paid_from_id)
    storage.changed(work, payment)


def taken_from_package(
    work: Work, package: Payment, amount_paise: int, *, at_sites_cost: bool = False
) -> dict[Place, int]:
    """From where so much of a package is taken: what is not booked; what is booked becomes that first, if need be.

    The second happens only where the gateway, or a bank, sends more back than is unused: then what was booked, the
    latest first, has no money any more either, wherever that is. At the site's cost mentors keep what they earned.
    Whoever calls holds the lock of the package's payment.
    """
    missing = amount_paise - ledger.credit_left(work.db, package)
    for payment in _booked_from(work, package) if missing > 0 else ():
        part = min(missing, payment.total_paise - payment.refunded_paise)
        if part > 0:
            ledger.post_credit_returned(work, payment, part, at_sites_cost=at_sites_cost)
            _note_gone(payment, part)
            missing -= part
    return {ledger.credit_of(package): -amount_paise}


def _free(db: Session, package: Payment) -> int:
    return max(0, ledger.credit_left(db, package) - contested(db, package))


def _booked_from(work: Work, package: Payment) -> Sequence[Payment]:
    booked = select(Payment).where(Payment.paid_from_id == package.id, col(Payment.status) == PaymentStatus.CAPTURED)
    locked = booked.order_by(col(Payment.id).desc()).with_for_update().execution_options(populate_existing=True)
    return work.db.exec(locked).all()


def _note_gone(payment: Payment, amount_paise: int) -> None:
    payment.refunded_paise += amount_paise
    if payment.refunded_paise == payment.total_paise:
        payment.status = PaymentStatus.REFUNDED
