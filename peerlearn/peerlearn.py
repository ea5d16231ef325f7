"""PeerLearn on one page: every page, every door for machines, everything that happens by the clock."""

import os
from pathlib import Path

import reflex as rx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from peerlearn import domain
from peerlearn.api import (
    chat_files,
    front_door,
    health,
    line_check,
    media,
    outbox,
    public_pages,
    razorpay_webhook,
    receipts,
    recordings,
    sign_in,
    site_map,
    statement,
)
from peerlearn.jobs.clean_up import clean_up_daily
from peerlearn.jobs.sweep_recordings import sweep_recordings
from peerlearn.jobs.sweep_rooms import sweep_rooms
from peerlearn.jobs.tell_the_time import tell_the_time
from peerlearn.jobs.work_queue import work_queue
from peerlearn.kit import bus, garbage, migrations
from peerlearn.sandbox import razorpay as razorpay_sandbox
from peerlearn.settings import ROOT, SANDBOX_PATH, settings
from peerlearn.ui import live, once, viewer
from peerlearn.ui.frames.entry.register_state import RegisterState
from peerlearn.ui.frames.entry.sign_in_state import SignInState
from peerlearn.ui.frames.own_sessions import OwnSessionsState
from peerlearn.ui.frames.packages.buying_state import BuyingState
from peerlearn.ui.frames.packages.owned_state import OwnedState
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.frames.step_up_dialog import step_up_dialog
from peerlearn.ui.gate import Gate
from peerlearn.ui.pages.admin import page as admin
from peerlearn.ui.pages.admin.disputes_state import AdminDisputesState
from peerlearn.ui.pages.admin.failed_work_state import FailedWorkState
from peerlearn.ui.pages.admin.payments_state import AdminPaymentsState
from peerlearn.ui.pages.admin.refunds_state import AdminRefundsState
from peerlearn.ui.pages.admin.state import AdminState
from peerlearn.ui.pages.admin.withdrawals_state import AdminWithdrawalsState
from peerlearn.ui.pages.kit.page import kit
from peerlearn.ui.pages.landing.page import landing
from peerlearn.ui.pages.landing.rails import rails_as_html
from peerlearn.ui.pages.landing.state import LandingState
from peerlearn.ui.pages.learner_dashboard import page as learner_dashboard
from peerlearn.ui.pages.learner_dashboard.compensation_state import CompensationState
from peerlearn.ui.pages.learner_dashboard.payments_state import PaymentsState
from peerlearn.ui.pages.learner_dashboard.state import LearnerDashboardState
from peerlearn.ui.pages.mentor_dashboard import page as mentor_dashboard
from peerlearn.ui.pages.mentor_dashboard.packages_state import PackagesState
from peerlearn.ui.pages.mentor_dashboard.state import MentorDashboardState
from peerlearn.ui.pages.mentor_dashboard.statement_state import StatementState
from peerlearn.ui.pages.mentor_page.page import mentor_page, mentor_page_as_html
from peerlearn.ui.pages.mentor_page.state import MentorPageState
from peerlearn.ui.pages.not_found.page import not_found
from peerlearn.ui.pages.not_found.state import NotFoundState
from peerlearn.ui.pages.profile import page as account
from peerlearn.ui.pages.profile.state import ProfileState
from peerlearn.ui.pages.register.page import register
from peerlearn.ui.pages.room.board.state import BoardState
from peerlearn.ui.pages.room.chat.state import ChatState
from peerlearn.ui.pages.room.gifts.state import RoomGiftsState
from peerlearn.ui.pages.room.page import room
from peerlearn.ui.pages.room.recording.state import RecordingState
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.pages.room.summary.state import SummaryState
from peerlearn.ui.pages.room.topics.state import TopicsState
from peerlearn.ui.pages.session_page.page import session_page, session_page_as_html
from peerlearn.ui.pages.session_page.state import SessionPageState
from peerlearn.ui.pages.sign_in.page import sign_in as sign_in_page
from peerlearn.ui.quiet_log import note_failure, redact_framework_log
from peerlearn.ui.tokens import COLOURS
from peerlearn.ui.widgets.connection_banner import connection_banner
from peerlearn.ui.widgets.known_mark import known_at_first
from peerlearn.ui.widgets.mishap import mishap
from peerlearn.ui.widgets.one_page import one_page

