"""A merchant's site with a strict policy, and beside it or within it the gateway."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import razorpay
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from peerlearn.sandbox.razorpay import create_app
from tests.integration.sandbox.razorpay.running import (
    KEY_ID,
    KEY_SECRET,
    PATIENCE_SECONDS,
    WEBHOOK_SECRET,
    Sandbox,
    merchant_session,
)

_PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Merchant</title><h1>Merchant</h1><button id="buy">Buy</button>
<script src="{gateway}/v1/checkout.js"></script><script src="/page.js"></script></html>"""
_POLICY = "default-src 'none'; script-src 'self' {origin}; frame-src {origin}; connect-src 'self'; style-src 'self'"


class Site:
    """The merchant's site while it runs, and its client of the gateway."""

    def __init__(self, url: str, gateway: str) -> None:
        self.url = url
        self.client = razorpay.Client(session=merchant_session(), auth=(KEY_ID, KEY_SECRET), base_url=gateway)


@contextmanager
def site_beside(sandbox: Sandbox) -> Iterator[Site]:
    """The gateway is a process of its own, so another origin."""
    with _serving(gateway=sandbox.url, mounted=None) as site:
        yield site


@contextmanager
def site_around_a_gateway() -> Iterator[Site]:
    """The gateway is mounted at a path of the merchant's own origin."""
    gateway = create_app(key_id=KEY_ID, key_secret=KEY_SECRET, webhook_secret=WEBHOOK_SECRET, webhook_url=None)
    with _serving(gateway=None, mounted=gateway) as site:
        yield site


@contextmanager
def _serving(*, gateway: str | None, mounted: Starlette | None) -> Iterator[Site]:
    app = Starlette(routes=[Mount("/sandbox/razorpay", mounted)] if mounted else [])
    config = uvicorn.Config(app, port=0, log_level="warning")
    listening = config.bind_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    site = Site(url, gateway or f"{url}/sandbox/razorpay")
    app.router.routes += _pages(site)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _wait_for(server)
        yield site
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def _pages(site: Site) -> list[Route]:
    gateway = site.client.base_url
    origin = gateway.removesuffix("/sandbox/razorpay")

    def page(_request: Request) -> Response:
        policy = {"Content-Security-Policy": _POLICY.format(origin=origin)}
        return HTMLResponse(_PAGE.format(gateway=gateway), headers=policy)

    def script(_request: Request) -> Response:
        return FileResponse(Path(__file__).with_name("merchant_page.js"), media_type="text/javascript")

    def order(_request: Request) -> Response:
        made = site.client.order.create({"amount": 11_000_000, "currency": "INR"}, timeout=PATIENCE_SECONDS)
        return JSONResponse({"key": KEY_ID, "order_id": made["id"], "amount": made["amount"]})

    return [Route("/", page), Route("/page.js", script), Route("/order", order)]


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
