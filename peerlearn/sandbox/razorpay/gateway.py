"""One running gateway: its settings, books, events, courier and faults, held together for the endpoints."""

import time
from dataclasses import dataclass, field

from starlette.requests import Request

from peerlearn.sandbox.razorpay.books import Books
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
class Gateway:
    """What every endpoint needs."""

    settings: Settings
    books: Books
    events: EventLog
    courier: Courier
    faults: Faults = field(default_factory=Faults)
    refunds_settle_by_hand: bool = False
    payouts: PayoutDesk = field(default_factory=PayoutDesk)
    minutes_ahead: int = 0  # of the true time: nobody waits here for what takes days at a bank

    @classmethod
    def opened_with(cls, settings: Settings) -> "Gateway":
        """A gateway over the books that the settings name."""
        books = Books(settings.database_path)
        events = EventLog(books)
        return cls(settings, books, events, Courier(settings, events))

    def now(self) -> float:
        """The Unix time by which money is late here."""
        return time.time() + self.minutes_ahead * 60


def gateway_of(request: Request) -> Gateway:
    """The gateway that serves this request."""
    gateway: Gateway = request.app.state.gateway
    return gateway
