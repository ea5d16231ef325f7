"""A withdrawal goes out through RazorpayX: each try is a payout under a key that was written down before anybody asked.

The job asks until the end is known, for weeks if need be. Whoever is killed in between is followed by another run with
the same key; a new key is only made when RazorpayX has said that nothing was paid under the one before.
"""

import logging
from datetime import datetime, time, timedelta

from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.payments import GatewayDown, GatewayRefused, PaymentsNotSetUp
from peerlearn.domain.payouts import attempt_rules, destinations, payees, razorpayx_gateway, storage
from peerlearn.domain.payouts.attempt_rules import MAY_COME_BACK_FOR, THEN_EVERY, TRY_AGAIN_AFTER, Payout, PayoutStatus
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import PayoutAttempt, Withdrawal
from peerlearn.kit import database, ids
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

SEND = "send_payout"


def begin(work: Work, withdrawal: Withdrawal) -> None:
    """Have a withdrawal sent, in the transaction that sets its amount aside."""
    _start(work, withdrawal, number=1, at=work.now)


def ask_now(work: Work, withdrawal_id: int) -> None:
    """Have RazorpayX asked at once where a withdrawal is, and daily from then on."""
    attempt = latest(work, withdrawal_id)
    if attempt is not None:
        _ask_at(work, attempt, len(attempt_rules.ASK_AFTER), f"now:{work.now.isoformat()}", work.now)


def ask_daily(work: Work) -> None:
    """Have RazorpayX asked tomorrow for every payout whose end is not known; said again, it is one question.

    Each question asks for the next one; where one of them was given up, nobody would ask any more.
    """
    unknown = col(PayoutAttempt.status).in_([status for status in PayoutStatus if status.under_way])
    old = col(PayoutAttempt.changed_at) <= work.now - THEN_EVERY
    tomorrow = datetime.combine(work.now.date() + THEN_EVERY, time(), work.now.tzinfo)
    for attempt in work.db.exec(select(PayoutAttempt).where(unknown, old)):
        _ask_at(work, attempt, len(attempt_rules.ASK_AFTER), f"on:{tomorrow.date()}", tomorrow)


def latest(work: Work, withdrawal_id: int) -> PayoutAttempt | None:
    """The newest try of a withdrawal; None where RazorpayX has nothing to do with it."""
    tries = select(PayoutAttempt).where(PayoutAttempt.withdrawal_id == withdrawal_id)
    return work.db.exec(tries.order_by(col(PayoutAttempt.number).desc())).first()


@job(SEND)
def send_payout(run: Run) -> None:
    """Make one payout, or ask how it is getting on, and write down the answer."""
    attempt_id, step = int(run.payload["attempt_id"]), int(run.payload["step"])
    with database.reading() as db:
        attempt = db.get_one(PayoutAttempt, attempt_id)
        withdrawal = db.get_one(Withdrawal, attempt.withdrawal_id)
    if PayoutStatus(attempt.status).came_to_nothing:
        return
    try:
        answer = look(attempt) or _send(attempt, withdrawal)
    except (GatewayDown, GatewayRefused, PaymentsNotSetUp) as trouble:
        log.warning("Payout %s: nobody knows yet how it stands (%s)", attempt_id, trouble)
        answer = None
    with run.finish() as work:
        if answer is not None:
            record_answer(work, attempt_id, answer)
        _ask_on(work, attempt_id, step)


def look(attempt: PayoutAttempt) -> Payout | None:
    """How a payout stands at RazorpayX; None while it knows of none under that key."""
    razorpayx_gateway.require_account()
    if attempt.razorpay_payout_id is not None:
        return razorpayx_gateway.payout(attempt.razorpay_payout_id)
    return razorpayx_gateway.payout_with_key(attempt.idempotency_key)


def record_answer(work: Work, attempt_id: int, answer: Payout) -> None:
    """Write down how a payout stands, with all that follows; safe to repeat, in any order."""
    attempt = work.db.get_one(PayoutAttempt, attempt_id)
    withdrawal = storage.locked(work, attempt.withdrawal_id)
    work.db.refresh(attempt)
    before = PayoutStatus(attempt.status)
    attempt.razorpay_payout_id = attempt.razorpay_payout_id or answer.payout_id or None
    after = attempt_rules.merged(before, answer.status)
    if after is not before:
        attempt.status, attempt.reason, attempt.changed_at = after, answer.reason[:60], work.now
        # The row of another try may only come in once this one no longer counts as under way.
        work.db.flush()
        _follow(work, withdrawal, attempt, before, answer)
        storage.note(work, withdrawal, f"payout.{after}", actor_id=None, payout=answer.payout_id)
        crash_here(Point.PAYOUT_WRITTEN)


