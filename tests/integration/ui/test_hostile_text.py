"""Text that breaks encoders, databases, pages or mails: it arrives as text, and nobody's page ends."""

import json

import pytest

from tests.e2e.site import Site
from tests.integration.ui.calling import CHAT, LEARNER, MENTOR, REGISTER, ROOM, answers, in_room, log_of, run, tab_of
from tests.integration.ui.cast import Cast
from tests.integration.ui.test_live_privacy import a_form

HOSTILE = {
    "half a character": "half \ud83d of one",
    "nul": "nul \x00 nul",
    "markup": "</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE users; --",
    "format": "{0.__class__} %s %(x)s ${x}",
    "backwards": "\u202eevil\u202c",
    "not a character": "not \ufffe\U0010ffff one",
    "piled up": "e" + "\u0301" * 90,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_shows_hostile_text_as_text_to_everybody(in_site: Site, cast: Cast, text: str) -> None:
    log = len(log_of(in_site))

    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as mentor,
            tab_of(in_site, cast.other_learner, "/dashboard/learner/") as learner,
        ):
            form = {**a_form(text), "topics": text[:50], "description": text}
            await answers(mentor, f"{MENTOR}.publish", [{"form": form}])
            shown = text.replace("\ud83d", "\ufffd").replace("\x00", "\ufffd").strip()
            card = await learner.until(
                lambda tab: next((card for card in tab.var("offerings") if card["title"] == shown), None)
            )
            assert card["description"] == shown
            assert card["topics"]
            await answers(learner, f"{LEARNER}.choose", [{"offering_id": card["offering_id"]}])
            assert learner.var("chosen")["title"] == shown
        async with (
            tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(in_site, cast.learner, **in_room(cast.room_id)) as learner,
        ):
            await answers(mentor, f"{CHAT}.send_line", [{"line_id": text[:60], "text": text}])
            await learner.until(lambda tab: any(line["text"] == shown for line in tab.var("lines")))

    run(story)

    assert "failed (reference" not in log_of(in_site)[log:]


def test_carries_no_signal_that_breaks_the_other_tab(in_site: Site, cast: Cast) -> None:
    odd = [
        {"kind": "\ud83d", "body": "\ud83d"},
        {"kind": "offer", "body": float("nan")},
        {"kind": "offer", "body": "{}", "n": 10**400},
        {"kind": "offer", "body": "{}", "n": float("nan")},
        {"kind": "offer", "body": "x" * 64_001},
        {"kind": "x" * 65, "body": "{}"},
    ]

    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(in_site, cast.learner, **in_room(cast.room_id)) as learner,
        ):
            await mentor.call(f"{ROOM}.arrive", {"instance": "mentor"})
            await learner.call(f"{ROOM}.arrive", {"instance": "learner"})
            await learner.until(lambda tab: tab.var("peer_instance") == "mentor")
            base = {"sender": "learner", "receiver": "mentor", "n": 1}
            await answers(learner, f"{ROOM}.send_signals", [{"batch": [{**base, **one}]} for one in odd])
            await answers(learner, f"{ROOM}.acknowledge", [{"sender": "mentor", "up_to": 10**400}])
            proper = {**base, "n": 2, "kind": "answer", "body": "{}"}
            await answers(learner, f"{ROOM}.send_signals", [{"batch": [proper]}])
            await mentor.until(lambda tab: any(signal["n"] == 2 for signal in tab.var("inbox")))
            json.dumps(mentor.seen, allow_nan=False)
            assert [signal["kind"] for signal in mentor.var("inbox")] == ["\ufffd", "answer"]

    run(story)


def test_writes_no_mail_for_a_stranger(in_site: Site, cast: Cast) -> None:
    """A name or an address that would add headers or lines to the mail with the code."""
    victim = "victim@example.org"
    people = [
        {"name": f"A\r\nBcc: {victim}", "email": "a1@example.org"},
        {"name": "A", "email": f"a2@example.org\r\nBcc: {victim}"},
        {"name": "A", "email": f"a3@example.org, {victim}"},
        {"name": "A", "email": f'"a4\r\nBcc: {victim}"@example.org'},
        {"name": "Visit https://evil.example now", "email": victim},
        {"name": "{code} {name.__class__}", "email": "the.fifth@example.org"},
    ]

    async def story() -> None:
        async with tab_of(in_site, cast.nobody, "/register/") as tab:
            for person in people:
                form = {"role": "learner", "password": "correct horse battery", **person}
                await answers(tab, f"{REGISTER}.go_on", [{"form": form}] * 2)

    before = len(in_site.letterbox.letters)
    run(story)

    in_site.letterbox.code_for("the.fifth@example.org")
    since = in_site.letterbox.letters[before:]  # among them some to its own people, at example.com
    letters = [one for one in since if "example.org" in str(one["To"])]
    assert [str(letter["To"]) for letter in letters] == ["the.fifth@example.org"]
    assert victim not in str(since)
    assert letters[0].get_content().startswith("Hello {code} {name.__class__},")


@pytest.mark.parametrize("odd", ["\x00", "x" * 100_000, "%00", "../..", "1 OR 1=1", ""])
def test_goes_on_when_an_address_names_no_room(in_site: Site, cast: Cast, odd: str) -> None:
    async def story() -> None:
        async with tab_of(in_site, cast.learner, **in_room(odd)) as tab:
            assert not tab.var("ready")
            assert not tab.closed

    run(story)


def test_looks_for_no_room_whose_address_cannot_be_written(in_site: Site, cast: Cast) -> None:
    log = len(log_of(in_site))

    async def story() -> None:
        async with tab_of(in_site, cast.learner) as tab:
            tab.go(**in_room("\ud83d"))
            await tab.call(f"{ROOM}.open_page")
            await tab.settle()

    run(story)

    assert "failed (reference" not in log_of(in_site)[log:]
