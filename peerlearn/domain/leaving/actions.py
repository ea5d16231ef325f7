"""Deleting an account: the one deed, in one transaction, asked of everybody who keeps something of a person."""

from peerlearn.domain import accounts, audit, catalog, packages, payments, payouts
from peerlearn.domain.accounts import ProfileChanged, Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.leaving.letters import say_farewell
from peerlearn.domain.leaving.queries import obstacles
from peerlearn.domain.leaving.refusals import NotTheirs, NotYet
from peerlearn.kit.work import Work


def delete_account(work: Work, user_id: int, *, by: Viewer) -> None:
    """Delete a learner's or mentor's account: their own, or as an admin anybody's.

    Money, lessons and receipts stay, and show a "Deleted user"; all else that was theirs is gone, every device is
    signed out, and their address may register anew.

    Raises:
        NotTheirs, ProofNeeded.
        SignedOut: when it is deleted already.
        NotYet: while a session is ahead, or money is not where it belongs.
    """
    _check(work, user_id, by)
    accounts.lock_user(work, user_id)
    user = work.db.get_one(User, user_id, populate_existing=True)
    whose = Viewer(user_id, Role(user.role), user.name)
    if whose.role == Role.MENTOR:
        catalog.call_off_all(work, user_id)  # waits for whoever is booking one of them, whom the next line then sees
    in_the_way = obstacles(work.db, whose)
    if in_the_way:
        raise NotYet(in_the_way[0].says)
    say_farewell(work, user)
    if whose.role == Role.MENTOR:
        packages.end_all_of(work, user_id)
    payouts.forget_destination(work, user_id)
    payments.forget_person(work, user_id)
    accounts.forget_person(work, user_id)
    audit.record(work, "account.delete", actor_id=by.user_id, target=f"user:{user_id}")
    work.tell(ProfileChanged(user_id, whose.role))


def _check(work: Work, user_id: int, by: Viewer) -> None:
    user = work.db.get(User, user_id)
    if user is None or user.role == Role.ADMIN or (user_id != by.user_id and by.role != Role.ADMIN):
        raise NotTheirs()
    if not by.proved_lately(work.now):
        raise payments.ProofNeeded()
