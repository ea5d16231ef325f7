"""Our books are compared with the gateway's: what an event would have told is mended, the rest is found and told."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from peerlearn.domain import payments, settlements, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.tables import (
    Account,
    Dispute,
    LedgerEntry,
    LedgerTransaction,
    Refund,
    StrayPayment,
    WebhookEvent,
)
from peerlearn.domain.settlements import gateway_report
from peerlearn.domain.settlements.queries import COMPARED
from peerlearn.domain.settlements.recording import record
from peerlearn.domain.settlements.rules import days_to_ask_about
from peerlearn.domain.settlements.tables import SettledLine, Settlement
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Job, JobState
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, count, deliver, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import an_admin

TOTAL, FEE = 110_000, 2_596


def paid(gateway: Sandbox, *, told: bool = True) -> Held:
    """A booking that was paid; told or not, we know of the order."""
    held = a_held_booking()
    proof = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    if told:
        signed = [proof[f"razorpay_{name}"] for name in ("order_id", "payment_id", "signature")]
        payments.confirm(*signed, by=held.learner)
    return held


def compare() -> None:
    """The day's comparison, and the look that follows it."""
    with unit_of_work() as work:
        settlements.compare_daily(work)
    do_due_jobs()


def compare_after(days: int) -> None:
    with later(timedelta(days=days)):
        compare()


def found() -> list[tuple[str, str]]:
    with database.reading() as db:
        return [(finding.rule, finding.row) for finding in verification.verify(db)]


def balance(account: Account) -> int:
    with database.reading() as db:
        own = select(func.sum(LedgerEntry.amount_paise)).where(LedgerEntry.account == account)
        return int(db.exec(own).one() or 0)


def hear(gateway: Sandbox, door: str) -> None:
    """All that the gateway has told so far comes to our door, and is acted on."""
    for event in gateway.events():
        deliver(door, event)
    do_due_jobs()


def mails_to(admin: Viewer) -> list[OutboxMail]:
    with database.reading() as db:
        address = db.get_one(User, admin.user_id).email
        return list(db.exec(select(OutboxMail).where(OutboxMail.to == address).order_by(col(OutboxMail.id))))


def test_a_refund_that_nobody_told_us_of_is_booked_as_its_event_would_have_been(gateway: Sandbox, door: str) -> None:
    held = paid(gateway)
    paid(gateway)
    gateway.control("POST", f"payments/{held.payment.razorpay_id}/refund-unheard")
    do_due_jobs()
    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])

    gateway.control("POST", "settlements")
    compare()

    whole = (PaymentStatus.REFUNDED, ["capture", "refund", "refund_processed"])
    assert (held.payment.status, held.movements) == whole
    assert found() == []

    gateway.control("PUT", "webhooks", url=door)
    for event in gateway.events():
        if event["event"].startswith("refund."):
            gateway.control("POST", f"events/{event['id']}/replay")
    assert eventually(lambda: count(WebhookEvent) == 2)
    do_due_jobs()
    compare_after(1)
    assert (held.payment.status, held.movements, count(Refund)) == (*whole, 1)


def test_a_part_that_went_back_unheard_is_a_part(gateway: Sandbox) -> None:
    held = paid(gateway)
    gateway.control("POST", f"payments/{held.payment.razorpay_id}/refund-unheard", amount=10_000)
    gateway.control("POST", "settlements")

    compare()

    assert (held.payment.status, held.payment.refunded_paise) == (PaymentStatus.CAPTURED, 10_000)
    assert found() == []


def test_money_that_nobody_told_us_of_reaches_its_booking(gateway: Sandbox) -> None:
    held = paid(gateway, told=False)
    gateway.control("POST", "settlements")
    assert held.payment.status == PaymentStatus.PENDING

    compare()

    assert (held.payment.status, held.booking.status) == (PaymentStatus.CAPTURED, BookingStatus.PENDING)
    assert found() == []


