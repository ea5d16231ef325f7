"""Giving, what follows when the money comes, and saying thank you."""

from sqlmodel import col, select

from peerlearn.domain import audit, payments, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.gifts.letters import tell_of_gift
from peerlearn.domain.gifts.refusals import MentorsThank
from peerlearn.domain.gifts.rules import amount_of, check_giver
from peerlearn.domain.gifts.tables import Gift
from peerlearn.domain.payments import PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit.work import Work

MENTOR_GONE = "its mentor had deleted their account"
UNPAID = (PaymentStatus.CREATED, PaymentStatus.PENDING, PaymentStatus.FAILED)


def topic(room_id: str) -> str:
    """What a tab that shows the gifts of a room watches."""
    return f"gifts:{room_id}"


def begin(work: Work, room_id: str, amount: str, *, by: Viewer) -> int:
    """Write down what a learner would like to give; nothing is theirs or the mentor's before it is paid.

    Whoever asks for the same amount once more, after a window that was closed, gets the same payment again, and
    with it the same order: it cannot be paid twice.

    Args:
        work: the transaction.
        room_id: the lesson's address.
        amount: whole rupees as typed, before the service fee.
        by: who gives.

    Returns:
        The payment's id.

    Raises:
        NotYourRoom, LearnersGive, NotMetYet, NotThatAmount.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    check_giver(rooms.view_for(work.db, room_id, by=by))
    wanted = amount_of(amount)
    begun = work.db.exec(
        select(Payment.id)
        .join(Gift, col(Gift.payment_id) == Payment.id)
        .where(
            Gift.room_id == place.room_key,
            Payment.price_paise == wanted.paise,
            col(Payment.status).in_(UNPAID),
        )
    ).first()
    if begun is not None:
        return begun
    payment_id = payments.begin(
        work,
        booking_id=place.booking_id,
        learner_id=place.learner_id,
        mentor_id=place.mentor_id,
        price=wanted,
        kind=PaymentKind.GIFT,
    )
    work.db.add(Gift(payment_id=payment_id, room_id=place.room_key))
    return payment_id


def pass_on(work: Work, payment_id: int) -> None:
    """The money of a gift is here: it is the mentor's at once, and both see it; it goes back where they are gone."""
    mentor_id = work.db.get_one(Payment, payment_id).mentor_id
    if not work.db.get_one(User, mentor_id, with_for_update={"key_share": True}).is_active:
        payments.refund_all_of(work, payment_id, MENTOR_GONE)
        return
    payments.release_gift(work, payment_id)
    gift = work.db.exec(select(Gift).where(Gift.payment_id == payment_id)).one()
    work.touch(topic(work.db.get_one(Room, gift.room_id).room_id))
    tell_of_gift(work, gift.id or 0)


def show_given_back(work: Work, payment_id: int) -> None:
    """The money of a payment goes back: where it was a gift, the lesson's pages see it no longer."""
    gift = work.db.exec(select(Gift).where(Gift.payment_id == payment_id)).first()
    if gift is not None:
        work.touch(topic(work.db.get_one(Room, gift.room_id).room_id))


def thank(work: Work, gift_id: int, *, by: Viewer) -> None:
    """The mentor says thank you; said twice it is said once.

    Raises:
        MentorsThank.
    """
    gift = work.db.get(Gift, gift_id)
    payment = work.db.get(Payment, gift.payment_id) if gift is not None else None
    if gift is None or payment is None or payment.mentor_id != by.user_id or payment.captured_at is None:
        raise MentorsThank()
    if gift.thanked_at is not None:
        return
    gift.thanked_at = work.now
    audit.record(work, "gift.thanks", actor_id=by.user_id, target=f"payment:{payment.id}")
    work.touch(topic(work.db.get_one(Room, gift.room_id).room_id), f"account:{payment.learner_id}")
