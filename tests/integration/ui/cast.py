"""Who is in an attack: two people who have met, whose words are secret, and strangers of every kind.

A mentor's name and sessions are public, also when they are taken; who took them, and what the two say, is not. So a
stranger who receives any of those words, or changes any row that refers to the two, has broken in.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from peerlearn.domain import accounts, chats, rooms
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import SignIn, User
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from peerlearn.ui.viewer import COOKIE
from tests import makers

FAR_AWAY = 1_000_000


@dataclass(frozen=True)
class Caller:
    """Somebody who names handlers: signed in, or nobody."""

    called: str
    viewer: Viewer | None = None
    cookie: str = ""


@dataclass(frozen=True)
class Cast:
    """The two, what a stranger may know of them, what nobody else may read, and the strangers."""

    mentor: Caller
    learner: Caller
    room_id: str
    numbers: list[int]
    texts: list[str]
    secrets: list[str]
    spoken: list[str]  # those of them that admins may not read either
    nobody: Caller
    other_mentor: Caller
    other_learner: Caller
    admin: Caller

    @property
    def strangers(self) -> list[Caller]:
        """Everybody but the two."""
        return [self.nobody, self.other_mentor, self.other_learner, self.admin]

    def secrets_from(self, caller: Caller) -> list[str]:
        """What this caller may not read: who paid whom stands on the admins' Payments, what the two say nowhere."""
        return self.spoken if caller == self.admin else self.secrets


def a_cast() -> Cast:
    """New people; their session begins in five minutes, so that its room is open."""
    word, said = secrets.token_hex(6), secrets.token_hex(6)
    # Strangers name these addresses, so that they may well hear them back.
    addresses = [f"{who}.{secrets.token_hex(6)}@example.com" for who in ("mentor", "learner")]
    mentor = makers.a_mentor("Meera", email=addresses[0])
    learner = makers.a_learner(f"Lalit{word}", email=addresses[1])
    soon = clock.now() + timedelta(minutes=5)
    confirmed = makers.a_confirmed_booking(_offering(mentor, starts_at=soon), learner=learner)
    asked = makers.a_request(_offering(mentor, days=8), learner=learner)
    held = makers.a_held_booking(_offering(mentor, days=9), learner=learner)
    with unit_of_work() as work:
        chats.say(work, confirmed.room_id, "line-1", f"chat{said}", by=mentor)
    gift_id = _a_gift(confirmed)
    proposal_id = makers.a_proposal(confirmed)
    package_id = makers.a_package(mentor)
    purchase_id = makers.a_bought_package(package_id, learner=learner)
    _keep_sign_ins_apart()
    with database.reading() as db:
        payments = db.exec(select(Payment).where(Payment.learner_id == learner.user_id)).all()
    bookings = [confirmed, asked, held]
    numbers = {n for b in bookings for n in (b.booking_id, b.offering_id)} | {p.id or 0 for p in payments}
    return Cast(
        mentor=signed_in(mentor, "the mentor"),
        learner=signed_in(learner, "the learner"),
        room_id=confirmed.room_id,
        numbers=sorted(numbers | {mentor.user_id, learner.user_id, gift_id, proposal_id, package_id, purchase_id}),
        texts=[confirmed.room_id, *(p.order_id for p in payments if p.order_id), *addresses, "line-1"],
        secrets=[word, said],
        spoken=[said],
        nobody=Caller("nobody"),
        other_mentor=signed_in(makers.a_mentor("Mallory"), "another mentor"),
        other_learner=signed_in(makers.a_learner("Eve"), "another learner"),
        admin=signed_in(makers.an_admin(), "an admin"),
    )


def _a_gift(booked: makers.Booked) -> int:
    """They met for a moment, left again, and the learner gave something; its number."""
    both = ((booked.mentor, "m"), (booked.learner, "l"))
    for deed in (rooms.enter, rooms.leave):
        for viewer, instance in both:
            with unit_of_work() as work:
                deed(work, booked.room_id, instance, by=viewer)
    return makers.a_gift(booked)


def _keep_sign_ins_apart() -> None:
    """Nobody's own sign-in has a number that stands for something else here: to end that one is anybody's right."""
    with unit_of_work() as work:
        if work.db.get(SignIn, FAR_AWAY) is None:
            long_ago = work.now - timedelta(days=400)
            moments = {"created_at": long_ago, "expires_at": long_ago, "last_seen_at": long_ago}
            user_id = work.db.exec(select(User.id)).first() or 0
            work.db.add(SignIn(id=FAR_AWAY, user_id=user_id, token_fingerprint="none", **moments))


def signed_in(viewer: Viewer, called: str = "") -> Caller:
    """The person with a cookie of their own, by the same two steps as every sign-in; admins with both factors."""
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, viewer.user_id, proved=viewer.role == Role.ADMIN)
    with unit_of_work() as work:
        token, _ = accounts.redeem_ticket(work, ticket, device="a raw socket", ip="127.0.0.1")
    with database.reading() as db:
        return Caller(called or viewer.name, accounts.viewer_of_token(db, token), f"{COOKIE}={token}")


def _offering(mentor: Viewer, *, days: int = 0, starts_at: object = None) -> int:
    begins = starts_at or clock.now() + timedelta(days=days)
    return makers.an_offering(mentor, starts_at=begins)  # type: ignore[arg-type]
