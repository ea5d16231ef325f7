"""What a merchant says about a dispute: words, and the ids of documents, each under what it proves.

Imitates https://razorpay.com/docs/api/disputes/contest/. A draft may be added to as often as wanted; what is sent
in names at least one document.
"""

from typing import Any

from peerlearn.sandbox.razorpay.books import Books, Entity
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import Fields, text_in

LONGEST_SUMMARY = 1000
PROOFS = (
    "shipping_proof",
    "billing_proof",
    "cancellation_proof",
    "customer_communication",
    "proof_of_service",
    "explanation_letter",
    "refund_confirmation",
    "access_activity_log",
    "refund_cancellation_policy",
    "term_and_conditions",
)
FIELDS = {"amount", "summary", "others", *PROOFS}
UNKNOWN_FILE = "Invalid file id provided or merchant is unauthorized to access the fileId(s) provided"


def nothing_said(amount: int) -> Fields:
    """The evidence of a dispute that nobody has answered yet, over so many paise."""
    return {"amount": amount, "summary": None, **dict.fromkeys(PROOFS), "others": None, "submitted_at": None}


def add_to_evidence(books: Books, dispute: Entity, fields: Fields) -> None:
    """Writes what is given into the draft; what is not named stays as it is."""
    given = {name: value for name, value in fields.items() if name in FIELDS}
    if "amount" in given:
        _check_amount(given["amount"], dispute)
    if "summary" in given:
        text_in(given, "summary", longest=LONGEST_SUMMARY)
    if "others" in given:
        _check_others(books, given["others"])
    for proof in PROOFS:
        if proof in given:
            _check_documents(books, given[proof], proof)
    dispute["evidence"].update(given)


def check_enough(evidence: Fields) -> None:
    """Refuses to send in what no document goes with."""
    if not any(evidence[name] for name in (*PROOFS, "others")):
        raise GatewayRefusal("At least one document is required to submit the evidence of a dispute")


def _check_amount(amount: Any, dispute: Entity) -> None:
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        raise GatewayRefusal("The amount must be an integer.", field="amount")
    if amount > dispute["amount"]:
        raise GatewayRefusal("contest amount cannot be greater than dispute amount.", field="amount")


def _check_others(books: Books, others: Any) -> None:
    if not isinstance(others, list):
        raise GatewayRefusal("The others must be an array.", field="others")
    for other in others:
        if not isinstance(other, dict) or set(other) != {"type", "document_ids"}:
            raise GatewayRefusal("The others must have a type and document_ids.", field="others")
        text_in(other, "type")
        _check_documents(books, other["document_ids"], "others")


def _check_documents(books: Books, document_ids: Any, proof: str) -> None:
    if not isinstance(document_ids, list) or not document_ids:
        raise GatewayRefusal(f"The {proof} must be a list of document ids.", field=proof)
    for document_id in document_ids:
        document = books.find(document_id) if isinstance(document_id, str) else None
        if document is None or document["entity"] != "document":
            raise GatewayRefusal(UNKNOWN_FILE, field=proof)
