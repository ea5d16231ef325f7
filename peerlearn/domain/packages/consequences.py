"""What happens to packages by itself: the money arrives, a session comes to nothing, the time runs out."""

from sqlmodel import col, select, update

from peerlearn.domain.packages.letters import tell_of_end
from peerlearn.domain.packages.rules import VALID_FOR
from peerlearn.domain.packages.storage import both_here, end
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments import CreditReturned, DisputeDecided, PackageCaptured
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

END_PACKAGE = "end_package"
RUN_OUT = "the package's time had run out"
NOBODY_THERE = "one of its two people had deleted their account"
MENTOR_LEFT = "its mentor deleted their account"
DECIDED = "the bank has decided, and the package was over"
CAME_BACK = "a session of a package that was over came to nothing"


def take_payment(work: Work, captured: PackageCaptured) -> None:
    """The money of a package is here: its sessions can be booked from now on, until a day that is fixed now."""
    purchase = _of(work, captured.payment_id)
    purchase.valid_until = work.now + VALID_FOR
    if not both_here(work.db, purchase):
        end(work, purchase, NOBODY_THERE)
        return
    payload = {"purchase_id": purchase.id}
    enqueue(work, END_PACKAGE, key=f"{END_PACKAGE}:{purchase.id}", payload=payload, run_at=purchase.valid_until)


def take_back(work: Work, returned: CreditReturned) -> None:
    """A session that was booked with a credit came to nothing: when the package is over, its money goes on."""
    purchase = _of(work, returned.package_payment_id)
    if purchase.ended_at is not None:
        end(work, purchase, CAME_BACK)


def end_all_of(work: Work, mentor_id: int) -> None:
    """A mentor leaves: their packages are no longer sold, and what is unused goes back to who bought it."""
    on_sale = update(Package).where(col(Package.mentor_id) == mentor_id, col(Package.withdrawn_at).is_(None))
    work.db.exec(on_sale.values(withdrawn_at=work.now))
    sold = (
        select(PackagePurchase)
        .join(Package, col(Package.id) == col(PackagePurchase.package_id))
        .where(Package.mentor_id == mentor_id, col(PackagePurchase.valid_until).is_not(None))
        .where(col(PackagePurchase.ended_at).is_(None))
        .order_by(col(PackagePurchase.payment_id))
    )
    for purchase in work.db.exec(sold).all():
        unused = end(work, purchase, MENTOR_LEFT)
        if unused.paise > 0:
            tell_of_end(work, purchase.id or 0, unused, mentor_left=True)


def settle_after_dispute(work: Work, decided: DisputeDecided) -> None:
    """A bank no longer questions the money of a package: when that is over, what had to wait goes on now."""
    bought = select(PackagePurchase).where(PackagePurchase.payment_id == decided.payment_id)
    purchase = work.db.exec(bought).first()
    if purchase is not None and purchase.ended_at is not None:
        end(work, purchase, DECIDED)


@job(END_PACKAGE)
def end_package(run: Run) -> None:
    """Send what is unused back when a package's time has run out."""
    with run.finish() as work:
        purchase = work.db.get_one(PackagePurchase, int(run.payload["purchase_id"]))
        if purchase.ended_at is None:
            unused = end(work, purchase, RUN_OUT)
            if unused.paise > 0:
                tell_of_end(work, purchase.id or 0, unused)


def _of(work: Work, payment_id: int) -> PackagePurchase:
    return work.db.exec(select(PackagePurchase).where(PackagePurchase.payment_id == payment_id)).one()
