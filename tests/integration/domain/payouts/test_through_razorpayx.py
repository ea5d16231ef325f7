"""Withdrawals through a gateway of its own process: sent once whatever breaks, and every state with what it does."""

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlmodel import col, select

from peerlearn.domain import payments, payouts, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments.tables import Account, WebhookEvent
from peerlearn.domain.payouts import attempts, payees, razorpayx_gateway
from peerlearn.domain.payouts.tables import PayoutAttempt, PayoutPayee, Withdrawal
from peerlearn.kit import database, jobs, mail
from peerlearn.kit.jobs import queue
from peerlearn.kit.jobs.runner import do as do_job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work
from tests.integration.domain.payouts.test_withdrawals import a_rich_mentor, available, balance, do, own, proved
from tests.integration.paying import count, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_completed_booking, a_mentor, an_admin
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database", "gateway")

FEE = 590
NOTHING = Money(0)
NINE_HUNDRED = Money.rupees(900)


def a_withdrawal(mentor: Viewer | None = None, typed: str = "900", key: str = "first") -> tuple[Viewer, int]:
    """A mentor who has asked for all they have; nothing was sent yet."""
    mentor = mentor or a_rich_mentor()
    number = do(payouts.withdraw, typed, key, by=mentor)
    assert isinstance(number, int)
    return mentor, number


def tries(withdrawal_id: int) -> list[PayoutAttempt]:
    with database.reading() as db:
        wanted = select(PayoutAttempt).where(PayoutAttempt.withdrawal_id == withdrawal_id)
        return list(db.exec(wanted.order_by(col(PayoutAttempt.number))))


def row(withdrawal_id: int) -> Withdrawal:
    with database.reading() as db:
        return db.get_one(Withdrawal, withdrawal_id)


def made(gateway: Sandbox, withdrawal_id: int) -> list[dict[str, Any]]:
    """The payouts that the gateway has for a withdrawal, the oldest first."""
    keys = {attempt.idempotency_key for attempt in tries(withdrawal_id)}
    listed = gateway.control("GET", "payouts")["items"]
    return [payout for payout in reversed(listed) if payout["reference_id"] in keys]


def by_hand(gateway: Sandbox, **more: Any) -> None:
    gateway.control("PUT", "payouts", settle="by_hand", **more)


def move(gateway: Sandbox, withdrawal_id: int, *states: str, **more: str) -> None:
    for state in states:
        gateway.control("POST", f"payouts/{made(gateway, withdrawal_id)[-1]['id']}/move", to=state, **more)


def in_days(days: float) -> None:
    """Everything that is due by then, and what comes of it a moment later."""
    for minutes in (0, 2, 4, 6):
        with later(timedelta(days=days, minutes=minutes)):
            do_due_jobs()


def all_is_well() -> None:
    with database.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []


def test_pays_a_withdrawal_and_books_what_that_cost(gateway: Sandbox) -> None:
    mentor, number = a_withdrawal()
    profit_before = _profit()

    do_due_jobs()  # RazorpayX has it, and it is with the bank
    assert [card.stage for card in own(mentor)] == ["processing"]
    with later(timedelta(minutes=1)):
        do_due_jobs()

    (payout,) = made(gateway, number)
    assert (payout["amount"], payout["mode"], payout["purpose"]) == (90_000, "IMPS", "payout")
    card = own(mentor)[0]
    assert (card.status, card.reference) == ("completed", payout["utr"])
    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance()) == (NOTHING, 0, 0)
    assert balance(Account.PAYOUT_BANK) == 90_000 + FEE
    assert (balance(Account.GATEWAY_FEE), balance(Account.GATEWAY_TAX)) == (-500, -90)
    assert _profit() == profit_before - Money(FEE)
    assert [letter.subject for letter in _mails()][-1] == "Your withdrawal of ₹900 was sent"
    all_is_well()


