"""RegisterState: who somebody is, what they want, and the code. The password passes through and is kept nowhere."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import NewAccount, WordKind
from peerlearn.kit import mail, passwords
from peerlearn.kit.own_path import own_path
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import act, call, read, read_kept
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.intent import carried, wanted_path
from peerlearn.ui.pace import Pace
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import home_of, viewer_of

WRONG_CODE = "Invalid OTP"
SENT_AGAIN = "A new code is on its way."
# A class of thirty may register at once from one address; nobody may try codes or fill mailboxes by the thousand.
REGISTERING = Pace(at_once=40, seconds_each=3)
PERSON, DETAILS, CODE = 2, 3, 4
OF_PERSON = frozenset({"role", "email", "password", "name"})
MOST_SUGGESTIONS = 200
WORDS = ("skills", "domains", "interests", "goals")


class RegisterState(rx.State):
    """What a person who registers sees; which role they picked, only their browser knows until they go on."""

    step: int = PERSON
    email: str = ""
    likely_email: str = ""
    problems: dict[str, str] = {}
    suggestions: dict[str, list[str]] = {}
    closed: bool = False
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
        """Begin on a page of its own; signed-in people have no business here."""
        self.next = wanted_path(self)
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(self.next or home_of(viewer), replace=True)
            return
        await show_viewer(self)
        # Run again when a lost line is back: the step that was reached stays.
        self.ticket, self.busy = "", False
        self.closed = not mail.can_send()

    @action(needs=Needs.ANYONE)
    async def open_dialog(self, _role: str, next_path: str):
        """Begin in the dialog, over whatever page is open."""
        self.next = own_path(next_path)
        self._begin_anew()

    @action(needs=Needs.ANYONE, pace=Pace(at_once=60, seconds_each=1))
    async def look_at_email(self, typed: str):
        """While an address is typed: say that it is taken, but not yet that it is incomplete."""
        problem = await read(accounts.email_problem, typed) if "@" in typed else ""
        self.problems = {**self.problems, "email": "" if problem == accounts.INVALID_EMAIL else problem}

    @action(needs=Needs.ANYONE, pace=Pace(at_once=60, seconds_each=1))
    async def check_email(self, typed: str):
        """When an address is complete: correct what was surely mistyped, and say what is wrong."""
        self.likely_email = accounts.likely_email(typed)
        problem = await read(accounts.email_problem, self.likely_email or typed) if typed.strip() else ""
        self.problems = {**self.problems, "email": problem}

    @action(needs=Needs.ANYONE, pace=REGISTERING)
    async def go_on(self, form: dict[str, Any]):
        """Take the step that is shown; what was typed stays in its fields."""
        if self.busy or self.ticket:  # pressed twice: the first press is on its way
            return
        self.problems, self.busy = {}, True
        yield
        try:
            if self.step == CODE:
                await self._verify(str(form.get("code", "")))
            else:
                await self._check(form)
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
        """Return to the step before, as it was."""
        self.step, self.problems = max(PERSON, self.step - 1), {}

    def _begin_anew(self) -> None:
        self.step, self.problems, self.likely_email = PERSON, {}, ""
        self.ticket, self.busy = "", False
        self.closed = not mail.can_send()

    async def _check(self, form: dict[str, Any]) -> None:
        wanted, password = _new_account(form), str(form.get("password", ""))
        try:
            accounts.checked(wanted, password)
            if problem := await read(accounts.email_problem, wanted.email):
                raise Incomplete({"email": problem}, problem)
        except Incomplete as incomplete:
            self.step = PERSON if OF_PERSON & incomplete.problems.keys() else DETAILS
            raise
        if self.step == PERSON:
            self.suggestions = {kind: await _suggestions(WordKind(kind)) for kind in WORDS}
            self.step = DETAILS
        else:
            await self._send_code(wanted, password)

    async def _send_code(self, wanted: NewAccount, password: str) -> None:
        password_hash = await call(passwords.hash_password, password)
        self._sign_up = await act(accounts.begin_sign_up, wanted, password_hash)
        self.email, self.step, self.codes_sent = wanted.email.strip(), CODE, self.codes_sent + 1

    async def _verify(self, code: str) -> None:
        """Make the account when the code is right, and sign in at once."""
        try:
            ticket = await act(accounts.finish_sign_up, self._sign_up, code)
        except Incomplete:  # somebody registered this address meanwhile: the field that says so is in an earlier step
            self.step = PERSON
            raise
        self.problems = {} if ticket else {"code": WRONG_CODE}
        self.ticket = ticket or ""


def _new_account(form: dict[str, Any]) -> NewAccount:
    role = str(form.get("role", ""))
    words = {kind: str(form.get(kind, "")).split(",") for kind in WORDS}
    asked = ("skills", "domains") if role == "mentor" else ("interests", "goals")
    return NewAccount(
        role=role,
        email=str(form.get("email", "")),
        name=str(form.get("name", "")),
        **{kind: words[kind] for kind in asked},
    )


async def _suggestions(kind: WordKind) -> list[str]:
    """What to offer while somebody types; the field looks for what fits."""
    in_use = await read_kept((), accounts.words_in_use, kind)
    return accounts.every_word(kind, in_use)[:MOST_SUGGESTIONS]
