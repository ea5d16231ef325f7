"""The doors that set and clear the sign-in cookie, and the one that leads home. Foreign origins are refused before."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role
from peerlearn.kit import ids
from peerlearn.kit.own_path import own_path
from peerlearn.kit.work import Work, act, read
from peerlearn.settings import settings

COOKIE = "peerlearn_sign_in"
COOKIE_SECONDS = 30 * 24 * 3600
# Tells a browser that was signed in before from a stranger's; it signs nobody in.
BROWSER_COOKIE = "peerlearn_browser"
BROWSER_SECONDS = 365 * 24 * 3600
# Pages can read this one: public pages are the same bytes for everybody, and their header follows it before they are
# alive (ui/widgets/known_mark.py). It says that somebody is signed in, opens nothing, and may be wrong.
KNOWN_COOKIE, KNOWN = "peerlearn_known", "yes"
SEE_OTHER = 303


async def finish(request: Request) -> Response:
    """Exchange a one-time ticket for the cookie, and go to where the person belongs."""
    form = await request.form()
    device, ip = request.headers.get("user-agent", ""), request.client.host if request.client else ""
    browser = request.cookies.get(BROWSER_COOKIE) or ids.secret_token()
    before = request.cookies.get(COOKIE, "")
    try:
        token, role = await act(_change_hands, before, str(form.get("ticket", "")), device, ip, browser)
    except accounts.TicketSpent:
        await note_stranger(request.scope, "ticket")
        return _go("/sign-in/")
    wanted = str(form.get("next", ""))
    if wanted and not own_path(wanted):
        await note_stranger(request.scope, "next")
    answer = _go(own_path(wanted) or accounts.home_of(role))
    _set(answer, COOKIE, token, COOKIE_SECONDS)
    _set(answer, BROWSER_COOKIE, browser, BROWSER_SECONDS)
    _set(answer, KNOWN_COOKIE, KNOWN, COOKIE_SECONDS, httponly=False)
    return answer


async def home(request: Request) -> Response:
    """Where whoever asks belongs: the header of public pages does not know it before they are alive."""
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    return _go(accounts.home_of(viewer.role) if viewer else "/sign-in/")


async def sign_out(request: Request) -> Response:
    """End this device's sign-in."""
    token = request.cookies.get(COOKIE)
    if token:
        await act(accounts.sign_out, token)
    answer = _go("/")
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings.production)
    answer.delete_cookie(KNOWN_COOKIE, path="/", samesite="lax", secure=settings.production)
    return answer


routes = [
    Route("/auth/finish", finish, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/home", home, methods=["GET"]),
]


def _change_hands(work: Work, before: str, ticket: str, device: str, ip: str, browser: str) -> tuple[str, Role]:
    """Let a person in, and whoever was signed in with this browser before out."""
    signed_in = accounts.redeem_ticket(work, ticket, device=device, ip=ip, browser=browser)
    if before:
        accounts.sign_out(work, before)
    return signed_in


def _set(answer: Response, name: str, value: str, seconds: int, *, httponly: bool = True) -> None:
    lasting: dict[str, Any] = {"max_age": seconds, "path": "/", "httponly": httponly, "samesite": "lax"}
    answer.set_cookie(name, value, secure=settings.production, **lasting)


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(settings.site_url + path if settings.site_url != settings.api_url else path, SEE_OTHER)
