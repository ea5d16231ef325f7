"""The rules of money: the split of a price, and the merge of whatever the gateway reports."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.payments import rules
from peerlearn.domain.payments.rules import (
    Attempt,
    PaymentStatus,
    Quote,
    Split,
    Standing,
    may_go_back,
    merged,
    part_of,
    quote,
    refund_arrives,
    refund_legs,
    returned,
)
from peerlearn.kit.money import Money

OPEN = Standing(PaymentStatus.PENDING)


def test_a_thousand_rupees_are_eleven_hundred_charged_nine_hundred_earned_two_hundred_kept() -> None:
    assert quote(Money.rupees(1000)) == Quote(
        price=Money.rupees(1000),
        fee=Money.rupees(100),
        total=Money.rupees(1100),
        mentor=Money.rupees(900),
        app=Money.rupees(200),
    )


@pytest.mark.faults
def test_every_whole_rupee_price_splits_without_rounding() -> None:
    assert _split_otherwise() == []


@pytest.mark.faults
@pytest.mark.parametrize("part", ["SERVICE_FEE_BPS", "MENTOR_BPS"])
def test_would_notice_one_basis_point(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, part, getattr(rules, part) - 1)

    assert len(_split_otherwise()) > 99_900  # below ₹50 it is less than half a paisa


@given(st.integers(min_value=100, max_value=10**12))
def test_no_paisa_is_lost_at_any_price(paise: int) -> None:
    parts = quote(Money(paise))

    assert parts.price + parts.fee == parts.total == parts.mentor + parts.app
    assert _is_half_up(parts.fee, Fraction(paise, 10))
    assert _is_half_up(parts.mentor, Fraction(paise * 9, 10))
    assert min(parts.fee.paise, parts.mentor.paise, parts.app.paise) > 0


def test_half_of_eleven_hundred_takes_half_of_every_part() -> None:
    whole = Split(mentor=90_000, commission=10_000, service_fee=10_000)

    assert refund_legs(whole, 0, 55_000) == Split(45_000, 5_000, 5_000)
    assert refund_legs(whole, 55_000, 55_000) == Split(45_000, 5_000, 5_000)


@pytest.mark.faults
def test_any_chain_of_refunds_gives_everything_back_and_nothing_twice() -> None:
    assert _chains_that_end_wrong() == []


def _each_refund_alone(whole: Split, before: int, amount: int) -> Split:
    """The obvious rule, and a wrong one: every refund by itself, rounded down."""
    return returned(whole, amount)


def _a_paisa_for_the_mentor(whole: Split, before: int, amount: int) -> Split:
    legs = returned(whole, before + amount) - returned(whole, before)
    return Split(legs.mentor - 1, legs.commission + 1, legs.service_fee)


def _always_the_same_part(whole: Split, before: int, amount: int) -> Split:
    mentor = -(-amount * whole.mentor // whole.total)
    return Split(mentor, 0, amount - mentor)


@pytest.mark.faults
@pytest.mark.parametrize("wrong", [_each_refund_alone, _a_paisa_for_the_mentor, _always_the_same_part])
def test_would_notice_another_rule(wrong: Callable[..., Split], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "refund_legs", wrong)

    assert len(_chains_that_end_wrong(2_000)) > 1_000


@pytest.mark.parametrize(
    ("total", "bps", "part"),
    [
        (110_000, 5_000, 55_000),
        (110_001, 5_000, 55_001),
        (110_000, 10_000, 110_000),
        (110_000, 0, 0),
        (110, 5_000, 110),  # the gateway sends no 55 paise
        (220, 5_000, 110),
    ],
)
def test_a_part_is_one_that_can_be_sent(total: int, bps: int, part: int) -> None:
    assert part_of(Money(total), bps) == Money(part)


@pytest.mark.parametrize(
    ("paise", "fits"), [(99, False), (100, True), (10_900, True), (10_901, False), (11_000, True), (11_001, False)]
)
def test_nothing_goes_back_that_is_too_little_or_too_much_or_leaves_too_little(paise: int, fits: bool) -> None:
    assert may_go_back(Money(paise), Money(11_000)) is fits


def test_says_when_the_money_shows_for_every_way_to_pay() -> None:
    known = {refund_arrives(method) for method in ("card", "upi", "netbanking", "wallet")}

    assert len(known) == 4
    assert refund_arrives("") == refund_arrives("paylater") not in known


@pytest.mark.parametrize("paise", [99, 1, 0, -100])
def test_refuses_a_price_that_nothing_can_be_charged_for(paise: int) -> None:
    with pytest.raises(ValueError, match="smallest price"):
        quote(Money(paise))


# One order as the gateway may see it: some tries that fail (a bank may even set money aside for them, too late),
# and one that goes as far as the history goes.
REPORTED = [
    PaymentStatus.CREATED,
    PaymentStatus.FAILED,
    PaymentStatus.AUTHORIZED,
    PaymentStatus.CAPTURED,
    PaymentStatus.REFUNDED,
]
LOSING = st.lists(
    st.tuples(st.sampled_from(["pay_1", "pay_3"]), st.sampled_from(REPORTED[:3])).map(
        lambda told: Standing(told[1], told[0])
    ),
    max_size=6,
)


@st.composite
def told_in_any_order(draw: st.DrawFn) -> tuple[list[Standing], list[Standing]]:
    """The same reports twice, each time in another order, the second time with repetitions."""
    farthest = draw(st.integers(min_value=1, max_value=len(REPORTED)))
    winner = [Standing(status, "pay_2") for status in REPORTED[:farthest]]
    history = draw(LOSING) + winner
    once = draw(st.permutations(history))
    repeated = draw(st.permutations(history + draw(st.lists(st.sampled_from(history), max_size=8))))
    return once, repeated


@given(told_in_any_order())
def test_any_order_and_any_repetition_end_the_same(told: tuple[list[Standing], list[Standing]]) -> None:
    assert _after(told[0]) == _after(told[1])


@given(told_in_any_order())
def test_never_goes_back(told: tuple[list[Standing], list[Standing]]) -> None:
    held = OPEN
    for report in told[1]:
        later = merged(held, report)
        assert later.status.reached(held.status)
        held = later


@given(told_in_any_order())
def test_ends_as_far_as_the_gateway_went(told: tuple[list[Standing], list[Standing]]) -> None:
    farthest = max((report.status for report in told[0]), key=lambda status: status.rank)

    end = _after(told[0])

    assert end.status is (farthest if farthest.reached(PaymentStatus.PENDING) else PaymentStatus.PENDING)
    if end.status.reached(PaymentStatus.CAPTURED):
        assert end.razorpay_id == "pay_2"


def test_a_failed_payment_may_still_be_captured() -> None:
    failed = merged(OPEN, Standing(PaymentStatus.FAILED, "pay_1"))

    assert merged(failed, Standing(PaymentStatus.CAPTURED, "pay_1")) == Standing(PaymentStatus.CAPTURED, "pay_1")


def test_another_attempt_says_nothing_about_money_that_is_here() -> None:
    held = Standing(PaymentStatus.CAPTURED, "pay_2")

    assert merged(held, Standing(PaymentStatus.REFUNDED, "pay_1")) == held


def test_a_late_capture_report_does_not_stop_a_refund() -> None:
    held = Standing(PaymentStatus.REFUNDING, "pay_1")

    assert merged(held, Standing(PaymentStatus.CAPTURED, "pay_1")) == held


def test_states_come_in_their_order() -> None:
    assert [status.rank for status in PaymentStatus] == list(range(7))
    assert PaymentStatus.REFUNDED.reached(PaymentStatus.CAPTURED)
    assert not PaymentStatus.FAILED.reached(PaymentStatus.AUTHORIZED)


@pytest.mark.parametrize(
    ("order_id", "paise", "currency"),
    [("order_2", 110_000, "INR"), ("order_1", 109_999, "INR"), ("order_1", 110_000, "USD")],
)
def test_pays_only_with_the_right_order_amount_and_currency(order_id: str, paise: int, currency: str) -> None:
    attempt = Attempt("pay_1", order_id, paise, currency, PaymentStatus.CAPTURED)

    assert not attempt.pays("order_1", 110_000)
    assert attempt.pays(order_id, paise) == (currency == "INR")


def _split_otherwise() -> list[int]:
    """The whole-rupee prices of which learner, mentor and app do not have exactly their shares."""

    def right(rupees: int) -> Quote:
        total, fee, mentor, app = (Money(rupees * paise) for paise in (110, 10, 90, 20))
        return Quote(price=Money.rupees(rupees), fee=fee, total=total, mentor=mentor, app=app)

    return [rupees for rupees in range(1, 100_001) if quote(Money.rupees(rupees)) != right(rupees)]


def _chains_that_end_wrong(count: int = 100_000) -> list[str]:
    """Random payments that go back in random parts; those of which not everybody ends with exactly nothing."""
    chance, found = random.Random(2), []
    for _ in range(count):
        parts = quote(Money(chance.randint(100, 10_000_000)))
        fee = parts.fee.paise
        whole = Split(parts.mentor.paise, parts.app.paise - fee, fee)
        left, before = whole, 0
        while before < whole.total:
            amount = min(chance.randint(1, 1 + whole.total // 2), whole.total - before)
            legs = rules.refund_legs(whole, before, amount)
            left, before = left - legs, before + amount
            if legs.total != amount or min(legs.mentor, legs.commission, legs.service_fee) < 0:
                found.append(f"{whole} gave up {legs} for {amount}")
                break
        else:
            if left != Split(0, 0, 0):
                found.append(f"{whole} ends with {left}")
    return found


def _is_half_up(rounded: Money, exact: Fraction) -> bool:
    return exact - Fraction(1, 2) < rounded.paise <= exact + Fraction(1, 2)


def _after(reports: list[Standing]) -> Standing:
    held = OPEN
    for report in reports:
        held = merged(held, report)
    return held
