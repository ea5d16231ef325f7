"""Whom the front door turns away: other sites, forged host names; and the line about it in the audit log."""

import logging
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from peerlearn.domain import audit
from peerlearn.kit.pace import Pace, in_time
from peerlearn.kit.seldom import Seldom
from peerlearn.kit.work import act
from peerlearn.settings import Settings

Scope = MutableMapping[str, Any]

log = logging.getLogger(__name__)

# A supervisor asks by the machine's own name, or by its number.
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
HEALTH = ("/healthz/", "/ping", "/_health")

_lately = Seldom(seconds=60.0)
NOTED = Pace(at_once=60, seconds_each=5)  # lines for one address


def own_origin(scope: Scope, settings: Settings) -> bool:
    """Whether the browser says the request comes from our own pages."""
    origin = header(scope, b"origin")
    if origin in settings.allowed_origins:
        return True
    # In development the address may be a LAN name: then our own host is what was asked for.
    host = header(scope, b"host")
    return not settings.production and bool(host) and origin in (f"http://{host}", f"https://{host}")


def own_host(scope: Scope, settings: Settings) -> bool:
    """Whether a name of ours was asked for; in development any name may be one."""
    if not settings.production or str(scope["path"]).startswith(HEALTH):
        return True
    try:
        asked = urlsplit(f"//{header(scope, b'host')}").hostname
    except ValueError:
        return False
    return asked in LOOPBACK or asked in {urlsplit(origin).hostname for origin in settings.allowed_origins}


def from_behind(scope: Scope, proxies: int) -> Scope:
    """The request as it reached the first of so many proxies; who sent what stood there before, nobody knows."""
    forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return {**scope, "client": (hops[-proxies], 0)} if len(hops) >= proxies else scope


async def note_stranger(scope: Scope, why: str) -> None:
    """Audit that a request was turned away: one line a minute for each address, path and reason, no flood."""
    ip, path = str((scope.get("client") or ("",))[0]), str(scope["path"])[:120]
    if not _lately.first((ip, path, why)) or not in_time(ip, "strangers", NOTED):
        return
    try:
        await act(audit.record, "refused", actor_id=None, target=path, ip=ip[:64], why=why)
    except Exception:  # who is turned away must not find out whether our database works
        log.exception("A refusal could not be audited")


def header(scope: Scope, name: bytes) -> str:
    """A header's text; empty when there is none."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
