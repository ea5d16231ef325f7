"""The gateway has fallen silent: payments come, and none of its webhooks does.

After a day without an answer it disables a webhook for good and says so in a mail that nobody may read. Payments then
still come in through the browser and the reconciler, only later; so an admin has to be told by us.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, func, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import PaymentKind
from peerlearn.domain.payments.tables import Payment, WebhookEvent
from peerlearn.kit import clock, database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_SILENCE = "mail_silence"
AT_LEAST = 3  # payments; one alone may have been overtaken by a restart
QUIET_FOR = timedelta(hours=1)  # the gateway repeats what was not answered several times within it
WORKED_ON = timedelta(minutes=10)  # between an event's arrival and the capture that it leads to
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
SUBJECT = "The payment service does not report any more"
BODY = (
    "Hello {name},\n\n"
    "{count} payments came in since the payment service last reported one by itself ({since}). No money is lost: each "
    "was found by asking. But people wait longer, and refunds made at the payment service show late.\n\n"
    "Razorpay disables a webhook that was not answered for a day. Please look at its dashboard, under Settings and "
    "Webhooks: whether the address is {address}, whether it is enabled, and whether its secret is the one that is set "
    "here. Enable it again; nothing else is to be done.\n"
)
NEVER = "never"


@dataclass(frozen=True)
class Silence:
    """So many payments came since the gateway's last word; `since` is ISO 8601 in UTC, empty if there was none."""

    payments: int
    since: str


def silence(db: Session) -> Silence | None:
    """Whether the gateway reports nothing although payments come; None while all is well."""
    of_payments = col(WebhookEvent.detail).not_like("payout.%")
    last = db.exec(select(func.max(WebhookEvent.received_at)).where(of_payments)).one()
    unreported = (
        select(func.count())
        .select_from(Payment)
        .where(
            col(Payment.captured_at) > (last + WORKED_ON if last else BEGINNING),
            col(Payment.captured_at) <= clock.now() - QUIET_FOR,
            Payment.kind != PaymentKind.CREDIT,
        )
    )
    count = db.exec(unreported).one()
    return Silence(count, last.isoformat() if last else "") if count >= AT_LEAST else None


def warn_of_silence(work: Work) -> None:
    """Have every admin told, once a day for as long as it lasts."""
    if silence(work.db) is None:
        return
    for admin_id in accounts.admin_ids(work.db):
        enqueue(work, MAIL_SILENCE, key=f"{MAIL_SILENCE}:{admin_id}:{work.now.date()}", payload={"admin_id": admin_id})


@job(MAIL_SILENCE)
def mail_silence(run: Run) -> None:
    """Tell one admin, unless the gateway has spoken again by now."""
    with database.reading() as db:
        found, admin = silence(db), db.get_one(User, int(run.payload["admin_id"]))
    if found is None or not mail.can_send():
        return
    since = f"{datetime.fromisoformat(found.since):%d %b %Y, %H:%M} UTC" if found.since else NEVER
    address = f"{settings.api_url}/webhooks/razorpay"
    body = BODY.format(name=admin.name, count=found.payments, since=since, address=address)
    mail.deliver(run, to=admin.email, subject=SUBJECT, body=body)
