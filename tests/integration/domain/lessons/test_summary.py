"""What a lesson leaves behind, on a real database: its summary for each of the two, its mails, the list of the past."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain import lessons, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.lessons import Mark
from peerlearn.domain.rooms import Fault
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import Job, run_next
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_offering

pytestmark = pytest.mark.usefixtures("database")


def do(at, deed: Callable[[Work], object]) -> None:
    with time_machine.travel(at, tick=False), unit_of_work() as work:
        deed(work)


@pytest.fixture
def held(database: str) -> Booked:
    """A lesson of twenty minutes out of thirty, with an interruption, that its mentor ended."""
    starts_at = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=5)
    offering = an_offering(a_mentor("Asha"), starts_at=starts_at, duration_minutes=30, topics=["Sums", "Roots"])
    booked = a_confirmed_booking(offering, learner=a_learner("Ravi"))
    room = booked.room_id
    do(starts_at, lambda work: rooms.enter(work, room, "m", by=booked.mentor))
    do(starts_at, lambda work: rooms.enter(work, room, "l", by=booked.learner))
    do(starts_at, lambda work: lessons.mark(work, room, "Sums", Mark.COVERED, by=booked.mentor))
    later = starts_at + timedelta(minutes=10)
    do(later, lambda work: rooms.report_outage(work, room, Fault.MINE, 75, by=booked.learner))
    do(starts_at + timedelta(minutes=20), lambda work: rooms.end(work, room, by=booked.mentor))
    return booked


def summary(booked: Booked, by: Viewer) -> lessons.Summary:
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False), reading() as db:
        found = lessons.summary_for(db, booked.room_id, by=by)
    assert found is not None
    return found


def test_tells_each_of_the_two_what_happened(held: Booked) -> None:
    mentors, learners = summary(held, held.mentor), summary(held, held.learner)

    assert (mentors.minutes_together, mentors.duration_minutes, mentors.outcome) == (20, 30, "You both attended.")
    assert (mentors.other_name, learners.other_name) == ("Ravi", "Asha")
    assert [(row.name, row.mark) for row in learners.topics] == [("Sums", "covered"), ("Roots", "planned")]
    assert {line.words for line in mentors.timeline} == {
        "You joined",
        "Ravi joined",
        "Interrupted for 1 min 15 s, says Ravi’s browser: on Ravi’s side",
        "The session ended",
    }
    assert "Interrupted for 1 min 15 s, says your browser: on your side" in {line.words for line in learners.timeline}
    assert [line.at for line in mentors.timeline] == sorted(line.at for line in mentors.timeline)


def test_the_next_step_is_the_mentors_to_write_and_the_learners_to_read(held: Booked) -> None:
    with unit_of_work() as work:
        lessons.write_next_step(work, held.room_id, " Practise\nroots ", by=held.mentor)
        assert work.changed == [lessons.summary_topic(held.room_id)]

    shown = summary(held, held.learner)
    assert (shown.next_step, shown.teaching) == ("Practise roots", False)
    assert summary(held, held.mentor).teaching


def test_there_is_no_summary_before_the_end() -> None:
    booked = a_confirmed_booking()
    with reading() as db:
        assert lessons.summary_for(db, booked.room_id, by=booked.learner) is None


@pytest.mark.parametrize("stranger", [a_mentor, a_learner])
def test_nobody_else_reads_it(held: Booked, stranger: Callable[..., Viewer]) -> None:
    intruder = stranger("Ivan")
    with pytest.raises(rooms.NotYourRoom):
        summary(held, intruder)
    with pytest.raises(rooms.NotYourRoom), unit_of_work() as work:
        lessons.write_next_step(work, held.room_id, "Buy my book", by=intruder)


def test_is_mailed_to_both_once(held: Booked) -> None:
    with unit_of_work() as work:
        lessons.send_summaries(work, held.booking_id)  # said again, as after a crash
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        while run_next():
            pass

    with reading() as db:
        letters = {mail.to: mail for mail in db.exec(select(OutboxMail)) if "Your session" in mail.subject}
        asked = [job for job in db.exec(select(Job)) if job.kind == "send_lesson_summary"]
    assert len(asked) == len(letters) == 2
    learners = next(mail for to, mail in letters.items() if to.startswith("ravi"))
    assert learners.subject == "Your session “Python for beginners” with Asha"
    assert "20 of 30 minutes" in learners.body
    assert "- Sums [Covered]\n- Roots [Planned]" in learners.body
    assert f"/session/{held.room_id}/" in learners.body