def test_makes_who_is_paid_once_and_keeps_it(gateway: Sandbox) -> None:
    mentor = a_rich_mentor(sessions=3)
    for number in range(2):
        a_withdrawal(mentor, key=str(number))
        do_due_jobs()
    do(payouts.save_destination, payouts.DestinationForm("upi", vpa="meera@okbank"), by=proved(mentor))
    _, by_upi = a_withdrawal(mentor, key="by upi")
    do_due_jobs()

    with database.reading() as db:
        kept = list(db.exec(select(PayoutPayee)))
    assert len(kept) == 2
    assert len({payee.contact_id for payee in kept}) == 1
    mine = [
        account
        for account in gateway.control("GET", "fund_accounts")["items"]
        if account["id"] in {payee.fund_account_id for payee in kept}
    ]
    assert {account["account_type"] for account in mine} == {"bank_account", "vpa"}
    assert made(gateway, by_upi)[0]["mode"] == "UPI"
    assert "123456789012" not in "".join(payee.model_dump_json() for payee in kept)


@pytest.mark.parametrize("answer", ["500", "503", "502_html", "429", "401", "drop"])
@pytest.mark.parametrize("committed", [True, False])
def test_pays_once_when_the_answer_is_lost(gateway: Sandbox, answer: str, committed: bool) -> None:
    mentor, number = a_withdrawal()
    gateway.control("POST", "faults", method="POST", path="/v1/payouts", answer=answer, committed=committed)

    do_due_jobs()
    assert gateway.control("GET", "faults")["items"] == []  # it has happened
    in_days(1)

    assert [payout["status"] for payout in made(gateway, number)] == ["processed"]
    assert own(mentor)[0].status == "completed"
    assert len(tries(number)) == 1
    all_is_well()


@pytest.mark.parametrize("answer", ["503", "401"])
@pytest.mark.parametrize("path", ["/v1/contacts", "/v1/fund_accounts", "/v1/payouts*"])
def test_goes_on_after_an_outage_that_is_longer_than_any_job_lives(gateway: Sandbox, path: str, answer: str) -> None:
    mentor, number = a_withdrawal()
    gateway.control("POST", "faults", path=path, answer=answer, times=1000)

    for day in range(1, 12):
        in_days(day)
    assert own(mentor)[0].status == "pending"
    all_is_well()
    gateway.control("DELETE", "faults")
    for day in range(12, 15):
        in_days(day)

    assert own(mentor)[0].status == "completed"
    assert len(made(gateway, number)) == 1


class Killed(BaseException):
    """The end of a process, where no code of ours runs any more."""


@pytest.mark.parametrize(
    ("owner", "name", "after"),
    [
        (payees, "fund_account_of", False),
        (razorpayx_gateway, "contact", True),
        (razorpayx_gateway, "fund_account", True),
        (payees, "fund_account_of", True),
        (razorpayx_gateway, "send", True),
        (attempts, "record_answer", True),
        (attempts, "look", True),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).rpartition(".")[2],
)
def test_pays_once_wherever_the_worker_is_killed(
    gateway: Sandbox, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool
) -> None:
    mentor, number = a_withdrawal()
    real = getattr(owner, name)

    def dies(*args: Any) -> Any:
        if after:
            real(*args)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, dies)
        run = queue.claim()
        while run is not None and run.kind != attempts.SEND:
            do_job(run)
            run = queue.claim()
        assert run is not None
        with pytest.raises(Killed):
            do_job(run)
    in_days(1)

    assert [payout["status"] for payout in made(gateway, number)] == ["processed"]
    assert (own(mentor)[0].status, balance(Account.PAYOUT_BANK), balance()) == ("completed", 90_000 + FEE, 0)
    all_is_well()


