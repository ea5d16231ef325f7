"""Rows for tests: say only what matters, the rest is sensible and never collides.

Every maker commits in a unit of work of its own, in the database of the `database` fixture.
"""

import itertools
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from peerlearn.domain import audit, bookings, gifts, packages, rooms, social
from peerlearn.domain.accounts import Role, Viewer, free_handles
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.gifts.tables import Gift
from peerlearn.domain.packages import NewPackage
from peerlearn.domain.packages.tables import PackagePurchase
from peerlearn.domain.payments import DisputeStatus, PaymentKind, PaymentStatus, capture, disputes
from peerlearn.domain.payments.dispute_rules import GatewayDispute
from peerlearn.domain.payments.rules import CURRENCY, Attempt, RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit.jobs import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from peerlearn.sandbox.razorpay.faults import NO_BALANCE

_numbers = itertools.count(1)

A_THOUSAND = Money.rupees(1000)

NO_PASSWORD_MATCHES = "!"


def a_mentor(name: str = "Meera", *, email: str | None = None, skills: list[str] | None = None) -> Viewer:
    """A registered mentor, as the viewer they are when signed in."""
    return a_user(Role.MENTOR, name, email=email, skills=skills or ["Python"])


def a_learner(name: str = "Lalit", *, email: str | None = None, interests: list[str] | None = None) -> Viewer:
    """A registered learner, as the viewer they are when signed in."""
    return a_user(Role.LEARNER, name, email=email, interests=interests or ["Python"])


def an_admin(name: str = "Anil", *, email: str | None = None) -> Viewer:
    """A registered admin, as the viewer they are when signed in."""
    return a_user(Role.ADMIN, name, email=email)


def a_user(
    role: Role,
    name: str,
    *,
    email: str | None = None,
    skills: list[str] | None = None,
    interests: list[str] | None = None,
) -> Viewer:
    """An account that no password opens; tests of passwords register for real."""
    with unit_of_work() as work:
        user = User(
            handle=next(free_handles(work.db, name)) if role is Role.MENTOR else None,
            email=email or f"{name.lower()}.{next(_numbers)}@example.com",
            name=name,
            role=role,
            password_hash=NO_PASSWORD_MATCHES,
            skills=skills or [],
            interests=interests or [],
            created_at=work.now,
        )
        work.db.add(user)
        work.db.flush()
        assert user.id is not None
        return Viewer(user_id=user.id, role=role, name=name)


@dataclass(frozen=True)
class Booked:
    """A learner's claim on a mentor's time, and everybody in it."""

    booking_id: int
    offering_id: int
    mentor: Viewer
    learner: Viewer
    room_id: str = ""


def an_offering(
    mentor: Viewer | None = None,
    *,
    title: str = "Python for beginners",
    topics: list[str] | None = None,
    price: Money = A_THOUSAND,
    starts_at: datetime | None = None,
    duration_minutes: int = 60,
) -> int:
    """An open session, in a week unless it matters; its id. It may lie in the past, which nobody could publish."""
    mentor = mentor or a_mentor()
    with unit_of_work() as work:
        offering = Offering(
            mentor_id=mentor.user_id,
            title=title,
            description=f"{title}, from the start.",
            topics=topics or ["Python"],
            price_paise=price.paise,
            starts_at=starts_at or work.now + timedelta(days=7),
            duration_minutes=duration_minutes,
            created_at=work.now,
        )
        work.db.add(offering)
        work.db.flush()
        assert offering.id is not None
        return offering.id


def a_held_booking(offering_id: int | None = None, *, learner: Viewer | None = None) -> Booked:
    """A learner who is about to pay."""
    learner = learner or a_learner()
    offering_id = offering_id or an_offering()
    with unit_of_work() as work:
        booking_id = bookings.hold(work, offering_id, by=learner)
        owner = work.db.get_one(User, work.db.get_one(Offering, offering_id).mentor_id)
        return Booked(booking_id, offering_id, Viewer(owner.id or 0, Role.MENTOR, owner.name), learner)


def a_request(offering_id: int | None = None, *, learner: Viewer | None = None) -> Booked:
    """A learner who has paid and waits for the mentor's answer."""
    booked = a_held_booking(offering_id, learner=learner)
    pay(booked.booking_id)
    return booked


def pay(booking_id: int, work: Work | None = None) -> None:
    """The money of a booking arrives, as if the gateway had reported it; none was asked."""
    own = (Payment.booking_id == booking_id, Payment.kind == PaymentKind.BOOKING)
    with nullcontext(work) if work else unit_of_work() as work:
        arrive(work, work.db.exec(select(Payment).where(*own)).one())


def a_gift(booked: Booked, rupees: int = 100) -> int:
    """The money of a gift arrives in the same way; its number. The two must have met."""
    with unit_of_work() as work:
        payment_id = gifts.begin(work, booked.room_id, str(rupees), by=booked.learner)
        arrive(work, work.db.get_one(Payment, payment_id))
        return work.db.exec(select(Gift.id).where(Gift.payment_id == payment_id)).one() or 0


