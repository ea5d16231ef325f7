"""Settings: a malformed one stops the start by name, and production refuses what is only fit for development."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.settings import DEVELOPMENT_SECRET, LIVE_CHECKOUT, LIVE_GATEWAY, BadSetting, Settings, load
from peerlearn.settings.faults import Faults, Point

PRODUCTION = {
    "PEERLEARN_ENV": "production",
    "SECRET_KEY": "k" * 40,
    "PUBLIC_URL": "https://peerlearn.example.org",
    "RAZORPAY_KEY": "rzp_live_0123456789abcd",
    "RAZORPAY_SECRET": "a-secret-of-razorpay",
    "RAZORPAY_WEBHOOK_SECRET": "a-secret-for-webhooks",
    "SMTP_HOST": "smtp.example.org",
    "SMTP_USER": "peerlearn",
    "SMTP_PASSWORD": "a-secret-of-smtp",
    "MAIL_FROM": "PeerLearn <hello@peerlearn.example.org>",
}
PAYOUTS = {"RAZORPAYX_ACCOUNT_NUMBER": "7878780080316316", "RAZORPAYX_WEBHOOK_SECRET": "a-secret-for-payouts"}

STORE = {
    "S3_ENDPOINT": "https://s3.example.org",
    "S3_BUCKET": "peerlearn-files",
    "S3_ACCESS_KEY": "AKIAACCESS",
    "S3_SECRET_KEY": "a-key-to-the-store",
}

MALFORMED = {
    "PEERLEARN_ENV": ["prod", "PRODUCTION", ""],
    "PORT": ["0", "65536", "eighty", "-1", "80.0", ""],
    "WEB_WORKERS": ["0", "65", "two", ""],
    "TRUSTED_PROXIES": ["-1", "10", "one", ""],
    "PUBLIC_URL": ["peerlearn.example", "ftp://x", "https://", "https://x/path", "https://x?y", "https://[::1"],
    "ALLOWED_ORIGINS": ["peerlearn.example", "https://ok.example, nonsense", "https://x/path"],
    "FALLBACK_URLS": ["*", "peerlearn.example", "https://ok.example, *", "https://x/path", "https://x?y", "wss://x"],
    "DATABASE_URL": ["", "mysql://x/y", "sqlite://", "sqlite:///", "sqlite:///:memory:", "postgresql://"],
    "REDIS_URL": ["localhost:6379", "http://localhost", "redis://", "redis://host:port"],
    "RAZORPAY_KEY": ["key", "rzp_live_", "rzp_demo_12345678", "rzp_live_ 123"],
    "RAZORPAY_BASE_URL": ["api.razorpay.com", "https://", "http://a b"],
    "RAZORPAY_CHECKOUT_URL": ["checkout.js", "javascript:alert(1)"],
    "RAZORPAYX_ACCOUNT_NUMBER": ["1234", "78 78", "acc_123456", "7" * 36],
    "SMTP_HOST": ["smtp://host", "a b", "host/path"],
    "SMTP_PORT": ["0", "70000", "smtp"],
    "SMTP_STARTTLS": ["maybe", ""],
    "MAIL_FROM": ["PeerLearn", "", "a@b\r\nBcc: everyone@example.org"],
    "JOBS_IN_WEB": ["sometimes", "2"],
    "TURN_URLS": ["turn.example.org", "stun:stun.example.org", "turn:a b", "turn:a?transport=tls", "turn:u@a", "turn:"],
    "FAULTS": [
        "yes",
        "crash",
        "crash=nowhere",
        "crash=order-opened, crash=order-opened",
        "slow_database_ms=0",
        "slow_database_ms=10001",
        "slow_database_ms=-5",
        "failing_gateway_percent=101",
        "failing_gateway_percent=1.5",
        "sometimes=1",
    ],
    "S3_ENDPOINT": ["s3.example.org", "ftp://s3.example.org", "https://"],
    "S3_BUCKET": ["ab", "My-Bucket", "a_bucket", "-bucket", "b" * 64, "bucket/folder"],
    "TURN_TTL": ["9", "86401", "an hour", ""],
    "GSTIN": ["29AAGCB7383J1Z5", "92AAGCB7383J1Z4", "29aagcb7383j1z4", "29AAGCB7383J1Z", "none"],
    "GST_SAC": ["123456", "99", "9985990", "99x599"],
    "GST_PERCENT": ["-1", "29", "18.5", "18%"],
    "SELLER_NAME": ["x" * 201, "two\nlines"],
    "WEBRTC_ICE_SERVERS": [
        "",
        "stun:stun.example.org",
        "{}",
        "[1]",
        "[{}]",
        '[{"urls": 5}]',
        '[{"urls": "stun:stun.example.org", "priority": NaN}]',
        '[{"urls": []}]',
        '[{"urls": [5]}]',
        '[{"urls": "stun:"}]',
        '[{"urls": "http://stun.example.org"}]',
        '[{"urls": "turn:turn.example.org"}]',
        '[{"urls": "turn:turn.example.org", "username": "me", "credential": 5}]',
        "[" * 100_000,
    ],
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in MALFORMED.items() for text in texts], ids=lambda part: part[:30]
)
def test_a_malformed_value_stops_the_start_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: "):
        _load({name: text})


def test_development_needs_nothing() -> None:
    settings = _load({})

    assert not settings.production
    assert settings.database_url.startswith("sqlite:///")
    assert settings.embedded_sandbox
    assert settings.mail_to_outbox


def test_the_sandbox_window_comes_from_whatever_host_the_page_was_opened_at() -> None:
    one_port = {"REFLEX_ENV_MODE": "prod"}

    assert _load(one_port).checkout_script == "/sandbox/razorpay/v1/checkout.js"
    assert _load({}).checkout_script == "http://localhost:8000/sandbox/razorpay/v1/checkout.js", "another port"
    elsewhere = {**one_port, "RAZORPAY_BASE_URL": "http://localhost:9000"}
    assert _load(elsewhere).checkout_script == "http://localhost:9000/v1/checkout.js"
    assert _load(PRODUCTION).checkout_script == LIVE_CHECKOUT


def test_production_starts_with_settings_of_its_own() -> None:
    settings = _load(PRODUCTION)

    assert settings.production
    assert not settings.sandbox_gateway
    assert settings.payments_ready
    assert (settings.razorpay_base_url, settings.razorpay_checkout_url) == (LIVE_GATEWAY, LIVE_CHECKOUT)
    assert settings.allowed_origins == ("https://peerlearn.example.org",)


@pytest.mark.parametrize(
    ("named", "changes"),
    [
        ("SECRET_KEY", {"SECRET_KEY": None}),
        ("SECRET_KEY", {"SECRET_KEY": DEVELOPMENT_SECRET}),
        ("SECRET_KEY", {"SECRET_KEY": "x" * 31}),
        ("ALLOWED_ORIGINS", {"ALLOWED_ORIGINS": "*"}),
        ("ALLOWED_ORIGINS", {"ALLOWED_ORIGINS": "https://peerlearn.example.org, *"}),
        ("FALLBACK_URLS", {"FALLBACK_URLS": "http://two.example.org"}),
        ("FALLBACK_URLS", {"FALLBACK_URLS": "https://two.example.org http://localhost:8000"}),
        ("FALLBACK_URLS", {"FALLBACK_URLS": "*"}),
        ("PUBLIC_URL", {"PUBLIC_URL": None}),
        ("PUBLIC_URL", {"PUBLIC_URL": "http://peerlearn.example.org"}),
        ("RAZORPAY_BASE_URL", {"RAZORPAY_BASE_URL": "http://localhost:8000/sandbox/razorpay"}),
        ("RAZORPAY_CHECKOUT_URL", {"RAZORPAY_CHECKOUT_URL": "https://elsewhere.example/checkout.js"}),
        ("RAZORPAY_SECRET", {"RAZORPAY_SECRET": None}),
        ("RAZORPAY_SECRET", {"RAZORPAY_SECRET": "sandbox-key-secret"}),
        ("RAZORPAY_SECRET", {"RAZORPAY_SECRET": "short"}),
        ("RAZORPAY_WEBHOOK_SECRET", {"RAZORPAY_WEBHOOK_SECRET": None}),
        ("RAZORPAY_WEBHOOK_SECRET", {"RAZORPAY_WEBHOOK_SECRET": "sandbox-webhook-secret"}),
        ("RAZORPAY_WEBHOOK_SECRET", {"RAZORPAY_WEBHOOK_SECRET": "short"}),
        ("RAZORPAY_WEBHOOK_SECRET_BEFORE", {"RAZORPAY_WEBHOOK_SECRET_BEFORE": "short"}),
        ("RAZORPAYX_WEBHOOK_SECRET", {"RAZORPAYX_ACCOUNT_NUMBER": "7878780080316316"}),
        ("RAZORPAYX_WEBHOOK_SECRET", {**PAYOUTS, "RAZORPAYX_WEBHOOK_SECRET": "short"}),
        ("RAZORPAYX_WEBHOOK_SECRET", {**PAYOUTS, "RAZORPAYX_WEBHOOK_SECRET": "sandbox-payout-webhook-secret"}),
        ("RAZORPAYX_WEBHOOK_SECRET", {**PAYOUTS, "RAZORPAYX_WEBHOOK_SECRET": PRODUCTION["RAZORPAY_WEBHOOK_SECRET"]}),
        ("RAZORPAYX_ACCOUNT_NUMBER", {**PAYOUTS, "RAZORPAY_KEY": None, "RAZORPAY_SECRET": None}),
        ("REDIS_URL", {"WEB_WORKERS": "2"}),
        ("FAULTS", {"FAULTS": "crash=order-opened"}),
        ("FAULTS", {"FAULTS": "slow_database_ms=1"}),
        ("FAULTS", {"FAULTS": "failing_gateway_percent=1"}),
        ("SMTP_PASSWORD", {"SMTP_PASSWORD": None}),
        ("MAIL_FROM", {"MAIL_FROM": None}),
        ("S3_ENDPOINT", {**STORE, "S3_ENDPOINT": "http://s3.example.org"}),
        ("TURN_SECRET", {"TURN_URLS": "turn:turn.example.org"}),
        ("TURN_SECRET", {"TURN_URLS": "turn:turn.example.org", "TURN_SECRET": "t" * 31}),
        ("TURN_SECRET", {"TURN_URLS": "turn:turn.example.org", "TURN_SECRET": DEVELOPMENT_SECRET}),
        ("TURN_SECRET", {"TURN_URLS": "turn:turn.example.org", "TURN_SECRET": PRODUCTION["SECRET_KEY"]}),
    ],
)
def test_production_refuses(named: str, changes: dict[str, str | None]) -> None:
    chosen = {**PRODUCTION, **changes}

    with pytest.raises(BadSetting, match=f"^{named}: "):
        _load({name: text for name, text in chosen.items() if text is not None})


def test_withdrawals_go_out_by_themselves_where_an_account_is_named() -> None:
    settings = _load({**PRODUCTION, **PAYOUTS})

    assert settings.payouts_ready
    assert not any(secret in repr(settings) + str(settings.shown()) for secret in PAYOUTS.values())
    assert not _load(PRODUCTION).payouts_ready
    assert _load({}).payouts_ready, "development pays into the sandbox"
    assert not _load({"RAZORPAYX_ACCOUNT_NUMBER": ""}).payouts_ready


@pytest.mark.parametrize("base", [PRODUCTION, {}], ids=["production", "development"])
@pytest.mark.parametrize("name", STORE)
def test_a_store_is_named_whole_or_not_at_all(base: dict[str, str], name: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: "):
        _load({**base, **{other: text for other, text in STORE.items() if other != name}})
    with pytest.raises(BadSetting, match="^S3_"):
        _load({**base, name: STORE[name]})


def test_a_store_is_shown_without_its_keys() -> None:
    settings = _load({**PRODUCTION, **STORE})

    assert (settings.s3_endpoint, settings.s3_bucket) == (STORE["S3_ENDPOINT"], STORE["S3_BUCKET"])
    said = repr(settings) + str(settings.shown())
    assert not any(STORE[name] in said for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY"))
    assert not _load(PRODUCTION).s3_bucket


def test_a_tax_invoice_names_its_seller() -> None:
    seller = {"SELLER_NAME": "PeerLearn Private Limited", "SELLER_ADDRESS": "12 MG Road", "GST_SAC": "998599"}
    for missing in seller:
        with pytest.raises(BadSetting, match="^GSTIN: "):
            _load({**seller, "GSTIN": "29AAGCB7383J1Z4", missing: ""})

    settings = _load({**seller, "GSTIN": "29AAGCB7383J1Z4"})

    assert (settings.gstin, settings.gst_sac, settings.gst_percent) == ("29AAGCB7383J1Z4", "998599", 18)
    assert (_load({}).seller_name, _load({}).gstin) == ("", "")


def test_other_sites_are_named_as_browsers_name_them() -> None:
    settings = _load({**PRODUCTION, "FALLBACK_URLS": "https://Two.example.org/, https://three.example.org:8443"})

    assert settings.fallback_urls == ("https://two.example.org", "https://three.example.org:8443")
    assert _load(PRODUCTION).fallback_urls == ()


def test_a_relay_is_named_by_its_addresses_and_a_secret() -> None:
    urls = ("turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349")

    settings = _load({**PRODUCTION, "TURN_URLS": " , ".join(urls), "TURN_SECRET": "t" * 32})

    assert (settings.turn_urls, settings.turn_ttl) == (urls, 3600)
    assert "t" * 32 not in repr(settings) + str(settings.shown())


def test_a_relay_needs_its_secret_in_development_too() -> None:
    with pytest.raises(BadSetting, match="^TURN_SECRET: "):
        _load({"TURN_URLS": "turn:turn.example.org"})


def test_breaks_only_what_it_is_told_to() -> None:
    assert not _load({}).faults
    asked = "crash=payout-sent slow_database_ms=200, failing_gateway_percent=30"

    settings = _load({"FAULTS": asked})

    assert settings.faults == Faults(Point.PAYOUT_SENT, slow_database_ms=200, failing_gateway_percent=30)
    assert str(settings.faults) == "crash=payout-sent, slow_database_ms=200, failing_gateway_percent=30"
    assert _load({"FAULTS": str(settings.faults)}).faults == settings.faults


def test_several_workers_need_redis_in_development_too() -> None:
    with pytest.raises(BadSetting, match="^REDIS_URL: "):
        _load({"WEB_WORKERS": "2"})

    assert _load({"WEB_WORKERS": "2", "REDIS_URL": "redis://localhost:6379"}).workers == 2


def test_production_without_razorpay_charges_nothing_and_pretends_nothing() -> None:
    settings = _load({name: text for name, text in PRODUCTION.items() if not name.startswith("RAZORPAY")})

    assert not settings.payments_ready
    assert not settings.sandbox_gateway


@pytest.mark.parametrize("key", ["rzp_test_0123456789abcd", "rzp_live_0123456789abcd"])
def test_test_and_live_keys_are_swapped_by_the_secrets_alone(key: str) -> None:
    settings = _load({**PRODUCTION, "RAZORPAY_KEY": key})

    assert settings.razorpay_key == key
    assert settings.razorpay_base_url == LIVE_GATEWAY


def test_a_key_of_ones_own_leaves_the_sandbox() -> None:
    own = {"RAZORPAY_KEY": "rzp_test_0123456789abcd", "RAZORPAY_SECRET": "s", "RAZORPAY_WEBHOOK_SECRET": "w"}

    settings = _load(own)

    assert not settings.sandbox_gateway
    assert settings.razorpay_base_url == LIVE_GATEWAY


def test_names_postgresql_by_the_driver_that_we_use() -> None:
    for given_url in ("postgres://u:p@host/name", "postgresql://u:p@host/name", "postgresql+psycopg://u:p@host/name"):
        assert _load({"DATABASE_URL": given_url}).database_url == "postgresql+psycopg://u:p@host/name"


def test_shows_no_secret() -> None:
    secrets = {
        "DATABASE_URL": "postgresql://peer:database-password@host/name",
        "REDIS_URL": "redis://:redis-password@host:6379",
        "WEBRTC_ICE_SERVERS": '[{"urls": "turn:t.example", "username": "u", "credential": "turn-password"}]',
    }
    settings = _load({**PRODUCTION, **secrets})
    hidden = ["k" * 40, "a-secret", "password", "-password@"]

    shown = "\n".join(f"{name} {text}" for name, text in settings.shown()) + repr(settings)

    assert [secret for secret in hidden if secret in shown.replace("smtp_password", "")] == []
    assert "turn:t.example" in shown
    assert "host:6379" in shown


hosts = st.from_regex(r"[a-z]{1,10}(\.[a-z]{2,5})?(:[1-9][0-9]{0,3})?", fullmatch=True)
stun = st.builds(lambda scheme, host: {"urls": f"{scheme}:{host}"}, st.sampled_from(["stun", "stuns"]), hosts)
turn = st.builds(
    lambda scheme, host, name, word: {"urls": [f"{scheme}:{host}"], "username": name, "credential": word},
    st.sampled_from(["turn", "turns"]),
    hosts,
    st.text(min_size=1),
    st.text(min_size=1),
)


@given(st.lists(stun | turn, max_size=4))
def test_good_ice_servers_reach_the_browser_unchanged(servers: list[dict[str, Any]]) -> None:
    assert list(_load({"WEBRTC_ICE_SERVERS": json.dumps(servers)}).ice_servers) == servers


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.just("stun:host"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.just("urls"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(anything.map(json.dumps) | st.text(max_size=40))
def test_ice_servers_are_either_understood_or_refused_by_name(text: str) -> None:
    try:
        servers = _load({"WEBRTC_ICE_SERVERS": text}).ice_servers
    except BadSetting as refused:
        assert str(refused).startswith("WEBRTC_ICE_SERVERS: ")
    else:
        assert all(server["urls"] for server in servers)
        assert json.loads(json.dumps(servers, allow_nan=False)) == list(servers)


def _load(environment: dict[str, str]) -> Settings:
    return load(_reading(environment))


def _reading(environment: dict[str, str]) -> Callable[..., Any]:
    return lambda name, default: environment.get(name, default)