def test_pays_once_when_two_workers_have_the_same_job(gateway: Sandbox) -> None:
    _, number = a_withdrawal()
    attempt, withdrawal = tries(number)[0], row(number)

    threads = [threading.Thread(target=attempts._send, args=(attempt, withdrawal)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    in_days(1)

    assert len(made(gateway, number)) == 1
    assert row(number).status == "completed"


def test_takes_back_what_the_bank_returned_after_it_was_sent(gateway: Sandbox) -> None:
    mentor, number = a_withdrawal()
    in_days(0.1)
    assert own(mentor)[0].status == "completed"

    move(gateway, number, "reversed")
    in_days(2)

    card = own(mentor)[0]
    assert (card.status, card.reason) == ("reversed", "The beneficiary's account is closed.")
    assert (available(mentor), balance(Account.PAYOUT_BANK), balance()) == (NINE_HUNDRED, 0, 0)
    assert (balance(Account.GATEWAY_FEE), balance(Account.GATEWAY_TAX)) == (0, 0)  # fees come back too
    assert [letter.subject for letter in _mails()][-1] == "The bank returned your withdrawal of ₹900"
    all_is_well()


def test_stops_asking_when_nothing_can_come_back_any_more(gateway: Sandbox) -> None:
    _, number = a_withdrawal()

    for day in range(20):
        in_days(day)

    assert row(number).status == "completed"
    with database.reading() as db:
        open_jobs = select(jobs.Job).where(jobs.Job.kind == attempts.SEND, jobs.Job.state == jobs.JobState.READY)
        assert list(db.exec(open_jobs)) == []
    all_is_well()


def test_tries_three_times_then_gives_the_money_back_and_asks(gateway: Sandbox) -> None:
    by_hand(gateway)
    mentor, number = a_withdrawal()
    stages = []
    for attempt in range(1, 4):
        in_days(attempt * 0.1)
        stages.append(own(mentor)[0].stage)
        assert len(made(gateway, number)) == attempt
        move(gateway, number, "failed")
        with later(timedelta(days=attempt * 0.1, minutes=1)):
            do(payouts.ask_again, number, by=an_admin())
            do_due_jobs()
        stages.append(own(mentor)[0].stage)

    assert stages == ["processing", "trying_again", "processing", "trying_again", "processing", "failed"]
    card = own(mentor)[0]
    assert (card.status, card.reason, card.may_retry) == ("failed", "The beneficiary's bank is offline.", True)
    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance()) == (NINE_HUNDRED, 0, 0)
    assert len({attempt.idempotency_key for attempt in tries(number)}) == 3
    assert [letter.subject for letter in _mails()][-1] == "Your withdrawal of ₹900 did not go through"
    in_days(5)
    assert len(made(gateway, number)) == 3
    all_is_well()


def test_is_retried_by_its_owner_once(gateway: Sandbox) -> None:
    by_hand(gateway)
    mentor, number = a_withdrawal()
    do_due_jobs()
    move(gateway, number, "failed", reason="bank_account_closed")
    in_days(0.5)
    assert (own(mentor)[0].status, len(tries(number))) == ("failed", 1)  # another try would end alike

    for other in (a_rich_mentor(), proved(an_admin())):
        with pytest.raises(payouts.NotYours):
            do(payouts.retry, number, by=other)
    again = set(all_at_once([lambda work: payouts.retry(work, number, by=mentor)] * 5))

    assert len(again) == 1 and all(isinstance(outcome, int) for outcome in again)
    assert [(card.status, card.may_retry) for card in own(mentor)] == [("pending", False), ("failed", False)]
    assert available(mentor) == NOTHING
    with pytest.raises(payouts.NothingToRetry):
        do(payouts.retry, again.pop(), by=mentor)


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        ((), "failed"),
        (("queued",), "failed"),
        (("processing", "reversed"), "reversed"),
    ],
    ids=str,
)
def test_gives_the_money_back_once_whatever_it_was_stopped_by(
    gateway: Sandbox, states: tuple[str, ...], ends: str
) -> None:
    by_hand(gateway, approval=True)
    mentor, number = a_withdrawal()
    do_due_jobs()
    assert own(mentor)[0].stage == "approval"
    last = {(): "rejected", ("queued",): "cancelled"}.get(states)

    move(gateway, number, *states, *([last] if last else []))
    for day in (1, 2):
        in_days(day)

    assert own(mentor)[0].status == ends
    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance()) == (NINE_HUNDRED, 0, 0)
    all_is_well()


