"""What the state of a booking is called, for each of its two people."""

from peerlearn.domain.accounts import Role
from peerlearn.domain.bookings import CancelReason

STATUS_TEXT = {
    "held": "Waiting for payment",
    "pending": "Waiting for the mentor",
    "confirmed": "Confirmed",
    "rejected": "Declined, your money is on its way back",
    "completed": "Completed",
}
FOR_LEARNERS = {
    CancelReason.NOT_FREE: "No longer free, your money is on its way back",
    CancelReason.UNANSWERED: "Not answered in time, your money is on its way back",
    CancelReason.LEARNER: "Cancelled by you, your money is on its way back",
    CancelReason.LEARNER_LATE: "Cancelled by you, too late for the money to go back",
    CancelReason.MENTOR: "Cancelled by the mentor, your money is on its way back",
    CancelReason.MENTOR_ABSENT: "The mentor did not come, your money is on its way back",
    CancelReason.LEARNER_ABSENT: "You did not come, your money is on its way back",
    CancelReason.BOTH_ABSENT: "Nobody came, your money is on its way back",
}
FOR_MENTORS = {
    CancelReason.NOT_FREE: "Not taken",
    CancelReason.UNANSWERED: "Not answered in time",
    CancelReason.LEARNER: "Cancelled by the learner",
    CancelReason.LEARNER_LATE: "Cancelled late by the learner: your share is yours",
    CancelReason.MENTOR: "Cancelled by you",
    CancelReason.MENTOR_ABSENT: "You did not come",
    CancelReason.LEARNER_ABSENT: "The learner did not come",
    CancelReason.BOTH_ABSENT: "Nobody came",
}

OWN_DOING = frozenset({FOR_LEARNERS[CancelReason.LEARNER], FOR_LEARNERS[CancelReason.LEARNER_LATE]})


def status_text(status: str, cancel_reason: str, role: Role) -> str:
    """The state of a booking as this person is told it."""
    if cancel_reason:
        words = FOR_MENTORS if role is Role.MENTOR else FOR_LEARNERS
        return words[CancelReason(cancel_reason)]
    return STATUS_TEXT.get(status, status)