def test_a_settlement_is_booked_once_however_often_it_is_read(gateway: Sandbox) -> None:
    for _ in range(2):
        paid(gateway)
    amount = gateway.control("POST", "settlements")["amount"]

    for days in (0, 1, 2):
        compare_after(days)

    assert amount == 2 * (TOTAL - FEE)
    assert (count(Settlement), count(SettledLine)) == (1, 2)
    assert (balance(Account.SETTLEMENT_BANK), balance(Account.GATEWAY_CLEARING)) == (-amount, 0)
    with database.reading() as db:
        moved = db.exec(select(LedgerTransaction).where(LedgerTransaction.kind == "settlement")).all()
        books = payments.books(db)
    assert len(moved) == 1
    assert (books.settled, books.with_gateway, books.balance_sum) == (Money(amount), Money(0), Money(0))
    assert found() == []


def test_what_was_settled_while_nobody_looked_for_weeks_is_still_read(gateway: Sandbox) -> None:
    paid(gateway)
    gateway.control("POST", "settlements")

    compare_after(40)

    assert (count(Settlement), balance(Account.SETTLEMENT_BANK)) == (1, FEE - TOTAL)


@pytest.mark.parametrize("amount", [-1_012, 1_012])
def test_what_the_gateway_gave_or_took_besides_is_the_sites_and_admins_hear_of_it(
    gateway: Sandbox, amount: int
) -> None:
    admin = an_admin()
    paid(gateway)
    gateway.control("POST", "adjustments", amount=amount, description="a chargeback")
    gateway.control("POST", "settlements")
    with database.reading() as db:
        before = payments.profit(db)

    compare()
    compare_after(1)

    with database.reading() as db:
        assert payments.profit(db) == before + Money(amount)
        assert payments.books(db).kept_by_gateway == Money(FEE - amount)
    assert (balance(Account.GATEWAY_ADJUSTMENT), balance(Account.GATEWAY_CLEARING)) == (amount, 0)
    assert found() == []
    [letter] = mails_to(admin)
    assert (admin.name in letter.body, "a chargeback" in letter.body) == (True, True)
    assert str(Money(amount)) in letter.subject


def test_money_that_is_none_of_ours_is_found_and_told_once(gateway: Sandbox) -> None:
    admin = an_admin()
    paid(gateway)
    stranger = gateway.paid_order(50_000)["razorpay_payment_id"]
    gateway.control("POST", "settlements")

    compare()
    compare_after(1)

    assert found() == [("settled-is-ours", f"gateway:{stranger}")]
    with database.reading() as db:
        look = verification.last_look(db)
    assert look is not None and stranger in look.lines[0]
    [letter] = mails_to(admin)
    assert (stranger in letter.body, "/admin/payments/#checked" in letter.body) == (True, True)


def test_a_refund_of_money_that_is_none_of_ours_is_found(gateway: Sandbox) -> None:
    paid(gateway)
    stranger = gateway.paid_order(50_000)["razorpay_payment_id"]
    refund = gateway.client.payment.refund(stranger, {"amount": 10_000})["id"]
    gateway.control("POST", "settlements")

    compare()

    assert sorted(found()) == [("sent-back-is-ours", f"gateway:{refund}"), ("settled-is-ours", f"gateway:{stranger}")]


def test_reads_a_report_page_by_page(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_report, "LINES_AT_ONCE", 2)
    monkeypatch.setattr(gateway_report, "SUMS_AT_ONCE", 1)
    for size in (3, 2):
        for _ in range(size):
            paid(gateway)
        gateway.control("POST", "settlements")

    compare()

    assert (count(Settlement), count(SettledLine), balance(Account.GATEWAY_CLEARING)) == (2, 5, 0)


