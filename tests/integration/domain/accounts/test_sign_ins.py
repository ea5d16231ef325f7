"""The list of devices, and ending them."""

from datetime import datetime, timedelta

import pytest
import time_machine

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock, ids
from peerlearn.kit.database import reading
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


def sign_in(person: Viewer, device: str = "") -> str:
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, person.user_id)
    with unit_of_work() as work:
        return accounts.redeem_ticket(work, ticket, device=device, ip="")[0]


def devices(person: Viewer, token: str) -> list[accounts.DeviceCard]:
    with reading() as db:
        return accounts.devices_of(db, token, person)


def signed_in(token: str) -> bool:
    with reading() as db:
        return accounts.viewer_of_token(db, token) is not None


def test_lists_this_device_first_then_the_one_seen_last() -> None:
    mentor, now = a_mentor(), clock.now()
    with time_machine.travel(now - timedelta(days=2), tick=False):
        here = sign_in(mentor, "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0")
    with time_machine.travel(now - timedelta(days=1), tick=False):
        phone = sign_in(mentor, PHONE)
    sign_in(a_learner())
    with time_machine.travel(now, tick=False), unit_of_work() as work:
        accounts.note_seen(work, {ids.fingerprint(phone)})

    first, second = devices(mentor, here)

    assert (first.words, first.this_one) == ("Firefox on Windows", True)
    assert (second.words, second.this_one) == ("Chrome on Android", False)
    assert datetime.fromisoformat(first.last_seen_at) == now - timedelta(days=2)
    assert datetime.fromisoformat(second.last_seen_at) == now


def test_ends_one_device_and_says_so_to_its_tabs() -> None:
    mentor = a_mentor()
    here, there = sign_in(mentor), sign_in(mentor)
    other = next(card for card in devices(mentor, here) if not card.this_one)

    with unit_of_work() as work:
        accounts.end_sign_in(work, other.sign_in_id, mentor)

    assert (signed_in(here), signed_in(there)) == (True, False)
    assert work.changed == ["sign_ins", f"account:{mentor.user_id}"]
    assert [card.this_one for card in devices(mentor, here)] == [True]


def test_ends_nobody_elses_device() -> None:
    mentor, mallory = a_mentor(), a_mentor("Mallory")
    token = sign_in(mentor)
    (card,) = devices(mentor, token)

    with pytest.raises(accounts.NoSuchSignIn), unit_of_work() as work:
        accounts.end_sign_in(work, card.sign_in_id, mallory)

    assert signed_in(token)


def test_ends_a_device_once() -> None:
    mentor = a_mentor()
    (card,) = devices(mentor, sign_in(mentor))
    with unit_of_work() as work:
        accounts.end_sign_in(work, card.sign_in_id, mentor)

    with pytest.raises(accounts.NoSuchSignIn), unit_of_work() as work:
        accounts.end_sign_in(work, card.sign_in_id, mentor)


def test_ends_all_other_devices_and_no_other_persons() -> None:
    mentor, learner = a_mentor(), a_learner()
    here, others, another = sign_in(mentor), [sign_in(mentor) for _ in range(3)], sign_in(learner)

    with unit_of_work() as work:
        assert accounts.end_other_sign_ins(work, here, mentor) == 3

    assert signed_in(here)
    assert not any(map(signed_in, others))
    assert signed_in(another)
