"""A real SMTP server that can be strict or clumsy, and a real worker that sends through it."""

import email
import email.policy
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from peerlearn.settings import ROOT
from tests.servers import free_port

USER, PASSWORD = "peerlearn", "the password of our mailbox"


class MailServer:
    """Keeps what it receives, and who signed in to send it."""

    def __init__(self, port: int, *, clumsy: int = 0, identity: "Identity | None" = None) -> None:
        """Make a server.

        Args:
            port: where it listens.
            clumsy: how many mails it keeps and then says it could not.
            identity: with one it takes mails only over TLS, and only after a sign-in.
        """
        self.letters: list[EmailMessage] = []
        self.sign_ins: list[tuple[str, str]] = []
        self.greeted = 0
        self._clumsy = clumsy
        strict = {"tls_context": identity.context(), "require_starttls": True} if identity else {}
        if identity:
            strict |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": True}
        self._server = Controller(self, hostname="127.0.0.1", port=port, **strict)  # type: ignore[arg-type]

    def __enter__(self) -> "MailServer":
        self._server.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._server.stop()

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Called by aiosmtpd when somebody begins to talk."""
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each mail."""
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if len(self.letters) <= self._clumsy:
            return "451 Something broke after your mail was kept"
        return "250 OK"

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: LoginPassword
    ) -> AuthResult:
        self.sign_ins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=self.sign_ins[-1] == (USER, PASSWORD))


class Identity:
    """A certificate for localhost, which nobody trusts who is not told to."""

    def __init__(self, folder: Path) -> None:
        self.certificate, self._key = folder / "certificate.pem", folder / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost"]
        command += ["-keyout", str(self._key), "-out", str(self.certificate)]
        subprocess.run(command, check=True, capture_output=True)

    def context(self) -> ssl.SSLContext:
        """What a server with this identity shows."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self._key)
        return context


@contextmanager
def working(folder: Path, database: str, port: int, **more: str) -> Iterator[None]:
    """A worker that does the jobs of a database, with a mail server on a port of this machine."""
    environment = {"DATABASE_URL": database, "SMTP_HOST": "localhost", "SMTP_PORT": str(port), "SMTP_STARTTLS": "false"}
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "peerlearn", "worker"],
            cwd=ROOT,
            env={**os.environ, **environment, **more},
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        worker.kill()
        worker.wait()


__all__ = ["PASSWORD", "USER", "Identity", "MailServer", "free_port", "working"]
