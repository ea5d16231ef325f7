"""SignInState: by password or by a code from a mail, for admins with a second factor. Passwords are kept nowhere."""

from typing import Any, NoReturn

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import CodeFor, Locked, SecondFactorNeeded
from peerlearn.kit import clock, passwords
from peerlearn.kit.own_path import own_path
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.intent import carried, wanted_path
from peerlearn.ui.pace import Pace
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import browser_token, home_of, viewer_of
from peerlearn.ui.widgets.lock_note import NO_LOCK, Lock, as_now, lock_of

SIGNING_IN = Pace(at_once=40, seconds_each=2)  # each try costs us a password hash
SENT_AGAIN = "A new code is on its way."
PASSWORD, ADDRESS, CODE = "password", "address", "code"
SECOND_FACTOR, ENROL, RECOVERY_CODES = "second factor", "enrol", "recovery codes"


class SignInState(rx.State):
    """What a person who signs in sees."""

    step: str = PASSWORD
    email: str = ""
    forgotten: bool = False
    reset_urged: bool = False
    codes_sent: int = 0
    problems: dict[str, str] = {}
    lock: Lock = NO_LOCK
    busy: bool = False
    ticket: str = ""
    next: str = ""
    # Only while an admin sets up an authenticator app, which needs them.
    secret: str = ""
    qr: str = ""
    recovery_codes: list[str] = []

    _challenge: str = ""
    _code: str = ""

    @rx.var
    def carried(self) -> str:
        """Where the person was going, for the address of the registration."""
        return carried(self.next)

    @rx.var
    def is_at_the_door(self) -> bool:
        """Whether nobody has proved anything yet."""
        return self.step in (PASSWORD, ADDRESS, CODE)

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Remember where the person was going; who is signed in goes there at once."""
        self.next = wanted_path(self)
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(self.next or home_of(viewer), replace=True)
            return
        await show_viewer(self)
        # Run again when a lost line is back: the step that was reached stays.
        self.ticket, self.busy, self.lock = "", False, as_now(self.lock, clock.now())

    @action(needs=Needs.ANYONE)
    async def open_dialog(self, _role: str, next_path: str):
        """Begin in the dialog, over whatever page is open."""
        self.next = own_path(next_path)
        self._begin_anew()

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def sign_in(self, form: dict[str, Any]):
        """Let the person in, or say why not; mail a code instead when one is wanted."""
        if self.busy or self.ticket:  # pressed twice: the first press is on its way
            return
        if self.step == ADDRESS:
            await self._send_code(str(form.get("email", "")))
            return
        email, password = str(form.get("email", "")), str(form.get("password", ""))
        missing = {
            name: "Please fill this in" for name, typed in (("email", email), ("password", password)) if not typed
        }
        if missing:
            raise Incomplete(missing)
        self.email, self.problems, self.lock, self.busy = email, {}, NO_LOCK, True
        yield
        try:
            attempt = await read(accounts.attempt_for, email)
            right = await call(passwords.matches, password, attempt.password_hash)
            ip, browser = self.router.session.client_ip, browser_token(self)
            outcome = await act(accounts.settle_attempt, attempt, right=right, ip=ip, browser=browser)
            await self._take(outcome, "password")
        finally:
            self.busy = False

    @action(needs=Needs.ANYONE)
    async def use_code(self):
        """Sign in with a code from a mail instead."""
        self.step, self.forgotten, self.problems, self.lock = ADDRESS, False, {}, NO_LOCK

    @action(needs=Needs.ANYONE)
    async def forgot(self):
        """Choose a new password, with a code from a mail."""
        self.step, self.forgotten, self.problems, self.lock = ADDRESS, True, {}, NO_LOCK

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def resend(self):
        """Mail another code."""
        await act(accounts.resend_email_code, self._code)
        self.problems, self.codes_sent = {}, self.codes_sent + 1
        await say(self, SENT_AGAIN, tone="good")

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def take_code(self, form: dict[str, Any]):
        """Let the reader of a code in, with a new password when the old one was forgotten."""
        if self.busy or self.ticket:  # pressed twice: the first press is on its way
            return
        typed, password = str(form.get("code", "")), str(form.get("password", ""))
        if self.forgotten:
            accounts.checked_password(password, self.email)
        self.problems, self.lock, self.busy = {}, NO_LOCK, True
        yield
        try:
            await self._take(await self._enter_by_code(typed, password), "code")
        finally:
            self.busy = False

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def prove(self, form: dict[str, Any]):
        """Take an admin's six digits, or a recovery code."""
        if self.ticket:  # sent twice: the first has let the person in
            return
        typed, ip = str(form.get("code", "")), self.router.session.client_ip
        await self._take(await act(accounts.prove, self._challenge, typed, ip=ip), "code")

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def enrol(self, form: dict[str, Any]):
        """Take the first six digits of an admin's new app, and show the recovery codes, once."""
        if self.recovery_codes:  # sent twice: the first has done it
            return
        typed, ip = str(form.get("code", "")), self.router.session.client_ip
        outcome = await act(accounts.finish_enrolment, self._challenge, typed, ip=ip)
        if isinstance(outcome, Refusal):
            self._refuse(outcome, "code")
        self.problems, self.lock, self.secret, self.qr = {}, NO_LOCK, "", ""
        self.recovery_codes, self.step = outcome, RECOVERY_CODES

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def finish(self):
        """Sign a new admin in, who has put the recovery codes away."""
        self.ticket = await act(accounts.ticket_after_enrolment, self._challenge)
        self.recovery_codes, self._challenge = [], ""

    @action(needs=Needs.ANYONE)
    async def start_again(self):
        """Back to e-mail and password."""
        self._begin_anew()

    async def _send_code(self, email: str) -> None:
        """Mail a code, if an account has this address; nobody is told whether one has."""
        purpose = CodeFor.NEW_PASSWORD if self.forgotten else CodeFor.SIGN_IN
        self._code = await act(accounts.send_email_code, email, purpose, ip=self.router.session.client_ip)
        self.email, self.step, self.problems, self.codes_sent = email.strip(), CODE, {}, self.codes_sent + 1

    async def _take(self, outcome: accounts.Outcome, field: str) -> None:
        """Go where the outcome of a step leads; a refusal is said beside its field."""
        if isinstance(outcome, Refusal):
            self.reset_urged = isinstance(outcome, accounts.ManyInvalidCredentials | accounts.AccountLocked)
            self._refuse(outcome, field)
        self.problems, self.lock = {}, NO_LOCK
        if isinstance(outcome, SecondFactorNeeded):
            await self._ask_for_second_factor(outcome)
        else:
            self.ticket, self._challenge = outcome, ""

    def _refuse(self, refusal: Refusal, field: str) -> NoReturn:
        """Say it as a message, and beside its field; a lock there in words that do not grow old."""
        told = refusal.fact if isinstance(refusal, Locked) else refusal.message
        self.problems, self.lock = {field: told}, lock_of(refusal)
        raise refusal

    async def _enter_by_code(self, typed: str, password: str) -> accounts.Outcome:
        ip = self.router.session.client_ip
        if not self.forgotten:
            return await act(accounts.sign_in_with_code, self._code, typed, ip=ip, browser=browser_token(self))
        password_hash = await call(passwords.hash_password, password)
        return await act(accounts.reset_password, self._code, typed, password_hash, ip=ip)

    async def _ask_for_second_factor(self, needed: SecondFactorNeeded) -> None:
        self._challenge, self.step = needed.challenge, ENROL if needed.enrol else SECOND_FACTOR
        if needed.enrol:
            enrolment = await act(accounts.begin_enrolment, needed.challenge)
            self.secret, self.qr = enrolment.secret, enrolment.qr

    def _begin_anew(self) -> None:
        self.step, self.problems, self.lock, self.busy, self.ticket = PASSWORD, {}, NO_LOCK, False, ""
        self.forgotten, self.reset_urged = False, False
        self.secret, self.qr, self.recovery_codes, self._challenge = "", "", [], ""
