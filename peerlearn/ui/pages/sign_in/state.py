"""SignInState: e-mail and password, for admins a second factor. The password passes through and is kept nowhere."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import SecondFactorNeeded
from peerlearn.kit import passwords
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.intent import carried, wanted_path
from peerlearn.ui.pace import Pace
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import browser_token, home_of, viewer_of

SIGNING_IN = Pace(at_once=40, seconds_each=2)  # each try costs us a password hash
PASSWORD, SECOND_FACTOR, ENROL, RECOVERY_CODES = "password", "second factor", "enrol", "recovery codes"


class SignInState(rx.State):
    """What a person who signs in sees."""

    step: str = PASSWORD
    problems: dict[str, str] = {}
    busy: bool = False
    ticket: str = ""
    next: str = ""
    # Only while an admin sets up an authenticator app, which needs them.
    secret: str = ""
    qr: str = ""
    recovery_codes: list[str] = []

    _challenge: str = ""

    @rx.var
    def carried(self) -> str:
        """Where the person was going, for the address of the registration."""
        return carried(self.next)

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Remember where the person was going; who is signed in goes there at once."""
        self.next = wanted_path(self)
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(self.next or home_of(viewer), replace=True)
            return
        await show_viewer(self)
        self._begin_anew()

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def sign_in(self, form: dict[str, Any]):
        """Let the person in, or say why not, or ask an admin for the second factor."""
        email, password = str(form.get("email", "")), str(form.get("password", ""))
        missing = {
            name: "Please fill this in" for name, typed in (("email", email), ("password", password)) if not typed
        }
        if missing:
            raise Incomplete(missing)
        self.problems, self.busy = {}, True
        yield
        try:
            attempt = await read(accounts.attempt_for, email)
            right = await call(passwords.matches, password, attempt.password_hash)
            ip, browser = self.router.session.client_ip, browser_token(self)
            outcome = await act(accounts.settle_attempt, attempt, right=right, ip=ip, browser=browser)
            await self._take(outcome, "password")
        finally:
            self.busy = False

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def prove(self, form: dict[str, Any]):
        """Take an admin's six digits, or a recovery code."""
        typed, ip = str(form.get("code", "")), self.router.session.client_ip
        await self._take(await act(accounts.prove, self._challenge, typed, ip=ip), "code")

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def enrol(self, form: dict[str, Any]):
        """Take the first six digits of an admin's new app, and show the recovery codes, once."""
        typed, ip = str(form.get("code", "")), self.router.session.client_ip
        outcome = await act(accounts.finish_enrolment, self._challenge, typed, ip=ip)
        if isinstance(outcome, Refusal):
            self.problems = {"code": outcome.message}
            raise outcome
        self.problems, self.secret, self.qr = {}, "", ""
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

    async def _take(self, outcome: accounts.Outcome, field: str) -> None:
        """Go where the outcome of a step leads; a refusal is said beside its field."""
        if isinstance(outcome, Refusal):
            self.problems = {field: outcome.message}
            raise outcome
        self.problems = {}
        if isinstance(outcome, SecondFactorNeeded):
            await self._ask_for_second_factor(outcome)
        else:
            self.ticket, self._challenge = outcome, ""

    async def _ask_for_second_factor(self, needed: SecondFactorNeeded) -> None:
        self._challenge, self.step = needed.challenge, ENROL if needed.enrol else SECOND_FACTOR
        if needed.enrol:
            enrolment = await act(accounts.begin_enrolment, needed.challenge)
            self.secret, self.qr = enrolment.secret, enrolment.qr

    def _begin_anew(self) -> None:
        self.step, self.problems, self.busy, self.ticket = PASSWORD, {}, False, ""
        self.secret, self.qr, self.recovery_codes, self._challenge = "", "", [], ""
