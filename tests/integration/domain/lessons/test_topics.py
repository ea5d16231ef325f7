"""A lesson's topics on a real database: who marks what, when, and what a learner's progress counts."""

from datetime import timedelta

import pytest

from peerlearn.domain import lessons, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.lessons import Mark
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_offering

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def booked(database: str) -> Booked:
    """A lesson on two topics, both people seated."""
    starts_at = clock.now() + timedelta(minutes=5)
    booked = a_confirmed_booking(an_offering(starts_at=starts_at, topics=["Polynomials", "Roots"]))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    return booked


def mark(booked: Booked, name: str, after: Mark, by: Viewer) -> list[str]:
    """Mark, and the topics of pages that this touched."""
    with unit_of_work() as work:
        lessons.mark(work, booked.room_id, name, after, by=by)
        return sorted(work.changed)


def seen(booked: Booked, by: Viewer) -> list[lessons.TopicRow]:
    with reading() as db:
        return lessons.topics_for(db, booked.room_id, by=by)


def marks(booked: Booked) -> list[tuple[str, str]]:
    return [(row.name, row.mark) for row in seen(booked, booked.learner)]


def test_begins_with_every_topic_planned_in_its_order(booked: Booked) -> None:
    assert marks(booked) == [("Polynomials", "planned"), ("Roots", "planned")]


def test_the_mentor_marks_and_both_see_it(booked: Booked) -> None:
    assert mark(booked, "Polynomials", Mark.COVERED, booked.mentor) == [lessons.topic(booked.room_id)]

    assert marks(booked) == [("Polynomials", "covered"), ("Roots", "planned")]
    assert seen(booked, booked.mentor)[0].may == ["planned", "needs work"]
    assert seen(booked, booked.learner)[0].may == ["needs work"]


def test_the_learner_asks_for_work_and_takes_it_back(booked: Booked) -> None:
    mark(booked, "Roots", Mark.NEEDS_WORK, booked.learner)
    assert marks(booked)[1] == ("Roots", "needs work")

    mark(booked, "Roots", Mark.PLANNED, booked.learner)
    assert marks(booked)[1] == ("Roots", "planned")


def test_the_learner_cannot_undo_what_the_mentor_says(booked: Booked) -> None:
    mark(booked, "Roots", Mark.NEEDS_WORK, booked.mentor)

    with pytest.raises(lessons.NotYoursToMark):
        mark(booked, "Roots", Mark.PLANNED, booked.learner)
    with pytest.raises(lessons.NotYoursToMark):
        mark(booked, "Roots", Mark.COVERED, booked.learner)
    assert marks(booked)[1] == ("Roots", "needs work")


def test_the_same_mark_again_changes_nothing(booked: Booked) -> None:
    mark(booked, "Roots", Mark.COVERED, booked.mentor)

    assert mark(booked, "Roots", Mark.COVERED, booked.mentor) == []


@pytest.mark.parametrize("stranger", [a_mentor, a_learner])
def test_nobody_else_sees_or_marks(booked: Booked, stranger) -> None:
    intruder = stranger("Ivan")
    with pytest.raises(rooms.NotYourRoom):
        seen(booked, intruder)
    with pytest.raises(rooms.NotYourRoom):
        mark(booked, "Roots", Mark.NEEDS_WORK, intruder)
    assert marks(booked)[1] == ("Roots", "planned")


def test_only_topics_of_this_lesson_are_marked(booked: Booked) -> None:
    with pytest.raises(lessons.NoSuchTopic):
        mark(booked, "Astrology", Mark.COVERED, booked.mentor)


def test_who_left_the_room_marks_nothing(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.leave(work, booked.room_id, "m", by=booked.mentor)

    with pytest.raises(lessons.NotSeated):
        mark(booked, "Roots", Mark.COVERED, booked.mentor)


def test_the_marks_stand_when_the_lesson_is_over(booked: Booked) -> None:
    mark(booked, "Roots", Mark.COVERED, booked.mentor)
    end(booked)

    with pytest.raises(lessons.MarksStand):
        mark(booked, "Roots", Mark.PLANNED, booked.mentor)
    assert marks(booked)[1] == ("Roots", "covered")
    assert [row.may for row in seen(booked, booked.mentor)] == [[], []]


def test_progress_counts_finished_lessons_alone(booked: Booked) -> None:
    mark(booked, "Roots", Mark.COVERED, booked.mentor)
    mark(booked, "Polynomials", Mark.NEEDS_WORK, booked.learner)
    assert progress(booked.learner) == lessons.Progress(0, 0, 0)

    end(booked)

    assert progress(booked.learner) == lessons.Progress(planned=2, covered=1, needing_work=1)
    assert progress(a_learner("Ivan")) == lessons.Progress(0, 0, 0)


def test_the_mentor_writes_one_line_after_the_end(booked: Booked) -> None:
    write = lessons.write_next_step
    refused = [(booked.mentor, "Practise", lessons.NotYetOver), (booked.learner, "Practise", lessons.MentorWrites)]
    for who, line, no in refused:
        with pytest.raises(no), unit_of_work() as work:
            write(work, booked.room_id, line, by=who)
    end(booked)

    with pytest.raises(Refusal), unit_of_work() as work:
        write(work, booked.room_id, "x" * (lessons.LONGEST_NEXT_STEP + 1), by=booked.mentor)
    with unit_of_work() as work:
        write(work, booked.room_id, "Practise\n roots ", by=booked.mentor)


def end(booked: Booked) -> None:
    with unit_of_work() as work:
        assert rooms.end(work, booked.room_id, by=booked.mentor)


def progress(learner: Viewer) -> lessons.Progress:
    with reading() as db:
        return lessons.progress_of(db, learner)
