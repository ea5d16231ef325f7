"""A few people who do anything they may with bookings and money, in whatever order chance has it."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from peerlearn.domain import bookings, gifts, packages, payments, payouts, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.policy import POLICIES
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.packages.storage import left_in
from peerlearn.domain.packages.tables import Package, PackagePurchase
from peerlearn.domain.payments import DisputeStatus, capture, refund_reports
from peerlearn.domain.payments.rules import CURRENCY, Attempt, GatewayRefund, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Dispute, Payment, Refund
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit import clock
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import a_dispute, a_learner, a_mentor, an_admin, an_offering, arrive

USUAL_RUPEES = 5000  # what a session costs at most


@dataclass
class World:
    """Everybody, and the chance that decides what they do next."""

    chance: random.Random
    mentors: list[Viewer] = field(default_factory=lambda: [a_mentor() for _ in range(3)])
    learners: list[Viewer] = field(default_factory=lambda: [a_learner() for _ in range(5)])
    admin: Viewer = field(default_factory=an_admin)
    done: dict[str, int] = field(default_factory=dict)

    def step(self) -> None:
        """Somebody does something; a refusal is an answer, too."""
        deeds: list[Callable[[Work], object]] = [
            *[self.hold] * 6,
            *[self.pay] * 5,
            *[self.accept] * 5,
            *[self.call_off] * 5,
            self.complete,
            *[self.give_up, self.reject, self.cancel, self.miss, self.fee],
            *[self.withdraw, self.withdraw, self.withdraw_compensation, self.settle, self.take_profit],
            *[self.bank_answers, self.refuse, self.refund_again, self.refund_by_hand],
            *[self.dispute, self.bank_decides, self.bank_decides],
            *[self.sell_package, self.buy_package, self.use_credit, self.use_credit, self.give_package_back],
            *[self.meet, self.meet, self.give, self.give],
        ]
        deed = self.chance.choice(deeds)
        with suppress(Refusal, LookupError), unit_of_work() as work:
            deed(work)
            self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1

    def begin(self) -> None:
        """More sessions to book."""
        at = clock.now() + timedelta(hours=self.chance.randint(2, 60))
        mentor, price = self.chance.choice(self.mentors), Money.rupees(self.chance.randint(1, USUAL_RUPEES))
        an_offering(mentor, starts_at=at, price=price, duration_minutes=30)

    def hold(self, work: Work) -> None:
        """A learner clicks on a session."""
        offering = self._any(work, select(Offering).where(Offering.status == "active"))
        booking = bookings.hold(work, offering.id, by=self.chance.choice(self.learners))
        work.db.get_one(Booking, booking).policy_version = self.chance.choice(list(POLICIES))

    def pay(self, work: Work) -> None:
        """The gateway says that the money for a hold has come, in time or late."""
        arrive(work, self._any(work, select(Payment).where(Payment.status == "created")))

    def fee(self, work: Work) -> None:
        """The gateway says what it keeps of a payment."""
        payment = self._any(work, select(Payment).where(col(Payment.razorpay_id).is_not(None)))
        kept = Attempt(
            *(payment.razorpay_id or "", payment.order_id or "", payment.total_paise, CURRENCY),
            status=PaymentStatus.CAPTURED,
            fee_paise=payment.total_paise // 50,
            tax_paise=payment.total_paise // 500,
        )
        capture.settle(work, payment.id or 0, [kept])

    def give_up(self, work: Work) -> None:
        """A learner closes the payment window."""
        booking, learner, _ = self._booking(work, "held")
        bookings.give_up(work, booking, by=learner)

    def accept(self, work: Work) -> None:
        """A mentor says yes."""
        booking, _, mentor = self._booking(work, "pending")
        bookings.accept(work, booking, by=mentor)

    def reject(self, work: Work) -> None:
        """A mentor says no."""
        booking, _, mentor = self._booking(work, "pending")
        bookings.reject(work, booking, by=mentor)

    def cancel(self, work: Work) -> None:
        """A learner goes back on it, having read the right terms or the wrong ones."""
        booking, learner, _ = self._booking(work, "pending", "confirmed")
        terms = bookings.terms_of(work.db, booking, by=learner)
        back = terms.back_paise if self.chance.random() < 0.7 else self.chance.randint(0, 500_000)
        bookings.cancel_booking(work, booking, back=Money(back), by=learner)

    def call_off(self, work: Work) -> None:
        """A mentor goes back on a session, now and then, more often on one that somebody counts on."""
        if self.chance.random() < 0.3:
            counted_on = select(Booking.session_id).where(Booking.status == "confirmed")
            which = col(Offering.id).in_(counted_on) if self.chance.random() < 0.7 else Offering.status == "active"
            offering = self._any(work, select(Offering).where(Offering.status == "active", which))
            [mentor] = [one for one in self.mentors if one.user_id == offering.mentor_id]
            terms = bookings.call_off_terms(work.db, offering.id or 0, by=mentor)
            bookings.call_off(work, offering.id or 0, fee=Money(terms.fee_paise), by=mentor)

    def complete(self, work: Work) -> None:
        """A session took place."""
        bookings.complete(work, self._booking(work, "confirmed")[0])

    def miss(self, work: Work) -> None:
        """A mentor did not come."""
        bookings.miss(work, self._booking(work, "confirmed")[0], mentor=True, learner=False)

    def sell_package(self, work: Work) -> None:
        """A mentor offers several sessions for less."""
        price = self.chance.randint(1, USUAL_RUPEES - 1)
        form = packages.NewPackage(str(self.chance.randint(2, 5)), str(USUAL_RUPEES), str(price))
        packages.offer(work, form, by=self.chance.choice(self.mentors))

    def buy_package(self, work: Work) -> None:
        """A learner would like one."""
        packages.buy(work, self._any(work, select(Package)).id, by=self.chance.choice(self.learners))

    def use_credit(self, work: Work) -> None:
        """Somebody books a session from a package that they bought."""
        bought, buyer = self._bought(work)
        mentor_id = work.db.get_one(Package, bought.package_id).mentor_id
        theirs = select(Offering).where(Offering.status == "active", Offering.mentor_id == mentor_id)
        packages.use(work, bought.id or 0, self._any(work, theirs).id, by=buyer)

    def give_package_back(self, work: Work) -> None:
        """Somebody rather has back what is unused."""
        bought, buyer = self._bought(work)
        left = left_in(work.db, bought, work.db.get_one(Package, bought.package_id))
        packages.give_back(work, bought.id or 0, left, by=buyer)

    def meet(self, work: Work) -> None:
        """The two come to their room for the first time."""
        booking, learner, mentor = self._booking(work, "confirmed")
        room_id = rooms.open_for(work, booking)
        rooms.enter(work, room_id, "m", by=mentor)
        rooms.enter(work, room_id, "l", by=learner)

    def give(self, work: Work) -> None:
        """A learner would like to give something on top."""
        booking, learner, _ = self._booking(work, "confirmed", "completed")
        gifts.begin(work, rooms.open_for(work, booking), str(self.chance.randint(10, 1000)), by=learner)

    def withdraw(self, work: Work) -> None:
        """A mentor asks for some of what they have, or for more."""
        amount = f"{self.chance.randint(100, 3000)}.{self.chance.randint(0, 99):02d}"
        payouts.withdraw(work, amount, str(self.chance.random()), by=self.chance.choice(self.mentors))

    def withdraw_compensation(self, work: Work) -> None:
        """A learner asks for some of what they were compensated with, or for more."""
        amount = f"{self.chance.randint(1, 1000)}.{self.chance.randint(0, 99):02d}"
        payouts.withdraw(work, amount, str(self.chance.random()), by=self.chance.choice(self.learners))

    def take_profit(self, work: Work) -> None:
        """The admin takes some of what the site has earned."""
        payouts.withdraw(work, str(self.chance.randint(100, 900)), str(self.chance.random()), by=self._proved())

    def settle(self, work: Work) -> None:
        """The admin decides about a withdrawal, or the bank returns it."""
        row = self._any(work, select(Withdrawal).where(col(Withdrawal.status).in_(["pending", "completed"])))
        verb, words = self.chance.choice(
            [(payouts.complete, "UTR-1234"), (payouts.reject, "Wrong name"), (payouts.reverse, "Sent back")]
        )
        verb(work, row.id or 0, words, by=self._proved())

    def bank_answers(self, work: Work) -> None:
        """A bank takes a refund, or returns it."""
        refund = self._any(work, select(Refund).where(col(Refund.status).in_(["requested", "pending"])))
        status = self.chance.choice([RefundStatus.PENDING, RefundStatus.PROCESSED, RefundStatus.FAILED])
        answer = GatewayRefund(f"rfnd_{refund.id}", status, refund.amount_paise)
        refund_reports.record_answer(work, refund.id or 0, answer)

    def refuse(self, work: Work) -> None:
        """The gateway does not take a refund."""
        refund = self._any(work, select(Refund).where(Refund.status == "requested"))
        refund_reports.note_refused(work, refund.id or 0, "Your account does not have enough balance")

    def refund_again(self, work: Work) -> None:
        """The admin sends back once more what did not arrive."""
        payments.refund_again(work, self._owed(work), by=self._proved())

    def refund_by_hand(self, work: Work) -> None:
        """The admin sends it from the site's own bank account."""
        payments.refund_by_hand(work, self._owed(work), "UTR-1234", by=self._proved())

    def dispute(self, work: Work) -> None:
        """A bank questions a payment, or a part of it; it takes the amount at once, or waits."""
        if self.chance.random() < 0.5:
            payment = self._any(work, select(Payment).where(col(Payment.captured_at).is_not(None)))
            amount = self.chance.choice([payment.total_paise, self.chance.randint(1, payment.total_paise)])
            number = f"disp_{self.chance.random()}"
            a_dispute(payment.id, amount=amount, deducted=self.chance.choice([0, amount]), number=number, work=work)

    def bank_decides(self, work: Work) -> None:
        """It wants to know more, or decides; the gateway may charge for that, and say it late or twice."""
        row = self._any(work, select(Dispute))
        status = self.chance.choice(list(DisputeStatus))
        gone = row.amount_paise + self.chance.choice([0, 0, 500]) if status is DisputeStatus.LOST else 0
        number = row.razorpay_dispute_id.removesuffix(f"_{row.payment_id}")
        a_dispute(row.payment_id, status, amount=row.amount_paise, deducted=gone, number=number, work=work)

    def _owed(self, work: Work) -> int:
        return int(self._any(work, select(Refund).where(col(Refund.status).in_(["failed", "requested"]))).id or 0)

    def _bought(self, work: Work) -> tuple[PackagePurchase, Viewer]:
        bought = self._any(work, select(PackagePurchase).where(col(PackagePurchase.valid_until).is_not(None)))
        buyer_id = work.db.get_one(Payment, bought.payment_id).learner_id
        return bought, next(one for one in self.learners if one.user_id == buyer_id)

    def _booking(self, work: Work, *states: str) -> tuple[int, Viewer, Viewer]:
        booking = self._any(work, select(Booking).where(col(Booking.status).in_(states)))
        mentor_id = work.db.get_one(Offering, booking.session_id).mentor_id
        [learner] = [one for one in self.learners if one.user_id == booking.learner_id]
        [mentor] = [one for one in self.mentors if one.user_id == mentor_id]
        return booking.id or 0, learner, mentor

    def _any(self, work: Work, wanted: Any) -> Any:
        return self.chance.choice(list(work.db.exec(wanted)))

    def _proved(self) -> Viewer:
        return replace(self.admin, proved_at=clock.now())
