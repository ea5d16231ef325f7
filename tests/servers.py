"""Throw-away servers for tests: PostgreSQL, Redis and coturn, the machine's own binaries; and one that speaks S3."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_SECONDS = 20.0
UNPRIVILEGED = ("postgres", "nobody")
ROOT = Path(__file__).resolve().parents[1]
RELAY_PORTS = (42600, 42699)  # outside of what the system gives to others


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL on this machine, or None."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_major_version)
    found = installed[-1] if installed else shutil.which("postgres")
    return Path(found).resolve().parent if found else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL server. It does not survive a power cut, and is fast for it."""
    binaries = postgres_binaries()
    assert binaries is not None, "no PostgreSQL on this machine"
    # It refuses to run as root.
    user = next(name for name in UNPRIVILEGED if _exists(name)) if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="peerlearn-postgres-") as folder:
        data, port = Path(folder) / "data", free_port()
        if user is not None:
            shutil.chown(folder, user)
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(binaries / "postgres"), "-D", str(data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
        try:
            ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
            _wait_for(server, lambda: subprocess.run(ready, check=False).returncode == 0)
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(10)


class Redis:
    """A Redis server that can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve; returns when it answers."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._server = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        _wait_for(self._server, self._answers)

    def kill(self) -> None:
        """End it without a farewell."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def hang(self) -> None:
        """Keep its connections, answer nobody."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        return _listens(self.port)


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """A Redis server that keeps nothing."""
    redis = Redis(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()


class Store:
    """A server that speaks S3, and can be killed, hung and started again on the same port; it forgets when it ends."""

    bucket = "peerlearn-test"

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the site's settings call it."""
        keys = {"S3_ACCESS_KEY": "test-access", "S3_SECRET_KEY": "test-secret"}
        return {"S3_ENDPOINT": self.url, "S3_BUCKET": self.bucket, **keys}

    def start(self) -> None:
        """Serve an empty bucket; returns when it is there."""
        command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(self.port)]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(self._server, lambda: _listens(self.port))
        self._make_bucket()

    def empty(self) -> None:
        """Forget every file; serve, if it did not."""
        if self._server is None:
            self.start()
        httpx.post(f"{self.url}/moto-api/reset", trust_env=False).raise_for_status()
        self._make_bucket()

    def kill(self) -> None:
        """End it without a farewell."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def hang(self) -> None:
        """Keep its connections, answer nobody."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    def _make_bucket(self) -> None:
        httpx.put(f"{self.url}/{self.bucket}", trust_env=False).raise_for_status()


@contextmanager
def running_store() -> Iterator[Store]:
    """A server that speaks S3 and keeps nothing."""
    store = Store()
    store.start()
    try:
        yield store
    finally:
        store.kill()


@dataclass(frozen=True)
class Turn:
    """A running relay, as the site's settings name it."""

    port: int
    secret: str
    folder: Path

    def urls(self, *transports: str) -> str:
        """Its addresses by these transports."""
        return ",".join(f"turn:127.0.0.1:{self.port}?transport={transport}" for transport in transports)

    def log(self) -> str:
        """What it said so far."""
        return "".join(file.read_text(errors="replace") for file in self.folder.glob("turn*.log"))


@contextmanager
def running_turn(folder: Path) -> Iterator[Turn]:
    """A coturn as the product starts it, on this machine alone; credentials made with its secret are good."""
    turn = Turn(free_port(), secrets.token_hex(20), folder)
    environment = {**os.environ, "TURN_URLS": turn.urls("udp"), "TURN_SECRET": turn.secret}
    command = [sys.executable, "-m", "scripts.turn", "--address", "127.0.0.1", "--folder", str(folder)]
    command += ["--relay-ports", *map(str, RELAY_PORTS)]
    with (folder / "coturn-output").open("wb") as output:
        relay = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        _wait_for(relay, lambda: _listens(turn.port))
        yield turn
    finally:
        relay.kill()
        relay.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(server: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        assert server.poll() is None, "the server ended at its start"
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)


def _major_version(binary: Path) -> int:
    name = binary.parent.parent.name
    return int(name) if name.isdigit() else 0


def _exists(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
