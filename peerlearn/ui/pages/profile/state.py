"""ProfileState: what a person says of themselves, and their account's settings."""

from dataclasses import replace
from typing import Any

import reflex as rx

from peerlearn.domain import accounts, discovery
from peerlearn.domain.accounts import Profile, ProfileForm, WordKind
from peerlearn.kit import ids
from peerlearn.kit.work import act, read, read_kept
from peerlearn.settings import settings
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.devices.state import DevicesState, show_devices
from peerlearn.ui.frames.recovery.state import show_recovery
from peerlearn.ui.pace import Pace
from peerlearn.ui.pages.profile.delete_state import DeleteState, show_deletion
from peerlearn.ui.shell import ViewerState, show_viewer
from peerlearn.ui.viewer import signed_in

SAVED = "Saved. Others see it from now on."
VIDEO_THERE = "Your video is on your public page."
VIDEO_GONE = "Your video is gone."
MOST_SUGGESTIONS = 200
NOBODY = Profile(role="", name="", bio="", handle="", words={}, video="")


class ProfileState(rx.State):
    """Both tabs; the devices and the recovery codes have states of their own."""

    ready: bool = False
    profile: Profile = NOBODY
    as_read: str = ""  # another one when something else was read than is in the form
    suggestions: dict[str, list[str]] = {}
    problems: dict[str, str] = {}
    busy: bool = False
    video_most_mb: int = settings.video_most_mb

    @rx.var
    def public_href(self) -> str:
        """Where everybody reads about a mentor; empty for others."""
        return discovery.mentor_href(self.profile.handle) if self.profile.handle else ""

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show everything, and keep it current."""
        viewer = await signed_in(self)
        again = live.each(live.reread(DevicesState.reread), live.reread(DeleteState.reread))
        live.watch(self, {f"account:{viewer.user_id}": again})
        await show_viewer(self)
        await show_devices(self)
        await show_recovery(self)
        await show_deletion(self)
        self.problems, self.busy = {}, False
        self.profile = await read(accounts.own_profile, viewer)
        self.as_read = ids.fingerprint(repr(replace(self.profile, video="")))
        self.suggestions = {kind: await _suggestions(WordKind(kind)) for kind in self.profile.words}
        self.ready = True

    @action(needs=Needs.SIGNED_IN, pace=Pace(at_once=20, seconds_each=3))
    async def save(self, form: dict[str, Any]):
        """Keep what was typed; what is wrong is said beside its field, and everything typed stays."""
        if self.busy:  # pressed twice: the first press is on its way
            return
        self.problems, self.busy = {}, True
        yield
        try:
            viewer = await signed_in(self)
            await act(accounts.edit_profile, _typed(form), viewer)
            self.profile = await read(accounts.own_profile, viewer)
            (await self.get_state(ViewerState)).name = self.profile.name
            await say(self, SAVED, tone="good")
        finally:
            self.busy = False

    @action(needs=Needs.MENTOR, pace=Pace(at_once=20, seconds_each=3))
    async def show_video(self, _address: str):
        """Show the video that the door has taken."""
        await self._look_at_video()
        if self.profile.video:
            await say(self, VIDEO_THERE, tone="good")

    @action(needs=Needs.MENTOR, pace=Pace(at_once=20, seconds_each=3))
    async def remove_video(self):
        """Take the video away."""
        await act(accounts.remove_video, await signed_in(self))
        await self._look_at_video()
        await say(self, VIDEO_GONE)

    async def _look_at_video(self) -> None:
        now = await read(accounts.own_profile, await signed_in(self))
        self.profile = replace(self.profile, video=now.video)


def _typed(form: dict[str, Any]) -> ProfileForm:
    words = {kind: str(form[kind.value]).split(",") for kind in WordKind if kind.value in form}
    return ProfileForm(name=str(form.get("name", "")), bio=str(form.get("bio", "")), words=words)


async def _suggestions(kind: WordKind) -> list[str]:
    """What to offer while somebody types; the field looks for what fits."""
    in_use = await read_kept((), accounts.words_in_use, kind)
    return accounts.every_word(kind, in_use)[:MOST_SUGGESTIONS]
