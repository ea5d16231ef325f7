"""A part of a payment goes back, by the same way as the whole, and on its own."""

from collections.abc import Mapping

from sqlmodel import func, select

from peerlearn.domain.payments import ledger, refunds, storage
from peerlearn.domain.payments.ledger import Place
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.domain.payments.tables import Account, Payment, Refund
from peerlearn.kit.work import Work


def refund_part(work: Work, payment: Payment, amount_paise: int, reason: str, entries: Mapping[Place, int]) -> None:
    """Send a part of a payment back; whoever calls holds its lock, and has looked whether there is as much.

    Args:
        work: the transaction.
        payment: the payment, locked and captured.
        amount_paise: how much.
        reason: for the books.
        entries: from where in the ledger it is taken: negative amounts that sum to it.
    """
    if amount_paise <= 0 or sum(entries.values()) != -amount_paise:
        raise ValueError(f"{entries} do not give {amount_paise} paise")
    last = work.db.exec(select(func.max(Refund.part)).where(Refund.payment_id == payment.id)).one()
    part = (last or refunds.WHOLE) + 1
    ledger.post_part_refund(work, payment, part, entries)
    if ledger.nothing_left(work, payment):
        payment.status = PaymentStatus.REFUNDING
    refunds.write_down(work, payment, amount_paise, reason, part=part)
    storage.changed(work, payment)


def refund_credit(work: Work, package_payment_id: int, amount_paise: int, reason: str) -> None:
    """Send back what of a package is not booked, or as much of that."""
    package = storage.locked(work, package_payment_id)
    refund_part(work, package, amount_paise, reason, {(Account.PACKAGE_CREDIT, package.learner_id): -amount_paise})
