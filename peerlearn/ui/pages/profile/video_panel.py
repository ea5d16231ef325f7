"""A mentor's introduction: the video as others see it, another in its place, or none."""

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.pages.profile.state import ProfileState
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.upload import upload_field
from peerlearn.ui.widgets.video import video

TITLE = "Introduction video"
WHY = "Let learners meet you before they book: a minute is enough. Everybody sees it on your public page."
NEW, REMOVE = "Choose a video", "Remove the video"
HINT = "MP4, WebM or MOV, up to {most} MB"
KINDS = "video/mp4,video/webm,video/quicktime"
DOOR = "/profile/intro-video"


def video_panel() -> rx.Component:
    """The whole section, for mentors."""
    there = ProfileState.profile.video != ""
    return rx.cond(
        ProfileState.profile.handle != "",
        rx.el.section(
            rx.el.div(
                rx.el.h2(TITLE, class_name=theme.TITLE),
                rx.el.p(WHY, class_name=theme.QUIET),
                class_name="flex flex-col gap-1",
            ),
            rx.cond(there, _shown()),
            upload_field(
                NEW,
                id="profile-video",
                name="video",
                door=settings.door(DOOR),
                accept=KINDS,
                most_bytes=ProfileState.video_most_mb * 1_000_000,
                hint=HINT.format(most=ProfileState.video_most_mb),
                on_done=ProfileState.show_video,
            ),
            id="intro-video",
            class_name=theme.PANEL + " flex flex-col gap-5",
        ),
    )


def _shown() -> rx.Component:
    return rx.el.div(
        rx.el.div(video(ProfileState.profile.video, TITLE), class_name="w-full max-w-[36rem]"),
        rx.el.button(
            icon("trash"),
            REMOVE,
            id="profile-video-remove",
            type="button",
            on_click=ProfileState.remove_video,
            class_name=theme.DANGER_BUTTON + " self-start",
        ),
        class_name="flex flex-col gap-4",
    )
