"""What a package may be, and what it saves: pure decisions, no database."""

import re
from dataclasses import dataclass
from datetime import timedelta

from peerlearn.domain.catalog import CHEAPEST, DEAREST
from peerlearn.domain.payments import Quote, quote
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

FEWEST, MOST = 2, 20
MOST_ON_SALE = 6  # packages that one mentor offers at a time
LARGEST = Money.rupees(400_000)  # before the service fee: what a bank lets somebody pay at once
# Most banks send nothing back after six months, and what comes of a last session comes back after the end.
VALID_FOR = timedelta(days=150)


@dataclass(frozen=True)
class NewPackage:
    """The form as a mentor typed it."""

    sessions: str
    usual_price: str
    price: str


@dataclass(frozen=True)
class Terms:
    """So many sessions at this price each, instead of the usual one; whole rupees, so that nothing is ever rounded."""

    sessions: int
    price: Money
    usual: Money

    @property
    def each(self) -> Quote:
        """What one of its sessions costs, and how that is split."""
        return quote(self.price)

    @property
    def all(self) -> Quote:
        """What all of it costs; exactly so many times one session."""
        return quote(Money(self.sessions * self.price.paise))

    @property
    def saving(self) -> Money:
        """What a learner saves against the usual price."""
        return Money(self.sessions * (self.usual - self.price).paise)

    def worth(self, sessions: int) -> Money:
        """What some of its sessions cost a learner, fee included."""
        return Money(sessions * self.each.total.paise)

    def left_of(self, credit: Money) -> int:
        """How many sessions an amount is, fee included."""
        return credit.paise // self.each.total.paise


def understood(form: NewPackage) -> Terms:
    """The form as values.

    Raises:
        Incomplete: with one sentence per field that needs mending.
    """
    problems: dict[str, str] = {}
    sessions = int(form.sessions) if re.fullmatch(r"[0-9]{1,2}", form.sessions.strip()) else 0
    if not FEWEST <= sessions <= MOST:
        problems["sessions"] = f"Please choose {FEWEST} to {MOST} sessions"
    usual = Money.typed(form.usual_price, least=CHEAPEST, most=DEAREST)
    if usual is None:
        problems["usual_price"] = f"Please give a price in whole rupees, {CHEAPEST} to {DEAREST}"
    price = Money.typed(form.price, least=CHEAPEST, most=DEAREST)
    if price is None or (usual is not None and price >= usual):
        problems["price"] = "Please give whole rupees, less than the usual price"
    elif sessions * price.paise > LARGEST.paise:
        problems["price"] = f"A package may cost {LARGEST} at most: fewer sessions, or a lower price"
    if problems or usual is None or price is None:
        raise Incomplete(problems, *(problems.values() if len(problems) == 1 else ()))
    return Terms(sessions, price, usual)
