"""Plain pages of other libraries, for comparison: fetched from npm into the cache, and served as they are."""

import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BUN = Path(sys.executable).parent / "bun"
CACHE = Path(__file__).resolve().parents[1] / ".cache"


class _Pages(SimpleHTTPRequestHandler):
    """Serves the folder without a word about each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def installed(name: str, packages: Iterable[str], parts: Iterable[Path], from_packages: Iterable[str]) -> Path:
    """The folder that holds a rival's `node_modules` and, in `site`, the page made of these parts.

    Args:
        name: of the folder in the cache.
        packages: npm names with versions.
        parts: our own files of the page.
        from_packages: the packages' files of the page, below `node_modules`.
    """
    home = CACHE / name
    if not (home / "node_modules").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(json.dumps({"private": True}))
        subprocess.run([str(BUN), "add", *packages], cwd=home, check=True)
    (home / "site").mkdir(exist_ok=True)
    for part in (*parts, *(home / "node_modules" / path for path in from_packages)):
        shutil.copy(part, home / "site")
    return home


@contextmanager
def serving_folder(folder: Path, port: int) -> Iterator[str]:
    """Serve a folder until the block ends; the address of its index page."""
    pages = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Pages, directory=str(folder)))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{port}/index.html"
    finally:
        pages.shutdown()
