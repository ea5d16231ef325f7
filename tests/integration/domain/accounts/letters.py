"""The mails that accounts send, read out of the outbox of development."""

import re

from sqlmodel import col, select

from peerlearn.kit.database import reading
from peerlearn.kit.jobs.runner import run_next
from peerlearn.kit.mail import OutboxMail


def do_jobs() -> None:
    """Do everything that waits to be done now."""
    while run_next():
        pass


def letters() -> list[OutboxMail]:
    """Every mail so far, the oldest first, after what waits was sent."""
    do_jobs()
    with reading() as db:
        return list(db.exec(select(OutboxMail).order_by(col(OutboxMail.id))))


def newest_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"\b\d{6}\b", letters()[-1].body)
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
