"""What our room is compared with: two plain pages that meet through PeerJS and its own server, both from npm.

The pages call as PeerJS's documentation shows, with what is kindest to it: no STUN server, camera and server
connection opened at the same time, and, with `early`, the connection to its server already there before the click.
"""

import functools
import json
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

PACKAGES = ("peerjs@1.5.5", "peer@1.0.2")
BUN = Path(sys.executable).parent / "bun"
HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "peerjs"
START_SECONDS = 20.0


class _Pages(SimpleHTTPRequestHandler):
    """Serves the folder without a word about each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(page_port: int, peer_port: int) -> Iterator[str]:
    """Serve the page and run PeerJS's server, until the block ends; the page's address."""
    _install()
    pages = ThreadingHTTPServer(("127.0.0.1", page_port), functools.partial(_Pages, directory=str(CACHE / "site")))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    command = [str(BUN), "node_modules/peer/dist/bin/peerjs.js", "--port", str(peer_port), "--path", "/"]
    broker = subprocess.Popen(command, cwd=CACHE, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://localhost:{peer_port}/", broker)
        yield f"http://localhost:{page_port}/index.html"
    finally:
        broker.terminate()
        broker.wait()
        pages.shutdown()


def seats(page: str, peer_port: int, name: str, *, early: bool) -> tuple[str, str]:
    """The addresses of the two who will meet: who is called and, second, who calls.

    Args:
        page: the page's address.
        peer_port: where PeerJS's server listens.
        name: of this meeting, used once.
        early: connect to that server before the click.
    """
    common = {"port": peer_port, "early": int(early)}
    called = {**common, "me": f"{name}-a"}
    caller = {**common, "me": f"{name}-b", "call": f"{name}-a"}
    return f"{page}?{urlencode(called)}", f"{page}?{urlencode(caller)}"


def _install() -> None:
    if not (CACHE / "node_modules" / "peer").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        (CACHE / "package.json").write_text(json.dumps({"private": True}))
        subprocess.run([str(BUN), "add", *PACKAGES], cwd=CACHE, check=True)
    (CACHE / "site").mkdir(exist_ok=True)
    for part in (HERE / "index.html", HERE / "meet.js", CACHE / "node_modules" / "peerjs" / "dist" / "peerjs.min.js"):
        shutil.copy(part, CACHE / "site")


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("PeerJS's server did not start")
