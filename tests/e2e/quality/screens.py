"""The screens that every test of this folder looks at: one line each. A new page or dialog gets its line here.

`path` may name what the world holds (world.py): "/session/{room}/". What `opened` does, a person could: it presses
and types. `never` is what no moment of a slow load may show: what belongs to others, or is not true.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

VISITOR, LEARNER, MENTOR, ADMIN = "visitor", "learner", "mentor", "admin"
NEW_LEARNER, NEW_MENTOR = "new learner", "new mentor"
IN_ROOM = "learner in a room"
ASKED = "learner who is asked to be recorded"
TABLET = 768  # pixels; what is narrower is a phone

SIGNED_IN = ("Sign out", "Ravi Iyer", "My sessions", "Booking requests")
NOTHING = (
    "No live sessions",
    "No mentors to show",
    "Nothing booked yet",
    "No open sessions",
    "Nobody is waiting",
    "No confirmed session",
    "0 sessions",
    "Unable to load",
)


@dataclass(frozen=True)
class Screen:
    """A page in one state, as one person sees it."""

    name: str
    path: str
    who: str = VISITOR
    there: str = "main h1"  # shows when the page has its data
    opened: Callable[[Page], object] | None = None
    narrow: bool = True  # whether `opened` can be done on a phone
    wide: bool = True  # and on a desktop
    never: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()  # fields that lose no letter
    varies: str = ""  # what no two pictures show alike
    pictured: bool = True
    on_empty_site: bool = False

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def widths(self, of: Iterable[int]) -> list[int]:
        """In which of some widths it can be seen."""
        return [width for width in of if (self.wide or width < TABLET) and (self.narrow or width >= TABLET)]


def _press(name: str, *, role: str = "button", within: str = "body") -> Callable[[Page], object]:
    return lambda page: page.locator(within).get_by_role(role, name=name).locator("visible=true").first.click()  # type: ignore[arg-type]


def _open_card(card: str) -> Callable[[Page], object]:
    """What the first of these cards is about."""

    def press(page: Page) -> None:
        page.locator('dialog[aria-label="Details"]').wait_for(state="attached")
        page.locator(f"{card} .card-link").first.click()
        page.locator("dialog[open] h2").first.wait_for()
        page.mouse.move(0, 0)

    return press


def _to_details(page: Page) -> None:
    """To the third step of registering."""
    page.locator("#register-email").fill("new.person@example.org")
    page.locator("#register-password").fill("correct horse battery")
    page.locator("#register-name").fill("Nisha Pillai")
    page.locator("#register-person").click()
    page.locator("#register-submit").wait_for()


def _register(page: Page) -> None:
    """To the last step."""
    _to_details(page)
    page.locator("#register-interests").fill("Drawing,")
    page.locator("#register-submit").click()
    page.locator("#register-code").wait_for()


def _check_line(page: Page) -> None:
    """To what a check of the connection found."""
    page.locator("#check-network").click()
    page.locator(".lobby-verdict-words").wait_for()


def _ask_for_gift(page: Page) -> None:
    """To the question how much."""
    _press("Gift for ", within="#all-sessions")(page)
    page.locator("#gift-cost").wait_for()
    page.mouse.move(0, 0)


def _ask_to_refund(page: Page) -> None:
    paid = page.locator("#all-payments [data-payment]", has=page.get_by_text("Paid", exact=True)).first
    paid.locator("summary").click()
    paid.get_by_role("button", name="Refund: ").click()


def _open_chat(page: Page) -> None:
    """Over the call, where there is no room beside it."""
    page.locator("#chat-button").click()
    page.locator("#chat-input").wait_for()


def _join_and_be_asked(page: Page) -> None:
    """Into the call, where the other has a question."""
    page.locator("#join-now").click()
    page.locator("#recording-agree").wait_for()


def _send_empty(submit: str) -> Callable[[Page], object]:
    def send(page: Page) -> None:
        page.locator(submit).click()
        page.locator('[aria-invalid="true"]').first.wait_for()

    return send


def _without_a_name(page: Page) -> None:
    page.locator("#profile-name").fill("")
    _send_empty("#profile-save")(page)


_ALL = (
    Screen("start page", "/", there="[data-offering]", never=SIGNED_IN + NOTHING, varies="[data-state=soon] time"),
    Screen("start page of a learner", "/", LEARNER, there="[data-offering]", never=NOTHING, pictured=False),
    Screen("start page with nothing on it", "/", there="text=No live sessions right now", on_empty_site=True),
    Screen("session details", "/", there="[data-offering] .card-link",
           opened=_open_card('[data-offering]:has-text("Loops in Python")')),
    Screen("mentor details", "/", there="[data-mentor] .card-link", opened=_open_card("[data-mentor]")),
    Screen("menu on a phone", "/", there="[data-offering]", opened=_press("menu"), wide=False),
    Screen("registration", "/register/", there="#register-role-learner", never=SIGNED_IN),
    Screen("registration of a person", "/register/?role=learner", there="#register-person:enabled", never=SIGNED_IN,
           typed=("#register-email", "#register-password", "#register-name")),
    Screen("registration with mistakes", "/register/?role=learner", there="#register-email",
           opened=_send_empty("#register-person")),
    Screen("registration code", "/register/?role=learner", there="#register-email", opened=_register, pictured=False),
    Screen("registration over the start page", "/", there="[data-offering]",
           opened=_press("Join as Mentor", role="link"), varies="[data-state=soon] time",
           typed=("#register-email", "#register-password", "#register-name")),
    Screen("registration of skills", "/register/?role=mentor", there="#register-email", opened=_to_details,
           pictured=False),
    Screen("sign-in over the start page", "/", there="[data-offering]", opened=_press("Login", role="link"),
           narrow=False, pictured=False, typed=("#sign-in-email", "#sign-in-password")),
    Screen("sign-in by code", "/sign-in/", there="#sign-in-email", opened=_press("Use a code instead")),
    Screen("sign-in", "/sign-in/", there="#sign-in-submit:enabled", never=SIGNED_IN,
           typed=("#sign-in-email", "#sign-in-password")),
    Screen("sign-in with mistakes", "/sign-in/", there="#sign-in-email", opened=_send_empty("#sign-in-submit")),
    Screen("learner dashboard", "/dashboard/learner/", LEARNER, there="#open-sessions [data-offering]",
           never=NOTHING),
    Screen("learner dashboard with nothing on it", "/dashboard/learner/", NEW_LEARNER, there="#my-sessions"),
    Screen("booking", "/dashboard/learner/", LEARNER, there="#open-sessions", opened=_press("Book ")),
    Screen("another time", "/dashboard/learner/", LEARNER, there="#my-sessions article",
           opened=_press("Another time")),
    Screen("cancelling", "/dashboard/learner/", LEARNER, there="#my-sessions article",
           opened=_press("Cancel ", within="#my-sessions"), pictured=False),
    Screen("calling off", "/dashboard/mentor/create/", MENTOR, there="#published li",
           opened=_press("Cancel ", within="#published"), pictured=False),
    Screen("mentor dashboard", "/dashboard/mentor/", MENTOR, there="#requests article", never=NOTHING),
    Screen("creating a session", "/dashboard/mentor/create/", MENTOR, there="#publish-submit",
           typed=("#publish-title", "#publish-description", "#publish-price", "#publish-topics")),
    Screen("mentor bookings", "/dashboard/mentor/bookings/", MENTOR, there="#requests article", pictured=False),
    Screen("mentor earnings", "/dashboard/mentor/earnings/", MENTOR, there="#earnings-available", pictured=False),
    Screen("mentor withdrawals", "/dashboard/mentor/withdrawals/", MENTOR, there="#payout", pictured=False),
    Screen("where money goes", "/dashboard/mentor/withdrawals/", MENTOR, there="#payout-add",
           opened=_press("Add your bank or UPI"), pictured=False, typed=("#payout-holder",)),
    Screen("mentor analytics", "/dashboard/mentor/analytics/", MENTOR, there="main dl", pictured=False),
    Screen("learner bookings", "/dashboard/learner/booked/", LEARNER, there="#my-sessions", pictured=False),
    Screen("learner payments", "/dashboard/learner/payments/", LEARNER, there="#payments", never=NOTHING,
           varies="#payments summary time"),
    Screen("learner progress", "/dashboard/learner/progress/", LEARNER, there="main dl", pictured=False),
    Screen("more places on a phone", "/dashboard/mentor/", MENTOR, there="#requests article", opened=_press("More"),
           wide=False),
    Screen("mentor dashboard with nothing on it", "/dashboard/mentor/", NEW_MENTOR, there="#requests"),
    Screen("publishing with mistakes", "/dashboard/mentor/create/", MENTOR, there="#publish-submit",
           opened=_send_empty("#publish-submit"), pictured=False),
    Screen("profile of a mentor", "/profile/", MENTOR, there="#profile-save:enabled", never=NOTHING,
           typed=("#profile-name", "#profile-bio", "#profile-skills")),
    Screen("profile of a learner", "/profile/", LEARNER, there="#profile-save:enabled", never=NOTHING,
           pictured=False, typed=("#profile-name", "#profile-bio", "#profile-interests")),
    Screen("profile with mistakes", "/profile/", LEARNER, there="#profile-save:enabled", opened=_without_a_name,
           pictured=False),
    Screen("profile menu on a phone", "/profile/", LEARNER, there="#profile-save:enabled", opened=_press("menu"),
           wide=False, pictured=False),
    Screen("settings", "/profile/settings/", LEARNER, there="#devices li", never=NOTHING),
    Screen("administration", "/admin/", ADMIN, there="main dl", never=NOTHING, pictured=False),
    Screen("sessions for admins", "/admin/sessions/", ADMIN, there="main dl", pictured=False),
    Screen("payments for admins", "/admin/payments/", ADMIN, there="#all-payments [data-payment]", pictured=False,
           typed=("#payments-search",)),
    Screen("refunding for admins", "/admin/payments/", ADMIN, there="#all-payments [data-payment]",
           opened=_ask_to_refund, pictured=False, typed=("#give-back-reason",)),
    Screen("a refund by hand for admins", "/admin/payments/", ADMIN, there="#failed-refunds [data-refund]",
           opened=_press("Paid by hand"), pictured=False, typed=("#refund-reference",)),
    Screen("a disputed lesson for admins", "/admin/payments/", ADMIN, there="#disputes [data-dispute]",
           opened=_press("See the lesson"), pictured=False),
    Screen("analytics for admins", "/admin/analytics/", ADMIN, there="main dl", pictured=False),
    Screen("withdrawals for admins", "/admin/withdrawals/", ADMIN, there="main dl", pictured=False,
           typed=("#withdrawals-search",)),
    Screen("lobby", "/session/{room}/", IN_ROOM, there=".lobby select >> nth=1",
           varies="video, .lobby select, .lobby-level", typed=("#chat-input",)),
    Screen("chat on a phone", "/session/{room}/", IN_ROOM, there=".lobby select >> nth=1", opened=_open_chat,
           wide=False, pictured=False),
    Screen("lobby with a measured line", "/session/{room}/", IN_ROOM, there="#join-now:enabled", opened=_check_line,
           pictured=False),
    Screen("asked to be recorded", "/session/{asked_room}/", ASKED, there="#join-now:enabled",
           opened=_join_and_be_asked, pictured=False),
    Screen("feedback", "/session/{ended_room}/", IN_ROOM, there="#feedback-form", typed=("#feedback-comment",),
           varies="#summary time"),
    Screen("topics of a lesson", "/session/{room}/", IN_ROOM, there="#join-now:enabled", opened=_press("Topics"),
           pictured=False),
    Screen("past sessions of a learner", "/dashboard/learner/booked/", IN_ROOM, there="#all-sessions [data-session]",
           typed=("#sessions-search",), varies="#my-sessions p:has(time), #all-sessions time"),
    Screen("sending a gift", "/dashboard/learner/booked/", IN_ROOM, there="#all-sessions [data-gift]",
           opened=_ask_for_gift),
    Screen("buying a package", "/dashboard/learner/?package={package}", LEARNER, there="#package-cost"),
    Screen("giving a package back", "/dashboard/learner/", IN_ROOM, there="#my-packages",
           opened=_press("Get the rest back"), pictured=False),
    Screen("past sessions of nobody", "/dashboard/mentor/bookings/", NEW_MENTOR, there="#all-sessions h2",
           pictured=False),
    Screen("mentor page", "/mentors/{handle}/", there="main h1", never=SIGNED_IN + NOTHING),
    Screen("session page", "/sessions/{offering}/", there="main h1", never=SIGNED_IN + NOTHING),
    Screen("list of sessions", "/mentors/{handle}/", opened=_press("Sessions"), narrow=False),
    Screen("list of mentors", "/mentors/{handle}/", opened=_press("Mentors"), narrow=False, pictured=False),
    Screen("kit", "/dev/kit/", there="#light-dialog", typed=("#light-name", "#light-about", "#light-skills")),
    Screen("dialog", "/dev/kit/", there="#light-dialog", opened=_press("Open a dialog")),
    Screen("sheet", "/dev/kit/", there="#light-dialog", opened=_press("Open a sheet")),
    Screen("message", "/dev/kit/", there="#light-dialog", opened=_press("Say something"), pictured=False),
    Screen("nothing at an address", "/no/such/page/", there="main a"),
)  # fmt: skip

PICTURED = tuple(screen for screen in _ALL if screen.pictured)
# Those with a picture first: each screen is then opened once for its picture and for all the rest.
SCREENS = PICTURED + tuple(screen for screen in _ALL if not screen.pictured)
