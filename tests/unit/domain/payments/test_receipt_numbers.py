"""Receipt numbers: the year begins in April, in India, and nothing else reads as one."""

from datetime import UTC, datetime

import pytest

from peerlearn.domain.payments import financial_year, parse_receipt_number, receipt_number

GST_ALLOWS = 16


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 4, 1, tzinfo=UTC), 2026),
        (datetime(2027, 3, 31, 18, 29, 59, tzinfo=UTC), 2026),  # half past midnight in India is an hour away
        (datetime(2027, 3, 31, 18, 30, tzinfo=UTC), 2027),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 2026),
        (datetime(2027, 1, 1, tzinfo=UTC), 2026),
    ],
)
def test_a_financial_year_begins_with_april_in_india(moment: datetime, year: int) -> None:
    assert financial_year(moment) == year


@pytest.mark.parametrize(
    ("year", "number", "words"),
    [(2026, 123, "PL/26-27/000123"), (2099, 1, "PL/99-00/000001"), (2026, 9_999_999, "PL/26-27/9999999")],
)
def test_is_written_within_what_gst_allows_and_read_again(year: int, number: int, words: str) -> None:
    assert receipt_number(year, number) == words
    assert len(words) <= GST_ALLOWS
    assert parse_receipt_number(words.lower()) == (year, number)


@pytest.mark.parametrize(
    "text", ["", "PL", "PL/26-27/12", "PL/26-28/000001", "XPL/26-27/000001", "PL/26-27/000001x", "PL/٢٦-27/000001"]
)
def test_reads_nothing_else_as_a_number(text: str) -> None:
    assert parse_receipt_number(text) is None
