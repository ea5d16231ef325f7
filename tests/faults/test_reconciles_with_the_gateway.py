"""After storms over many payments, reports lost and refunds made elsewhere, our ledger says what the gateway says.

The gateway's own books are read by its levers; nothing of ours takes part in adding them up.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from peerlearn.domain import payments, settlements, verification
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.settlements import recording
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.faults.full import FULL, SEED
from tests.faults.storm import TROUBLE
from tests.integration.paying import a_held_booking, deliver, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox, running_sandbox

STORMS = 40 if FULL else 1
STEPS, BOOKINGS = 50, 6
LASTS = timedelta(days=14)  # a storm, and the calm after it


@pytest.fixture
def shared_gateway() -> Iterator[Sandbox]:
    """One that has seen nobody else: a settlement holds all that is open there."""
    with running_sandbox() as sandbox:
        yield sandbox


class Storm:
    """A few bookings, and whatever may happen to their money, here and at the gateway."""

    def __init__(self, gateway: Sandbox, door: str, seed: int, *, begins: timedelta = timedelta()) -> None:
        self.chance, self.gateway, self.door, self.since = random.Random(seed), gateway, door, begins
        with later(self.since):
            self.held = [a_held_booking(Money.rupees(self.chance.randint(1, 5000))) for _ in range(BOOKINGS)]
            self.orders = [held.open_order().order_id for held in self.held]

    def blow(self) -> list[str]:
        """Many steps, then calm, and a comparison on each of the days that follow; what differs in the end."""
        deeds = [*[self.pay] * 4, self.fail, self.late, *[self.back, self.unheard, self.part] * 2]
        deeds += [self.tell, self.tell, self.mute, self.settle, self.adjust, self.compare]
        for _ in range(STEPS):
            with later(self.since):
                with suppress(*TROUBLE):
                    self.chance.choice(deeds)()
                do_due_jobs()
            self.since += timedelta(hours=self.chance.choice([0, 0, 0.05, 0.5]))
        self.calm()
        return self.disagreements()

    def calm(self) -> None:
        """Days pass, and all is settled: there is always more than could be owed. A part goes back unheard, late."""
        self.gateway.control("DELETE", "faults")
        self.adjust()
        for day in range(7):
            with later(self.since):
                if day in (0, 3):
                    self.held.append(a_held_booking(Money.rupees(90_000)))
                    self.gateway.control("POST", f"orders/{self.held[-1].open_order().order_id}/pay")
                if day == 3:  # when nobody asks about the payment any more, but for the comparison
                    known = self.held[-2].payment.razorpay_id
                    self.gateway.control("POST", f"payments/{known}/refund-unheard", amount=1_000)
                with suppress(*TROUBLE):
                    self.settle()
            self.since += timedelta(days=1)
            with later(self.since):
                self.compare()
                do_due_jobs()

    def pay(self) -> None:
        self.gateway.control("POST", f"orders/{self.chance.choice(self.orders)}/pay")

    def fail(self) -> None:
        self.gateway.control("POST", f"orders/{self.chance.choice(self.orders)}/fail")

    def late(self) -> None:
        self.gateway.control("POST", f"payments/{self.chance.choice(self.tries('failed'))['id']}/late-success")

    def back(self) -> None:
        """Somebody refunds a part at the gateway, and its events may be heard."""
        payment = self.chance.choice(self.tries("captured"))
        self.gateway.client.payment.refund(payment["id"], {"amount": self.some_of(payment)})

    def unheard(self) -> None:
        """Somebody refunds a part at the gateway, and no event is sent."""
        payment = self.chance.choice(self.tries("captured"))
        self.gateway.control("POST", f"payments/{payment['id']}/refund-unheard", amount=self.some_of(payment))

    def part(self) -> None:
        """We send a part back ourselves."""
        with unit_of_work() as work:
            booking_id = self.chance.choice(self.held).booking_id
            payments.refund_part(work, booking_id, Money(self.chance.randint(100, 20_000)), reason="a part")

    def some_of(self, payment: dict[str, Any]) -> int:
        left = int(payment["amount"]) - int(payment["amount_refunded"])
        return self.chance.choice([left, max(100, left // 2), min(left, self.chance.randint(100, 50_000))])

    def tell(self) -> None:
        """An event, whichever, reaches our door after all, or again."""
        event = self.chance.choice(self.gateway.events())
        deliver(self.door, event)

    def mute(self) -> None:
        """The next answers do not come."""
        answer, committed = self.chance.choice(["500", "502_html", "drop"]), self.chance.random() < 0.5
        self.gateway.control("POST", "faults", path="/v1/*", answer=answer, committed=committed, times=2)

    def settle(self) -> None:
        self.gateway.control("POST", "settlements")

    def adjust(self) -> None:
        self.gateway.control("POST", "adjustments", amount=self.chance.choice([-5_000, -100, 1_012]))

    def compare(self) -> None:
        with unit_of_work() as work:
            settlements.compare_daily(work)

    def tries(self, status: str) -> list[dict[str, Any]]:
        """The payments of this storm that have come so far."""
        return [one for one in self.theirs("payments") if one["status"] == status and one["order_id"] in self.orders]

    def theirs(self, kind: str) -> list[dict[str, Any]]:
        """The gateway's own books of a kind."""
        items: list[dict[str, Any]] = self.gateway.control("GET", kind)["items"]
        return items

    def disagreements(self) -> list[str]:
        """Every sum, and every payment, of which the two books say something else; and what cannot be true."""
        taken = {one["id"]: one for one in self.theirs("payments") if one["captured"]}
        sums = {
            "captured": sum(one["amount"] for one in taken.values()),
            "refunded": sum(one["amount"] for one in self.arrived() if one["payment_id"] in taken),
            "kept_by_gateway": sum(one["fee"] for one in taken.values())
            - sum(one["amount"] for one in self.theirs("adjustments")),
            "settled": sum(one["amount"] for one in self.theirs("settlements")),
        }
        sums["with_gateway"] = sums["captured"] - sums["refunded"] - sums["kept_by_gateway"] - sums["settled"]
        with database.reading() as db:
            books = payments.books(db)
            ours = {payment.razorpay_id: payment for payment in db.exec(select(Payment)) if payment.captured_at}
            found = [str(one) for one in verification.verify(db) if one.rule != "booking-comes-to-an-end"]
        for name, theirs in sums.items():
            if (known := getattr(books, name).paise) != theirs:
                found.append(f"{name}: the gateway says {theirs}, we say {known}")
        for name, payment in taken.items():
            back = ours[name].refunded_paise if name in ours else None
            if back != payment["amount_refunded"]:
                found.append(f"{name}: the gateway sent {payment['amount_refunded']} back, we say {back}")
        return found

    def arrived(self) -> list[dict[str, Any]]:
        return [one for one in self.theirs("refunds") if one["status"] == "processed"]


