"""The list of devices: what each is, when it was seen last, and a press that signs it out."""

import reflex as rx

from peerlearn.domain.accounts import DeviceCard
from peerlearn.ui import theme
from peerlearn.ui.frames.devices.state import DevicesState
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.list_states import list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.skeleton import skeleton_line

TITLE = "Where you are signed in"
WHY = "Sign out what you do not know, or do not use any more."
THIS_ONE, IN_USE, LAST_SEEN = "This device", "In use now", "Last seen "
SIGN_OUT, SIGN_OTHERS_OUT = "Sign out", "Sign out all others"


def devices_panel() -> rx.Component:
    """The whole section; `show_devices` fills it and `DevicesState.reread` keeps it current."""
    return rx.el.section(
        rx.el.h2(TITLE, class_name=theme.TITLE),
        rx.el.p(WHY, class_name=theme.QUIET),
        list_states(
            DevicesState.listing,
            rx.el.ul(rx.foreach(DevicesState.devices, _device), class_name="list-none divide-y divide-line p-0"),
            empty=rx.fragment(),  # whoever looks at the list is signed in somewhere
            on_retry=DevicesState.reread,
            reference=DevicesState.reference,
            loading=_on_its_way(),
        ),
        rx.cond(
            DevicesState.has_others,
            rx.el.button(
                SIGN_OTHERS_OUT,
                id="end-others",
                type="button",
                on_click=DevicesState.end_others,
                class_name=theme.DANGER_BUTTON + " self-start",
            ),
        ),
        id="devices",
        class_name=theme.PANEL + " flex flex-col gap-4",
    )


def _device(card: rx.vars.ObjectVar[DeviceCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon("device"), class_name="grid size-11 shrink-0 place-items-center rounded-full bg-lilac-wash"),
        rx.el.span(
            rx.el.strong(card.words, class_name="block truncate font-medium text-ink"),
            rx.cond(
                card.this_one,
                rx.el.span(IN_USE, class_name="block " + theme.QUIET),
                rx.el.span(LAST_SEEN, local_time(moment=card.last_seen_at), class_name="block " + theme.QUIET),
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(card.this_one, badge(THIS_ONE, tone="chosen"), _end(card)),
        class_name="flex items-center gap-4 py-3",
    )


def _end(card: rx.vars.ObjectVar[DeviceCard]) -> rx.Component:
    return rx.el.button(
        SIGN_OUT,
        rx.el.span(" ", card.words, class_name="only-heard"),
        type="button",
        on_click=DevicesState.end(card.sign_in_id),
        class_name=theme.QUIET_BUTTON,
    )


def _on_its_way() -> rx.Component:
    lines = (skeleton_line("h-12 rounded-2xl") for _ in range(2))
    return rx.el.div(*lines, class_name="flex flex-col gap-3", custom_attrs={"aria-busy": "true"})
