"""Every environment value, read once with python-decouple; a malformed one stops the start by name.

Development needs nothing: SQLite, the in-process bus, the sandbox gateway and the outbox page are the defaults.
`PEERLEARN_ENV=production` refuses those defaults. The table of settings is in docs/operations.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from decouple import AutoConfig  # type: ignore[import-untyped]

from peerlearn.settings import values
from peerlearn.settings.faults import Faults, faults

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent.parent

DEVELOPMENT_SECRET = "peerlearn-development-secret-not-for-production"
SANDBOX_KEY = "rzp_test_sandbox00000001"
SANDBOX_SECRET = "sandbox-key-secret"
SANDBOX_WEBHOOK_SECRET = "sandbox-webhook-secret"
SANDBOX_ACCOUNT_NUMBER = "7878780080316316"
SANDBOX_PAYOUT_WEBHOOK_SECRET = "sandbox-payout-webhook-secret"
SANDBOX_PATH = "/sandbox/razorpay"
CHECKOUT_SCRIPT = "/v1/checkout.js"
LIVE_GATEWAY = "https://api.razorpay.com"
LIVE_CHECKOUT = "https://checkout.razorpay.com/v1/checkout.js"
DEFAULT_ICE_SERVERS = '[{"urls": "stun:stun.l.google.com:19302"}]'

DEFAULT_SENDER = "PeerLearn <no-reply@peerlearn.example>"

SHORTEST_SECRET = 32
SHORTEST_PROVIDER_SECRET = 12


class BadSetting(SystemExit):
    """A setting that the product cannot start with; names the variable and what it wants."""


@dataclass(frozen=True)
class Settings:
    """The configuration of this process."""

    env: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    workers: int
    port: int
    site_url: str
    api_url: str
    allowed_origins: tuple[str, ...]
    fallback_urls: tuple[str, ...]
    trusted_proxies: int
    ice_servers: tuple[dict[str, Any], ...] = field(repr=False)
    turn_urls: tuple[str, ...]
    turn_secret: str = field(repr=False)
    turn_ttl: int
    razorpay_key: str
    razorpay_secret: str = field(repr=False)
    razorpay_webhook_secret: str = field(repr=False)
    razorpay_webhook_secret_before: str = field(repr=False)
    razorpay_base_url: str
    razorpay_checkout_url: str
    razorpayx_account_number: str = field(repr=False)
    razorpayx_webhook_secret: str = field(repr=False)
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_starttls: bool
    mail_from: str
    run_jobs_in_web: bool
    media_folder: str
    s3_endpoint: str
    s3_bucket: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)
    s3_region: str
    video_most_mb: int
    withdrawal_least_rupees: int
    recording_quota_mb: int
    recording_days: int
    disk_least_mb: int
    seller_name: str
    seller_address: str
    gstin: str
    gst_sac: str
    gst_percent: int
    faults: Faults

    @property
    def production(self) -> bool:
        """Whether real people use this."""
        return self.env == "production"

    @property
    def sandbox_gateway(self) -> bool:
        """Whether money is pretended: every page that touches money says so."""
        return bool(self.razorpay_key) and self.razorpay_base_url != LIVE_GATEWAY

    @property
    def embedded_sandbox(self) -> bool:
        """Whether this very app also serves the sandbox gateway."""
        return self.sandbox_gateway and self.razorpay_base_url == self.api_url + SANDBOX_PATH

    @property
    def checkout_script(self) -> str:
        """The payment window's script: a path where we serve it, since a page may be open at any of our hosts."""
        own = self.embedded_sandbox and self.razorpay_checkout_url == self.razorpay_base_url + CHECKOUT_SCRIPT
        return self.door(SANDBOX_PATH + CHECKOUT_SCRIPT) if own else self.razorpay_checkout_url

    @property
    def hot_reload(self) -> bool:
        """Whether pages come from the development server of `reflex run`, on a port of their own."""
        return self.site_url != self.api_url

    @property
    def pages_port(self) -> int | None:
        """That port; None where pages and everything else share one."""
        return urlsplit(self.site_url).port if self.hot_reload else None

    def door(self, path: str) -> str:
        """The address of one of our HTTP routes for a page: relative, unless pages come from another port."""
        return self.api_url + path if self.hot_reload else path

    @property
    def video_most_bytes(self) -> int:
        """How large a video may be."""
        return self.video_most_mb * 1_000_000

    @property
    def recording_quota_bytes(self) -> int:
        """How much place the recordings of one mentor may take."""
        return self.recording_quota_mb * 1_000_000

    @property
    def disk_least_bytes(self) -> int:
        """How much of the disk what people send leaves free."""
        return self.disk_least_mb * 1_000_000

    @property
    def payments_ready(self) -> bool:
        """Whether a checkout can open at all."""
        return bool(self.razorpay_key and self.razorpay_secret)

    @property
    def payouts_ready(self) -> bool:
        """Whether withdrawals go out through RazorpayX; an admin sends them by hand otherwise."""
        return self.payments_ready and bool(self.razorpayx_account_number)

    @property
    def mail_to_outbox(self) -> bool:
        """Whether mails are only shown at /dev/outbox."""
        return not self.production and not self.smtp_host

    def shown(self) -> list[tuple[str, str]]:
        """Every setting as a person may see it: of a secret only whether it is set."""
        plain = {
            "database_url": values.without_password(self.database_url),
            "redis_url": values.without_password(self.redis_url),
            "ice_servers": ", ".join(str(server["urls"]) for server in self.ice_servers),
            "turn_urls": ", ".join(self.turn_urls),
        }
        rows = []
        for each in fields(self):
            value = getattr(self, each.name)
            text = plain.get(each.name, str(value) if each.repr else ("(set)" if value else ""))
            rows.append((each.name, text or "(not set)"))
        return rows


