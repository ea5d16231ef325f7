"""Mails through a real SMTP server, sent by a real worker: late, again, over TLS, and never to a stranger."""

import re
import shutil
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from sqlmodel import select

from peerlearn.domain import accounts, bookings
from peerlearn.domain.accounts import NewAccount
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, JobState
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from tests.eventually import eventually
from tests.integration.kit.mail.mail_server import PASSWORD, USER, Identity, MailServer, free_port, working
from tests.makers import a_confirmed_booking, an_offering

STRICT = {"SMTP_STARTTLS": "true", "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD}
PATIENCE_SECONDS = 40.0


@pytest.fixture
def sign_up(database: str) -> str:
    """Somebody who waits for a code."""
    return begin()


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    """A certificate that only those trust who are told to."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    return Identity(tmp_path)


def begin(name: str = "Asha Rao") -> str:
    with unit_of_work() as work:
        return accounts.begin_sign_up(work, NewAccount("learner", "asha@example.org", name), "a hash")


def arrived(server: MailServer, number: int = 1) -> None:
    eventually(lambda: len(server.letters) >= number, within=PATIENCE_SECONDS)


def the_job() -> Job:
    with in_use.reading() as db:
        return db.exec(select(Job)).one()


def test_a_code_arrives_as_a_mail_and_makes_the_account(sign_up: str, database: str, tmp_path: Path) -> None:
    port = free_port()
    with MailServer(port) as server, working(tmp_path, database, port):
        arrived(server)

    letter = server.letters[0]
    assert (letter["To"], letter["From"]) == ("asha@example.org", "PeerLearn <no-reply@peerlearn.example>")
    assert abs((parsedate_to_datetime(letter["Date"]) - clock.now()).total_seconds()) < 120
    assert letter["Auto-Submitted"] == "auto-generated"
    code = re.search(r"\b\d{6}\b", letter.get_content())
    assert code is not None and "Hello Asha Rao," in letter.get_content()
    with unit_of_work() as work:
        user_id = accounts.verify_code(work, sign_up, code[0])
    with in_use.reading() as db:
        assert db.exec(select(User.id)).all() == [user_id]
        assert db.exec(select(OutboxMail)).all() == []


def test_a_name_in_any_script_arrives_whole(database: str, tmp_path: Path) -> None:
    begin("आशा राव, José & 张")
    port = free_port()
    with MailServer(port) as server, working(tmp_path, database, port):
        arrived(server)

    assert "Hello आशा राव, José & 张," in server.letters[0].get_content()


def test_what_people_typed_breaks_no_subject(database: str, tmp_path: Path) -> None:
    booked = a_confirmed_booking(an_offering(title="Loops\r\nBcc: eve@example.com\u2028"))
    with unit_of_work() as work:
        bookings.call_off(work, booked.offering_id, by=booked.mentor)
    port = free_port()
    with MailServer(port) as server, working(tmp_path, database, port):
        eventually(lambda: "will not take place" in " ".join(subjects(server)), within=PATIENCE_SECONDS)

    assert "“Loops Bcc: eve@example.com ” will not take place" in subjects(server)
    assert [letter["Bcc"] for letter in server.letters if letter["Bcc"]] == []


def subjects(server: MailServer) -> list[str]:
    return [letter["Subject"] for letter in server.letters]


def test_a_mail_waits_for_a_server_that_is_down(sign_up: str, database: str, tmp_path: Path) -> None:
    port = free_port()
    with working(tmp_path, database, port):
        eventually(lambda: the_job().last_error, within=PATIENCE_SECONDS)
        with MailServer(port) as server:
            arrived(server)
            eventually(lambda: the_job().state == JobState.DONE, within=PATIENCE_SECONDS)

    assert len(server.letters) == 1


def test_a_mail_that_is_sent_again_can_be_recognised(sign_up: str, database: str, tmp_path: Path) -> None:
    port = free_port()
    with MailServer(port, clumsy=1) as server, working(tmp_path, database, port):
        arrived(server, 2)

    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@peerlearn\.example>", first["Message-ID"])
    assert first.get_content() == second.get_content()


def test_a_mail_goes_over_tls_after_a_sign_in(sign_up: str, database: str, tmp_path: Path, identity: Identity) -> None:
    port = free_port()
    trust = {"SSL_CERT_FILE": str(identity.certificate)}
    with MailServer(port, identity=identity) as server, working(tmp_path, database, port, **STRICT, **trust):
        arrived(server)

    assert server.sign_ins == [(USER, PASSWORD)]


def test_a_server_that_cannot_prove_who_it_is_gets_neither_mail_nor_password(
    sign_up: str, database: str, tmp_path: Path, identity: Identity
) -> None:
    port = free_port()
    with MailServer(port, identity=identity) as server, working(tmp_path, database, port, **STRICT):
        eventually(lambda: the_job().last_error, within=PATIENCE_SECONDS)

    assert "CERTIFICATE_VERIFY_FAILED" in the_job().last_error
    assert server.greeted >= 1
    assert (server.letters, server.sign_ins) == ([], [])


def test_a_server_without_tls_gets_neither_mail_nor_password(sign_up: str, database: str, tmp_path: Path) -> None:
    port = free_port()
    with MailServer(port) as server, working(tmp_path, database, port, **STRICT):
        eventually(lambda: the_job().last_error, within=PATIENCE_SECONDS)

    assert "STARTTLS" in the_job().last_error
    assert (server.letters, server.sign_ins) == ([], [])
