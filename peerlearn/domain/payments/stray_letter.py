"""The mail about money that came in a wrong amount: one job, written with the decision to send it back."""

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import refund_arrives
from peerlearn.domain.payments.tables import Payment, StrayPayment
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

MAIL_STRAY = "mail_stray"
SUBJECT = "{paid} came instead of {asked}, and are on their way back to you"
BODY = (
    "Hello {name},\n\n"
    "we asked you for {asked}, and {paid} came from your bank. Nothing was booked or bought with that: "
    "all of it, {paid}, is on its way back to where it came from.\n\n"
    "{when} You need not do anything.\n"
)


def tell_of_stray(work: Work, stray_id: int) -> None:
    """Have the learner told what came, and that it goes back."""
    enqueue(work, MAIL_STRAY, key=f"{MAIL_STRAY}:{stray_id}", payload={"stray_id": stray_id})


@job(MAIL_STRAY)
def mail_stray(run: Run) -> None:
    """Tell the learner, if they still have an account."""
    with database.reading() as db:
        stray = db.get_one(StrayPayment, int(run.payload["stray_id"]))
        payment = db.get_one(Payment, stray.payment_id)
        learner = db.get_one(User, payment.learner_id)
    said = {"paid": Money(stray.amount_paise), "asked": Money(payment.total_paise)}
    body = BODY.format(name=learner.name, when=refund_arrives(""), **said)
    if learner.is_active and mail.can_send():
        mail.deliver(run, to=learner.email, subject=SUBJECT.format(**said), body=body)
