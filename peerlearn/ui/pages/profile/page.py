"""What a person says of themselves, and their settings; each from top to bottom."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.devices.panel import devices_panel
from peerlearn.ui.frames.recovery.panel import recovery_panel
from peerlearn.ui.pages.profile.delete_panel import delete_panel
from peerlearn.ui.pages.profile.form import profile_form
from peerlearn.ui.pages.profile.frame import PROFILE, SETTINGS, profile_frame
from peerlearn.ui.pages.profile.state import ProfileState
from peerlearn.ui.pages.profile.video_panel import video_panel
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.mode_switch import mode_choice
from peerlearn.ui.widgets.nav_link import own_link
from peerlearn.ui.widgets.sound_switch import sound_switch

TITLE, PUBLIC_PAGE = "Your profile", "See your public page"
SETTINGS_TITLE = "Settings"
APPEARANCE, APPEARANCE_IS = "Appearance and sound", "For this browser only."


def profile() -> rx.Component:
    """Who one is, for others to read."""
    return profile_frame(PROFILE, ProfileState.ready, _who(), profile_form(), video_panel())


def profile_settings() -> rx.Component:
    """How the site behaves for one, and where one is signed in."""
    return profile_frame(
        SETTINGS,
        ProfileState.ready,
        rx.el.h1(SETTINGS_TITLE, class_name=theme.HEADLINE),
        _appearance(),
        devices_panel(),
        recovery_panel(),
        delete_panel(),
    )


def _who() -> rx.Component:
    return rx.el.header(
        avatar(ProfileState.profile.name, size="size-16 sm:size-20 text-2xl sm:text-3xl"),
        rx.el.div(
            rx.el.h1(TITLE, class_name=theme.HEADLINE),
            rx.el.p(ProfileState.profile.name, class_name="truncate text-lg text-quiet"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            ProfileState.public_href != "",
            own_link(
                PUBLIC_PAGE, href=ProfileState.public_href, class_name=theme.QUIET_BUTTON + " self-center max-sm:w-full"
            ),
        ),
        class_name="flex flex-wrap items-center gap-4 sm:flex-nowrap sm:gap-6",
    )


def _appearance() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(APPEARANCE, class_name=theme.TITLE),
            rx.el.p(APPEARANCE_IS, class_name=theme.QUIET),
            class_name="flex flex-col gap-1",
        ),
        rx.el.div(mode_choice(), class_name="self-start max-w-full"),
        sound_switch(id="settings-sound"),
        id="appearance",
        class_name=theme.PANEL + " flex flex-col gap-4",
    )
