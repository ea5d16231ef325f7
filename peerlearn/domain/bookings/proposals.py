"""The other times that are proposed for a person's sessions, as they see them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.policy import EVERYTHING
from peerlearn.domain.bookings.refusals import NotMovable, NotYourBooking
from peerlearn.domain.bookings.rules import (
    ProposalStatus,
    answerable_until,
    may_be_moved,
    notice_kept,
    tier_at,
)
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock


@dataclass(frozen=True)
class ProposalCard:
    """Another time for one session; `starts_at` is ISO 8601 in UTC.

    `keeps_terms`: at this moment the learner would no longer get all of their money back, and a move would not change
    that.
    """

    proposal_id: int
    booking_id: int
    starts_at: str
    mine: bool
    keeps_terms: bool


def proposals_for(db: Session, viewer: Viewer, booking_ids: list[int]) -> dict[int, ProposalCard]:
    """What waits for an answer of one of the two, by booking, among bookings that are the viewer's own."""
    now = clock.now()
    wanted = (
        select(TimeProposal, Booking, Offering)
        .join(Booking, col(Booking.id) == col(TimeProposal.booking_id))
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(col(Booking.id).in_(booking_ids), TimeProposal.status == ProposalStatus.OPEN)
        .where((col(Booking.learner_id) == viewer.user_id) | (col(Offering.mentor_id) == viewer.user_id))
    )
    return {
        proposed.booking_id: ProposalCard(
            proposal_id=proposed.id or 0,
            booking_id=proposed.booking_id,
            starts_at=proposed.starts_at.isoformat(),
            mine=proposed.proposed_by == viewer.user_id,
            keeps_terms=_keeps_terms(booking, offering),
        )
        for proposed, booking, offering in db.exec(wanted)
        if answerable_until(proposed.was_at, proposed.starts_at) > now
    }


@dataclass(frozen=True)
class MoveTerms:
    """A session that somebody wants to move, for the one who asks; `starts_at` is ISO 8601 in UTC."""

    title: str
    starts_at: str
    other_name: str
    keeps_terms: bool


def move_terms(db: Session, booking_id: int, *, by: Viewer) -> MoveTerms:
    """What it means to move this session now.

    Raises:
        NotYourBooking: for everybody but its learner and its mentor.
        NotMovable.
    """
    booking = db.get(Booking, booking_id)
    offering = db.get_one(Offering, booking.session_id) if booking is not None else None
    if booking is None or offering is None or by.user_id not in (booking.learner_id, offering.mentor_id):
        raise NotYourBooking()
    if not may_be_moved(booking.status, offering.starts_at, clock.now()):
        raise NotMovable()
    other_id = offering.mentor_id if by.user_id == booking.learner_id else booking.learner_id
    return MoveTerms(
        title=offering.title,
        starts_at=offering.starts_at.isoformat(),
        other_name=db.get_one(User, other_id).name,
        keeps_terms=_keeps_terms(booking, offering),
    )


def _keeps_terms(booking: Booking, offering: Offering) -> bool:
    """Whether moving this session now would leave its learner without some of their money if they cancel it later."""
    now = clock.now()
    notice = notice_kept(offering.starts_at, booking.counted_notice, now)
    return tier_at(booking.policy, booking.status, now + notice, now).back_bps < EVERYTHING
