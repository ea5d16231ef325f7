"""The checker and packages: a living package gives no finding, and each corruption exactly its own."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings, packages
from peerlearn.kit import clock
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.test_verification import do, found
from tests.makers import a_bought_package, a_learner, a_mentor, a_package, an_offering

pytestmark = pytest.mark.usefixtures("database")

CORRUPTIONS = {
    "package-adds-up": (  # balanced, and the mentor has a rupee of what nobody has booked
        "INSERT INTO ledger_entries (transaction_id, account, owner_id, amount_paise) "
        "SELECT t.id, 'package_credit', p.learner_id, -100 FROM ledger_transactions t "
        "JOIN payments p ON p.id = t.payment_id WHERE t.kind = 'release' UNION ALL "
        "SELECT t.id, 'mentor_available', p.mentor_id, 100 FROM ledger_transactions t "
        "JOIN payments p ON p.id = t.payment_id WHERE t.kind = 'release'",
        {"share-right"},
    ),
    "package-sold": ("UPDATE package_purchases SET valid_until = NULL WHERE ended_at IS NULL", set()),
    "package-ended": (
        "UPDATE package_purchases SET ended_at = valid_until WHERE id = (SELECT MIN(id) FROM package_purchases)",
        set(),
    ),
    "package-ends": ("DELETE FROM jobs WHERE kind = 'end_package' AND key = 'end_package:1'", set()),
    "credit-fits": ("UPDATE packages SET price_paise = price_paise - 100", {"package-sold"}),
    "credit-returned": (
        "UPDATE payments SET status = 'captured' WHERE kind = 'credit' AND status = 'refunded'",
        {"refund-begun"},
    ),
    "capture-posted": (
        "UPDATE ledger_entries SET account = 'booking_escrow', owner_id = NULL WHERE account = 'package_credit' "
        "AND transaction_id = (SELECT MIN(id) FROM ledger_transactions WHERE kind = 'capture')",
        {"package-adds-up"},
    ),
}


def a_life() -> None:
    """Of one package a credit is in use, one earned and one came back; the other was given back in two parts."""
    mentor, learner = a_mentor(), a_learner()
    package_id = a_package(mentor)
    days = iter(range(2, 20))
    first, second = (a_bought_package(package_id, learner=learner) for _ in range(2))

    def used(purchase_id: int) -> int:
        offering_id = an_offering(mentor, starts_at=clock.now() + timedelta(days=next(days)))
        with unit_of_work() as work:
            return packages.use(work, purchase_id, offering_id, by=learner)

    used(first)
    earned, rejected, of_second = used(first), used(first), used(second)
    with unit_of_work() as work:
        bookings.accept(work, earned, by=mentor)
        bookings.complete(work, earned)
        bookings.reject(work, rejected, by=mentor)
        packages.give_back(work, second, 4, by=learner)
    with unit_of_work() as work:
        bookings.reject(work, of_second, by=mentor)


def test_finds_nothing_in_packages_that_were_really_used() -> None:
    a_life()

    assert found() == []


@pytest.mark.parametrize("rule", CORRUPTIONS)
def test_finds_what_somebody_did_to_a_package(rule: str) -> None:
    a_life()
    statement, follows = CORRUPTIONS[rule]

    do(statement)

    assert {name for name, _ in found()} == {rule} | follows
