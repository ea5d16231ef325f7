"""RoomState: one person's seat. What they see, and the signals waiting for them.

The truth is the room in the database; this is its picture in one tab, rebuilt on every arrival. Signals pass
through without being stored: their sender keeps them until the receiver has acknowledged them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import reflex as rx

from peerlearn.domain import boards, chats, gifts, lessons, recordings, rooms, social
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.rooms import LiveRoom, RoomView, Seat
from peerlearn.kit import bus, clock
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.settings import settings
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.pages.room.board.state import BoardState
from peerlearn.ui.pages.room.call.signals import LONGEST_NAME, Acknowledged, Signal, as_signal, that_fit, understood
from peerlearn.ui.pages.room.chat.state import ChatState
from peerlearn.ui.pages.room.gifts.state import RoomGiftsState
from peerlearn.ui.pages.room.lobby.across import Across, Note
from peerlearn.ui.pages.room.recording.state import RecordingState
from peerlearn.ui.pages.room.summary.state import SummaryState
from peerlearn.ui.pages.room.topics.state import TopicsState
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import home_of, signed_in
from peerlearn.ui.widgets.booking_words import status_words

# A socket that drops may be back at once (a reload, a blip); only then is the seat empty.
BACK_WITHIN_SECONDS = 3.0
ARRIVING = Pace(at_once=20, seconds_each=1)
SIGNALLING = Pace(at_once=200, seconds_each=0.05)  # said again until it is heard, as lines are
RENEWING = Pace(at_once=20, seconds_each=5)
WARNING = Pace(at_once=5, seconds_each=30)
AFTER_FEEDBACK = "summary-title"  # whose form goes once it is sent: there the focus goes on
WARNED_BEFORE = timedelta(minutes=5)
CLOCKS_DIFFER_BY = timedelta(seconds=2)
FIVE_MINUTES = "Five minutes left. The session ends by itself when the time is up."


class RoomState(rx.State):
    """One seat in one room."""

    ready: bool = False
    refusal: str = ""
    title: str = ""
    topics: list[str] = []
    seat: str = ""
    names: dict[str, str] = {"mine": "", "theirs": ""}
    ice_servers: list[dict[str, Any]] = []
    relay_ms: int = 0  # how long the relay's credentials in there are good; 0 when there are none
    home: str = "/"
    ended: bool = False
    cancelled: str = ""  # why the session does not take place
    rated: bool = False  # or they would rather not say
    taken_over: bool = False

    registered: str = ""
    seated: bool = False
    peer_instance: str = ""
    peer_seated: bool = False
    offers: bool = True
    inbox: list[Signal] = []
    acknowledged: Acknowledged = Acknowledged()

    elapsed_ms: int = 0
    duration_ms: int = 0
    running: bool = False

    _room_id: str = ""
    _booking_id: int = 0
    _instance: str = ""
    _joined: bool = False  # or it waits in the lobby
    _skipped: bool = False
    _live: LiveRoom | None = None
    _across: Across = Across()

    @rx.var
    def polite(self) -> bool:
        """Which side gives way when both offer at once: the learner."""
        return self.seat == Seat.LEARNER

    @rx.var
    def peer_here(self) -> bool:
        """Whether the other person is in the room."""
        return self.peer_instance != ""

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Find the room at this address and watch it."""
        viewer = await signed_in(self)
        await show_viewer(self)
        self.home = home_of(viewer)
        room_id = harmless_text(str(self.room_id))
        if self._room_id != room_id:
            # Nothing of the room before may serve in the next one, nor in one that turns out to be of others.
            self._room_id, self._booking_id, self._live, self._across = "", 0, None, Across()
            self._instance, self._joined, self.refusal, self.inbox = "", False, "", []
            self._skipped = False
        try:
            view = await read(rooms.view_for, room_id, by=viewer)
        except rooms.NotYourRoom:
            live.stop_watching(self)
            yield rx.redirect(self.home, replace=True)
            raise
        self._room_id, self._booking_id = room_id, view.booking_id
        await self._show_servers(viewer)
        await self._show(view)
        self._watch(view.seat)
        self.ready = True

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show the room as it is now."""
        if self._room_id:
            await self._show(await read(rooms.view_for, self._room_id, by=await signed_in(self)))

    @action(needs=Needs.SIGNED_IN)
    async def try_again(self):
        """Enter here after all: it may be time now, or the other tab is no longer wanted."""
        self._instance, self._joined, self.refusal = "", False, ""
        await self._show(await read(rooms.view_for, self._room_id, by=await signed_in(self)))

    @action(needs=Needs.SIGNED_IN, pace=ARRIVING)
    async def wait(self, instance: str):
        """This tab looks at the lobby: the one across may connect with it, and nothing more."""
        viewer = await signed_in(self)
        if self._live is None or self._live.ended_at or not 0 < len(str(instance)) <= LONGEST_NAME:
            return
        self._be(instance, joined=False)
        self._watch(Seat(self.seat), on_gone=_gone(self, viewer))
        self._say_where(asks=True)
        self._show_who_is_there(self._live)

    @action(needs=Needs.SIGNED_IN, pace=ARRIVING)
    async def arrive(self, instance: str):
        """This tab, by its own name for itself, sits down; said again after every reconnection."""
        viewer = await signed_in(self)
        if not 0 < len(str(instance)) <= LONGEST_NAME:
            return
        self._be(instance, joined=True)
        try:
            with live.showing_itself(self):
                await act(rooms.enter, self._room_id, self._instance, by=viewer)
            if not self.relay_ms:  # the page may have been opened long before the room was
                await self._show_servers(viewer)
            self._watch(Seat(self.seat), on_gone=_gone(self, viewer))
        except (rooms.NotOpenYet, rooms.RoomClosed) as no:
            self.refusal = no.message
        await self._show(await read(rooms.view_for, self._room_id, by=viewer))

    @action(needs=Needs.SIGNED_IN, pace=RENEWING)
    async def renew_relay(self):
        """Give this tab fresh credentials for the relay: its old ones end soon, or did."""
        if self._room_id:
            await self._show_servers(await signed_in(self))

    @action(needs=Needs.SIGNED_IN, quiet=True)
    async def beat(self):
        """Still here."""
        if self._instance:
            await act(rooms.beat, self._room_id, self._instance, by=await signed_in(self))

    @action(needs=Needs.SIGNED_IN, pace=SIGNALLING)
    async def send_signals(self, batch: list[dict[str, Any]]):
        """Carry WebRTC signals to the tab across, each once however often it is sent."""
        carried = [asdict(s) for s in understood(batch) if self._may_reach(s.receiver, sender=s.sender)]
        if carried:
            self._publish({"signals": carried})

    @action(needs=Needs.SIGNED_IN, pace=SIGNALLING)
    async def acknowledge(self, sender: str, up_to: int):
        """Forget the signals that this browser has handled, and let their sender forget them."""
        if not isinstance(up_to, int):
            return
        waiting = [s for s in self.inbox if s.sender != sender or s.n > up_to]
        if len(waiting) < len(self.inbox):
            self.inbox = waiting
        if self._may_reach(str(sender), sender=self._instance):
            self._publish({"acknowledged": {"receiver": self._instance, "up_to": up_to}, "for": str(sender)})

    @action(needs=Needs.SIGNED_IN)
    async def end(self):
        """The mentor ends the session for both; the learner leaves."""
        viewer = await signed_in(self)
        over = await act(rooms.end, self._room_id, by=viewer)
        if not over:
            yield rx.redirect(self.home)
            return
        await self._show(await read(rooms.view_for, self._room_id, by=viewer))

    @action(needs=Needs.SIGNED_IN)
    async def rate(self, form: dict[str, Any]):
        """Keep the feedback of one of the two, once."""
        viewer = await signed_in(self)
        stars, comment = str(form.get("stars", "")), str(form.get("comment", ""))
        if stars not in ("1", "2", "3", "4", "5"):
            return await say(self, "Please choose one to five stars.", tone="error")
        await act(social.rate, self._booking_id, int(stars), comment, by=viewer)
        self.rated = True
        await say(self, "Thank you for your feedback!", tone="good")
        return rx.set_focus(AFTER_FEEDBACK)

    @action(needs=Needs.SIGNED_IN)
    async def skip_rating(self):
        """Go on without feedback; it is asked for again another time."""
        self.rated = self._skipped = True
        return rx.set_focus(AFTER_FEEDBACK)

    @action(needs=Needs.SIGNED_IN, pace=WARNING)
    async def warn_of_end(self):
        """Five minutes are left, says the clock of this tab; said if ours agrees."""
        if self._live is not None and self._live.running_since is not None:
            left = self._live.duration - self._live.elapsed(clock.now())
            if left <= WARNED_BEFORE + CLOCKS_DIFFER_BY:
                await say(self, FIVE_MINUTES, sound=True)

    @action(needs=Needs.SIGNED_IN)
    async def report_trouble(self, trouble: str):
        """Say what the browser could not do (a camera refused, for one)."""
        await say(self, str(trouble)[:200], tone="error")

    def _may_reach(self, receiver: str, *, sender: str) -> bool:
        """Whether a signal may pass: from this tab, under its own name, to the one across and no other."""
        return "" not in (sender, receiver) and (sender, receiver) == (self._instance, self.peer_instance)

    def _publish(self, message: dict[str, Any]) -> None:
        bus.publish(_signals_topic(self._room_id, Seat(self.seat).other), message)

    def _say_where(self, *, asks: bool) -> None:
        if self._instance:
            self._publish(Note(self._instance, asks=asks).message())

    def _hear_where(self, note: Note) -> None:
        if self._live is None:
            return
        before = self._across
        self._across = before.after(note, self._live, Seat(self.seat))
        self._show_who_is_there(self._live)
        if note.asks and self._across.instance == note.instance:
            self._say_where(asks=False)

    def _be(self, instance: str, *, joined: bool) -> None:
        """Be this tab; one that was loaded anew counts its signals from one again."""
        if self._instance != instance:
            self.inbox, self.acknowledged = [], Acknowledged()
        self._instance, self._joined = instance, joined

    def _take(self, message: dict[str, Any]) -> None:
        """Signals, a receipt or a note from across, put here by the bus."""
        if "lobby" in message:
            self._hear_where(Note(**message["lobby"]))
            return
        if "acknowledged" in message:
            if message["for"] == self._instance:
                self.acknowledged = Acknowledged(**message["acknowledged"])
            return
        waiting = before = list(self.inbox)
        for signal in map(as_signal, message["signals"]):
            # Both tabs may be newer than what waits here; numbers begin again for each pair of them.
            kept = [s for s in waiting if (s.sender, s.receiver) == (signal.sender, self._instance)]
            if signal.receiver == self._instance and signal.n not in {s.n for s in kept}:
                waiting = that_fit([*kept, signal])
        if waiting != before:  # what is assigned is sent, changed or not
            self.inbox = waiting

    async def _show_servers(self, viewer: Viewer) -> None:
        """The servers that help two browsers to find each other, with credentials for this person alone."""
        relay = await read(rooms.relay_pass, self._room_id, by=viewer)
        servers = [dict(server) for server in settings.ice_servers]
        if relay is not None:
            servers.append({"urls": list(relay.urls), "username": relay.username, "credential": relay.credential})
        self.ice_servers = servers
        self.relay_ms = int(relay.good_for.total_seconds() * 1000) if relay is not None else 0

    async def _show(self, view: RoomView) -> None:
        now, room, seat = clock.now(), view.live, view.seat
        self.title, self.topics, self.seat = view.title, list(view.topics), seat
        self.names = {"mine": view.my_name, "theirs": view.their_name}
        self._show_who_is_there(room)
        self.elapsed_ms = int(room.elapsed(now).total_seconds() * 1000)
        self.duration_ms = int(room.duration.total_seconds() * 1000)
        self.running = room.running_since is not None
        self.ended = room.ended_at is not None
        if self._joined and not self.seated and not self.ended and now < view.opens_at:  # moved while they waited
            self.refusal = rooms.NotOpenYet.message
        words = status_words("", view.cancel_reason, Role(seat), by_credit=view.by_credit) if view.cancel_reason else ""
        self.cancelled = str(words)
        if self.ended:
            viewer = await signed_in(self)
            self.rated = self._skipped or await read(social.has_rated, view.booking_id, viewer.user_id)

    def _show_who_is_there(self, room: LiveRoom) -> None:
        seat = Seat(self.seat)
        mine, theirs = room.at(seat), room.at(seat.other)
        if theirs is None and self.peer_seated:
            self._across = Across()  # they left; a tab of theirs that waits says so itself
        self._live = room
        self.seated = self._joined and mine is not None and mine.instance == self._instance
        self.taken_over = self._joined and mine is not None and mine.instance != self._instance
        self.registered = self._instance if self.seated or not self._joined else ""
        self.peer_seated = theirs is not None
        self.peer_instance = theirs.instance if theirs else self._across.instance
        self.offers = room.offers(seat) if mine and theirs else self._across.we_offer

    def _watch(self, seat: Seat, on_gone: Callable[[], Awaitable[None]] | None = None) -> None:
        topics = {
            rooms.topic(self._room_id): live.reread(RoomState.reread, settle=0),
            boards.topic(self._room_id): live.reread(BoardState.reread, settle=0),
            lessons.topic(self._room_id): live.reread(TopicsState.reread, settle=0),
            chats.topic(self._room_id): live.reread(ChatState.reread, settle=0),
            lessons.summary_topic(self._room_id): live.reread(SummaryState.reread),
            gifts.topic(self._room_id): live.reread(RoomGiftsState.reread, settle=0),
            recordings.topic(self._room_id): live.reread(RecordingState.reread, settle=0),
            _signals_topic(self._room_id, seat): live.deliver(RoomState, RoomState._take),
        }
        live.watch(self, topics, on_gone)


def _signals_topic(room_id: str, seat: Seat) -> str:
    return f"signals:{room_id}:{seat}"


def _gone(state: RoomState, viewer: Viewer) -> Callable[[], Awaitable[None]]:
    """What happens when this tab's socket ends: after a moment's grace its seat is empty, or its place in the lobby."""
    token, room_id, instance = state.router.session.client_token, state._room_id, state._instance
    across = _signals_topic(room_id, Seat(state.seat).other)

    async def leave() -> None:
        await asyncio.sleep(BACK_WITHIN_SECONDS)
        if not live.is_watching(token, rooms.topic(room_id)):
            await act(rooms.leave, room_id, instance, by=viewer, why=rooms.Deed.GONE)
            bus.publish(across, Note(instance, gone=True).message())

    return leave
