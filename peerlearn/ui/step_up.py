"""StepUpState: asks an admin for the second factor again before something weighty (`Needs.FRESH_ADMIN`).

What was refused for want of it waits here, with all that was typed, and is done once the digits were right; it passes
the gate again like everything else.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import reflex as rx
from reflex_base.event import Event

from peerlearn.domain import accounts
from peerlearn.kit import clock
from peerlearn.kit.work import act
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import sign_in_token, signed_in

PROVED = "Thank you. Please press again what you wanted."
# Nobody shall confirm what somebody else pressed at a desk that was left.
WAITS_FOR = timedelta(minutes=2)


class StepUpState(rx.State):
    """The question for six digits, over whatever page is open."""

    asked: bool = False
    problems: dict[str, str] = {}

    _wanted: str = ""
    _payload: str = ""
    _since: datetime | None = None

    def _keep(self, wanted: Event) -> None:
        """Remember what the gate refused."""
        self._wanted, self._payload, self._since = wanted.name, json.dumps(wanted.payload), clock.now()

    @action(needs=Needs.ADMIN)
    async def ask(self):
        """Open the question; the gate calls this instead of what needed a fresh proof."""
        self.asked, self.problems = True, {}

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Do without."""
        self.asked, self.problems = False, {}
        self._forget()

    @action(needs=Needs.ADMIN, pace=Pace(at_once=10, seconds_each=6))
    async def prove(self, form: dict[str, Any]):
        """Check the six digits (or a recovery code), and do what waited for them."""
        token, ip = sign_in_token(self), self.router.session.client_ip
        by = await signed_in(self)
        refusal = await act(accounts.prove_again, token, str(form.get("code", "")), by, ip=ip)
        if refusal is not None:
            told = refusal.fact if isinstance(refusal, accounts.Locked) else refusal.message
            self.problems = {"code": told}
            raise refusal
        self.asked, self.problems = False, {}
        waiting = self._waiting()
        self._forget()
        if waiting is None:
            await say(self, PROVED, tone="good")
        else:
            yield waiting

    def _waiting(self) -> Event | None:
        if not self._wanted or self._since is None or clock.now() - self._since > WAITS_FOR:
            return None
        return Event(name=self._wanted, payload=json.loads(self._payload))

    def _forget(self) -> None:
        self._wanted, self._payload, self._since = "", "", None
