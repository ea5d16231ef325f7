"""What a package that was bought holds, its lock, and its end."""

from sqlmodel import Session, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.rules import Terms
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def terms_of(package: Package) -> Terms:
    """What it offers."""
    return Terms(package.sessions, Money(package.price_paise), Money(package.usual_price_paise))


def fits(package: Package, purchase: PackagePurchase, offering: Offering) -> bool:
    """Whether it books this session, which has to begin while it is valid: what comes of it may have to go back."""
    if offering.mentor_id != package.mentor_id or offering.price_paise > package.usual_price_paise:
        return False
    return purchase.valid_until is not None and offering.starts_at <= purchase.valid_until


def left_in(db: Session, purchase: PackagePurchase, package: Package) -> int:
    """How many sessions are neither booked nor given back."""
    return terms_of(package).left_of(payments.credit_of(db, purchase.payment_id))


def locked(work: Work, purchase: PackagePurchase) -> None:
    """Let nobody else move anything of it until this transaction ends; its payment is what everybody locks."""
    work.db.exec(select(Payment.id).where(Payment.id == purchase.payment_id).with_for_update()).one()


def both_here(db: Session, purchase: PackagePurchase) -> bool:
    """Whether its mentor and its learner still have their accounts."""
    payment = db.get_one(Payment, purchase.payment_id)
    return all(db.get_one(User, person).is_active for person in (payment.mentor_id, payment.learner_id))


def end(work: Work, purchase: PackagePurchase, reason: str, *, by: Viewer | None = None) -> Money:
    """Send what is unused back; from now on, what comes back from a booking goes on to the learner. How much it was."""
    locked(work, purchase)
    unused = payments.credit_of(work.db, purchase.payment_id)
    if unused.paise > 0:
        payments.refund_credit(work, purchase.payment_id, unused, reason, by=by)
    purchase.ended_at = purchase.ended_at or work.now
    return unused
