"""Boards on a real database: who may draw and read, what stands, and what lives on."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain import boards, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.boards import queries
from peerlearn.domain.boards.tables import Board
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_admin, an_offering

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def booked(database: str) -> Booked:
    """A confirmed half hour that starts in five minutes, with both in the room."""
    return met(a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5), duration_minutes=30)))


def met(booked: Booked) -> Booked:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    return booked


def stroke(element_id: str, version: int = 1, nonce: int = 5, **more: object) -> boards.Element:
    place = {"x": 0, "y": 0, "width": 1, "height": 1, "points": [[0, 0], [1, 1]]}
    shape = {"id": element_id, "type": "freedraw", "version": version, "versionNonce": nonce, **place, **more}
    [element] = boards.understood([shape])
    return element


def draw(booked: Booked, *elements: boards.Element, by: Viewer) -> boards.Drawn:
    with unit_of_work() as work:
        return boards.draw(work, booked.room_id, elements, by=by)


def picture(booked: Booked, by: Viewer, after: int = 0) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    more = True
    while more:
        with reading() as db:
            news = boards.news_for(db, booked.room_id, after=after, by=by)
        after, more = news.upto, news.more
        shapes = [json.loads(body) for body in news.elements]
        found |= {shape["id"]: (shape["version"], shape["versionNonce"]) for shape in shapes}
    return found


def test_what_one_draws_the_other_sees(booked: Booked) -> None:
    drawn = draw(booked, stroke("a"), stroke("b"), by=booked.mentor)

    assert drawn == boards.Drawn(0, 2)
    assert picture(booked, booked.learner) == {"a": (1, 5), "b": (1, 5)}


def test_tells_the_tabs_that_show_the_page_of_what_is_new_only(booked: Booked) -> None:
    for expected in ([boards.topic(booked.room_id)], []):
        with unit_of_work() as work:
            boards.draw(work, booked.room_id, [stroke("a")], by=booked.mentor)
            assert work.changed == expected


def test_only_what_changed_is_read_again(booked: Booked) -> None:
    seen = draw(booked, stroke("a"), stroke("b"), by=booked.mentor).upto
    draw(booked, stroke("b", 2), by=booked.learner)

    assert picture(booked, booked.mentor, after=seen) == {"b": (2, 5)}


def test_the_higher_version_stands_and_of_two_the_lower_nonce(booked: Booked) -> None:
    draw(booked, stroke("a", 2, nonce=5), by=booked.mentor)
    unchanged = draw(
        booked, stroke("a", 1, nonce=1), stroke("a", 2, nonce=6), stroke("a", 2, nonce=5), by=booked.learner
    )
    assert unchanged.since == unchanged.upto
    assert picture(booked, booked.mentor) == {"a": (2, 5)}

    draw(booked, stroke("a", 2, nonce=4), by=booked.learner)
    assert picture(booked, booked.mentor) == {"a": (2, 4)}


def test_a_picture_of_many_pieces_arrives_whole(booked: Booked) -> None:
    total = queries.MOST_ROWS_AT_ONCE + 30
    names = [str(n) for n in range(total)]
    for start in range(0, total, 100):
        draw(booked, *[stroke(name) for name in names[start : start + 100]], by=booked.mentor)
    heavy = [stroke(f"heavy{n}", text="x" * 60_000) for n in range(8)]
    draw(booked, *heavy, by=booked.learner)

    assert len(picture(booked, booked.learner)) == total + 8


def test_a_page_of_so_many_elements_takes_no_other(booked: Booked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peerlearn.domain.boards.rules.MOST_ELEMENTS", 2)

    drawn = draw(booked, stroke("a"), stroke("b"), stroke("c"), by=booked.mentor)
    changed = draw(booked, stroke("d"), stroke("a", 2), by=booked.learner)

    assert (drawn.refused, changed.refused) == (("c",), ("d",))
    assert picture(booked, booked.mentor) == {"a": (2, 5), "b": (1, 5)}


def test_a_page_of_so_many_bytes_grows_no_further_but_can_be_cleared(
    booked: Booked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peerlearn.domain.boards.rules.MOST_BYTES", 2_350)
    monkeypatch.setattr("peerlearn.domain.boards.rules.MOST_BYTES_TO_DELETE", 2_550)
    a, b = (stroke(name, text="x" * 1_000) for name in "ab")
    assert draw(booked, a, b, by=booked.mentor).refused == ()

    assert draw(booked, stroke("c", text="x" * 100), by=booked.mentor).refused == ("c",)
    assert draw(booked, stroke("a", 2, text="x" * 1_200), by=booked.mentor).refused == ("a",)
    assert draw(booked, stroke("a", 2, text="x" * 1_100, isDeleted=True), by=booked.mentor).refused == ()
    assert draw(booked, stroke("b", 2, text="x" * 10), by=booked.learner).refused == ()
    assert draw(booked, stroke("c", text="x" * 100), by=booked.mentor).refused == ()

    assert picture(booked, booked.learner) == {"a": (2, 5), "b": (2, 5), "c": (1, 5)}


def test_a_page_holds_5000_strokes(booked: Booked) -> None:
    points = [[n * 1.25, n * 2.75] for n in range(200)]
    for start in range(0, 5_000, 200):
        names = range(start, start + 200)
        strokes = [stroke(f"stroke-{name}", points=points) for name in names]
        assert draw(booked, *strokes, by=booked.mentor).refused == ()

    assert len(picture(booked, booked.learner)) == 5_000


@pytest.mark.parametrize("stranger", [a_mentor, a_learner, an_admin])
def test_is_nobody_elses(booked: Booked, stranger: Callable[..., Viewer]) -> None:
    intruder = stranger("Ivan")
    with pytest.raises(rooms.NotYourRoom):
        draw(booked, stroke("a"), by=intruder)
    with pytest.raises(rooms.NotYourRoom):
        picture(booked, intruder)


def test_who_left_draws_no_more(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.leave(work, booked.room_id, "l", by=booked.learner)

    with pytest.raises(boards.NotSeated):
        draw(booked, stroke("a"), by=booked.learner)


def test_an_ended_lesson_is_read_not_changed(booked: Booked) -> None:
    draw(booked, stroke("a"), by=booked.learner)
    with unit_of_work() as work:
        assert rooms.end(work, booked.room_id, by=booked.mentor)

    with pytest.raises(boards.BoardClosed):
        draw(booked, stroke("b"), by=booked.mentor)
    assert picture(booked, booked.learner) == {"a": (1, 5)}


def test_the_board_lives_on_with_a_page_for_each_lesson(booked: Booked) -> None:
    draw(booked, stroke("a"), by=booked.mentor)
    with unit_of_work() as work:
        rooms.end(work, booked.room_id, by=booked.mentor)
    later = clock.now() + timedelta(minutes=40)
    second = a_confirmed_booking(an_offering(booked.mentor, starts_at=later), learner=booked.learner)
    elsewhere = a_confirmed_booking(an_offering(starts_at=later))
    with time_machine.travel(later, tick=False):
        draw(met(second), stroke("b"), by=booked.learner)
        draw(met(elsewhere), stroke("c"), by=elsewhere.learner)

    with reading() as db:
        assert len(db.exec(select(Board)).all()) == 2
    assert picture(booked, booked.learner) == {"a": (1, 5)}
    assert picture(second, booked.mentor) == {"b": (1, 5)}


def test_a_pair_finds_the_pages_of_all_its_lessons(booked: Booked) -> None:
    mentor, learner = booked.mentor, booked.learner
    draw(booked, stroke("a"), by=mentor)
    with unit_of_work() as work:
        rooms.end(work, booked.room_id, by=mentor)
    starts_at = clock.now() + timedelta(hours=3)
    later = a_confirmed_booking(an_offering(mentor, title="Tuples", starts_at=starts_at), learner=learner)
    blank = a_confirmed_booking(an_offering(mentor, starts_at=starts_at + timedelta(hours=2)), learner=learner)
    with time_machine.travel(starts_at):
        met(later)
        draw(later, stroke("b"), by=learner)
    other = a_confirmed_booking(an_offering(mentor, starts_at=starts_at + timedelta(hours=4)))

    with reading() as db:
        assert [page.title for page in boards.other_pages(db, booked.room_id, by=learner)] == ["Tuples"]
        for person in (mentor, learner):
            assert [page.room_id for page in boards.other_pages(db, blank.room_id, by=person)] == [
                later.room_id,
                booked.room_id,
            ]
        assert boards.other_pages(db, other.room_id, by=mentor) == []
        drawn = [boards.is_drawn(db, one.room_id, by=mentor) for one in (booked, later, blank, other)]
        assert drawn == [True, True, False, False]
        for anyone in (a_learner("Other"), an_admin()):
            with pytest.raises(rooms.NotYourRoom):
                boards.other_pages(db, booked.room_id, by=anyone)
            with pytest.raises(rooms.NotYourRoom):
                boards.is_drawn(db, booked.room_id, by=anyone)
