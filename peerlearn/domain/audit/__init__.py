"""The audit log: one line per deed or refusal, written in the transaction of the deed."""

from typing import Any

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit.work import Work

__all__ = ["record"]


def record(work: Work, /, action: str, *, actor_id: int | None, target: str = "", ip: str = "", **details: Any) -> None:
    """Write that `actor_id` did `action` to `target` (such as "booking:12"); details hold no secrets."""
    entry = AuditEntry(at=work.now, actor_id=actor_id, action=action, target=target, ip=ip, details=details)
    work.db.add(entry)
