"""Reflex's own configuration; the product's settings are in peerlearn/settings/."""

import os

# Before Reflex is imported: it reads these once. The bun of requirements.txt builds the front end.
os.environ.setdefault("REFLEX_USE_SYSTEM_BUN", "1")
os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "5s")
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "10s")
os.environ.setdefault("REFLEX_OPLOCK_ENABLED", "1")

import reflex as rx  # noqa: E402

from peerlearn.settings import settings  # noqa: E402
from peerlearn.ui.theme import TAILWIND  # noqa: E402
from peerlearn.ui.tokens import TokensPlugin  # noqa: E402

config = rx.Config(
    app_name="peerlearn",
    backend_port=settings.port,
    frontend_port=settings.pages_port,
    api_url=settings.api_url,
    deploy_url=settings.site_url,
    redis_url=settings.redis_url or None,
    state_manager_mode="redis" if settings.redis_url else "memory",
    # Who may open a socket, the front door decides (peerlearn/api/front_door.py), also by the host's name in
    # development. A "*" here would let every other site read our answers, the mails of /dev/outbox among them.
    cors_allowed_origins=list(settings.allowed_origins) if settings.production else [],
    default_color_mode="system",
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[TokensPlugin(), rx.plugins.TailwindV4Plugin(TAILWIND), rx.plugins.SitemapPlugin()],
)
