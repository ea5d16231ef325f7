"""What the product does from a terminal: `python -m peerlearn <command>`.

Each command imports what it needs only when it is called, so that a refused setting is one plain sentence
on the terminal and a worker carries no web framework.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

USAGE = """usage: python -m peerlearn <command>

  serve         serve the built front end and everything behind it, on one port
  migrate       bring the database to the schema of this release
  worker        do the durable jobs in a process of its own, until SIGTERM
  create-admin  make an admin's account, or begin anew with one; asks for e-mail, name and password
  verify        look whether all that the database holds can be true; exit code 1 when something cannot
  check         show the settings in force, without secrets
  backup FILE   copy a SQLite database into a new file while the site runs, with its checksum beside it
  restore FILE  make such a copy the database again; the site must stand still"""

NOTHING_DONE = 1
COULD_NOT_START = 2

BACKED_UP = "Backed up to {file} (SHA-256 {digest})."
RESTORED = "Restored from {file}. Next: `python -m peerlearn migrate`, then start the site."
MOVED_ASIDE = "The database that was there is {file} now."


def serve() -> None:
    """Serve the site until stopped."""
    from peerlearn.serve import serve as serve_site

    _need_the_bus()
    serve_site()


def migrate() -> None:
    """Bring the database to the schema of this release."""
    from peerlearn.kit import migrations

    if not migrations.is_current():  # asking is quicker than knowing every table, at each start
        migrations.upgrade()


def worker() -> None:
    """Do the durable jobs until SIGTERM."""
    from peerlearn.jobs.worker import run_worker

    _need_the_bus()
    run_worker()


def create_admin() -> None:
    """Make an admin."""
    from peerlearn.create_admin import create_admin as ask_and_create

    ask_and_create()


def verify() -> None:
    """Print what cannot be true, a line each, and leave with 1; with 0 when nothing was found."""
    from sqlalchemy.exc import DBAPIError

    from peerlearn import domain
    from peerlearn.domain import verification
    from peerlearn.kit import database

    domain.know_every_table()
    try:
        with database.reading() as db:
            findings = verification.verify(db)
    except DBAPIError as trouble:
        raise SystemExit(f"The database cannot be read ({trouble.orig})") from None
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    raise SystemExit(1 if findings else 0)


def check() -> None:
    """Show the settings in force, without secrets."""
    from peerlearn.settings import settings

    for name, value in settings.shown():
        print(f"{name:<24} {value}")


def backup(file: str) -> None:
    """Copy the database into a new file."""
    from peerlearn.kit.backup import BackupRefused, back_up

    try:
        print(BACKED_UP.format(file=file, digest=back_up(Path(file))))
    except BackupRefused as refused:
        _give_up(refused)


def restore(file: str) -> None:
    """Make a backup the database again."""
    from peerlearn.kit.backup import BackupRefused, put_back

    try:
        aside = put_back(Path(file))
    except BackupRefused as refused:
        _give_up(refused)
    if aside is not None:
        print(MOVED_ASIDE.format(file=aside))
    print(RESTORED.format(file=file))


COMMANDS: dict[str, Callable[[], None]] = {
    "serve": serve,
    "migrate": migrate,
    "worker": worker,
    "create-admin": create_admin,
    "verify": verify,
    "check": check,
}

COMMANDS_ON_A_FILE: dict[str, Callable[[str], None]] = {"backup": backup, "restore": restore}


def main(arguments: list[str]) -> int:
    """Run one command and give the process's exit code."""
    if (run := _chosen(arguments)) is None:
        print(USAGE, file=sys.stderr)
        return COULD_NOT_START
    try:
        from peerlearn import settings  # noqa: F401  (a malformed one is found here, before anything starts)

        run()
    except SystemExit as refused:
        if isinstance(refused.code, str):
            print(f"PeerLearn cannot start. {refused.code}", file=sys.stderr)
            return COULD_NOT_START
        raise
    return 0


def _chosen(arguments: list[str]) -> Callable[[], None] | None:
    match arguments:
        case [name] if name in COMMANDS:
            return COMMANDS[name]
        case [name, file] if name in COMMANDS_ON_A_FILE:
            return functools.partial(COMMANDS_ON_A_FILE[name], file)
    return None


def _give_up(why: Exception) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(NOTHING_DONE)


def _need_the_bus() -> None:
    from peerlearn.kit import bus

    try:
        bus.check()
    except bus.Unreachable as trouble:
        raise SystemExit(f"REDIS_URL: no Redis answers there ({trouble})") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
