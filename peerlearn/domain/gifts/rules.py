"""How much a gift may be, and when there may be one: pure decisions, no database."""

from peerlearn.domain.gifts.refusals import LearnersGive, NotMetYet, NotThatAmount
from peerlearn.domain.payments import Quote, quote
from peerlearn.domain.rooms import RoomView, Seat
from peerlearn.kit.money import Money

SMALLEST, LARGEST = Money.rupees(10), Money.rupees(10_000)
SUGGESTED = tuple(Money.rupees(rupees) for rupees in (50, 100, 200, 500))


def amount_of(typed: str) -> Money:
    """What somebody would like to give, before the service fee.

    Raises:
        NotThatAmount.
    """
    amount = Money.typed(typed, least=SMALLEST, most=LARGEST)
    if amount is None:
        raise NotThatAmount(SMALLEST, LARGEST)
    return amount


def check_giver(view: RoomView) -> None:
    """Learners give, once the two have met or the session is done: before, it may still come to nothing.

    Raises:
        LearnersGive, NotMetYet.
    """
    if view.seat is not Seat.LEARNER:
        raise LearnersGive()
    if view.cancel_reason or not (view.live.met or view.live.ended_at):
        raise NotMetYet()


def cost_of(typed: str) -> Quote:
    """What a gift costs with the service fee, and what of it is the mentor's.

    Raises:
        NotThatAmount.
    """
    return quote(amount_of(typed))
