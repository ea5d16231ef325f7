"""Receipts: what a learner paid, as a PDF with its number, and as a tax invoice where the site has a GSTIN."""

from peerlearn.domain.receipts.actions import choose_state
from peerlearn.domain.receipts.drawing import as_pdf
from peerlearn.domain.receipts.letters import mail_when_paid
from peerlearn.domain.receipts.queries import Paper, paper_of, state_of
from peerlearn.domain.receipts.refusals import NotYourReceipt, UnknownState
from peerlearn.domain.receipts.rules import DOOR, STATES, zone_named

__all__ = [
    "DOOR",
    "STATES",
    "NotYourReceipt",
    "Paper",
    "UnknownState",
    "as_pdf",
    "choose_state",
    "mail_when_paid",
    "paper_of",
    "state_of",
    "zone_named",
]
