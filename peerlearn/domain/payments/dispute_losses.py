"""A dispute is lost: the learner has the money from their own bank, as if by a refund, and somebody has it no longer.

First that is what was owed to the learner anyway and had not been sent; then what is still kept; of what was earned,
the site gives up its own part and bears the mentor's, who had earned it in good faith. Only a gift is the mentor's to
give back, for nobody had to do anything for it. What banks take beyond the payment is the site's loss.
"""

from peerlearn.domain.payments import ledger, refund_reports
from peerlearn.domain.payments.owing import owe
from peerlearn.domain.payments.tables import Dispute, Payment, Refund
from peerlearn.kit.work import Work

LOST = "The learner's bank gave it back"


def lose(work: Work, payment: Payment, dispute: Dispute, amount_paise: int) -> None:
    """So much more of what was taken does not come back; whoever calls holds the payment's lock."""
    owed = refund_reports.owed_of(work, payment)
    owed_paise = sum(refund.amount_paise for refund in owed)
    there = payment.total_paise - payment.refunded_paise + owed_paise
    back = min(amount_paise, there, max(0, dispute.amount_paise - dispute.lost_paise))
    if amount_paise > back:
        ledger.post_dispute_lost(work, payment, dispute, amount_paise - back)
    dispute.lost_paise += amount_paise
    work.db.flush()
    if back > 0:
        _give(work, payment, dispute, back, owed, min(back, owed_paise))


def _give(work: Work, payment: Payment, dispute: Dispute, back: int, owed: list[Refund], of_owed: int) -> None:
    """The learner has so much, a part of which stands for what was owed to them before."""
    refund_id = owe(work, payment, back, LOST, newly=back - of_owed, lost_by=dispute)
    if of_owed > 0:
        replaced = refund_reports.enough(owed, of_owed) or []
        refund_reports.replace(work, payment, replaced, refund_id, of_owed)
        work.db.flush()
    refund_reports.note_processed(work, payment, work.db.get_one(Refund, refund_id))
