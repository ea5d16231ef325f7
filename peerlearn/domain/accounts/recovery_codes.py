"""Recovery codes: ten for the day when an admin's phone is gone; each works once, and only its hash is kept."""

import secrets

from sqlmodel import Session, col, delete, func, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.tables import RecoveryCode
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import ids
from peerlearn.kit.work import Work

HOW_MANY = 10
# 79 bits, so that a plain hash keeps them; none that is easily taken for another.
LETTERS, GROUPS, GROUP_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 4, 4


def new_recovery_codes(work: Work, by: Viewer) -> list[str]:
    """Ten fresh codes for this admin, to be shown once; the ones before no longer work."""
    return give_recovery_codes(work, by.user_id)


def recovery_codes_left(db: Session, by: Viewer) -> int:
    """How many of this person's codes were not used yet."""
    left = select(func.count()).where(RecoveryCode.user_id == by.user_id, col(RecoveryCode.used_at).is_(None))
    return db.exec(left).one()


def give_recovery_codes(work: Work, user_id: int) -> list[str]:
    """Ten fresh codes to show once; the ones before no longer work."""
    work.db.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = [_fresh() for _ in range(HOW_MANY)]
    for code in codes:
        work.db.add(RecoveryCode(user_id=user_id, fingerprint=_fingerprint(user_id, code)))
    audit.record(work, "second_factor.recovery_codes", actor_id=user_id)
    return codes


def spend_recovery_code(work: Work, user_id: int, typed: str) -> bool:
    """Whether this was a code of theirs that was not used; it is now."""
    wanted = select(RecoveryCode).where(RecoveryCode.fingerprint == _fingerprint(user_id, typed))
    found = work.db.exec(wanted.with_for_update()).first()
    if found is None or found.used_at is not None:
        return False
    found.used_at = work.now
    return True


def _fresh() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def _fingerprint(user_id: int, typed: str) -> str:
    return ids.fingerprint(f"{user_id}:{''.join(filter(str.isalnum, typed)).upper()}")