BUILT_PAGES = ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web") / "build" / "client"

DRAWINGS = public_pages.Drawings(front=rails_as_html, session=session_page_as_html, mentor=mentor_page_as_html)


SANDBOX_DESK = "/sandbox"

MENTOR_PAGES = {
    "": mentor_dashboard.home,
    "/create": mentor_dashboard.create,
    "/bookings": mentor_dashboard.bookings,
    "/earnings": mentor_dashboard.earnings,
    "/withdrawals": mentor_dashboard.withdrawals,
    "/analytics": mentor_dashboard.analytics,
}
MENTOR_PARTS = {
    "/create": (PackagesState.open_page,),
    "/bookings": (OwnSessionsState.open_page,),
    "/earnings": (PayoutState.open_page, StatementState.open_page),
    "/withdrawals": (PayoutState.open_page,),
}
LEARNER_PAGES = {
    "": learner_dashboard.home,
    "/booked": learner_dashboard.booked,
    "/payments": learner_dashboard.payments,
    "/progress": learner_dashboard.progress,
}
LEARNER_PARTS = {
    "": (OwnedState.open_page, BuyingState.open_page),
    "/booked": (OwnSessionsState.open_page,),
    "/payments": (PaymentsState.open_page, PayoutState.open_page, CompensationState.open_page),
}
ADMIN_PAGES = {
    "": admin.users,
    "/sessions": admin.sessions,
    "/payments": admin.payments,
    "/analytics": admin.analytics,
    "/withdrawals": admin.withdrawals,
}
ADMIN_PARTS = {
    "/payments": (AdminDisputesState.open_page, AdminRefundsState.open_page, AdminPaymentsState.open_page),
    "/analytics": (FailedWorkState.open_page,),
    "/withdrawals": (PayoutState.open_page, AdminWithdrawalsState.open_page),
}
ACCOUNT_PAGES = {"": account.profile, "/settings": account.profile_settings}


def doors() -> Starlette:
    """The HTTP routes that are not pages."""
    routes: list[BaseRoute] = [*health.routes, *sign_in.routes, *razorpay_webhook.routes, *line_check.routes]
    routes += [
        *site_map.routes,
        *media.routes,
        *chat_files.routes,
        *recordings.routes,
        *statement.routes,
        *receipts.routes,
    ]
    if not settings.hot_reload and (BUILT_PAGES / "index.html").exists():
        routes += public_pages.PublicPages(BUILT_PAGES, DRAWINGS).routes()
    routes += outbox.routes if not settings.production else [Route("/dev/{page:path}", _nothing_there)]
    if settings.embedded_sandbox:
        routes += [Mount(SANDBOX_PATH, app=_sandbox()), Route(SANDBOX_DESK, _to_the_desk)]
    return Starlette(routes=routes)


def _nothing_there(_request: Request) -> PlainTextResponse:
    """The pages of /dev are part of every build, but in production nobody gets them."""
    return PlainTextResponse("There is nothing here.", status_code=404)


def _to_the_desk(_request: Request) -> RedirectResponse:
    """Where developers play the bank."""
    return RedirectResponse(f"{SANDBOX_PATH}/desk")


def _sandbox() -> Starlette:
    return razorpay_sandbox.create_app(
        key_id=settings.razorpay_key,
        key_secret=settings.razorpay_secret,
        webhook_secret=settings.razorpay_webhook_secret,
        webhook_url=settings.api_url + "/webhooks/razorpay",
        database_path=Path(ROOT / "sandbox.sqlite3"),
        account_number=settings.razorpayx_account_number,
        payout_webhook_secret=settings.razorpayx_webhook_secret,
        payout_webhook_url=settings.api_url + "/webhooks/razorpayx",
    )


def _front_door(inside: front_door.App) -> front_door.FrontDoor:
    return front_door.FrontDoor(inside, settings=settings, built_pages=BUILT_PAGES)


def _overlay() -> rx.Component:
    """What any page may need over it."""
    return rx.fragment(connection_banner(), one_page(), step_up_dialog())


redact_framework_log()
domain.know_every_table()

