"""Opening an order: one per booking, whatever gets lost, for nobody but the learner."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from peerlearn.domain import payments
from peerlearn.domain.payments import (
    AlreadyPaid,
    CheckoutOrder,
    GatewayDown,
    GatewayRefused,
    NotYourPayment,
    PaymentsNotSetUp,
    PaymentStatus,
    razorpay_gateway,
)
from tests.integration.paying import Held, a_held_booking
from tests.integration.sandbox.razorpay.running import KEY_ID, Sandbox
from tests.makers import a_learner


def orders_of(gateway: Sandbox, held: Held) -> list[str]:
    """Every order that the gateway has for a booking."""
    listed = gateway.control("GET", "orders")["items"]
    return [order["id"] for order in listed if order["receipt"] == held.payment.receipt]


def test_asks_for_price_and_fee(gateway: Sandbox) -> None:
    held = a_held_booking()

    order = held.open_order()

    assert order == CheckoutOrder(
        order_id=orders_of(gateway, held)[0],
        key_id=KEY_ID,
        amount_paise=110_000,
        currency="INR",
        name="PeerLearn",
        description=f"One-to-one session, booking {held.booking_id}",
        booking_id=held.booking_id,
    )
    assert gateway.client.order.fetch(order.order_id)["amount"] == 110_000
    payment = held.payment
    assert (payment.status, payment.order_id) == (PaymentStatus.PENDING, order.order_id)
    assert (payment.mentor_paise, payment.app_paise) == (90_000, 20_000)
    assert (payment.mentor_bps, payment.service_fee_bps) == (9000, 1000)


def test_opens_the_same_order_again(gateway: Sandbox) -> None:
    held = a_held_booking()

    assert held.open_order() == held.open_order()
    assert len(orders_of(gateway, held)) == 1


def test_shows_one_order_to_impatient_clicks(gateway: Sandbox) -> None:
    held = a_held_booking()

    with ThreadPoolExecutor(8) as clicks:
        shown = list(clicks.map(lambda _: held.open_order(), range(8)))

    assert {order.order_id for order in shown} == {held.payment.order_id}


def test_finds_an_order_whose_answer_was_lost(gateway: Sandbox) -> None:
    held = a_held_booking()
    gateway.control("POST", "faults", method="POST", path="/v1/orders", answer="drop", committed=True)

    with pytest.raises(GatewayDown):
        held.open_order()
    assert held.payment.status == PaymentStatus.CREATED
    order = held.open_order()

    assert orders_of(gateway, held) == [order.order_id]


def test_takes_no_order_of_another_amount(gateway: Sandbox) -> None:
    held = a_held_booking()
    foreign = gateway.order(500, receipt=held.payment.receipt)

    order = held.open_order()

    assert order.order_id != foreign["id"]
    assert order.amount_paise == 110_000


@pytest.mark.parametrize("answer", ["500", "503", "502_html", "429", "drop"])
def test_says_so_when_the_gateway_is_down(gateway: Sandbox, answer: str) -> None:
    held = a_held_booking()
    gateway.control("POST", "faults", answer=answer)

    with pytest.raises(GatewayDown) as down:
        held.open_order()

    assert down.value.message == "The payment service does not answer right now. Please try again in a minute."
    assert held.payment.order_id is None
    assert held.open_order().order_id == held.payment.order_id


def test_does_not_wait_for_ever(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    held = a_held_booking()
    monkeypatch.setattr(razorpay_gateway, "READ_SECONDS", 0.2)
    gateway.control("POST", "faults", delay_seconds=5)

    with pytest.raises(GatewayDown, match="ReadTimeout"):
        held.open_order()


def test_prints_nothing_of_the_sdk(gateway: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    held = a_held_booking()
    gateway.control("POST", "faults", answer="drop")

    with pytest.raises(GatewayDown):
        held.open_order()

    assert capsys.readouterr().out == ""


def test_tells_a_wrong_key_from_an_outage(gateway: Sandbox) -> None:
    held = a_held_booking()
    gateway.control("POST", "faults", answer="401")

    with pytest.raises(GatewayRefused) as refused:
        held.open_order()

    assert refused.value.description == "Authentication failed"
    assert "Authentication" not in refused.value.message


def test_is_not_for_other_people(gateway: Sandbox) -> None:
    held = a_held_booking()

    for stranger in (a_learner(), held.mentor):
        with pytest.raises(NotYourPayment):
            payments.open_order(held.booking_id, by=stranger)
    with pytest.raises(NotYourPayment):
        payments.open_order(held.booking_id + 1000, by=held.learner)

    assert orders_of(gateway, held) == []


def test_refuses_what_is_paid(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    payments.confirm(
        told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"], by=held.learner
    )

    with pytest.raises(AlreadyPaid, match="This session is already paid"):
        held.open_order()


def test_says_so_when_no_keys_are_given(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    held = a_held_booking()
    without = dataclasses.replace(razorpay_gateway.settings, razorpay_key="", razorpay_secret="")
    monkeypatch.setattr(razorpay_gateway, "settings", without)

    with pytest.raises(PaymentsNotSetUp, match="Payments are not set up yet"):
        held.open_order()
    with pytest.raises(PaymentsNotSetUp):
        payments.confirm("order_1", "pay_1", "signature", by=held.learner)
