"""Somebody who calls without end is slowed down; others are not."""

from sqlmodel import func, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.chats.tables import Message
from peerlearn.kit import database
from peerlearn.ui.frames.entry.sign_in_state import SIGNING_IN
from peerlearn.ui.pages.room.call.signals import LONGEST_BODY, MOST_BYTES_WAITING
from peerlearn.ui.pages.room.chat.state import CHATTING
from tests.e2e.site import Site
from tests.integration.ui.calling import CHAT, ROOM, SIGN_IN, answers, in_room, run, tab_of
from tests.integration.ui.cast import Cast
from tests.integration.ui.rows import last_audit_entry

FLOOD = 120


def lines_of(user_id: int) -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(Message).where(Message.sender_id == user_id)).one()


def test_slows_down_who_floods_the_chat_from_however_many_tabs(in_site: Site, cast: Cast) -> None:
    assert cast.learner.viewer is not None and cast.mentor.viewer is not None

    async def flood() -> None:
        for tab_number in range(3):
            async with tab_of(in_site, cast.learner, **in_room(cast.room_id)) as tab:
                lines = [{"line_id": f"{tab_number}-{n}", "text": "again"} for n in range(FLOOD // 3)]
                await answers(tab, f"{CHAT}.send_line", lines)
        async with tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as tab:
            await answers(tab, f"{CHAT}.send_line", [{"line_id": "mine", "text": "I may still speak"}])
            await tab.until(lambda tab: "I may still speak" in str(tab.var("lines")))

    run(flood)

    assert CHATTING.at_once <= lines_of(cast.learner.viewer.user_id) < FLOOD


def test_lets_nobody_fill_the_memory_of_the_tab_across(in_site: Site, cast: Cast) -> None:
    """One of the two means harm, and says what nobody acknowledges; what comes later is heard once there is room."""
    base = {"sender": "learner", "receiver": "mentor", "kind": "offer"}

    async def flood() -> None:
        async with (
            tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(in_site, cast.learner, **in_room(cast.room_id)) as learner,
        ):
            await mentor.call(f"{ROOM}.arrive", {"instance": "mentor"})
            await learner.call(f"{ROOM}.arrive", {"instance": "learner"})
            await learner.until(lambda tab: tab.var("peer_instance") == "mentor")
            for n in range(2, 12):
                large = {**base, "n": n, "body": "x" * LONGEST_BODY}
                await answers(learner, f"{ROOM}.send_signals", [{"batch": [large]}])
            await mentor.until(lambda tab: len(tab.var("inbox")) >= MOST_BYTES_WAITING // LONGEST_BODY)
            await mentor.settle()
            assert sum(len(signal["body"]) for signal in mentor.var("inbox")) <= MOST_BYTES_WAITING

            first = {**base, "n": 1, "body": "first"}
            await answers(learner, f"{ROOM}.send_signals", [{"batch": [first]}])
            await mentor.until(lambda tab: tab.var("inbox")[0]["n"] == 1)

    run(flood)


def test_slows_down_who_tries_passwords_without_end(in_site: Site, cast: Cast) -> None:
    before = last_audit_entry()
    form = {"form": {"email": "nobody@example.com", "password": "a guess"}}

    async def flood() -> None:
        for _ in range(2):
            async with tab_of(in_site, cast.nobody, "/sign-in/") as tab:
                await answers(tab, f"{SIGN_IN}.sign_in", [form] * SIGNING_IN.at_once)

    run(flood)

    with database.reading() as db:
        tried = select(func.count()).where(AuditEntry.action == "sign_in.unknown", AuditEntry.id > before)  # type: ignore[operator]
        assert db.exec(tried).one() < 2 * SIGNING_IN.at_once
        refused = select(AuditEntry).where(AuditEntry.action == "refused", AuditEntry.id > before)  # type: ignore[operator]
        assert {"refusal": "TooFast"} in [line.details for line in db.exec(refused)]