def test_a_report_that_came_in_part_moves_no_money_until_it_is_whole(gateway: Sandbox) -> None:
    for _ in range(2):
        paid(gateway)
    gateway.control("POST", "settlements")
    sums = gateway_report.sums_since(clock.now() - timedelta(days=1))
    days = days_to_ask_about(clock.now(), known_until=None, began_at=None)
    lines = [line for day in days for line in gateway_report.lines_of(day)]

    with unit_of_work() as work:
        assert record(work, lines[:1], sums) == 1
    assert (balance(Account.SETTLEMENT_BANK), found()) == (0, [("settlement-whole", "settlement:1")])
    with unit_of_work() as work:
        assert record(work, lines, sums) == 1
        assert record(work, lines, sums) == 0

    assert balance(Account.SETTLEMENT_BANK) == -2 * (TOTAL - FEE)
    assert found() == []


@pytest.mark.parametrize("answer", ["500", "502_html", "429", "drop"])
def test_a_gateway_in_trouble_is_asked_again(gateway: Sandbox, answer: str) -> None:
    held = paid(gateway, told=False)
    gateway.control("POST", "settlements")
    gateway.control("POST", "faults", path="/v1/settlements*", answer=answer, times=2)

    compare()
    assert (count(Settlement), states()) == (0, {JobState.READY})
    with later(timedelta(minutes=30)):
        do_due_jobs()
        do_due_jobs()
    with later(timedelta(hours=2)):
        do_due_jobs()

    assert states() == {JobState.DONE}
    assert (held.payment.status, balance(Account.GATEWAY_CLEARING)) == (PaymentStatus.CAPTURED, 0)


def states() -> set[str]:
    with database.reading() as db:
        return set(db.exec(select(Job.state).where(Job.kind == "compare_with_gateway")))


def test_where_no_order_was_ever_opened_there_is_nothing_to_compare(gateway: Sandbox) -> None:
    a_held_booking()

    compare()

    assert states() == set()


def test_says_when_the_books_were_last_compared(gateway: Sandbox) -> None:
    paid(gateway)
    with database.reading() as db:
        assert settlements.last_compared(db) is None

    compare()

    with database.reading() as db:
        assert (
            settlements.last_compared(db) == db.exec(select(AuditEntry.at).where(AuditEntry.action == COMPARED)).one()
        )


@pytest.mark.parametrize("end", ["won", "lost"])
def test_what_a_bank_takes_and_returns_is_settled_and_no_adjustment(gateway: Sandbox, door: str, end: str) -> None:
    admin, held = an_admin(), paid(gateway)
    paid(gateway)
    number = gateway.control("POST", f"payments/{held.payment.razorpay_id}/dispute")["id"]
    hear(gateway, door)
    assert count(Dispute) == 1
    gateway.control("POST", "settlements")
    compare()
    assert (found(), balance(Account.GATEWAY_CLEARING), balance(Account.GATEWAY_ADJUSTMENT)) == ([], 0, 0)

    paid(gateway)  # a settlement is more than nothing
    gateway.control("POST", f"disputes/{number}/move", to=end)
    hear(gateway, door)
    assert balance(Account.DISPUTED) == 0
    gateway.control("POST", "settlements")
    compare_after(1)

    assert (found(), balance(Account.GATEWAY_CLEARING), balance(Account.GATEWAY_ADJUSTMENT)) == ([], 0, 0)
    assert not [mail for mail in mails_to(admin) if "changed a settlement" in mail.subject]


def test_money_of_a_wrong_amount_is_settled_and_goes_back_without_a_finding(gateway: Sandbox, door: str) -> None:
    held, _ = a_held_booking(), paid(gateway)
    order_id = held.open_order().order_id
    gateway.control("POST", f"orders/{order_id}/pay", amount=90_000)
    hear(gateway, door)
    assert (count(StrayPayment), balance(Account.REFUND_IN_TRANSIT)) == (1, 0)
    gateway.control("POST", "settlements")
    compare()

    assert (found(), balance(Account.GATEWAY_CLEARING)) == ([], 0)