def test_shows_that_it_waits_for_funds(gateway: Sandbox) -> None:
    gateway.control("PUT", "payouts", balance=100)
    mentor, number = a_withdrawal()
    do_due_jobs()
    assert own(mentor)[0].stage == "queued"

    gateway.control("PUT", "payouts", balance=10_000_000)
    in_days(1)

    assert (own(mentor)[0].status, len(made(gateway, number))) == ("completed", 1)


def test_a_clear_no_is_a_failure_without_another_try(gateway: Sandbox) -> None:
    mentor = a_rich_mentor()
    do(payouts.save_destination, payouts.DestinationForm("upi", vpa="me.ra@okbank"), by=proved(mentor))
    _, number = a_withdrawal(mentor)
    attempt, withdrawal = tries(number)[0], row(number)
    account = payees.fund_account_of(withdrawal, payouts.Destination(payouts.DestinationKind.UPI, vpa="me.ra@okbank"))
    with database.writing() as db:
        db.exec(select(PayoutPayee)).one().fund_account_id = "fa_00000000000000"

    do_due_jobs()

    card = own(mentor)[0]
    assert (card.status, card.reason) == ("failed", "The id provided does not exist")
    assert (available(mentor), made(gateway, number)) == (NINE_HUNDRED, [])
    assert account and attempt.number == 1
    all_is_well()


def test_refuses_more_than_upi_carries_and_sends_it_to_a_bank(gateway: Sandbox) -> None:
    mentor = a_mentor()
    for _ in range(2):
        a_completed_booking(mentor, price=Money.rupees(60_000))
    do(payouts.save_destination, payouts.DestinationForm("upi", vpa="meera@okbank"), by=proved(mentor))

    with pytest.raises(payouts.TooMuchForUpi, match="up to ₹1,00,000 at once"):
        do(payouts.withdraw, "100000.01", "first", by=mentor)
    _, number = a_withdrawal(mentor, "100000", "second")
    do_due_jobs()

    assert [payout["mode"] for payout in made(gateway, number)] == ["UPI"]


def test_lets_no_admin_decide_what_razorpayx_has_in_hand(gateway: Sandbox) -> None:
    by_hand(gateway)
    mentor, number = a_withdrawal()
    admin = proved(an_admin())

    for verb, said in ((payouts.complete, "UTR-20261123"), (payouts.reject, "Wrong name"), (payouts.reverse, "Closed")):
        with pytest.raises(payouts.SentByItself):
            do(verb, number, said, by=admin)
    with pytest.raises(payouts.NotYours):
        do(payouts.ask_again, number, by=mentor)

    assert own(mentor)[0].status == "pending"
    with database.reading() as db:
        waiting, sending = (
            payouts.withdrawals_to_see_to(db, which, most=10)
            for which in (payouts.Which.WAITING, payouts.Which.SENDING)
        )
        assert ([card.withdrawal_id for card in waiting], payouts.how_many_wait(db)) == ([], 0)
    assert [card.withdrawal_id for card in sending] == [number]


def test_never_sends_the_same_money_twice_however_many_ask_at_once(gateway: Sandbox) -> None:
    mentor = a_rich_mentor()

    def asking(key: str) -> Callable[[Work], int]:
        return lambda work: payouts.withdraw(work, "900", key, by=mentor)

    outcomes = all_at_once([asking(f"rush {number}") for number in range(10)])
    in_days(1)

    won = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert len(won) == 1
    assert (available(mentor), len(made(gateway, won[0])), balance()) == (NOTHING, 1, 0)


