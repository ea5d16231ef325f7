"""Receipt numbers: one for every payment that came, in order and without a gap, anew from each first of April in India.

The counter's row is locked until the transaction ends, so that a number that is not used goes back. It is taken last:
whoever has it waits for nobody.
"""

import re
from datetime import datetime, timedelta, timezone

from sqlmodel import select

from peerlearn.domain.payments.tables import BillingState, Payment, Receipt, ReceiptYear
from peerlearn.kit import database
from peerlearn.kit.work import Work
from peerlearn.settings import settings

INDIA = timezone(timedelta(hours=5, minutes=30))
APRIL = 4
CENTURY = 2000
STATE_DIGITS = 2  # a GSTIN begins with the code of its state


def financial_year(moment: datetime) -> int:
    """The year in which the Indian financial year of a moment began."""
    local = moment.astimezone(INDIA)
    return local.year if local.month >= APRIL else local.year - 1


def receipt_number(year: int, number: int) -> str:
    """As people read it, in no more than the sixteen characters that GST allows."""
    return f"PL/{year % 100:02d}-{(year + 1) % 100:02d}/{number:06d}"


def parse_receipt_number(text: str) -> tuple[int, int] | None:
    """Year and number of what somebody typed, also in small letters; None for anything else."""
    read = re.fullmatch(r"PL/([0-9]{2})-([0-9]{2})/([0-9]{6,9})", text.upper())
    if read is None or (int(read[1]) + 1) % 100 != int(read[2]):
        return None
    return CENTURY + int(read[1]), int(read[3])


def issue(work: Work, payment: Payment) -> None:
    """Give a payment that has just come its receipt, with what the law wants to be known of the seller that day."""
    assert payment.id is not None
    year = financial_year(work.now)
    state = work.db.get(BillingState, payment.learner_id)
    work.db.add(
        Receipt(
            payment_id=payment.id,
            year=year,
            number=_next(work, year),
            issued_at=work.now,
            seller_name=settings.seller_name,
            seller_address=settings.seller_address,
            gstin=settings.gstin,
            sac=settings.gst_sac if settings.gstin else "",
            gst_percent=settings.gst_percent if settings.gstin else 0,
            # The law takes the seller's own state where the buyer's is not known.
            place_of_supply=(state.code if state else settings.gstin[:STATE_DIGITS]) if settings.gstin else "",
        )
    )
    work.db.flush()


def _next(work: Work, year: int) -> int:
    database.insert_once(work.db, ReceiptYear(year=year, last=0))
    locked = select(ReceiptYear).where(ReceiptYear.year == year).with_for_update()
    counter = work.db.exec(locked.execution_options(populate_existing=True)).one()
    counter.last += 1
    work.db.flush()
    return counter.last
