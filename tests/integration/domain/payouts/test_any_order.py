"""Whatever is asked and decided in whatever order: the ledger balances, and nobody gains or loses by it."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerlearn.domain import payouts
from peerlearn.domain.payments.tables import Account
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from tests.integration.domain.payouts.test_withdrawals import a_rich_mentor, available, balance, do, own, proved
from tests.makers import an_admin

pytestmark = pytest.mark.usefixtures("database", "by_hand")

EARNED = 90_000
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(1, 100_000)),
        st.tuples(st.sampled_from(["complete", "reject", "reverse"]), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_books_agree_after_every_step(steps: list[tuple[str, int]]) -> None:
    mentor, admin = a_rich_mentor(), proved(an_admin())
    asked: list[object] = []
    sent_before = balance(Account.PAYOUT_BANK)

    for number, (what, value) in enumerate(steps):
        with suppress(Refusal):
            if what == "ask":
                typed = f"{value // 100}.{value % 100:02d}"
                asked.append(do(payouts.withdraw, typed, str(number), by=mentor))
            elif value < len(asked):
                said = "UTR-20261123" if what == "complete" else "Wrong name"
                do(getattr(payouts, what), asked[value], said, by=admin)

        amounts: dict[str, int] = {}
        for card in own(mentor):
            rupees = card.amount.removeprefix("₹").replace(",", "").partition(".")
            paise = int(rupees[0]) * 100 + int(rupees[2] or 0)
            amounts[card.status] = amounts.get(card.status, 0) + paise
        gone = amounts.get("pending", 0) + amounts.get("completed", 0)
        assert balance() == 0
        assert available(mentor) == Money(EARNED - gone) >= Money(0)
        assert balance(Account.PAYOUT_BANK) - sent_before == amounts.get("completed", 0)
