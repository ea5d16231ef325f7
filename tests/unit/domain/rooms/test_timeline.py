"""What a timeline says of a lesson, and what nobody can make it say."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.rooms.live_room import Seat
from peerlearn.domain.rooms.timeline import (
    LATE_AFTER,
    NO_SHOW_AFTER,
    Attendance,
    Deed,
    Fault,
    Judgement,
    Moment,
    Outage,
    Outcome,
    judge,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MENTOR, LEARNER = Seat.MENTOR, Seat.LEARNER


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def joined(seat: Seat, minutes: float) -> Moment:
    return Moment(at(minutes), Deed.JOINED, seat)


def judged(*moments: Moment, outages: tuple[Outage, ...] = (), now: float = 60) -> Judgement:
    return judge(moments, outages, starts_at=NOON, now=at(now))


def outage(seat: Seat, began: float, ended: float, fault: Fault = Fault.BETWEEN) -> Outage:
    return Outage(seat, at(began), at(ended), fault)


minutes = st.floats(-9, 90).map(lambda number: round(number, 2))
seats = st.sampled_from(list(Seat))
moments = st.lists(
    st.builds(
        Moment,
        minutes.map(at),
        st.sampled_from([Deed.JOINED, Deed.LEFT, Deed.GONE]),
        seats,
    ),
    max_size=12,
)


def claims(of: st.SearchStrategy[Seat]) -> st.SearchStrategy[list[Outage]]:
    spell = st.tuples(minutes, minutes).map(sorted)
    one = st.builds(lambda seat, spell, fault: outage(seat, *spell, fault), of, spell, st.sampled_from(list(Fault)))
    return st.lists(one, max_size=6)


@pytest.mark.parametrize(
    ("learner_came", "outcome", "attendance"),
    [
        (-5, Outcome.ATTENDED, Attendance.ON_TIME),
        (LATE_AFTER / timedelta(minutes=1), Outcome.ATTENDED, Attendance.ON_TIME),
        (LATE_AFTER / timedelta(minutes=1) + 0.1, Outcome.LATE, Attendance.LATE),
        (9.9, Outcome.LATE, Attendance.LATE),
    ],
)
def test_counts_from_the_agreed_start(learner_came: float, outcome: Outcome, attendance: Attendance) -> None:
    said = judged(joined(MENTOR, -3), joined(LEARNER, learner_came))

    assert (said.outcome, said.mentor, said.learner) == (outcome, Attendance.ON_TIME, attendance)


def test_who_is_missing_after_ten_minutes_did_not_come() -> None:
    alone = (joined(MENTOR, 0),)

    assert judged(*alone, now=9.9).outcome is Outcome.OPEN
    said = judged(*alone, now=NO_SHOW_AFTER / timedelta(minutes=1))
    assert (said.outcome, said.absent) == (Outcome.NO_SHOW, (LEARNER,))


def test_nobody_came() -> None:
    assert judged().absent == (MENTOR, LEARNER)


def test_a_look_before_the_start_is_no_attendance() -> None:
    looked = (joined(LEARNER, -8), Moment(at(-5), Deed.LEFT, LEARNER))

    assert judged(joined(MENTOR, 0), *looked, now=11).absent == (LEARNER,)


def test_a_lesson_held_before_its_hour_was_attended() -> None:
    early = (joined(MENTOR, -9), joined(LEARNER, -8), Moment(at(-1), Deed.ENDED))

    said = judged(*early)
    assert (said.outcome, said.together) == (Outcome.ATTENDED, timedelta(minutes=7))


def test_a_line_that_was_down_for_longer_than_it_worked_failed() -> None:
    both = (joined(MENTOR, 0), joined(LEARNER, 0), Moment(at(30), Deed.ENDED))
    named = (outage(MENTOR, 5, 25, Fault.THEIRS), outage(LEARNER, 6, 26, Fault.MINE))

    said = judged(*both, outages=named)
    assert (said.outcome, said.broken, said.at_fault) == (
        Outcome.TECHNICAL_FAILURE,
        timedelta(minutes=19),
        (LEARNER,),
    )


def test_who_was_gone_and_came_back_was_cut_and_who_stayed_away_left() -> None:
    begun = (joined(MENTOR, 0), joined(LEARNER, 0), Moment(at(5), Deed.GONE, LEARNER))

    assert judged(*begun).outcome is Outcome.ATTENDED
    back = judged(*begun, joined(LEARNER, 55), Moment(at(60), Deed.ENDED))
    assert (back.outcome, back.at_fault) == (Outcome.TECHNICAL_FAILURE, (LEARNER,))


@given(moments, st.data())
def test_one_seat_alone_cannot_talk_a_lesson_into_anything(seen: list[Moment], data: st.DataObject) -> None:
    seat = data.draw(seats)
    said = data.draw(claims(st.just(seat)))

    assert judged(*seen, outages=tuple(said)) == judged(*seen)


@given(moments, claims(seats))
def test_claims_make_nobody_absent_and_no_more_broken_than_there_was_time(
    seen: list[Moment], said: list[Outage]
) -> None:
    told, untold = judged(*seen, outages=tuple(said)), judged(*seen)

    assert (told.mentor, told.learner, told.together) == (untold.mentor, untold.learner, untold.together)
    assert untold.broken <= told.broken <= untold.broken + told.together


@given(moments, claims(seats), st.randoms())
def test_the_order_in_which_it_is_told_does_not_matter(seen: list[Moment], said: list[Outage], chance) -> None:
    by_time = {(moment.at, moment.seat): moment for moment in seen}  # one thing at a time
    mixed, mixed_said = list(by_time.values()), list(said)
    chance.shuffle(mixed)
    chance.shuffle(mixed_said)

    assert judged(*mixed, outages=tuple(mixed_said)) == judged(*by_time.values(), outages=tuple(said))


@given(moments)
def test_after_ten_minutes_something_can_be_said(seen: list[Moment]) -> None:
    said = judged(*seen, now=NO_SHOW_AFTER / timedelta(minutes=1))

    assert said.outcome is not Outcome.OPEN
    assert bool(said.absent) is (said.outcome is Outcome.NO_SHOW)


@given(moments, minutes)
def test_who_met_in_time_is_never_absent_later(seen: list[Moment], now: float) -> None:
    if judged(*seen, now=now).together > timedelta():
        assert judged(*seen, now=90).outcome is not Outcome.NO_SHOW
