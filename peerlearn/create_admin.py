"""`python -m peerlearn create-admin`: makes an admin's account, or begins anew with one that is there."""

import getpass
import sys
from typing import NoReturn

from peerlearn import domain
from peerlearn.domain import accounts
from peerlearn.kit import migrations, passwords
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import settings

NOTHING_DONE = 1
MIGRATE_FIRST = "The database is not up to date: run `python -m peerlearn migrate` first."
MADE = "{email} is an admin now."
RENEWED = "{email} was an admin already: the password is the new one, every device is signed out."
NEXT = "Sign in at {site}/sign-in/ with it; an authenticator app is set up there, and is needed each time after."


def create_admin() -> None:
    """Ask for e-mail, name and password at the terminal."""
    domain.know_every_table()
    if not migrations.is_current():
        _give_up(MIGRATE_FIRST)
    email, name = _ask("E-mail: "), _ask("Name: ")
    password = _ask_secretly("Password: ")
    if _ask_secretly("The same password again: ") != password:
        _give_up("The two passwords differ.")
    if problem := accounts.admin_problem(email, name, password):
        _give_up(f"{problem}.")
    address = accounts.tidy_email(email) or ""
    password_hash = passwords.hash_password(password)
    try:
        with unit_of_work() as work:
            new = accounts.make_admin(work, address, name.strip(), password_hash)
    except Refusal as refusal:
        _give_up(refusal.message)
    print((MADE if new else RENEWED).format(email=address))
    print(NEXT.format(site=settings.site_url))


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        _give_up("E-mail, name and password are needed.")


def _ask_secretly(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else _ask(question)


def _give_up(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(NOTHING_DONE)
