"""The mail to a learner whose package has ended, through the job queue, once."""

from peerlearn.domain import payments
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
        subject = LEFT_SUBJECT if left else " ".join(SUBJECT.format(mentor=mentor.name).split())
        body = (LEFT_BODY if left else BODY).format(
            name=learner.name,
            mentor=mentor.name,
            amount=Money(int(run.payload["paise"])),
            arrives=payments.refund_arrives(payment.method),
        )
        mail.deliver(run, to=learner.email, subject=subject, body=body)
