"""What keeps somebody from deleting their account now, each in a sentence, with the place where they can end it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from peerlearn.domain import bookings, payments, payouts
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.kit.money import Money

NOTHING = Money(0)
AHEAD = {
    Role.LEARNER: "You have {sessions} booked or asked for. Cancel what can be cancelled, and wait for the rest.",
    Role.MENTOR: "Learners have booked or asked for {sessions} with you. Teach or call off what is left first.",
}
CREDIT = "Your packages hold {amount} for sessions that you have not booked. Give them back first."
GOES_BACK = "{amount} are on their way back to you. Wait until they have arrived."
SETTLING = "A payment of yours is not through yet. That takes a few minutes; try again then."
COMPENSATED = "A mentor owed you {amount} for cancelling late. Withdraw them first."
EARNED = "You have earned {amount} that are not paid out yet. Withdraw them first."
OWED = "Your balance is {amount}, because money went back to a learner. It has to be made up for first."
ON_ITS_WAY = "A withdrawal of {amount} is on its way to you. Wait until it has arrived."
MAY_COME_BACK = "Your bank may return your last withdrawal until {day}. Until then we have to know you."
BOOKED, PAID = ("Booked Sessions", "/dashboard/learner/booked/"), ("Payments", "/dashboard/learner/payments/")
HOME, BOOKINGS = ("Your packages", "/dashboard/learner/"), ("Bookings", "/dashboard/mentor/bookings/")
EARNINGS, WITHDRAWALS = ("Earnings", "/dashboard/mentor/earnings/"), ("Withdrawals", "/dashboard/mentor/withdrawals/")


@dataclass(frozen=True)
class Obstacle:
    """One reason why not yet; `place` is the name of the page at `href` where that can be changed."""

    says: str
    place: str
    href: str


def obstacles(db: Session, viewer: Viewer) -> list[Obstacle]:
    """Everything that stands in the way now; nothing when the account can be deleted."""
    own = _of_a_mentor if viewer.role == Role.MENTOR else _of_a_learner
    return [*_ahead(db, viewer), *own(db, viewer)]


def _ahead(db: Session, viewer: Viewer) -> Iterator[Obstacle]:
    ahead = bookings.open_of(db, viewer)
    if ahead and viewer.role in AHEAD:
        sessions = "1 session" if ahead == 1 else f"{ahead} sessions"
        place = BOOKINGS if viewer.role == Role.MENTOR else BOOKED
        yield Obstacle(AHEAD[viewer.role].format(sessions=sessions), *place)


def _of_a_learner(db: Session, viewer: Viewer) -> Iterator[Obstacle]:
    credit, back = payments.credit_held_for(db, viewer.user_id), payments.not_back_yet(db, viewer.user_id)
    if credit > NOTHING:
        yield Obstacle(CREDIT.format(amount=credit), *HOME)
    if back > NOTHING:
        yield Obstacle(GOES_BACK.format(amount=back), *PAID)
    if payments.being_settled(db, viewer.user_id):
        yield Obstacle(SETTLING, *PAID)
    compensated = payments.compensation_of(db, viewer.user_id).available
    if compensated >= payouts.LEAST_SENT:
        yield Obstacle(COMPENSATED.format(amount=compensated), *PAID)
    yield from _withdrawn(db, viewer, PAID)


def _of_a_mentor(db: Session, viewer: Viewer) -> Iterator[Obstacle]:
    wallet = payouts.wallet_of(db, viewer.user_id)
    earned = wallet.available + wallet.held
    if wallet.available < NOTHING:
        yield Obstacle(OWED.format(amount=wallet.available), *EARNINGS)
    elif earned >= payouts.LEAST_SENT:
        yield Obstacle(EARNED.format(amount=earned), *WITHDRAWALS)
    yield from _withdrawn(db, viewer, WITHDRAWALS)


def _withdrawn(db: Session, viewer: Viewer, place: tuple[str, str]) -> Iterator[Obstacle]:
    on_its_way = payouts.wallet_of(db, viewer.user_id).on_its_way
    if on_its_way > NOTHING:
        yield Obstacle(ON_ITS_WAY.format(amount=on_its_way), *place)
    until = payouts.may_come_back_until(db, viewer.user_id)
    if until is not None:
        day = until.astimezone(payments.INDIA)
        yield Obstacle(MAY_COME_BACK.format(day=f"{day.day} {day:%B %Y}"), *place)
