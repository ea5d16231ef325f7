"""Where somebody's money goes: sealed, shown masked, changed only by whoever has just proved who they are."""

import json
from dataclasses import asdict, dataclass

from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from peerlearn.domain import audit
from peerlearn.domain.accounts import Viewer, lock_user
from peerlearn.domain.payments import ProofNeeded
from peerlearn.domain.payouts import letters
from peerlearn.domain.payouts.refusals import DestinationGone
from peerlearn.domain.payouts.rules import Destination, DestinationForm, DestinationKind, understood
from peerlearn.domain.payouts.tables import PayoutDestination, PayoutPayee, Withdrawal
from peerlearn.kit import sealing
from peerlearn.kit.work import Work

PURPOSE = "payout-destination"


@dataclass(frozen=True)
class DestinationCard:
    """Where the money goes, as its owner sees it: nothing that somebody behind them could use."""

    kind: str
    masked: str


def save(work: Work, form: DestinationForm, *, by: Viewer) -> None:
    """Send this person's money there from now on; what is on its way already goes where it was wanted then.

    Raises:
        ProofNeeded, Incomplete.
        SignedOut: when they have deleted their account.
    """
    if not by.proved_lately(work.now):
        raise ProofNeeded()
    wanted = understood(form)
    lock_user(work, by.user_id)
    found = work.db.exec(_of(by.user_id).with_for_update()).first()
    row = found or PayoutDestination(user_id=by.user_id, kind="", masked="", sealed="", changed_at=work.now)
    row.kind, row.masked, row.changed_at = wanted.kind, wanted.masked, work.now
    row.sealed = sealing.seal(json.dumps(asdict(wanted)), purpose=PURPOSE)
    work.db.add(row)
    audit.record(work, "payout_destination.save", actor_id=by.user_id, kind=wanted.kind, masked=wanted.masked)
    letters.tell_of_destination(work, by.user_id, wanted.masked)
    work.touch(f"account:{by.user_id}")


def destination_of(db: Session, by: Viewer) -> DestinationCard | None:
    """Where this person's money goes; None while they have not said."""
    row = db.exec(_of(by.user_id)).first()
    return DestinationCard(row.kind, row.masked) if row is not None else None


def row_of(work: Work, user_id: int) -> PayoutDestination | None:
    """The same as a row, until the end of this transaction ours alone."""
    return work.db.exec(_of(user_id).with_for_update()).first()


def forget(work: Work, user_id: int) -> None:
    """Keep nothing of where this person's money went but what stands masked beside each withdrawal."""
    for own in (PayoutDestination, PayoutPayee):
        work.db.exec(delete(own).where(col(own.user_id) == user_id))
    sealed = update(Withdrawal).where(col(Withdrawal.user_id) == user_id)
    work.db.exec(sealed.values(sealed_destination=""))


def opened(sealed: str) -> Destination:
    """What was sealed, whole.

    Raises:
        DestinationGone: when its owner has deleted their account.
        sealing.Unreadable: when SECRET_KEY is another one now.
    """
    if not sealed:
        raise DestinationGone()
    kept = json.loads(sealing.unseal(sealed, purpose=PURPOSE))
    return Destination(**{**kept, "kind": DestinationKind(kept["kind"])})


def _of(user_id: int) -> SelectOfScalar[PayoutDestination]:
    return select(PayoutDestination).where(PayoutDestination.user_id == user_id)
