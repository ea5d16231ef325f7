"""Builds the production front end once per content, and keeps it in .cache/frontend/<hash>.

The hash covers everything that enters the build: the screen's Python and JavaScript, assets, Reflex's
configuration, the pinned packages, and the address that is compiled in.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "frontend"
SOURCES = ("peerlearn", "assets", "reflex.lock")
FILES = ("rxconfig.py", "requirements.txt")
KINDS = {".py", ".js", ".jsx", ".css", ".svg", ".png", ".woff2", ".json", ".lock", ".txt"}
KEPT = 4


def ensure_built(*, port: int | None = None) -> Path:
    """The folder to give to Reflex as REFLEX_WEB_WORKDIR; built now if its content is new.

    Args:
        port: the port that the built pages open their socket on (behind https they use the page's own
            address); the setting PORT by default.
    """
    environment = build_environment(port)
    built = CACHE / content_hash(environment)
    if (built / "build" / "client" / "index.html").exists():
        built.touch()
        return built
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / "build" / "client" / "index.html").exists():
            _build(environment, built)
    _forget_old_ones()
    return built


def build_environment(port: int | None = None) -> dict[str, str]:
    """The environment of the build: the tools of .venv, no telemetry, the address of the socket."""
    environment = {**os.environ, "REFLEX_ENV_MODE": "prod", "REFLEX_TELEMETRY_ENABLED": "false"}
    environment |= {"REFLEX_USE_SYSTEM_BUN": "1", "REFLEX_CHECK_LATEST_VERSION": "false"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    if port is not None:
        environment["PORT"] = str(port)
    return environment


def content_hash(environment: dict[str, str]) -> str:
    """One name for everything that enters the build."""
    digest = hashlib.sha256()
    for setting in ("PORT", "PUBLIC_URL"):
        digest.update(f"{setting}={environment.get(setting, '')}\n".encode())
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for name in FILES:
        yield ROOT / name
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            linked = "external" in path.relative_to(ROOT).parts
            if path.is_file() and path.suffix in KINDS and not linked:
                yield path


def _build(environment: dict[str, str], built: Path) -> None:
    print("Building the front end (once per change)…", flush=True)
    command = [str(Path(sys.executable).parent / "reflex"), "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    client = ROOT / ".web" / "build" / "client"
    if done.returncode != 0 or not (client / "index.html").exists():
        raise SystemExit("The front end could not be built:\n" + (done.stdout + done.stderr)[-6000:])
    half = built.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(client, half / "build" / "client")
    half.rename(built)


def _forget_old_ones() -> None:
    builds = sorted((p for p in CACHE.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in builds[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    print(ensure_built())
