"""The last mail to an address that is no longer known: that its account is gone, and what to do if nobody asked."""

from peerlearn.domain.accounts.tables import User
from peerlearn.kit import mail
from peerlearn.kit.jobs import Job, Run, enqueue, job
from peerlearn.kit.work import Work, unit_of_work

MAIL_FAREWELL = "mail_farewell"
SUBJECT = "Your PeerLearn account is deleted"
BODY = """Hello {name},

your account is deleted, and every device is signed out. What the law wants kept of payments stays without your name.
This address can register anew at any time.

If you did not ask for this, answer this mail at once.
"""


def say_farewell(work: Work, user: User) -> None:
    """Have the owner told, at the address that is about to be forgotten."""
    if mail.can_send():
        payload = {"to": user.email, "name": user.name}
        enqueue(work, MAIL_FAREWELL, key=f"{MAIL_FAREWELL}:{user.id}", payload=payload)


@job(MAIL_FAREWELL)
def mail_farewell(run: Run) -> None:
    """Tell them, then forget who that was; a run after that finds nothing to do."""
    if not run.payload:
        return
    body = BODY.format(name=run.payload["name"])
    mail.deliver(run, to=run.payload["to"], subject=SUBJECT, body=body)
    with unit_of_work() as work:
        work.db.get_one(Job, run.job_id).payload = {}
