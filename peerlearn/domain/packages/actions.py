"""What people do with packages: offer one and withdraw it, buy one, book with it, and give back what is unused."""

from sqlmodel import col, func, select

from peerlearn.domain import accounts, audit, bookings, payments
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.refusals import (
    DoesNotFit,
    LearnersBuy,
    LeftChanged,
    MentorsOffer,
    NothingUnused,
    NotOnSale,
    NotYourPackage,
    PackageOver,
    TooManyOnSale,
)
from peerlearn.domain.packages.rules import MOST_ON_SALE, NewPackage, understood
from peerlearn.domain.packages.storage import end, fits, left_in, locked, terms_of
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments import PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.work import Work

UNPAID = (PaymentStatus.CREATED, PaymentStatus.PENDING, PaymentStatus.FAILED)
GIVEN_BACK = "the unused part was given back by the learner"


def offer(work: Work, form: NewPackage, *, by: Viewer) -> int:
    """Put a package on sale; its id.

    Raises:
        MentorsOffer, Incomplete, TooManyOnSale.
    """
    if by.role is not Role.MENTOR:
        raise MentorsOffer()
    terms = understood(form)
    lock_user(work, by.user_id)
    on_sale = select(func.count()).where(Package.mentor_id == by.user_id, col(Package.withdrawn_at).is_(None))
    if work.db.exec(on_sale).one() >= MOST_ON_SALE:
        raise TooManyOnSale()
    package = Package(
        mentor_id=by.user_id,
        sessions=terms.sessions,
        price_paise=terms.price.paise,
        usual_price_paise=terms.usual.paise,
        created_at=work.now,
    )
    work.db.add(package)
    work.db.flush()
    _changed(work, package, "package.offer", by)
    return package.id or 0


def withdraw(work: Work, package_id: int, *, by: Viewer) -> None:
    """Sell no more of it; what was bought stays valid. Said twice it is said once.

    Raises:
        MentorsOffer.
    """
    package = work.db.get(Package, package_id)
    if package is None or package.mentor_id != by.user_id:
        raise MentorsOffer()
    if package.withdrawn_at is None:
        package.withdrawn_at = work.now
        _changed(work, package, "package.withdraw", by)


def buy(work: Work, package_id: int, *, by: Viewer) -> int:
    """Write down that a learner wants a package; nothing is theirs before it is paid.

    Whoever asks once more, after a window that was closed, gets the same payment again, and with it the same order:
    it cannot be paid twice.

    Returns:
        The payment's id.

    Raises:
        LearnersBuy, NotOnSale.
    """
    if by.role is not Role.LEARNER:
        raise LearnersBuy()
    package = work.db.get(Package, package_id)
    if package is None or package.withdrawn_at is not None or not work.db.get_one(User, package.mentor_id).is_active:
        raise NotOnSale()
    lock_user(work, by.user_id)
    begun = work.db.exec(
        select(Payment.id)
        .join(PackagePurchase, col(PackagePurchase.payment_id) == Payment.id)
        .where(
            PackagePurchase.package_id == package_id,
            Payment.learner_id == by.user_id,
            col(Payment.status).in_(UNPAID),
        )
    ).first()
    if begun is not None:
        return begun
    payment_id = payments.begin(
        work,
        booking_id=None,
        learner_id=by.user_id,
        mentor_id=package.mentor_id,
        price=terms_of(package).all.price,
        kind=PaymentKind.PACKAGE,
    )
    work.db.add(PackagePurchase(package_id=package_id, payment_id=payment_id))
    return payment_id


def use(work: Work, purchase_id: int, offering_id: int, *, by: Viewer) -> int:
    """Book a session with one of a package's credits; the mentor is asked, as for any booking.

    Returns:
        The booking's id.

    Raises:
        NotYourPackage, PackageOver, DoesNotFit, NoCreditLeft, and what `bookings.book_with_credit` raises.
    """
    purchase, package = _own(work, purchase_id, by)
    if purchase.ended_at is not None or purchase.valid_until is None or purchase.valid_until <= work.now:
        raise PackageOver()
    offering = work.db.get(Offering, offering_id)
    if offering is None:
        raise bookings.SessionUnavailable()
    if not fits(package, purchase, offering):
        raise DoesNotFit()
    return bookings.book_with_credit(
        work, offering_id, package_payment_id=purchase.payment_id, price=terms_of(package).price, by=by
    )


def give_back(work: Work, purchase_id: int, sessions: int, *, by: Viewer) -> None:
    """End a package; what is unused of it goes back to where it was paid from.

    Args:
        work: the transaction.
        purchase_id: the package that was bought.
        sessions: how many are unused, as the learner was told.
        by: who bought it.

    Raises:
        NotYourPackage, NothingUnused, LeftChanged.
    """
    purchase, package = _own(work, purchase_id, by)
    locked(work, purchase)
    left = left_in(work.db, purchase, package)
    if left == 0:
        raise NothingUnused()
    if left != sessions:
        raise LeftChanged()
    audit.record(work, "package.give_back", actor_id=by.user_id, target=f"payment:{purchase.payment_id}")
    end(work, purchase, GIVEN_BACK)


def _own(work: Work, purchase_id: int, by: Viewer) -> tuple[PackagePurchase, Package]:
    purchase = work.db.get(PackagePurchase, purchase_id)
    buyer = select(Payment.learner_id).where(Payment.id == purchase.payment_id) if purchase else None
    if purchase is None or buyer is None or work.db.exec(buyer).one() != by.user_id:
        raise NotYourPackage()
    return purchase, work.db.get_one(Package, purchase.package_id)


def _changed(work: Work, package: Package, deed: str, by: Viewer) -> None:
    audit.record(work, deed, actor_id=by.user_id, target=f"package:{package.id}")
    work.touch(accounts.MENTORS_TOPIC, f"account:{by.user_id}")
