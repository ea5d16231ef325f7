"""SignInState: e-mail and password; the password passes through and is kept nowhere."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.kit import passwords
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import browser_token, home_of, viewer_of

SIGNING_IN = Pace(at_once=40, seconds_each=2)  # each try costs us a password hash


class SignInState(rx.State):
    """What a person who signs in sees."""

    problems: dict[str, str] = {}
    busy: bool = False
    ticket: str = ""
    next: str = ""

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Remember where the person was going."""
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(home_of(viewer), replace=True)
            return
        await show_viewer(self)
        self.next = self.router.url.query_parameters.get("next", "")
        self.ticket, self.busy = "", False

    @action(needs=Needs.ANYONE, pace=SIGNING_IN)
    async def sign_in(self, form: dict[str, Any]):
        """Let the person in, or say why not."""
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
            ip = self.router.session.client_ip
            browser = browser_token(self)
            outcome = await act(accounts.settle_attempt, attempt, right=right, ip=ip, browser=browser)
            if isinstance(outcome, Refusal):
                self.problems = {"password": outcome.message}
                raise outcome
            self.ticket = outcome
        finally:
            self.busy = False
