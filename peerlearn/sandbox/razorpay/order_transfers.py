"""Transfers that an order plans: parts of whatever pays it, passed on as soon as it is paid.

Imitates https://razorpay.com/docs/api/payments/route/create-transfers-orders/. What does not fit the payment beside the
fees fails; it is not tried again, as it would not fit the next day either.
"""

from peerlearn.sandbox.razorpay.books import Entity
from peerlearn.sandbox.razorpay.errors import BAD_REQUEST, GatewayRefusal
from peerlearn.sandbox.razorpay.fields import Fields
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.transfers import passed_on, process, transfers_in
from peerlearn.sandbox.razorpay.webhooks import tell

TOO_MUCH = "BAD_REQUEST_PAYMENT_FEES_GREATER_THAN_AMOUNT"


def planned(gateway: Gateway, order: Entity, fields: Fields) -> list[Entity]:
    """What is to be passed on when the order is paid: no more than the order asks for, the rest is the merchant's."""
    transfers = transfers_in(gateway, fields, source=order["id"])
    if sum(transfer["amount"] for transfer in transfers) > order["amount"]:
        raise GatewayRefusal("The sum of amount requested for transfer is greater than the order amount")
    return transfers


def pass_on(gateway: Gateway, payment: Entity) -> None:
    """Does what the order of a captured payment planned, in the transaction that captured it."""
    for transfer in reversed(gateway.books.matching("transfer", source=payment["order_id"], status="created")):
        process(gateway, transfer)
        fits = passed_on(gateway.books, payment, [transfer]) + payment["fee"] <= payment["amount"]
        if not fits:
            _fail(transfer)
        gateway.books.save(transfer)
        tell(gateway, "transfer.processed" if fits else "transfer.failed", transfer=transfer)


def _fail(transfer: Entity) -> None:
    error = {"code": BAD_REQUEST, "reason": TOO_MUCH, "description": "The fees are greater than what is left."}
    transfer.update(status="failed", fees=0, tax=0, processed_at=None, error=transfer["error"] | error)
