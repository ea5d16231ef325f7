"""A page that was loaded anew keeps its tab's state on the server: what was said to the page before is not for it."""

from tests.e2e.site import Site
from tests.integration.ui.calling import ROOM, in_room, run, tab_of
from tests.integration.ui.cast import Cast


def a_signal(sender: str, receiver: str, n: int) -> dict[str, object]:
    return {"sender": sender, "receiver": receiver, "n": n, "kind": "candidate", "body": "{}"}


def test_receipts_and_signals_of_the_page_before_are_gone(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(in_site, cast.learner, **in_room(cast.room_id)) as learner,
        ):
            for name, tab in (("m", mentor), ("l", learner)):
                await tab.call(f"{ROOM}.arrive", {"instance": name})
                await tab.until(lambda tab, name=name: tab.var("registered") == name)
            await mentor.until(lambda tab: tab.var("peer_instance") == "l")
            await learner.call(f"{ROOM}.send_signals", {"batch": [a_signal("l", "m", n) for n in (1, 2, 3)]})
            await mentor.until(lambda tab: len(tab.var("inbox")) == 3)
            await mentor.call(f"{ROOM}.acknowledge", {"sender": "l", "up_to": 3})
            await mentor.call(f"{ROOM}.send_signals", {"batch": [a_signal("m", "l", 1)]})
            await learner.until(lambda tab: tab.var("acknowledged")["up_to"] == 3 and tab.var("inbox"))

            await learner.call(f"{ROOM}.arrive", {"instance": "l-anew"})

            await learner.until(lambda tab: tab.var("registered") == "l-anew")
            assert learner.var("acknowledged") == {"receiver": "", "up_to": 0}
            assert learner.var("inbox") == []

    run(story)
