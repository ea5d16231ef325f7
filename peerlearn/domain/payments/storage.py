"""Finds payments: under a lock for those who decide about them, plain for those who only look; and notes deeds."""

from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from peerlearn.domain import audit
from peerlearn.domain.payments.rules import FOR_A_BOOKING
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.work import Work

TOPIC = "payments"  # watched by those who see all of them


def locked(work: Work, payment_id: int) -> Payment:
    """The payment, until the end of this transaction ours alone."""
    return work.db.exec(_for_us(select(Payment).where(Payment.id == payment_id))).one()


def locked_of_booking(work: Work, booking_id: int) -> Payment:
    """The payment of a booking, until the end of this transaction ours alone."""
    return work.db.exec(_for_us(_of(booking_id))).one()


def locked_with_package(work: Work, booking_id: int) -> Payment:
    """The same, after the package's that it was paid from, as everybody does who moves credits."""
    found = of_booking(work.db, booking_id)
    if found is not None and found.paid_from_id is not None:
        locked(work, found.paid_from_id)
    return locked_of_booking(work, booking_id)


def of_booking(db: Session, booking_id: int) -> Payment | None:
    """The payment of a booking; gifts are beside it."""
    return db.exec(_of(booking_id)).first()


def of_order(db: Session, order_id: str) -> Payment | None:
    """The payment that an order of the gateway was opened for."""
    if not (order_id.isascii() and order_id.isprintable()):
        return None  # no id of the gateway, and some databases stumble over such text
    return db.exec(select(Payment).where(Payment.order_id == order_id)).first()


def of_attempt(db: Session, razorpay_id: str) -> Payment | None:
    """The payment that this attempt of the gateway has paid."""
    return db.exec(select(Payment).where(Payment.razorpay_id == razorpay_id)).first()


def changed(work: Work, payment: Payment) -> None:
    """Have both people's pages read again, and the admins'."""
    work.touch(f"account:{payment.learner_id}", f"account:{payment.mentor_id}", TOPIC)


def record(work: Work, action: str, payment: Payment, *, actor_id: int | None = None, **details: Any) -> None:
    """Write a deed into the audit log; without an actor the gateway or the clock did it."""
    target = f"payment:{payment.id}"
    audit.record(work, action, actor_id=actor_id, target=target, booking_id=payment.booking_id, **details)


def _for_us(wanted: SelectOfScalar[Payment]) -> SelectOfScalar[Payment]:
    """Locked, and read anew: what this transaction saw before it got the lock may have changed since."""
    return wanted.with_for_update().execution_options(populate_existing=True)


def _of(booking_id: int) -> SelectOfScalar[Payment]:
    return select(Payment).where(Payment.booking_id == booking_id, col(Payment.kind).in_(FOR_A_BOOKING))
