"""The daily clean-up: what is old goes, however much it is; what somebody may still need stays."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import SQLModel, col, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import CodeFor, NewAccount
from peerlearn.domain.accounts.housekeeping import SIGN_INS_KEPT, SIGN_UPS_KEPT, TICKETS_KEPT
from peerlearn.domain.accounts.rules import FAILURES_COUNT_FOR, SIGN_IN_LASTS
from peerlearn.domain.accounts.tables import EmailCode, Failures, SignIn, SignInTicket, SignUp
from peerlearn.jobs.clean_up import CLEAN_UP, ask_for_today
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import DONE_KEPT, Job, JobState, enqueue, run_next
from peerlearn.kit.retention import MOST_AT_ONCE
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")

A_MOMENT = timedelta(minutes=2)


def clean_up(moment: datetime) -> None:
    """Everything that is due at a moment, the day's clean-up with it."""
    with at(moment):
        with unit_of_work() as work:
            ask_for_today(work)
        while run_next():
            pass


def count(table: type[SQLModel]) -> int:
    with database.reading() as db:
        return len(db.exec(select(table)).all())


def states_of(kind: str) -> list[str]:
    with database.reading() as db:
        return list(db.exec(select(Job.state).where(Job.kind == kind)).all())


def ended(kind: str, key: str, state: JobState, at_: datetime) -> Job:
    return Job(kind=kind, key=key, state=state, run_at=at_, created_at=at_, finished_at=at_)


def begin_sign_up(email: str) -> None:
    with unit_of_work() as work:
        accounts.begin_sign_up(work, NewAccount(role="learner", email=email, name="Asha"), "a hash")


def sign_in() -> str:
    somebody = a_learner()
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, somebody.user_id)
        return accounts.redeem_ticket(work, ticket, device="a phone", ip="")[0]


def test_forgets_registrations_two_days_after_their_last_code() -> None:
    now = clock.now()
    begin_sign_up("asha@example.org")

    clean_up(now + SIGN_UPS_KEPT - A_MOMENT)
    assert count(SignUp) == 1

    clean_up(now + SIGN_UPS_KEPT + timedelta(days=1))
    assert count(SignUp) == 0


def test_forgets_the_addresses_that_strangers_made_up_a_day_after_the_last_failure() -> None:
    now = clock.now()
    for number in range(MOST_AT_ONCE + 1):
        with unit_of_work() as work:
            attempt = accounts.Attempt(f"nobody{number}@example.org")
            accounts.settle_attempt(work, attempt, right=False)

    clean_up(now + FAILURES_COUNT_FOR - A_MOMENT)
    assert count(Failures) == MOST_AT_ONCE + 1

    clean_up(now + FAILURES_COUNT_FOR * 2)
    assert count(Failures) == 0


def test_forgets_codes_to_accounts_two_days_after_the_last() -> None:
    now = clock.now()
    with unit_of_work() as work:
        accounts.send_email_code(work, "asha@example.org", CodeFor.SIGN_IN)

    clean_up(now + SIGN_UPS_KEPT - A_MOMENT)
    assert count(EmailCode) == 1

    clean_up(now + SIGN_UPS_KEPT + timedelta(days=1))
    assert count(EmailCode) == 0


def test_forgets_spent_tickets_and_keeps_the_sign_in_while_it_lasts() -> None:
    now = clock.now()
    token = sign_in()

    clean_up(now + TICKETS_KEPT + A_MOMENT)

    assert (count(SignInTicket), count(SignIn)) == (0, 1)
    with database.reading() as db:
        assert accounts.viewer_of_token(db, token) is not None


def test_forgets_sign_ins_a_month_after_their_end_whichever_came_first() -> None:
    now = clock.now()
    sign_in()
    revoked = sign_in()
    with unit_of_work() as work:
        accounts.sign_out(work, revoked)

    clean_up(now + SIGN_INS_KEPT + A_MOMENT)
    assert count(SignIn) == 1

    clean_up(now + SIGN_IN_LASTS + SIGN_INS_KEPT + A_MOMENT)
    assert count(SignIn) == 0


def test_forgets_jobs_that_were_done_and_keeps_those_that_failed_for_good() -> None:
    now = clock.now()
    with unit_of_work() as work:
        work.db.add_all(ended("test: done", f"{n}", JobState.DONE, now) for n in range(MOST_AT_ONCE + 3))
        work.db.add(ended("test: given up", "x", JobState.DEAD, now))
        enqueue(work, "test: far ahead", key="later", run_at=now + timedelta(days=400))

    clean_up(now + DONE_KEPT - A_MOMENT)
    assert len(states_of("test: done")) == MOST_AT_ONCE + 3

    clean_up(now + DONE_KEPT + timedelta(days=1))
    assert states_of("test: done") == []
    assert states_of("test: far ahead") == [JobState.READY]
    assert states_of("test: given up") == [JobState.DEAD]


def test_is_one_job_a_day_however_many_ask() -> None:
    tomorrow = clock.now() + timedelta(days=1)
    for _ in range(3):
        with unit_of_work() as work:
            ask_for_today(work)
    with at(tomorrow), unit_of_work() as work:
        ask_for_today(work)

    with database.reading() as db:
        assert len(db.exec(select(Job).where(col(Job.kind) == CLEAN_UP)).all()) == 2
