"""Who RazorpayX pays: the contact and the fund account of each destination, made once and kept."""

from sqlmodel import select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.domain.payouts.rules import Destination
from peerlearn.domain.payouts.tables import PayoutPayee, Withdrawal
from peerlearn.kit import database, ids
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.work import unit_of_work


def fund_account_of(withdrawal: Withdrawal, destination: Destination) -> str:
    """RazorpayX's id of where a withdrawal goes; when it was lost on the way here, asking again gives the same."""
    seal = ids.fingerprint(withdrawal.sealed_destination)
    with database.reading() as db:
        known = db.exec(select(PayoutPayee).where(PayoutPayee.seal == seal)).first()
        earlier = db.exec(select(PayoutPayee).where(PayoutPayee.user_id == withdrawal.user_id)).first()
        name = db.get_one(User, withdrawal.user_id).name
    if known is not None:
        return known.fund_account_id
    contact_id = earlier.contact_id if earlier else razorpayx_gateway.contact(withdrawal.user_id, name)
    account_id = razorpayx_gateway.fund_account(contact_id, destination)
    crash_here(Point.PAYEE_MADE)
    with unit_of_work() as work:
        payee = PayoutPayee(
            user_id=withdrawal.user_id,
            seal=seal,
            contact_id=contact_id,
            fund_account_id=account_id,
            created_at=work.now,
        )
        database.insert_once(work.db, payee, unique="seal")
    return account_id
