"""What stands in the ledger cannot be changed, deleted or replaced, by whatever statement."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import text

from peerlearn.domain import payments
from peerlearn.kit import database
from tests.makers import a_completed_booking
from tests.snapshot import whole_database

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.faults]

CHANGES = [
    "UPDATE ledger_entries SET amount_paise = amount_paise + 1",
    "UPDATE ledger_transactions SET kind = 'refund'",
    "DELETE FROM ledger_entries",
    "DELETE FROM ledger_entries WHERE id = 1",
    "DELETE FROM ledger_transactions",
]
REPLACES = [
    "INSERT OR REPLACE INTO ledger_entries SELECT id, transaction_id, account, owner_id, 7 FROM ledger_entries",
    "REPLACE INTO ledger_transactions (id, kind, key, payment_id, at) "
    "SELECT id, kind, 'other', payment_id, at FROM ledger_transactions",
]
TRUNCATES = ["TRUNCATE ledger_entries", "TRUNCATE ledger_transactions CASCADE"]


def changes() -> list[str]:
    return CHANGES + (REPLACES if database.is_sqlite() else TRUNCATES)


def test_refuses_every_change() -> None:
    a_completed_booking()
    before = whole_database()

    for statement in changes():
        with pytest.raises(DBAPIError, match="the ledger is append-only"), database.writing() as db:
            db.connection().execute(text(statement))
    assert whole_database() == before


def test_takes_more() -> None:
    a_completed_booking()
    before = len(whole_database()["ledger_entries"])

    a_completed_booking()

    assert len(whole_database()["ledger_entries"]) == 2 * before


def test_knows_its_own_guards_and_misses_one_that_is_gone() -> None:
    with database.writing() as db:
        assert payments.missing_guards(db) == []
        on = "" if database.is_sqlite() else " ON ledger_entries"
        db.connection().execute(text(f"DROP TRIGGER ledger_entries_no_delete{on}"))
        assert payments.missing_guards(db) == ["ledger_entries_no_delete"]
        db.rollback()
