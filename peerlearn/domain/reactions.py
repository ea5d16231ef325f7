"""When this happens, do that: the whole table, on one page.

TOGETHER: in the same transaction as the event; a failure undoes both. What must happen outside the process
is a job that one of these enqueues.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from peerlearn.domain import (
    accounts,
    bookings,
    catalog,
    discovery,
    gifts,
    lessons,
    packages,
    payments,
    receipts,
    recordings,
    rooms,
    settlements,
    social,
    verification,
)
from peerlearn.kit.work import Work, install_reactions


def _take_payment(work: Work, event: payments.PaymentCaptured) -> None:
    bookings.take_payment(work, event)


def _pass_gift_on(work: Work, event: payments.GiftCaptured) -> None:
    gifts.pass_on(work, event.payment_id)


def _mail_receipt(
    work: Work, event: payments.PaymentCaptured | payments.GiftCaptured | payments.PackageCaptured
) -> None:
    receipts.mail_when_paid(work, event.payment_id)


def _show_gift_gone(work: Work, event: bookings.PaymentGivenBack) -> None:
    gifts.show_given_back(work, event.payment_id)


def _fill_package(work: Work, event: payments.PackageCaptured) -> None:
    packages.take_payment(work, event)


def _take_credit_back(work: Work, event: payments.CreditReturned) -> None:
    packages.take_back(work, event)


def _settle_bookings(work: Work, event: payments.DisputeDecided) -> None:
    bookings.settle_after_dispute(work, event)


def _settle_package(work: Work, event: payments.DisputeDecided) -> None:
    packages.settle_after_dispute(work, event)


def _show_gift_lost(work: Work, event: payments.DisputeDecided) -> None:
    gifts.show_given_back(work, event.payment_id)


def _show_the_others(work: Work, event: accounts.ProfileChanged) -> None:
    bookings.show_the_others(work, event.user_id)
    if event.role == accounts.Role.MENTOR:
        work.touch(catalog.TOPIC)  # their name stands on what they offer


def _open_room(work: Work, event: bookings.BookingConfirmed) -> None:
    rooms.open_for(work, event.booking_id)


def _close_room(work: Work, event: bookings.BookingCancelled) -> None:
    rooms.call_off(work, event.booking_id)


def _move_room(work: Work, event: bookings.BookingMoved) -> None:
    rooms.follow(work, event.booking_id)


def _miss_booking(work: Work, event: rooms.RoomMissed) -> None:
    bookings.miss(work, event.booking_id, mentor=event.mentor_absent, learner=event.learner_absent)


def _complete_booking(work: Work, event: rooms.RoomEnded) -> None:
    bookings.complete(work, event.booking_id)


def _send_summaries(work: Work, event: rooms.RoomEnded) -> None:
    lessons.send_summaries(work, event.booking_id)


def _stop_recording(work: Work, event: rooms.RoomEnded) -> None:
    recordings.stop_with_room(work, event.booking_id)


def _count_session(work: Work, event: bookings.BookingCompleted) -> None:
    discovery.count_session(work, event.booking_id)


def _count_rating(work: Work, event: social.MentorRated) -> None:
    discovery.count_rating(work, event.mentor_id, event.stars)


def _look_again(work: Work, event: settlements.GatewayCompared) -> None:
    verification.look_again(work)


TOGETHER: Mapping[type, Sequence[Callable[[Work, Any], None]]] = {
    accounts.ProfileChanged: [_show_the_others],
    payments.PaymentCaptured: [_take_payment, _mail_receipt],
    payments.GiftCaptured: [_pass_gift_on, _mail_receipt],
    payments.PackageCaptured: [_fill_package, _mail_receipt],
    payments.CreditReturned: [_take_credit_back],
    payments.DisputeDecided: [_settle_bookings, _settle_package, _show_gift_lost],
    settlements.GatewayCompared: [_look_again],
    bookings.BookingConfirmed: [_open_room],
    bookings.BookingCancelled: [_close_room],
    bookings.PaymentGivenBack: [_show_gift_gone],
    bookings.BookingMoved: [_move_room],
    rooms.RoomEnded: [_complete_booking, _stop_recording, _send_summaries],
    rooms.RoomMissed: [_miss_booking],
    bookings.BookingCompleted: [_count_session],
    social.MentorRated: [_count_rating],
}

install_reactions(TOGETHER)
