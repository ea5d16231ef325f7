"""The site under measurement: a real `python -m peerlearn serve` on a port and a database of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.build_frontend import ensure_built

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """What a server and all its children take, in MB; PSS counts a shared page once."""

    rss: float
    pss: float


@dataclass
class Server:
    """The running site."""

    url: str
    database_url: str
    process: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> Memory:
        """What it takes now."""
        taken = [_memory_of(pid) for pid in self._family()]
        return Memory(rss=sum(one.rss for one in taken), pss=sum(one.pss for one in taken))

    def cpu_seconds(self) -> float:
        """What it has computed so far, on all cores."""
        return sum(_cpu_of(pid) for pid in self._family())

    def stop(self) -> None:
        """End it politely, or at once when it does not listen."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until_ready(self) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + "/healthz/ready", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the site did not start:\n" + self.log.read_text(errors="replace")[-3000:])

    def _family(self) -> list[int]:
        known, family = _parents(), [self.process.pid]
        for pid in family:
            family += [child for child, parent in known.items() if parent == pid]
        return family


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """The settings of a site without a gateway and with its mails kept in the outbox.

    Args:
        folder: where its database lies.
        port: where it will listen.
        more: further environment variables.
    """
    return {
        **os.environ,
        "PEERLEARN_ENV": "development",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": os.environ.get("REFLEX_WEB_WORKDIR") or str(ensure_built()),
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "RAZORPAY_KEY": "",
        "SMTP_HOST": "",
        "WEBRTC_ICE_SERVERS": "[]",
        **more,
    }


@contextmanager
def serving(folder: Path, settings: dict[str, str]) -> Iterator[Server]:
    """Serve on the migrated database that the settings name, until the block ends."""
    log = folder / "site.log"
    with log.open("ab") as out:
        command = [sys.executable, "-m", "peerlearn", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=out, process_group=0)
    server = Server(f"http://localhost:{settings['PORT']}", settings["DATABASE_URL"], process, log)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


def machine_cpu_seconds() -> float:
    """What everything on this machine has computed so far, on all cores."""
    busy = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, interrupt, soft, steal = map(int, busy[:8])
    return (user + nice + system + interrupt + soft + steal) / TICKS


def _parents() -> dict[int, int]:
    known = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            known[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return known


def _memory_of(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return Memory(rss=kilobytes["Rss"] / 1024, pss=kilobytes["Pss"] / 1024)


def _cpu_of(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS
