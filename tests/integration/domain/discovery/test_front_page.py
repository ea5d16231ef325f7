"""What visitors see on arriving: which sessions, which mentors, in which order, and nothing that is not so."""

from datetime import timedelta
from typing import Any

import pytest

from peerlearn.domain import discovery, rooms, social
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.discovery import FrontPage
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database")


def front_page() -> FrontPage:
    with database.reading() as db:
        return discovery.front_page(db)


def an_offering_in(minutes: float, mentor: Viewer | None = None, **more: Any) -> int:
    return an_offering(mentor, starts_at=clock.now() + timedelta(minutes=minutes), **more)


def go_into_the_room(booked: Booked, who: Viewer) -> list[str]:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "a tab", by=who)
        return work.changed


def leave_the_room(booked: Booked, who: Viewer) -> list[str]:
    with unit_of_work() as work:
        rooms.leave(work, booked.room_id, "a tab", by=who)
        return work.changed


def test_an_empty_house_says_so() -> None:
    assert front_page() == FrontPage(sessions=[], mentors=[], live=0, top_mentors=0)


def test_shows_what_can_be_booked_by_time() -> None:
    mentor = a_mentor("Meera Iyer")
    later, sooner = an_offering_in(500, mentor), an_offering_in(400, mentor, price=Money.rupees(1500))

    page = front_page()

    assert [card.offering_id for card in page.sessions] == [sooner, later]
    card = page.sessions[0]
    assert (card.state, card.bookable, card.price, card.price_paise) == ("bookable", True, "₹1,500", 150_000)
    assert (card.mentor_name, card.mentor_handle, card.rating, card.ratings) == ("Meera Iyer", "meera-iyer", "", 0)
    assert (card.href, card.mentor_href) == (f"/sessions/{sooner}/", "/mentors/meera-iyer/")
    assert page.live == 0


def test_shows_no_session_that_nobody_can_book_nor_is_about_to_run() -> None:
    a_held_booking(an_offering_in(60)), a_request(an_offering_in(60)), a_confirmed_booking(an_offering_in(60))
    an_offering_in(-1)
    cancelled = an_offering_in(60)
    with unit_of_work() as work:
        work.db.get_one(Offering, cancelled).status = OfferingStatus.CANCELLED

    assert front_page() == FrontPage(sessions=[], mentors=[], live=0, top_mentors=0)


def test_what_starts_within_ten_minutes_counts_as_live_taken_or_not() -> None:
    free, taken, _later = an_offering_in(9), an_offering_in(9.5), an_offering_in(11)
    a_confirmed_booking(taken)

    page = front_page()

    assert [(card.offering_id, card.state) for card in page.sessions[:2]] == [(free, "soon"), (taken, "booked")]
    assert [card.bookable for card in page.sessions] == [True, False, True]
    assert page.live == 2


def test_a_session_is_live_while_its_mentor_is_in_the_room() -> None:
    booked = a_confirmed_booking(an_offering_in(5))
    _set_start(booked.offering_id, minutes=-5)
    assert front_page().sessions == []

    assert "offerings" not in go_into_the_room(booked, booked.learner)
    assert front_page().sessions == []

    assert "offerings" in go_into_the_room(booked, booked.mentor)
    page = front_page()
    assert [(card.offering_id, card.state, card.bookable) for card in page.sessions] == [
        (booked.offering_id, "live", False)
    ]
    assert page.live == 1

    assert "offerings" in leave_the_room(booked, booked.mentor)
    assert front_page().live == 0


def test_a_rail_holds_ten() -> None:
    mentor = a_mentor()
    offerings = [an_offering_in(60 + number * 120, mentor) for number in range(12)]

    page = front_page()

    assert [card.offering_id for card in page.sessions] == offerings[:10]


def test_the_best_mentors_come_by_rating_then_by_bookings() -> None:
    fours, busy_fives, fives, new, newer = (a_mentor(name) for name in ("Four", "Busy", "Five", "New", "Newer"))
    for mentor, stars in ((fours, 4), (fours, 4), (fours, 4), (busy_fives, 5), (busy_fives, None), (fives, 5)):
        a_completed_booking(mentor, stars=stars)
    for minutes, mentor in enumerate((newer, new, fives, busy_fives, fours), start=100):
        an_offering_in(minutes, mentor)

    mentors = front_page().mentors

    assert [card.name for card in mentors] == ["Busy", "Five", "Four", "Newer", "New"]
    assert [(card.rating, card.ratings, card.given) for card in mentors] == [
        ("5.0", 1, 2),
        ("5.0", 1, 1),
        ("4.0", 3, 3),
        ("", 0, 0),
        ("", 0, 0),
    ]
    assert front_page().top_mentors == 5


def test_a_mentor_is_shown_once_with_the_next_session_that_is_free() -> None:
    mentor = a_mentor("Meera")
    a_confirmed_booking(an_offering_in(60, mentor))
    free = an_offering_in(180, mentor, title="Free")
    an_offering_in(300, mentor)
    a_confirmed_booking(an_offering_in(60, a_mentor("Fully booked")))

    [card] = front_page().mentors

    assert (card.name, card.session.offering_id, card.session.title) == ("Meera", free, "Free")


def test_what_a_mentor_thinks_of_a_learner_is_no_rating_of_the_mentor() -> None:
    mentor = a_mentor()
    booked = a_completed_booking(mentor)
    with unit_of_work() as work:
        social.rate(work, booked.booking_id, 1, "", by=mentor)
        assert "mentors" not in work.changed
        social.rate(work, booked.booking_id, 5, "", by=booked.learner)
        assert "mentors" in work.changed
    an_offering_in(60, mentor)

    [card] = front_page().mentors
    assert (card.rating, card.ratings) == ("5.0", 1)


def test_a_blocked_mentor_is_nowhere() -> None:
    mentor = a_mentor("Meera")
    offering = an_offering_in(5, mentor)
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).is_active = False

    assert front_page() == FrontPage(sessions=[], mentors=[], live=0, top_mentors=0)
    with database.reading() as db:
        assert discovery.session_details(db, offering) is None
        assert discovery.mentor_details(db, "meera") is None
        assert discovery.public_addresses(db) == []


def test_learners_have_no_public_page() -> None:
    a_learner("Lalit")

    with database.reading() as db:
        assert discovery.mentor_details(db, "lalit") is None
        assert discovery.public_addresses(db) == []


def _set_start(offering_id: int, *, minutes: float) -> None:
    with unit_of_work() as work:
        work.db.get_one(Offering, offering_id).starts_at = work.now + timedelta(minutes=minutes)
