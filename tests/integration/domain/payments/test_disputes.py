"""A bank questions a payment: whatever comes of it, the books follow the gateway, and nobody has too much."""

from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import payments
from peerlearn.domain.payments import DisputeStatus, PaymentDisputed, PaymentStatus
from peerlearn.domain.payments.tables import Dispute
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payments.test_partial_refunds import (
    HALF,
    all_is_well,
    balances,
    refunds_of,
    release,
    send_part,
    send_the_rest,
    sent_back,
)
from tests.integration.domain.payments.test_refunds import a_paid_booking, a_proved_admin
from tests.integration.paying import Held, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_dispute

ALL = 110_000


def dispute_of(payment_id: int | None) -> Dispute:
    with database.reading() as db:
        return db.exec(select(Dispute).where(Dispute.payment_id == payment_id)).one()


def questioned(gateway: Sandbox, held: Held, **more: object) -> str:
    """A bank questions it, and we have heard of it; the gateway's number."""
    dispute = gateway.control("POST", f"payments/{held.payment.razorpay_id}/dispute", **more)
    hear(gateway)
    return str(dispute["id"])


def decide(gateway: Sandbox, held: Held, number: str, *states: str) -> None:
    for state in states:
        gateway.control("POST", f"disputes/{number}/move", to=state)
        hear(gateway)


def hear(gateway: Sandbox) -> None:
    """Every event came in, and was acted on."""
    assert eventually(lambda: all(event["state"] != "waiting" for event in gateway.events()))
    do_due_jobs()


def test_what_the_bank_takes_is_held_apart_and_comes_back_when_it_is_won(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)

    number = questioned(gateway, held)
    assert dispute_of(held.payment.id).status == DisputeStatus.OPEN
    assert balances(held) == {"disputed": -ALL, "booking_escrow": ALL}
    decide(gateway, held, number, "under_review", "action_required")
    assert dispute_of(held.payment.id).status == DisputeStatus.ACTION_REQUIRED
    decide(gateway, held, number, "under_review", "won")

    assert dispute_of(held.payment.id).status == DisputeStatus.WON
    assert held.movements == ["capture", "dispute_taken", "dispute_returned"]
    assert balances(held) == {"gateway_clearing": -ALL, "booking_escrow": ALL}
    all_is_well()


@pytest.mark.parametrize("deduct", ["at_onset", "when_lost"])
def test_what_is_lost_is_back_with_the_learner(gateway: Sandbox, webhooks: str, deduct: str) -> None:
    held = a_paid_booking(gateway)

    number = questioned(gateway, held, deduct=deduct)
    assert balances(held).get("disputed", 0) == (-ALL if deduct == "at_onset" else 0)
    decide(gateway, held, number, "lost")

    assert (held.payment.status, held.payment.refunded_paise) == (PaymentStatus.REFUNDED, ALL)
    assert held.movements == ["capture", "dispute_taken", "refund", "refund_processed"]
    assert balances(held) == {}
    assert sent_back(gateway, held) == 0, "the bank gave it back, not the gateway"
    all_is_well()


def test_a_part_is_lost_and_the_rest_is_earned(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)
    number = questioned(gateway, held, amount=55_000)
    decide(gateway, held, number, "lost")

    release(held)

    assert balances(held) == {
        "gateway_clearing": -55_000,
        "mentor_available": 45_000,
        "app_commission": 5_000,
        "app_service_fee": 5_000,
    }
    all_is_well()


def test_nothing_is_earned_while_a_bank_asks(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)
    questioned(gateway, held, amount=10_000)

    release(held)

    assert "release" not in held.movements
    assert balances(held)["booking_escrow"] == ALL


