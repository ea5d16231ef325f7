"""What things cost, who gets what, and how far a payment has come: pure decisions, no database, no gateway."""

import enum
from dataclasses import dataclass

from peerlearn.kit.money import Money

SERVICE_FEE_BPS = 1000  # the learner pays this on top of the price
COMMISSION_BPS = 1000  # what the app keeps of the price
MENTOR_BPS = 10_000 - COMMISSION_BPS  # the mentor's part of the price; what is left of the total is the app's
CURRENCY = "INR"
SMALLEST_PRICE = Money.rupees(1)
REFUND_ARRIVES = "Banks take five to seven working days to show it; UPI is faster."  # once it is with the gateway


@dataclass(frozen=True)
class Quote:
    """One price taken apart: price + fee = total = mentor + app."""

    price: Money
    fee: Money
    total: Money
    mentor: Money
    app: Money


def quote(price: Money) -> Quote:
    """What a learner pays for a session of this price, and how it is split.

    Raises:
        ValueError: for a price that nothing can be charged for.
    """
    if price < SMALLEST_PRICE:
        raise ValueError(f"{price} is less than the smallest price, {SMALLEST_PRICE}")
    fee = price.share(SERVICE_FEE_BPS)
    total = price + fee
    mentor = price.share(MENTOR_BPS)
    return Quote(price=price, fee=fee, total=total, mentor=mentor, app=total - mentor)


class PaymentKind(enum.StrEnum):
    """What the money is for."""

    BOOKING = "booking"  # kept until its session has taken place
    GIFT = "gift"  # the mentor's as soon as it comes
    PACKAGE = "package"  # several sessions of one mentor, not booked yet
    CREDIT = "credit"  # one of these sessions, once it is booked: nothing passes through the gateway


FOR_A_BOOKING = (PaymentKind.BOOKING, PaymentKind.CREDIT)  # a booking has one payment of these kinds


class PaymentStatus(enum.StrEnum):
    """How far a payment has come, in this order; it never goes back."""

    CREATED = "created"  # a booking holds its slot; the gateway knows nothing yet
    PENDING = "pending"  # an order is open at the gateway
    FAILED = "failed"  # the last attempt failed; a bank may still change its mind days later
    AUTHORIZED = "authorized"  # the bank has set the money aside
    CAPTURED = "captured"  # the money is ours to keep safe
    REFUNDING = "refunding"  # all of it is on its way back
    REFUNDED = "refunded"  # all of it is back

    @property
    def rank(self) -> int:
        """The place in the order."""
        return list(PaymentStatus).index(self)

    def reached(self, milestone: "PaymentStatus") -> bool:
        """Whether the payment has come this far, or farther."""
        return self.rank >= milestone.rank


class RefundStatus(enum.StrEnum):
    """Where one refund is."""

    REQUESTED = "requested"  # written down; the gateway may not know of it yet
    PENDING = "pending"  # the gateway has accepted it
    PROCESSED = "processed"
    FAILED = "failed"  # the bank sent it back; a new refund may be asked for

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in (RefundStatus.PROCESSED, RefundStatus.FAILED)


@dataclass(frozen=True)
class Attempt:
    """What the gateway says of one try to pay an order; an order may see several.

    `fee_paise` is what it keeps, `tax_paise` of it included; nothing while it has not said so.
    """

    razorpay_id: str
    order_id: str
    amount_paise: int
    currency: str
    status: PaymentStatus
    fee_paise: int | None = None
    tax_paise: int = 0

    def pays(self, order_id: str | None, amount_paise: int) -> bool:
        """Whether it is for exactly this order and this amount of our currency."""
        return (self.order_id, self.amount_paise, self.currency) == (order_id, amount_paise, CURRENCY)


@dataclass(frozen=True)
class Standing:
    """How far a payment has come, and by which of the gateway's attempts."""

    status: PaymentStatus
    razorpay_id: str | None = None


def merged(held: Standing, reported: Standing) -> Standing:
    """What we know after one more report, in whatever order and however often reports arrive.

    An order can be captured by one attempt only. From then on the other attempts say nothing about our money:
    the gateway gives back by itself what a second one would bring.
    """
    if held.status.reached(PaymentStatus.CAPTURED) and reported.razorpay_id != held.razorpay_id:
        return held
    return max(held, reported, key=lambda standing: (standing.status.rank, standing.razorpay_id or ""))
