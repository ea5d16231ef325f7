"""A day on which everything happens that has a job follow: what money, mails and rooms bring about by themselves.

Whoever pays does so at the gateway, so that refunds and payouts have something to take from.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlmodel import select

from peerlearn.domain import accounts, bookings, gifts, leaving, packages, payments, rooms
from peerlearn.domain.accounts import CodeFor, NewAccount, Role, Viewer
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.tables import PackagePurchase
from peerlearn.domain.payments import CheckoutOrder
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import clock
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work
from tests.integration.paying import do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import (
    NO_PASSWORD_MATCHES,
    Booked,
    a_held_booking,
    a_learner,
    a_mentor,
    a_package,
    an_admin,
    an_offering,
)

SOON, NEXT_WEEK = timedelta(minutes=5), timedelta(days=7)


class RichDay:
    """The people of one day at one gateway."""

    def __init__(self, gateway: Sandbox) -> None:
        self.gateway, self.began = gateway, clock.now()

    def go_by(self) -> None:
        """Everything happens, and whatever was asked for meanwhile is done."""
        for story in (
            *(self.newcomers, self.lesson, self.moved, self.called_off, self.nobody_came, self.forgotten),
            *(self.package_runs_out, self.too_late, self.sent_by_hand, self.given_back),
            *(self.paid_wrongly, self.package_given_back, self.farewell),
        ):
            story()
            do_due_jobs()

    def newcomers(self) -> None:
        """Somebody registers, and somebody has forgotten their password."""
        form = NewAccount("learner", "nora@example.com", "Nora", interests=["Python"])
        do(accounts.begin_sign_up, form, NO_PASSWORD_MATCHES)
        a_learner("Forgetful", email="forgetful@example.com")
        do(accounts.send_email_code, "forgetful@example.com", CodeFor.SIGN_IN)

    def lesson(self) -> None:
        """A session takes place, with a gift in it."""
        booked = self.confirmed(SOON)
        self.enter(booked, booked.mentor, booked.learner)
        payment_id = do(gifts.begin, booked.room_id, "100", by=booked.learner)
        self.pay(payments.open_gift_order(payment_id, by=booked.learner), booked.learner)
        self.at(SOON + timedelta(minutes=50), rooms.end, booked.room_id, by=booked.mentor)

    def moved(self) -> None:
        """One proposal is accepted, and one that nobody answers lapses."""
        for answered in (True, False):
            booked = self.confirmed(NEXT_WEEK)
            then = (self.began + 2 * NEXT_WEEK).isoformat()
            proposal_id = do(bookings.propose_time, booked.booking_id, then, by=booked.learner)
            if answered:
                do(bookings.accept_time, proposal_id, by=booked.mentor)

    def called_off(self) -> None:
        """A mentor goes back on a session."""
        booked = self.confirmed(NEXT_WEEK)
        do(bookings.call_off, booked.offering_id, by=booked.mentor)

    def nobody_came(self) -> None:
        """A mentor does not come to a session, and the learner does."""
        booked = self.confirmed(SOON)
        self.enter(booked, booked.learner)

    def forgotten(self) -> None:
        """A session that nobody ends, a request that nobody answers, and a hold that nobody pays."""
        booked = self.confirmed(SOON)
        self.enter(booked, booked.mentor, booked.learner)
        for viewer, instance in ((booked.mentor, "m"), (booked.learner, "l")):
            self.at(SOON + timedelta(minutes=20), rooms.leave, booked.room_id, instance, by=viewer)
        self.asked(an_offering(starts_at=self.began + timedelta(hours=3)))
        a_held_booking()

    def package_runs_out(self) -> None:
        """One session of a package is used, and the rest of it is not."""
        mentor, learner = a_mentor(), a_learner()
        payment_id = self.buys(a_package(mentor), learner)
        offering_id = an_offering(mentor)

        def use(work: Work) -> None:
            bought = select(PackagePurchase.id).where(PackagePurchase.payment_id == payment_id)
            packages.use(work, work.db.exec(bought).one() or 0, offering_id, by=learner)

        do(use)

    def too_late(self) -> None:
        """Money comes when somebody else has the session."""
        offering_id, late = an_offering(), a_learner()
        booking_id = do(bookings.hold, offering_id, by=late)
        order_id = payments.open_order(booking_id, by=late).order_id
        do(bookings.give_up, booking_id, by=late)
        self.asked(offering_id)
        self.gateway.control("POST", f"orders/{order_id}/pay")

    def sent_by_hand(self) -> None:
        """A refund that a bank returns is sent from the site's own account."""
        self.gateway.control("PUT", "refunds", settle="by_hand")
        booked = self.asked(an_offering())
        do(bookings.reject, booked.booking_id, by=booked.mentor)
        do_due_jobs()
        self.gateway.control("PUT", "refunds", settle="at_once")
        admin = replace(an_admin(), proved_at=clock.now())
        refund = do(refund_for, booked.booking_id)
        self.gateway.control("POST", f"refunds/{refund.razorpay_refund_id}/fail")
        with later(timedelta(days=1)):
            do_due_jobs()
        do(payments.refund_by_hand, refund.id, "HDFCN52026113012", by=admin)

    def given_back(self) -> None:
        """An admin gives a payment back."""
        booked = self.asked(an_offering())
        admin = replace(an_admin(), proved_at=clock.now())
        do(bookings.refund_by_admin, do(paid_for, booked.booking_id), "as agreed on the phone", by=admin)

    def paid_wrongly(self) -> None:
        """Another amount comes than was asked for, and nobody says so."""
        learner = a_learner()
        booking_id = do(bookings.hold, an_offering(), by=learner)
        order_id = payments.open_order(booking_id, by=learner).order_id
        self.gateway.control("POST", f"orders/{order_id}/pay", amount=109_900)
        with later(timedelta(minutes=3)):
            do_due_jobs()

    def package_given_back(self) -> None:
        """An admin gives back a package of which nothing was used."""
        learner = a_learner()
        payment_id = self.buys(a_package(a_mentor()), learner)
        admin = replace(an_admin(), proved_at=clock.now())
        back = Money(do(lambda work: work.db.get_one(Payment, payment_id).total_paise))
        do(packages.refund_by_admin, payment_id, "as agreed on the phone", back=back, by=admin)

    def farewell(self) -> None:
        """Somebody deletes their account."""
        learner = replace(a_learner("Leaving", email="leaving@example.com"), proved_at=clock.now())
        do(leaving.delete_account, learner.user_id, by=learner)

    def buys(self, package_id: int, learner: Viewer) -> int:
        """The payment of a package that a learner has bought."""
        payment_id: int = do(packages.buy, package_id, by=learner)
        self.pay(payments.open_package_order(payment_id, by=learner), learner)
        return payment_id

    def confirmed(self, begins_in: timedelta) -> Booked:
        """A session that was paid for and that its mentor has said yes to."""
        booked = self.asked(an_offering(starts_at=self.began + begins_in))
        do(bookings.accept, booked.booking_id, by=booked.mentor)
        return replace(booked, room_id=do(rooms.open_for, booked.booking_id))

    def asked(self, offering_id: int) -> Booked:
        """A learner has paid, and waits for the mentor's answer."""
        learner = a_learner()
        booking_id = do(bookings.hold, offering_id, by=learner)
        self.pay(payments.open_order(booking_id, by=learner), learner)
        mentor_id = do(lambda work: work.db.get_one(Offering, offering_id).mentor_id)
        return Booked(booking_id, offering_id, Viewer(mentor_id, Role.MENTOR, "Meera"), learner)

    def pay(self, order: CheckoutOrder, learner: Viewer) -> None:
        """At the gateway, whose window tells the page."""
        told = self.gateway.control("POST", f"orders/{order.order_id}/pay")
        names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
        payments.confirm(*(told[name] for name in names), by=learner)

    def enter(self, booked: Booked, *people: Viewer) -> None:
        """They come to the room when the session begins."""
        for viewer in people:
            instance = "m" if viewer == booked.mentor else "l"
            self.at(SOON, rooms.enter, booked.room_id, instance, by=viewer)

    def at(self, moment: timedelta, deed: Callable[..., Any], *args: Any, **more: Any) -> None:
        """Something is done a while after the day began."""
        then: datetime = self.began + moment
        with time_machine.travel(then):
            do(deed, *args, **more)


def paid_for(work: Work, booking_id: int) -> int:
    """The payment of a booking."""
    return work.db.exec(select(Payment.id).where(Payment.booking_id == booking_id)).one() or 0


def refund_for(work: Work, booking_id: int) -> Refund:
    """What of it goes back."""
    return work.db.exec(select(Refund).where(Refund.payment_id == paid_for(work, booking_id))).one()


def do(deed: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """One deed in a unit of work of its own."""
    with unit_of_work() as work:
        return deed(work, *args, **more)
