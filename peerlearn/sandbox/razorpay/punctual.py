"""What happens by the clock: banks that answer late, money that nobody captured in time."""

from starlette.types import ASGIApp, Receive, Scope, Send

from peerlearn.sandbox.razorpay.capture_policy import refund_overdue
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.pending import answer_due


def catch_up(gateway: Gateway) -> None:
    """Brings the books to where they are by now."""
    answer_due(gateway)
    refund_overdue(gateway)


def pass_minutes(gateway: Gateway, minutes: int) -> int:
    """Puts the gateway's clock forward with all that happens on the way; how many minutes it is ahead then."""
    gateway.clock.minutes_ahead += minutes
    catch_up(gateway)
    gateway.courier.wake()
    return gateway.clock.minutes_ahead


class Punctual:
    """Looks at the clock before every call, so that each sees the books as they are by now."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Catches up, then lets the call through."""
        catch_up(scope["app"].state.gateway)
        await self._app(scope, receive, send)
