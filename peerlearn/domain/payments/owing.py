"""One refund begins: its row with its key, its part in the ledger, and the jobs that ask the gateway for it."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import credits, ledger, storage
from peerlearn.domain.payments.rules import GatewayRefund, PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Dispute, Payment, Refund
from peerlearn.kit import ids
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Job, JobState, enqueue
from peerlearn.kit.work import Work

# A bank may take days, and a job gives up after minutes: ask at once, and again until well after both; then daily.
ASK_AFTER = (
    timedelta(0),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
DAILY_AFTER = timedelta(days=6)  # the day's question is written down before the last of these is asked


def owe(
    work: Work,
    payment: Payment,
    amount_paise: int,
    reason: str,
    *,
    newly: int | None = None,
    made: GatewayRefund | None = None,
    by_hand: bool = False,
    lost_by: Dispute | None = None,
    by: Viewer | None = None,
) -> int:
    """Write down that so much goes back; whoever calls holds the payment's lock.

    Args:
        work: the unit of work.
        payment: the payment.
        amount_paise: how much goes back by this refund.
        reason: why, for admins.
        newly: how much of it was not owed before; all of it unless it takes the place of other refunds.
        made: the gateway's own refund, where it was made there and not by us.
        by_hand: whether it was sent from our bank, so that the gateway is not asked for it.
        lost_by: the dispute by which the learner's bank has given it back, at the site's cost unless it was a gift.
        by: whose deed it is; nobody's when it follows by itself.

    Returns:
        The number of the new refund.
    """
    assert payment.id is not None
    refund = Refund(
        payment_id=payment.id,
        amount_paise=amount_paise,
        reason=reason,
        idempotency_key=f"refund-{ids.public_id()}",
        razorpay_refund_id=made.razorpay_refund_id if made else None,
        dispute_id=lost_by.id if lost_by else None,
        created_at=work.now,
    )
    work.db.add(refund)
    work.db.flush()
    assert refund.id is not None
    at_sites_cost = lost_by is not None and payment.kind != PaymentKind.GIFT
    _post(work, payment, refund.id, amount_paise if newly is None else newly, at_sites_cost=at_sites_cost)
    if not by_hand and lost_by is None and (made is None or made.status is not RefundStatus.PROCESSED):
        _ask_again_and_again(work, refund.id)
    details = {"reason": reason, "refund_id": refund.id, "amount_paise": amount_paise}
    storage.record(work, "payment.refund", payment, actor_id=by.user_id if by else None, **details)
    crash_here(Point.REFUND_WRITTEN)
    return refund.id


def ask_for_refunds_daily(work: Work) -> None:
    """Have the gateway asked tomorrow for every old refund whose end is not known; said again, it is one question.

    A report may be lost, a bank slow, and an outage longer than a job tries: none of them ends a refund.
    """
    unsettled = col(Refund.status).in_((RefundStatus.REQUESTED, RefundStatus.PENDING))
    old = col(Refund.created_at) <= work.now - DAILY_AFTER
    tomorrow = _day_after(work.now)
    for refund_id in work.db.exec(select(Refund.id).where(unsettled, old)):
        assert refund_id is not None
        run_at = datetime.combine(tomorrow, time(), work.now.tzinfo)
        _ask(work, refund_id, _daily_key(refund_id, tomorrow), run_at)


def ask_now(work: Work, payment: Payment, why: str) -> None:
    """Have the gateway asked at once, and once for this reason, for what it has not accepted of a payment so far."""
    waiting = select(Refund.id).where(
        Refund.payment_id == payment.id, Refund.status == RefundStatus.REQUESTED, col(Refund.refused) != ""
    )
    for refund_id in work.db.exec(waiting):
        _ask(work, refund_id or 0, f"refund:{refund_id}:{why}", work.now)


def asked_next_at(db: Session, refund_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """When the gateway is asked for each of these refunds the next time; left out are those asked for no more."""
    refund_of = {_key(refund_id, pause): refund_id for refund_id in refund_ids for pause in ASK_AFTER}
    for day in (now.date(), _day_after(now)):
        refund_of |= {_daily_key(refund_id, day): refund_id for refund_id in refund_ids}
    waiting = select(Job.key, Job.run_at).where(col(Job.key).in_(refund_of), Job.state == JobState.READY)
    found: dict[int, datetime] = {}
    for key, run_at in db.exec(waiting.order_by(col(Job.run_at))):
        found.setdefault(refund_of[key], run_at)
    return found


def _post(work: Work, payment: Payment, refund_id: int, newly: int, *, at_sites_cost: bool) -> None:
    if newly:
        if payment.kind == PaymentKind.PACKAGE:
            taken = credits.taken_from_package(work, payment, newly, at_sites_cost=at_sites_cost)
        else:
            taken = ledger.taken_from(work.db, payment, newly, at_sites_cost=at_sites_cost)
        ledger.post_refund(work, payment, refund_id, taken)
        payment.refunded_paise += newly
    if payment.refunded_paise == payment.total_paise and payment.status == PaymentStatus.CAPTURED:
        payment.status = PaymentStatus.REFUNDING


def _ask_again_and_again(work: Work, refund_id: int) -> None:
    for pause in ASK_AFTER:
        _ask(work, refund_id, _key(refund_id, pause), work.now + pause)


def _ask(work: Work, refund_id: int, key: str, run_at: datetime) -> None:
    enqueue(work, "refund_payment", key=key, payload={"refund_id": refund_id}, run_at=run_at)


def _key(refund_id: int, pause: timedelta) -> str:
    return f"refund:{refund_id}:after:{int(pause.total_seconds())}"


def _daily_key(refund_id: int, day: date) -> str:
    return f"refund:{refund_id}:on:{day}"


def _day_after(now: datetime) -> date:
    return now.date() + timedelta(days=1)
