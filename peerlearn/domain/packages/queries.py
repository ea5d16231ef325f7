"""Packages as pictures for pages: those on sale, those bought, and the credit that would book a session."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.rules import VALID_FOR
from peerlearn.domain.packages.storage import fits, left_in, terms_of
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock

MOST_BOUGHT = 50


@dataclass(frozen=True)
class OfferCard:
    """A package that can be bought; amounts are rupee text, `each`, `price` and `saving` before the service fee."""

    package_id: int
    mentor_name: str
    sessions: int
    each: str
    usual: str
    price: str
    saving: str
    fee: str
    total: str
    valid_days: int


@dataclass(frozen=True)
class BoughtCard:
    """A package that was paid, as either of its two people sees it; `valid_until` is ISO 8601 in UTC.

    `goes_back` is what the learner gets for what is unused, as rupee text, and `arrives` when.
    """

    purchase_id: int
    other_name: str
    mentor_href: str
    sessions: int
    left: int
    each: str
    usual: str
    goes_back: str
    arrives: str
    valid_until: str


@dataclass(frozen=True)
class CreditCard:
    """A package that books a session."""

    purchase_id: int
    left: int


def on_sale(db: Session, mentor_id: int) -> list[OfferCard]:
    """What a mentor offers as packages, the smallest first."""
    return _offers(db, Package.mentor_id == mentor_id)


def for_session(db: Session, offering_id: int) -> list[OfferCard]:
    """The packages on sale that would book this session."""
    offering = db.get(Offering, offering_id)
    if offering is None:
        return []
    return _offers(db, Package.mentor_id == offering.mentor_id, col(Package.usual_price_paise) >= offering.price_paise)


def one_on_sale(db: Session, package_id: int) -> OfferCard | None:
    """One package, while it is on sale."""
    return next(iter(_offers(db, Package.id == package_id)), None)


def bought_by(db: Session, learner_id: int) -> list[BoughtCard]:
    """A learner's packages that hold something, the one that runs out first at the top."""
    return _bought(db, Payment.mentor_id, Payment.learner_id == learner_id)


def sold_by(db: Session, mentor_id: int) -> list[BoughtCard]:
    """Who has bought a mentor's packages and has sessions left, in the same order."""
    return _bought(db, Payment.learner_id, Payment.mentor_id == mentor_id)


def credit_for(db: Session, offering_id: int, *, by: Viewer) -> CreditCard | None:
    """The package of a learner that books this session, the one that runs out first; none when none does."""
    offering = db.get(Offering, offering_id)
    if offering is None:
        return None
    fitting = (
        Package.mentor_id == offering.mentor_id,
        col(Package.usual_price_paise) >= offering.price_paise,
        col(PackagePurchase.valid_until) >= offering.starts_at,
    )
    found = _bought(db, Payment.mentor_id, Payment.learner_id == by.user_id, *fitting)
    return next((CreditCard(card.purchase_id, card.left) for card in found), None)


def credits_for(db: Session, offering_ids: Collection[int], *, by: Viewer) -> dict[int, int]:
    """For each of these sessions that a package of a learner books, how many it has left."""
    mine = [
        (purchase, package, left)
        for purchase, package, *_ in db.exec(_valid(Payment.mentor_id, Payment.learner_id == by.user_id))
        for left in (left_in(db, purchase, package),)
        if left
    ]
    if not mine:
        return {}
    sessions = db.exec(select(Offering).where(col(Offering.id).in_(offering_ids)))
    found: dict[int, int] = {}
    for offering in sessions:
        for purchase, package, left in mine:
            if fits(package, purchase, offering):
                found.setdefault(offering.id or 0, left)
    return found


def _offers(db: Session, *conditions: Any) -> list[OfferCard]:
    wanted = (
        select(Package, User.name)
        .join(User, col(User.id) == col(Package.mentor_id))
        .where(*conditions, col(Package.withdrawn_at).is_(None), col(User.is_active))
        .order_by(col(Package.sessions), col(Package.id))
    )
    return [_offer(package, name) for package, name in db.exec(wanted)]


def _offer(package: Package, mentor_name: str) -> OfferCard:
    terms = terms_of(package)
    return OfferCard(
        package_id=package.id or 0,
        mentor_name=mentor_name,
        sessions=terms.sessions,
        each=str(terms.price),
        usual=str(terms.usual),
        price=str(terms.all.price),
        saving=str(terms.saving),
        fee=str(terms.all.fee),
        total=str(terms.all.total),
        valid_days=VALID_FOR.days,
    )


def _bought(db: Session, across: Any, *conditions: Any) -> list[BoughtCard]:
    cards = (_card(db, *found) for found in db.exec(_valid(across, *conditions)))
    return [card for card in cards if card.left]


def _valid(across: Any, *conditions: Any) -> Any:
    """The packages that can be used, what they are and the names of who is across, the first to run out first."""
    other, mentor = aliased(User), aliased(User)
    return (
        select(PackagePurchase, Package, other.name, mentor.handle)
        .add_columns(col(Payment.method))
        .join(Package, col(Package.id) == col(PackagePurchase.package_id))
        .join(Payment, col(Payment.id) == col(PackagePurchase.payment_id))
        .join(other, col(other.id) == col(across))
        .join(mentor, col(mentor.id) == col(Package.mentor_id))
        .where(*conditions, col(PackagePurchase.ended_at).is_(None), col(PackagePurchase.valid_until) > clock.now())
        .order_by(col(PackagePurchase.valid_until), col(PackagePurchase.id))
        .limit(MOST_BOUGHT)
    )


def _card(
    db: Session, purchase: PackagePurchase, package: Package, other_name: str, handle: str | None, method: str
) -> BoughtCard:
    terms, left = terms_of(package), left_in(db, purchase, package)
    return BoughtCard(
        purchase_id=purchase.id or 0,
        other_name=other_name,
        mentor_href=f"/mentors/{handle}/" if handle else "",
        sessions=package.sessions,
        left=left,
        each=str(terms.price),
        usual=str(terms.usual),
        goes_back=str(terms.worth(left)),
        arrives=payments.refund_arrives(method),
        valid_until=purchase.valid_until.isoformat() if purchase.valid_until else "",
    )
