"""Money: whole paise, one rounding rule, and how people read it."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit.money import Money

PAISE = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("paise", "text"),
    [
        (0, "₹0"),
        (5, "₹0.05"),
        (50, "₹0.50"),
        (100, "₹1"),
        (110_000, "₹1,100"),
        (110_050, "₹1,100.50"),
        (2_000_000, "₹20,000"),
        (10_000_000, "₹1,00,000"),
        (123_456_789, "₹12,34,567.89"),
        (1_000_000_000, "₹1,00,00,000"),
        (-110_000, "-₹1,100"),
        (-5, "-₹0.05"),
    ],
)
def test_reads_as_indians_write_it(paise: int, text: str) -> None:
    assert str(Money(paise)) == text


@given(PAISE)
def test_text_loses_nothing(paise: int) -> None:
    rupees, _, rest = str(Money(paise)).replace("₹", "").replace(",", "").partition(".")

    assert abs(int(rupees)) * 100 + int(rest or 0) == abs(paise)
    assert rupees.startswith("-") == (paise < 0)


@given(PAISE, PAISE)
def test_adds_and_subtracts_like_whole_numbers(one: int, other: int) -> None:
    assert (Money(one) + Money(other)).paise == one + other
    assert Money(one) - Money(other) == Money(one) + -Money(other)
    assert (Money(one) < Money(other)) == (one < other)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10_000))
def test_share_is_exact_with_half_a_paisa_rounded_up(paise: int, basis_points: int) -> None:
    exact = Fraction(paise * basis_points, 10_000)

    share = Money(paise).share(basis_points).paise

    assert exact - Fraction(1, 2) < share <= exact + Fraction(1, 2)


def test_half_a_paisa_goes_up() -> None:
    assert Money(5).share(1000) == Money(1)
    assert Money(15).share(9000) == Money(14)


def test_rupees_are_a_hundred_paise() -> None:
    assert Money.rupees(1000) == Money(100_000)


def test_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Money(1).paise = 2  # type: ignore[misc]
