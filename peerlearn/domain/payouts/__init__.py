"""Payouts: where people want their money, and their withdrawals of what they have earned."""

from peerlearn.domain.payments import ProofNeeded
from peerlearn.domain.payouts.actions import (
    TOPIC,
    ask_again,
    complete,
    reject,
    retry,
    reveal,
    reverse,
    withdraw,
)
from peerlearn.domain.payouts.attempts import ask_daily
from peerlearn.domain.payouts.destinations import DestinationCard, destination_of
from peerlearn.domain.payouts.destinations import forget as forget_destination
from peerlearn.domain.payouts.destinations import save as save_destination
from peerlearn.domain.payouts.leaving import LEAST_SENT, least, may_come_back_until, smallest_for
from peerlearn.domain.payouts.queries import (
    Fate,
    Wallet,
    Which,
    WithdrawalCard,
    how_many_wait,
    wallet_of,
    withdrawals_of,
    withdrawals_to_see_to,
)
from peerlearn.domain.payouts.razorpayx_gateway import signed_webhook
from peerlearn.domain.payouts.refusals import (
    AlreadySettled,
    DestinationGone,
    NoDestination,
    NoSuchWithdrawal,
    NotEnough,
    NothingToRetry,
    NotYours,
    SentByItself,
    TooLittle,
    TooMuchForUpi,
)
from peerlearn.domain.payouts.rules import (
    Destination,
    DestinationForm,
    DestinationKind,
    WithdrawalStatus,
    there_by,
    understood,
)
from peerlearn.domain.payouts.webhooks import receive as receive_webhook

__all__ = [
    "TOPIC",
    "AlreadySettled",
    "Destination",
    "DestinationCard",
    "DestinationGone",
    "DestinationForm",
    "DestinationKind",
    "LEAST_SENT",
    "Fate",
    "NoDestination",
    "NoSuchWithdrawal",
    "NotEnough",
    "NotYours",
    "NothingToRetry",
    "ProofNeeded",
    "SentByItself",
    "TooLittle",
    "TooMuchForUpi",
    "Wallet",
    "Which",
    "WithdrawalCard",
    "WithdrawalStatus",
    "ask_again",
    "ask_daily",
    "complete",
    "destination_of",
    "forget_destination",
    "how_many_wait",
    "least",
    "may_come_back_until",
    "receive_webhook",
    "reject",
    "retry",
    "reveal",
    "reverse",
    "save_destination",
    "signed_webhook",
    "smallest_for",
    "there_by",
    "understood",
    "wallet_of",
    "withdraw",
    "withdrawals_of",
    "withdrawals_to_see_to",
]
