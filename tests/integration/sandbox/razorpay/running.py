"""A sandbox gateway in a process of its own, and a merchant's server that listens to its webhooks."""

import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import razorpay
import requests

KEY_ID, KEY_SECRET, WEBHOOK_SECRET = "rzp_test_peerlearntests", "checkout-secret", "webhook-secret"
ACCOUNT_NUMBER, PAYOUT_WEBHOOK_SECRET = "7878780080316316", "payout-webhook-secret"
PATIENCE_SECONDS = 15


def signed_by_window(order_id: str, payment_id: str) -> str:
    """What the payment window signs a payment with."""
    return hmac.new(KEY_SECRET.encode(), f"{order_id}|{payment_id}".encode(), hashlib.sha256).hexdigest()


def merchant_session() -> requests.Session:
    """A session that no proxy variable of the machine can lead away from loopback."""
    session = requests.Session()
    session.trust_env = False
    return session


class Sandbox:
    """The gateway as a merchant meets it, and its levers."""

    def __init__(self, url: str, process: "subprocess.Popen[str]") -> None:
        self.url = url
        self.process = process
        self.client = razorpay.Client(session=merchant_session(), auth=(KEY_ID, KEY_SECRET), base_url=url)

    def control(self, method: str, path: str, /, **body: Any) -> dict[str, Any]:
        """Pulls one lever."""
        with merchant_session() as session:
            answer = session.request(
                method,
                f"{self.url}/sandbox/control/{path}",
                json=body or None,
                auth=(KEY_ID, KEY_SECRET),
                timeout=PATIENCE_SECONDS,
            )
        answer.raise_for_status()
        lever: dict[str, Any] = answer.json()
        return lever

    def order(self, amount: int = 110_000, **more: Any) -> dict[str, Any]:
        """A fresh order."""
        order: dict[str, Any] = self.client.order.create({"amount": amount, "currency": "INR", **more})
        return order

    def paid_order(self, amount: int = 110_000, **more: Any) -> dict[str, Any]:
        """What the page is told after a fresh order was paid."""
        return self.control("POST", f"orders/{self.order(amount, **more)['id']}/pay")

    def fund_account(self, vpa: str = "meera@okbank") -> str:
        """The id of somebody's UPI address."""
        contact = self.client.post("/v1/contacts", {"name": "Meera Rao", "type": "vendor"})
        body = {"contact_id": contact["id"], "account_type": "vpa", "vpa": {"address": vpa}}
        return str(self.client.fund_account.create(body)["id"])

    def payout(self, key: str, amount: int = 90_000, **more: Any) -> dict[str, Any]:
        """A payout as a merchant makes it, through the SDK's own client."""
        body = {"account_number": ACCOUNT_NUMBER, "amount": amount, "currency": "INR", "mode": "UPI"}
        body |= {"purpose": "payout", "queue_if_low_balance": True, "reference_id": key, **more}
        body.setdefault("fund_account_id", self.fund_account())
        made: dict[str, Any] = self.client.post("/v1/payouts", body, headers={"X-Payout-Idempotency": key})
        return made

    def fetched_payout(self, payout_id: str) -> dict[str, Any]:
        """One payout, as it stands now."""
        found: dict[str, Any] = self.client.get(f"/v1/payouts/{payout_id}", {})
        return found

    def events(self, name: str | None = None) -> list[dict[str, Any]]:
        """The delivery log, of one event or of all."""
        listed = self.control("GET", "events")["items"]
        return [event for event in listed if name in (None, event["event"])]


@contextmanager
def running_sandbox(
    *, webhook_url: str | None = None, database: Path | None = None, retry_seconds: str = "0.1,0.2"
) -> Iterator[Sandbox]:
    """Starts the gateway on a free port and kills it afterwards."""
    command = [sys.executable, "-m", "peerlearn.sandbox.razorpay", "--port", "0"]
    command += ["--key-id", KEY_ID, "--key-secret", KEY_SECRET, "--webhook-secret", WEBHOOK_SECRET]
    command += ["--account-number", ACCOUNT_NUMBER, "--payout-webhook-secret", PAYOUT_WEBHOOK_SECRET]
    command += ["--retry-seconds", retry_seconds]
    command += ["--webhook-url", webhook_url, "--payout-webhook-url", webhook_url] if webhook_url else []
    command += ["--database", str(database)] if database else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Sandbox(process.stdout.readline().rpartition(" ")[2].strip(), process)
        finally:
            process.kill()


@dataclass
class Delivery:
    """One webhook as it arrived."""

    body: bytes
    event_id: str
    signature: str

    @property
    def event(self) -> dict[str, Any]:
        """The parsed envelope."""
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass
class Merchant:
    """A little server that takes webhooks and answers whatever is next in `answers`, then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def named(self, name: str) -> list[Delivery]:
        """Deliveries of one event."""
        return [delivery for delivery in self.deliveries if delivery.event["event"] == name]


@contextmanager
def listening_merchant() -> Iterator[Merchant]:
    """Serves on a free port until the test is over."""
    merchant = Merchant()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the standard library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            event_id, signature = self.headers["X-Razorpay-Event-Id"], self.headers["X-Razorpay-Signature"]
            merchant.deliveries.append(Delivery(body, event_id, signature))
            self.send_response(merchant.answers.pop(0) if merchant.answers else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        merchant.url = f"http://127.0.0.1:{server.server_port}/hook"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield merchant
        server.shutdown()


def eventually(holds: Callable[[], Any]) -> Any:
    """The first true answer, or the last one when patience runs out."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (answer := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer
