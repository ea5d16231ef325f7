"""The call's Python face: what the server knows of the room goes in, what the browsers tell each other comes out.

`call.js` holds the rules, `negotiation.js` does the talking, `peer_connection.jsx` draws the stage. The page must
keep this component mounted for as long as the call lasts: unmounting it hangs up and releases the camera.
"""

from typing import Any

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui.pages.room.call import FILES
from peerlearn.ui.pages.room.call.signals import Acknowledged, Signal
from peerlearn.ui.pages.room.lobby.words import LOBBY_WORDS

WORDS = {
    "stage": "Video call",
    "ready_to_join": "Ready to join?",
    "finding": "Finding the room…",
    "they_are_here": "{name} is in the room and waiting for you.",
    "they_are_near": "{name} is in the lobby too, getting ready.",
    "they_are_not_here": "{name} is not here yet.",
    "camera": "Camera",
    "microphone": "Microphone",
    "microphone_level": "How loud your microphone is",
    "test_speaker": "Test speakers",
    "not_joined": "You have not joined yet",
    "waiting": "Waiting for {name}…",
    "connecting": "Connecting…",
    "connected": "Connected",
    "preparing": "{name} is getting ready…",
    "reconnecting": "Reconnecting…",
    "outage_mine": "Your connection is interrupted. Reconnecting…",
    "outage_theirs": "{name}’s connection is interrupted. Waiting for it…",
    "outage_between": "The line between you is interrupted. Reconnecting…",
    "lost": "The call could not be restored.",
    "rejoin": "Rejoin?",
    "wants_to_rejoin": "{name} asks to connect again.",
    "accept_rejoin": "Connect again",
    "ended": "The session has ended",
    "you": "You",
    "their_picture": "Video of {name}",
    "my_picture": "Your own video",
    "video_started": "Video started.",
    "muted": "Muted",
    "they_are_muted": "{name} is muted.",
    "camera_is_off": "Your camera is off",
    "their_camera_is_off": "{name} turned the camera off.",
    "mute": "Mute your audio",
    "unmute": "Unmute your audio",
    "camera_off": "Turn camera off",
    "camera_on": "Turn camera on",
    "sound_on": "Turn sound on",
    "share": "Share your screen",
    "stop_sharing": "Stop sharing",
    "my_screen": "Your screen, as {name} sees it",
    "their_screen": "{name}’s screen",
    "they_share": "{name} shares a screen.",
    "screen_withheld": "Your system keeps this browser from sharing the screen. Allow it in its privacy settings.",
    "screen_failed": "Your screen could not be shared. Please try again, or choose another window.",
    "optimizing": "Optimizing… A smaller picture keeps the sound clear.",
    "buffering": "Buffering…",
    "too_slow_for_my_video": "The line is too slow for your video. Your voice goes on.",
    "too_slow_for_their_video": "The line is too slow for {name}’s video. The sound goes on.",
    "float": "Keep the picture above other windows",
    "pin_them": "Show {name} large",
    "pin_me": "Show yourself large",
}
DOORS = {"ping": settings.door("/line/ping"), "upload": settings.door("/line/upload")}


class PeerConnection(rx.Component):
    """Two browsers talking: media flows between them, signals through us.

    Part of the room page's own code, not loaded after it: what Join waits for is fetched while Join is shown.
    """

    library = FILES["peer_connection.jsx"]
    tag = "PeerConnection"

    seat: rx.Var[str]
    polite: rx.Var[bool]  # the learner yields when both offer at once
    names: rx.Var[dict[str, str]]  # mine, theirs
    words: rx.Var[dict[str, str]]
    doors: rx.Var[dict[str, str]]  # ping, upload: where the lobby measures the line to the site
    ice_servers: rx.Var[list[dict[str, Any]]]
    relay_ms: rx.Var[int]  # how long the credentials in there are good

    registered: rx.Var[str]  # the tab the server knows for this seat; another than ours makes us arrive again
    seated: rx.Var[bool]  # or it waits in the lobby
    peer_instance: rx.Var[str]
    peer_seated: rx.Var[bool]
    offers: rx.Var[bool]
    inbox: rx.Var[list[Signal]]
    acknowledged: rx.Var[Acknowledged]
    ended: rx.Var[bool]

    on_wait: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_arrive: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_signals: rx.EventHandler[rx.event.passthrough_event_spec(list[dict[str, Any]])]
    on_acknowledge: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_heartbeat: rx.EventHandler[rx.event.no_args_event_spec]
    on_renew_relay: rx.EventHandler[rx.event.no_args_event_spec]
    on_trouble: rx.EventHandler[rx.event.passthrough_event_spec(str)]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> rx.Component:
        """The stage with our words, unless the page has others; children join its row of buttons."""
        return super().create(*children, **{"words": WORDS | LOBBY_WORDS, "doors": DOORS, **props})
