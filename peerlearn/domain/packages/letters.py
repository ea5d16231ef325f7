"""The mails about a package that is over, through the job queue, once: it ran out, its mentor left, or an admin gave
the rest back."""

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.packages.tables import PackagePurchase
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

MAIL_PACKAGE_END = "mail_package_end"
SUBJECT = "Your package with {mentor} has run out"
BODY = """Hello {name},

the time of your package with {mentor} is over, and some of its sessions were not used.
{amount} go back to where they came from. {arrives}
"""
LEFT_SUBJECT = "Your package has ended"
LEFT_BODY = """Hello {name},

the mentor of a package of yours has deleted their account, and some of its sessions were not used.
{amount} go back to where they came from. {arrives}
"""
MAIL_PACKAGE_REFUND = "mail_package_refund"
REFUND_SUBJECT = {
    Role.LEARNER: "{amount} of your package are on their way back to you",
    Role.MENTOR: "{amount} of a package of {other} were refunded",
}
REFUND_BODY = {
    Role.LEARNER: "Hello {name},\n\nwe are sending back what is unused of your package with {other}: {amount}. It goes "
    "to where it came from. {arrives}\n\nReason: {reason}\n\n"
    "The package is over; what you booked from it stays booked.\n",
    Role.MENTOR: "Hello {name},\n\nwe are sending {amount} back to {other}: what is unused of a package with you.\n\n"
    "Reason: {reason}\n\nNothing was taken from your earnings, and what is booked from it stays booked.\n",
}


def tell_of_end(work: Work, purchase_id: int, unused: Money, *, mentor_left: bool = False) -> None:
    """Have the learner told what goes back, and why."""
    payload = {"purchase_id": purchase_id, "paise": unused.paise, "mentor_left": mentor_left}
    enqueue(work, MAIL_PACKAGE_END, key=f"{MAIL_PACKAGE_END}:{purchase_id}", payload=payload)


@job(MAIL_PACKAGE_END)
def mail_package_end(run: Run) -> None:
    """Tell the learner, if they still have an account."""
    with database.reading() as db:
        purchase = db.get_one(PackagePurchase, int(run.payload["purchase_id"]))
        payment = db.get_one(Payment, purchase.payment_id)
        learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    if learner.is_active and mail.can_send():
        left = bool(run.payload.get("mentor_left"))  # jobs of an older release do not say
        subject = LEFT_SUBJECT if left else SUBJECT.format(mentor=mentor.name)
        body = (LEFT_BODY if left else BODY).format(
            name=learner.name,
            mentor=mentor.name,
            amount=Money(int(run.payload["paise"])),
            arrives=payments.refund_arrives(payment.method),
        )
        mail.deliver(run, to=learner.email, subject=subject, body=body)


def tell_of_refund(work: Work, purchase_id: int, back: Money, reason: str) -> None:
    """Have both told that an admin gave back what was unused."""
    for role in (Role.LEARNER, Role.MENTOR):
        payload = {"purchase_id": purchase_id, "role": role, "paise": back.paise, "reason": reason}
        enqueue(work, MAIL_PACKAGE_REFUND, key=f"{MAIL_PACKAGE_REFUND}:{purchase_id}:{role}", payload=payload)


@job(MAIL_PACKAGE_REFUND)
def mail_package_refund(run: Run) -> None:
    """Tell one of the two, if they still have an account."""
    role = Role(run.payload["role"])
    with database.reading() as db:
        purchase = db.get_one(PackagePurchase, int(run.payload["purchase_id"]))
        payment = db.get_one(Payment, purchase.payment_id)
        learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    person, other = (learner, mentor) if role is Role.LEARNER else (mentor, learner)
    if person.is_active and mail.can_send():
        amount, reason = Money(int(run.payload["paise"])), str(run.payload["reason"])
        subject = REFUND_SUBJECT[role].format(amount=amount, other=other.name)
        arrives = payments.refund_arrives(payment.method)
        body = REFUND_BODY[role].format(
            name=person.name, other=other.name, amount=amount, arrives=arrives, reason=reason
        )
        mail.deliver(run, to=person.email, subject=subject, body=body)
