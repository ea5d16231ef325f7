"""The rules of packages: what may be offered, and that no paisa is lost between one session and all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.packages.rules import FEWEST, LARGEST, MOST, NewPackage, Terms, understood
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

SESSIONS = st.integers(FEWEST, MOST)
RUPEES = st.integers(1, 100_000)


@given(SESSIONS, RUPEES, RUPEES)
def test_all_of_it_is_exactly_so_many_times_one_session(sessions: int, price: int, more: int) -> None:
    terms = Terms(sessions, Money.rupees(price), Money.rupees(price + more))

    for part in ("price", "fee", "total", "mentor", "app"):
        each, together = getattr(terms.each, part).paise, getattr(terms.all, part).paise
        assert each * sessions == together, part
        assert part == "total" or each % 10 == 0, "whole rupees leave nothing to round"
    assert terms.all.price + terms.saving == Money(sessions * terms.usual.paise)


@given(SESSIONS, RUPEES, st.data())
def test_what_is_booked_and_what_is_left_is_what_was_paid(sessions: int, price: int, data: st.DataObject) -> None:
    terms = Terms(sessions, Money.rupees(price), Money.rupees(price + 1))
    booked = data.draw(st.integers(0, sessions))

    left = terms.all.total - terms.worth(booked)

    assert terms.left_of(left) == sessions - booked
    assert terms.worth(sessions - booked) == left


def test_five_sessions_at_nine_hundred_instead_of_a_thousand() -> None:
    terms = understood(NewPackage(sessions="5", usual_price="₹1,000", price=" 900 "))

    assert (str(terms.all.price), str(terms.all.total), str(terms.saving)) == ("₹4,500", "₹4,950", "₹500")
    assert (str(terms.each.mentor), str(terms.all.mentor)) == ("₹810", "₹4,050")


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (("1", "1000", "900"), {"sessions"}),
        (("21", "1000", "900"), {"sessions"}),
        (("five", "1000", "900"), {"sessions"}),
        (("٥", "1000", "900"), {"sessions"}),
        (("5", "999.50", "900"), {"usual_price"}),
        (("5", "100001", "900"), {"usual_price"}),
        (("5", "1000", "1000"), {"price"}),
        (("5", "1000", "1001"), {"price"}),
        (("5", "1000", "0"), {"price"}),
        (("5", "1000", "-1"), {"price"}),
        (("20", "100000", str(LARGEST.paise // 100 // 20 + 1)), {"price"}),
        (("", "", ""), {"sessions", "usual_price", "price"}),
    ],
)
def test_says_beside_each_field_what_to_mend(form: tuple[str, str, str], fields: set[str]) -> None:
    with pytest.raises(Incomplete) as no:
        understood(NewPackage(*form))
    assert set(no.value.problems) == fields
