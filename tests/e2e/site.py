"""A whole PeerLearn as its own processes: the site, the sandbox gateway, and a real SMTP server for its mail."""

import atexit
import email
import email.policy
import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
KEY, SECRET, WEBHOOK_SECRET = "rzp_test_e2e0000000001", "e2e-key-secret-0001", "e2e-webhook-secret-0001"
ACCOUNT_NUMBER, PAYOUT_WEBHOOK_SECRET = "7878780080316316", "e2e-payout-webhook-secret-0001"
SERVED = ("peerlearn", "serve")
THROUGH_RAZORPAYX = {"RAZORPAYX_ACCOUNT_NUMBER": ACCOUNT_NUMBER, "RAZORPAYX_WEBHOOK_SECRET": PAYOUT_WEBHOOK_SECRET}


class Letterbox:
    """A real SMTP server that keeps what it receives."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._arrived = threading.Condition()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.port = self._server.port

    def start(self) -> None:
        """Begin to listen."""
        self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        """Called by aiosmtpd for each mail."""
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)  # type: ignore[attr-defined]
        with self._arrived:
            self.letters.append(letter)  # type: ignore[arg-type]
            self._arrived.notify_all()
        return "250 OK"

    def letters_for(self, address: str, at_least: int = 1, *, timeout: float = 20.0) -> list[EmailMessage]:
        """The mails to an address, oldest first; waits until there are so many."""
        deadline = time.monotonic() + timeout
        with self._arrived:
            while True:
                found = [letter for letter in self.letters if address in str(letter["To"])]
                if len(found) >= at_least:
                    return found
                assert self._arrived.wait(max(deadline - time.monotonic(), 0.01)), f"no mail for {address}"

    def code_for(self, address: str, at_least: int = 1) -> str:
        """The one-time code of the newest mail to an address; waits until there are so many."""
        found = re.search(r"\b(\d{6})\b", self.letters_for(address, at_least)[-1].get_content())
        assert found is not None
        return found[1]


@dataclass
class Site:
    """The running product."""

    url: str
    folder: Path
    letterbox: Letterbox
    environment: dict[str, str]
    module: Sequence[str] = SERVED
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    @property
    def database_url(self) -> str:
        """Where its rows are."""
        return self.environment["DATABASE_URL"]

    def start(self) -> None:
        """Serve the built front end and everything behind it; returns when it is ready."""
        began = time.monotonic()
        log = (self.folder / "site.log").open("ab")
        command = [sys.executable, "-m", *self.module]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        self._wait_until_ready()
        self.started.append(time.monotonic() - began)

    def kill(self) -> None:
        """SIGKILL to the server and everything it started."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """A polite end."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait_until_ready(self, timeout: float = 90.0) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            assert self.process is not None and self.process.poll() is None, self.log()
            try:
                with urllib.request.urlopen(self.url + "/healthz/ready", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the site did not start:\n" + self.log())

    def log(self) -> str:
        """The end of what the server printed."""
        return (self.folder / "site.log").read_text(errors="replace")[-4000:]


@contextmanager
def running_site(folder: Path, *, module: Sequence[str] = SERVED, **more: str) -> Iterator[Site]:
    """Start everything on a fresh migrated database, and stop it all at the end.

    Args:
        folder: where its database and logs go.
        module: what serves it, with its arguments.
        more: further environment variables; an empty one takes a name away.
    """
    letterbox = Letterbox()
    letterbox.start()
    site_port, gateway_port = int(more.get("PORT") or free_port()), free_port()
    url = f"http://localhost:{site_port}"
    environment = {
        **os.environ,
        "PEERLEARN_ENV": "development",
        "REFLEX_ENV_MODE": "prod",
        "PORT": str(site_port),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(letterbox.port),
        "SMTP_STARTTLS": "false",
        "RAZORPAY_KEY": KEY,
        "RAZORPAY_SECRET": SECRET,
        "RAZORPAY_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "RAZORPAY_BASE_URL": f"http://localhost:{gateway_port}",
        "WEBRTC_ICE_SERVERS": "[]",
        "MEDIA_FOLDER": str(folder / "media"),
        **more,
    }
    environment = {name: value for name, value in environment.items() if value}
    if "DATABASE_URL" in more:
        _migrate(environment)
    else:
        shutil.copy(_migrated(), folder / "site.sqlite3")
    gateway = _start_gateway(folder, gateway_port, url + "/webhooks/razorpay")
    site = Site(url, folder, letterbox, environment, module)
    try:
        site.start()
        _wait_for_gateway(gateway_port)
        yield site
    finally:
        site.stop()
        gateway.kill()
        gateway.wait()
        letterbox.stop()


@functools.cache
def _migrated() -> Path:
    """An empty database with every table, made once for all sites of this process."""
    folder = Path(tempfile.mkdtemp(prefix="peerlearn-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate({**os.environ, "PEERLEARN_ENV": "development", "DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}"})
    return folder / "empty.sqlite3"


def _migrate(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "peerlearn", "migrate"], cwd=ROOT, env=environment, check=True)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_gateway(folder: Path, port: int, webhook_url: str) -> subprocess.Popen[bytes]:
    log = (folder / "gateway.log").open("wb")
    flags = {"port": str(port), "key-id": KEY, "key-secret": SECRET, "webhook-secret": WEBHOOK_SECRET}
    flags |= {"account-number": ACCOUNT_NUMBER, "payout-webhook-secret": PAYOUT_WEBHOOK_SECRET}
    flags |= {"webhook-url": webhook_url, "payout-webhook-url": webhook_url + "x"}
    command = [sys.executable, "-m", "peerlearn.sandbox.razorpay"]
    command += [part for name, value in flags.items() for part in (f"--{name}", value)]
    return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)


def _wait_for_gateway(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the sandbox gateway did not start")