def storms(gateway: Sandbox, door: str, count: int = STORMS) -> list[str]:
    """Several, one after the other, in the same books."""
    print(f"seed {SEED}")
    found: list[str] = []
    for number in range(count):
        storm = Storm(gateway, door, SEED + number, begins=number * LASTS)
        found += [f"storm {number}: {words}" for words in storm.blow()]
        gateway.control("POST", "clock", minutes=LASTS // timedelta(minutes=1))
    return found


@pytest.mark.timeout(1800)
def test_our_ledger_says_what_the_gateway_says(gateway: Sandbox, door: str) -> None:
    assert storms(gateway, door) == []

    for kind in ("payments", "refunds", "settlements"):
        assert len(gateway.control("GET", kind)["items"]) > 1, kind


def _nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "ask_about", lambda _payment_id: None)


def _adjustments_are_of_payments(monkeypatch: pytest.MonkeyPatch) -> None:
    def post(work: Any, settlement_id: int, of_payments: int, of_adjustments: int) -> bool:
        return honest(work, settlement_id, of_payments + of_adjustments, 0)

    honest: Callable[..., bool] = payments.post_settlement
    monkeypatch.setattr(recording.payments, "post_settlement", post)


@pytest.mark.parametrize(
    ("sabotage", "noticed"),
    [(_nothing_is_asked, "sent-back-is-ours"), (_adjustments_are_of_payments, "clearing-adds-up")],
)
@pytest.mark.timeout(600)
def test_would_notice(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    noticed: str,
    gateway: Sandbox,
    door: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)

    assert any(noticed in words for words in storms(gateway, door, 1))
