"""Keeping up how mentors stand, in the transaction of what changed it."""

from peerlearn.domain import accounts, bookings
from peerlearn.domain.discovery.tables import MentorStanding
from peerlearn.kit import database
from peerlearn.kit.work import Work


def count_session(work: Work, booking_id: int) -> None:
    """One more of this mentor's sessions took place."""
    standing = _standing(work, bookings.booking_for_room(work.db, booking_id).mentor_id)
    standing.given += 1


def count_rating(work: Work, mentor_id: int, stars: int) -> None:
    """A learner said what they thought of one."""
    standing = _standing(work, mentor_id)
    standing.stars += stars
    standing.ratings += 1
    standing.average = 1000 * standing.stars // standing.ratings


def _standing(work: Work, mentor_id: int) -> MentorStanding:
    """The mentor's row, which others wait for until this transaction ends."""
    database.insert_once(work.db, MentorStanding(mentor_id=mentor_id), unique="mentor_id")
    work.touch(accounts.MENTORS_TOPIC)
    return work.db.get_one(MentorStanding, mentor_id, with_for_update=True, populate_existing=True)
