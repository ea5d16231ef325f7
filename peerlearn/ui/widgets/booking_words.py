"""What the state of a booking is called, for each of its two people: a word or two, and what it means for them."""

from dataclasses import dataclass

from peerlearn.domain.accounts import Role
from peerlearn.domain.bookings import CancelReason


@dataclass(frozen=True)
class Words:
    """The state in short, and one sentence more where there is more to say."""

    short: str
    more: str = ""

    def __str__(self) -> str:
        return f"{self.short}. {self.more}" if self.more else self.short


ON_ITS_WAY = "Your money is on its way back."
WITH_AMENDS = "Your money is on its way back, and a compensation is on your Payments page."
CREDIT_BACK = "What it cost is back in your package, or on its way to you if that is over."
TOO_LATE, CREDIT_USED = "It was too late for the money to go back.", "It was too late, so its credit is used."
CREDIT_AND_AMENDS = f"{CREDIT_BACK} A compensation is on your Payments page."
IN_CREDITS = {ON_ITS_WAY: CREDIT_BACK, TOO_LATE: CREDIT_USED, WITH_AMENDS: CREDIT_AND_AMENDS}
STATUS_WORDS = {
    "held": Words("Waiting for payment"),
    "pending": Words("Waiting for the mentor"),
    "confirmed": Words("Confirmed"),
    "rejected": Words("Declined", ON_ITS_WAY),
    "completed": Words("Completed"),
}
STATUS_FOR_MENTORS = {
    "pending": Words("Waiting for your answer"),
    "rejected": Words("Declined by you", "The learner gets everything back."),
}
FOR_LEARNERS = {
    CancelReason.NOT_FREE: Words("No longer free", ON_ITS_WAY),
    CancelReason.UNANSWERED: Words("Not answered in time", ON_ITS_WAY),
    CancelReason.LEARNER: Words("Cancelled by you", ON_ITS_WAY),
    CancelReason.LEARNER_PARTLY: Words("Cancelled by you", "A part of your money is on its way back."),
    CancelReason.LEARNER_LATE: Words("Cancelled by you", TOO_LATE),
    CancelReason.MENTOR: Words("Cancelled by the mentor", ON_ITS_WAY),
    CancelReason.MENTOR_LATE: Words("Cancelled by the mentor", ON_ITS_WAY),
    CancelReason.MENTOR_AMENDS: Words("Cancelled by the mentor", WITH_AMENDS),
    CancelReason.MENTOR_ABSENT: Words("The mentor did not come", ON_ITS_WAY),
    CancelReason.LEARNER_ABSENT: Words("You did not come", ON_ITS_WAY),
    CancelReason.BOTH_ABSENT: Words("Nobody came", ON_ITS_WAY),
    CancelReason.REFUNDED: Words("Refunded by PeerLearn", ON_ITS_WAY),
    CancelReason.DISPUTED: Words("Given back by your bank"),
}
FOR_MENTORS = {
    CancelReason.NOT_FREE: Words("Not taken"),
    CancelReason.UNANSWERED: Words("Not answered in time"),
    CancelReason.LEARNER: Words("Cancelled by the learner"),
    CancelReason.LEARNER_PARTLY: Words("Cancelled late by the learner", "Your share of what stays paid is yours."),
    CancelReason.LEARNER_LATE: Words("Cancelled late by the learner", "Your share is yours."),
    CancelReason.MENTOR: Words("Cancelled by you"),
    CancelReason.MENTOR_LATE: Words("Cancelled late by you", "The fee stands in your earnings."),
    CancelReason.MENTOR_AMENDS: Words("Cancelled late by you", "The learner's compensation stands in your earnings."),
    CancelReason.MENTOR_ABSENT: Words("You did not come", "The learner gets everything back."),
    CancelReason.LEARNER_ABSENT: Words("The learner did not come", "They get everything back."),
    CancelReason.BOTH_ABSENT: Words("Nobody came", "The learner gets everything back."),
    CancelReason.REFUNDED: Words("Refunded by PeerLearn", "The learner gets everything back."),
    CancelReason.DISPUTED: Words("Given back by a bank", "The learner’s bank disputed the payment."),
}
OWN_DOING = (CancelReason.LEARNER, CancelReason.LEARNER_PARTLY, CancelReason.LEARNER_LATE)
MENTORS_DOING = (CancelReason.MENTOR, CancelReason.MENTOR_LATE, CancelReason.MENTOR_AMENDS)


def status_words(status: str, cancel_reason: str, role: Role, *, by_credit: bool = False) -> Words:
    """The state of a booking as this person is told it; what was booked from a package speaks of its credit."""
    words = STATUS_WORDS.get(status, Words(status))
    if role is Role.MENTOR:
        words = STATUS_FOR_MENTORS.get(status, words)
    if cancel_reason:
        words = (FOR_MENTORS if role is Role.MENTOR else FOR_LEARNERS)[CancelReason(cancel_reason)]
    return Words(words.short, IN_CREDITS.get(words.more, words.more)) if by_credit else words
