"""A small gateway that speaks Razorpay's protocol, so that nobody needs keys to develop or test payments.

It keeps its own books and signs its own answers; PeerLearn meets it only over HTTP, through the real SDK.
Left out: evidence for disputes, partial payments, and transfers of orders.
"""

from peerlearn.sandbox.razorpay.app import create_app

__all__ = ["create_app"]
