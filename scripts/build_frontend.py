"""Builds the production front end once per content, and keeps it in .cache/frontend/<hash>.

The hash covers everything that enters the build: the screen's Python and JavaScript and what they import, assets,
Reflex's configuration, the pinned packages, and the public address that the site map names. The build itself
happens in a folder of its own, so that it never disturbs a running `make dev`, which compiles into .web.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from decouple import AutoConfig

if __package__:
    from scripts.paint_first import paint_first
else:  # run as a program, or imported by one: then this folder is where modules are found
    from paint_first import paint_first

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "frontend"
SOURCES = ("rxconfig.py", "requirements.txt", "reflex.lock/bun.lock", "peerlearn", "assets", "scripts/paint_first.py")
# Doors and chores: the floors of the house (pyproject.toml) forbid that a page imports them.
NOT_ON_SCREEN = {"sandbox", "api", "jobs", "external", "__pycache__"}
KEPT = 4
# `PING:"http://localhost:8000/ping"`: how Reflex compiles in the addresses that a page talks to.
ADDRESS = re.compile(r"""([`"'])(?:http|ws)s?://[^/`"']+(/[^`"']*)\1""")


def ensure_built(root: Path = ROOT) -> Path:
    """The folder to give to Reflex as REFLEX_WEB_WORKDIR; built now if its content is new."""
    built = CACHE / content_hash(root)
    if not is_built(built):
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_built(built):
                _build(built)
                _forget_old_ones()
    built.touch()
    return built


def newest_build() -> Path | None:
    """The folder built last, whatever it was built from; None when there is none."""
    return max(_builds(), key=lambda built: built.stat().st_mtime, default=None)


def is_built(folder: Path) -> bool:
    """Whether a folder holds a whole front end."""
    return (folder / "build" / "client" / "index.html").exists()


def build_environment() -> dict[str, str]:
    """The environment of the build and of the server: the tools of .venv, and no calls to strangers."""
    environment = {**os.environ, "REFLEX_ENV_MODE": "prod", "REFLEX_TELEMETRY_ENABLED": "false"}
    environment |= {"REFLEX_USE_SYSTEM_BUN": "1", "REFLEX_CHECK_LATEST_VERSION": "false"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def content_hash(root: Path = ROOT) -> str:
    """One name for everything that enters the build."""
    public_url = AutoConfig(search_path=str(root))("PUBLIC_URL", default="")
    digest = hashlib.sha256(f"PUBLIC_URL={public_url}\n".encode())
    for path in _files(root):
        digest.update(f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def at_own_origin(addresses: str) -> str:
    """The compiled addresses, each at the origin that the page itself came from.

    Reflex compiles one fixed address in. Front end and back end are one process here, so the page's own origin
    is always right, whatever the port, the host's name or the proxy in front.
    """

    def at_origin(found: re.Match[str]) -> str:
        scheme = 'location.origin.replace("http","ws")' if found[2] == "/_event" else "location.origin"
        return f"{scheme}+{found[1]}{found[2]}{found[1]}"

    return ADDRESS.sub(at_origin, addresses)


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        place = root / source
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and not NOT_ON_SCREEN.intersection(path.relative_to(root).parts):
                yield path


def _build(built: Path) -> None:
    print("Building the front end (once per change)…", file=sys.stderr, flush=True)
    workshop = CACHE / "workshop"
    command = [str(Path(sys.executable).parent / "reflex"), "export", "--frontend-only", "--no-zip"]
    environment = build_environment() | {"REFLEX_WEB_WORKDIR": str(workshop)}
    shutil.rmtree(workshop / "build", ignore_errors=True)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode != 0 or not is_built(workshop):
        raise SystemExit("The front end could not be built:\n" + (done.stdout + done.stderr)[-6000:])
    half = built.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(workshop / "build" / "client", half / "build" / "client")
    _bring_board_fonts(workshop, half / "build" / "client")
    _free_of_address(half / "build" / "client" / "assets")
    paint_first(half / "build" / "client")
    half.rename(built)


def _bring_board_fonts(workshop: Path, client: Path) -> None:
    """The whiteboard asks for its fonts by name; all but the Chinese one, which alone is 13 MB."""
    fonts = workshop / "node_modules" / "@excalidraw" / "excalidraw" / "dist" / "prod" / "fonts"
    shutil.copytree(fonts, client / "excalidraw" / "fonts", ignore=shutil.ignore_patterns("Xiaolai"))


def _free_of_address(assets: Path) -> None:
    chunks = list(assets.glob("reflex-env-*.js"))
    for chunk in chunks:
        text = at_own_origin(chunk.read_text())
        if "/_event" not in text or ADDRESS.search(text):
            raise SystemExit(f"Reflex writes its addresses in a new way: {text[:300]}")
        chunk.write_text(text)
        for packed in assets.glob(f"{chunk.name}.*"):
            packed.unlink()
    if not chunks:
        raise SystemExit("Reflex no longer keeps its addresses in a file of their own (assets/reflex-env-*.js)")


def _forget_old_ones() -> None:
    for old in sorted(_builds(), key=lambda built: built.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _builds() -> list[Path]:
    return [folder for folder in CACHE.glob("*") if is_built(folder) and folder.name != "workshop"]


if __name__ == "__main__":
    print(ensure_built())
