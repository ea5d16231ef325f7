"""The mails about money that leaves: one job each, written in the transaction of what they tell."""

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

DESTINATION_SUBJECT = "Your payouts now go somewhere else"
DESTINATION_BODY = """Hello {name},

your withdrawals from PeerLearn now go to: {masked}.

If that was not you, change your password at once and answer this mail: somebody else may be signed in as you.
"""
WITHDRAWAL_SUBJECTS = {
    WithdrawalStatus.COMPLETED: "Your withdrawal of {amount} was sent",
    WithdrawalStatus.REJECTED: "Your withdrawal of {amount} could not be made",
    WithdrawalStatus.REVERSED: "The bank returned your withdrawal of {amount}",
    WithdrawalStatus.FAILED: "Your withdrawal of {amount} did not go through",
}
WITHDRAWAL_BODIES = {
    WithdrawalStatus.COMPLETED: "{amount} was sent to {masked}. The bank's reference is {reference}. "
    "Banks take one to three working days to show it.",
    WithdrawalStatus.REJECTED: "{amount} was not sent to {masked}, and is available to you again. The reason: {reason}",
    WithdrawalStatus.REVERSED: "The bank returned {amount}, sent to {masked} with the reference {reference}. "
    "It is available to you again. The reason: {reason}",
    WithdrawalStatus.FAILED: "{amount} could not be sent to {masked}, and is available to you again. "
    "The reason: {reason} Please check where your money goes, then press Retry payment beside it.",
}
WITHDRAWAL_BODY = "Hello {name},\n\n{fact}\n"


def tell_of_destination(work: Work, user_id: int, masked: str) -> None:
    """Have the owner told that their money goes somewhere else now."""
    payload = {"user_id": user_id, "masked": masked}
    enqueue(
        work, "mail_payout_destination", key=f"payout_destination:{user_id}:{work.now.isoformat()}", payload=payload
    )


def tell_of_withdrawal(work: Work, withdrawal: Withdrawal) -> None:
    """Have the owner told what became of their withdrawal."""
    key = f"withdrawal:{withdrawal.id}:{withdrawal.status}"
    payload = {"withdrawal_id": withdrawal.id, "status": withdrawal.status}
    enqueue(work, "mail_withdrawal", key=key, payload=payload)


@job("mail_payout_destination")
def mail_destination(run: Run) -> None:
    """Tell the owner, at the address of their account."""
    with database.reading() as db:
        user = db.get_one(User, int(run.payload["user_id"]))
    body = DESTINATION_BODY.format(name=user.name, masked=run.payload["masked"])
    mail.deliver(run, to=user.email, subject=DESTINATION_SUBJECT, body=body)


@job("mail_withdrawal")
def mail_withdrawal(run: Run) -> None:
    """Tell what became of a withdrawal."""
    status = WithdrawalStatus(run.payload["status"])
    with database.reading() as db:
        row = db.get_one(Withdrawal, int(run.payload["withdrawal_id"]))
        user = db.get_one(User, row.user_id)
    amount = str(Money(row.amount_paise))
    fact = WITHDRAWAL_BODIES[status].format(
        amount=amount, masked=row.bank_upi, reference=row.reference, reason=row.reason
    )
    subject = WITHDRAWAL_SUBJECTS[status].format(amount=amount)
    mail.deliver(run, to=user.email, subject=subject, body=WITHDRAWAL_BODY.format(name=user.name, fact=fact))
