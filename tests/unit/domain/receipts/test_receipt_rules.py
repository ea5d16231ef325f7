"""The tax in a fee: the parts make up the whole, halves are equal, and the border decides which tax it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.receipts import STATES, zone_named
from peerlearn.domain.receipts.rules import tax_in
from peerlearn.kit.money import Money


def words(seller_state: str, place: str, percent: int = 18) -> list[str]:
    return [line.words for line in tax_in(Money(11_800), percent, seller_state=seller_state, place=place).lines]


def test_a_fee_of_118_rupees_contains_18() -> None:
    within = tax_in(Money(11_800), 18, seller_state="29", place="29")
    across = tax_in(Money(11_800), 18, seller_state="29", place="27")

    assert (within.taxable, [line.amount for line in within.lines]) == (Money(10_000), [Money(900), Money(900)])
    assert (across.taxable, [line.amount for line in across.lines]) == (Money(10_000), [Money(1_800)])


@pytest.mark.parametrize(
    ("seller", "place", "expected"),
    [
        ("29", "29", ["CGST 9 %", "SGST 9 %"]),
        ("29", "07", ["IGST 18 %"]),
        ("04", "04", ["CGST 9 %", "UTGST 9 %"]),
    ],
)
def test_the_place_decides_which_tax_it_is(seller: str, place: str, expected: list[str]) -> None:
    assert words(seller, place) == expected


def test_names_half_of_an_odd_rate() -> None:
    assert words("29", "29", percent=5) == ["CGST 2.5 %", "SGST 2.5 %"]


@given(fee=st.integers(1, 10**9), percent=st.integers(0, 28), place=st.sampled_from(sorted(STATES)))
def test_the_parts_make_up_the_fee_to_the_paisa(fee: int, percent: int, place: str) -> None:
    tax = tax_in(Money(fee), percent, seller_state="29", place=place)

    parts = [line.amount for line in tax.lines]
    assert tax.taxable.paise + sum(part.paise for part in parts) == fee
    assert len(set(parts)) == 1
    assert abs(tax.taxable.paise * percent - 100 * sum(part.paise for part in parts)) <= 128 + percent


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../etc/passwd", "x" * 10_000, "asia/kolkata\x00"])
def test_whatever_is_no_zone_is_indias(name: str) -> None:
    assert zone_named(name).key == "Asia/Kolkata"


def test_knows_the_zones_of_people_elsewhere() -> None:
    assert zone_named("Europe/Berlin").key == "Europe/Berlin"
