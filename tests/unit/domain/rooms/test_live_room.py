"""The live room as a value: seats, clock, and who hears whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.rooms.live_room import SILENCE, LiveRoom, Seat

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPTY = LiveRoom(duration=timedelta(minutes=30))

seats = st.sampled_from(list(Seat))
tabs = st.sampled_from(["a", "b", "c"])
steps = st.lists(
    st.tuples(st.sampled_from(["enter", "leave", "beat", "silence"]), seats, tabs, st.integers(0, 40)), max_size=40
)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_the_clock_starts_with_the_second_person() -> None:
    alone = EMPTY.enter(Seat.MENTOR, "m", NOON)
    both = alone.enter(Seat.LEARNER, "l", after(60))

    assert alone.elapsed(after(60)) == timedelta()
    assert both.elapsed(after(90)) == timedelta(seconds=30)


def test_the_clock_stands_while_one_is_away_and_goes_on_when_they_are_back() -> None:
    both = EMPTY.enter(Seat.MENTOR, "m", NOON).enter(Seat.LEARNER, "l", NOON)
    away = both.leave(Seat.LEARNER, "l", after(100))
    back = away.enter(Seat.LEARNER, "l2", after(200))

    assert away.elapsed(after(180)) == timedelta(seconds=100)
    assert back.elapsed(after(210)) == timedelta(seconds=110)


def test_the_same_tab_again_keeps_its_place_in_the_order() -> None:
    room = EMPTY.enter(Seat.LEARNER, "l", NOON).enter(Seat.MENTOR, "m", after(5))

    again = room.enter(Seat.LEARNER, "l", after(50))

    assert again.learner is not None and again.learner.entered_at == NOON
    assert again.running_since == room.running_since


def test_whoever_was_there_first_offers() -> None:
    room = EMPTY.enter(Seat.LEARNER, "l", NOON).enter(Seat.MENTOR, "m", after(5))

    assert room.offers(Seat.LEARNER) and not room.offers(Seat.MENTOR)
    reloaded = room.enter(Seat.LEARNER, "l2", after(60))
    assert reloaded.offers(Seat.MENTOR) and not reloaded.offers(Seat.LEARNER)


def test_an_older_tab_cannot_empty_the_seat_of_a_newer_one() -> None:
    room = EMPTY.enter(Seat.MENTOR, "old", NOON).enter(Seat.MENTOR, "new", after(1))

    assert room.leave(Seat.MENTOR, "old", after(2)) == room
    assert room.beat(Seat.MENTOR, "old", after(2)) == room


def test_a_silent_seat_is_empty_as_of_when_it_was_last_heard() -> None:
    room = EMPTY.enter(Seat.MENTOR, "m", NOON).enter(Seat.LEARNER, "l", NOON)
    heard = room.beat(Seat.MENTOR, "m", after(40))

    swept = heard.drop_silent(NOON + SILENCE + timedelta(seconds=10))

    assert swept.learner is None and swept.mentor is not None
    assert swept.elapsed(after(999)) == timedelta()


def test_when_both_fall_silent_the_clock_stops_with_the_first() -> None:
    room = EMPTY.enter(Seat.MENTOR, "m", NOON).enter(Seat.LEARNER, "l", NOON)
    heard = room.beat(Seat.LEARNER, "l", after(10)).beat(Seat.MENTOR, "m", after(40))

    swept = heard.drop_silent(after(40) + SILENCE + timedelta(seconds=1))

    assert (swept.mentor, swept.learner) == (None, None)
    assert swept.elapsed(after(999)) == timedelta(seconds=10)


def test_the_end_is_final() -> None:
    room = EMPTY.enter(Seat.MENTOR, "m", NOON).enter(Seat.LEARNER, "l", NOON).end(after(120))

    assert room.elapsed(after(999)) == timedelta(seconds=120)
    assert room.end(after(500)) == room
    assert (room.mentor, room.learner) == (None, None)


@given(steps)
def test_the_clock_runs_exactly_while_both_seats_are_taken(history: list[tuple[str, Seat, str, int]]) -> None:
    room, now, expected = EMPTY, NOON, timedelta()
    for deed, seat, tab, pause in history:
        later = now + timedelta(seconds=pause)
        if room.mentor and room.learner:
            expected += later - now
        now = later
        room = _do(room, deed, seat, tab, now)
        assert (room.running_since is not None) == (room.mentor is not None and room.learner is not None)
    assert room.elapsed(now) == min(expected, room.duration)


@given(steps, st.integers(0, 3600))
def test_time_never_runs_backwards_nor_beyond_the_booked_length(
    history: list[tuple[str, Seat, str, int]], more: int
) -> None:
    room, now, shown = EMPTY, NOON, timedelta()
    for deed, seat, tab, pause in history:
        now += timedelta(seconds=pause)
        room = _do(room, deed, seat, tab, now)
        assert shown <= room.elapsed(now) <= room.duration
        shown = room.elapsed(now)
    assert shown <= room.elapsed(now + timedelta(seconds=more)) <= room.duration


@given(steps)
def test_exactly_one_side_makes_the_first_offer(history: list[tuple[str, Seat, str, int]]) -> None:
    room, now = EMPTY, NOON
    for deed, seat, tab, pause in history:
        now += timedelta(seconds=pause)
        room = _do(room, deed, seat, tab, now)
        if room.mentor and room.learner:
            assert room.offers(Seat.MENTOR) != room.offers(Seat.LEARNER)


@pytest.mark.parametrize("seat", list(Seat))
def test_a_room_value_is_never_changed_in_place(seat: Seat) -> None:
    before = replace(EMPTY)
    EMPTY.enter(seat, "x", NOON)
    assert before == EMPTY


def _do(room: LiveRoom, deed: str, seat: Seat, tab: str, now: datetime) -> LiveRoom:
    """One step; seats that are never heard from are swept only when they say so ("silence" is a beat of both)."""
    if deed == "silence":
        for each in Seat:
            held = room.at(each)
            room = room.beat(each, held.instance, now) if held else room
        return room.drop_silent(now)
    return getattr(room, deed)(seat, f"{seat}-{tab}", now)
