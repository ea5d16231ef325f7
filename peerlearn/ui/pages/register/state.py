"""RegisterState: the form and the code. The password passes through and is kept nowhere."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import NewAccount
from peerlearn.kit import mail, passwords
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.intent import carried, wanted_path
from peerlearn.ui.pace import Pace
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import home_of, viewer_of

WRONG_CODE = "Invalid OTP"
SENT_AGAIN = "A new code is on its way."
# A class of thirty may register at once from one address; nobody may try codes or fill mailboxes by the thousand.
REGISTERING = Pace(at_once=40, seconds_each=3)


class RegisterState(rx.State):
    """What a person who registers sees."""

    role: str = "learner"
    email: str = ""
    problems: dict[str, str] = {}
    closed: bool = False
    waiting_for_code: bool = False
    codes_sent: int = 0
    busy: bool = False
    ticket: str = ""
    next: str = ""

    _sign_up: str = ""

    @rx.var
    def carried(self) -> str:
        """Where the person was going, for the address of the sign-in."""
        return carried(self.next)

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Start an empty form, with the role and the aim of the address; signed-in people have no business here."""
        self.next = wanted_path(self)
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(self.next or home_of(viewer), replace=True)
            return
        await show_viewer(self)
        wanted = self.router.url.query_parameters.get("role", "")
        if wanted in ("mentor", "learner"):
            self.role = wanted
        self.closed = not mail.can_send()
        self.ticket, self.busy = "", False

    @action(needs=Needs.ANYONE, pace=Pace(at_once=60, seconds_each=1))
    async def check_email(self, email: str):
        """Say beside the field, before the form is sent, that an address cannot be used."""
        problem = await read(accounts.email_problem, email) if email.strip() else ""
        self.problems = {**self.problems, "email": problem}

    @action(needs=Needs.ANYONE, pace=REGISTERING)
    async def register(self, form: dict[str, Any]):
        """Check the form and mail a code; what was typed stays in its fields."""
        if self.waiting_for_code:  # pressed twice: one code is on its way
            return
        self.problems, self.busy = {}, True
        yield
        try:
            await self._begin(form)
        finally:
            self.busy = False

    @action(needs=Needs.ANYONE, pace=REGISTERING)
    async def resend(self):
        """Mail another code."""
        await act(accounts.resend_code, self._sign_up)
        self.problems, self.codes_sent = {}, self.codes_sent + 1
        await say(self, SENT_AGAIN, tone="good")

    @action(needs=Needs.ANYONE)
    async def back(self):
        """Return to the form, as it was."""
        self.waiting_for_code, self.problems = False, {}

    @action(needs=Needs.ANYONE, pace=REGISTERING)
    async def verify(self, form: dict[str, Any]):
        """Make the account when the code is right, and sign in at once."""
        if self.ticket:  # pressed twice: the browser is on its way already
            return
        try:
            ticket = await act(accounts.finish_sign_up, self._sign_up, str(form.get("code", "")))
        except Incomplete:  # somebody registered this address meanwhile: the field that says so is in the form
            self.waiting_for_code = False
            raise
        self.problems = {} if ticket else {"code": WRONG_CODE}
        self.ticket = ticket or ""

    async def _begin(self, form: dict[str, Any]) -> None:
        role = str(form.get("role", self.role))
        wanted = NewAccount(
            role=role,
            email=str(form.get("email", "")),
            name=str(form.get("name", "")),
            skills=str(form.get("skills", "")).split(",") if role == "mentor" else [],
            interests=str(form.get("interests", "")).split(",") if role == "learner" else [],
        )
        password = str(form.get("password", ""))
        accounts.checked(wanted, password)
        password_hash = await call(passwords.hash_password, password)
        self._sign_up = await act(accounts.begin_sign_up, wanted, password_hash)
        self.email, self.waiting_for_code, self.codes_sent = wanted.email.strip(), True, self.codes_sent + 1
