"""Another time by agreement: who may propose and answer, what follows the new time, and what a move never wins."""

import functools
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Job, queue, runner
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, payment_of, status_of, story_of
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_proposal,
    a_request,
    an_admin,
    an_offering,
)
from tests.rush import all_at_once
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")

BY_THE_CLOCK = {"settle_attendance", "close_forgotten_room", "lapse_proposal", "cancel_unanswered"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def starting_in(notice: timedelta, **more: Any) -> Booked:
    return a_confirmed_booking(an_offering(starts_at=clock.now() + notice), **more)


def start_of(booked: Booked) -> datetime:
    with database.reading() as db:
        return db.get_one(Offering, booked.offering_id).starts_at


def answer(deed, proposal_id: int, by: Viewer) -> None:
    with unit_of_work() as work:
        deed(work, proposal_id, by=by)


def became(proposal_id: int) -> str:
    with database.reading() as db:
        return db.get_one(TimeProposal, proposal_id).status


def on_page(viewer: Viewer, booked: Booked) -> bookings.ProposalCard | None:
    with database.reading() as db:
        return bookings.proposals_for(db, viewer, [booked.booking_id]).get(booked.booking_id)


def mails() -> set[tuple[str, int]]:
    with database.reading() as db:
        jobs = db.exec(select(Job.payload).where(col(Job.kind) == "mail_time_proposal"))
        return {(payload["status"], payload["user_id"]) for payload in jobs}


def do_all_due() -> list[str]:
    """Do what is due by the session's time, whatever else is due; the kinds done."""
    done = []
    while (run := queue.claim()) is not None:
        if run.kind in BY_THE_CLOCK:
            runner.do(run)
            assert run.finished, run.kind
            done.append(run.kind)
    return done


@pytest.mark.parametrize("learner_asks", [True, False])
def test_moves_once_the_other_one_agrees(learner_asks: bool) -> None:
    booked = starting_in(3 * DAY)
    asks, answers = (booked.learner, booked.mentor) if learner_asks else (booked.mentor, booked.learner)
    was, then = start_of(booked), start_of(booked) + DAY

    proposal_id = a_proposal(booked, by=asks, starts_at=then)
    mine, theirs = on_page(asks, booked), on_page(answers, booked)
    assert mine is not None and theirs is not None
    assert (mine.mine, theirs.mine, theirs.starts_at) == (True, False, then.isoformat())
    assert start_of(booked) == was
    answer(bookings.accept_time, proposal_id, answers)

    assert (start_of(booked), became(proposal_id), status_of(booked.booking_id)) == (then, "accepted", "confirmed")
    assert on_page(asks, booked) is on_page(answers, booked) is None
    assert payment_of(booked.booking_id).status == "captured"
    assert story_of(booked.booking_id)[-2:] == [
        ("booking.propose_time", asks.user_id),
        ("booking.time.accepted", answers.user_id),
    ]
    assert mails() == {
        ("open", answers.user_id),
        ("accepted", asks.user_id),
        ("accepted", answers.user_id),
    }
    with database.reading() as db:
        assert [card.starts_at for card in bookings.upcoming_for(db, answers)] == [then.isoformat()]
        assert payments.books(db).balance_sum == Money(0)


@pytest.mark.parametrize(("deed", "status"), [(bookings.keep_time, "kept"), (bookings.take_time_back, "taken_back")])
def test_stays_when_one_of_them_would_rather(deed, status: str) -> None:
    booked = starting_in(3 * DAY)
    was, proposal_id = start_of(booked), a_proposal(booked)
    by = booked.mentor if status == "kept" else booked.learner

    answer(deed, proposal_id, by)
    before = whole_database()
    answer(deed, proposal_id, by)

    assert whole_database() == before
    assert (start_of(booked), became(proposal_id)) == (was, status)
    assert (("kept", booked.learner.user_id) in mails()) is (status == "kept")
    assert on_page(booked.mentor, booked) is None
    a_proposal(booked)  # another one may follow


def test_waits_for_one_answer_at_a_time() -> None:
    booked = starting_in(3 * DAY)
    then = start_of(booked) + DAY
    first = a_proposal(booked, starts_at=then)

    assert a_proposal(booked, starts_at=then) == first
    for by in (booked.learner, booked.mentor):
        with pytest.raises(bookings.ProposedAlready):
            a_proposal(booked, by=by, starts_at=then + HOUR)


def test_belongs_to_the_two_alone_and_each_answers_what_the_other_asked() -> None:
    booked, other = starting_in(3 * DAY), starting_in(3 * DAY)
    proposal_id = a_proposal(booked)
    strangers = (a_learner(), a_mentor(), an_admin(), other.learner, other.mentor)
    before = whole_database()

    for person in strangers:
        for booking_id in (booked.booking_id, 10**9):
            with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
                bookings.propose_time(work, booking_id, (clock.now() + DAY).isoformat(), by=person)
            with pytest.raises(bookings.NotYourBooking), database.reading() as db:
                bookings.move_terms(db, booking_id, by=person)
        assert on_page(person, booked) is None
    for deed in (bookings.accept_time, bookings.keep_time):
        for person in (*strangers, booked.learner):
            with pytest.raises(bookings.NotYourBooking):
                answer(deed, proposal_id, person)
    for person in (*strangers, booked.mentor):
        with pytest.raises(bookings.NotYourBooking):
            answer(bookings.take_time_back, proposal_id, person)
    with pytest.raises(bookings.NotYourBooking):
        answer(bookings.accept_time, 10**9, booked.mentor)
    assert whole_database() == before


@pytest.mark.parametrize("make", [a_held_booking, a_request, a_completed_booking])
def test_only_what_is_confirmed_can_move(make) -> None:
    booked = make()

    with pytest.raises(bookings.NotMovable):
        a_proposal(booked)
    with pytest.raises(bookings.NotMovable), database.reading() as db:
        bookings.move_terms(db, booked.booking_id, by=booked.learner)


@pytest.mark.parametrize("typed", ["", "soon", "2020-01-01T10:00:00+00:00", "2099-01-01T10:00:00+00:00"])
def test_says_beside_the_field_when_nothing_can_begin_then(typed: str) -> None:
    booked = starting_in(3 * DAY)

    with pytest.raises(Incomplete) as no, unit_of_work() as work:
        bookings.propose_time(work, booked.booking_id, typed, by=booked.learner)
    assert set(no.value.problems) == {"starts_at"}


def test_another_time_is_another_one() -> None:
    booked = starting_in(3 * DAY)

    with pytest.raises(Incomplete, match="at that time already"):
        a_proposal(booked, starts_at=start_of(booked))


def test_may_overlap_with_its_own_old_time() -> None:
    booked = starting_in(3 * DAY)
    then = start_of(booked) + timedelta(minutes=30)

    answer(bookings.accept_time, a_proposal(booked, starts_at=then), booked.mentor)
    assert start_of(booked) == then


@pytest.mark.parametrize("mentors", [True, False])
@pytest.mark.parametrize("before_it_was_proposed", [True, False])
def test_never_puts_anybody_in_two_places(mentors: bool, before_it_was_proposed: bool) -> None:
    booked = starting_in(3 * DAY)
    was, then = start_of(booked), start_of(booked) + 2 * DAY

    def get_busy() -> None:
        if mentors:
            an_offering(booked.mentor, starts_at=then + timedelta(minutes=30))
        else:
            a_request(an_offering(starts_at=then - timedelta(minutes=30)), learner=booked.learner)

    if before_it_was_proposed:
        get_busy()
        for asks in (booked.mentor, booked.learner):
            whose = "You have" if (asks == booked.mentor) is mentors else "The other one has"
            with pytest.raises(Incomplete, match=whose):
                a_proposal(booked, by=asks, starts_at=then)
    else:
        proposal_id = a_proposal(booked, starts_at=then)
        get_busy()
        with pytest.raises(bookings.TimeTaken):
            answer(bookings.accept_time, proposal_id, booked.mentor)
        answer(bookings.keep_time, proposal_id, booked.mentor)
    assert start_of(booked) == was


@pytest.mark.parametrize("later", [timedelta(days=5), -DAY])
def test_lapses_at_the_earlier_of_the_two_times(later: timedelta) -> None:
    booked = starting_in(3 * DAY)
    was = start_of(booked)
    proposal_id = a_proposal(booked, starts_at=was + later)

    with at(min(was, was + later)):
        assert on_page(booked.mentor, booked) is None
        for deed in (bookings.accept_time, bookings.keep_time):
            with pytest.raises(bookings.ProposalOver):
                answer(deed, proposal_id, booked.mentor)
        assert "lapse_proposal" in do_all_due()
    assert (became(proposal_id), start_of(booked)) == ("lapsed", was)
    assert story_of(booked.booking_id)[-1] == ("booking.time.lapsed", None)


def test_a_new_one_may_follow_one_that_nobody_has_swept_away() -> None:
    booked = starting_in(3 * DAY)
    first = a_proposal(booked, starts_at=clock.now() + DAY)

    with at(DAY + HOUR):
        a_proposal(booked, starts_at=start_of(booked) + DAY)
    assert became(first) == "lapsed"


def test_ends_with_its_session() -> None:
    booked = starting_in(3 * DAY)
    proposal_id = a_proposal(booked)

    with unit_of_work() as work:
        bookings.cancel_booking(work, booked.booking_id, back=Money.rupees(1_100), by=booked.learner)

    assert became(proposal_id) == "lapsed"
    with pytest.raises(bookings.ProposalOver):
        answer(bookings.accept_time, proposal_id, booked.mentor)


def test_nobody_is_missed_at_the_old_time_but_at_the_new_one() -> None:
    booked = starting_in(2 * HOUR)
    was, then = start_of(booked), start_of(booked) + DAY
    answer(bookings.accept_time, a_proposal(booked, starts_at=then), booked.mentor)

    with at(was + timedelta(minutes=11)):
        do_all_due()
        assert status_of(booked.booking_id) == "confirmed"
        with pytest.raises(rooms.NotOpenYet), unit_of_work() as work:
            rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with at(then - timedelta(minutes=5)), unit_of_work() as work:
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with at(then + timedelta(minutes=11)):
        do_all_due()
        assert status_of(booked.booking_id) == "cancelled"
        with database.reading() as db:
            assert db.get_one(Booking, booked.booking_id).cancel_reason == "mentor_absent"  # the learner sits there


def test_is_missed_earlier_when_it_was_moved_earlier_and_only_once() -> None:
    booked = starting_in(3 * DAY)
    was, then = start_of(booked), start_of(booked) - DAY
    answer(bookings.accept_time, a_proposal(booked, by=booked.mentor, starts_at=then), booked.learner)

    with at(then + timedelta(minutes=11)):
        assert do_all_due().count("settle_attendance") == 1
    assert status_of(booked.booking_id) == "cancelled"
    before = payment_of(booked.booking_id).status
    with at(was + timedelta(minutes=11)):
        assert do_all_due().count("settle_attendance") == 1
    assert payment_of(booked.booking_id).status == before


def test_there_and_back_again_is_looked_at_once() -> None:
    booked = starting_in(2 * DAY)
    was = start_of(booked)
    answer(bookings.accept_time, a_proposal(booked, starts_at=was + DAY), booked.mentor)
    answer(bookings.accept_time, a_proposal(booked, starts_at=was), booked.mentor)

    with at(was + timedelta(minutes=11)):
        assert do_all_due().count("settle_attendance") == 1
    assert status_of(booked.booking_id) == "cancelled"


def test_whoever_waits_in_the_room_no_longer_does() -> None:
    booked = starting_in(timedelta(minutes=5))
    proposal_id = a_proposal(booked)
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "l", by=booked.learner)

    answer(bookings.accept_time, proposal_id, booked.mentor)

    with database.reading() as db:
        assert rooms.view_for(db, booked.room_id, by=booked.learner).live.learner is None


