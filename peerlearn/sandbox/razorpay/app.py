"""Puts the gateway together: one ASGI app that runs by itself or mounted at a path of another.

/v1/...               the API, with keys
/v1/checkout.js       the script that a merchant's page loads
/checkout/...         the payment window that the script opens
/desk                 the books and the levers as a page for people
/sandbox/control/...  the levers, with keys (`control.py` and its neighbours)
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from peerlearn.sandbox.razorpay import (
    checkout,
    control,
    control_of_trouble,
    desk,
    dispute_control,
    disputes,
    documents,
    orders,
    payees,
    payments,
    payout_control,
    payouts,
    refunds,
    settlement_control,
    settlements,
    transfers,
)
from peerlearn.sandbox.razorpay.auth import KeyHoldersOnly
from peerlearn.sandbox.razorpay.errors import (
    GatewayRefusal,
    explain_crash,
    explain_http_exception,
    explain_refusal,
)
from peerlearn.sandbox.razorpay.faults import FaultInjector
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.punctual import Punctual
from peerlearn.sandbox.razorpay.settings import RETRY_SECONDS, Settings


def create_app(
    *,
    key_id: str,
    key_secret: str,
    webhook_secret: str,
    webhook_url: str | None,
    database_path: str | Path | None = None,
    retry_seconds: Sequence[float] = RETRY_SECONDS,
    account_number: str | None = None,
    payout_webhook_secret: str = "",
    payout_webhook_url: str | None = None,
) -> Starlette:
    """A gateway with its own books, ready to serve or to mount.

    A host that mounts it may enter `app.router.lifespan_context(app)` so that events left over from before a
    crash go out at once; otherwise they go out with the next event.
    """
    settings = Settings(
        key_id,
        key_secret,
        webhook_secret,
        webhook_url,
        database_path,
        tuple(retry_seconds),
        account_number,
        payout_webhook_secret,
        payout_webhook_url,
    )
    app = Starlette(
        routes=[
            *checkout.routes,
            *desk.routes,
            Mount("/v1", routes=_API, middleware=_KEYS),
            Mount("/sandbox/control", routes=_LEVERS, middleware=_KEYS),
        ],
        middleware=[Middleware(FaultInjector)],
        exception_handlers={
            GatewayRefusal: explain_refusal,
            HTTPException: explain_http_exception,
            Exception: explain_crash,
        },
        lifespan=_courier_on_the_road,
    )
    app.state.gateway = Gateway.opened_with(settings)
    return app


_API = [*orders.routes, *payments.routes, *refunds.routes, *transfers.routes, *disputes.routes]
_API += [*documents.routes, *settlements.routes, *payees.routes, *payouts.routes]
_LEVERS = [*control.routes, *control_of_trouble.routes, *dispute_control.routes, *payout_control.routes]
_LEVERS += settlement_control.routes
_KEYS = [Middleware(KeyHoldersOnly), Middleware(Punctual)]


@asynccontextmanager
async def _courier_on_the_road(app: Starlette) -> AsyncIterator[None]:
    courier = app.state.gateway.courier
    courier.wake()
    yield
    await courier.stop()
