"""Gifts: money that a learner adds to what a lesson cost; the mentor's as soon as it comes."""

from peerlearn.domain.gifts.actions import begin, pass_on, show_given_back, thank, topic
from peerlearn.domain.gifts.queries import GiftCard, gifts_for, given_in, latest_for
from peerlearn.domain.gifts.refusals import LearnersGive, MentorsThank, NotMetYet, NotThatAmount
from peerlearn.domain.gifts.rules import LARGEST, SMALLEST, SUGGESTED, check_giver, cost_of

__all__ = [
    "LARGEST",
    "SMALLEST",
    "SUGGESTED",
    "GiftCard",
    "LearnersGive",
    "MentorsThank",
    "NotMetYet",
    "NotThatAmount",
    "begin",
    "check_giver",
    "cost_of",
    "gifts_for",
    "given_in",
    "latest_for",
    "pass_on",
    "show_given_back",
    "thank",
    "topic",
]
