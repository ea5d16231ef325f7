"""Everything that stands on a receipt, read from the payment, its receipt row and what came back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import BillingState, Payment, Receipt, Refund
from peerlearn.domain.receipts.refusals import NotYourReceipt
from peerlearn.domain.receipts.rules import TaxInFee, tax_in
from peerlearn.kit.money import Money

LARGEST_NUMBER = 2**31 - 1  # what the database can be asked for
OF_A_PACKAGE = "Package of {sessions} sessions"
STATE_DIGITS = 2  # a GSTIN begins with the code of its state


@dataclass(frozen=True)
class GivenBack:
    """Money that went back, or is on its way; `settled_at` is nothing until it arrived."""

    amount: Money
    asked_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Seller:
    """Who sold it, as they were that day; without a `gstin` nothing is said about taxes."""

    name: str
    address: str
    gstin: str
    sac: str
    place_of_supply: str


@dataclass(frozen=True)
class Paper:
    """One receipt; `tax` is what is contained in the fee, nothing without a GSTIN.

    A package has no session that would start, but is valid until some day.
    """

    number: str
    issued_at: datetime
    kind: str
    learner_name: str
    learner_email: str
    mentor_name: str
    title: str
    starts_at: datetime | None
    duration_minutes: int
    valid_until: datetime | None
    price: Money
    fee: Money
    total: Money
    gateway_id: str
    method: str
    given_back: tuple[GivenBack, ...]
    seller: Seller
    tax: TaxInFee | None


def paper_of(db: Session, payment_id: int, *, by: Viewer) -> Paper:
    """A receipt, for the learner who paid, and for admins.

    Raises:
        NotYourReceipt: for everybody else, and while nothing was paid.
    """
    if payment_id > LARGEST_NUMBER:
        raise NotYourReceipt()
    learner, mentor = aliased(User), aliased(User)
    wanted = (
        select(Payment, Receipt, Offering)
        .add_columns(learner, col(mentor.name), PackagePurchase, Package)
        .join(Receipt, col(Receipt.payment_id) == col(Payment.id))
        .join(Booking, col(Booking.id) == col(Payment.booking_id), isouter=True)
        .join(Offering, col(Offering.id) == col(Booking.session_id), isouter=True)
        .join(PackagePurchase, col(PackagePurchase.payment_id) == col(Payment.id), isouter=True)
        .join(Package, col(Package.id) == col(PackagePurchase.package_id), isouter=True)
        .join(learner, col(learner.id) == col(Payment.learner_id))
        .join(mentor, col(mentor.id) == col(Payment.mentor_id))
        .where(col(Payment.id) == payment_id)
    )
    found = db.execute(wanted).first()
    if found is None or (by.role != Role.ADMIN and found[0].learner_id != by.user_id):
        raise NotYourReceipt()
    payment, receipt, offering, payer, mentor_name, purchase, package = found
    fee = Money(payment.total_paise - payment.price_paise)
    return Paper(
        number=payments.receipt_number(receipt.year, receipt.number),
        issued_at=receipt.issued_at,
        kind=payment.kind,
        learner_name=payer.name,
        learner_email="" if payer.deleted_at else payer.email,
        mentor_name=mentor_name,
        title=OF_A_PACKAGE.format(sessions=package.sessions) if package else offering.title,
        starts_at=offering.starts_at if offering else None,
        duration_minutes=offering.duration_minutes if offering else 0,
        valid_until=purchase.valid_until if purchase else None,
        price=Money(payment.price_paise),
        fee=fee,
        total=Money(payment.total_paise),
        gateway_id=payment.razorpay_id or "",
        method=payment.method,
        given_back=_given_back(db, payment_id),
        seller=Seller(receipt.seller_name, receipt.seller_address, receipt.gstin, receipt.sac, receipt.place_of_supply),
        tax=_tax(receipt, fee) if receipt.gstin else None,
    )


def state_of(db: Session, user_id: int) -> str:
    """The state that somebody wants on their receipts, by its code; empty when they have said none."""
    found = db.get(BillingState, user_id)
    return found.code if found else ""


def _tax(receipt: Receipt, fee: Money) -> TaxInFee:
    own_state = receipt.gstin[:STATE_DIGITS]
    return tax_in(fee, receipt.gst_percent, seller_state=own_state, place=receipt.place_of_supply)


def _given_back(db: Session, payment_id: int) -> tuple[GivenBack, ...]:
    wanted = (
        select(Refund)
        .where(Refund.payment_id == payment_id, col(Refund.replaced_by_id).is_(None))
        .order_by(col(Refund.id))
    )
    return tuple(
        GivenBack(
            Money(one.amount_paise),
            one.created_at,
            one.settled_at if one.status == RefundStatus.PROCESSED else None,  # what a bank returned is still owed
        )
        for one in db.exec(wanted)
    )