def test_stays_once_the_two_have_met() -> None:
    booked = starting_in(timedelta(minutes=5))
    proposal_id, was = a_proposal(booked), start_of(booked)
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)

    with pytest.raises(rooms.HaveMet):
        answer(bookings.accept_time, proposal_id, booked.mentor)
    assert (start_of(booked), became(proposal_id)) == (was, "open")


@pytest.mark.parametrize(
    ("notice", "back", "status"), [(25 * HOUR, 1_100, "refunding"), (23 * HOUR, 550, "captured"), (HOUR, 0, "captured")]
)
def test_a_move_never_makes_cancelling_cheaper_again(notice: timedelta, back: int, status: str) -> None:
    booked = starting_in(notice)
    proposal_id = a_proposal(booked, starts_at=clock.now() + 10 * DAY)
    seen = on_page(booked.learner, booked)
    assert seen is not None and seen.keeps_terms is (back < 1_100)
    answer(bookings.accept_time, proposal_id, booked.mentor)

    with database.reading() as db:
        assert bookings.terms_of(db, booked.booking_id, by=booked.learner).back_paise == back * 100
    with at(10 * DAY - HOUR), database.reading() as db:  # counted from the new time
        assert bookings.terms_of(db, booked.booking_id, by=booked.learner).back_paise == 0
    with unit_of_work() as work:
        bookings.cancel_booking(work, booked.booking_id, back=Money.rupees(back), by=booked.learner)
    assert payment_of(booked.booking_id).status == status


