"""The mail to admins about what the gateway gave or took besides payments and refunds: one job for each of them."""

from sqlmodel import select

from peerlearn.domain import accounts
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.settlements.rules import LineKind
from peerlearn.domain.settlements.tables import SettledLine, Settlement
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

MAIL_ADJUSTMENTS = "mail_adjustments"
SUBJECT = "The payment service changed a settlement by {amount}"
BODY = """Hello {name},

the settlement {settlement} (bank's reference {utr}) holds what belongs to no payment and to no refund:

{lines}

It is booked at the site's expense, or for its benefit. The payment service's dashboard says why.
"""
LINE = "- {amount}: {description} ({line})"
NO_WORDS = "no reason given"


def tell_of_adjustments(work: Work, settlement_id: int) -> None:
    """Have every admin told."""
    for user_id in accounts.admin_ids(work.db):
        payload = {"settlement_id": settlement_id, "user_id": user_id}
        enqueue(work, MAIL_ADJUSTMENTS, key=f"{MAIL_ADJUSTMENTS}:{settlement_id}:{user_id}", payload=payload)


@job(MAIL_ADJUSTMENTS)
def mail_adjustments(run: Run) -> None:
    """Tell one admin, while they are one."""
    with database.reading() as db:
        settlement = db.get_one(Settlement, int(run.payload["settlement_id"]))
        admin = db.get_one(User, int(run.payload["user_id"]))
        adjusted = select(SettledLine).where(
            SettledLine.settlement_id == settlement.id, SettledLine.kind == LineKind.ADJUSTMENT
        )
        lines = list(db.exec(adjusted))
    total = sum(line.net_paise for line in lines)
    body = BODY.format(
        name=admin.name,
        settlement=settlement.razorpay_id,
        utr=settlement.utr,
        lines="\n".join(_said(line) for line in lines),
    )
    if admin.is_active and mail.can_send():
        mail.deliver(run, to=admin.email, subject=SUBJECT.format(amount=Money(total)), body=body)


def _said(line: SettledLine) -> str:
    amount = Money(line.net_paise)
    return LINE.format(amount=amount, description=line.description or NO_WORDS, line=line.razorpay_id)