def test_events_bring_a_withdrawal_up_to_date_by_themselves(gateway: Sandbox, webhooks: str) -> None:
    by_hand(gateway)
    gateway.control("PUT", "webhooks", copies=5)
    mentor, number = a_withdrawal()
    do_due_jobs()

    for state in ("processed", "reversed"):
        move(gateway, number, state)
        assert eventually(
            lambda state=state: any(
                event["event"] == f"payout.{state}" and event["state"] == "delivered" for event in gateway.events()
            )
        )
        do_due_jobs()
        assert row(number).status == {"processed": "completed", "reversed": "reversed"}[state]

    assert (available(mentor), balance()) == (NINE_HUNDRED, 0)
    with database.reading() as db:
        states = {event.state for event in db.exec(select(WebhookEvent))}
    assert states <= {"done", "ignored"}
    all_is_well()


def test_an_event_that_overtakes_the_answer_makes_no_second_payout(gateway: Sandbox, webhooks: str) -> None:
    mentor, number = a_withdrawal()
    gateway.control("POST", "faults", method="POST", path="/v1/payouts", answer="drop", committed=True)
    do_due_jobs()

    assert eventually(lambda: count(WebhookEvent) >= 2)
    do_due_jobs()

    assert (own(mentor)[0].status, len(made(gateway, number))) == ("completed", 1)


@pytest.mark.parametrize(
    "order", list(itertools.permutations(["payout.initiated", "payout.processed", "payout.reversed"])), ids="-".join
)
def test_ends_alike_in_whatever_order_events_arrive(gateway: Sandbox, door: str, order: tuple[str, ...]) -> None:
    by_hand(gateway)
    mentor, number = a_withdrawal()
    do_due_jobs()
    move(gateway, number, "processed", "reversed")
    told = {event["event"]: event for event in gateway.events() if tries(number)[0].idempotency_key in event["body"]}

    for name in order:
        headers = {"X-Razorpay-Signature": told[name]["signature"], "X-Razorpay-Event-Id": told[name]["id"]}
        answer = requests.post(f"{door}x", data=told[name]["body"].encode(), headers=headers, timeout=10)
        assert answer.status_code == 200
        do_due_jobs()

    assert (own(mentor)[0].status, available(mentor), balance()) == ("reversed", NINE_HUNDRED, 0)
    all_is_well()


def test_takes_no_event_that_razorpayx_did_not_sign_for_payouts(gateway: Sandbox, door: str) -> None:
    _, number = a_withdrawal()
    do_due_jobs()
    event = next(
        event for event in gateway.events("payout.processed") if tries(number)[0].idempotency_key in event["body"]
    )
    paid = gateway.paid_order()["razorpay_payment_id"]
    other = next(event for event in gateway.events("payment.captured") if paid in event["body"])

    for address, body, signature in (
        (f"{door}x", event["body"], "0" * 64),
        (f"{door}x", event["body"].replace("90000", "90001"), event["signature"]),
        (f"{door}x", other["body"], other["signature"]),  # the secret of payments is another one
        (door, event["body"], event["signature"]),
    ):
        headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event["id"]}
        assert requests.post(address, data=body.encode(), headers=headers, timeout=10).status_code == 400

    assert count(WebhookEvent) == 0


def test_admins_withdraw_what_the_site_earned_the_same_way(gateway: Sandbox) -> None:
    a_completed_booking()  # ₹100 of commission, ₹100 of service fee
    admin = proved(an_admin())
    do(payouts.save_destination, payouts.DestinationForm("upi", vpa="site@okbank"), by=admin)

    _, number = a_withdrawal(admin, "200")
    in_days(1)

    assert (own(admin)[0].status, len(made(gateway, number))) == ("completed", 1)
    assert _profit() == Money(-FEE)
    all_is_well()


def _profit() -> Money:
    with database.reading() as db:
        return payments.profit(db)


def _mails() -> list[mail.OutboxMail]:
    do_due_jobs()
    with database.reading() as db:
        return list(db.exec(select(mail.OutboxMail)))
