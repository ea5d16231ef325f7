"""Copies of a SQLite database: taken while the site runs, told apart from damaged ones, and put back.

A copy is one whole file with its SHA-256 beside it. Putting one back throws nothing away: what was there is kept.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from peerlearn.kit import clock, database, migrations

NOT_SQLITE = "The database is not SQLite. On PostgreSQL use pg_dump and pg_restore (docs/operations.md)."
THERE_ALREADY = "{file} is there already; a backup never replaces a file."
NO_DATABASE = "There is no database at {file}."
NO_CHECKSUM = "{file} is missing: without it nobody knows whether the backup is whole."
WRONG_CHECKSUM = "{file} is not what was backed up: its SHA-256 differs. Nothing was changed."
DAMAGED = "{file} is no whole SQLite database. Nothing was changed."
NOT_OURS = "{file} is no database of PeerLearn. Nothing was changed."
NEWER = "{file} is from a newer release (schema {schema}). Update PeerLearn first. Nothing was changed."
IN_USE = "The database is in use. Stop the site and its workers first. Nothing was changed."
CHECKSUM_SUFFIX = ".sha256"
MAGIC = b"SQLite format 3\x00"
SIDE_FILES = ("-wal", "-shm")


class BackupRefused(Exception):
    """Why no backup was made or put back, in a sentence for whoever has the terminal."""


def back_up(target: Path) -> str:
    """Copy the database as it is at one moment into a new file, while others read and write.

    Returns:
        The copy's SHA-256, which also stands in the file beside it, as `sha256sum --check` reads it.

    Raises:
        BackupRefused: when there is nothing to copy, or the file is there.
    """
    source = _place()
    if not source.is_file():
        raise BackupRefused(NO_DATABASE.format(file=source))
    beside = _checksum_beside(target)
    for file in (target, beside):
        if file.exists():
            raise BackupRefused(THERE_ALREADY.format(file=file))
    with _being_made(target) as growing:
        _copy(source, growing)
        _check_whole(growing, called=source)
        digest = _digest(growing)
        _write_down(beside, f"{digest}  {target.name}\n")
    return digest


def put_back(backup: Path) -> Path | None:
    """Make a backup the database again.

    Returns:
        Where the database that was there lies now; none when there was none.

    Raises:
        BackupRefused: when the backup is not whole, not ours or too new, or the database is in use.
    """
    target, beside = _place(), _checksum_beside(backup)
    if not beside.is_file():
        raise BackupRefused(NO_CHECKSUM.format(file=beside))
    if not backup.is_file():
        raise BackupRefused(NO_DATABASE.format(file=backup))
    with _being_made(target) as growing:
        shutil.copyfile(backup, growing)  # what is looked at is what is put back
        if _digest(growing) != beside.read_text(encoding="utf-8", errors="replace").partition(" ")[0].strip():
            raise BackupRefused(WRONG_CHECKSUM.format(file=backup))
        _check_whole(growing, called=backup)
        _check_schema(growing, called=backup)
        return _set_aside(target)


def _copy(source: Path, growing: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(growing)) as copy:
            ours.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself
    except sqlite3.DatabaseError:
        raise BackupRefused(DAMAGED.format(file=source)) from None


@contextlib.contextmanager
def _being_made(target: Path) -> Iterator[Path]:
    """A file beside the target, for our eyes only, that takes its place once it is complete and on the disk."""
    growing = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        growing.touch(mode=0o600, exist_ok=False)
        yield growing
        _sync(growing)
        growing.replace(target)
        _sync(target.parent)
    except OSError as trouble:
        raise BackupRefused(f"{trouble.filename or target}: {trouble.strerror}.") from None
    finally:
        growing.unlink(missing_ok=True)


def _place() -> Path:
    if not database.is_sqlite() or not database.engine().url.database:
        raise BackupRefused(NOT_SQLITE)
    return Path(str(database.engine().url.database)).absolute()


def _checksum_beside(file: Path) -> Path:
    return file.with_name(file.name + CHECKSUM_SUFFIX)


def _check_whole(file: Path, *, called: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError:
        raise BackupRefused(DAMAGED.format(file=called)) from None
    if said != [("ok",)]:
        raise BackupRefused(DAMAGED.format(file=called))


def _check_schema(file: Path, *, called: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        found = None
    if found is None:
        raise BackupRefused(NOT_OURS.format(file=called))
    if not migrations.knows(found[0]):
        raise BackupRefused(NEWER.format(file=called, schema=found[0]))


def _set_aside(target: Path) -> Path | None:
    """Give the database that is there a second name, which it keeps when another takes its first."""
    if not target.exists():
        return None
    database.engine().dispose()
    _check_unused(target)
    aside = target.with_name(f"{target.name}.before-{clock.now():%Y%m%dT%H%M%S%fZ}")
    os.link(target, aside)
    for suffix in SIDE_FILES:  # there are some only when it was too damaged to be closed; they fit no other
        with contextlib.suppress(FileNotFoundError):
            target.with_name(target.name + suffix).replace(aside.with_name(aside.name + suffix))
    return aside


def _check_unused(target: Path) -> None:
    """SQLite leaves its write-ahead log only while nobody else has the file open."""
    with target.open("rb") as content:
        if content.read(len(MAGIC)) != MAGIC:
            return  # too damaged to be in use; and to open it would throw its log away
    try:
        with closing(sqlite3.connect(target, timeout=0)) as ours:
            ours.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupRefused(IN_USE) from None
    except sqlite3.DatabaseError:
        return  # too damaged to be in use: that is what backups are for


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_down(file: Path, words: str) -> None:
    file.write_text(words, encoding="utf-8")
    _sync(file)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