def _follow(work: Work, withdrawal: Withdrawal, attempt: PayoutAttempt, before: PayoutStatus, answer: Payout) -> None:
    """What a new state means for the withdrawal and its money."""
    if answer.status is PayoutStatus.PROCESSED:
        _sent(work, withdrawal, answer)
    elif before.came_to_nothing or not answer.status.came_to_nothing:
        return  # on its way; or it had failed before, and what came of that was seen to then
    elif attempt_rules.tries_again(attempt.number, answer):
        _start(work, withdrawal, attempt.number + 1, at=work.now + TRY_AGAIN_AFTER[attempt.number - 1])
    else:
        _came_back(work, withdrawal, answer)


def _sent(work: Work, withdrawal: Withdrawal, answer: Payout) -> None:
    assert withdrawal.id is not None
    withdrawal.reference = answer.reference
    payments.note_paid_out(work, withdrawal.id, Money(withdrawal.amount_paise))
    payments.note_payout_fee(work, withdrawal.id, answer.fee, answer.tax)
    storage.settle(work, withdrawal, WithdrawalStatus.COMPLETED, actor_id=None)


def _came_back(work: Work, withdrawal: Withdrawal, answer: Payout) -> None:
    assert withdrawal.id is not None
    returned = answer.status is PayoutStatus.REVERSED
    withdrawal.reason = answer.words
    withdrawal.reference = withdrawal.reference or answer.reference
    payments.give_back(work, withdrawal.id)
    storage.settle(work, withdrawal, WithdrawalStatus.REVERSED if returned else WithdrawalStatus.FAILED, actor_id=None)


def _send(attempt: PayoutAttempt, withdrawal: Withdrawal) -> Payout:
    destination = destinations.opened(withdrawal.sealed_destination)
    try:
        account = payees.fund_account_of(withdrawal, destination)
        amount = Money(withdrawal.amount_paise)
        order = razorpayx_gateway.Order(attempt.idempotency_key, account, destination, amount)
        sent = razorpayx_gateway.send(order)
    except GatewayRefused as refusal:
        # Somebody else's run may have made it meanwhile: then it is there, whatever we were told.
        return look(attempt) or razorpayx_gateway.refused(refusal)
    crash_here(Point.PAYOUT_SENT)
    return sent


def _start(work: Work, withdrawal: Withdrawal, number: int, at: datetime) -> None:
    assert withdrawal.id is not None
    attempt = PayoutAttempt(
        withdrawal_id=withdrawal.id,
        number=number,
        idempotency_key=f"po-{ids.public_id()}",
        created_at=work.now,
        changed_at=work.now,
    )
    work.db.add(attempt)
    work.db.flush()
    _ask_at(work, attempt, 0, "0", at)


def _ask_on(work: Work, attempt_id: int, step: int) -> None:
    """Ask once more later, unless nothing more can happen to this payout."""
    attempt = work.db.get_one(PayoutAttempt, attempt_id)
    status = PayoutStatus(attempt.status)
    settled_for = work.now - attempt.changed_at
    if status.came_to_nothing or (status is PayoutStatus.PROCESSED and settled_for > MAY_COME_BACK_FOR):
        return
    pause = THEN_EVERY if status is PayoutStatus.PROCESSED else attempt_rules.pause_before(step)
    at = work.now + pause
    # Daily questions are named by their day, so that however many were begun, one goes on.
    name = str(step + 1) if pause < timedelta(days=1) else f"on:{at.date()}"
    _ask_at(work, attempt, step + 1, name, at)


def _ask_at(work: Work, attempt: PayoutAttempt, step: int, name: str, at: datetime) -> None:
    payload = {"attempt_id": attempt.id, "step": step}
    enqueue(work, SEND, key=f"payout:{attempt.id}:{name}", payload=payload, run_at=at)
