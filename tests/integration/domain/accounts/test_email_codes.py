"""Codes by mail for people who have an account: in without a password, and to a new one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import CodeFor
from peerlearn.domain.accounts.rules import (
    CODE_LASTS,
    CODES_COUNT_FOR,
    LOCKED_FOR,
    MOST_CODES,
    MOST_CODES_TO_ONE_ADDRESS,
    MOST_WRONG_CODES,
    MOST_WRONG_CODES_A_DAY,
    RESEND_AFTER,
)
from peerlearn.domain.accounts.tables import EmailCode, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import clock, passwords
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import Job
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.accounts.letters import do_jobs, letters, newest_code, wrong
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")

EMAIL, NOBODY = "asha@example.org", "nobody@example.org"
A_MOMENT = timedelta(seconds=1)
BOTH = pytest.mark.parametrize("purpose", CodeFor)


def ask(purpose: CodeFor = CodeFor.SIGN_IN, email: str = EMAIL) -> str:
    with unit_of_work() as work:
        return accounts.send_email_code(work, email, purpose)


def ask_again(asked: str) -> None:
    with unit_of_work() as work:
        accounts.resend_email_code(work, asked)


def use(asked: str, code: str, purpose: CodeFor = CodeFor.SIGN_IN, *, browser: str = "") -> str | Refusal:
    with unit_of_work() as work:
        if purpose == CodeFor.SIGN_IN:
            return accounts.sign_in_with_code(work, asked, code, browser=browser)
        return accounts.reset_password(work, asked, code, "a new hash")


def sign_in(ticket: str | Refusal, *, browser: str = "") -> str:
    assert isinstance(ticket, str)
    with unit_of_work() as work:
        return accounts.redeem_ticket(work, ticket, device="a browser", ip="", browser=browser)[0]


def who_is(token: str) -> accounts.Viewer | None:
    with reading() as db:
        return accounts.viewer_of_token(db, token)


def try_password(*, right: bool) -> str | Refusal:
    with reading() as db:
        attempt = accounts.attempt_for(db, EMAIL)
    with unit_of_work() as work:
        return accounts.settle_attempt(work, attempt, right=right)


def audited() -> list[str]:
    with reading() as db:
        return list(db.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


@BOTH
def test_a_right_code_lets_its_reader_in(purpose: CodeFor) -> None:
    mentor = a_mentor("Asha", email=EMAIL)
    asked = ask(purpose, " ASHA@Example.org ")

    token = sign_in(use(asked, f" {newest_code()[:3]} {newest_code()[3:]} ", purpose))

    assert who_is(token) == mentor


@BOTH
def test_a_code_works_once(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    asked = ask(purpose)
    code = newest_code()
    use(asked, code, purpose)

    assert isinstance(use(asked, code, purpose), accounts.InvalidCode)
    assert "email_code.wrong" in audited()


@BOTH
def test_of_many_who_use_one_code_at_once_one_gets_in(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    asked = ask(purpose)
    code = newest_code()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: use(asked, code, purpose), range(8)))

    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1


@BOTH
def test_a_code_is_good_for_ten_minutes(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    asked = ask(purpose)
    code = newest_code()

    with time_machine.travel(clock.now() + CODE_LASTS + A_MOMENT):
        assert isinstance(use(asked, code, purpose), accounts.InvalidCode)


@BOTH
def test_a_code_is_good_for_what_it_was_asked_for_only(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    other = next(one for one in CodeFor if one != purpose)
    asked = ask(purpose)

    assert isinstance(use(asked, newest_code(), other), accounts.InvalidCode)


def test_five_wrong_codes_spend_the_right_one() -> None:
    a_mentor(email=EMAIL)
    asked = ask(CodeFor.NEW_PASSWORD)
    code = newest_code()

    for _ in range(MOST_WRONG_CODES):
        assert isinstance(use(asked, wrong(code), CodeFor.NEW_PASSWORD), accounts.InvalidCode)

    assert isinstance(use(asked, code, CodeFor.NEW_PASSWORD), accounts.InvalidCode)


def test_wrong_codes_count_like_wrong_passwords_and_lock() -> None:
    a_mentor(email=EMAIL)
    for _ in range(3):
        try_password(right=False)
    asked = ask()
    code = newest_code()

    assert isinstance(use(asked, wrong(code)), accounts.InvalidCode)
    assert isinstance(use(asked, wrong(code)), accounts.AccountLocked)
    assert isinstance(use(asked, code), accounts.AccountLocked)
    assert isinstance(try_password(right=True), accounts.AccountLocked)
    with time_machine.travel(clock.now() + LOCKED_FOR + A_MOMENT):
        assert isinstance(use(ask(), newest_code()), str)


def test_a_right_code_forgets_the_failures() -> None:
    a_mentor(email=EMAIL)
    for _ in range(4):
        try_password(right=False)

    assert isinstance(use(ask(), newest_code()), str)
    assert str(try_password(right=False)) == "Invalid credentials"


@BOTH
def test_somebody_who_guesses_day_and_night_gets_few_tries(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    now, tried = clock.now(), 0

    with time_machine.travel(now) as traveller, pytest.raises(accounts.TooManyWrongCodes):
        while tried <= MOST_WRONG_CODES_A_DAY:
            traveller.shift(LOCKED_FOR + A_MOMENT)
            asked = ask(purpose)
            for _ in range(MOST_WRONG_CODES):
                use(asked, "none", purpose)
                tried += 1

    assert tried == MOST_WRONG_CODES_A_DAY
    with time_machine.travel(now + timedelta(days=2)):
        ask(purpose)


def test_a_new_code_replaces_the_old_and_is_not_sent_at_once_nor_for_ever() -> None:
    a_mentor(email=EMAIL)
    asked = ask()
    first = newest_code()
    with pytest.raises(accounts.CodeJustSent):
        ask_again(asked)
    with time_machine.travel(clock.now()) as traveller:
        for _ in range(MOST_CODES - 1):
            traveller.shift(RESEND_AFTER + A_MOMENT)
            ask_again(asked)
        traveller.shift(RESEND_AFTER + A_MOMENT)
        with pytest.raises(accounts.TooManyCodes):
            ask_again(asked)
        newest = newest_code()

        assert newest != first
        assert isinstance(use(asked, first), accounts.InvalidCode)
        assert isinstance(use(asked, newest), str)


def test_fills_nobodys_mailbox() -> None:
    now = clock.now()
    for _ in range(MOST_CODES_TO_ONE_ADDRESS):
        ask()

    with pytest.raises(accounts.TooManyMails):
        ask(CodeFor.NEW_PASSWORD)
    ask(email="another@example.org")
    with time_machine.travel(now + CODES_COUNT_FOR + timedelta(minutes=1)):
        ask()


@BOTH
def test_an_address_that_nobody_has_gets_the_same_answers_and_no_mail(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)

    answers = {}
    for email in (EMAIL, NOBODY):
        asked = ask(purpose, email)
        do_jobs()
        tried = [use(asked, "none", purpose) for _ in range(7)]
        answers[email] = [(len(asked), type(one), str(one)) for one in tried]

    assert answers[EMAIL] == answers[NOBODY]
    assert [letter.to for letter in letters()] == [EMAIL]


@BOTH
def test_does_the_same_work_for_an_address_that_nobody_has(purpose: CodeFor) -> None:
    a_mentor(email=EMAIL)
    kept = []
    for email in (EMAIL, NOBODY):
        ask(purpose, email)
        with reading() as db:
            job = db.exec(select(Job).order_by(col(Job.id).desc())).first()
            row = db.exec(select(EmailCode).order_by(col(EmailCode.id).desc())).first()
        assert job is not None
        assert row is not None
        kept.append((job.kind, set(job.payload), row.codes_sent, row.purpose))

    assert kept[0] == kept[1]


def test_says_what_cannot_be_an_address() -> None:
    with pytest.raises(Incomplete) as refused:
        ask(email="no address")
    assert refused.value.problems == {"email": "Invalid email"}


@BOTH
def test_a_blocked_person_gets_no_code(purpose: CodeFor) -> None:
    mentor = a_mentor(email=EMAIL)
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).is_active = False
    ask(purpose)

    assert letters() == []


def test_mails_no_code_that_no_longer_works() -> None:
    a_mentor(email=EMAIL)
    ask()
    with time_machine.travel(clock.now() + CODE_LASTS + A_MOMENT):
        do_jobs()
        assert letters() == []


def test_nothing_that_is_kept_holds_a_code_or_an_address_where_it_need_not() -> None:
    a_mentor(email=EMAIL)
    asked = ask()
    code = newest_code()
    use(asked, wrong(code))
    with reading() as db:
        kept = str([one.model_dump() for table in (Job, EmailCode, AuditEntry) for one in db.exec(select(table))])
        jobs = str([one.model_dump() for one in db.exec(select(Job))])

    assert code not in kept
    assert EMAIL not in jobs


@pytest.mark.parametrize("made_up", ["", "0" * 32, "x" * 1000])
def test_a_name_that_was_never_given_is_refused_and_audited(made_up: str) -> None:
    for purpose in CodeFor:
        assert isinstance(use(made_up, "123456", purpose), accounts.InvalidCode)
    with pytest.raises(accounts.InvalidCode):
        ask_again(made_up)

    assert audited() == ["email_code.unknown"] * 2


def test_a_new_password_ends_every_sign_in_and_lets_its_owner_in() -> None:
    a_mentor(email=EMAIL)
    laptop, phone = sign_in(use(ask(), newest_code())), sign_in(use(ask(), newest_code()))
    on_the_way = use(ask(), newest_code())
    open_still = ask()
    old_code = newest_code()

    here = sign_in(use(ask(CodeFor.NEW_PASSWORD), newest_code(), CodeFor.NEW_PASSWORD))

    assert (who_is(laptop), who_is(phone)) == (None, None)
    assert who_is(here) is not None
    with pytest.raises(accounts.TicketSpent):
        sign_in(on_the_way)
    assert isinstance(use(open_still, old_code), accounts.InvalidCode)
    assert "account.reset_password" in audited()


def test_a_new_password_is_the_one_that_opens_the_account_and_lifts_the_lock() -> None:
    a_mentor(email=EMAIL)
    for _ in range(6):
        try_password(right=False)
    assert isinstance(try_password(right=True), accounts.AccountLocked)
    with unit_of_work() as work:
        asked = accounts.send_email_code(work, EMAIL, CodeFor.NEW_PASSWORD)
    new_hash = passwords.hash_password("a better password")
    code = newest_code()
    with unit_of_work() as work:
        accounts.reset_password(work, asked, code, new_hash)

    with reading() as db:
        attempt = accounts.attempt_for(db, EMAIL)
    assert passwords.matches("a better password", attempt.password_hash)
    assert isinstance(try_password(right=True), str)


def test_others_stay_signed_in_when_somebody_chooses_a_new_password() -> None:
    a_learner(email="lalit@example.org")
    others = sign_in(use(ask(email="lalit@example.org"), newest_code()))
    a_mentor(email=EMAIL)

    use(ask(CodeFor.NEW_PASSWORD), newest_code(), CodeFor.NEW_PASSWORD)

    assert who_is(others) is not None


def test_strangers_who_lock_an_account_do_not_lock_its_owner_out_of_their_own_browser() -> None:
    a_mentor(email=EMAIL)
    sign_in(use(ask(), newest_code()), browser="at home")
    for _ in range(5):
        try_password(right=False)

    asked = ask()
    assert isinstance(use(asked, newest_code(), browser="elsewhere"), accounts.AccountLocked)
    assert isinstance(use(asked, newest_code(), browser="at home"), str)