@pytest.mark.faults
@pytest.mark.parametrize("_again", range(5))
def test_two_answers_at_the_same_moment_are_one(_again: int) -> None:
    booked = starting_in(3 * DAY)
    was, proposal_id = start_of(booked), a_proposal(booked)
    accept = functools.partial(bookings.accept_time, proposal_id=proposal_id, by=booked.mentor)
    others = [
        functools.partial(bookings.keep_time, proposal_id=proposal_id, by=booked.mentor),
        functools.partial(bookings.take_time_back, proposal_id=proposal_id, by=booked.learner),
    ]

    outcomes = all_at_once([accept, *others] * 3)

    moved = start_of(booked) != was
    assert moved is (became(proposal_id) == "accepted")
    assert sorted(type(no).__name__ for no in outcomes) == ["NoneType"] * 3 + ["ProposalOver"] * 6


@pytest.mark.faults
@pytest.mark.parametrize("_again", range(5))
def test_two_sessions_never_move_to_the_same_hour(_again: int) -> None:
    mentor, then = a_mentor(), clock.now() + 5 * DAY
    ahead = [a_confirmed_booking(an_offering(mentor, starts_at=clock.now() + n * DAY)) for n in (2, 3, 4)]
    proposals = [(a_proposal(one, starts_at=then), one) for one in ahead]
    deeds = [functools.partial(bookings.accept_time, proposal_id=which, by=mentor) for which, _ in proposals]

    def hold(work: Any) -> int:
        return bookings.hold(work, rival_offering, by=ahead[0].learner)

    rival_offering = an_offering(starts_at=then)
    outcomes = all_at_once([*deeds, hold])

    there = [one for one in ahead if start_of(one) == then]
    assert len(there) <= 1
    held = isinstance(outcomes[-1], int)
    assert held or there == [ahead[0]]
    assert not (held and there == [ahead[0]])
    assert {type(no).__name__ for no in outcomes} <= {"NoneType", "TimeTaken", "BusyThen", "int"}
