"""The mail about a refund that an admin sent from the site's own bank account: one job, written with it."""

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

MAIL_BY_HAND = "mail_refund_by_hand"
SUBJECT = "{amount} were sent to your bank account"
BODY = (
    "Hello {name},\n\n"
    "{amount} that you had paid to {mentor} could not go back to where they came from. "
    "We have sent them to your bank account by a transfer instead.\n\n"
    "Bank's reference: {reference}\n\n"
    "With the reference your bank finds the transfer, should it not be there after three working days.\n"
)


def tell_of_transfer(work: Work, refund_id: int) -> None:
    """Have the learner told that it was sent, and how they find it."""
    enqueue(work, MAIL_BY_HAND, key=f"{MAIL_BY_HAND}:{refund_id}", payload={"refund_id": refund_id})


@job(MAIL_BY_HAND)
def mail_refund_by_hand(run: Run) -> None:
    """Tell the learner, if they still have an account."""
    with database.reading() as db:
        refund = db.get_one(Refund, int(run.payload["refund_id"]))
        payment = db.get_one(Payment, refund.payment_id)
        learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    amount = Money(refund.amount_paise)
    body = BODY.format(name=learner.name, amount=amount, mentor=mentor.name, reference=refund.reference)
    if learner.is_active and mail.can_send():
        mail.deliver(run, to=learner.email, subject=SUBJECT.format(amount=amount), body=body)
