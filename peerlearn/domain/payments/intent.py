"""What is to be paid, written down before anything is asked of the gateway."""

from peerlearn.domain.payments.rules import MENTOR_BPS, SERVICE_FEE_BPS, PaymentKind, quote
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import ids
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def begin(
    work: Work,
    *,
    booking_id: int | None,
    learner_id: int,
    mentor_id: int,
    price: Money,
    kind: PaymentKind = PaymentKind.BOOKING,
    paid_from: int | None = None,
) -> int:
    """Write down what a booking costs, a gift or a package, and how it is split, before the gateway is asked.

    A payment of kind `credit` names the package's, from which it is `paid_from`.

    Returns:
        The payment's id.
    """
    parts = quote(price)
    payment = Payment(
        booking_id=booking_id,
        kind=kind,
        paid_from_id=paid_from,
        learner_id=learner_id,
        mentor_id=mentor_id,
        price_paise=parts.price.paise,
        total_paise=parts.total.paise,
        mentor_paise=parts.mentor.paise,
        app_paise=parts.app.paise,
        mentor_bps=MENTOR_BPS,
        service_fee_bps=SERVICE_FEE_BPS,
        # Orders are looked up by receipt, also by databases that share a gateway: a number would collide.
        receipt=ids.public_id(),
        created_at=work.now,
    )
    work.db.add(payment)
    work.db.flush()
    assert payment.id is not None
    return payment.id
