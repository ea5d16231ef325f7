"""The levers behind the gateway, for tests and people trying things out; PeerLearn never calls them.

Not part of Razorpay. Needs the merchant's keys like the API does. Everything takes and gives JSON (those of payouts
are in `payout_control.py`, those of settlements in `settlement_control.py`, what goes wrong on purpose
in `control_of_trouble.py`):

    GET    orders | payments | refunds     the gateway's own books, newest first, nothing hidden by paging
    POST   orders/<id>/pay                 {"method"?, "amount"?: paise, another than was asked for}; pays without a
                                           browser; gives what `handler` would get
    POST   orders/<id>/fail                {"reason"?}; gives what `payment.failed` would get
    POST   payments/<id>/late-success      the bank allows a failed payment after all
    PUT    refunds                         {"settle": "at_once" | "by_hand"}
    POST   refunds/<id>/process | fail     settles a pending refund
    POST   clock                           {"minutes"}: lets so many pass at the bank; gives how far it is ahead
    GET    webhooks                        {"enabled", "disabled", "url", "payout_url", "copies", "retry_seconds",
                                           "newest_first", "signing": "right" | "wrong" | "old", "old_secret"}
    PUT    webhooks                        any of those; `disabled` is what a day without an answer does
    GET    events                          every event, its exact body and its deliveries
    POST   events/<id>/replay              sends one again, byte for byte, also if it was withheld
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay import attempts
from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.book_levers import showing
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.checkout.answers import failure_response, success_response
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import Fields, amount_in, read_fields
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.punctual import pass_minutes
from peerlearn.sandbox.razorpay.refunds import settle_refund

SIGNINGS = ("right", "wrong", "old")


async def pay_order(request: Request) -> Response:
    """Pays an order as a person in Checkout would."""
    gateway, fields = gateway_of(request), await read_fields(request, allowed={"method", "amount"})
    method = fields.get("method", "card")
    if method not in attempts.METHODS:
        raise GatewayRefusal(f"The method must be one of {', '.join(attempts.METHODS)}", field="method")
    amount = amount_in(fields) if "amount" in fields else None
    payment = attempts.pay(gateway, request.path_params["id"], Payer(method=method), amount=amount)
    return JSONResponse(success_response(gateway, payment))


async def fail_order(request: Request) -> Response:
    """Fails to pay an order."""
    reason = (await read_fields(request, allowed={"reason"})).get("reason", "payment_failed")
    payment = attempts.fail(gateway_of(request), request.path_params["id"], reason, Payer())
    return JSONResponse(failure_response(payment))


async def succeed_late(request: Request) -> Response:
    """Lets a failed payment succeed after all."""
    return JSONResponse(shown(attempts.succeed_late(gateway_of(request), request.path_params["id"])))


async def pass_time(request: Request) -> Response:
    """Puts the gateway's clock forward, never back; what is late by then goes back."""
    minutes = (await read_fields(request, allowed={"minutes"})).get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 0:
        raise GatewayRefusal("The minutes must be a whole number.", field="minutes")
    return JSONResponse({"minutes_ahead": pass_minutes(gateway_of(request), minutes)})


async def choose_refund_settling(request: Request) -> Response:
    """Settles refunds at once or leaves them pending."""
    settle = (await read_fields(request, allowed={"settle"})).get("settle")
    if settle not in ("at_once", "by_hand"):
        raise GatewayRefusal("The settle field must be at_once or by_hand", field="settle")
    gateway_of(request).refunds_settle_by_hand = settle == "by_hand"
    return JSONResponse({"settle": settle})


async def process_refund(request: Request) -> Response:
    """The money of a pending refund arrives."""
    return JSONResponse(shown(settle_refund(gateway_of(request), request.path_params["id"], processed=True)))


async def fail_refund(request: Request) -> Response:
    """The money of a pending refund comes back."""
    return JSONResponse(shown(settle_refund(gateway_of(request), request.path_params["id"], processed=False)))


async def show_webhooks(request: Request) -> Response:
    """How events are sent at the moment."""
    return JSONResponse(_webhooks(gateway_of(request)))


async def change_webhooks(request: Request) -> Response:
    """Changes how events are sent from now on."""
    gateway = gateway_of(request)
    fields = _webhooks(gateway) | await read_fields(request, allowed=set(_webhooks(gateway)))
    if fields["signing"] not in SIGNINGS:
        raise GatewayRefusal(f"The signing must be one of {', '.join(SIGNINGS)}", field="signing")
    gateway.courier.enabled, gateway.courier.copies = bool(fields["enabled"]), int(fields["copies"])
    gateway.settings.webhook_url, gateway.settings.payout_webhook_url = fields["url"], fields["payout_url"]
    gateway.settings.retry_seconds = tuple(float(seconds) for seconds in fields["retry_seconds"])
    gateway.settings.signing, gateway.settings.old_webhook_secret = fields["signing"], str(fields["old_secret"])
    gateway.courier.newest_first = bool(fields["newest_first"])
    gateway.courier.disabled = bool(fields["disabled"]) and not gateway.courier.enabled
    return JSONResponse(_webhooks(gateway))


async def show_events(request: Request) -> Response:
    """The delivery log."""
    return JSONResponse({"items": gateway_of(request).events.listed()})


async def replay_event(request: Request) -> Response:
    """Sends an event again."""
    gateway = gateway_of(request)
    if not gateway.events.send_again(request.path_params["id"]):
        raise GatewayRefusal("The id provided does not exist")
    gateway.courier.wake()
    return JSONResponse({"replayed": request.path_params["id"]})


def _webhooks(gateway: Gateway) -> Fields:
    return {
        "enabled": gateway.courier.enabled,
        "disabled": gateway.courier.disabled,
        "url": gateway.settings.webhook_url,
        "payout_url": gateway.settings.payout_webhook_url,
        "copies": gateway.courier.copies,
        "retry_seconds": list(gateway.settings.retry_seconds),
        "newest_first": gateway.courier.newest_first,
        "signing": gateway.settings.signing,
        "old_secret": gateway.settings.old_webhook_secret,
    }


routes = [
    Route("/orders/{id}/pay", pay_order, methods=["POST"]),
    Route("/orders/{id}/fail", fail_order, methods=["POST"]),
    Route("/payments/{id}/late-success", succeed_late, methods=["POST"]),
    Route("/clock", pass_time, methods=["POST"]),
    Route("/refunds", choose_refund_settling, methods=["PUT"]),
    Route("/refunds/{id}/process", process_refund, methods=["POST"]),
    Route("/refunds/{id}/fail", fail_refund, methods=["POST"]),
    Route("/webhooks", show_webhooks, methods=["GET"]),
    Route("/webhooks", change_webhooks, methods=["PUT"]),
    Route("/events", show_events, methods=["GET"]),
    Route("/events/{id}/replay", replay_event, methods=["POST"]),
    *showing("order", "payment", "refund"),
]
