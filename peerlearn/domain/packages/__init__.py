"""Packages: several sessions of a mentor, paid at once for less, and booked one by one."""

from peerlearn.domain.packages.actions import buy, give_back, offer, use, withdraw
from peerlearn.domain.packages.consequences import end_all_of, settle_after_dispute, take_back, take_payment
from peerlearn.domain.packages.queries import (
    BoughtCard,
    CreditCard,
    OfferCard,
    bought_by,
    credit_for,
    credits_for,
    for_session,
    on_sale,
    one_on_sale,
    sold_by,
)
from peerlearn.domain.packages.refunding import refund_by_admin, refund_terms
from peerlearn.domain.packages.refusals import (
    DoesNotFit,
    LearnersBuy,
    LeftChanged,
    MentorsOffer,
    NothingUnused,
    NotOnSale,
    NotYourPackage,
    PackageOver,
    TooManyOnSale,
)
from peerlearn.domain.packages.rules import FEWEST, MOST, MOST_ON_SALE, VALID_FOR, NewPackage, Terms, understood

__all__ = [
    "FEWEST",
    "MOST",
    "MOST_ON_SALE",
    "VALID_FOR",
    "BoughtCard",
    "CreditCard",
    "DoesNotFit",
    "LearnersBuy",
    "LeftChanged",
    "MentorsOffer",
    "NewPackage",
    "NotOnSale",
    "NotYourPackage",
    "NothingUnused",
    "OfferCard",
    "PackageOver",
    "Terms",
    "TooManyOnSale",
    "bought_by",
    "buy",
    "credit_for",
    "credits_for",
    "end_all_of",
    "for_session",
    "give_back",
    "offer",
    "on_sale",
    "one_on_sale",
    "refund_by_admin",
    "refund_terms",
    "sold_by",
    "settle_after_dispute",
    "take_back",
    "take_payment",
    "understood",
    "use",
    "withdraw",
]
