"""Python reads this file at its start: notes how SQLite carries out every question that this process asks."""

import json
import os
from pathlib import Path

from sqlalchemy import Engine, event

NOTES = Path(os.environ["QUERY_PLANS"])


@event.listens_for(Engine, "before_cursor_execute")
def explain(connection, _cursor, statement, parameters, _context, many) -> None:  # type: ignore[no-untyped-def]
    """Ask for the plan on the raw connection, unheard by this listener."""
    if many or not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
        return
    raw = connection.connection.cursor()
    steps = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    raw.close()
    with NOTES.open("a") as notes:
        notes.write(json.dumps([statement, steps]) + "\n")
