"""Going back on a session: who may, until when, what it costs, and who hears of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, packages, payments, rooms, verification
from peerlearn.domain.accounts import Role
from peerlearn.domain.bookings import actions, policy
from peerlearn.domain.bookings.letters import _letter
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database
from peerlearn.kit.jobs.tables import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, payment_of, status_of, story_of
from tests.makers import (
    Booked,
    a_bought_package,
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_package,
    a_request,
    an_admin,
    an_offering,
    by_the_first_rules,
    pay,
)
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")

DAY, HOUR, MINUTE = timedelta(hours=24), timedelta(hours=1), timedelta(minutes=1)
ALL, HALF, NOTHING = Money.rupees(1100), Money.rupees(550), Money(0)


def cancel(booked: Booked, *, back: Money = ALL) -> None:
    with unit_of_work() as work:
        bookings.cancel_booking(work, booked.booking_id, back=back, by=booked.learner)


def call_off(booked: Booked, *, fee: Money = NOTHING) -> list[str]:
    """Do it; whose pages are told."""
    with unit_of_work() as work:
        bookings.call_off(work, booked.offering_id, fee=fee, by=booked.mentor)
        return list(work.changed)


def compensation_of(booked: Booked) -> payments.Compensation:
    with database.reading() as db:
        return payments.compensation_of(db, booked.learner.user_id)


def starting_in(notice: timedelta) -> Booked:
    return a_confirmed_booking(an_offering(starts_at=clock.now() + notice, price=Money.rupees(1000)))


def reason_of(booked: Booked) -> str:
    with database.reading() as db:
        return db.get_one(Booking, booked.booking_id).cancel_reason


def offered(booked: Booked) -> str:
    with database.reading() as db:
        return db.get_one(Offering, booked.offering_id).status


def told() -> set[tuple[int, str]]:
    with database.reading() as db:
        jobs = db.exec(select(Job.payload).where(col(Job.kind) == "mail_cancellation"))
        return {(payload["booking_id"], payload["role"]) for payload in jobs}


def test_a_learner_in_time_gets_everything_back_and_the_session_is_free_again() -> None:
    booked = starting_in(DAY + timedelta(minutes=1))

    cancel(booked)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "learner")
    assert payment_of(booked.booking_id).status == "refunding"
    assert story_of(booked.booking_id)[-2:] == [
        ("booking.cancel.learner", booked.learner.user_id),
        ("room.call_off", None),
    ]
    assert told() == {(booked.booking_id, "learner"), (booked.booking_id, "mentor")}
    with database.reading() as db:
        assert [card.offering_id for card in bookings.bookable_offerings(db)] == [booked.offering_id]
        assert payments.books(db).balance_sum == Money(0)
        assert rooms.view_for(db, booked.room_id, by=booked.learner).live.ended_at is not None
    assert status_of(a_request(booked.offering_id).booking_id) == "pending"


@pytest.mark.parametrize(
    ("notice", "back", "reason", "earned"),
    [
        (DAY - MINUTE, HALF, "learner_partly", 450),
        (2 * HOUR + MINUTE, HALF, "learner_partly", 450),
        (2 * HOUR - MINUTE, NOTHING, "learner_late", 900),
        (MINUTE, NOTHING, "learner_late", 900),
    ],
)
def test_a_learner_who_is_late_has_paid_the_mentor(notice: timedelta, back: Money, reason: str, earned: int) -> None:
    booked = starting_in(notice)

    cancel(booked, back=back)

    payment = payment_of(booked.booking_id)
    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", reason)
    assert (payment.status, payment.refunded_paise, offered(booked)) == ("captured", back.paise, "cancelled")
    with database.reading() as db:
        assert payments.earnings_of(db, booked.mentor.user_id) == payments.Earnings(Money.rupees(earned), NOTHING)
        assert payments.books(db).app == Money.rupees(200 * earned // 900)
        assert payments.books(db).balance_sum == NOTHING
        assert verification.verify(db) == []
    assert told() == {(booked.booking_id, "learner"), (booked.booking_id, "mentor")}


@pytest.mark.parametrize(
    ("notice", "told_back"),
    [(DAY * 2, HALF), (DAY * 2, NOTHING), (3 * HOUR, ALL), (3 * HOUR, NOTHING), (HOUR, HALF), (HOUR, ALL)],
)
def test_does_nothing_on_other_terms_than_were_shown(notice: timedelta, told_back: Money) -> None:
    booked = starting_in(notice)
    before = whole_database()

    with pytest.raises(bookings.TermsChanged):
        cancel(booked, back=told_back)
    assert whole_database() == before


@pytest.mark.parametrize(
    ("notice", "told_fee"), [(DAY * 2, 550), (3 * HOUR, 0), (3 * HOUR, 450), (3 * HOUR, 1100), (HOUR, 550), (HOUR, 0)]
)
def test_charges_nobody_otherwise_than_they_were_told(notice: timedelta, told_fee: int) -> None:
    booked = starting_in(notice)
    before = whole_database()

    with pytest.raises(bookings.TermsChanged):
        call_off(booked, fee=Money.rupees(told_fee))
    assert whole_database() == before


def test_a_request_that_waits_is_free_to_cancel_until_the_start() -> None:
    booked = a_request(an_offering(starts_at=clock.now() + timedelta(minutes=5)))

    cancel(booked)

    assert payment_of(booked.booking_id).status == "refunding"
    assert offered(booked) == "active"


@pytest.mark.parametrize(
    ("notice", "fee", "reason"),
    [(DAY * 3, 0, "mentor"), (DAY - MINUTE, 550, "mentor_amends"), (2 * HOUR - MINUTE, 1100, "mentor_amends")],
)
def test_a_mentor_always_gives_everything_back_and_compensates_the_learner_when_late(
    notice: timedelta, fee: int, reason: str
) -> None:
    booked = starting_in(notice)

    call_off(booked, fee=Money.rupees(fee))

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", reason)
    assert (payment_of(booked.booking_id).status, offered(booked)) == ("refunding", "cancelled")
    assert story_of(booked.booking_id)[-2][1] == booked.mentor.user_id
    with database.reading() as db:
        assert bookings.bookable_offerings(db) == []
        assert payments.earned(db, booked.mentor.user_id) == Money.rupees(-fee)
        assert payments.cancellation_fee_of(db, booked.booking_id) == Money.rupees(fee)
        assert payments.profit(db) == payments.books(db).app == NOTHING
        assert payments.books(db).balance_sum == NOTHING
        assert verification.verify(db) == []


@pytest.mark.parametrize(
    ("notice", "fee", "reason"),
    [(DAY * 3, 0, "mentor"), (DAY - MINUTE, 450, "mentor_late"), (2 * HOUR - MINUTE, 900, "mentor_late")],
)
def test_by_the_first_rules_a_mentor_who_is_late_pays_the_site(notice: timedelta, fee: int, reason: str) -> None:
    booked = by_the_first_rules(starting_in(notice))

    call_off(booked, fee=Money.rupees(fee))

    assert (reason_of(booked), payment_of(booked.booking_id).status) == (reason, "refunding")
    assert compensation_of(booked) == payments.Compensation(NOTHING, NOTHING)
    with database.reading() as db:
        assert payments.earned(db, booked.mentor.user_id) == Money.rupees(-fee)
        assert verification.verify(db) == []


def test_a_compensation_waits_until_the_mentor_has_earned_it() -> None:
    booked = starting_in(HOUR)
    everybody = {f"account:{who.user_id}" for who in (booked.mentor, booked.learner)}

    assert everybody <= set(call_off(booked, fee=ALL))
    assert compensation_of(booked) == payments.Compensation(available=NOTHING, waits=ALL)
    a_completed_booking(booked.mentor)
    assert compensation_of(booked) == payments.Compensation(available=Money.rupees(900), waits=Money.rupees(200))
    a_completed_booking(booked.mentor)

    assert compensation_of(booked) == payments.Compensation(available=ALL, waits=NOTHING)
    with database.reading() as db:
        assert payments.earned(db, booked.mentor.user_id) == Money.rupees(700)
        [card] = bookings.compensations_of(db, booked.learner.user_id, most=9)
    assert (card.title, card.mentor_name, card.amount) == ("Python for beginners", "Meera", "₹1,100")


def test_what_one_mentor_owes_holds_nothing_back_of_what_another_gave() -> None:
    learner, rich = a_learner(), a_mentor("Rohan")
    a_completed_booking(rich)
    for mentor, fee in ((rich, HALF), (a_mentor(), ALL)):
        notice = 3 * HOUR if mentor is rich else HOUR
        offering_id = an_offering(mentor, starts_at=clock.now() + notice, price=Money.rupees(1000))
        call_off(a_confirmed_booking(offering_id, learner=learner), fee=fee)

    with database.reading() as db:
        assert payments.compensation_of(db, learner.user_id) == payments.Compensation(available=HALF, waits=ALL)
        assert payments.compensation_of(db, a_learner().user_id) == payments.Compensation(NOTHING, NOTHING)


def test_what_a_mentor_owes_a_learner_takes_nothing_from_the_site() -> None:
    old, new = by_the_first_rules(starting_in(HOUR)), starting_in(HOUR)
    a_completed_booking(old.mentor)
    call_off(old, fee=Money.rupees(900))

    call_off(new, fee=ALL)

    with database.reading() as db:
        assert payments.profit(db) == payments.books(db).app == Money.rupees(200 + 900)


def test_compensates_whoever_booked_from_a_package_too() -> None:
    learner, mentor = a_learner(), a_mentor()
    purchase = a_bought_package(a_package(mentor), learner=learner)
    offering_id = an_offering(mentor, starts_at=clock.now() + 3 * HOUR)
    with unit_of_work() as work:
        booking_id = packages.use(work, purchase, offering_id, by=learner)
    with unit_of_work() as work:
        bookings.accept(work, booking_id, by=mentor)
    with database.reading() as db:
        terms = bookings.call_off_terms(db, offering_id, by=mentor)
        assert (terms.fee, terms.to_learner, terms.by_credit) == ("₹495", True, True)

    with unit_of_work() as work:
        bookings.call_off(work, offering_id, fee=Money.rupees(495), by=mentor)

    with database.reading() as db:
        assert payments.compensation_of(db, learner.user_id).waits == Money.rupees(495)
        assert [card.left for card in packages.bought_by(db, learner.user_id)] == [5]
        assert verification.verify(db) == []
    assert "The session is back in your package" in letters()["learner"]
    assert "₹495 of Meera's earnings are yours besides" in letters()["learner"]


def test_a_fee_shows_in_the_mentors_statement_and_is_made_up_for_by_what_they_earn_later() -> None:
    booked = by_the_first_rules(starting_in(HOUR))
    call_off(booked, fee=Money.rupees(900))
    with database.reading() as db:
        [movement] = payments.movements_of(db, booked.mentor.user_id, payments.StatementKind.EARNED, most=9)
        assert payments.profit(db) == payments.books(db).app == NOTHING  # a claim so far, and no money

    a_completed_booking(booked.mentor)
    a_completed_booking(booked.mentor, price=Money.rupees(100))

    assert (movement.kind, movement.about, movement.amount) == ("cancellation_fee", "Lalit", "-₹900")
    assert [(line.account, line.amount) for line in movement.lines] == [
        ("mentor_available", "-₹900"),
        ("cancellation_fee", "₹900"),
    ]
    with database.reading() as db:
        assert payments.earned(db, booked.mentor.user_id) == Money.rupees(90)
        assert payments.profit(db) == payments.books(db).app == Money.rupees(200 + 20 + 900)


def test_a_request_that_waits_costs_its_mentor_nothing() -> None:
    booked = a_request(an_offering(starts_at=clock.now() + timedelta(minutes=5)))

    call_off(booked)

    assert (reason_of(booked), payment_of(booked.booking_id).status) == ("mentor", "refunding")


@pytest.mark.parametrize("rupees", [1, 2, 3, 7, 99_999])
def test_every_price_can_be_shared(rupees: int) -> None:
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + 3 * HOUR, price=Money.rupees(rupees)))
    with database.reading() as db:
        terms = bookings.terms_of(db, booked.booking_id, by=booked.learner)

    cancel(booked, back=Money(terms.back_paise))

    with database.reading() as db:
        assert verification.verify(db) == []
        assert payments.books(db).balance_sum == NOTHING


def test_money_for_a_session_that_was_called_off_goes_back() -> None:
    booked = a_held_booking()

    call_off(booked)
    assert status_of(booked.booking_id) == "expired"
    pay(booked.booking_id)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "not_free")
    assert payment_of(booked.booking_id).status == "refunding"


def test_calls_off_what_nobody_booked() -> None:
    mentor = a_mentor()
    offering_id = an_offering(mentor)

    with unit_of_work() as work:
        bookings.call_off(work, offering_id, by=mentor)

    with database.reading() as db:
        assert db.get_one(Offering, offering_id).status == "cancelled"
    assert told() == set()


@pytest.mark.parametrize("deed", [cancel, call_off])
def test_is_one_deed_when_it_is_done_twice(deed) -> None:
    booked = starting_in(DAY * 2)
    deed(booked)
    before = whole_database()

    deed(booked)

    assert whole_database() == before


@pytest.mark.parametrize("deed", [cancel, call_off])
def test_is_too_late_once_the_session_has_begun(deed) -> None:
    booked = starting_in(timedelta(minutes=5))

    with at(timedelta(minutes=5)), pytest.raises(bookings.TooLateToCancel):
        deed(booked)
    assert status_of(booked.booking_id) == "confirmed"


def test_says_nothing_about_money_when_it_is_too_late_to_ask() -> None:
    booked, over = starting_in(timedelta(minutes=5)), a_completed_booking()

    with at(timedelta(minutes=5)), database.reading() as db:
        with pytest.raises(bookings.TooLateToCancel):
            bookings.terms_of(db, booked.booking_id, by=booked.learner)
        with pytest.raises(bookings.TooLateToCancel):
            bookings.call_off_terms(db, booked.offering_id, by=booked.mentor)
        with pytest.raises(bookings.NotCancellable):
            bookings.terms_of(db, over.booking_id, by=over.learner)
        with pytest.raises(bookings.NotCancellable):
            bookings.call_off_terms(db, over.offering_id, by=over.mentor)


def test_leaves_alone_what_took_place() -> None:
    booked = a_completed_booking()
    before = whole_database()

    for deed in (cancel, call_off):
        with pytest.raises(bookings.NotCancellable):
            deed(booked)
    assert whole_database() == before


def test_belongs_to_the_two_alone() -> None:
    booked = starting_in(DAY * 2)
    before = whole_database()

    for person in (booked.mentor, a_learner(), a_mentor(), an_admin()):
        for booking_id in (booked.booking_id, 10**9, 0):
            with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
                bookings.cancel_booking(work, booking_id, back=ALL, by=person)
            with pytest.raises(bookings.NotYourBooking), database.reading() as db:
                bookings.terms_of(db, booking_id, by=person)
    for person in (booked.learner, a_learner(), a_mentor(), an_admin()):
        with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
            bookings.call_off(work, booked.offering_id, by=person)
        with pytest.raises(bookings.NotYourBooking), database.reading() as db:
            bookings.call_off_terms(db, booked.offering_id, by=person)
    assert {table: rows for table, rows in whole_database().items() if table not in ("users", "mentor_standings")} == {
        table: rows for table, rows in before.items() if table not in ("users", "mentor_standings")
    }


def test_says_what_it_means_before_it_is_done() -> None:
    early, late, last = starting_in(DAY * 3), starting_in(timedelta(hours=3)), starting_in(timedelta(hours=1))

    with database.reading() as db:
        told = [bookings.terms_of(db, one.booking_id, by=one.learner) for one in (early, late, last)]
        theirs = [bookings.call_off_terms(db, one.offering_id, by=one.mentor) for one in (early, late, last)]
        starts = [db.get_one(Offering, one.offering_id).starts_at for one in (early, late)]
    assert [(terms.total, terms.back, terms.kept, str(terms.goes_back)) for terms in told] == [
        ("₹1,100", "₹1,100", "₹0", "all"),
        ("₹1,100", "₹550", "₹550", "part"),
        ("₹1,100", "₹0", "₹1,100", "nothing"),
    ]
    assert [terms.until for terms in told] == [
        (starts[0] - DAY).isoformat(),
        (starts[1] - 2 * HOUR).isoformat(),
        "",
    ]
    assert [(terms.total, terms.fee, terms.other_name) for terms in theirs] == [
        ("₹1,100", "", "Lalit"),
        ("₹1,100", "₹550", "Lalit"),
        ("₹1,100", "₹1,100", "Lalit"),
    ]


def letters() -> dict[str, str]:
    """What the two are told by mail, by role."""
    with database.reading() as db:
        jobs = db.exec(select(Job.payload).where(col(Job.kind) == "mail_cancellation")).all()
        return {payload["role"]: _letter(db, payload["booking_id"], Role(payload["role"]))[2] for payload in jobs}


@pytest.mark.parametrize(
    ("notice", "back", "learner", "mentor"),
    [
        (3 * DAY, ALL, "₹1,100 go back to where they came from.", "The learner gets everything back"),
        (3 * HOUR, HALF, "less than 24 hours before the start, so ₹550 of the ₹1,100 go back", "₹450 of it is yours"),
        (HOUR, NOTHING, "less than 2 hours before the start, so nothing of the ₹1,100 goes back", "share of ₹900 is"),
    ],
)
def test_tells_both_by_mail_what_became_of_the_money(notice: timedelta, back: Money, learner: str, mentor: str) -> None:
    booked = starting_in(notice)

    cancel(booked, back=back)

    assert learner in letters()["learner"]
    assert mentor in letters()["mentor"]


def test_tells_both_of_the_compensation_by_mail() -> None:
    call_off(starting_in(3 * HOUR), fee=HALF)

    assert "less than 24 hours before the start, so ₹550 of your earnings go to Lalit" in letters()["mentor"]
    assert "₹1,100 go back to where they came from" in letters()["learner"]
    assert "₹550 of Meera's earnings are yours besides, as a compensation" in letters()["learner"]


def test_tells_a_mentor_of_the_fee_by_mail() -> None:
    call_off(by_the_first_rules(starting_in(3 * HOUR)), fee=Money.rupees(450))

    assert "₹450 of your earnings go to PeerLearn as a cancellation fee" in letters()["mentor"]
    assert "₹1,100 go back to where they came from" in letters()["learner"]


def test_goes_by_the_rules_of_the_day_on_which_it_was_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    before = starting_in(3 * HOUR)
    stricter = policy.Policy((policy.Tier(DAY, 10_000), policy.Tier(timedelta(), 1_000)), compensates=True)
    monkeypatch.setitem(policy.POLICIES, 99, stricter)
    monkeypatch.setattr(actions, "CURRENT", 99)
    later = starting_in(3 * HOUR)

    with database.reading() as db:
        shown = [bookings.terms_of(db, one.booking_id, by=one.learner).back for one in (before, later)]
        versions = [db.get_one(Booking, one.booking_id).policy_version for one in (before, later)]
    assert (shown, versions) == (["₹550", "₹110"], [policy.CURRENT, 99])
    with pytest.raises(bookings.TermsChanged):
        cancel(before, back=Money.rupees(110))
    cancel(before, back=HALF)
    cancel(later, back=Money.rupees(110))
    assert [payment_of(one.booking_id).refunded_paise for one in (before, later)] == [55_000, 11_000]
