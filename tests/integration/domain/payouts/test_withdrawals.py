"""Withdrawals on a real database: what they do to the ledger, who may decide, and a rush for the same money."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import col, func, select

from peerlearn.domain import payments, payouts
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments.tables import Account, LedgerEntry
from peerlearn.domain.payouts.tables import PayoutDestination, Withdrawal
from peerlearn.kit import clock, database, jobs, mail
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import a_completed_booking, a_learner, a_mentor, an_admin
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database", "by_hand")

BANK = payouts.DestinationForm("bank", "Meera Rao", "123456789012", "123456789012", "HDFC0001234")


def proved(viewer: Viewer) -> Viewer:
    """The same person, who has just shown who they are."""
    return replace(viewer, proved_at=clock.now())


def a_rich_mentor(sessions: int = 1) -> Viewer:
    """A mentor with ₹900 for each session, who has said where it should go."""
    mentor = a_mentor()
    for _ in range(sessions):
        a_completed_booking(mentor)
    do(payouts.save_destination, BANK, by=proved(mentor))
    return mentor


def do(verb: Callable[..., object], *args: object, **kwargs: object) -> object:
    with unit_of_work() as work:
        return verb(work, *args, **kwargs)


def balance(*accounts: Account) -> int:
    with database.reading() as db:
        total = select(func.sum(LedgerEntry.amount_paise)).where(
            col(LedgerEntry.account).in_(accounts or list(Account))
        )
        return int(db.exec(total).one() or 0)


def available(mentor: Viewer) -> Money:
    with database.reading() as db:
        return payments.earned(db, mentor.user_id)


def own(viewer: Viewer) -> list[payouts.WithdrawalCard]:
    with database.reading() as db:
        return payouts.withdrawals_of(db, viewer, most=50)


def mails() -> list[mail.OutboxMail]:
    while jobs.run_next():
        pass
    with database.reading() as db:
        return list(db.exec(select(mail.OutboxMail)))


def test_sets_the_amount_aside_when_it_is_asked_for() -> None:
    mentor = a_rich_mentor()

    do(payouts.withdraw, "₹ 600.50", "first", by=mentor)

    assert available(mentor) == Money(29_950)
    assert balance(Account.PAYOUT_IN_TRANSIT) == 60_050
    assert balance() == 0
    assert [(card.status, card.amount, card.masked) for card in own(mentor)] == [
        ("pending", "₹600.50", "HDFC account ending in 9012")
    ]


def test_lets_the_money_go_when_it_was_sent_and_tells_its_owner() -> None:
    mentor, admin = a_rich_mentor(), proved(an_admin())
    number = do(payouts.withdraw, "900", "first", by=mentor)

    do(payouts.complete, number, "UTR-20261123", by=admin)

    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance(Account.PAYOUT_BANK)) == (
        Money(0),
        0,
        90_000,
    )
    assert balance() == 0
    assert own(mentor)[0].reference == "UTR-20261123"
    assert [letter.subject for letter in mails()][-1] == "Your withdrawal of ₹900 was sent"


def test_gives_back_what_was_not_sent() -> None:
    mentor, admin = a_rich_mentor(), proved(an_admin())
    number = do(payouts.withdraw, "900", "first", by=mentor)

    do(payouts.reject, number, "The name does not fit the account", by=admin)

    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance()) == (Money(90_000), 0, 0)
    assert own(mentor)[0].reason == "The name does not fit the account"


def test_gives_back_what_the_bank_returned() -> None:
    mentor, admin = a_rich_mentor(), proved(an_admin())
    number = do(payouts.withdraw, "900", "first", by=mentor)
    do(payouts.complete, number, "UTR-20261123", by=admin)

    do(payouts.reverse, number, "Account closed", by=admin)

    assert (available(mentor), balance(Account.PAYOUT_BANK), balance()) == (Money(90_000), 0, 0)
    do(payouts.withdraw, "900", "second", by=mentor)  # and it can be asked for again
    assert available(mentor) == Money(0)


@pytest.mark.parametrize("again", [payouts.complete, payouts.reject])
def test_decides_about_a_withdrawal_once(again: Callable[..., None]) -> None:
    mentor, admin = a_rich_mentor(), proved(an_admin())
    number = do(payouts.withdraw, "900", "first", by=mentor)
    do(payouts.reject, number, "Wrong name", by=admin)

    with pytest.raises(payouts.AlreadySettled):
        do(again, number, "UTR-20261123", by=admin)

    assert (available(mentor), balance()) == (Money(90_000), 0)


def test_asks_once_for_each_key() -> None:
    mentor = a_rich_mentor()

    numbers = {do(payouts.withdraw, "300", "the same", by=mentor) for _ in range(3)}

    assert len(numbers) == 1
    assert available(mentor) == Money(60_000)


def test_refuses_more_than_there_is_and_less_than_the_least() -> None:
    mentor = a_rich_mentor()

    with pytest.raises(payouts.NotEnough, match="up to ₹900 now"):
        do(payouts.withdraw, "900.01", "first", by=mentor)
    with pytest.raises(payouts.TooLittle, match="smallest withdrawal is ₹100"):
        do(payouts.withdraw, "99.99", "second", by=mentor)

    assert (available(mentor), own(mentor)) == (Money(90_000), [])


@pytest.mark.parametrize("typed", ["", "-1", "nine", "1e3", "100.001", "٩٠٠", "900;900"])
def test_refuses_what_is_no_amount(typed: str) -> None:
    mentor = a_rich_mentor()

    with pytest.raises(Incomplete):
        do(payouts.withdraw, typed, "first", by=mentor)


def test_refuses_without_a_destination() -> None:
    mentor = a_mentor()
    a_completed_booking(mentor)

    with pytest.raises(payouts.NoDestination):
        do(payouts.withdraw, "900", "first", by=mentor)

    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT)) == (Money(90_000), 0)


def test_never_pays_the_same_money_twice_however_many_ask_at_once() -> None:
    mentor = a_rich_mentor(sessions=2)

    def asking(number: int) -> Callable[[Work], int]:
        return lambda work: payouts.withdraw(work, "500", f"rush {number}", by=mentor)

    outcomes = all_at_once([asking(number) for number in range(20)])

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 3  # of ₹1,800
    assert sum(isinstance(outcome, payouts.NotEnough) for outcome in outcomes) == 17
    assert (available(mentor), balance(Account.PAYOUT_IN_TRANSIT), balance()) == (Money(30_000), 150_000, 0)


def test_lets_admins_withdraw_what_the_site_earned_and_never_more() -> None:
    a_completed_booking()  # ₹100 of commission, ₹100 of service fee
    admins = [proved(an_admin()), proved(an_admin("Asha"))]
    for admin in admins:
        do(payouts.save_destination, BANK, by=admin)

    def asking(number: int) -> Callable[[Work], int]:
        return lambda work: payouts.withdraw(work, "150", f"rush {number}", by=admins[number % 2])

    outcomes = all_at_once([asking(number) for number in range(10)])

    won = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert len(won) == 1
    assert (balance(Account.APP_COMMISSION), balance(Account.APP_SERVICE_FEE), balance()) == (0, 5_000, 0)
    do(payouts.reject, won[0], "Not this month", by=admins[0])
    assert (balance(Account.APP_COMMISSION), balance(Account.APP_SERVICE_FEE)) == (10_000, 10_000)


def test_lets_nobody_decide_who_is_no_admin_with_a_fresh_proof() -> None:
    mentor = a_rich_mentor()
    number = do(payouts.withdraw, "900", "first", by=mentor)

    for who, refusal in [
        (proved(mentor), payouts.NotYours),
        (proved(a_learner()), payouts.NotYours),
        (an_admin(), payouts.ProofNeeded),
    ]:
        for verb in (payouts.complete, payouts.reject):
            with pytest.raises(refusal):
                do(verb, number, "UTR-20261123", by=who)
        with pytest.raises(refusal):
            do(payouts.reveal, number, by=who)
    with pytest.raises(payouts.NotEnough):
        do(payouts.withdraw, "900", "hers", by=proved(a_learner()))

    assert own(mentor)[0].status == "pending"


def test_knows_no_withdrawal_that_nobody_asked_for() -> None:
    admin = proved(an_admin())

    for verb, said in ((payouts.complete, ["UTR-20261123"]), (payouts.reject, ["Wrong name"]), (payouts.reveal, [])):
        with pytest.raises(payouts.NoSuchWithdrawal):
            do(verb, 4711, *said, by=admin)


def test_keeps_a_destination_sealed_masked_audited_and_announced() -> None:
    mentor = a_mentor()

    do(payouts.save_destination, BANK, by=proved(mentor))

    with database.reading() as db:
        kept, noted = db.exec(select(PayoutDestination)).one(), db.exec(select(AuditEntry)).all()
    assert "123456789012" not in kept.model_dump_json()
    assert "123456789012" not in "".join(str(entry.details) for entry in noted)
    assert [entry.action for entry in noted] == ["payout_destination.save"]
    assert [(letter.subject, "ending in 9012" in letter.body) for letter in mails()] == [
        ("Your payouts now go somewhere else", True)
    ]


def test_changes_a_destination_only_after_a_proof_and_never_for_what_is_on_its_way() -> None:
    mentor = a_rich_mentor()
    number = do(payouts.withdraw, "900", "first", by=mentor)
    with pytest.raises(payouts.ProofNeeded):
        do(payouts.save_destination, BANK, by=mentor)

    do(payouts.save_destination, payouts.DestinationForm("upi", vpa="meera@okbank"), by=proved(mentor))

    sent_to = do(payouts.reveal, number, by=proved(an_admin()))
    assert isinstance(sent_to, payouts.Destination) and sent_to.number == "123456789012"
    with database.reading() as db:
        assert payouts.destination_of(db, mentor) == payouts.DestinationCard("upi", "UPI m•••a@okbank")
        assert db.exec(select(Withdrawal.bank_upi)).one() == "HDFC account ending in 9012"


def test_shows_every_movement_with_all_its_ledger_lines() -> None:
    mentor = a_rich_mentor()
    number = do(payouts.withdraw, "400", "first", by=mentor)
    do(payouts.reject, number, "Wrong name", by=proved(an_admin()))

    with database.reading() as db:
        movements = payments.movements_of(db, mentor.user_id, most=10)
        older = payments.movements_of(db, mentor.user_id, most=10, before=movements[0].movement_id)
        earned = payments.movements_of(db, mentor.user_id, payments.StatementKind.EARNED, most=10)

    assert [(one.kind, one.amount) for one in movements] == [
        ("given_back", "₹400"), ("withdrawal", "-₹400"), ("release", "₹900")
    ]  # fmt: skip
    assert sum(one.amount_paise for one in movements) == available(mentor).paise
    assert [one.kind for one in older] == ["withdrawal", "release"]
    assert [(one.kind, one.about) for one in earned] == [("release", "Lalit")]
    assert {line.account for line in movements[1].lines} == {"mentor_available", "payout_in_transit"}
