"""What a learner may say about their receipts: the state that stands on them from now on."""

from peerlearn.domain.accounts import Viewer, lock_user
from peerlearn.domain.payments.tables import BillingState
from peerlearn.domain.receipts.refusals import UnknownState
from peerlearn.domain.receipts.rules import STATES
from peerlearn.kit.work import Work


def choose_state(work: Work, code: str, *, by: Viewer) -> None:
    """Write down where somebody is, for the tax on what they pay from now on; an empty code takes it back.

    Raises:
        UnknownState.
        SignedOut: when they have deleted their account.
    """
    if code and code not in STATES:
        raise UnknownState()
    lock_user(work, by.user_id)
    kept = work.db.get(BillingState, by.user_id)
    if kept is not None:
        work.db.delete(kept)
        work.db.flush()
    if code:
        work.db.add(BillingState(user_id=by.user_id, code=code))
    work.touch(f"account:{by.user_id}")
