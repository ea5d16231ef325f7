"""What may be withdrawn and to where: the decisions alone."""

from datetime import UTC, date, datetime

import pytest

from peerlearn.domain.payouts.rules import DestinationForm, there_by, understood, understood_amount
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

BANK = {"holder": "Meera Rao", "number": "123456789012", "number_again": "123456789012", "ifsc": "HDFC0001234"}


@pytest.mark.parametrize(
    ("field", "typed", "marked"),
    [
        ("holder", "", "holder"),
        ("holder", "Me\nera <b>", "holder"),
        ("number", "12345678", "number"),
        ("number", "1234567890123456789", "number"),
        ("number", "١٢٣٤٥٦٧٨٩٠", "number"),
        ("number_again", "123456789013", "number_again"),
        ("ifsc", "HDFC1001234", "ifsc"),
        ("ifsc", "HDF00001234", "ifsc"),
        ("ifsc", "HDFC000123", "ifsc"),
    ],
)
def test_marks_what_is_wrong_with_a_bank_account(field: str, typed: str, marked: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        understood(DestinationForm("bank", **{**BANK, field: typed}))

    assert list(refusal.value.problems) == [marked]


@pytest.mark.parametrize(
    "typed", ["", "meera", "@okbank", "meera@", "me era@okbank", "a@b@okbank", "meera@ok.bank", "é@okbank"]
)
def test_marks_what_is_no_upi_address(typed: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        understood(DestinationForm("upi", vpa=typed))

    assert list(refusal.value.problems) == ["vpa"]


def test_tidies_what_people_type() -> None:
    typed = DestinationForm("bank", " Meera  Rao ", "1234 5678 9012", "123456789012", "hdfc 0001234")

    found = understood(typed)

    assert (found.holder, found.number, found.ifsc) == ("Meera Rao", "123456789012", "HDFC0001234")
    assert found.masked == "HDFC account ending in 9012"


@pytest.mark.parametrize(
    ("typed", "paise"), [("900", 90_000), ("₹1,234.5", 123_450), ("0.01", 1), (" 12 000 ", 1_200_000)]
)
def test_reads_amounts_to_the_paisa(typed: str, paise: int) -> None:
    assert understood_amount(typed) == Money(paise)


@pytest.mark.parametrize(
    ("asked_at", "day"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 27)),  # Monday: sent by Tuesday, there by Friday
        (datetime(2026, 11, 26, 9, tzinfo=UTC), date(2026, 12, 2)),  # Thursday: over the weekend
        (datetime(2026, 11, 23, 19, tzinfo=UTC), date(2026, 11, 30)),  # Tuesday already, in India
    ],
)
def test_promises_no_day_on_which_no_bank_works(asked_at: datetime, day: date) -> None:
    assert there_by(asked_at) == day
