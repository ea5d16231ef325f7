"""The list of disputes puts first what waits for an admin, and of that what has to be answered soonest."""

from datetime import timedelta

from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.payments import DisputeStatus
from peerlearn.domain.payments.tables import Dispute
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payments.test_refunds import a_paid_booking
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_dispute


def test_puts_first_what_has_to_be_answered_soonest(gateway: Sandbox) -> None:
    payment_id = a_paid_booking(gateway).payment.id or 0
    days = {"later": 9, "soon": 2, "reviewed": 1, "won": 0, "better": 5}
    said = {"reviewed": DisputeStatus.UNDER_REVIEW, "won": DisputeStatus.WON, "better": DisputeStatus.ACTION_REQUIRED}
    for number in days:
        a_dispute(payment_id, said.get(number, DisputeStatus.OPEN), amount=100, number=number)
    with unit_of_work() as work:
        for dispute in work.db.exec(select(Dispute).order_by(col(Dispute.id))):
            dispute.respond_by = clock.now() + timedelta(days=days[dispute.razorpay_dispute_id.split("_")[0]])
            work.db.add(dispute)

    with database.reading() as db:
        listed = [card.reference.split("_")[0] for card in payments.every_dispute(db, most=10)]

    assert listed == ["soon", "better", "later", "reviewed", "won"]
