"""The table of consequences: no process that knows any part of the domain can forget it."""

import subprocess
import sys

import pytest

from peerlearn.domain import accounts, bookings, payments, reactions, rooms, settlements, social
from peerlearn.settings import ROOT


@pytest.mark.parametrize(
    "first_import",
    [
        "import peerlearn.domain",
        "from peerlearn.domain import payments",
        "from peerlearn.domain.bookings.rules import HOLD_FOR",
        "from peerlearn.domain.rooms import live_room",
        "from peerlearn.jobs import sweep_rooms",
        "import peerlearn.api.razorpay_webhook",
    ],
)
def test_is_installed_whatever_is_imported_first(first_import: str) -> None:
    code = f"{first_import}\nfrom peerlearn.kit import work\nassert len(work._reactions) == {len(reactions.TOGETHER)}"

    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr


def test_says_what_follows_from_what() -> None:
    assert set(reactions.TOGETHER) == {
        payments.PaymentCaptured,
        payments.GiftCaptured,
        payments.PackageCaptured,
        payments.CreditReturned,
        payments.DisputeDecided,
        settlements.GatewayCompared,
        bookings.BookingConfirmed,
        bookings.BookingCancelled,
        bookings.BookingMoved,
        rooms.RoomEnded,
        rooms.RoomMissed,
        bookings.BookingCompleted,
        bookings.PaymentGivenBack,
        social.MentorRated,
        accounts.ProfileChanged,
    }
