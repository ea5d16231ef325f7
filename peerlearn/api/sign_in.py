"""The two doors that set and clear the sign-in cookie. Foreign origins are refused before (front_door.py)."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role
from peerlearn.kit.work import act
from peerlearn.settings import settings

COOKIE = "peerlearn_sign_in"
COOKIE_SECONDS = 30 * 24 * 3600
SEE_OTHER = 303


async def finish(request: Request) -> Response:
    """Exchange a one-time ticket for the cookie, and go to where the person belongs."""
    form = await request.form()
    device, ip = request.headers.get("user-agent", ""), request.client.host if request.client else ""
    try:
        token, role = await act(accounts.redeem_ticket, str(form.get("ticket", "")), device=device, ip=ip)
    except accounts.TicketSpent:
        return _go("/sign-in/")
    answer = _go(_safe_path(str(form.get("next", ""))) or _home(role))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.production,
    )
    return answer


async def sign_out(request: Request) -> Response:
    """End this device's sign-in."""
    token = request.cookies.get(COOKIE)
    if token:
        await act(accounts.sign_out, token)
    answer = _go("/")
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings.production)
    return answer


routes = [
    Route("/auth/finish", finish, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
]


def _home(role: Role) -> str:
    return f"/dashboard/{role}/"


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(settings.site_url + path if settings.site_url != settings.api_url else path, SEE_OTHER)


def _safe_path(path: str) -> str:
    """A path of this site, or nothing: never an address that leads elsewhere."""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if inside and path.isprintable() else ""
