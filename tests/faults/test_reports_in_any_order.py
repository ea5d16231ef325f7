"""Payments that succeed, fail, come late or go back, reported in any order, often, or not at all: they end right."""

import itertools
import random
from collections.abc import Iterable, Sequence

import pytest

from peerlearn.domain.payments import capture, strays
from peerlearn.domain.payments.rules import Standing
from tests.faults.full import FULL, SEED
from tests.faults.storm import Storm
from tests.integration.paying import Held, a_held_booking, deliver, do_due_jobs
from tests.integration.sandbox.razorpay.running import Sandbox

STORMS = 5_000 if FULL else 200
PARTS = 20  # of them, which several cores take one by one
ORDERS_OF_BANKS = 120 if FULL else 12


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


def test_would_notice_a_wrong_amount_that_is_not_back(
    gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strays, "_follow", lambda *_: None)
    storm = Storm(gateway, door, SEED)
    storm.pay_wrongly()

    assert any("came wrongly" in words for words in storm.blow())


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
