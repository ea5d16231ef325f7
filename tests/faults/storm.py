"""One booking in a storm: its order is paid, fails, goes back and is disputed, and heard of in whatever way."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import requests
from razorpay.errors import BadRequestError, GatewayError, ServerError
from sqlmodel import select

from peerlearn.domain import payments, verification
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.refunds import HELD_BACK
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import Dispute, Refund, StrayPayment
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.faults.full import FULL
from tests.integration.paying import a_held_booking, deliver, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox

STEPS = 12 if FULL else 8
TOTAL, WRONG_AMOUNTS = 110_000, (109_900, 220_000)  # paise
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
        deeds += [self.dispute, self.decide, self.pay_wrongly]
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

    def pay_wrongly(self) -> None:
        """Another amount comes than was asked for."""
        self.gateway.control("POST", f"orders/{self.order_id}/pay", amount=self.chance.choice(WRONG_AMOUNTS))

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
        paid = [one for one in self.tries() if one["captured"] and one["amount"] == TOTAL]
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
        tries = [one for one in self.tries() if one["amount"] == TOTAL]
        ours = [one for one in tries if one["captured"] and one["id"] == self.held.payment.razorpay_id]
        told = self.said_of(ours[0]) if ours else "failed" if tries else "pending"
        known = RANK.get(self.seen, str(self.seen))
        found = [] if known == told else [f"the gateway says {told}, we say {known}"]
        gone = sum(one["amount_deducted"] for one in self.disputes() if one["status"] == "lost")
        theirs = ours[0]["amount_refunded"] + gone if ours else 0
        back = self.held.payment.refunded_paise - self.waits_for_banks()
        if back != min(theirs, 110_000):
            found.append(f"{theirs} went back by the gateway and the bank, we say {back}")
        return found + self.strays_left() + self.disagreements_of_banks()

    def strays_left(self) -> list[str]:
        """What came in a wrong amount, by the gateway, and is not back by both books."""
        strays = {one["id"]: one for one in self.tries() if one["captured"] and one["amount"] != TOTAL}
        with database.reading() as db:
            own = db.exec(select(StrayPayment).where(StrayPayment.payment_id == self.held.payment.id)).all()
            found = [str(one) for one in verification.verify(db) if one.rule.startswith("stray")]
        back = {row.razorpay_id: row.returned_paise for row in own}
        return found + [
            f"{one['amount']} came wrongly, {one['amount_refunded']} went back, we say {back.get(number)}"
            for number, one in strays.items()
            if {one["amount_refunded"], back.get(number)} != {one["amount"]}
        ]

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
