"""Withdrawals as people look for them: admins by words and in three heaps, their owners by what became of them."""

from typing import Any

import pytest

from peerlearn.domain import payouts
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payouts import Fate, Which
from peerlearn.domain.payouts.attempt_rules import PayoutStatus
from peerlearn.domain.payouts.rules import Route
from peerlearn.domain.payouts.tables import PayoutAttempt, Withdrawal
from peerlearn.kit import database
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payouts.test_withdrawals import BANK, do, proved
from tests.makers import a_completed_booking, a_mentor, an_admin

pytestmark = pytest.mark.usefixtures("database", "by_hand")


def earner(name: str) -> Viewer:
    """A mentor with ₹900 who has said where it should go."""
    mentor = a_mentor(name)
    a_completed_booking(mentor)
    do(payouts.save_destination, BANK, by=proved(mentor))
    return mentor


def asked(mentor: Viewer, amount: str) -> Any:
    return do(payouts.withdraw, amount, f"for {amount}", by=mentor)


def tried(withdrawal_id: int, *payouts_made: str) -> None:
    """RazorpayX had it; all its tries but the last failed."""
    with unit_of_work() as work:
        work.db.get_one(Withdrawal, withdrawal_id).route = Route.RAZORPAYX
        for number, payout in enumerate(payouts_made, start=1):
            last = number == len(payouts_made)
            status = PayoutStatus.PROCESSING if last else PayoutStatus.FAILED
            work.db.add(
                PayoutAttempt(
                    withdrawal_id=withdrawal_id,
                    number=number,
                    idempotency_key=f"{withdrawal_id}-{number}",
                    razorpay_payout_id=payout,
                    status=status,
                    created_at=work.now,
                    changed_at=work.now,
                )
            )


def found(which: Which, search: str = "", most: int = 100) -> list[str]:
    with database.reading() as db:
        return [card.amount for card in payouts.withdrawals_to_see_to(db, which, search, most=most)]


def own(mentor: Viewer, fate: Fate = Fate.ALL, most: int = 100) -> list[str]:
    with database.reading() as db:
        return [card.amount for card in payouts.withdrawals_of(db, mentor, fate, most=most)]


def test_finds_what_waits_by_the_name_and_shows_a_part_at_a_time() -> None:
    asha, meera = earner("Asha Rao"), earner("Meera 100% Iyer")
    for mentor, amount in ((asha, "110"), (meera, "120"), (asha, "130")):
        asked(mentor, amount)

    assert found(Which.WAITING) == ["₹110", "₹120", "₹130"]
    assert found(Which.WAITING, most=2) == ["₹110", "₹120"]
    assert found(Which.WAITING, "RAO asha") == ["₹110", "₹130"]
    assert found(Which.WAITING, "rao", most=1) == ["₹110"]
    assert found(Which.WAITING, "%") == found(Which.WAITING, "100%") == ["₹120"]
    assert found(Which.WAITING, "asha iyer") == found(Which.WAITING, "' OR 1=1") == found(Which.SENDING, "rao") == []


def test_finds_what_is_sent_by_any_payout_that_was_tried() -> None:
    asha, meera = earner("Asha Rao"), earner("Meera Iyer")
    first, second = asked(asha, "110"), asked(meera, "120")
    tried(first, "pout_First1", "pout_First2")
    tried(second, "pout_Second")

    assert found(Which.SENDING) == found(Which.SENDING, "pout_") == ["₹110", "₹120"]
    assert found(Which.SENDING, "pout_first1") == found(Which.SENDING, "pout_First2") == ["₹110"]
    assert found(Which.SENDING, "meera pout_second") == ["₹120"]
    assert found(Which.SENDING, "meera pout_first2") == found(Which.WAITING, "pout_First2") == []


def test_finds_what_is_settled_by_the_banks_reference() -> None:
    asha, admin = earner("Asha Rao"), proved(an_admin())
    sent, declined = asked(asha, "110"), asked(asha, "120")
    asked(asha, "130")
    do(payouts.complete, sent, "UTR-20261123", by=admin)
    do(payouts.reject, declined, "Wrong name", by=admin)

    assert found(Which.SETTLED) == ["₹120", "₹110"]
    assert found(Which.SETTLED, "utr-2026") == ["₹110"]
    assert found(Which.SETTLED, "utr-2027") == []


def test_shows_owners_their_own_by_what_became_of_them() -> None:
    asha, admin = earner("Asha Rao"), proved(an_admin())
    asked(earner("Meera Iyer"), "500")
    sent, declined, returned = asked(asha, "110"), asked(asha, "120"), asked(asha, "130")
    asked(asha, "140")
    do(payouts.complete, sent, "UTR-1001", by=admin)
    do(payouts.reject, declined, "Wrong name", by=admin)
    do(payouts.complete, returned, "UTR-1003", by=admin)
    do(payouts.reverse, returned, "Account closed", by=admin)

    assert own(asha) == ["₹140", "₹130", "₹120", "₹110"]
    assert own(asha, most=2) == ["₹140", "₹130"]
    assert own(asha, Fate.ON_ITS_WAY) == ["₹140"]
    assert own(asha, Fate.SENT) == ["₹110"]
    assert own(asha, Fate.BACK) == ["₹130", "₹120"]
    assert own(asha, Fate.BACK, most=1) == ["₹130"]
