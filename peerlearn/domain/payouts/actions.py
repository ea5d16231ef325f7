"""Everything that changes a withdrawal: asking for one, and what an admin decides about it.

Asking and the ledger's line for it are one transaction, behind a lock that everybody who wants the same money takes.
"""

from sqlmodel import select

from peerlearn.domain import accounts, audit, payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.payments import ProofNeeded
from peerlearn.domain.payouts import attempts, destinations, razorpayx_gateway, storage
from peerlearn.domain.payouts.attempt_rules import UPI_MOST
from peerlearn.domain.payouts.leaving import least, smallest_for
from peerlearn.domain.payouts.refusals import (
    AlreadySettled,
    NoDestination,
    NotEnough,
    NothingToRetry,
    NotYours,
    SentByItself,
    TooLittle,
    TooMuchForUpi,
)
from peerlearn.domain.payouts.rules import (
    CHECK_FIELDS,
    FOLLOWS,
    LONGEST_REASON,
    Destination,
    DestinationKind,
    Route,
    Source,
    WithdrawalStatus,
    retry_key,
    understood_amount,
)
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import Work

TOPIC = storage.TOPIC
OWN = {Role.MENTOR: Source.EARNINGS, Role.LEARNER: Source.AMENDS}
NO_REASON = "Please say why; the person reads it"


def withdraw(work: Work, typed: str, key: str, *, by: Viewer) -> int:
    """Ask for an amount of what one has earned, was compensated with, or as an admin of what the site has.

    It is asked for once for each key.

    Returns:
        The withdrawal's id.

    Raises:
        NotYours, ProofNeeded, Incomplete, NoDestination, TooLittle, TooMuchForUpi, NotEnough.
    """
    return _withdraw(work, _source_of(work, by), understood_amount(typed), key, by)


def retry(work: Work, withdrawal_id: int, *, by: Viewer) -> int:
    """Ask again for what RazorpayX could not send, to where one's money goes now; once for each that failed.

    Raises:
        NotYours, ProofNeeded, NothingToRetry, and all that `withdraw` raises.
    """
    source, failed = _source_of(work, by), work.db.get(Withdrawal, withdrawal_id)
    if failed is None or failed.user_id != by.user_id:
        raise NotYours()
    if failed.status != WithdrawalStatus.FAILED or failed.source != source:
        raise NothingToRetry()
    return _withdraw(work, source, Money(failed.amount_paise), retry_key(withdrawal_id), by)


def ask_again(work: Work, withdrawal_id: int, *, by: Viewer) -> None:
    """Have RazorpayX asked now where a withdrawal is.

    Raises:
        NotYours, NoSuchWithdrawal.
    """
    if by.role != Role.ADMIN:
        raise NotYours()
    row = storage.locked(work, withdrawal_id)
    attempts.ask_now(work, withdrawal_id)
    storage.note(work, row, "withdrawal.ask_again", actor_id=by.user_id)


def _withdraw(work: Work, source: Source, amount: Money, key: str, by: Viewer) -> int:
    if source is Source.APP_PROFIT:
        accounts.lock_admins(work)
    else:
        accounts.lock_user(work, by.user_id)
    asked = select(Withdrawal).where(Withdrawal.user_id == by.user_id, Withdrawal.idempotency_key == key)
    if (before := work.db.exec(asked).first()) is not None:
        return before.id or 0
    _check_amount(work, source, amount, by)
    return _ask(work, source, amount, key, by)


def complete(work: Work, withdrawal_id: int, reference: str, *, by: Viewer) -> None:
    """Write down that the money was sent, with the bank's reference.

    Raises:
        NotYours, ProofNeeded, NoSuchWithdrawal, SentByItself, Incomplete, AlreadySettled.
    """
    row = _to_settle(work, withdrawal_id, WithdrawalStatus.COMPLETED, by)
    row.reference = payments.understood_reference(reference)
    payments.note_paid_out(work, withdrawal_id, Money(row.amount_paise))
    storage.settle(work, row, WithdrawalStatus.COMPLETED, actor_id=by.user_id)


def reject(work: Work, withdrawal_id: int, reason: str, *, by: Viewer) -> None:
    """Do not send the money; its owner has it again.

    Raises:
        NotYours, ProofNeeded, NoSuchWithdrawal, SentByItself, Incomplete, AlreadySettled.
    """
    _give_back(work, withdrawal_id, WithdrawalStatus.REJECTED, reason, by)


