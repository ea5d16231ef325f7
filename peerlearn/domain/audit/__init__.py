"""The audit log: one line per deed or refusal, written in the transaction of the deed."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit.work import Work

__all__ = ["how_often", "record"]


def record(work: Work, /, action: str, *, actor_id: int | None, target: str = "", ip: str = "", **details: Any) -> None:
    """Write that `actor_id` did `action` to `target` (such as "booking:12"); details hold no secrets."""
    entry = AuditEntry(at=work.now, actor_id=actor_id, action=action, target=target, ip=ip, details=details)
    work.db.add(entry)


def how_often(db: Session, action: str, *, actor_id: int, since: datetime) -> int:
    """How often somebody did this since then."""
    lines = select(func.count()).where(
        AuditEntry.actor_id == actor_id, AuditEntry.action == action, col(AuditEntry.at) > since
    )
    return db.exec(lines).one()
