"""Whatever people, banks and admins do in whatever order: the ledger is even, and nobody below nothing."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, func, select, text

from peerlearn.domain import payments, payouts, verification
from peerlearn.domain.payments import ledger
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from tests.faults.full import FULL, SEED
from tests.faults.world import World
from tests.integration.domain.payouts.conftest import by_hand
from tests.integration.domain.payouts.test_withdrawals import BANK

__all__ = ["by_hand"]

pytestmark = [pytest.mark.usefixtures("database", "by_hand"), pytest.mark.timeout(900)]

STEPS = 10_000 if FULL else 1_500
LOOK_THROUGH_EVERY = 250
# A balance of one of these, or of one owner in it, is what we owe: never less than nothing.
ELSEWHERE = {Movement.STRAY, Movement.SETTLEMENT}  # what only the gateway brings: test_wrong_amounts, test_comparing
OWED = (
    *(Account.BOOKING_ESCROW, Account.MENTOR_AVAILABLE, Account.LEARNER_AVAILABLE),
    *(Account.REFUND_IN_TRANSIT, Account.PAYOUT_IN_TRANSIT, Account.PACKAGE_CREDIT),
)


def check() -> None:
    """What holds after every step."""
    entry = LedgerEntry
    with database.reading() as db:
        total = func.sum(entry.amount_paise)
        uneven = select(entry.transaction_id).group_by(col(entry.transaction_id)).having(total != 0)
        assert list(db.exec(uneven)) == [], "a movement is not even"
        # What a mentor pays for calling off late may be more than they have; whatever else is taken may not.
        late = select(LedgerTransaction.id).where(col(LedgerTransaction.kind).in_(("cancellation_fee", "compensation")))
        rest = (col(entry.account) != Account.MENTOR_AVAILABLE) | col(entry.transaction_id).not_in(late)
        owners = select(entry.account, entry.owner_id, total).where(col(entry.account).in_(OWED), rest)
        below = db.exec(owners.group_by(entry.account, col(entry.owner_id)).having(total < 0)).all()
        assert below == [], "somebody is below nothing"


def look_through() -> None:
    """What holds of all rows together; and what was written can neither be changed nor deleted.

    But that bookings come to an end: the clock goes on here, and nobody does the jobs.
    """
    with database.reading() as db:
        found = [finding for finding in verification.verify(db) if finding.rule != "booking-comes-to-an-end"]
        assert [str(finding) for finding in found] == []
        assert payments.books(db).balance_sum == Money(0)
        movements = db.exec(select(func.count()).select_from(LedgerTransaction)).one()
    for statement in ("UPDATE ledger_entries SET amount_paise = 1", "DELETE FROM ledger_transactions"):
        if movements:
            with pytest.raises(DBAPIError, match="append-only"), database.writing() as db:
                db.connection().execute(text(statement))


def walk(steps: int) -> World:
    """So many steps, the clock going on between them."""
    world = World(random.Random(SEED))
    for mentor in [*world.mentors, *world.learners, world.admin]:
        with unit_of_work() as work:
            payouts.save_destination(work, BANK, by=replace(mentor, proved_at=clock.now()))
    with time_machine.travel(clock.now()) as time:
        for number in range(steps):
            if number % 5 == 0:
                world.begin()
            world.step()
            check()
            time.shift(timedelta(minutes=world.chance.choice([0, 1, 7, 90])))
            if number % LOOK_THROUGH_EVERY == LOOK_THROUGH_EVERY - 1:
                look_through()
    return world


@pytest.fixture(autouse=True)
def seed() -> Iterator[None]:
    print(f"seed {SEED}")
    yield


def test_the_books_are_even_after_every_step() -> None:
    world = walk(STEPS)

    print(world.done)
    with database.reading() as db:
        never = set(Movement) - ELSEWHERE - set(db.exec(select(LedgerTransaction.kind)))
    assert len(never) <= (0 if FULL else 2), f"these kinds of movements never happened: {never}"


def _withdrawals_that_nobody_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payouts.actions, "_check_amount", lambda *_: None)


def _a_paisa_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def post(work: Work, movement: LedgerTransaction, entries: dict[Any, int]) -> bool:
        if fresh := even(work, movement, entries):
            place = next(iter(entries))
            extra = LedgerEntry(transaction_id=movement.id or 0, account=place[0], owner_id=place[1], amount_paise=1)
            work.db.add(extra)
        return fresh

    even = ledger.post
    monkeypatch.setattr(ledger, "post", post)


def _a_ledger_without_its_guards(_monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as db:
        on = "" if database.is_sqlite() else " ON ledger_entries"
        db.connection().execute(text(f"DROP TRIGGER ledger_entries_no_update{on}"))


@pytest.mark.parametrize(
    ("sabotage", "noticed"),
    [
        (_withdrawals_that_nobody_checks, "below nothing"),
        (_a_paisa_on_the_way, "not even"),
        (_a_ledger_without_its_guards, "ledger_entries_no_update"),
    ],
)
def test_would_notice(
    sabotage: Callable[[pytest.MonkeyPatch], None], noticed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabotage(monkeypatch)

    with pytest.raises(AssertionError, match=noticed):
        walk(LOOK_THROUGH_EVERY)
