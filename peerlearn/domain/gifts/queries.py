"""Gifts as pictures for pages: those of one lesson, and what is new to a mentor."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.gifts.tables import Gift
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.money import Money

MOST, FEW = 50, 5


@dataclass(frozen=True)
class GiftCard:
    """One gift that was paid; amounts are rupee text: what was given, and what of it is the mentor's."""

    gift_id: int
    from_name: str
    to_name: str
    amount: str
    mentor_share: str
    thanked: bool


def gifts_for(db: Session, room_id: str, *, by: Viewer) -> list[GiftCard]:
    """What was given in a lesson or for it, the newest first.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    return _cards(db, Gift.room_id == place.room_key)


def given_in(db: Session, room_id: str, *, by: Viewer) -> Money:
    """The sum of it, before service fees.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    total = (
        select(func.sum(Payment.price_paise))
        .join(Gift, col(Gift.payment_id) == Payment.id)
        .where(Gift.room_id == place.room_key, Payment.status == PaymentStatus.CAPTURED)
    )
    return Money(int(db.exec(total).one() or 0))


def latest_for(db: Session, mentor_id: int) -> list[GiftCard]:
    """The last few that a mentor was given, the newest first."""
    return _cards(db, Payment.mentor_id == mentor_id, most=FEW)


def _cards(db: Session, *conditions: Any, most: int = MOST) -> list[GiftCard]:
    giver, taker = aliased(User), aliased(User)
    wanted = (
        select(Gift, Payment, giver.name, taker.name)
        .join(Payment, col(Payment.id) == Gift.payment_id)
        .join(giver, col(giver.id) == col(Payment.learner_id))
        .join(taker, col(taker.id) == col(Payment.mentor_id))
        .where(*conditions, Payment.status == PaymentStatus.CAPTURED)
        .order_by(col(Payment.captured_at).desc(), col(Gift.id).desc())
        .limit(most)
    )
    return [
        GiftCard(
            gift_id=gift.id or 0,
            from_name=from_name,
            to_name=to_name,
            amount=str(Money(payment.price_paise)),
            mentor_share=str(Money(payment.mentor_paise)),
            thanked=gift.thanked_at is not None,
        )
        for gift, payment, from_name, to_name in db.exec(wanted)
    ]
