"""Many people at the same moment: one of them wins, everybody gets an answer, and money is exact."""

import functools
import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import func, select

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import SlotTaken
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from peerlearn.settings import ROOT
from tests.faults.full import FULL
from tests.integration.domain.bookings.living import at, payment_of, status_of
from tests.makers import a_held_booking, a_learner, a_mentor, a_request, an_offering, pay
from tests.rush import all_at_once

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.faults]

MANY = 200
PROCESSES = 2
ROUNDS = 50 if FULL else 1


def count(table: type) -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(table)).one()


def test_two_hundred_learners_one_session() -> None:
    offering_id = an_offering(price=Money.rupees(1000))
    learners = [a_learner() for _ in range(MANY)]

    outcomes = all_at_once([functools.partial(bookings.hold, offering_id=offering_id, by=who) for who in learners])

    [booking_id] = [outcome for outcome in outcomes if isinstance(outcome, int)]
    refusals = Counter((type(no), str(no)) for no in outcomes if isinstance(no, BaseException))
    assert refusals == {(SlotTaken, "Slot taken, try another"): MANY - 1}
    assert (count(Booking), count(Payment), count(Job)) == (1, 1, 1)
    pay(booking_id)
    with database.reading() as db:
        books = payments.books(db)
    assert (books.captured, books.balance_sum) == (Money.rupees(1100), Money(0))


@pytest.mark.timeout(900)
def test_two_hundred_learners_from_several_processes(database: str) -> None:
    for _ in range(ROUNDS):
        assert rush_from_several_processes(database) == ({"held": 1, "SlotTaken": MANY - 1}, 1, 1)


def rush_from_several_processes(database: str) -> tuple[Counter[str], int, int]:
    """What everybody heard, and how many bookings and payments that made."""
    before, offering_id = (count(Booking), count(Payment)), an_offering()
    learners = [a_learner().user_id for _ in range(MANY)]
    rush = [sys.executable, "-m", "tests.integration.domain.bookings.one_process_of_a_rush"]

    processes = [
        subprocess.Popen(
            [*rush, json.dumps({"database": database, "offering_id": offering_id, "learners": learners[n::PROCESSES]})],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(PROCESSES)
    ]
    for process in processes:  # each says when it is ready, and all start together
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    outcomes = Counter(
        line for process in processes for line in process.communicate("go\n", timeout=120)[0].split("\n")
    )

    del outcomes[""]
    return outcomes, count(Booking) - before[0], count(Payment) - before[1]


def test_a_learner_who_clicks_twenty_times_has_one_hold() -> None:
    offering_id, learner = an_offering(), a_learner()

    outcomes = all_at_once([functools.partial(bookings.hold, offering_id=offering_id, by=learner)] * 20)

    assert len(set(outcomes)) == 1
    assert (count(Booking), count(Payment)) == (1, 1)


def test_a_learner_cannot_hold_two_sessions_at_one_time_from_two_tabs() -> None:
    starts_at, learner = clock.now() + timedelta(days=2), a_learner()
    offerings = [an_offering(starts_at=starts_at + timedelta(minutes=n)) for n in range(10)]

    outcomes = all_at_once([functools.partial(bookings.hold, offering_id=which, by=learner) for which in offerings])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["BusyThen"] * 9 + ["int"]


def test_a_run_out_hold_has_one_heir() -> None:
    booked = a_held_booking()
    heirs = [a_learner() for _ in range(20)]

    with at(bookings.HOLD_FOR):
        hold = functools.partial(bookings.hold, offering_id=booked.offering_id)
        outcomes = all_at_once([functools.partial(hold, by=who) for who in heirs])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SlotTaken"] * 19 + ["int"]
    assert status_of(booked.booking_id) == "expired"


def test_twenty_clicks_on_accept_are_one_yes() -> None:
    booked = a_request()

    outcomes = all_at_once([functools.partial(bookings.accept, booking_id=booked.booking_id, by=booked.mentor)] * 20)

    assert outcomes == [None] * 20
    assert (status_of(booked.booking_id), count(Room)) == ("confirmed", 1)


@pytest.mark.parametrize("_again", range(5))
def test_yes_and_no_from_two_tabs_is_one_of_them(_again: int) -> None:
    booked = a_request()
    answers = [bookings.accept, bookings.reject] * 5

    outcomes = all_at_once(
        [functools.partial(answer, booking_id=booked.booking_id, by=booked.mentor) for answer in answers]
    )

    losers = [type(no).__name__ for no in outcomes if no is not None]
    said_yes = status_of(booked.booking_id) == "confirmed"
    assert losers == ["NotWaiting"] * 5
    assert (count(Room), count(Refund)) == ((1, 0) if said_yes else (0, 1))


def test_a_mentor_cannot_confirm_two_sessions_at_one_time_from_two_tabs() -> None:
    mentor, starts_at = a_mentor(), clock.now() + timedelta(days=2)
    requests = [a_request(an_offering(mentor, starts_at=starts_at + timedelta(minutes=n))) for n in range(6)]

    outcomes = all_at_once(
        [functools.partial(bookings.accept, booking_id=one.booking_id, by=mentor) for one in requests]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MentorBusyThen"] * 5 + ["NoneType"]


@pytest.mark.parametrize("_again", range(5))
def test_late_money_and_a_new_hold_never_both_get_the_session(_again: int) -> None:
    late, rival = a_held_booking(), a_learner()
    with unit_of_work() as work:
        bookings.give_up(work, late.booking_id, by=late.learner)

    def hold(work: Work) -> int:
        return bookings.hold(work, late.offering_id, by=rival)

    def the_money_comes(work: Work) -> None:
        pay(late.booking_id, work)

    outcome, paid = all_at_once([hold, the_money_comes])

    assert paid is None
    if isinstance(outcome, SlotTaken):
        assert (status_of(late.booking_id), payment_of(late.booking_id).status) == ("pending", "captured")
    else:
        assert isinstance(outcome, int)
        assert (status_of(late.booking_id), payment_of(late.booking_id).status) == ("cancelled", "refunding")
        assert status_of(outcome) == "held"


def test_decides_on_what_is_true_once_it_has_the_lock() -> None:
    if database.is_sqlite():
        pytest.skip("a writer on SQLite is alone from its first look on")
    booked = a_request()

    with unit_of_work() as slow:
        seen = slow.db.get_one(Booking, booked.booking_id)
        assert seen.status == "pending"
        [no] = all_at_once([functools.partial(bookings.reject, booking_id=booked.booking_id, by=booked.mentor)])
        assert no is None
        with pytest.raises(bookings.NotWaiting):
            bookings.accept(slow, booked.booking_id, by=booked.mentor)

    assert (status_of(booked.booking_id), count(Refund)) == ("rejected", 1)
