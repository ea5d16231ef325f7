"""Payments that succeed, fail, come late or go back, reported in any order, often, or not at all: they end right."""

import itertools
import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import requests
from razorpay.errors import BadRequestError, GatewayError, ServerError
from sqlmodel import select

from peerlearn.domain import payments, verification
from peerlearn.domain.payments import PaymentStatus, capture
from peerlearn.domain.payments.refunds import HELD_BACK
from peerlearn.domain.payments.rules import RefundStatus, Standing
from peerlearn.domain.payments.tables import Dispute, Refund
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.faults.full import FULL, SEED
from tests.integration.paying import Held, a_held_booking, deliver, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox

STORMS = 5_000 if FULL else 200
PARTS = 20  # of them, which several cores take one by one
STEPS = 12 if FULL else 8
ORDERS_OF_BANKS = 120 if FULL else 12
RANK = {PaymentStatus.REFUNDING: "refunded", PaymentStatus.REFUNDED: "refunded"}
TROUBLE = (Refusal, IndexError, requests.RequestException, BadRequestError, GatewayError, ServerError)


class Storm:
    """One booking, and everything that may happen to its order at once."""

    def __init__(self, gateway: Sandbox, door: str, seed: int) -> None:
        self.chance, self.gateway, self.door = random.Random(seed), gateway, door
        self.held = a_held_booking()
        self.order_id = self.held.open_order().order_id
        self.hours = 0.0
        self.seen = PaymentStatus(self.held.payment.status)

    def blow(self) -> list[str]:
        """Some steps, then calm; what is wrong in the end, or on the way."""
        deeds = [self.pay, self.fail, self.fail, self.late, self.back, self.part, self.tell, self.tell, self.mute]
        deeds += [self.dispute, self.decide]
        found: list[str] = []
        for _ in range(STEPS):
            with suppress(*TROUBLE):
                self.chance.choice(deeds)()
            self.hours += self.chance.choice([0, 0, 0.05, 1])
            with later(timedelta(hours=self.hours)):
                do_due_jobs()
            found += self.gone_back()
        self.gateway.control("DELETE", "faults")
        for event in self.events():  # what nobody has answered comes again, for a day
            if event["event"].startswith(("refund.", "payment.dispute.")):
                self.deliver(event)
        for days in (1.1, 6.1, 6.2, 14):
            with later(timedelta(days=days, hours=self.hours)):
                do_due_jobs()
        return found + self.gone_back() + self.disagreements()

    def pay(self) -> None:
        self.gateway.control("POST", f"orders/{self.order_id}/pay")

    def fail(self) -> None:
        self.gateway.control("POST", f"orders/{self.order_id}/fail")

    def late(self) -> None:
        tried = self.chance.choice(self.tries())
        self.gateway.control("POST", f"payments/{tried['id']}/late-success")

    def back(self) -> None:
        """Somebody refunds it, or a part of it, at the gateway itself."""
        paid = [one for one in self.tries() if one["status"] == "captured"]
        left = paid[0]["amount"] - paid[0]["amount_refunded"]
        if self.chance.random() < 0.5:
            part = self.chance.choice([left, left, left // 2, 12_345])
            self.gateway.client.payment.refund(self.chance.choice(paid)["id"], {"amount": part})

    def part(self) -> None:
        """We send a part of it back ourselves."""
        with unit_of_work() as work:
            amount = Money(self.chance.choice([20_000, 12_345, 33_333]))
            payments.refund_part(work, self.held.booking_id, amount, reason="a part")

    def dispute(self) -> None:
        """A bank questions it, or a part of it."""
        paid = [one for one in self.tries() if one["captured"]]
        amount, when = self.chance.choice([110_000, 40_000]), self.chance.choice(["at_onset", "when_lost"])
        tried = self.chance.choice(paid)["id"]
        self.gateway.control("POST", f"payments/{tried}/dispute", amount=amount, deduct=when)

    def decide(self) -> None:
        """The bank decides, or wants to know more."""
        to = self.chance.choice(["under_review", "action_required", "won", "lost", "lost", "closed"])
        self.gateway.control("POST", f"disputes/{self.chance.choice(self.disputes())['id']}/move", to=to)

    def disputes(self) -> list[dict[str, Any]]:
        """What banks have asked about this order."""
        tries = {one["id"] for one in self.tries()}
        return [one for one in self.gateway.control("GET", "disputes")["items"] if one["payment_id"] in tries]

    def tell(self) -> None:
        """An event, whichever, once or more."""
        for _ in range(self.chance.randint(1, 3)):
            self.deliver(self.chance.choice(self.events()))

    def events(self) -> list[dict[str, Any]]:
        """All that the gateway has to tell of this order."""
        return [event for event in self.gateway.events() if self.order_id in event["body"]]

    def deliver(self, event: dict[str, Any]) -> None:
        """One of them comes to our door."""
        deliver(self.door, event)

    def mute(self) -> None:
        """The next answers do not come."""
        answer, committed = self.chance.choice(["500", "502_html", "drop"]), self.chance.random() < 0.5
        self.gateway.control("POST", "faults", path="/v1/*", answer=answer, committed=committed, times=2)

    def tries(self) -> list[dict[str, Any]]:
        """What the gateway knows of this order."""
        items: list[dict[str, Any]] = self.gateway.client.order.payments(self.order_id)["items"]
        return items

    def gone_back(self) -> list[str]:
        """Whether a payment that had come so far has not any more."""
        before, self.seen = self.seen, PaymentStatus(self.held.payment.status)
        with database.reading() as db:
            even = payments.books(db).balance_sum == Money(0)
        found = [] if self.seen.reached(before) else [f"{before} became {self.seen}"]
        return found + ([] if even else ["the ledger is not even"])

    def disagreements(self) -> list[str]:
        """What the gateway says otherwise than we do, when everything was heard."""
        tries = self.tries()
        ours = [one for one in tries if one["captured"] and one["id"] == self.held.payment.razorpay_id]
        told = self.said_of(ours[0]) if ours else "failed" if tries else "pending"
        known = RANK.get(self.seen, str(self.seen))
        found = [] if known == told else [f"the gateway says {told}, we say {known}"]
        gone = sum(one["amount_deducted"] for one in self.disputes() if one["status"] == "lost")
        theirs = ours[0]["amount_refunded"] + gone if ours else 0
        back = self.held.payment.refunded_paise - self.waits_for_banks()
        if back != min(theirs, 110_000):
            found.append(f"{theirs} went back by the gateway and the bank, we say {back}")
        return found + self.disagreements_of_banks()

    def waits_for_banks(self) -> int:
        """What we owe and do not send while a bank questions the payment, in paise."""
        if all(one["status"] in ("won", "lost", "closed") for one in self.disputes()):
            return 0
        own = (Refund.payment_id == self.held.payment.id, Refund.status == RefundStatus.REQUESTED)
        with database.reading() as db:
            return sum(db.exec(select(Refund.amount_paise).where(*own, Refund.refused == HELD_BACK)))

    def said_of(self, payment: dict[str, Any]) -> str:
        """The gateway's word for a payment, but that all of it may be back by a bank, too."""
        gone = sum(one["amount_deducted"] for one in self.disputes() if one["status"] == "lost")
        return "refunded" if payment["amount_refunded"] + gone >= payment["amount"] else str(payment["status"])

    def disagreements_of_banks(self) -> list[str]:
        """What banks say otherwise than we do: of each dispute, and of what is held for those that are not decided."""
        theirs = {one["id"]: one for one in self.disputes()}
        with database.reading() as db:
            ours = {
                row.razorpay_dispute_id: row for row in db.exec(select(Dispute)) if row.razorpay_dispute_id in theirs
            }
            wrong = [str(one) for one in verification.verify(db) if one.rule.startswith("dispute-")]
        if set(ours) != set(theirs):
            return [*wrong, f"banks have asked {len(theirs)} times, we know of {len(ours)}"]
        said = {number: one["status"] for number, one in theirs.items()}
        known = {number: "open" if row.status == "action_required" else row.status for number, row in ours.items()}
        return wrong if known == said else [*wrong, f"banks say {said}, we say {known}"]


def storms(gateway: Sandbox, door: str, numbers: Iterable[int]) -> list[str]:
    """Many of them, one after the other."""
    print(f"seed {SEED}")
    found: list[str] = []
    for number in numbers:
        found += [f"storm {number}: {words}" for words in Storm(gateway, door, SEED + number).blow()]
    return found


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(PARTS))
def test_ends_as_the_gateway_says_after_any_storm(part: int, gateway: Sandbox, door: str) -> None:
    assert storms(gateway, door, range(part, STORMS, PARTS)) == []


def test_would_notice_that_the_first_word_counts(gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def first(held: Standing, _reported: Standing) -> Standing:
        return held

    monkeypatch.setattr(capture, "merged", first)

    assert any("we say pending" in words for words in storms(gateway, door, range(3)))


EVENTS = ("payment.failed", "payment.authorized", "payment.captured", "order.paid", "refund.processed")
ALL_GONE_BACK = ("refunded", ("capture", "refund", "refund_processed"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", EVENTS)
def test_every_order_of_the_same_events_has_the_same_end(first: str, gateway: Sandbox, door: str) -> None:
    chance = random.Random(f"{SEED} {first}")
    print(f"seed {SEED}")
    orders = [list(order) for order in itertools.permutations(EVENTS) if order[0] == first]
    for order in orders:  # the start of a refund, too, comes before or after whatever else
        order.insert(chance.randint(0, len(EVENTS)), "refund.created")

    assert {_end_after(gateway, door, order) for order in orders} == {ALL_GONE_BACK}


def test_would_notice_an_order_with_another_end(gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "merged", lambda held, _reported: held)

    assert _end_after(gateway, door, EVENTS) != ALL_GONE_BACK


@pytest.mark.timeout(600)
def test_every_order_of_what_banks_say_has_the_same_end(gateway: Sandbox, door: str) -> None:
    names = [f"payment.dispute.{name}" for name in ("created", "under_review", "action_required", "lost")]
    orders = list(itertools.permutations(["payment.captured", *names]))
    random.Random(SEED).shuffle(orders)

    ends = {_end_after(gateway, door, order, dispute=True) for order in orders[:ORDERS_OF_BANKS]}

    print(f"seed {SEED}")
    assert ends == {("refunded", ("capture", "dispute_taken", "refund", "refund_processed"))}


def _end_after(
    gateway: Sandbox, door: str, names: Sequence[str], *, dispute: bool = False
) -> tuple[str, tuple[str, ...]]:
    """A try fails and succeeds late after all; it is refunded at the gateway, or lost to a bank; only then the events
    come, in this order."""
    held: Held = a_held_booking()
    order_id = held.open_order().order_id
    paid = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    gateway.control("POST", f"payments/{paid}/late-success")
    if dispute:
        number = gateway.control("POST", f"payments/{paid}/dispute")["id"]
        for to in ("under_review", "action_required", "lost"):
            gateway.control("POST", f"disputes/{number}/move", to=to)
    else:
        gateway.client.payment.refund(paid, {"amount": 110_000})
    events = {event["event"]: event for event in gateway.events() if order_id in event["body"]}
    for name in names:
        event = events[name]
        deliver(door, event)
        do_due_jobs()
    return str(held.payment.status), tuple(held.movements)