def a_package(mentor: Viewer | None = None, *, sessions: int = 5, usual: int = 1000, price: int = 900) -> int:
    """A package on sale, in whole rupees; its number."""
    with unit_of_work() as work:
        form = NewPackage(sessions=str(sessions), usual_price=str(usual), price=str(price))
        return packages.offer(work, form, by=mentor or a_mentor())


def a_bought_package(package_id: int | None = None, *, learner: Viewer | None = None) -> int:
    """The money of a package arrives in the same way; the number of the purchase."""
    package_id, learner = package_id or a_package(), learner or a_learner()
    with unit_of_work() as work:
        payment_id = packages.buy(work, package_id, by=learner)
        arrive(work, work.db.get_one(Payment, payment_id))
        return work.db.exec(select(PackagePurchase.id).where(PackagePurchase.payment_id == payment_id)).one() or 0


def arrive(work: Work, payment: Payment) -> None:
    """The money of a payment arrives in the same way, whatever it is for."""
    payment.order_id, payment.status = f"order_{next(_numbers)}", PaymentStatus.PENDING
    paid = Attempt(
        razorpay_id=f"pay_{next(_numbers)}",
        order_id=payment.order_id,
        amount_paise=payment.total_paise,
        currency=CURRENCY,
        status=PaymentStatus.CAPTURED,
    )
    capture.settle(work, payment.id or 0, [paid])


def a_confirmed_booking(offering_id: int | None = None, *, learner: Viewer | None = None) -> Booked:
    """A session that will take place, with its room."""
    booked = a_request(offering_id, learner=learner)
    with unit_of_work() as work:
        bookings.accept(work, booked.booking_id, by=booked.mentor)
        return replace(booked, room_id=rooms.open_for(work, booked.booking_id))


def by_the_first_rules(booked: Booked) -> Booked:
    """The same booking, as if it were from the days in which a mentor who cancelled late paid the site."""
    with unit_of_work() as work:
        work.db.get_one(Booking, booked.booking_id).policy_version = 1
    return booked


def a_proposal(booked: Booked, *, by: Viewer | None = None, starts_at: datetime | None = None) -> int:
    """Another time for a confirmed session, a week later unless it matters; its id."""
    with unit_of_work() as work:
        then = starts_at or work.db.get_one(Offering, booked.offering_id).starts_at + timedelta(days=7)
        return bookings.propose_time(work, booked.booking_id, then.isoformat(), by=by or booked.learner)


def a_failed_refund(learner: Viewer | None = None) -> Booked:
    """A session that was declined, and its learner's bank returned the money."""
    booked = a_request(learner=learner)
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)
        paid = select(Payment.id).where(Payment.booking_id == booked.booking_id)
        refund = work.db.exec(select(Refund).where(col(Refund.payment_id).in_(paid))).one()
        refund.status, refund.settled_at = RefundStatus.FAILED, work.now
        target = f"payment:{refund.payment_id}"
        audit.record(work, "refund.failed", actor_id=None, target=target, refund_id=refund.id)
    return booked


def a_refused_refund(learner: Viewer | None = None, *, why: str = NO_BALANCE) -> Booked:
    """A session that was declined; the gateway did not take the refund, and is asked again in six hours."""
    booked = a_request(learner=learner)
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)
        paid = select(Payment.id).where(Payment.booking_id == booked.booking_id)
        refund = work.db.exec(select(Refund).where(col(Refund.payment_id).in_(paid))).one()
        refund.refused = why
        for job in work.db.exec(select(Job).where(col(Job.key).startswith(f"refund:{refund.id}:"))):
            job.run_at = max(job.run_at, work.now + timedelta(hours=6))
    return booked


def a_dispute(
    payment_id: int,
    status: DisputeStatus = DisputeStatus.OPEN,
    *,
    amount: int | None = None,
    deducted: int | None = None,
    number: str = "disp_1",
    work: Work | None = None,
) -> None:
    """The gateway says that a bank questions a payment: all of it, deducted at once, unless it is said how much."""
    with nullcontext(work) if work else unit_of_work() as work:
        payment = work.db.get_one(Payment, payment_id)
        asked = payment.total_paise if amount is None else amount
        said = GatewayDispute(
            razorpay_dispute_id=f"{number}_{payment_id}",
            razorpay_id=payment.razorpay_id or "",
            amount_paise=asked,
            currency=CURRENCY,
            deducted_paise=asked if deducted is None else deducted,
            status=status,
            phase="chargeback",
            reason="service not received",
            respond_by=work.now + timedelta(days=3),
        )
        disputes.follow(work, payment_id, said, asked_at=work.now)


def a_completed_booking(
    mentor: Viewer | None = None,
    *,
    learner: Viewer | None = None,
    stars: int | None = None,
    price: Money = A_THOUSAND,
) -> Booked:
    """A session that took place, and what its learner thought of it, if they said."""
    booked = a_confirmed_booking(an_offering(mentor, price=price), learner=learner)
    with unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
        if stars is not None:
            social.rate(work, booked.booking_id, stars, "", by=booked.learner)
    return booked