def load(config: Callable[..., Any] | None = None, *, serving: bool | None = None) -> Settings:
    """Read and check every setting.

    Args:
        config: where values come from; the environment and a `.env` file at the root by default.
        serving: whether the built front end is served by this process (one port) rather than by the
            development server of `reflex run`; read from REFLEX_ENV_MODE by default.

    Raises:
        BadSetting: naming the variable that is malformed, or that production refuses.
    """
    read = _Reader(config or AutoConfig(search_path=str(ROOT)))
    env = read("PEERLEARN_ENV", "development", values.one_of("development", "production"))
    production = env == "production"
    one_port = (read("REFLEX_ENV_MODE", "dev") == "prod") if serving is None else serving
    port = read("PORT", "8000", values.whole(1, 65535))
    pages_port = read("FRONTEND_PORT", "3000", values.whole(1, 65535))
    public_url = read("PUBLIC_URL", "", values.optional(values.origin))
    api_url = public_url or f"http://localhost:{port}"
    site_url = public_url or (api_url if one_port else f"http://localhost:{pages_port}")
    key = read("RAZORPAY_KEY", "" if production else SANDBOX_KEY, values.optional(values.razorpay_key))
    sandboxed = not production and key == SANDBOX_KEY
    gateway = read("RAZORPAY_BASE_URL", api_url + SANDBOX_PATH if sandboxed else LIVE_GATEWAY, values.url)
    checkout = LIVE_CHECKOUT if gateway == LIVE_GATEWAY else gateway + CHECKOUT_SCRIPT
    settings = Settings(
        env=env,
        secret_key=read("SECRET_KEY", DEVELOPMENT_SECRET),
        database_url=read("DATABASE_URL", f"sqlite:///{ROOT / 'db.sqlite3'}", values.database_url),
        redis_url=read("REDIS_URL", "", values.optional(values.redis_url)),
        workers=read("WEB_WORKERS", "1", values.whole(1, 64)),
        port=port,
        site_url=site_url,
        api_url=api_url,
        allowed_origins=read("ALLOWED_ORIGINS", "", values.origins) or _own_origins(site_url, api_url),
        fallback_urls=read("FALLBACK_URLS", "", values.sites),
        trusted_proxies=read("TRUSTED_PROXIES", "0", values.whole(0, 9)),
        ice_servers=read("WEBRTC_ICE_SERVERS", DEFAULT_ICE_SERVERS, values.ice_servers),
        turn_urls=read("TURN_URLS", "", values.turn_urls),
        turn_secret=read("TURN_SECRET", ""),
        turn_ttl=read("TURN_TTL", "3600", values.whole(10, 86400)),
        razorpay_key=key,
        razorpay_secret=read("RAZORPAY_SECRET", SANDBOX_SECRET if sandboxed else ""),
        razorpay_webhook_secret=read("RAZORPAY_WEBHOOK_SECRET", SANDBOX_WEBHOOK_SECRET if sandboxed else ""),
        razorpay_webhook_secret_before=read("RAZORPAY_WEBHOOK_SECRET_BEFORE", ""),
        razorpay_base_url=gateway,
        razorpay_checkout_url=read("RAZORPAY_CHECKOUT_URL", checkout, values.url),
        razorpayx_account_number=read(
            "RAZORPAYX_ACCOUNT_NUMBER",
            SANDBOX_ACCOUNT_NUMBER if sandboxed else "",
            values.optional(values.account_number),
        ),
        razorpayx_webhook_secret=read("RAZORPAYX_WEBHOOK_SECRET", SANDBOX_PAYOUT_WEBHOOK_SECRET if sandboxed else ""),
        smtp_host=read("SMTP_HOST", "", values.optional(values.host)),
        smtp_port=read("SMTP_PORT", "587", values.whole(1, 65535)),
        smtp_user=read("SMTP_USER", ""),
        smtp_password=read("SMTP_PASSWORD", ""),
        smtp_starttls=read("SMTP_STARTTLS", "true", values.truth),
        mail_from=read("MAIL_FROM", DEFAULT_SENDER, values.sender),
        run_jobs_in_web=read("JOBS_IN_WEB", "true", values.truth),
        media_folder=read("MEDIA_FOLDER", str(ROOT / "media")),
        s3_endpoint=read("S3_ENDPOINT", "", values.optional(values.url)),
        s3_bucket=read("S3_BUCKET", "", values.optional(values.bucket)),
        s3_access_key=read("S3_ACCESS_KEY", ""),
        s3_secret_key=read("S3_SECRET_KEY", ""),
        s3_region=read("S3_REGION", "us-east-1"),
        video_most_mb=read("VIDEO_MOST_MB", "50", values.whole(1, 500)),
        withdrawal_least_rupees=read("WITHDRAWAL_LEAST_RUPEES", "100", values.whole(1, 100_000)),
        recording_quota_mb=read("RECORDING_QUOTA_MB", "1000", values.whole(0, 1_000_000)),
        recording_days=read("RECORDING_DAYS", "30", values.whole(1, 3650)),
        disk_least_mb=read("DISK_LEAST_MB", "200", values.whole(0, 1_000_000)),
        seller_name=read("SELLER_NAME", "", values.line_of(200)),
        seller_address=read("SELLER_ADDRESS", "", values.line_of(400)),
        gstin=read("GSTIN", "", values.optional(values.gstin)),
        gst_sac=read("GST_SAC", "", values.optional(values.service_code)),
        gst_percent=read("GST_PERCENT", "18", values.whole(0, 28)),
        faults=read("FAULTS", "", faults),
    )
    _check_together(settings)
    return settings


