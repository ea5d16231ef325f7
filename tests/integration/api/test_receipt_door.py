"""The receipt as a reader of PDFs finds it: whole, in rupees, in one's own zone; and whose it is not gets nothing."""

import asyncio
import dataclasses
import io
from datetime import UTC, datetime, timedelta

import httpx
import pypdf
import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import receipts as numbering
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.receipts import UnknownState, choose_state
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from peerlearn.peerlearn import doors
from peerlearn.settings import settings
from tests.integration.ui.cast import signed_in
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_gift,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_admin,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database")

MOMENT = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
SELLER = {
    "seller_name": "PeerLearn Private Limited",
    "seller_address": "12 MG Road, Bengaluru 560001",
    "gstin": "29AAGCB7383J1Z4",
    "gst_sac": "998599",
    "gst_percent": 18,
}


def payment_of(booked: Booked, kind: str = "booking") -> int:
    wanted = select(Payment.id).where(Payment.booking_id == booked.booking_id, Payment.kind == kind)
    with database.reading() as db:
        return db.exec(wanted).one() or 0


def get(payment_id: int | str, viewer: Viewer | None, zone: str = "") -> httpx.Response:
    headers = {"Cookie": signed_in(viewer).cookie} if viewer else {}

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(doors(), client=("203.0.113.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.get(f"/receipts/{payment_id}.pdf", headers=headers, params={"zone": zone})

    return asyncio.run(answer())


def text_of(payment_id: int, viewer: Viewer, zone: str = "") -> str:
    answer = get(payment_id, viewer, zone)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(page.extract_text().split())


def test_says_who_paid_what_for_what() -> None:
    with time_machine.travel(MOMENT):
        offering = an_offering(a_mentor("Asha Rao"), title="Loops", price=Money.rupees(123_456))
        booked = a_request(offering, learner=a_learner("मीरा Łukasz", email="meera@example.com"))

        answer = get(payment_of(booked), booked.learner)
        text = text_of(payment_of(booked), booked.learner)

    assert "no-store" in answer.headers["cache-control"]
    assert 'attachment; filename="peerlearn-PL-26-27-000001.pdf"' in answer.headers["content-disposition"]
    assert "Receipt PL/26-27/000001 1 December 2026, 01:30 (Asia/Kolkata)" in text
    for part in ("मीरा Łukasz", "meera@example.com", "Loops", "Mentor Asha Rao", "60 minutes", "pay_"):
        assert part in text
    assert "Session, by Asha Rao ₹1,23,456 Service fee of PeerLearn ₹12,345.60 Total paid ₹1,35,801.60" in text
    for claim in ("GST", "Tax", "SAC", "Refund"):
        assert claim not in text


def test_tells_the_time_where_somebody_is() -> None:
    with time_machine.travel(MOMENT):
        booked = a_request()
        assert "30 November 2026, 21:00 (Europe/Berlin)" in text_of(payment_of(booked), booked.learner, "Europe/Berlin")
        assert "1 December 2026, 01:30 (Asia/Kolkata)" in text_of(payment_of(booked), booked.learner, "No/Such_Zone")


def test_shows_what_went_back() -> None:
    booked = a_request()
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)

    text = text_of(payment_of(booked), booked.learner)

    assert "Refund, on its way since" in text
    assert "-₹1,100 Paid after refunds ₹0" in text


def test_is_one_of_a_gift_too() -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    a_gift(booked)

    text = text_of(payment_of(booked, "gift"), booked.learner)

    assert "Gift on top of a session" in text
    assert "Gift, by Meera ₹100 Service fee of PeerLearn ₹10 Total paid ₹110" in text


def test_is_a_tax_invoice_where_the_site_has_a_gstin(monkeypatch: pytest.MonkeyPatch) -> None:
    before = a_request()
    monkeypatch.setattr(numbering, "settings", dataclasses.replace(settings, **SELLER))
    here, away = a_request(), a_learner("Ravi")
    with unit_of_work() as work:
        choose_state(work, "27", by=away)
    across = a_request(learner=away)

    text = text_of(payment_of(here), here.learner)
    assert text.startswith("Tax invoice PL/")
    assert "PeerLearn Private Limited 12 MG Road, Bengaluru 560001 GSTIN 29AAGCB7383J1Z4" in text
    assert "Place of supply: Karnataka (29)" in text
    assert "(SAC 998599): Taxable value ₹84.74 CGST 9 % ₹7.63 SGST 9 % ₹7.63" in text
    text = text_of(payment_of(across), across.learner)
    assert "Place of supply: Maharashtra (27)" in text
    assert "Taxable value ₹84.75 IGST 18 % ₹15.25" in text
    assert text_of(payment_of(before), before.learner).startswith("Receipt PL/"), "what was sold before stays as it was"


def test_takes_no_state_that_is_none() -> None:
    learner = a_learner()

    for code in ("00", "29 ", "xx", "२९"):
        with pytest.raises(UnknownState), unit_of_work() as work:
            choose_state(work, code, by=learner)


def test_is_for_its_learner_and_admins_alone() -> None:
    booked = a_completed_booking()
    payment_id = payment_of(booked)

    assert "₹1,100" in text_of(payment_id, an_admin())
    assert get(payment_id, None).status_code == 401
    for stranger in (booked.mentor, a_learner("Eve"), a_mentor("Mallory")):
        assert get(payment_id, stranger).status_code == 403
    for number in (0, 2**31 - 1, payment_of(a_held_booking())):
        assert get(number, booked.learner).status_code == 403
    assert get("1e3", booked.learner).status_code == get("-1", booked.learner).status_code == 404
    assert get(10**30, booked.learner).status_code in (403, 404)