def test_no_more_goes_back_than_is_left_beside_what_is_questioned(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)
    number = questioned(gateway, held, amount=80_000)
    with pytest.raises(PaymentDisputed):
        send_part(held, Money(30_001 + 99))

    send_the_rest(held)
    do_due_jobs()
    assert (held.payment.refunded_paise, sent_back(gateway, held)) == (30_000, 30_000)
    send_the_rest(held)
    assert held.payment.refunded_paise == 30_000
    decide(gateway, held, number, "won")
    send_the_rest(held)
    do_due_jobs()

    assert (held.payment.status, sent_back(gateway, held)) == (PaymentStatus.REFUNDED, ALL)
    all_is_well()


def test_a_refund_that_was_not_sent_waits_for_the_bank_and_is_then_sent_by_itself(
    gateway: Sandbox, webhooks: str
) -> None:
    held = a_paid_booking(gateway)
    gateway.control("PUT", "webhooks", enabled=False)
    number = gateway.control("POST", f"payments/{held.payment.razorpay_id}/dispute")["id"]
    send_part(held, HALF)
    a_dispute(held.payment.id or 0, number="elsewhere")
    do_due_jobs()
    assert (refunds_of(held)[0].status, sent_back(gateway, held)) == ("requested", 0)
    assert "bank questions" in refunds_of(held)[0].refused
    admin = a_proved_admin()
    for act in (payments.refund_again, lambda work, one, *, by: payments.refund_by_hand(work, one, "UTR-1", by=by)):
        with pytest.raises(PaymentDisputed), unit_of_work() as work:
            act(work, refunds_of(held)[0].id or 0, by=admin)

    gateway.control("POST", f"disputes/{number}/move", to="won")
    a_dispute(held.payment.id or 0, DisputeStatus.WON, number="elsewhere")
    do_due_jobs()

    assert (refunds_of(held)[0].status, sent_back(gateway, held)) == ("processed", HALF.paise)
    all_is_well()


def test_what_was_owed_anyway_is_what_the_bank_gave_back_first(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_part(held, Money(40_000))
    a_dispute(held.payment.id or 0, amount=50_000)
    a_dispute(held.payment.id or 0, DisputeStatus.LOST, amount=50_000)
    do_due_jobs()

    assert held.payment.refunded_paise == 50_000
    assert [(one.amount_paise, one.status) for one in refunds_of(held)] == [(40_000, "failed"), (50_000, "processed")]
    assert sent_back(gateway, held) == 0
    all_is_well()


def test_a_part_of_what_was_owed_is_owed_on(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_part(held, Money(40_000))
    a_dispute(held.payment.id or 0, amount=15_000)
    a_dispute(held.payment.id or 0, DisputeStatus.LOST, amount=15_000)
    do_due_jobs()

    assert held.payment.refunded_paise == 40_000
    assert sorted(one.amount_paise for one in refunds_of(held) if one.status == "processed") == [15_000, 25_000]
    assert sent_back(gateway, held) == 25_000
    all_is_well()


def test_a_learner_who_has_it_twice_is_the_sites_loss(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_the_rest(held)
    do_due_jobs()

    a_dispute(held.payment.id or 0, DisputeStatus.LOST)

    assert balances(held) == {"gateway_clearing": ALL, "platform_loss": -ALL}
    assert (held.payment.status, held.payment.refunded_paise) == (PaymentStatus.REFUNDED, ALL)
    all_is_well()


def test_what_banks_charge_beyond_the_amount_is_the_sites_loss(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)

    a_dispute(held.payment.id or 0, DisputeStatus.LOST, amount=55_000, deducted=60_000)

    assert held.payment.refunded_paise == 55_000
    assert balances(held)["platform_loss"] == -5_000
    all_is_well()


def test_the_daily_look_finds_what_no_event_told(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    number = gateway.control("POST", f"payments/{held.payment.razorpay_id}/dispute")["id"]

    for day, state in enumerate((None, "lost")):
        if state:
            gateway.control("POST", f"disputes/{number}/move", to=state)
        with later(timedelta(days=day)):
            with unit_of_work() as work:
                payments.look_for_disputes_daily(work)
                payments.look_for_disputes_daily(work)
            do_due_jobs()
        assert dispute_of(held.payment.id).status == (state or "open")

    assert balances(held) == {}
    all_is_well()
