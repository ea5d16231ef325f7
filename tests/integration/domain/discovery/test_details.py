"""One session, one mentor: all there is to know, at every time of its life."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event

from peerlearn.domain import bookings, discovery
from peerlearn.domain.discovery import MentorDetails, SessionDetails
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import a_completed_booking, a_confirmed_booking, a_held_booking, a_mentor, an_offering

pytestmark = pytest.mark.usefixtures("database")


def session(offering_id: int) -> SessionDetails:
    with database.reading() as db:
        found = discovery.session_details(db, offering_id)
    assert found is not None
    return found


def mentor(handle: str) -> MentorDetails:
    with database.reading() as db:
        found = discovery.mentor_details(db, handle)
    assert found is not None
    return found


def test_a_session_with_its_price_and_its_mentor() -> None:
    meera = a_mentor("Meera", skills=["Python", "Algebra"])
    a_completed_booking(meera, stars=4)
    offering = an_offering(meera, title="Loops", topics=["For", "While"], price=Money.rupees(1000))

    details = session(offering)

    assert (details.card.title, details.card.topics, details.description) == (
        "Loops",
        ["For", "While"],
        "Loops, from the start.",
    )
    assert (details.card.price, details.service_fee, details.total) == ("₹1,000", "₹100", "₹1,100")
    assert (details.card.rating, details.card.ratings) == ("4.0", 1)
    assert details.mentor_skills == ["Python", "Algebra"]


def test_a_session_from_the_list_to_its_end() -> None:
    offering = an_offering()
    assert session(offering).card.state == "bookable"

    held = a_held_booking(offering)
    assert session(offering).card.state == "booked"
    with unit_of_work() as work:
        bookings.give_up(work, held.booking_id, by=held.learner)
    assert session(offering).card.state == "bookable"

    booked = a_confirmed_booking(offering)
    assert session(offering).card.state == "booked"
    with unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
    assert session(offering).card.state == "over"


@pytest.mark.parametrize("number", [0, -1, 10**6, 2**62])
def test_no_session(number: int) -> None:
    with database.reading() as db:
        assert discovery.session_details(db, number) is None


def test_a_mentor_with_what_they_offer_from_now_on() -> None:
    meera, now = a_mentor("Meera Iyer", skills=["Python"]), clock.now()
    a_completed_booking(meera, stars=5), a_completed_booking(meera, stars=4)
    later, sooner = (an_offering(meera, starts_at=now + timedelta(days=days)) for days in (3, 2))
    an_offering(meera, starts_at=now - timedelta(days=1)), an_offering()
    a_confirmed_booking(sooner)

    details = mentor("meera-iyer")

    assert (details.name, details.skills, details.rating, details.ratings, details.given) == (
        "Meera Iyer",
        ["Python"],
        "4.5",
        2,
        2,
    )
    assert [(card.offering_id, card.state) for card in details.sessions] == [(sooner, "booked"), (later, "bookable")]


@pytest.mark.parametrize("handle", ["", "nobody", "meera%", "Meera", "meera'--", "\x00", "m" * 5000])
def test_no_mentor(handle: str) -> None:
    a_mentor("Meera")
    if "\x00" in handle and not database.is_sqlite():
        pytest.skip("no text of PostgreSQL holds it; the page's address refuses it before")

    with database.reading() as db:
        assert discovery.mentor_details(db, handle) is None


def test_the_addresses_for_a_site_map() -> None:
    meera = a_mentor("Meera")
    open_one = an_offering(meera)
    an_offering(meera, starts_at=clock.now() - timedelta(days=1)), a_mentor("Meera")

    with database.reading() as db:
        assert discovery.public_addresses(db) == ["/mentors/meera/", "/mentors/meera-2/", f"/sessions/{open_one}/"]


@pytest.fixture
def plans() -> Iterator[list[str]]:
    """How SQLite finds the rows of everything read from here on."""
    if not database.is_sqlite():
        pytest.skip("the plan is SQLite's")
    found: list[str] = []
    explaining = False

    def explain(connection, _cursor, statement, parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]
        nonlocal explaining
        if explaining or not statement.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        explaining = True
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        found.extend(str(row[3]) for row in rows)
        explaining = False

    event.listen(database.engine(), "before_cursor_execute", explain)
    yield found
    event.remove(database.engine(), "before_cursor_execute", explain)


def test_reads_no_table_from_end_to_end(plans: list[str]) -> None:
    meera = a_mentor("Meera")
    offering = an_offering(meera)
    a_completed_booking(meera, stars=5)
    plans.clear()

    with database.reading() as db:
        discovery.front_page(db), discovery.session_details(db, offering), discovery.mentor_details(db, "meera")

    tables = ("sessions", "bookings", "ratings", "users", "rooms")
    assert any("ix_sessions_status_starts_at" in step for step in plans)
    assert [step for step in plans if step.startswith("SCAN") and step.split()[1] in tables] == []
