"""Failed sign-ins, counted by address: also by one that nobody has, so that a lock gives no account away."""

from sqlmodel import col, delete, select

from peerlearn.domain.accounts.rules import FAILURES_COUNT_FOR, LOCK_AT_FAILURES, LOCKED_FOR
from peerlearn.domain.accounts.tables import SignInFailures
from peerlearn.kit import database
from peerlearn.kit.work import Work

MOST_SWEPT = 100


def failures_of(work: Work, email: str) -> SignInFailures:
    """What is counted for an address; whoever else asks for it waits until this transaction ends."""
    wanted = select(SignInFailures).where(SignInFailures.email == email).with_for_update()
    while (found := work.db.exec(wanted).first()) is None:
        nothing = SignInFailures(email=email, last_failed_at=work.now)
        database.insert_once(work.db, nothing, unique="email")
    return found


def count_one_more(work: Work, counted: SignInFailures) -> int:
    """Count a failure, and lock when there were too many; how many there are."""
    if counted.last_failed_at < work.now - FAILURES_COUNT_FOR:
        counted.failures = 0
    counted.failures += 1
    counted.last_failed_at = work.now
    failures = counted.failures
    if failures >= LOCK_AT_FAILURES:
        counted.failures, counted.locked_until = 0, work.now + LOCKED_FOR
    work.db.flush()
    _sweep(work)
    return failures


def forget(work: Work, counted: SignInFailures) -> None:
    """Begin anew, after a success."""
    work.db.delete(counted)


def _sweep(work: Work) -> None:
    """Drop a few of those that no longer count; anybody can make up addresses, so the table must not only grow."""
    old = col(SignInFailures.last_failed_at) < work.now - FAILURES_COUNT_FOR
    # Skipping what others hold: two that sweep each other's rows would wait for each other.
    some = select(SignInFailures.id).where(old).limit(MOST_SWEPT).with_for_update(skip_locked=True)
    work.db.exec(delete(SignInFailures).where(col(SignInFailures.id).in_(some)))
