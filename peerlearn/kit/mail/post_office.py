"""Sending one mail over SMTP, or into the outbox of development.

Called from jobs only. A mail carries a Message-ID made from its job's key, so that one sent again after a crash
is recognisable as the same.
"""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from sqlmodel import select

from peerlearn.kit.jobs import Run
from peerlearn.kit.mail.tables import OutboxMail
from peerlearn.settings import settings

TIMEOUT_SECONDS = 10
REACHES_NOBODY = ".invalid"  # no address ends so (RFC 2606), but those of deleted accounts do


def deliver(run: Run, *, to: str, subject: str, body: str) -> None:
    """Send a mail and finish the job that asked for it; what would reach nobody is not sent.

    The subject becomes one line, for it may hold what people typed, and a mail with a break there is never sent.

    Raises:
        smtplib.SMTPException, OSError: when the server does not take it; the job is tried again.
    """
    if to.endswith(REACHES_NOBODY):
        return
    line = " ".join(subject.split())
    if settings.mail_to_outbox:
        _keep_in_outbox(run, to, line, body)
        return
    _send(run.key, to, line, body)


def can_send() -> bool:
    """Whether a mail would reach anybody."""
    return settings.mail_to_outbox or bool(settings.smtp_host)


def _send(key: str, to: str, subject: str, body: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, to, subject
    letter["Date"] = formatdate(usegmt=True)
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    letter["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice answers
    letter.set_content(body)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(letter)


def _keep_in_outbox(run: Run, to: str, subject: str, body: str) -> None:
    with run.finish() as work:
        if work.db.exec(select(OutboxMail.id).where(OutboxMail.key == run.key)).first() is None:
            work.db.add(OutboxMail(key=run.key, to=to, subject=subject, body=body, at=work.now))
