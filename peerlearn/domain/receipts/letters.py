"""The mail after a payment, with the way to its receipt, through the job queue, once."""

from sqlmodel import Session

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments import PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.receipts.queries import Paper, paper_of
from peerlearn.domain.receipts.rules import DOOR
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_RECEIPT = "mail_receipt"
SUBJECT = "Your receipt {number} for “{title}”"
BODY = """Hello {name},

thank you. You paid {total} for {what} with {mentor}: {price}, and {fee} service fee.

Your receipt {number} is here as PDF, for you alone:
{address}
"""
WHAT = {"booking": "“{title}”", "gift": "a gift for “{title}”", "package": "“{title}”"}


def mail_when_paid(work: Work, payment_id: int) -> None:
    """Have the learner told, unless the money is on its way back already, or came with a package."""
    payment = work.db.get_one(Payment, payment_id)
    if payment.status != PaymentStatus.CAPTURED or payment.kind == PaymentKind.CREDIT:
        return
    enqueue(work, MAIL_RECEIPT, key=f"{MAIL_RECEIPT}:{payment_id}", payload={"payment_id": payment_id})


@job(MAIL_RECEIPT)
def mail_receipt(run: Run) -> None:
    """Tell the learner where the receipt is, if they still have an account."""
    payment_id = int(run.payload["payment_id"])
    with database.reading() as db:
        learner, paper = _paid(db, payment_id)
    if learner.is_active and mail.can_send():
        facts = {"title": paper.title, "number": paper.number}
        body = BODY.format(
            **facts,
            name=paper.learner_name,
            what=WHAT[paper.kind].format(**facts),
            mentor=paper.mentor_name,
            total=paper.total,
            price=paper.price,
            fee=paper.fee,
            address=f"{settings.api_url}{DOOR}/{payment_id}.pdf",
        )
        mail.deliver(run, to=learner.email, subject=SUBJECT.format(**facts), body=body)


def _paid(db: Session, payment_id: int) -> tuple[User, Paper]:
    learner = db.get_one(User, db.get_one(Payment, payment_id).learner_id)
    reader = Viewer(user_id=learner.id or 0, role=Role(learner.role), name=learner.name)
    return learner, paper_of(db, payment_id, by=reader)
