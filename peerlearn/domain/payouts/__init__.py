"""Payouts: where people want their money, and their withdrawals of what they have earned."""

from peerlearn.domain.payments import ProofNeeded
from peerlearn.domain.payouts.actions import TOPIC, complete, least, reject, reveal, reverse, withdraw
from peerlearn.domain.payouts.destinations import DestinationCard, destination_of
from peerlearn.domain.payouts.destinations import save as save_destination
from peerlearn.domain.payouts.queries import (
    Wallet,
    Which,
    WithdrawalCard,
    how_many_wait,
    wallet_of,
    withdrawals_of,
    withdrawals_to_see_to,
)
from peerlearn.domain.payouts.refusals import (
    AlreadySettled,
    NoDestination,
    NoSuchWithdrawal,
    NotEnough,
    NotYours,
    TooLittle,
)
from peerlearn.domain.payouts.rules import (
    Destination,
    DestinationForm,
    DestinationKind,
    WithdrawalStatus,
    there_by,
    understood,
)

__all__ = [
    "TOPIC",
    "AlreadySettled",
    "Destination",
    "DestinationCard",
    "DestinationForm",
    "DestinationKind",
    "NoDestination",
    "NoSuchWithdrawal",
    "NotEnough",
    "NotYours",
    "ProofNeeded",
    "TooLittle",
    "Wallet",
    "Which",
    "WithdrawalCard",
    "WithdrawalStatus",
    "complete",
    "destination_of",
    "how_many_wait",
    "least",
    "reject",
    "reveal",
    "reverse",
    "save_destination",
    "there_by",
    "understood",
    "wallet_of",
    "withdraw",
    "withdrawals_of",
    "withdrawals_to_see_to",
]
