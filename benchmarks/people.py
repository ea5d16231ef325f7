"""The people of a measurement, signed in: written into the database by the domain's own actions."""

from dataclasses import dataclass
from datetime import timedelta

from peerlearn import domain
from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock, database, migrations
from peerlearn.kit.work import unit_of_work
from tests import makers

COOKIE = "peerlearn_sign_in"
ROOM_STARTS_IN = timedelta(minutes=5)


@dataclass(frozen=True)
class Person:
    """Somebody and their signed-in browser's Cookie header."""

    viewer: Viewer
    cookie: str


@dataclass(frozen=True)
class Pair:
    """Two people and the room they have booked."""

    mentor: Person
    learner: Person
    room_id: str


def use_fresh_database(url: str) -> None:
    """Migrate the database at this address and work on it from here."""
    domain.know_every_table()
    database.use(url)
    migrations.upgrade()


def signed_in(viewer: Viewer) -> Person:
    """The same person with a browser that is signed in."""
    with unit_of_work() as work:
        token, _ = accounts.redeem_ticket(work, accounts.issue_ticket(work, viewer.user_id), device="", ip="")
    return Person(viewer, f"{COOKIE}={token}")


def learners(count: int) -> list[Person]:
    """New signed-in learners."""
    return [signed_in(makers.a_learner()) for _ in range(count)]


def a_mentor_with(offerings: int) -> Person:
    """A signed-in mentor who offers so many sessions."""
    mentor = signed_in(makers.a_mentor())
    starts = clock.now() + timedelta(days=7)
    for number in range(offerings):
        at = starts + timedelta(hours=2 * number)
        makers.an_offering(mentor.viewer, title=f"Session {number}", starts_at=at)
    return mentor


def a_pair() -> Pair:
    """Two people whose session may begin now."""
    offering = makers.an_offering(starts_at=clock.now() + ROOM_STARTS_IN)
    booked = makers.a_confirmed_booking(offering)
    return Pair(signed_in(booked.mentor), signed_in(booked.learner), booked.room_id)
