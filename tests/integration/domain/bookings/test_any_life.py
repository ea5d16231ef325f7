"""Whatever people, money and the clock do in whatever order: no session twice, nobody in two places, no money lost."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from peerlearn.domain import bookings, payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.rules import OPEN, PAID, takes_the_slot
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog import overlap
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner, a_mentor, an_offering, pay

DEEDS = ["hold", "hold", "give_up", "pay", "pay", "accept", "reject", "complete", "wait"]
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 1), st.integers(0, 1)), min_size=5, max_size=20)


@dataclass
class World:
    """Two learners and two mentors, whose two sessions overlap; and the bookings so far."""

    learners: list[Viewer]
    mentors: list[Viewer]
    offerings: list[int]
    booked: list[int] = field(default_factory=list)
    paid: set[int] = field(default_factory=set)

    @classmethod
    def new(cls) -> "World":
        """Everybody is new, so that many worlds share a database."""
        mentors, starts_at = [a_mentor(), a_mentor()], clock.now() + timedelta(minutes=25)
        starts = [starts_at, starts_at + timedelta(minutes=30)]
        offerings = [an_offering(mentor, starts_at=at) for mentor, at in zip(mentors, starts, strict=True)]
        return cls([a_learner(), a_learner()], mentors, offerings)

    def do(self, deed: str, who: int, which: int) -> None:
        """One step of those whose it is; refusals are answers too, everything else is a failure of the test."""
        if deed == "hold":
            booking_id = self._try(bookings.hold, self.offerings[which], by=self.learners[who])
            if isinstance(booking_id, int) and booking_id not in self.booked:
                self.booked.append(booking_id)
        elif which < len(self.booked):
            self._do(deed, self.booked[-1 - which])

    def _do(self, deed: str, booking_id: int) -> None:
        booking, offering, _ = self.rows()[booking_id]
        if deed == "pay" and booking_id not in self.paid:
            self.paid.add(booking_id)
            pay(booking_id)
        elif deed == "complete" and booking.status == "confirmed":
            self._try(bookings.complete, booking_id)
        elif deed == "give_up":
            [learner] = [one for one in self.learners if one.user_id == booking.learner_id]
            self._try(bookings.give_up, booking_id, by=learner)
        elif deed in ("accept", "reject"):
            [mentor] = [one for one in self.mentors if one.user_id == offering.mentor_id]
            self._try(getattr(bookings, deed), booking_id, by=mentor)

    def rows(self) -> dict[int, tuple[Booking, Offering, Payment]]:
        """Every booking of this world with its session and its money."""
        wanted = (
            select(Booking, Offering, Payment)
            .join(Offering, col(Offering.id) == col(Booking.session_id))
            .join(Payment, col(Payment.booking_id) == col(Booking.id))
            .where(col(Booking.id).in_(self.booked))
        )
        with database.reading() as db:
            return {booking.id or 0: (booking, offering, payment) for booking, offering, payment in db.exec(wanted)}

    @staticmethod
    def _try(action: Callable[..., object], *args: object, by: Viewer | None = None) -> object:
        with unit_of_work() as work:
            try:
                return action(work, *args, **({"by": by} if by else {}))
            except Refusal as no:
                return no


def check(world: World) -> None:
    """What holds at every moment."""
    rows, now = world.rows(), clock.now()
    taken = Counter(offering.id for booking, offering, _ in rows.values() if booking.status in OPEN)
    assert max(taken.values(), default=0) <= 1
    for learner in world.learners:
        own = [row for row in rows.values() if row[0].learner_id == learner.user_id]
        busy = [offering for booking, offering, _ in own if takes_the_slot(booking.status, booking.hold_ends_at, now)]
        assert not any(meet(one, other) for one in busy for other in busy if one.id < other.id)
    for booking_id, (booking, _, payment) in rows.items():
        assert money_of(booking.status, booking_id in world.paid) == payment.status, booking
    with database.reading() as db:
        assert payments.books(db).balance_sum == Money(0)


def meet(one: Offering, other: Offering) -> bool:
    """Whether two sessions share a moment."""
    return overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at)


def money_of(status: str, paid: bool) -> str:
    """Where the money of a booking must be: kept while it is wanted, on its way back when it is not."""
    if not paid:
        assert status in ("held", "expired")
        return "created"
    assert status not in ("held", "expired")
    return "captured" if status in PAID else "refunding"


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("database")
class TestAnyLife:
    """One database for all examples; every example is a world of its own."""

    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps)
    @example([("hold", 0, 1), ("wait", 0, 1), ("hold", 0, 0), ("pay", 0, 1)])  # money after a hold that nobody ended
    def test_keeps_its_promises(self, steps: list[tuple[str, int, int]]) -> None:
        began: datetime = clock.now()
        with time_machine.travel(began) as time:
            world = World.new()
            for deed, who, which in steps:
                if deed == "wait":
                    time.shift([timedelta(minutes=4), timedelta(minutes=11)][which])
                else:
                    world.do(deed, who, which)
                check(world)
