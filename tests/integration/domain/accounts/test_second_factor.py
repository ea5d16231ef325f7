"""The second factor of admins, from the first sign-in to the recovery code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import CodeFor, SecondFactorNeeded, Viewer
from peerlearn.domain.accounts.rules import CHALLENGE_LASTS, LOCK_AT_FAILURES, LOCKED_FOR, PROOF_IS_FRESH_FOR
from peerlearn.domain.accounts.tables import RecoveryCode, SignInChallenge, SignInTicket, TotpSecret, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.accounts.letters import letters, newest_code
from tests.makers import a_mentor, an_admin

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "anil@example.org"
A_STEP = timedelta(seconds=30)


class App:
    """An authenticator app that holds one secret."""

    def __init__(self, secret: str) -> None:
        self._app = pyotp.TOTP(secret)

    def code(self) -> str:
        return self._app.at(clock.now())

    def wrong_code(self) -> str:
        right = {self._app.at(clock.now() + A_STEP * off) for off in range(-2, 3)}
        return next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in right)


def first_factor(email: str = EMAIL) -> SecondFactorNeeded:
    with reading() as db:
        attempt = accounts.attempt_for(db, email)
    with unit_of_work() as work:
        outcome = accounts.settle_attempt(work, attempt, right=True)
    assert isinstance(outcome, SecondFactorNeeded)
    return outcome


def begin(challenge: str) -> App:
    with unit_of_work() as work:
        return App(accounts.begin_enrolment(work, challenge).secret)


def enrol(challenge: str, code: str) -> list[str] | Refusal:
    with unit_of_work() as work:
        return accounts.finish_enrolment(work, challenge, code)


def after_enrolment(challenge: str) -> str:
    with unit_of_work() as work:
        return accounts.ticket_after_enrolment(work, challenge)


def prove(challenge: str, code: str) -> str | Refusal:
    with unit_of_work() as work:
        return accounts.prove(work, challenge, code)


def sign_in(ticket: str | Refusal) -> str:
    assert isinstance(ticket, str)
    with unit_of_work() as work:
        return accounts.redeem_ticket(work, ticket, device="", ip="")[0]


def who_is(token: str) -> Viewer | None:
    with reading() as db:
        return accounts.viewer_of_token(db, token)


def an_enrolled_admin() -> tuple[App, list[str]]:
    an_admin("Anil", email=EMAIL)
    with time_machine.travel(clock.now() - timedelta(hours=1)):
        challenge = first_factor().challenge
        app = begin(challenge)
        codes = enrol(challenge, app.code())
    assert isinstance(codes, list)
    return app, codes


def audited() -> list[str]:
    with reading() as db:
        return list(db.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


def tickets() -> int:
    with reading() as db:
        return len(list(db.exec(select(SignInTicket.id))))


def test_the_password_alone_opens_nothing() -> None:
    an_enrolled_admin()

    needed = first_factor()

    assert not needed.enrol
    assert tickets() == 0
    assert who_is(needed.challenge) is None


def test_neither_does_a_code_by_mail_nor_a_new_password() -> None:
    an_enrolled_admin()
    for purpose in CodeFor:
        with unit_of_work() as work:
            asked = accounts.send_email_code(work, EMAIL, purpose)
        code = newest_code()
        with unit_of_work() as work:
            if purpose == CodeFor.SIGN_IN:
                outcome = accounts.sign_in_with_code(work, asked, code)
            else:
                outcome = accounts.reset_password(work, asked, code, "a new hash")
        assert isinstance(outcome, SecondFactorNeeded)
    assert tickets() == 0


@pytest.mark.parametrize("purpose", CodeFor)
def test_nobody_who_reads_a_new_admins_mail_can_set_up_an_app_for_them(purpose: CodeFor) -> None:
    an_admin("Anil", email=EMAIL)

    with unit_of_work() as work:
        accounts.send_email_code(work, EMAIL, purpose)

    assert letters() == []


def test_a_sign_in_without_proof_is_nobodys() -> None:
    admin = an_admin(email=EMAIL)
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, admin.user_id)

    assert who_is(sign_in(ticket)) is None


def test_others_need_none() -> None:
    a_mentor(email="meera@example.org")
    with reading() as db:
        attempt = accounts.attempt_for(db, "meera@example.org")
    with unit_of_work() as work:
        assert isinstance(accounts.settle_attempt(work, attempt, right=True), str)


def test_the_first_sign_in_sets_up_an_app_and_gives_ten_recovery_codes() -> None:
    admin = an_admin("Anil", email=EMAIL)
    needed = first_factor()
    assert needed.enrol
    app = begin(needed.challenge)

    codes = enrol(needed.challenge, f" {app.code()[:3]} {app.code()[3:]} ")
    viewer = who_is(sign_in(after_enrolment(needed.challenge)))

    assert isinstance(codes, list)
    assert len(set(codes)) == 10
    assert viewer is not None
    assert (viewer.user_id, viewer.role) == (admin.user_id, admin.role)
    assert viewer.proved_lately(clock.now())
    assert not first_factor().enrol


def test_nobody_gets_in_by_setting_up_an_app_without_its_code() -> None:
    an_admin(email=EMAIL)
    challenge = first_factor().challenge
    app = begin(challenge)

    assert isinstance(enrol(challenge, app.wrong_code()), accounts.InvalidCode)
    assert isinstance(enrol(first_factor().challenge, app.code()), accounts.InvalidCode)  # another secret, or none
    with pytest.raises(accounts.ChallengeOver):
        after_enrolment(challenge)


def test_an_app_is_set_up_once() -> None:
    an_admin(email=EMAIL)
    first, second = first_factor().challenge, first_factor().challenge
    app, other = begin(first), begin(second)
    enrol(first, app.code())

    with pytest.raises(accounts.ChallengeOver):
        enrol(second, other.code())
    with pytest.raises(accounts.ChallengeOver):
        begin(second)


def test_a_reload_while_setting_up_shows_the_same_secret() -> None:
    an_admin(email=EMAIL)
    challenge = first_factor().challenge

    assert begin(challenge).code() == begin(challenge).code()


def test_six_digits_lead_to_a_sign_in() -> None:
    app, _ = an_enrolled_admin()

    viewer = who_is(sign_in(prove(first_factor().challenge, app.code())))

    assert viewer is not None
    assert viewer.role == "admin"


def test_a_code_works_once_even_within_its_half_minute_and_the_second_use_is_audited() -> None:
    app, _ = an_enrolled_admin()
    with time_machine.travel(clock.now(), tick=False):
        code = app.code()
        assert isinstance(prove(first_factor().challenge, code), str)

        assert isinstance(prove(first_factor().challenge, code), accounts.CodeUsed)

    assert audited()[-1] == "second_factor.replayed"


def test_the_code_that_set_the_app_up_is_used_too() -> None:
    an_admin(email=EMAIL)
    with time_machine.travel(clock.now(), tick=False):
        challenge = first_factor().challenge
        app = begin(challenge)
        enrol(challenge, app.code())

        assert isinstance(prove(first_factor().challenge, app.code()), accounts.CodeUsed)


def test_an_older_code_does_not_work_after_a_newer_one() -> None:
    app, _ = an_enrolled_admin()
    now = clock.now()
    older = app.code()
    with time_machine.travel(now + A_STEP, tick=False):
        assert isinstance(prove(first_factor().challenge, app.code()), str)

        assert isinstance(prove(first_factor().challenge, older), accounts.CodeUsed)


def test_of_many_who_use_one_code_at_once_one_gets_in() -> None:
    app, _ = an_enrolled_admin()
    challenges = [first_factor().challenge for _ in range(4)]
    with time_machine.travel(clock.now(), tick=False), ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda challenge: prove(challenge, app.code()), challenges))

    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1


def test_five_wrong_codes_lock_for_a_quarter_of_an_hour_however_often_the_password_is_typed() -> None:
    app, _ = an_enrolled_admin()
    outcomes = [prove(first_factor().challenge, app.wrong_code()) for _ in range(LOCK_AT_FAILURES)]

    assert [type(outcome) for outcome in outcomes[:4]] == [accounts.InvalidCode] * 4
    assert str(outcomes[4]) == "Account locked. Try again in 15 minutes."  # a new password would not help
    assert isinstance(prove(first_factor().challenge, app.code()), accounts.AccountLocked)
    assert audited()[-6:] == ["second_factor.wrong"] * 5 + ["second_factor.locked"]
    with time_machine.travel(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        assert isinstance(prove(first_factor().challenge, app.code()), str)


@pytest.mark.parametrize("challenge", ["", "made up", "x" * 10_000])
def test_a_challenge_that_was_never_given_is_refused_and_audited(challenge: str) -> None:
    app, _ = an_enrolled_admin()

    assert isinstance(prove(challenge, app.code()), accounts.ChallengeOver)
    assert audited()[-1] == "second_factor.over"


def test_a_challenge_is_met_once_and_within_ten_minutes() -> None:
    app, _ = an_enrolled_admin()
    met, late = first_factor().challenge, first_factor().challenge
    prove(met, app.code())

    with time_machine.travel(clock.now() + A_STEP * 2):
        assert isinstance(prove(met, app.code()), accounts.ChallengeOver)
    with time_machine.travel(clock.now() + CHALLENGE_LASTS + timedelta(seconds=1)):
        assert isinstance(prove(late, app.code()), accounts.ChallengeOver)


def test_a_blocked_admin_stays_out() -> None:
    app, _ = an_enrolled_admin()
    challenge = first_factor().challenge
    with unit_of_work() as work:
        work.db.exec(select(User).where(User.email == EMAIL)).one().is_active = False

    assert isinstance(prove(challenge, app.code()), accounts.ChallengeOver)


def test_each_recovery_code_works_once_however_it_is_typed() -> None:
    _, codes = an_enrolled_admin()

    assert isinstance(prove(first_factor().challenge, codes[0]), str)
    assert isinstance(prove(first_factor().challenge, codes[0]), accounts.InvalidCode)
    assert isinstance(prove(first_factor().challenge, f" {codes[1].lower().replace('-', '')} "), str)
    with reading() as db:
        left = accounts.recovery_codes_left(db, the_admin())
    assert left == 8


def test_recovery_codes_are_nobody_elses() -> None:
    _, codes = an_enrolled_admin()
    an_admin("Asha", email="asha@example.org")
    challenge = first_factor("asha@example.org").challenge
    begin(challenge)

    assert isinstance(prove(challenge, codes[0]), accounts.InvalidCode)
    assert isinstance(prove(first_factor().challenge, codes[0]), str)


def test_new_recovery_codes_replace_the_old() -> None:
    _, old = an_enrolled_admin()
    with unit_of_work() as work:
        new = accounts.new_recovery_codes(work, the_admin())

    assert isinstance(prove(first_factor().challenge, old[0]), accounts.InvalidCode)
    assert isinstance(prove(first_factor().challenge, new[0]), str)


def test_nothing_that_is_kept_gives_the_secrets_away() -> None:
    an_admin(email=EMAIL)
    challenge = first_factor().challenge
    with unit_of_work() as work:
        secret = accounts.begin_enrolment(work, challenge).secret
    codes = enrol(challenge, App(secret).code())
    assert isinstance(codes, list)
    tables = (TotpSecret, RecoveryCode, SignInChallenge, AuditEntry)
    with reading() as db:
        kept = str([row.model_dump() for table in tables for row in db.exec(select(table))])

    assert len(kept) > 1000
    assert not any(text in kept for text in (secret, challenge, *codes, *(code.replace("-", "") for code in codes)))


def test_another_secret_key_reads_no_secret_and_lets_nobody_in() -> None:
    app, _ = an_enrolled_admin()
    with unit_of_work() as work:
        kept = work.db.exec(select(TotpSecret)).one()
        kept.sealed_secret = kept.sealed_secret[:-8] + "AAAAAAA="

    assert isinstance(prove(first_factor().challenge, app.code()), accounts.InvalidCode)


def the_admin() -> Viewer:
    with reading() as db:
        user = db.exec(select(User).where(User.email == EMAIL)).one()
    return Viewer(user.id or 0, accounts.Role.ADMIN, user.name)


def test_proof_grows_stale_and_is_given_again() -> None:
    app, _ = an_enrolled_admin()
    token = sign_in(prove(first_factor().challenge, app.code()))
    later = clock.now() + PROOF_IS_FRESH_FOR + timedelta(seconds=1)
    with time_machine.travel(later):
        viewer = who_is(token)
        assert viewer is not None
        assert not viewer.proved_lately(clock.now())

        with unit_of_work() as work:
            assert accounts.prove_again(work, token, app.code(), viewer) is None
        proved = who_is(token)
        assert proved is not None
        assert proved.proved_lately(clock.now())


def test_wrong_proof_changes_nothing() -> None:
    app, _ = an_enrolled_admin()
    token = sign_in(prove(first_factor().challenge, app.code()))
    with time_machine.travel(clock.now() + PROOF_IS_FRESH_FOR + timedelta(seconds=1)):
        viewer = who_is(token)
        assert viewer is not None
        with unit_of_work() as work:
            assert isinstance(accounts.prove_again(work, token, app.wrong_code(), viewer), accounts.InvalidCode)
        assert who_is(token) == viewer
