"""The mails about a dispute: a warning to every admin, and a word to a mentor whose share has to wait for its end."""

from peerlearn.domain import accounts
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import returned
from peerlearn.domain.payments.tables import Dispute, Payment
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_DISPUTE = "mail_dispute"
SUBJECT = "A bank disputes a payment of {amount}"
BODY = (
    "Hello {name},\n\n"
    "the bank of {learner} questions {amount} of the {total} that {learner} paid to {mentor}.\n\n"
    "Reason: {reason}\n"
    "Answer by: {until}\n\n"
    "Until it has decided, what is kept of this payment stays where it is. Send the evidence on the payment service's "
    "pages; what the lesson left behind is here:\n{address}\n"
)
MAIL_WAIT = "mail_disputed_share"
WAIT_SUBJECT = "Your share of the session with {learner} has to wait"
WAIT_BODY = (
    "Hello {name},\n\n"
    "your session with {learner} is over, but the bank of {learner} questions the payment. Until it has decided, which "
    "may take weeks, your share of {share} is kept. When the payment stands it goes to your earnings by itself.\n"
)
NO_REASON, NO_DAY = "none was given", "the payment service names no day"


def warn_admins(work: Work, dispute_id: int) -> None:
    """Have every admin told of a dispute that has just opened."""
    for user_id in accounts.admin_ids(work.db):
        payload = {"dispute_id": dispute_id, "user_id": user_id}
        enqueue(work, MAIL_DISPUTE, key=f"{MAIL_DISPUTE}:{dispute_id}:{user_id}", payload=payload)


def tell_of_wait(work: Work, payment_id: int) -> None:
    """Have the mentor told, once, why what they have just earned is not among their earnings yet."""
    enqueue(work, MAIL_WAIT, key=f"{MAIL_WAIT}:{payment_id}", payload={"payment_id": payment_id})


@job(MAIL_WAIT)
def mail_wait(run: Run) -> None:
    """Tell the mentor, if they still have an account."""
    with database.reading() as db:
        payment = db.get_one(Payment, int(run.payload["payment_id"]))
        learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    share = Money((payment.split - returned(payment.split, payment.refunded_paise)).mentor)
    body = WAIT_BODY.format(name=mentor.name, learner=learner.name, share=share)
    if mentor.is_active and mail.can_send():
        subject = WAIT_SUBJECT.format(learner=learner.name)
        mail.deliver(run, to=mentor.email, subject=subject, body=body)


@job(MAIL_DISPUTE)
def mail_dispute(run: Run) -> None:
    """Tell one admin, if they still have an account."""
    with database.reading() as db:
        admin = db.get_one(User, int(run.payload["user_id"]))
        dispute = db.get_one(Dispute, int(run.payload["dispute_id"]))
        payment = db.get_one(Payment, dispute.payment_id)
        learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    amount = Money(dispute.amount_paise)
    body = BODY.format(
        name=admin.name,
        learner=learner.name,
        mentor=mentor.name,
        amount=amount,
        total=Money(payment.total_paise),
        reason=dispute.reason or NO_REASON,
        until=f"{dispute.respond_by:%A, %d %B %Y, %H:%M} UTC" if dispute.respond_by else NO_DAY,
        address=f"{settings.site_url}/admin/payments/",
    )
    if admin.is_active and mail.can_send():
        mail.deliver(run, to=admin.email, subject=SUBJECT.format(amount=amount), body=body)
