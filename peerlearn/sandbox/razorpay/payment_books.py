"""What of a payment is where, for those who take from it: refunds and disputes."""

from peerlearn.sandbox.razorpay.books import Books, Entity
from peerlearn.sandbox.razorpay.lookup import entity_with

UNDECIDED = ("open", "under_review")


def payment_with(books: Books, payment_id: str) -> Entity:
    """The payment, or Razorpay's refusal."""
    return entity_with(books, "pay", payment_id)


def left_of(books: Books, payment: Entity) -> int:
    """What can still go back: neither gone back, nor questioned by a bank, nor lost to one."""
    disputes = books.matching("dispute", payment_id=payment["id"])
    gone = sum(one["amount"] if one["status"] in UNDECIDED else one["amount_deducted"] for one in disputes)
    return int(payment["amount"] - payment["amount_refunded"] - gone)
