"""Admins: nobody registers as one; whoever has the machine makes them (python -m peerlearn create-admin)."""

from sqlmodel import Session, col, delete, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import lift_locks
from peerlearn.domain.accounts.refusals import AddressInUse
from peerlearn.domain.accounts.sign_ins import end_every_sign_in
from peerlearn.domain.accounts.tables import Failures, RecoveryCode, Role, SignInChallenge, TotpSecret, User
from peerlearn.kit.work import Work


def make_admin(work: Work, email: str, name: str, password_hash: str) -> bool:
    """Make an admin's account, or begin anew with one that is there; whether it is a new one.

    An admin who is there gets the new password, is signed out everywhere, and sets up an authenticator app again:
    the way back for somebody who lost phone and recovery codes.

    Args:
        work: the unit of work.
        email: as `checked_admin` gave it.
        name: as typed.
        password_hash: of a password that it let pass.

    Raises:
        AddressInUse: when a mentor or learner has this address; one address has one role.
    """
    user = work.db.exec(select(User).where(User.email == email).with_for_update()).first()
    if user is not None and user.role != Role.ADMIN:
        raise AddressInUse()
    if user is None:
        user = User(email=email, name=name, role=Role.ADMIN, password_hash=password_hash, created_at=work.now)
        work.db.add(user)
        work.db.flush()
        audit.record(work, "admin.create", actor_id=None, target=f"user:{user.id}")
        return True
    user.name, user.password_hash, user.is_active = name, password_hash, True
    _begin_anew(work, user)
    audit.record(work, "admin.renew", actor_id=None, target=f"user:{user.id}")
    return False


def admin_ids(db: Session) -> list[int]:
    """Everybody who is one now, by the numbers of their accounts."""
    open_now = select(User.id).where(User.role == Role.ADMIN, col(User.is_active)).order_by(col(User.id))
    return [user_id or 0 for user_id in db.exec(open_now)]


def _begin_anew(work: Work, user: User) -> None:
    user_id = user.id or 0
    for table in (TotpSecret, RecoveryCode, SignInChallenge):
        work.db.exec(delete(table).where(col(table.user_id) == user_id))
    work.db.exec(delete(Failures).where(col(Failures.key) == f"second:{user_id}"))
    lift_locks(work, user.email)
    end_every_sign_in(work, user_id)
