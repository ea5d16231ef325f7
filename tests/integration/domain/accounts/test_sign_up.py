"""Registering on a real database, with the code out of a real mail."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import NewAccount, Role
from peerlearn.domain.accounts.rules import (
    CODE_LASTS,
    CODES_COUNT_FOR,
    MOST_CODES,
    MOST_CODES_TO_ONE_ADDRESS,
    MOST_WRONG_CODES,
    RESEND_AFTER,
)
from peerlearn.domain.accounts.tables import SignUp, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import Job
from peerlearn.kit.jobs.runner import run_next
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT
from tests.integration.api.elsewhere import PRODUCTION
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")


def begin(email: str = "Asha@Example.org", role: str = "mentor") -> str:
    form = NewAccount(role=role, email=email, name=" Asha Rao ", skills=["Python", " python ", "Algebra"])
    with unit_of_work() as work:
        return accounts.begin_sign_up(work, form, "a hash")


def newest_code() -> str:
    do_jobs()
    with reading() as db:
        mail = db.exec(select(OutboxMail).order_by(OutboxMail.id.desc())).first()  # type: ignore[union-attr]
    assert mail is not None
    found = re.search(r"\b\d{6}\b", mail.body)
    assert found is not None
    return found[0]


def do_jobs() -> None:
    while run_next():
        pass


def mails() -> int:
    with reading() as db:
        return len(list(db.exec(select(OutboxMail.id))))


def verify(sign_up: str, code: str) -> int | None:
    with unit_of_work() as work:
        return accounts.verify_code(work, sign_up, code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def users(db: Session) -> list[User]:
    return list(db.exec(select(User)))


def test_makes_the_account_only_when_the_code_is_right() -> None:
    sign_up = begin()
    with reading() as db:
        assert users(db) == []
    code = newest_code()

    assert verify(sign_up, wrong(code)) is None
    user_id = verify(sign_up, f" {code} ")

    with reading() as db:
        (user,) = users(db)
    assert (user.id, user.email, user.name, user.role) == (user_id, "asha@example.org", "Asha Rao", "mentor")
    assert user.skills == ["Python", "Algebra"]


def test_a_code_works_once() -> None:
    sign_up = begin()
    code = newest_code()
    verify(sign_up, code)
    with pytest.raises(accounts.InvalidCode):
        verify(sign_up, code)


def test_five_wrong_codes_spend_the_right_one() -> None:
    sign_up = begin()
    code = newest_code()
    for _ in range(MOST_WRONG_CODES):
        assert verify(sign_up, wrong(code)) is None
    with pytest.raises(accounts.InvalidCode):
        verify(sign_up, code)


def test_a_code_is_good_for_ten_minutes() -> None:
    sign_up = begin()
    code = newest_code()
    with (
        time_machine.travel(clock.now() + CODE_LASTS + timedelta(seconds=1)),
        pytest.raises(accounts.InvalidCode),
    ):
        verify(sign_up, code)


def test_a_new_code_replaces_the_old_and_is_not_sent_at_once_nor_for_ever() -> None:
    sign_up = begin()
    first = newest_code()
    with pytest.raises(accounts.CodeJustSent), unit_of_work() as work:
        accounts.resend_code(work, sign_up)
    later = clock.now()
    for _ in range(MOST_CODES - 1):
        later += RESEND_AFTER + timedelta(seconds=1)
        with time_machine.travel(later), unit_of_work() as work:
            accounts.resend_code(work, sign_up)
    with time_machine.travel(later + RESEND_AFTER + timedelta(seconds=1)):
        with pytest.raises(accounts.TooManyCodes), unit_of_work() as work:
            accounts.resend_code(work, sign_up)
        newest = newest_code()
        assert newest != first
        assert verify(sign_up, first) is None
        assert verify(sign_up, newest) is not None


def test_fills_nobodys_mailbox() -> None:
    now = clock.now()
    for _ in range(MOST_CODES_TO_ONE_ADDRESS):
        begin()
    with pytest.raises(accounts.TooManyMails):
        begin()
    begin("another@example.org")
    with time_machine.travel(now + CODES_COUNT_FOR + timedelta(minutes=1)):
        begin()


def test_in_production_nobody_registers_while_no_mail_can_be_sent(database: str) -> None:
    begin_there = (
        "from peerlearn import domain; domain.know_every_table()\n"
        "from peerlearn.domain import accounts\n"
        "from peerlearn.kit.work import unit_of_work\n"
        "form = accounts.NewAccount('learner', 'asha@example.org', 'Asha')\n"
        "with unit_of_work() as work:\n"
        "    accounts.begin_sign_up(work, form, 'a hash')\n"
    )
    environment = {**os.environ, "DATABASE_URL": database, **PRODUCTION}
    command = [sys.executable, "-c", begin_there]
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert "Registration is not open yet: mail is not set up." in outcome.stderr
    with reading() as db:
        assert (list(db.exec(select(SignUp))), list(db.exec(select(Job)))) == ([], [])


def test_says_when_an_email_is_taken_whatever_its_case() -> None:
    a_learner(email="asha@example.org")
    with pytest.raises(Incomplete) as refused:
        begin("ASHA@example.ORG")
    assert refused.value.problems == {"email": "Email taken"}


def test_the_second_of_two_registrations_with_one_email_is_told_so() -> None:
    first = begin()
    first_code = newest_code()
    second = begin()
    second_code = newest_code()
    verify(first, first_code)
    with pytest.raises(Incomplete) as refused:
        verify(second, second_code)
    assert refused.value.problems == {"email": "Email taken"}


def test_a_race_of_two_registrations_with_one_email_makes_one_account() -> None:
    waiting = [(begin(), newest_code()) for _ in range(6)]

    def attempt(mine: tuple[str, str]) -> int | str | None:
        try:
            return verify(*mine)
        except Incomplete as refused:
            return refused.problems["email"]

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, waiting))
    assert sorted(map(str, outcomes))[1:] == ["Email taken"] * 5
    with reading() as db:
        assert [user.id for user in users(db)] == [one for one in outcomes if isinstance(one, int)]


def test_a_race_with_one_code_makes_one_account() -> None:
    sign_up = begin()
    code = newest_code()

    def attempt(_: int) -> int | None:
        try:
            return verify(sign_up, code)
        except accounts.InvalidCode:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [user_id for user_id in pool.map(attempt, range(8)) if user_id is not None]
    assert len(made) == 1
    with reading() as db:
        assert len(users(db)) == 1


def test_neither_the_job_nor_the_registration_holds_the_code() -> None:
    sign_up = begin()
    code = newest_code()
    verify(sign_up, wrong(code))
    with reading() as db:
        kept = [one.model_dump() for table in (Job, SignUp, AuditEntry) for one in db.exec(select(table))]
    assert len(kept) >= 3
    assert code not in str(kept)


def test_the_job_names_a_registration_and_no_person() -> None:
    begin()
    with reading() as db:
        job = db.exec(select(Job)).one()
    assert set(job.payload) == {"sign_up", "number"}
    assert "asha" not in job.key.lower()


def test_mails_no_code_that_no_longer_works() -> None:
    now, sign_up = clock.now(), begin()
    with time_machine.travel(now + RESEND_AFTER + timedelta(seconds=1)):
        with unit_of_work() as work:
            accounts.resend_code(work, sign_up)
        newest_code()
        assert mails() == 1  # of two jobs: the first code was replaced before it was sent
    late = begin("late@example.org")
    with time_machine.travel(now + CODE_LASTS + timedelta(minutes=1)):
        do_jobs()
        assert mails() == 1
        with pytest.raises(accounts.InvalidCode):
            verify(late, "123456")


def test_finishing_lets_the_new_person_in_at_once() -> None:
    sign_up = begin()
    code = newest_code()
    with unit_of_work() as work:
        assert accounts.finish_sign_up(work, sign_up, wrong(code)) is None
    with unit_of_work() as work:
        ticket = accounts.finish_sign_up(work, sign_up, code)
    with unit_of_work() as work:
        _, role = accounts.redeem_ticket(work, ticket or "", device="a browser", ip="127.0.0.1")
    assert role == Role.MENTOR
