"""The same people and sessions for every test of this folder, far enough away that no date of theirs changes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from peerlearn.domain import recordings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import call_off, reject
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.recordings.tables import Recording
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.quality.screens import ADMIN, ASKED, IN_ROOM, LEARNER, MENTOR, NEW_LEARNER, NEW_MENTOR
from tests.integration.ui.cast import signed_in

# The browser believes it is this moment; the server needs no such belief.
NOW = datetime(2099, 1, 4, 9, 0, tzinfo=UTC)

OFFERED = (
    ("Loops in Python", ["Loops", "Functions"], 500, 30),
    ("Quadratic equations without fear", ["Algebra"], 800, 60),
    ("Read a balance sheet", ["Accounting", "Finance"], 1200, 45),
    ("Sketch what you see", ["Drawing"], 400, 60),
    ("Your first chords on a guitar", ["Guitar", "Music"], 650, 30),
    ("Organic chemistry: the reactions that matter in the exam", ["Chemistry"], 900, 90),
)


@dataclass(frozen=True)
class World:
    """Who is there, by their cookie, and what addresses may name."""

    cookies: dict[str, str]
    names: dict[str, str | int]


def a_world() -> World:
    """Fill the database that is in use."""
    asha, vikram, meera = (makers.a_mentor(name) for name in ("Asha Rao", "Vikram Shah", "Meera Nair"))
    ravi = makers.a_learner("Ravi Iyer")
    for mentor, stars in ((asha, 5), (asha, 4), (vikram, 5), (meera, 3)):
        makers.a_completed_booking(mentor, stars=stars)
    offered = [_offer((asha, vikram, meera)[n % 3], n, *what) for n, what in enumerate(OFFERED)]
    asked, confirmed, declined = (_offer(asha, n, *OFFERED[n % 6]) for n in (10, 11, 12))
    makers.a_request(asked, learner=ravi)
    makers.a_confirmed_booking(confirmed, learner=ravi)
    booked = makers.a_request(declined, learner=ravi)
    with unit_of_work() as work:
        reject(work, booked.booking_id, by=asha)
    returned = makers.a_failed_refund(makers.a_learner("Farah Khan"))
    with unit_of_work() as work:  # it is for the admins' list alone: its date is not of this world
        call_off(work, returned.offering_id, by=returned.mentor)
    leela, kabir = makers.a_mentor("Leela Menon"), makers.a_learner("Kabir Das")
    people = {LEARNER: ravi, MENTOR: asha, IN_ROOM: kabir, NEW_LEARNER: makers.a_learner("Nisha Pillai")}
    people[NEW_MENTOR] = makers.a_mentor("Tara Bose")
    people[ASKED] = makers.a_learner("Arjun Mehta")
    people[ADMIN] = makers.an_admin("Anil Sen")
    cookies = {who: signed_in(viewer).cookie for who, viewer in people.items()}
    ended = _ended_room(leela, kabir)  # first: who has a session at a time cannot book another
    names = {"room": _open_room(leela, kabir), "ended_room": ended, "offering": offered[0], "handle": "asha-rao"}
    names["package"] = makers.a_package(meera)
    makers.a_bought_package(makers.a_package(leela), learner=kabir)
    names["asked_room"] = _asked_room(makers.a_mentor("Devi Nair"), people[ASKED])
    return World(cookies, names)


def _offer(mentor: Viewer, day: int, title: str, topics: list[str], rupees: int, minutes: int) -> int:
    return makers.an_offering(
        mentor,
        title=title,
        topics=topics,
        price=Money.rupees(rupees),
        starts_at=NOW + timedelta(days=1 + day, hours=day % 4),
        duration_minutes=minutes,
    )


def _open_room(mentor: Viewer, learner: Viewer) -> str:
    soon = clock.now() + timedelta(minutes=5)
    return makers.a_confirmed_booking(
        makers.an_offering(mentor, title="Recursion explained", starts_at=soon), learner=learner
    ).room_id


def _asked_room(mentor: Viewer, learner: Viewer) -> str:
    """Where the mentor would like to record, and waits for an answer for as long as the tests last."""
    room_id = _open_room(mentor, learner)
    with unit_of_work() as work:
        rooms.enter(work, room_id, "m", by=mentor)
        rooms.enter(work, room_id, "l", by=learner)
        recordings.ask(work, room_id, by=mentor)
        work.db.exec(select(Recording)).one().asked_at = NOW
    return room_id


def _ended_room(mentor: Viewer, learner: Viewer) -> str:
    offering = makers.an_offering(mentor, title="Lists and tuples", starts_at=clock.now() + timedelta(minutes=2))
    booked = makers.a_confirmed_booking(offering, learner=learner)
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=mentor)
        rooms.enter(work, booked.room_id, "l", by=learner)
        rooms.end(work, booked.room_id, by=mentor)
    with in_use.reading() as db:  # for the admins' list alone: to the two nothing changes while a bank asks
        paid = db.exec(select(Payment.id).where(Payment.booking_id == booked.booking_id)).one()
    makers.a_dispute(paid or 0)
    return booked.room_id