class _Reader:
    """Reads one variable at a time and says its name when it is malformed."""

    def __init__(self, config: Callable[..., Any]) -> None:
        self._config = config

    def __call__(self, name: str, default: str, understand: Callable[[str], T] = str) -> T:  # type: ignore[assignment]
        text = str(self._config(name, default=default)).strip()
        try:
            return understand(text)
        except (ValueError, RecursionError) as trouble:
            raise BadSetting(f"{name}: {trouble}") from None


def _check_together(settings: Settings) -> None:
    """Refuse what cannot work or must not run in public."""
    if settings.workers > 1 and not settings.redis_url:
        raise BadSetting("REDIS_URL: more than one worker (WEB_WORKERS) needs Redis, so that they hear each other")
    if settings.razorpay_key and not settings.razorpay_secret:
        raise BadSetting("RAZORPAY_SECRET: RAZORPAY_KEY is set, so its secret must be too")
    if settings.razorpay_key and not settings.razorpay_webhook_secret:
        raise BadSetting("RAZORPAY_WEBHOOK_SECRET: payments are on, so webhooks must be verifiable")
    _check_payouts(settings)
    _check_store(settings)
    if settings.gstin and not (settings.seller_name and settings.seller_address and settings.gst_sac):
        raise BadSetting("GSTIN: a tax invoice also names SELLER_NAME, SELLER_ADDRESS and GST_SAC; set them too")
    if settings.turn_urls and not settings.turn_secret:
        raise BadSetting("TURN_SECRET: TURN_URLS is set, so the secret shared with that relay must be too")
    if settings.smtp_user and not settings.smtp_password:
        raise BadSetting("SMTP_PASSWORD: SMTP_USER is set, so its password must be too")
    if settings.production:
        _check_production(settings)


