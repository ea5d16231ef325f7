"""What the text of a setting may mean; each function gives the value or raises ValueError with what it wants."""

import json
import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words."""

    def understand(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, not {text!r}")
        return text

    return understand


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def understand(text: str) -> int:
        if not re.fullmatch(r"\d+", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}, not {text!r}")
        return int(text)

    return understand


def truth(text: str) -> bool:
    """True or false, in the usual words."""
    if text.lower() in {"true", "1", "yes", "on"}:
        return True
    if text.lower() in {"false", "0", "no", "off"}:
        return False
    raise ValueError(f"must be true or false, not {text!r}")


def optional(understand: Callable[[str], str]) -> Callable[[str], str]:
    """The same, or nothing."""
    return lambda text: understand(text) if text else ""


def url(text: str) -> str:
    """An http or https address."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", text) or parts.port == 0:
        raise ValueError(f"must be an http:// or https:// address, not {text!r}")
    return text.rstrip("/")


def origin(text: str) -> str:
    """The address of a whole site: no path."""
    address = url(text)
    parts = urlsplit(address)
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"must be an address without a path, like https://peerlearn.example, not {text!r}")
    return address


def origins(text: str) -> tuple[str, ...]:
    """Origins, parted by commas or blanks; `*` for all."""
    return tuple(part if part == "*" else origin(part) for part in re.split(r"[\s,]+", text) if part)


def sites(text: str) -> tuple[str, ...]:
    """The addresses of whole sites as browsers write them, parted by commas or blanks."""
    return tuple(dict.fromkeys(origin(part).lower() for part in re.split(r"[\s,]+", text) if part))


def host(text: str) -> str:
    """The name of a machine."""
    if not re.fullmatch(r"[A-Za-z0-9._:-]+", text) or "://" in text:
        raise ValueError(f"must be the name of a machine, like smtp.example.org, not {text!r}")
    return text


def sender(text: str) -> str:
    """What stands in the From line of a mail."""
    address = parseaddr(text)[1]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or re.search(r"[\r\n]", text):
        raise ValueError(f"must be a sender like PeerLearn <no-reply@peerlearn.example>, not {text!r}")
    return text


def razorpay_key(text: str) -> str:
    """The public id of a Razorpay key."""
    if not re.fullmatch(r"rzp_(test|live)_\w+", text):
        raise ValueError("must be a key id like rzp_test_… or rzp_live_…")
    return text


def line_of(most: int) -> Callable[[str], str]:
    """A line of text for people."""

    def understand(text: str) -> str:
        if len(text) > most or not text.isprintable():
            raise ValueError(f"must be one line of {most} characters or fewer")
        return text

    return understand


def gstin(text: str) -> str:
    """A registration for GST, whose last sign proves the others."""
    if not re.fullmatch(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", text) or _proof(text[:-1]) != text[-1]:
        raise ValueError("must be a GSTIN of 15 signs, like 29AAGCB7383J1Z4")
    return text


def service_code(text: str) -> str:
    """The code of a service (SAC)."""
    if not re.fullmatch(r"99[0-9]{2,4}", text):
        raise ValueError("must be the service's code (SAC) of 4 to 6 digits, such as 998599")
    return text


def account_number(text: str) -> str:
    """The number of the account that money is paid out from."""
    if not re.fullmatch(r"[A-Za-z0-9]{5,35}", text):
        raise ValueError("must be the account's number at RazorpayX, letters and digits alone")
    return text


def bucket(text: str) -> str:
    """The name of a bucket in an S3-compatible store."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text):
        raise ValueError(f"must be the name of a bucket, like peerlearn-files, not {text!r}")
    return text


def database_url(text: str) -> str:
    """Where the rows are, with the driver we use."""
    wanted = "must be like sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name"
    scheme, _, rest = text.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and len(rest.strip("/")) > 0:
        urlsplit(text).port  # noqa: B018  (raises on a malformed one)
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") and ":memory:" not in rest:
        return text
    raise ValueError(wanted)


def redis_url(text: str) -> str:
    """Where Redis is."""
    parts = urlsplit(text)
    if parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path) or parts.port == 0:
        raise ValueError("must look like redis://host:6379")
    return text


def without_password(url: str) -> str:
    """An address fit to be shown."""
    return re.sub(r"(://[^:@/]*:)[^@]*@", r"\1***@", url)


def ice_servers(text: str) -> tuple[dict[str, Any], ...]:
    """The STUN and TURN servers, as a browser takes them."""
    try:
        servers = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as trouble:
        raise ValueError(f"is not valid JSON ({trouble})") from None
    if not isinstance(servers, list) or not all(isinstance(server, dict) for server in servers):
        raise ValueError('must be a JSON list like [{"urls": "stun:stun.example.org:3478"}]')
    for server in servers:
        _check_ice_server(server)
    return tuple(servers)


def turn_urls(text: str) -> tuple[str, ...]:
    """The addresses of a TURN relay, parted by commas or blanks."""
    urls = tuple(part for part in re.split(r"[\s,]+", text) if part)
    for url in urls:
        if not re.fullmatch(r"turns?:[^\s/?@]+(\?transport=(udp|tcp))?", url):
            raise ValueError(f"must be addresses like turn:turn.example.org:3478?transport=udp, not {url!r}")
    return urls


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON, whatever Python thinks")


def _check_ice_server(server: dict[str, Any]) -> None:
    """A browser throws away the whole call over one entry that it does not understand."""
    urls = server.get("urls")
    listed = [urls] if isinstance(urls, str) else urls
    if not isinstance(listed, list) or not listed:
        raise ValueError('each entry needs "urls": an address or a list of them')
    if not all(isinstance(url, str) and re.fullmatch(r"(stuns?|turns?):[^\s/]+", url) for url in listed):
        raise ValueError("every address must look like stun:host, turn:host or turns:host")
    relays = any(url.startswith("turn") for url in listed)
    if relays and not all(isinstance(server.get(name), str) for name in ("username", "credential")):
        raise ValueError('a turn: or turns: entry needs its "username" and "credential"')


def _proof(signs: str) -> str:
    """The last sign of a GSTIN: every second one counts twice, in base 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    counted = [divmod(digits.index(sign) * (1 + place % 2), 36) for place, sign in enumerate(signs)]
    return digits[-sum(high + low for high, low in counted) % 36]
