"""A mentor as everybody may see one, with the sessions they offer; on their page and in dialogs."""

from typing import Any

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.booking_press import booking_press
from peerlearn.ui.widgets.either import each, when
from peerlearn.ui.widgets.package_card import package_card, package_press
from peerlearn.ui.widgets.session_card import session_card
from peerlearn.ui.widgets.stars import stars
from peerlearn.ui.widgets.video import video

NO_SESSIONS = "No open sessions right now. New ones appear here by themselves."
PACKAGES = "Several sessions for less"
ONE_GIVEN, SOME_GIVEN = "1 session taught", "sessions taught"


def mentor_details(mentor: Any, who: Any, *, heading: Any = rx.el.h1) -> rx.Component:
    """Everything there is to know of a mentor.

    Args:
        mentor: a `MentorDetails`.
        who: for whom booking is offered, as `booking_press` wants it.
        heading: the element of the name.
    """
    nothing = mentor.sessions.length() == 0 if isinstance(mentor.sessions, rx.Var) else not mentor.sessions
    cards = rx.el.div(
        each(mentor.sessions, lambda card: session_card(card, booking_press(card, who), with_mentor=False)),
        class_name="grid gap-5 sm:grid-cols-2 lg:grid-cols-3",
    )
    return rx.el.div(
        _who(mentor, heading),
        when(mentor.bio == "", rx.fragment(), _about(mentor)),
        when(mentor.video == "", rx.fragment(), _introduction(mentor)),
        _packages(mentor, who),
        rx.el.section(
            rx.el.h2(f"Sessions with {mentor.name}", class_name=theme.TITLE + " break-words"),
            when(nothing, rx.el.p(NO_SESSIONS, class_name=theme.PANEL), cards),
            class_name="flex flex-col gap-5",
        ),
        class_name="flex flex-col gap-12",
    )


def _about(mentor: Any) -> rx.Component:
    """What they say of themselves, with the lines as they set them."""
    return rx.el.section(
        rx.el.h2(f"About {mentor.name}", class_name=theme.TITLE + " break-words"),
        rx.el.p(mentor.bio, class_name="max-w-[65ch] whitespace-pre-line break-words leading-relaxed"),
        id="about",
        class_name="flex flex-col gap-4",
    )


def _introduction(mentor: Any) -> rx.Component:
    """Their video."""
    return rx.el.section(
        rx.el.h2(f"Meet {mentor.name}", class_name=theme.TITLE + " break-words"),
        video(mentor.video, f"{mentor.name} introduces themselves"),
        id="introduction",
        class_name="flex max-w-[65ch] flex-col gap-4",
    )


def _packages(mentor: Any, who: Any) -> rx.Component:
    """What they offer as packages; nothing where there is none."""
    some = mentor.packages.length() > 0 if isinstance(mentor.packages, rx.Var) else bool(mentor.packages)
    cards = rx.el.div(
        each(mentor.packages, lambda card: package_card(card, package_press(card, who))),
        class_name="grid gap-5 sm:grid-cols-2 lg:grid-cols-3",
    )
    section = rx.el.section(
        rx.el.h2(PACKAGES, class_name=theme.TITLE), cards, id="packages", class_name="flex flex-col gap-5"
    )
    return when(some, section, rx.fragment())


def skill_tags(skills: Any) -> rx.Component:
    """What a mentor knows, as small tags."""
    return rx.el.ul(
        each(skills, lambda skill: rx.el.li(skill, class_name=theme.TAG + " break-words max-w-full")),
        class_name="flex flex-wrap gap-2 list-none p-0",
        custom_attrs={"aria-label": "Skills"},
    )


def _who(mentor: Any, heading: Any) -> rx.Component:
    taught = when(mentor.given == 1, ONE_GIVEN, f"{mentor.given} {SOME_GIVEN}")
    return rx.el.header(
        avatar(mentor.name, size="size-24 sm:size-32 text-5xl sm:text-6xl"),
        rx.el.div(
            heading(mentor.name, class_name=theme.HEADLINE + " break-words"),
            rx.el.div(
                stars(mentor.rating, mentor.rating_percent, mentor.ratings),
                when(mentor.given == 0, rx.fragment(), rx.el.p(taught, class_name=theme.QUIET)),
                class_name="flex flex-wrap items-center gap-x-5 gap-y-1",
            ),
            skill_tags(mentor.skills),
            when(mentor.fields == "", rx.fragment(), rx.el.p(mentor.fields, class_name=theme.QUIET + " break-words")),
            class_name="flex flex-col gap-4 min-w-0",
        ),
        class_name="flex max-sm:flex-col sm:items-center gap-6 sm:gap-8",
    )
