"""The mail to admins about what the look through everything found: one job for each of them, written with it."""

from peerlearn.domain import accounts
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_FINDINGS = "mail_findings"
SUBJECT = "Something on PeerLearn cannot be true"
BODY = """Hello {name},

the look through everything found what was not there the last time:

{lines}

All that was found stands at {where}.
"""
WHERE = "/admin/payments/#checked"


def tell_of_findings(work: Work, look: str, lines: list[str]) -> None:
    """Have every admin told what is new in a look; `look` names it."""
    for user_id in accounts.admin_ids(work.db):
        payload = {"user_id": user_id, "lines": lines}
        enqueue(work, MAIL_FINDINGS, key=f"{MAIL_FINDINGS}:{look}:{user_id}", payload=payload)


@job(MAIL_FINDINGS)
def mail_findings(run: Run) -> None:
    """Tell one admin, while they are one."""
    with database.reading() as db:
        admin = db.get_one(User, int(run.payload["user_id"]))
    lines = "\n".join(f"- {line}" for line in run.payload["lines"])
    body = BODY.format(name=admin.name, lines=lines, where=settings.site_url + WHERE)
    if admin.is_active and mail.can_send():
        mail.deliver(run, to=admin.email, subject=SUBJECT, body=body)
