"""Mail: one job per mail, sent over SMTP or shown at /dev/outbox."""

from peerlearn.kit.mail.post_office import can_send, deliver
from peerlearn.kit.mail.tables import OutboxMail

__all__ = ["OutboxMail", "can_send", "deliver"]
