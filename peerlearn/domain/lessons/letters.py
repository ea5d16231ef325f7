"""The summary as a mail to each of the two, through the job queue, once."""

from sqlmodel import Session

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.lessons.actions import summary_topic
from peerlearn.domain.lessons.rules import Mark
from peerlearn.domain.lessons.summary import Summary, summary_for
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work
from peerlearn.settings import settings

SEND_SUMMARY = "send_lesson_summary"
SUBJECT = "Your session “{title}” with {other}"
BODY = """Hello {name},

you and {other} spent {minutes} of {booked} minutes together in “{title}”.

{topics}

The whole summary, with the timeline and what comes next, is here:
{address}
"""
TOPIC = "- {name} [{mark}]"
MARKS = {Mark.PLANNED: "Planned", Mark.COVERED: "Covered", Mark.NEEDS_WORK: "Needs work"}
NO_TOPICS = "No topics were planned."


def send_summaries(work: Work, booking_id: int) -> None:
    """Have both people get the summary of a session that has just ended."""
    facts = bookings.booking_for_room(work.db, booking_id)
    room_id = rooms.addresses_for(work.db, [booking_id], ended=True)[booking_id]
    work.touch(summary_topic(room_id))
    for user_id in (facts.mentor_id, facts.learner_id):
        payload = {"booking_id": booking_id, "user_id": user_id}
        enqueue(work, SEND_SUMMARY, key=f"{SEND_SUMMARY}:{booking_id}:{user_id}", payload=payload)


@job(SEND_SUMMARY)
def mail_summary(run: Run) -> None:
    """Mail one of the two what their lesson left behind, if they still have an account."""
    with database.reading() as db:
        user = db.get_one(User, run.payload["user_id"])
        if not user.is_active or not mail.can_send():
            return
        address, summary = _what_to_say(db, run.payload["booking_id"], user)
    if summary is None:
        raise LookupError(f"the session of booking {run.payload['booking_id']} is not over")
    mail.deliver(
        run,
        to=user.email,
        subject=SUBJECT.format(title=summary.title, other=summary.other_name),
        body=BODY.format(
            name=user.name,
            other=summary.other_name,
            minutes=summary.minutes_together,
            booked=summary.duration_minutes,
            title=summary.title,
            topics="\n".join(_topics(summary)) or NO_TOPICS,
            address=address,
        ),
    )


def _what_to_say(db: Session, booking_id: int, user: User) -> tuple[str, Summary | None]:
    room_id = rooms.addresses_for(db, [booking_id], ended=True)[booking_id]
    reader = Viewer(user_id=user.id or 0, role=Role(user.role), name=user.name)
    return f"{settings.site_url}/session/{room_id}/", summary_for(db, room_id, by=reader)


def _topics(summary: Summary) -> list[str]:
    return [TOPIC.format(name=row.name, mark=MARKS[Mark(row.mark)]) for row in summary.topics]
