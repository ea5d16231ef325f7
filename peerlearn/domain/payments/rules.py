"""What things cost, who gets what, and how far a payment has come: pure decisions, no database, no gateway."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from peerlearn.kit.money import Money

SERVICE_FEE_BPS = 1000  # the learner pays this on top of the price
COMMISSION_BPS = 1000  # what the app keeps of the price
MENTOR_BPS = 10_000 - COMMISSION_BPS  # the mentor's part of the price; what is left of the total is the app's
CURRENCY = "INR"
# The shortest that the gateway allows, and longer than anything is kept for who pays: what a bank allows later than so
# many minutes after a try began, the gateway itself sends back.
CAPTURED_WITHIN_MINUTES = 12
SMALLEST_PRICE = Money.rupees(1)
SMALLEST_REFUND = Money.rupees(1)  # the gateway sends nothing back below it

# When money that is with the gateway shows on the other side, as it says itself for each way to pay.
REFUND_ARRIVES = "Banks take up to ten days to show it; most are faster."
ARRIVES = {
    "card": "It usually shows on your card within 5 to 10 days.",
    "netbanking": "It usually shows in your bank account within 2 to 10 days.",
    "upi": "It usually shows in your bank account within 2 to 7 days, as you paid by UPI.",
    "wallet": "It is usually in your wallet within 3 days.",
}
LATEST_DAYS = {"card": 10, "netbanking": 10, "upi": 7, "wallet": 3}


def refund_arrives(method: str) -> str:
    """When a learner who paid in this way sees the money again."""
    return ARRIVES.get(method, REFUND_ARRIVES)


def refund_expected_by(method: str, asked_at: datetime) -> datetime:
    """The end of the days that this takes, for a refund that was asked for at this moment."""
    return asked_at + timedelta(days=LATEST_DAYS.get(method, 10))


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


@dataclass(frozen=True)
class Split:
    """What a sum of paise is made up of."""

    mentor: int
    commission: int
    service_fee: int

    @property
    def app(self) -> int:
        """What is not the mentor's."""
        return self.commission + self.service_fee

    @property
    def total(self) -> int:
        """All of it."""
        return self.mentor + self.app

    def __sub__(self, other: "Split") -> "Split":
        return Split(
            self.mentor - other.mentor, self.commission - other.commission, self.service_fee - other.service_fee
        )


def returned(whole: Split, refunded: int) -> Split:
    """What each has given up once so many paise of the whole went back, in however many refunds.

    It depends on the sum alone, so that any chain of refunds ends exactly at the whole: a refund of its own takes
    what its sum gives up more than the sum before it.
    """
    mentor = whole.mentor * refunded // whole.total
    app = refunded - mentor
    service_fee = whole.service_fee * app // whole.app
    return Split(mentor, app - service_fee, service_fee)


def refund_legs(whole: Split, before: int, amount: int) -> Split:
    """Who gives up what for one refund, after so many paise went back before it."""
    return returned(whole, before + amount) - returned(whole, before)


def may_go_back(amount: Money, left: Money) -> bool:
    """Whether an amount can be sent back, and the rest of what is left could be too."""
    rest = left - amount
    return amount >= SMALLEST_REFUND and (rest == Money(0) or rest >= SMALLEST_REFUND)


def part_of(total: Money, back_bps: int) -> Money:
    """A part of a payment, or nothing; all of it where the gateway could not send such a part."""
    part = total.share(back_bps)
    return part if back_bps == 0 or may_go_back(part, total) else total


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
    CAPTURED = "captured"  # the money is ours to keep safe; a part of it may have gone back
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
class GatewayRefund:
    """One refund as the gateway has it."""

    razorpay_refund_id: str
    status: RefundStatus
    amount_paise: int


@dataclass(frozen=True)
class Attempt:
    """What the gateway says of one try to pay an order; an order may see several.

    `fee_paise` is what it keeps, `tax_paise` of it included; nothing while it has not said so. `method` is such as
    "upi" or "card"; `refunds` are those that the gateway knows of, the oldest first.
    """

    razorpay_id: str
    order_id: str
    amount_paise: int
    currency: str
    status: PaymentStatus
    fee_paise: int | None = None
    tax_paise: int = 0
    method: str = ""
    refunds: tuple[GatewayRefund, ...] = ()

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