app = rx.App(
    stylesheets=["/fonts.css", "/peerlearn.css", "/widgets.css", "/motion.css", "/dashboard.css"],
    head_components=[
        *known_at_first(),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        *(
            rx.el.meta(name="theme-color", content=paper, custom_attrs={"media": f"(prefers-color-scheme: {mode})"})
            for mode, paper in (("light", COLOURS["paper"].light), ("dark", COLOURS["paper"].dark))
        ),
        # What a first visit reads is set in these two: their letters must not wait for the stylesheet.
        *(
            rx.el.link(
                rel="preload",
                href=f"/fonts/{font}.woff2",
                type="font/woff2",
                cross_origin="anonymous",
                custom_attrs={"as": "font"},
            )
            for font in ("poppins-700-a", "inter-400-600-a")
        ),
    ],
    api_transformer=[doors(), _front_door],
    backend_exception_handler=note_failure,
    toaster=None,  # messages are our own pop-ups: the framework's need scripts made of text, which our policy refuses
    app_wraps={
        (55, "Mishap"): mishap,
        (5, "Overlay"): lambda stateful: _overlay() if stateful else None,
    },
)

app.add_page(landing, route="/", title="PeerLearn: learn or teach, face to face", on_load=LandingState.open_page)
app.add_page(register, route="/register", title="Register · PeerLearn", on_load=RegisterState.open_page)
app.add_page(sign_in_page, route="/sign-in", title="Sign in · PeerLearn", on_load=SignInState.open_page)
for place, mentor_page_of in MENTOR_PAGES.items():
    app.add_page(
        mentor_page_of,
        route=f"/dashboard/mentor{place}",
        title="My teaching · PeerLearn",
        on_load=[MentorDashboardState.open_page, *MENTOR_PARTS.get(place, ())],
        context={"sitemap": None},
    )
for place, learner_page_of in LEARNER_PAGES.items():
    app.add_page(
        learner_page_of,
        route=f"/dashboard/learner{place}",
        title="My learning · PeerLearn",
        on_load=[LearnerDashboardState.open_page, *LEARNER_PARTS.get(place, ())],
        context={"sitemap": None},
    )
for place, admin_page_of in ADMIN_PAGES.items():
    app.add_page(
        admin_page_of,
        route=f"/admin{place}",
        title="Administration · PeerLearn",
        on_load=[AdminState.open_page, *ADMIN_PARTS.get(place, ())],
        context={"sitemap": None},
    )
app.add_page(
    session_page,
    route="/sessions/[session_number]",
    title=SessionPageState.title,
    on_load=SessionPageState.open_page,
)
app.add_page(
    mentor_page,
    route="/mentors/[mentor_handle]",
    title=MentorPageState.title,
    on_load=MentorPageState.open_page,
)
for place, account_page_of in ACCOUNT_PAGES.items():
    app.add_page(
        account_page_of,
        route=f"/profile{place}",
        title="Your account · PeerLearn",
        on_load=ProfileState.open_page,
        context={"sitemap": None},
    )
app.add_page(
    room,
    route="/session/[room_id]",
    title="Session · PeerLearn",
    on_load=[
        RoomState.open_page,
        BoardState.open_page,
        ChatState.open_page,
        TopicsState.open_page,
        SummaryState.open_page,
        RecordingState.open_page,
        RoomGiftsState.open_page,
    ],
)
app.add_page(kit, route="/dev/kit", title="The kit · PeerLearn", context={"sitemap": None})
app.add_page(not_found, route="404", title="Not found · PeerLearn", on_load=NotFoundState.open_page)

app.add_middleware(Gate())
live.install(app)
once.install(app)
bus.listen(lambda topic, _payload: viewer.forget_viewers() if topic in ("sign_ins", bus.CATCH_UP) else None)

if settings.hot_reload:
    app.register_lifespan_task(migrations.following_the_code)
app.register_lifespan_task(garbage.search_seldom)
app.register_lifespan_task(bus.run)
app.register_lifespan_task(sweep_rooms)
app.register_lifespan_task(sweep_recordings)
app.register_lifespan_task(tell_the_time)
app.register_lifespan_task(clean_up_daily)
app.register_lifespan_task(viewer.note_devices)
if settings.run_jobs_in_web:
    app.register_lifespan_task(work_queue)
