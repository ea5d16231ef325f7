"""The checker is checked: a living database gives no finding, and each of many corruptions exactly its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlmodel import Session, text

from peerlearn.domain import accounts, bookings, chats, leaving, payments, payouts, rooms, verification
from peerlearn.domain.payments.append_only import TABLES
from peerlearn.domain.payments.tables import WebhookEvent
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.domain.verification.dispute_rules import DISPUTE_RULES
from peerlearn.domain.verification.rules import RULES
from peerlearn.kit import clock, database, storage
from peerlearn.kit.money import Money
from peerlearn.kit.storage.bucket import Bucket
from peerlearn.kit.storage.disk import Disk
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import do_due
from tests.integration.domain.test_verification_of_disputes import OF_DISPUTES
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_gift,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
    by_the_first_rules,
)
from tests.servers import Store

pytestmark = pytest.mark.usefixtures("database")


def found() -> list[tuple[str, str]]:
    with database.reading() as db:
        return sorted((finding.rule, finding.row) for finding in verification.verify(db))


@contextmanager
def corrupting() -> Iterator[Session]:
    """A session for which neither triggers nor foreign keys hold, as for whoever writes into the file by hand."""
    with database.writing() as db:
        run = db.connection().exec_driver_sql
        guards: list[str] = []
        if database.is_sqlite():
            kept = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").tuples().all()
            guards = [made for _, made in kept]
            for name, _ in kept:
                run(f"DROP TRIGGER {name}")
            run("PRAGMA defer_foreign_keys = ON")
        else:
            run("SET LOCAL session_replication_role = replica")
        yield db
        db.flush()
        for made in guards:
            run(made)


def do(statement: str) -> None:
    with corrupting() as db:
        db.connection().execute(text(statement))


def a_life() -> dict[str, Booked]:
    """One booking of every fate, all at different times."""
    times = iter(clock.now() + timedelta(days=day) for day in range(2, 30))

    def offering() -> int:
        return an_offering(starts_at=next(times))

    fates = {
        "held": a_held_booking(offering()),
        "asked": a_request(offering()),
        "confirmed": a_confirmed_booking(offering()),
        "rejected": a_request(offering()),
        "cancelled": a_confirmed_booking(offering()),
        "late": a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3))),
        "too_late": a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=1))),
        "called_off": by_the_first_rules(a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3)))),
        "made_good": a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3))),
        "completed": a_completed_booking(),
    }
    with unit_of_work() as work:
        bookings.reject(work, fates["rejected"].booking_id, by=fates["rejected"].mentor)
    with unit_of_work() as work:
        bookings.cancel_booking(
            work, fates["cancelled"].booking_id, back=Money.rupees(1100), by=fates["cancelled"].learner
        )
    with unit_of_work() as work:
        bookings.cancel_booking(work, fates["late"].booking_id, back=Money.rupees(550), by=fates["late"].learner)
    with unit_of_work() as work:
        bookings.cancel_booking(work, fates["too_late"].booking_id, back=Money(0), by=fates["too_late"].learner)
    with unit_of_work() as work:
        called_off = fates["called_off"]
        bookings.call_off(work, called_off.offering_id, fee=Money.rupees(450), by=called_off.mentor)
    with unit_of_work() as work:
        made_good = fates["made_good"]
        bookings.call_off(work, made_good.offering_id, fee=Money.rupees(550), by=made_good.mentor)
    return fates


def test_finds_nothing_in_what_really_happened() -> None:
    a_life()

    assert found() == []


def of(booked: Booked) -> str:
    return f"(SELECT id FROM payments WHERE booking_id = {booked.booking_id})"


CORRUPTIONS = {
    "movement-balances": "UPDATE ledger_entries SET amount_paise = amount_paise - 1 WHERE account = 'booking_escrow' "
    "AND amount_paise < 0 AND transaction_id = (SELECT MIN(id) FROM ledger_transactions WHERE kind = 'release')",
    "tax-unasked": "UPDATE ledger_entries SET account = 'tds_payable' WHERE account = 'app_commission' "
    "AND transaction_id = (SELECT MIN(id) FROM ledger_transactions WHERE kind = 'release')",
    "capture-founded": "UPDATE payments SET status = 'failed' WHERE id = {asked}",
    "earnings-founded": "UPDATE bookings SET status = 'confirmed' WHERE id = {completed_booking}",
    "refund-begun": "UPDATE bookings SET status = 'rejected' WHERE id = {asked_booking}",
    "refund-posted": "UPDATE payments SET status = 'refunded' WHERE id = {cancelled}",
    "refund-amount": "UPDATE refunds SET amount_paise = amount_paise - 1 WHERE payment_id = {cancelled}",
    "share-right": "UPDATE ledger_entries SET amount_paise = CASE account WHEN 'mentor_available' "
    "THEN amount_paise + 1 ELSE amount_paise - 1 END WHERE account IN ('mentor_available', 'app_commission') "
    "AND transaction_id = (SELECT MIN(id) FROM ledger_transactions WHERE kind = 'release')",
    "refund-asked-for": "UPDATE jobs SET state = 'dead' WHERE kind = 'refund_payment' AND key LIKE 'refund:1:%'",
    "cancellation-fee": "UPDATE bookings SET cancel_reason = 'mentor' WHERE id = {called_off_booking}",
    "compensation": "UPDATE bookings SET cancel_reason = 'mentor' WHERE id = {made_good_booking}",
    "room-closed": "UPDATE rooms SET ended_at = NULL WHERE booking_id = {cancelled_booking}",
    "room-open": "UPDATE bookings SET status = 'confirmed' WHERE id = {asked_booking}",
    "earnings-posted": "UPDATE bookings SET status = 'completed' WHERE id = {confirmed_booking}",
    "receipts-gapless": "UPDATE receipts SET number = number + 1 WHERE number = (SELECT MAX(number) FROM receipts)",
    "job-goes-on": "UPDATE jobs SET state = 'running', lease_until = '2020-01-01 00:00:00+00:00' WHERE id = 1",
}
# What follows of itself from the same wrong word: the booking of money that failed, a state that no step led to.
FOLLOWS = {
    "capture-founded": {"booking-paid", "clearing-adds-up", "payment-history"},
    "refund-posted": {"payment-history"},
    "earnings-founded": {"booked-as-offered", "history-possible"},
    "refund-begun": {"history-possible"},
    "room-open": {"history-possible"},
    "earnings-posted": {"booked-as-offered", "history-possible"},
}


@pytest.mark.parametrize("rule", CORRUPTIONS)
def test_finds_what_somebody_wrote_by_hand(rule: str) -> None:
    fates = a_life()
    names = {name: of(booked) for name, booked in fates.items()}
    names |= {f"{name}_booking": str(booked.booking_id) for name, booked in fates.items()}

    do(CORRUPTIONS[rule].format(**names))

    rules = [rule for rule, _ in found()]
    assert sorted(set(rules)) == sorted({rule} | FOLLOWS.get(rule, set()))
    assert len(rules) == len(set(rules))


def test_finds_twelve_corruptions_at_once() -> None:
    fates = a_life()
    names = {name: of(booked) for name, booked in fates.items()}
    names |= {f"{name}_booking": str(booked.booking_id) for name, booked in fates.items()}
    # Left out are those that would write over another one's row.
    twelve = set(CORRUPTIONS) - {"tax-unasked", "refund-begun", "room-open", "compensation"}
    assert len(twelve) == 12

    for rule in CORRUPTIONS:
        if rule in twelve:
            do(CORRUPTIONS[rule].format(**names))

    followed = set.union(*FOLLOWS.values())
    assert {rule for rule, _ in found()} - followed == twelve


def test_finds_a_capture_that_was_never_posted() -> None:
    a_confirmed_booking()
    with corrupting() as db:
        db.connection().execute(text("DELETE FROM ledger_entries"))
        db.connection().execute(text("DELETE FROM ledger_transactions"))

    assert [rule for rule, _ in found()] == ["capture-posted", "clearing-adds-up"]


@pytest.mark.parametrize("what", ["DELETE FROM gifts", "UPDATE payments SET kind = 'gift' WHERE kind = 'booking'"])
def test_finds_a_gift_that_nobody_can_place(what: str) -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    a_gift(booked)
    assert found() == []

    do(what)

    assert "gift-passed-on" in {rule for rule, _ in found()}


def test_finds_money_without_a_receipt() -> None:
    a_confirmed_booking()
    do("DELETE FROM receipts")

    assert [rule for rule, _ in found()] == ["receipt-numbered", "receipts-gapless"]


@pytest.mark.parametrize(
    "left",
    [
        "UPDATE users SET name = 'Lalit' WHERE id = {gone}",
        "UPDATE users SET email = 'lalit@example.com' WHERE id = {gone}",
        "UPDATE bookings SET status = 'held' WHERE learner_id = {gone}",
    ],
)
def test_finds_what_is_left_of_a_deleted_account(left: str) -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)
        leaving.delete_account(work, booked.learner.user_id, by=replace(booked.learner, proved_at=work.now))
    assert found() == []

    do(left.format(gone=booked.learner.user_id))

    assert ("deleted-is-nobody", f"user:{booked.learner.user_id}") in found()


def test_finds_an_event_that_nobody_acts_on() -> None:
    with unit_of_work() as work:
        work.db.add(WebhookEvent(event_id="evt_1", body="{}", received_at=work.now))

    assert found() == [("event-acted-on", "event:evt_1")]


def test_finds_a_withdrawal_that_the_ledger_does_not_know() -> None:
    mentor = a_mentor()
    with unit_of_work() as work:
        work.db.add(
            Withdrawal(
                user_id=mentor.user_id,
                source="earnings",
                amount_paise=100,
                bank_upi="m",
                sealed_destination="s",
                status=WithdrawalStatus.PENDING,
                idempotency_key="k",
                created_at=work.now,
            )
        )

    assert found() == [("withdrawal-amount", "withdrawal:1"), ("withdrawal-posted", "withdrawal:1")]


def a_withdrawal_on_its_way() -> int:
    """₹900 that a mentor has asked for, and that the queue is about to send through RazorpayX."""
    mentor = a_completed_booking().mentor
    form = payouts.DestinationForm("upi", vpa="meera@okbank")
    with unit_of_work() as work:
        payouts.save_destination(work, form, by=replace(mentor, proved_at=work.now))
    with unit_of_work() as work:
        return payouts.withdraw(work, "900", "once", by=mentor)


PAYOUT_CORRUPTIONS = {
    "withdrawal-amount": "UPDATE ledger_entries SET amount_paise = amount_paise * 2 WHERE transaction_id = "
    "(SELECT id FROM ledger_transactions WHERE kind = 'withdrawal')",
    "payout-fits": "UPDATE payout_attempts SET status = 'processed'",
    "payout-asked-for": "UPDATE jobs SET state = 'dead' WHERE kind = 'send_payout'",
}


@pytest.mark.parametrize("rule", PAYOUT_CORRUPTIONS)
def test_finds_what_somebody_did_to_a_payout(rule: str) -> None:
    withdrawal_id = a_withdrawal_on_its_way()
    assert found() == []

    do(PAYOUT_CORRUPTIONS[rule])

    assert {name for name, _ in found()} - {"earnings-not-below-0"} == {rule}
    assert (rule, f"{'payout' if rule == 'payout-asked-for' else 'withdrawal'}:{withdrawal_id}") in found()


@pytest.mark.parametrize("state", ["completed", "reversed", "failed", "rejected"])
def test_finds_a_withdrawal_whose_payout_says_something_else(state: str) -> None:
    withdrawal_id = a_withdrawal_on_its_way()

    do(f"UPDATE withdrawals SET status = '{state}', reference = 'made up', settled_at = created_at")

    assert found() == [
        (rule, f"withdrawal:{withdrawal_id}")
        for rule in ("history-possible", "payout-fits", "withdrawal-amount", "withdrawal-posted")
    ]


def test_finds_bookings_that_nobody_brings_to_an_end() -> None:
    asked = a_request(an_offering(starts_at=clock.now() + timedelta(hours=3)))
    confirmed = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3)))

    with time_machine.travel(clock.now() + timedelta(hours=4, minutes=1)):
        assert found() == [("booking-comes-to-an-end", f"booking:{asked.booking_id}")]
    with time_machine.travel(clock.now() + timedelta(hours=27, minutes=1)):
        both = (asked, confirmed)
        assert found() == [("booking-comes-to-an-end", f"booking:{one.booking_id}") for one in both]


def test_finds_somebody_in_two_places_at_once() -> None:
    learner, starts_at = a_learner(), clock.now() + timedelta(days=2)
    a_confirmed_booking(an_offering(starts_at=starts_at), learner=learner)
    second = a_confirmed_booking(an_offering(starts_at=starts_at + timedelta(hours=5)), learner=learner)

    with corrupting() as db:
        start = starts_at + timedelta(minutes=30)
        statement = text("UPDATE sessions SET starts_at = :at WHERE id = :id")
        at = start.strftime("%Y-%m-%d %H:%M:%S.%f") if database.is_sqlite() else start
        db.connection().execute(statement, {"at": at, "id": second.offering_id})

    assert found() == [("one-at-a-time", f"booking:{second.booking_id}")]


def test_finds_a_learner_who_asked_for_two_sessions_at_once() -> None:
    learner, starts_at = a_learner(), clock.now() + timedelta(days=2)
    a_confirmed_booking(an_offering(starts_at=starts_at), learner=learner)
    second = a_request(an_offering(starts_at=starts_at + timedelta(hours=3)), learner=learner)
    assert found() == []

    do("UPDATE sessions SET duration_minutes = 240")

    assert found() == [("one-at-a-time", f"booking:{second.booking_id}")]


@pytest.mark.parametrize(
    "what",
    [
        "UPDATE sessions SET status = 'cancelled'",
        "UPDATE sessions SET status = 'completed'",
        "UPDATE sessions SET created_at = starts_at",
    ],
)
def test_finds_a_booking_of_what_was_not_offered(what: str) -> None:
    booked = a_request()

    do(what)

    assert found() == [("booked-as-offered", f"booking:{booked.booking_id}")]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("UPDATE audit_log SET action = 'booking.complete' WHERE action = 'booking.request'", "from held to completed"),
        ("UPDATE audit_log SET action = 'booking.reject' WHERE action = 'booking.accept'", "ends at rejected"),
        ("UPDATE audit_log SET action = 'booking.complete' WHERE action = 'booking.hold'", "from completed to pending"),
    ],
)
def test_finds_a_life_that_no_booking_can_have(what: str, says: str) -> None:
    booked = a_confirmed_booking()
    assert found() == []

    do(what)

    with database.reading() as db:
        lines = [str(finding) for finding in verification.verify(db)]
    assert {line.split()[1] for line in lines} == {f"booking:{booked.booking_id}"}
    assert any(says in line for line in lines)


def test_finds_a_schema_that_is_not_the_releases() -> None:
    do("DROP INDEX ix_audit_log_at")
    lost = found()
    do("CREATE INDEX ix_audit_log_at ON audit_log (at)")  # a database on a server outlives the test

    assert lost == [("schema", "database")]
    assert found() == []


def test_finds_what_nobody_is_left_to_make_up_for() -> None:
    booked = a_completed_booking()
    with unit_of_work() as work:
        payments.refund_all_of(work, 1, "it was a mistake")
    with corrupting() as db:
        entry = "INSERT INTO ledger_entries (transaction_id, account, owner_id, amount_paise) "
        entry += "SELECT MAX(id), '{}', {}, {} FROM ledger_transactions"
        for place in (("mentor_available", booked.mentor.user_id, -9), ("payout_bank", "NULL", 9)):
            db.connection().execute(text(entry.format(*place)))
    rule = ("earnings-not-below-0", f"account:{booked.mentor.user_id}")
    assert rule not in found(), "the refund explains it, and the next session makes up for it"

    with unit_of_work() as work:
        accounts.forget_person(work, booked.mentor.user_id)

    assert rule in found()


def test_finds_earnings_below_nothing() -> None:
    booked = a_completed_booking()
    with corrupting() as db:
        for amount, account, owner in (
            (-100_000, "mentor_available", booked.mentor.user_id),
            (100_000, "payout_bank", "NULL"),
        ):
            db.connection().execute(
                text(
                    "INSERT INTO ledger_entries (transaction_id, account, owner_id, amount_paise) "
                    f"SELECT MAX(id), '{account}', {owner}, {amount} FROM ledger_transactions"
                )
            )

    assert found() == [("earnings-not-below-0", f"account:{booked.mentor.user_id}"), ("share-right", "payment:1")]


def test_finds_a_learner_who_has_withdrawn_more_than_their_compensation() -> None:
    made_good = a_life()["made_good"]

    do(
        "UPDATE ledger_entries SET amount_paise = -amount_paise "
        "WHERE transaction_id = (SELECT id FROM ledger_transactions WHERE kind = 'compensation')"
    )

    assert ("compensation-not-below-0", f"account:{made_good.learner.user_id}") in found()


def test_finds_that_the_ledger_lost_a_guard() -> None:
    table = str(TABLES[1].__tablename__)
    guard = f"{table}_no_update"

    def run(statement: str) -> None:
        with database.writing() as db:
            db.connection().execute(text(statement))

    run(f"DROP TRIGGER {guard}" if database.is_sqlite() else f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    lost = found()
    if not database.is_sqlite():  # a database on a server outlives the test
        run(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")

    assert lost == [("ledger-guarded", guard)]


def test_finds_a_video_that_is_not_there() -> None:
    mentor = a_mentor()
    do(f"UPDATE users SET intro_video = '{'0' * 32}.mp4' WHERE id = {mentor.user_id}")

    assert found() == [("file-kept", f"user:{mentor.user_id}")]


def test_finds_a_file_that_is_cut_short_and_one_that_nobody_knows(tmp_path: Path) -> None:
    booked = a_confirmed_booking()
    cut, stray, fresh = (storage.file_name(f"{number:032x}") for number in (1, 2, 3))
    for name in (cut, stray, fresh):
        (tmp_path / name).write_bytes(b"hello")
    long_ago = (clock.now() - timedelta(days=3)).timestamp()
    os.utime(tmp_path / stray, (long_ago, long_ago))
    with unit_of_work() as work:
        assert chats.begin_file(work, booked.room_id, "line", by=booked.mentor)
        chats.give_file(work, booked.room_id, "line", chats.NewFile(cut, "a", "text/plain", 6), by=booked.mentor)
    storage.use(Disk(tmp_path))
    try:
        assert found() == [("file-is-whole", "chat_file:1"), ("file-known", f"file:{stray[:8]}…")]
    finally:
        storage.use(None)


def test_says_that_the_storage_could_not_be_looked_at(store: Store, tmp_path: Path) -> None:
    keys = {"bucket": "another", "access_key": "a", "secret_key": "s", "region": "us-east-1"}
    storage.use(Bucket(tmp_path, endpoint=store.url, patience=timedelta(seconds=2), **keys))
    try:
        assert found() == [("storage-answers", "storage")]
    finally:
        storage.use(None)


def test_every_rule_is_shown_to_find_something() -> None:
    elsewhere = {"capture-posted", "event-acted-on", "withdrawal-posted", "earnings-not-below-0", "booking-paid"}
    elsewhere |= {"gift-passed-on", "receipt-numbered", "deleted-is-nobody", "stray-posted", "stray-goes-back"}
    elsewhere |= {"compensation-not-below-0", "booked-as-offered"}
    packages = {"package-adds-up", "package-sold", "package-ended", "package-ends", "credit-fits", "credit-returned"}

    shown = set(CORRUPTIONS) | set(PAYOUT_CORRUPTIONS) | elsewhere | packages | set(OF_DISPUTES)
    assert {rule.name for rule in (*RULES, *DISPUTE_RULES)} <= shown


def test_looks_once_a_day_and_keeps_what_it_saw() -> None:
    with unit_of_work() as work:
        verification.verify_daily(work)
        verification.verify_daily(work)
        work.db.add(WebhookEvent(event_id="evt_1", body="{}", received_at=work.now))
    do_due("verify")

    with database.reading() as db:
        look = verification.last_look(db)
        assert look is not None
        assert (look.count, len(look.lines)) == (1, 1)
        assert "event:evt_1" in look.lines[0]
        assert [job.kind for job in db.exec(text("SELECT kind FROM jobs"))] == ["verify"]


def test_an_ended_room_is_no_finding() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
        rooms.end(work, booked.room_id, by=booked.mentor)

    assert found() == []
