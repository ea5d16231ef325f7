"""What our room is compared with: two plain pages that meet through PeerJS and its own server, both from npm.

The pages call as PeerJS's documentation shows, with what is kindest to it: no STUN server, camera and server
connection opened at the same time, and, with `early`, the connection to its server already there before the click.
"""

import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.rival_pages import BUN, installed, serving_folder

PACKAGES = ("peerjs@1.5.5", "peer@1.0.2")
HERE = Path(__file__).resolve().parent
START_SECONDS = 20.0


@contextmanager
def serving(page_port: int, peer_port: int) -> Iterator[str]:
    """Serve the page and run PeerJS's server, until the block ends; the page's address."""
    home = installed("peerjs", PACKAGES, (HERE / "index.html", HERE / "meet.js"), ("peerjs/dist/peerjs.min.js",))
    command = [str(BUN), "node_modules/peer/dist/bin/peerjs.js", "--port", str(peer_port), "--path", "/"]
    broker = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://localhost:{peer_port}/", broker)
        with serving_folder(home / "site", page_port) as page:
            yield page
    finally:
        broker.terminate()
        broker.wait()


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


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("PeerJS's server did not start")
