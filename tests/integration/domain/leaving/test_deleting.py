"""Deleting an account on a real database: what goes, what stays, and that nobody notices but by the name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, col, func, select

from peerlearn.domain import accounts, bookings, catalog, discovery, leaving, packages, payments, payouts, verification
from peerlearn.domain.accounts import DELETED_NAME, SignedOut, Viewer
from peerlearn.domain.accounts.tables import EmailCode, SignIn, SignUp, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings import BookingFilter
from peerlearn.domain.leaving.letters import MAIL_FAREWELL
from peerlearn.domain.payments.tables import Account, BillingState, LedgerEntry, Payment, Refund
from peerlearn.domain.payouts.tables import PayoutDestination, Withdrawal
from peerlearn.domain.receipts import choose_state
from peerlearn.domain.receipts.queries import paper_of
from peerlearn.kit import clock, database, jobs, mail
from peerlearn.kit.jobs import Job
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    a_bought_package,
    a_completed_booking,
    a_learner,
    a_mentor,
    a_package,
    an_admin,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database", "by_hand")

BANK = payouts.DestinationForm("bank", "Meera Rao", "123456789012", "123456789012", "HDFC0001234")


def do(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with unit_of_work() as work:
        return verb(work, *args, **kwargs)


def ask(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with database.reading() as db:
        return query(db, *args, **kwargs)


def proved(viewer: Viewer) -> Viewer:
    """The same person, who has just shown who they are."""
    return replace(viewer, proved_at=clock.now())


def delete(viewer: Viewer) -> None:
    do(leaving.delete_account, viewer.user_id, by=proved(viewer))


def user(viewer: Viewer) -> User:
    return ask(Session.get_one, User, viewer.user_id)


def sign_in(viewer: Viewer) -> str:
    ticket = do(accounts.issue_ticket, viewer.user_id)
    return do(accounts.redeem_ticket, ticket, device="Firefox", ip="192.0.2.7")[0]


def rows(table: Any, *where: Any) -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(table).where(*where)).one()


def do_jobs() -> None:
    while jobs.run_next():
        pass


def findings() -> list[str]:
    return [str(finding) for finding in ask(verification.verify)]


def a_paid_mentor() -> Viewer:
    """A mentor who has taught once, and had all of it sent more than a week ago."""
    mentor, admin = a_mentor("Meera Rao", email="meera@example.com"), an_admin()
    with time_machine.travel(clock.now() - timedelta(days=10)):
        a_completed_booking(mentor, learner=a_learner("Lalit"))
        do(payouts.save_destination, BANK, by=proved(mentor))
        number = do(payouts.withdraw, "900", "all", by=mentor)
        do(payouts.complete, number, "UTR-20261123", by=proved(admin))
    return mentor


def test_leaves_the_row_and_nothing_of_the_person() -> None:
    booked = a_completed_booking(learner=a_learner("Lalit Kumar", email="lalit@example.com"), stars=5)
    token, other = sign_in(booked.learner), do(accounts.issue_ticket, booked.learner.user_id)
    do(lambda work: work.db.add(BillingState(user_id=booked.learner.user_id, code="29")))

    delete(booked.learner)

    gone = user(booked.learner)
    assert (gone.name, gone.handle, gone.bio, gone.interests, gone.is_active) == (DELETED_NAME, None, "", [], False)
    assert "lalit" not in repr(gone).lower()
    assert ask(accounts.viewer_of_token, token) is None
    with pytest.raises(accounts.TicketSpent):
        do(accounts.redeem_ticket, other, device="", ip="")
    assert (rows(SignIn), rows(BillingState)) == (0, 0)
    assert rows(AuditEntry, col(AuditEntry.action) == "account.delete") == 1
    assert findings() == []


def test_keeps_money_lessons_and_receipts_and_shows_nobody_there() -> None:
    booked = a_completed_booking(learner=a_learner("Lalit Kumar"), stars=5)
    before = (rows(Payment), rows(LedgerEntry), ask(payments.earnings_of, booked.mentor.user_id))
    with database.reading() as db:
        payment_id = db.exec(select(Payment.id)).one()

    delete(booked.learner)

    assert (rows(Payment), rows(LedgerEntry), ask(payments.earnings_of, booked.mentor.user_id)) == before
    (card,) = ask(bookings.own_bookings, booked.mentor, BookingFilter(), most=9)
    assert DELETED_NAME in repr(card)
    paper = ask(paper_of, payment_id, by=an_admin())
    assert (paper.learner_name, paper.learner_email, paper.total) == (DELETED_NAME, "", Money.rupees(1100))


def test_lets_the_address_register_anew_as_something_else() -> None:
    learner = a_learner(email="lalit@example.com")
    code = EmailCode(public_id="x", email="lalit@example.com", purpose="sign_in", code_sent_at=clock.now())
    do(lambda work: work.db.add(code))

    delete(learner)

    assert ask(accounts.email_problem, "lalit@example.com") == ""
    assert (rows(EmailCode), rows(SignUp)) == (0, 0)
    again = a_mentor("Lalit", email="lalit@example.com")
    assert again.user_id != learner.user_id


def test_takes_a_mentor_out_of_everything_that_is_offered() -> None:
    mentor = a_paid_mentor()
    offering, handle = an_offering(mentor), user(mentor).handle
    do(accounts.edit_profile, accounts.ProfileForm("Meera Rao", "I teach."), mentor)

    delete(mentor)

    assert ask(discovery.mentor_details, handle) is None
    with pytest.raises(bookings.SessionUnavailable):
        do(bookings.hold, offering, by=a_learner())
    assert (rows(PayoutDestination), user(mentor).bio) == (0, "")
    with database.reading() as db:
        sent = db.exec(select(Withdrawal)).one()
    assert (sent.sealed_destination, sent.reference) == ("", "UTR-20261123")
    with pytest.raises(payouts.DestinationGone):
        do(payouts.reveal, sent.id, by=proved(an_admin()))
    assert findings() == []


def test_nobody_is_in_the_way_of_a_second_one_who_leaves() -> None:
    one, two = a_mentor("Deleted"), a_mentor("Deleted")

    delete(one)
    delete(two)

    assert (user(one).handle, user(two).handle) == (f"deleted_{one.user_id}", f"deleted_{two.user_id}")
    assert user(a_mentor("Deleted")).handle == "deleted"


def test_drops_the_video_of_a_mentor() -> None:
    mentor = a_mentor()
    name = f"{do(accounts.begin_video, mentor)}.mp4"
    do(accounts.keep_video, name, mentor)

    delete(mentor)

    assert rows(Job, col(Job.key) == f"drop_unused_video:{name}:replaced") == 1
    assert not ask(accounts.video_is_shown, name)


def test_gives_learners_back_what_is_unused_of_packages() -> None:
    mentor, learner = a_mentor(), a_learner(email="lalit@example.com")
    a_bought_package(a_package(mentor), learner=learner)

    delete(mentor)

    assert ask(packages.bought_by, learner.user_id) == []
    with database.reading() as db:
        assert db.exec(select(Refund.amount_paise)).all() == [495_000]
        total = select(func.sum(LedgerEntry.amount_paise)).where(LedgerEntry.account == Account.PACKAGE_CREDIT)
        assert db.exec(total).one() == 0
    assert ask(packages.on_sale, mentor.user_id) == []
    assert findings() == []


def test_says_farewell_once_to_the_old_address_and_forgets_it() -> None:
    learner = a_learner("Lalit", email="lalit@example.com")

    delete(learner)
    do_jobs()

    with database.reading() as db:
        (letter,) = db.exec(select(mail.OutboxMail)).all()
        assert (letter.to, "Hello Lalit" in letter.body) == ("lalit@example.com", True)
        assert db.exec(select(Job.payload).where(Job.kind == MAIL_FAREWELL)).one() == {}


def test_sends_nothing_to_where_nobody_is() -> None:
    mentor = a_paid_mentor()
    do_jobs()
    delete(mentor)
    do_jobs()
    letters = rows(mail.OutboxMail)

    with database.reading() as db:
        sent = db.exec(select(Withdrawal.id)).one()
    do(payouts.reverse, sent, "Account closed", by=proved(an_admin()))
    do_jobs()

    assert rows(mail.OutboxMail) == letters
    assert rows(Job, col(Job.state) == jobs.JobState.DEAD) == 0


def test_only_the_owner_or_an_admin_deletes_and_only_when_proved() -> None:
    learner, admin = a_learner(), an_admin()
    refused: list[tuple[Viewer, Viewer, type[Refusal]]] = [
        (learner, learner, payments.ProofNeeded),
        (learner, admin, payments.ProofNeeded),
        (learner, proved(a_learner()), leaving.NotTheirs),
        (learner, proved(a_mentor()), leaving.NotTheirs),
        (admin, proved(admin), leaving.NotTheirs),
    ]
    for whose, by, why in refused:
        with pytest.raises(why):
            do(leaving.delete_account, whose.user_id, by=by)
    assert user(learner).name != DELETED_NAME

    do(leaving.delete_account, learner.user_id, by=proved(admin))

    assert user(learner).name == DELETED_NAME
    with pytest.raises(SignedOut):
        do(leaving.delete_account, learner.user_id, by=proved(learner))


def test_what_was_pressed_before_and_comes_after_is_refused() -> None:
    learner, mentor = a_learner(), a_mentor()
    offering, package = an_offering(), a_package(a_mentor())
    delete(learner)
    delete(mentor)

    for press in (
        lambda: do(bookings.hold, offering, by=learner),
        lambda: do(accounts.edit_profile, accounts.ProfileForm("Lalit", ""), learner),
        lambda: do(packages.buy, package, by=learner),
        lambda: do(catalog.publish, a_form(), by=mentor),
        lambda: do(payouts.save_destination, BANK, by=proved(mentor)),
        lambda: do(choose_state, "29", by=learner),
    ):
        with pytest.raises(SignedOut):
            press()
    assert (rows(PayoutDestination), rows(BillingState)) == (0, 0)
    assert findings() == []


def a_form() -> catalog.NewOffering:
    starts_at = (clock.now() + timedelta(days=3)).isoformat()
    return catalog.NewOffering("Late", "Too late", ["Python"], "500", starts_at, "60")
