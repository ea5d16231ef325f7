"""A real coturn as `make turn` starts it, asked by coturn's own client: whom it lets in, and where it leads."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from peerlearn.kit.turn import Credentials, credentials_for
from tests.servers import Turn

ASKING_SECONDS = 3  # a client that is let in would go on for ever


def asked(turn: Turn, given: Credentials, peer: str) -> str:
    """What becomes of one message to a peer by way of the relay."""
    command = ["turnutils_uclient", "-u", given.username, "-w", given.credential, "-e", peer, "-r", "9", "-c", "-X"]
    command += ["-n", "1", "-m", "1", "-p", str(turn.port), "127.0.0.1"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ASKING_SECONDS, check=False)
    except subprocess.TimeoutExpired as waited:
        return (waited.stdout or b"").decode()
    return done.stdout + done.stderr


def given(turn: Turn, *, minutes: float, secret: str = "") -> Credentials:
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    return credentials_for("12-7", until=until, secret=secret or turn.secret)


def test_carries_for_whom_the_site_lets_in(turn: Turn) -> None:
    said = asked(turn, given(turn, minutes=5), "127.0.0.1")

    assert "start_mclient" in said
    assert "error" not in said.lower()


@pytest.mark.parametrize("peer", ["10.1.2.3", "169.254.169.254", "192.168.0.1", "127.0.0.2"])
def test_leads_to_no_private_machine(turn: Turn, peer: str) -> None:
    assert "403 (Forbidden IP)" in asked(turn, given(turn, minutes=5), peer)


def test_refuses_credentials_that_have_ended(turn: Turn) -> None:
    assert "Cannot complete Allocation" in asked(turn, given(turn, minutes=-0.1), "127.0.0.1")


def test_refuses_credentials_made_with_another_secret(turn: Turn) -> None:
    assert "Cannot complete Allocation" in asked(turn, given(turn, minutes=5, secret="guessed"), "127.0.0.1")


def test_refuses_credentials_with_a_later_end_written_on_them(turn: Turn) -> None:
    ended = given(turn, minutes=-0.1)
    longer = Credentials(given(turn, minutes=5).username, ended.credential)

    assert "Cannot complete Allocation" in asked(turn, longer, "127.0.0.1")
