"""Money leaves: what a withdrawal does to the ledger, and what there is to withdraw.

Asking sets the amount aside, sending it lets it go, and whatever goes wrong gives it back to whom it was taken from.
"""

from sqlmodel import Session, col, func, select

from peerlearn.domain.payments import ledger
from peerlearn.domain.payments.balances import balance, still_owed
from peerlearn.domain.payments.ledger import (
    ADJUSTMENT,
    BANK,
    CANCELLATION_FEE,
    COMMISSION,
    GATEWAY_FEE,
    GATEWAY_TAX,
    LOSS,
    SERVICE_FEE,
    Place,
)
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

SET_ASIDE: Place = (Account.PAYOUT_IN_TRANSIT, None)


def earned(db: Session, mentor_id: int) -> Money:
    """What a mentor may withdraw; below zero after a refund of what was withdrawn already."""
    return balance(db, (Account.MENTOR_AVAILABLE, mentor_id))


def profit(db: Session) -> Money:
    """What the site has earned and not withdrawn, without what it bears for others; below zero when that is more."""
    places = (COMMISSION, SERVICE_FEE, ADJUSTMENT, GATEWAY_FEE, GATEWAY_TAX, LOSS)
    return sum((balance(db, place) for place in places), fees_that_came(db))


def fees_that_came(db: Session) -> Money:
    """The cancellation fees that mentors do not still owe: until then they are a claim, and no money."""
    return max(Money(0), balance(db, CANCELLATION_FEE) - still_owed(db, Movement.CANCELLATION_FEE))


def set_aside_earnings(work: Work, withdrawal_id: int, mentor_id: int, amount: Money) -> None:
    """Take an amount from what a mentor has earned; whoever calls holds the mentor's lock and has looked."""
    _set_aside(work, withdrawal_id, amount, {(Account.MENTOR_AVAILABLE, mentor_id): -amount.paise})


def set_aside_compensation(work: Work, withdrawal_id: int, learner_id: int, amount: Money) -> None:
    """Take an amount from what a learner was compensated with; whoever calls holds their lock and has looked."""
    _set_aside(work, withdrawal_id, amount, {(Account.LEARNER_AVAILABLE, learner_id): -amount.paise})


def set_aside_profit(work: Work, withdrawal_id: int, amount: Money) -> None:
    """Take an amount from what the site has earned: commissions first, then fees, and cancellation fees at last."""
    taken, left = {}, amount.paise
    for place in (COMMISSION, SERVICE_FEE, ADJUSTMENT):
        taken[place] = -min(left, max(0, balance(work.db, place).paise))
        left += taken[place]
    _set_aside(work, withdrawal_id, amount, {**taken, CANCELLATION_FEE: -left})


def note_paid_out(work: Work, withdrawal_id: int, amount: Money) -> None:
    """What was set aside has left our bank."""
    _post(work, Movement.PAID_OUT, withdrawal_id, {SET_ASIDE: -amount.paise, BANK: amount.paise})


def note_payout_fee(work: Work, withdrawal_id: int, fee: Money, tax: Money) -> None:
    """What sending it cost, tax included, left our bank too, at the site's expense."""
    if fee > Money(0):
        kept = {GATEWAY_FEE: (tax - fee).paise, GATEWAY_TAX: -tax.paise}
        _post(work, Movement.GATEWAY_FEE, withdrawal_id, {**kept, BANK: fee.paise})


def give_back(work: Work, withdrawal_id: int) -> None:
    """Undo all that a withdrawal did so far: the money is again where it was taken from."""
    stands = func.sum(LedgerEntry.amount_paise)
    rows = work.db.exec(
        select(LedgerEntry.account, LedgerEntry.owner_id, stands)
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(LedgerTransaction.withdrawal_id == withdrawal_id)
        .group_by(LedgerEntry.account, col(LedgerEntry.owner_id))
    )
    back = {(Account(account), owner_id): -int(paise) for account, owner_id, paise in rows}
    _post(work, Movement.GIVEN_BACK, withdrawal_id, back)


def _set_aside(work: Work, withdrawal_id: int, amount: Money, taken: dict[Place, int]) -> None:
    _post(work, Movement.WITHDRAWAL, withdrawal_id, {**taken, SET_ASIDE: amount.paise})


def _post(work: Work, kind: Movement, withdrawal_id: int, entries: dict[Place, int]) -> None:
    key = f"{kind}:withdrawal:{withdrawal_id}"
    movement = LedgerTransaction(kind=kind, key=key, withdrawal_id=withdrawal_id, at=work.now)
    ledger.post(work, movement, entries)
