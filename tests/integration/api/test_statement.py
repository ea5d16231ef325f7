"""The tables for spreadsheets: everybody's own, whole, and nothing in them that a spreadsheet would run."""

import asyncio
import csv
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from peerlearn.domain import bookings, payouts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from peerlearn.kit.work import unit_of_work
from peerlearn.peerlearn import doors
from tests.integration.ui.cast import signed_in
from tests.makers import a_completed_booking, a_confirmed_booking, a_learner, a_mentor, a_request, an_admin, an_offering

pytestmark = pytest.mark.usefixtures("database")

DOORS = ("/statement.csv", "/payments.csv", "/withdrawals.csv")
BANK = payouts.DestinationForm("bank", "Meera Rao", "123456789012", "123456789012", "HDFC0001234")


def get(path: str, viewer: Viewer | None) -> httpx.Response:
    headers = {"Cookie": signed_in(viewer).cookie} if viewer else {}

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(doors(), client=("203.0.113.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.get(path, headers=headers)

    return asyncio.run(answer())


def rows(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(answer.text.splitlines()))[1:]


def test_a_learner_takes_their_payments_and_no_others() -> None:
    ravi = a_learner("Ravi")
    a_confirmed_booking(an_offering(a_mentor("Meera"), title="Loops"), learner=ravi)
    later = clock.now() + timedelta(days=2)
    back = a_request(an_offering(a_mentor("Asha"), title="Lists", starts_at=later), learner=ravi)
    a_confirmed_booking()
    with unit_of_work() as work:
        bookings.reject(work, back.booking_id, by=back.mentor)

    answer = get("/payments.csv", ravi)

    assert [row[2:] for row in rows(answer)] == [
        ["booking", "Lists", "Asha", "110000", "refunding", "", "0"],
        ["booking", "Loops", "Meera", "110000", "captured", "", "0"],
    ]
    assert answer.headers["cache-control"] == "no-store"


def test_a_learner_takes_the_payments_that_they_look_at() -> None:
    booked = a_confirmed_booking(learner=a_learner("Ravi"))

    assert len(rows(get("/payments.csv?where=paid", booked.learner))) == 1
    assert rows(get("/payments.csv?where=back", booked.learner)) == []
    assert len(rows(get("/payments.csv?where=none+of+them", booked.learner))) == 1


def test_both_take_the_bookings_that_they_look_at() -> None:
    meera, ravi = a_mentor("Meera"), a_learner("=Ravi")
    when = clock.now() + timedelta(days=2)
    coming = a_confirmed_booking(an_offering(meera, title="Loops", starts_at=when), learner=ravi)
    a_confirmed_booking()

    line = ["Loops", when.isoformat(), "60", "confirmed", "", "no"]
    for viewer, other in ((meera, "'=Ravi"), (ravi, "Meera")):
        found = rows(get("/bookings.csv?stage=ahead", viewer))
        assert found == [[str(coming.booking_id), line[0], other, *line[1:]]]
        assert rows(get("/bookings.csv?stage=ahead&search=loo", viewer)) == found
        assert rows(get("/bookings.csv?stage=ahead&search=lists", viewer)) == []
        assert rows(get("/bookings.csv", viewer)) == []
    assert get("/bookings.csv", None).status_code == 401
    assert get("/bookings.csv", an_admin()).status_code == 403


def test_a_mentor_takes_their_movements() -> None:
    booked = a_completed_booking(a_mentor("Meera"), learner=a_learner("Ravi"))

    assert [row[2:] for row in rows(get("/statement.csv", booked.mentor))] == [["release", "Ravi", "90000"]]


def withdrawn(mentor: Viewer, *amounts: str) -> list[int]:
    """What a mentor with ₹900 has asked for."""
    a_completed_booking(mentor, learner=a_learner("Ravi"))
    with unit_of_work() as work:
        payouts.save_destination(work, BANK, by=replace(mentor, proved_at=clock.now()))
        return [payouts.withdraw(work, amount, amount, by=mentor) for amount in amounts]


@pytest.mark.usefixtures("by_hand")
def test_a_mentor_takes_the_kind_that_they_look_at() -> None:
    meera = a_mentor("Meera")
    numbers = withdrawn(meera, "300", "200")
    withdrawn(a_mentor("Asha"), "400")
    admin = replace(an_admin(), proved_at=clock.now())
    with unit_of_work() as work:
        payouts.reject(work, numbers[0], "=1+1", by=admin)

    whole = rows(get("/withdrawals.csv", meera))
    assert [row[2:7] for row in whole] == [
        ["20000", "HDFC account ending in 9012", "pending", "", ""],
        ["30000", "HDFC account ending in 9012", "rejected", "", "'=1+1"],
    ]
    assert rows(get("/withdrawals.csv?fate=back", meera)) == whole[1:]
    assert rows(get("/withdrawals.csv?fate=none+of+them", meera)) == whole
    assert [row[2] for row in rows(get("/statement.csv?kind=withdrawn", meera))] == [
        "given_back",
        "withdrawal",
        "withdrawal",
    ]
    assert len(rows(get("/statement.csv?kind=none+of+them", meera))) == 4


@pytest.mark.usefixtures("by_hand")
def test_an_admin_takes_the_withdrawals_that_they_look_at() -> None:
    meera, asha = a_mentor("Meera"), a_mentor("@SUM(A1)")
    [sent, _] = withdrawn(meera, "300", "200")
    withdrawn(asha, "400")
    admin = an_admin()
    with unit_of_work() as work:
        payouts.complete(work, sent, "UTR-20261123", by=replace(admin, proved_at=clock.now()))

    waiting = rows(get("/all-withdrawals.csv", admin))

    assert [(row[2], *row[8:]) for row in waiting] == [
        ("20000", "Meera", "earnings", "by_hand", ""),
        ("40000", "'@SUM(A1)", "earnings", "by_hand", ""),
    ]
    assert rows(get("/all-withdrawals.csv?which=waiting&search=meera", admin)) == waiting[:1]
    [settled] = rows(get("/all-withdrawals.csv?which=settled&search=utr-2026", admin))
    assert settled[4:6] == ["completed", "UTR-20261123"]
    assert rows(get("/all-withdrawals.csv?which=settled&search=asha", admin)) == []
    assert "123456789012" not in get("/all-withdrawals.csv", admin).text
    assert get("/all-withdrawals.csv", None).status_code == 401
    for person in (a_learner("Eve"), meera):
        assert get("/all-withdrawals.csv", person).status_code == 403


def test_an_admin_takes_the_payments_that_they_look_at() -> None:
    booked = a_completed_booking(a_mentor("Meera"), learner=a_learner("Ravi"))
    a_request(an_offering(a_mentor("Asha"), title="@SUM(A1)"), learner=a_learner("Eve"))
    admin = an_admin()

    whole = rows(get("/all-payments.csv", admin))
    found = rows(get("/all-payments.csv?where=paid&kind=booking&search=meera+ravi", admin))

    assert [row[2:11] for row in whole] == [
        ["booking", "'@SUM(A1)", "Eve", "Asha", "110000", "90000", "20000", "0", "captured"],
        ["booking", "Python for beginners", "Ravi", "Meera", "110000", "90000", "20000", "0", "captured"],
    ]
    assert found == whole[1:]
    assert rows(get("/all-payments.csv?where=back", admin)) == []
    assert get("/all-payments.csv", None).status_code == 401
    for person in (booked.learner, booked.mentor):
        assert get("/all-payments.csv", person).status_code == 403


@pytest.mark.parametrize("path", DOORS)
def test_gives_nobody_else_anything(path: str) -> None:
    booked = a_completed_booking()
    wrong = booked.mentor if path == "/payments.csv" else booked.learner

    assert get(path, None).status_code == 401
    for person in (wrong, an_admin()):
        assert get(path, person).status_code == 403


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+44", "-2", "\t=1"])
def test_runs_nothing_in_a_spreadsheet(name: str) -> None:
    booked = a_confirmed_booking(an_offering(title=name))

    [row] = rows(get("/payments.csv", booked.learner))

    assert row[3] == f"'{name}"