def reverse(work: Work, withdrawal_id: int, reason: str, *, by: Viewer) -> None:
    """The bank returned what was sent; its owner has it again.

    Raises:
        NotYours, ProofNeeded, NoSuchWithdrawal, SentByItself, Incomplete, AlreadySettled.
    """
    _give_back(work, withdrawal_id, WithdrawalStatus.REVERSED, reason, by)


def reveal(work: Work, withdrawal_id: int, *, by: Viewer) -> Destination:
    """The whole destination of a withdrawal, for the admin who sends the money; that somebody looked is kept.

    Raises:
        NotYours, ProofNeeded, NoSuchWithdrawal.
    """
    _check_admin(work, by)
    row = storage.locked(work, withdrawal_id)
    audit.record(work, "withdrawal.reveal", actor_id=by.user_id, target=f"withdrawal:{withdrawal_id}")
    return destinations.opened(row.sealed_destination)


def _source_of(work: Work, by: Viewer) -> Source:
    if by.role in OWN:
        return OWN[by.role]
    _check_admin(work, by)
    return Source.APP_PROFIT


def _check_amount(work: Work, source: Source, amount: Money, by: Viewer) -> None:
    available = _available(work, source, by)
    all_or_little = amount == available or source is Source.AMENDS
    smallest = smallest_for(work.db, by) if all_or_little else least()
    if amount < smallest:
        raise TooLittle(smallest)
    if amount > available:
        raise NotEnough(max(available, Money(0)))


def _available(work: Work, source: Source, by: Viewer) -> Money:
    if source is Source.EARNINGS:
        return payments.earned(work.db, by.user_id)
    if source is Source.AMENDS:
        return payments.compensation_of(work.db, by.user_id).available
    return payments.profit(work.db)


def _ask(work: Work, source: Source, amount: Money, key: str, by: Viewer) -> int:
    destination = destinations.row_of(work, by.user_id)
    if destination is None:
        raise NoDestination()
    route = Route.RAZORPAYX if razorpayx_gateway.ready() else Route.BY_HAND
    if route is Route.RAZORPAYX and destination.kind == DestinationKind.UPI and amount > UPI_MOST:
        raise TooMuchForUpi(UPI_MOST)
    row = Withdrawal(
        user_id=by.user_id,
        source=source,
        amount_paise=amount.paise,
        bank_upi=destination.masked,
        sealed_destination=destination.sealed,
        route=route,
        idempotency_key=key,
        created_at=work.now,
    )
    work.db.add(row)
    work.db.flush()
    assert row.id is not None
    if source is Source.EARNINGS:
        payments.set_aside_earnings(work, row.id, by.user_id, amount)
    elif source is Source.AMENDS:
        payments.set_aside_compensation(work, row.id, by.user_id, amount)
    else:
        payments.set_aside_profit(work, row.id, amount)
    storage.note(work, row, "withdrawal.ask", actor_id=by.user_id)
    if route is Route.RAZORPAYX:
        attempts.begin(work, row)
    crash_here(Point.WITHDRAWAL_WRITTEN)
    return row.id


def _to_settle(work: Work, withdrawal_id: int, status: WithdrawalStatus, by: Viewer) -> Withdrawal:
    _check_admin(work, by)
    row = storage.locked(work, withdrawal_id)
    if row.route == Route.RAZORPAYX:
        raise SentByItself()
    if status not in FOLLOWS[WithdrawalStatus(row.status)]:
        raise AlreadySettled()
    return row


def _give_back(work: Work, withdrawal_id: int, status: WithdrawalStatus, reason: str, by: Viewer) -> None:
    row = _to_settle(work, withdrawal_id, status, by)
    tidy = " ".join(reason.split())
    if not 3 <= len(tidy) <= LONGEST_REASON:
        raise Incomplete({"reason": NO_REASON}, CHECK_FIELDS)
    row.reason = tidy
    payments.give_back(work, withdrawal_id)
    storage.settle(work, row, status, actor_id=by.user_id)


def _check_admin(work: Work, by: Viewer) -> None:
    if by.role != Role.ADMIN:
        raise NotYours()
    if not by.proved_lately(work.now):
        raise ProofNeeded()
