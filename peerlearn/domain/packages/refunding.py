"""An admin gives back what is unused of a package: it ends with that, and what is booked from it stays booked."""

from sqlmodel import Session, select

from peerlearn.domain import bookings, payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings import RefundTerms
from peerlearn.domain.packages.letters import tell_of_refund
from peerlearn.domain.packages.refusals import LeftChanged, NothingUnused
from peerlearn.domain.packages.storage import end, left_in, locked
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments import PaymentKind
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

TITLE = "Package of {sessions} sessions"
NOTHING = Money(0)


def refund_terms(db: Session, payment_id: int, *, by: Viewer) -> RefundTerms:
    """What it means to give back what is unused of the package that this payment bought.

    Raises:
        NotForYou, NoSuchPayment, PaymentDisputed.
    """
    if by.role != Role.ADMIN:
        raise payments.NotForYou()
    purchase, payment = _bought(db, payment_id)
    package = db.get_one(Package, purchase.package_id)
    unused = _unused_of(db, payment)
    return RefundTerms(
        payment_id=payment_id,
        kind=payment.kind,
        title=TITLE.format(sessions=package.sessions),
        learner_name=db.get_one(User, payment.learner_id).name,
        mentor_name=db.get_one(User, payment.mentor_id).name,
        total=str(unused),
        total_paise=unused.paise,
        arrives=payments.refund_arrives(payment.method),
        sessions=package.sessions,
        unused=left_in(db, purchase, package),
    )


def refund_by_admin(work: Work, payment_id: int, reason: str, *, back: Money, by: Viewer) -> None:
    """Give back what is unused of a package, end it, and tell both.

    Args:
        work: the transaction.
        payment_id: what the package was paid with.
        reason: why; both read it.
        back: how much goes back, as the admin was shown.
        by: the admin, who has just shown the second factor.

    Raises:
        NotForYou, ProofNeeded, ReasonNeeded, NoSuchPayment, NothingUnused, LeftChanged,
        PaymentDisputed.
    """
    words = bookings.understood_reason(work, reason, by=by)
    purchase, payment = _bought(work.db, payment_id)
    locked(work, purchase)
    unused = _unused_of(work.db, payment)
    if unused == NOTHING:
        raise NothingUnused()
    if unused != back:
        raise LeftChanged()
    end(work, purchase, words, by=by)
    tell_of_refund(work, purchase.id or 0, unused, words)


def _unused_of(db: Session, payment: Payment) -> Money:
    unused = payments.credit_of(db, payment.id or 0)
    if unused == NOTHING and payments.contested(db, payment):
        raise payments.PaymentDisputed()
    return unused


def _bought(db: Session, payment_id: int) -> tuple[PackagePurchase, Payment]:
    payment = db.get(Payment, payment_id)
    if payment is None or payment.kind != PaymentKind.PACKAGE:
        raise bookings.NoSuchPayment()
    return db.exec(select(PackagePurchase).where(PackagePurchase.payment_id == payment_id)).one(), payment
