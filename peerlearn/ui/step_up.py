"""StepUpState: asks an admin for the second factor again before something weighty (`Needs.FRESH_ADMIN`)."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.kit.work import act
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import sign_in_token, signed_in

PROVED = "Thank you. Please press again what you wanted."


class StepUpState(rx.State):
    """The question for six digits, over whatever page is open."""

    asked: bool = False
    problems: dict[str, str] = {}

    @action(needs=Needs.ADMIN)
    async def ask(self):
        """Open the question; the gate calls this instead of what needed a fresh proof."""
        self.asked, self.problems = True, {}

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Do without."""
        self.asked, self.problems = False, {}

    @action(needs=Needs.ADMIN, pace=Pace(at_once=10, seconds_each=6))
    async def prove(self, form: dict[str, Any]):
        """Check the six digits (or a recovery code)."""
        token, ip = sign_in_token(self), self.router.session.client_ip
        by = await signed_in(self)
        refusal = await act(accounts.prove_again, token, str(form.get("code", "")), by, ip=ip)
        if refusal is not None:
            self.problems = {"code": refusal.message}
            raise refusal
        self.asked, self.problems = False, {}
        await say(self, PROVED, tone="good")
