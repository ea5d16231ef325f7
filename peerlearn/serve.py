"""`python -m peerlearn serve`: the built front end and everything behind it, on one port.

The front end was built before (scripts/build_frontend.py); REFLEX_WEB_WORKDIR says where it lies.
"""

import os
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from peerlearn.settings import Settings, settings

# Reflex reads these once, when the app is imported in the worker: serve what is built, compile nothing.
SERVING = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
NEEDED_WITHOUT_BUILD = "There is no built front end. Run `make run`, or `python scripts/build_frontend.py` first."


def serve() -> None:
    """Serve until stopped."""
    os.environ.update(SERVING)
    built = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web")) / "build" / "client" / "index.html"
    if not built.exists():
        raise SystemExit(NEEDED_WITHOUT_BUILD)
    print(announcement(settings), flush=True)
    Server(
        "peerlearn.peerlearn:app",
        address="0.0.0.0",
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=settings.workers,
        log_level=LogLevels.warning,
        # A live-updating page holds its socket open for as long as it is shown; do not wait for that.
        workers_kill_timeout=5,
    ).serve()


def announcement(now: Settings) -> str:
    """What is on, and where, for the person at the terminal."""
    lines = {
        "Site": now.site_url,
        "Settings": now.env,
        "Database": now.database_url.split("://", 1)[0] + " " + now.database_url.rsplit("/", 1)[-1],
        "Bus": "Redis" if now.redis_url else "in this process",
        "Jobs": "in this process" if now.run_jobs_in_web else "python -m peerlearn worker",
        "Payments": _payments(now),
        "Mails": f"shown at {now.api_url}/dev/outbox" if now.mail_to_outbox else f"sent through {now.smtp_host}",
    }
    if now.production and not now.smtp_host:
        lines["Mails"] = "not set up (SMTP_HOST): nobody can register"
    width = max(map(len, lines))
    return "\n".join(["PeerLearn is starting.", *(f"  {name:<{width}}  {text}" for name, text in lines.items())])


def _payments(now: Settings) -> str:
    if not now.payments_ready:
        return "not set up (RAZORPAY_KEY): nothing is charged"
    return f"sandbox at {now.razorpay_base_url}, no real money moves" if now.sandbox_gateway else "Razorpay"
