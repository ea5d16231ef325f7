"""The attack table: what somebody may try to get in, and that each try is refused and stands in the audit log.

Other roles' handlers are tried in test_every_door.py, floods in test_floods.py, mailed codes in
tests/integration/domain/accounts/, forged host names in test_in_production.py.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.rules import PROOF_IS_FRESH_FOR
from peerlearn.domain.accounts.tables import TotpSecret, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import clock, database, passwords, sealing
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.integration.ui.calling import LEARNER, REGISTER, SIGN_IN, answers, run, socket_status, tab_of, told
from tests.integration.ui.cast import Caller, Cast, signed_in
from tests.integration.ui.rows import last_audit_entry
from tests.makers import a_learner, an_admin
from tests.raw_tab import HYDRATE, STATE, RawTab

RECOVERY = f"{STATE}.peerlearn___ui___frames___recovery___state____recovery_state"
STEP_UP = f"{STATE}.peerlearn___ui___step_up____step_up_state"
PASSWORD = "correct-horse-battery-staple"
EVIL = "https://evil.example"
NOBODY = Caller("nobody")


@pytest.fixture
def audited(in_site: Site) -> Callable[[], list[AuditEntry]]:
    """The lines of the audit log since the test began."""
    before = last_audit_entry()

    def since() -> list[AuditEntry]:
        with database.reading() as db:
            wanted = select(AuditEntry).where(col(AuditEntry.id) > before).order_by(col(AuditEntry.id))
            return list(db.exec(wanted))

    return since


Audited = Callable[[], list[AuditEntry]]


def kinds(lines: list[AuditEntry], *, of: str = "") -> list[str]:
    return [line.action for line in lines if line.action.startswith(of)]


def refusals(lines: list[AuditEntry]) -> list[tuple[str, dict[str, Any]]]:
    return [(line.target, line.details) for line in lines if line.action == "refused"]


def with_password(person: Viewer) -> str:
    """Give somebody a real password; their address."""
    with unit_of_work() as work:
        user = work.db.get_one(User, person.user_id)
        user.password_hash = passwords.hash_password(PASSWORD)
        return user.email


def an_admin_with_app() -> tuple[str, pyotp.TOTP]:
    """An admin who has set up an authenticator app."""
    admin, secret = an_admin(), pyotp.random_base32()
    with unit_of_work() as work:
        sealed = sealing.seal(secret, purpose="totp")
        work.db.add(TotpSecret(user_id=admin.user_id, sealed_secret=sealed, last_step=0, enrolled_at=work.now))
    return with_password(admin), pyotp.TOTP(secret)


async def try_password(tab: RawTab, email: str, password: str) -> dict[str, str]:
    await answers(tab, f"{SIGN_IN}.sign_in", [{"form": {"email": email, "password": password}}])
    return dict(tab.var("problems") or {})


async def try_digits(tab: RawTab, code: str) -> dict[str, str]:
    await answers(tab, f"{SIGN_IN}.prove", [{"form": {"code": code}}])
    return dict(tab.var("problems") or {})


def test_brute_force(in_site: Site, audited: Audited) -> None:
    email = with_password(a_learner())

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            said = [(await try_password(tab, email, f"guess {n}"))["password"] for n in range(5)]
            assert said[0] == "Invalid credentials"
            assert said[4] == "Account locked"
            assert (await try_password(tab, email, PASSWORD))["password"] == "Account locked"
            assert not tab.var("ticket")

    run(attack)

    assert kinds(audited(), of="sign_in") == ["sign_in.failed"] * 5 + ["sign_in.locked"]
    assert "account.lock" in kinds(audited())


async def ask_for_code(site: Site, tab: RawTab, email: str, *, forgotten: bool) -> str:
    """The code in the mail that somebody gets who has no password at hand."""
    sent = len([letter for letter in site.letterbox.letters if email in str(letter["To"])])
    await answers(tab, f"{SIGN_IN}.{'forgot' if forgotten else 'use_code'}", [{}])
    await answers(tab, f"{SIGN_IN}.sign_in", [{"form": {"email": email}}])
    assert tab.var("step") == "code"
    return await asyncio.to_thread(site.letterbox.code_for, email, sent + 1)


async def try_code(tab: RawTab, code: str) -> dict[str, str]:
    await answers(tab, f"{SIGN_IN}.take_code", [{"form": {"code": code, "password": "another long password"}}])
    return dict(tab.var("problems") or {})


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize("forgotten", [False, True], ids=["to sign in", "to choose a new password"])
def test_guessing_a_mailed_code(in_site: Site, audited: Audited, forgotten: bool) -> None:
    learner = a_learner()
    email = with_password(learner)

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            code = await ask_for_code(in_site, tab, email, forgotten=forgotten)
            for _ in range(5):
                await try_code(tab, another(code))
            assert (await try_code(tab, code))["code"]
            assert not tab.var("ticket")

    run(attack)

    last = "email_code.wrong" if forgotten else "sign_in.locked"
    assert [kind for kind in kinds(audited()) if kind != "refused"][1:] == ["email_code.wrong"] * 5 + [last]
    with database.reading() as db:
        attempt = accounts.attempt_for(db, email)
    assert passwords.matches(PASSWORD, attempt.password_hash)


@pytest.mark.parametrize("forgotten", [False, True], ids=["to sign in", "to choose a new password"])
def test_using_a_mailed_code_again(in_site: Site, audited: Audited, forgotten: bool) -> None:
    email = with_password(a_learner())

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            code = await ask_for_code(in_site, tab, email, forgotten=forgotten)
            await try_code(tab, code)
            assert tab.var("ticket")
            await answers(tab, f"{SIGN_IN}.open_page", [{}])
            assert (await try_code(tab, code))["code"]
            assert not tab.var("ticket")

    run(attack)

    assert "email_code.wrong" in kinds(audited())


def test_guessing_the_code_of_a_registration(in_site: Site, audited: Audited) -> None:
    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/register/") as tab:
            code = await begin_registration(in_site, tab, "guessed@example.org")
            await answers(tab, f"{REGISTER}.go_on", [{"form": {"code": another(code)}}] * 5)
            await answers(tab, f"{REGISTER}.go_on", [{"form": {"code": code}}])
            assert not tab.var("ticket")

    run(attack)

    assert kinds(audited(), of="sign_up") == ["sign_up.wrong_code"] * 5
    assert ("go_on", {"refusal": "CodeSpent"}) in refusals(audited())
    with database.reading() as db:
        assert db.exec(select(User).where(User.email == "guessed@example.org")).first() is None


def test_using_the_code_of_a_registration_again(in_site: Site, audited: Audited) -> None:
    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/register/") as tab:
            code = await begin_registration(in_site, tab, "reused@example.org")
            await answers(tab, f"{REGISTER}.go_on", [{"form": {"code": code}}])
            assert tab.var("ticket")
            await answers(tab, f"{REGISTER}.open_page", [{}])
            await answers(tab, f"{REGISTER}.go_on", [{"form": {"code": code}}])
            assert not tab.var("ticket")

    run(attack)

    assert ("go_on", {"refusal": "CodeSpent"}) in refusals(audited())


async def begin_registration(site: Site, tab: RawTab, email: str) -> str:
    form = {"role": "learner", "email": email, "name": "Asha", "password": PASSWORD}
    await answers(tab, f"{REGISTER}.go_on", [{"form": form}] * 2)
    assert tab.var("step") == 4
    return await asyncio.to_thread(site.letterbox.code_for, email)


def test_replaying_the_digits_of_an_admin(in_site: Site, audited: Audited) -> None:
    email, app = an_admin_with_app()

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as theirs, tab_of(in_site, NOBODY, "/sign-in/") as thief:
            await try_password(theirs, email, PASSWORD)
            await try_password(thief, email, PASSWORD)
            code = app.at(clock.now())
            assert await try_digits(theirs, code) == {}
            assert theirs.var("ticket")
            assert "used already" in (await try_digits(thief, code))["code"]
            assert not thief.var("ticket")

    run(attack)

    assert kinds(audited(), of="second_factor") == ["second_factor", "second_factor.replayed"]


def test_guessing_the_digits_of_an_admin(in_site: Site, audited: Audited) -> None:
    email, app = an_admin_with_app()
    near = {app.at(clock.now() + timedelta(seconds=30 * off)) for off in range(-3, 8)}
    wrong = next(code for code in map(str, range(100_000, 100_020)) if code not in near)

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            await try_password(tab, email, PASSWORD)
            for _ in range(5):
                await try_digits(tab, wrong)
            assert (await try_digits(tab, app.at(clock.now())))["code"] == "Account locked"
            assert not tab.var("ticket")

    run(attack)

    assert kinds(audited(), of="second_factor") == ["second_factor.wrong"] * 5 + ["second_factor.locked"]


def test_doing_an_admins_work_with_the_password_alone(in_site: Site, cast: Cast, audited: Audited) -> None:
    email, app = an_admin_with_app()

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            await try_password(tab, email, PASSWORD)
            assert tab.var("step") == "second factor"
            await answers(tab, f"{STEP_UP}.ask", [{}])
            await answers(tab, f"{STEP_UP}.prove", [{"form": {"code": app.at(clock.now())}}])
            assert tab.var("asked") is False
            assert told(tab, cast.secrets) == []

    run(attack)

    targets = [target for target, _ in refusals(audited())]
    assert {"ask", "prove"} <= set(targets)


def test_weighty_things_after_an_admin_left_the_desk(in_site: Site, audited: Audited) -> None:
    email, app = an_admin_with_app()
    with database.reading() as db:
        user = db.exec(select(User).where(User.email == email)).one()
    with time_machine.travel(clock.now() - PROOF_IS_FRESH_FOR - timedelta(seconds=1)):
        admin = signed_in(Viewer(user.id or 0, Role.ADMIN, user.name))

    async def story() -> None:
        async with tab_of(in_site, admin, "/profile/settings/") as tab:
            await answers(tab, f"{RECOVERY}.renew", [{}])
            await tab.until(lambda tab: tab.var("asked"))
            assert not tab.var("codes")
            await answers(tab, f"{STEP_UP}.prove", [{"form": {"code": "no code"}}])
            await answers(tab, f"{RECOVERY}.renew", [{}])
            assert not tab.var("codes")
            await answers(tab, f"{STEP_UP}.prove", [{"form": {"code": app.at(clock.now())}}])
            await tab.until(lambda tab: len(tab.var("codes") or []) == 10)  # what was refused is done now

    run(story)

    assert ("renew", {"needs": "admin who has shown the second factor lately"}) in refusals(audited())
    assert kinds(audited(), of="second_factor") == [
        "second_factor.wrong",
        "second_factor",
        "second_factor.recovery_codes",
    ]


def test_skipping_the_step_that_shows_an_app_is_there(in_site: Site, audited: Audited) -> None:
    email = with_password(an_admin())

    async def attack() -> None:
        async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
            await try_password(tab, email, PASSWORD)
            assert tab.var("step") == "enrol"
            assert tab.var("qr").startswith("data:image/svg+xml")
            await answers(tab, f"{SIGN_IN}.finish", [{}])
            await answers(tab, f"{SIGN_IN}.enrol", [{"form": {"code": "no code"}}])
            assert not tab.var("ticket")
            assert not tab.var("recovery_codes")

    run(attack)

    assert kinds(audited(), of="second_factor") == ["second_factor.wrong"]


def test_using_a_ticket_again(in_site: Site, audited: Audited) -> None:
    learner = a_learner()
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, learner.user_id)

    first, second = (post(in_site, "/auth/finish", {"ticket": ticket}) for _ in range(2))

    assert "set-cookie" in first.headers
    assert "set-cookie" not in second.headers
    assert ("/auth/finish", {"why": "ticket"}) in refusals(audited())


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_open_redirect(in_site: Site, audited: Audited, wanted: str) -> None:
    learner = a_learner()
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, learner.user_id)

    async def look() -> None:
        for page in ("/sign-in/", "/register/"):
            async with tab_of(in_site, NOBODY, f"{page}?next={wanted}") as tab:
                assert tab.var("next") == ""

    run(look)
    answer = post(in_site, "/auth/finish", {"ticket": ticket, "next": wanted})

    assert answer.headers["location"] == "/dashboard/learner/"
    with database.reading() as db:
        noted = db.exec(select(AuditEntry).where(AuditEntry.target == "/auth/finish")).all()
    assert {"why": "next"} in [line.details for line in noted]


def test_forged_storage(in_site: Site, cast: Cast, audited: Audited) -> None:
    forged = {f"{LEARNER}._booking_id": 1, f"{SIGN_IN}._challenge": "stolen", "no.such.state": 1}

    async def attack() -> None:
        async with tab_of(in_site, cast.other_learner, "/dashboard/learner/") as tab:
            await tab.call(HYDRATE, {"vars": forged})
            await tab.settle()
            assert tab.var("ready")
            assert told(tab, cast.secrets) == []

    run(attack)

    assert ("hydrate_and_load", {"sent": "storage vars"}) in refusals(audited())


def test_a_forged_cookie(in_site: Site, cast: Cast, audited: Audited) -> None:
    async def attack() -> None:
        forged = Caller("nobody", cookie="peerlearn_sign_in=" + "A" * 43)
        async with tab_of(in_site, forged, "/dashboard/mentor/") as tab:
            assert tab.redirects == ["/sign-in/?next=/dashboard/mentor/"]
            assert told(tab, cast.secrets) == []

    run(attack)

    assert "open_page" in [target for target, _ in refusals(audited())]


def test_a_socket_from_another_site(in_site: Site, audited: Audited) -> None:
    with database.reading() as db:
        known = {line.target for line in db.exec(select(AuditEntry).where(AuditEntry.action == "refused"))}

    assert asyncio.run(socket_status(in_site, EVIL)) == 403

    # One line a minute is enough: an earlier test may have written it.
    assert [target for target, _ in refusals(audited()) if target.startswith("/_event")] or any(
        target.startswith("/_event") for target in known
    )


def test_a_form_from_another_site(in_site: Site, audited: Audited) -> None:
    answer = httpx.post(f"{in_site.url}/auth/sign-out/of/nobody", headers={"Origin": EVIL})

    assert answer.status_code == 403
    assert ("/auth/sign-out/of/nobody", {"why": "origin"}) in refusals(audited())


def test_telling_accounts_apart_by_what_is_said(in_site: Site) -> None:
    email = with_password(a_learner())

    async def compare() -> None:
        said = {}
        for address in (email, "nobody.at.all@example.org"):
            async with tab_of(in_site, NOBODY, "/sign-in/") as tab:
                said[address] = [await try_password(tab, address, "a guess") for _ in range(6)]
                said[address].append({"names": str(sorted(tab.state))})
        assert said[email] == said["nobody.at.all@example.org"]

    run(compare)


def post(site: Site, path: str, form: dict[str, str]) -> httpx.Response:
    return httpx.post(site.url + path, data=form, headers={"Origin": site.url})
