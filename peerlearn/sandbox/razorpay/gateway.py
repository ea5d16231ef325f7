"""One running gateway: its settings, books, events, courier and faults, held together for the endpoints."""

from dataclasses import dataclass, field

from starlette.requests import Request

from peerlearn.sandbox.razorpay.books import Books
from peerlearn.sandbox.razorpay.clock import Clock
from peerlearn.sandbox.razorpay.courier import Courier
from peerlearn.sandbox.razorpay.event_log import EventLog
from peerlearn.sandbox.razorpay.faults import Faults
from peerlearn.sandbox.razorpay.settings import Settings

FIRST_BALANCE = 1_000_000_000


@dataclass
class PayoutDesk:
    """How payouts are treated at the moment."""

    settle_by_hand: bool = False
    need_approval: bool = False
    balance: int = FIRST_BALANCE  # in paise; apart from the money of payments, as at RazorpayX


@dataclass
class NextPayment:
    """What the next person who pays in the window pays in truth, where that is not what the page asked for."""

    amount: int | None = None  # in paise
    order_id: str | None = None


@dataclass
class Gateway:
    """What every endpoint needs."""

    settings: Settings
    books: Books
    clock: Clock
    events: EventLog
    courier: Courier
    faults: Faults = field(default_factory=Faults)
    refunds_settle_by_hand: bool = False
    payouts: PayoutDesk = field(default_factory=PayoutDesk)
    next_payment: NextPayment = field(default_factory=NextPayment)

    @classmethod
    def opened_with(cls, settings: Settings) -> "Gateway":
        """A gateway over the books that the settings name."""
        books, clock = Books(settings.database_path), Clock()
        events = EventLog(books, clock)
        return cls(settings, books, clock, events, Courier(settings, events))

    def now(self) -> float:
        """The Unix time by which money is late here."""
        return self.clock.now()


def gateway_of(request: Request) -> Gateway:
    """The gateway that serves this request."""
    gateway: Gateway = request.app.state.gateway
    return gateway