def _check_payouts(settings: Settings) -> None:
    if not settings.razorpayx_account_number:
        return
    if not settings.payments_ready:
        raise BadSetting("RAZORPAYX_ACCOUNT_NUMBER: payouts use the same keys, so RAZORPAY_KEY must be set too")
    if not settings.razorpayx_webhook_secret:
        raise BadSetting("RAZORPAYX_WEBHOOK_SECRET: payouts are on, so their webhooks must be verifiable")
    if settings.razorpayx_webhook_secret in (settings.razorpay_webhook_secret, settings.razorpay_secret):
        raise BadSetting("RAZORPAYX_WEBHOOK_SECRET: must be a secret of its own, so that a mix-up is noticed")


def _check_store(settings: Settings) -> None:
    wanted = {
        "S3_ENDPOINT": settings.s3_endpoint,
        "S3_BUCKET": settings.s3_bucket,
        "S3_ACCESS_KEY": settings.s3_access_key,
        "S3_SECRET_KEY": settings.s3_secret_key,
    }
    for name, value in wanted.items():
        if any(wanted.values()) and not value:
            raise BadSetting(f"{name}: files go to a store only when all of {', '.join(wanted)} are set")


def _check_production(settings: Settings) -> None:
    if settings.faults:
        raise BadSetting("FAULTS: production must not break on purpose")
    if settings.secret_key == DEVELOPMENT_SECRET or len(settings.secret_key) < SHORTEST_SECRET:
        raise BadSetting(f"SECRET_KEY: production needs a secret of its own, {SHORTEST_SECRET} characters or more")
    if "*" in settings.allowed_origins:
        raise BadSetting("ALLOWED_ORIGINS: production must name its origins; * lets any site open our socket")
    if not all(url.startswith("https://") for url in settings.fallback_urls):
        raise BadSetting("FALLBACK_URLS: production leads people to https:// addresses only")
    if not settings.site_url.startswith("https://"):
        raise BadSetting("PUBLIC_URL: production needs its https:// address; cameras and payments want it")
    if settings.sandbox_gateway:
        raise BadSetting("RAZORPAY_BASE_URL: production must not use a sandbox gateway")
    if settings.payments_ready and settings.razorpay_checkout_url != LIVE_CHECKOUT:
        raise BadSetting("RAZORPAY_CHECKOUT_URL: production must load Razorpay's own checkout")
    short = len(settings.turn_secret) < SHORTEST_SECRET
    if settings.turn_urls and (short or settings.turn_secret in (DEVELOPMENT_SECRET, settings.secret_key)):
        raise BadSetting(f"TURN_SECRET: production needs one of its own, {SHORTEST_SECRET} characters or more")
    if settings.s3_endpoint and not settings.s3_endpoint.startswith("https://"):
        raise BadSetting("S3_ENDPOINT: production sends people's files over https:// only")
    if settings.smtp_host and settings.mail_from == DEFAULT_SENDER:
        raise BadSetting("MAIL_FROM: production needs a sender of its own")
    known = {SANDBOX_KEY, SANDBOX_SECRET, SANDBOX_WEBHOOK_SECRET, SANDBOX_PAYOUT_WEBHOOK_SECRET}
    for name, value in (
        ("RAZORPAY_SECRET", settings.razorpay_secret),
        ("RAZORPAY_WEBHOOK_SECRET", settings.razorpay_webhook_secret),
        ("RAZORPAY_WEBHOOK_SECRET_BEFORE", settings.razorpay_webhook_secret_before),
        ("RAZORPAYX_WEBHOOK_SECRET", settings.razorpayx_webhook_secret),
    ):
        if value and (value in known or len(value) < SHORTEST_PROVIDER_SECRET):
            raise BadSetting(f"{name}: production must not use a default or short secret")


def _own_origins(*urls: str) -> tuple[str, ...]:
    """The origins of our own addresses; localhost also under its number, as browsers use both."""
    origins = dict.fromkeys(urls)
    origins.update(dict.fromkeys(u.replace("//localhost", "//127.0.0.1") for u in urls if "//localhost" in u))
    return tuple(origins)


settings = load()
