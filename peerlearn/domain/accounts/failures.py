"""Failures, counted by the address that was tried, by network and by browser, and the locks that follow.

An address that nobody has is counted like every other, so that a lock gives no account away. A browser that was
signed in to an account before is counted for itself: strangers lock out strangers, never the owner at home.
"""

from dataclasses import dataclass

from sqlmodel import col, delete, select

from peerlearn.domain.accounts.refusals import AccountLocked, TooManyFailures
from peerlearn.domain.accounts.rules import (
    LOCKED_FOR,
    ONE_ACCOUNT,
    ONE_NETWORK,
    Limit,
    is_locked,
    network_of,
)
from peerlearn.domain.accounts.tables import Failures, SignIn, User
from peerlearn.kit import database, ids
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work


@dataclass
class Tries:
    """All that one try to sign in counts for; whoever else counts for the same waits until this transaction ends."""

    email: Failures
    network: Failures | None = None
    own_browser: Failures | None = None

    def refusal(self, work: Work) -> Refusal | None:
        """Why this try is refused whatever it brings."""
        if refusal := self.lock(work):
            return refusal
        network = self.network if not self.own_browser else None
        if network and network.locked_until and is_locked(network.locked_until, work.now):
            return TooManyFailures(network.locked_until, work.now)
        return None

    def lock(self, work: Work) -> AccountLocked | None:
        """The lock of this address, for whoever tries it from there, while it lasts."""
        until = (self.own_browser or self.email).locked_until
        return AccountLocked(until, work.now) if until and is_locked(until, work.now) else None

    def failed(self, work: Work) -> int:
        """Count a failure everywhere, and lock where there were too many; how many there are."""
        if self.network:
            count_one_more(work, self.network, ONE_NETWORK)
        failures = count_one_more(work, self.email)
        return count_one_more(work, self.own_browser) if self.own_browser else failures

    def succeeded(self, work: Work) -> None:
        """Begin anew; what locked strangers out goes on when the owner came in past it."""
        if not is_locked(self.email.locked_until, work.now):
            work.db.delete(self.email)
        if self.own_browser:
            work.db.delete(self.own_browser)


def tries_of(work: Work, email: str, *, ip: str, browser: str) -> Tries:
    """What a try with this address, from there, counts for; always taken in this order, so that nobody deadlocks."""
    network = network_of(ip)
    by_network = failures_of(work, f"network:{network}") if network else None
    own = browser and _was_here(work, email, browser)
    by_browser = failures_of(work, f"browser:{ids.fingerprint(browser)}:{email}") if own else None
    return Tries(failures_of(work, f"email:{email}"), by_network, by_browser)


def failures_of(work: Work, key: str) -> Failures:
    """What is counted under a key; whoever else asks for it waits until this transaction ends."""
    wanted = select(Failures).where(Failures.key == key).with_for_update()
    while (found := work.db.exec(wanted).first()) is None:
        database.insert_once(work.db, Failures(key=key, last_failed_at=work.now), unique="key")
    return found


def count_one_more(work: Work, counted: Failures, limit: Limit = ONE_ACCOUNT) -> int:
    """Count a failure, and lock when there were too many; how many there are."""
    if counted.last_failed_at < work.now - limit.counts_for:
        counted.failures = 0
    counted.failures += 1
    counted.last_failed_at = work.now
    failures = counted.failures
    if failures >= limit.most:
        counted.failures, counted.locked_until = 0, work.now + LOCKED_FOR
    work.db.flush()
    return failures


def lift_locks(work: Work, email: str) -> None:
    """Forget what was counted for an address, in every browser, because its owner has proved to be there."""
    work.db.exec(delete(Failures).where(col(Failures.key).endswith(f":{email}", autoescape=True)))


def _was_here(work: Work, email: str, browser: str) -> bool:
    wanted = (
        select(SignIn.id)
        .join(User, col(User.id) == col(SignIn.user_id))
        .where(SignIn.browser_fingerprint == ids.fingerprint(browser), User.email == email)
    )
    return work.db.exec(wanted.limit(1)).first() is not None
