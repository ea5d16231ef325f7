"""Keeps what browsers send out of the log: the framework would print payloads, headers and cookies."""

import logging
import re
from typing import Any

FRAMEWORK = ("reflex", "engineio", "socketio")
LONGEST_MESSAGE = 300
_QUOTED = re.compile(r"Event\(|\{|event data|payload|headers|cookie", re.IGNORECASE)


def redact_framework_log() -> None:
    """From now on, framework records say what went wrong and where, never what a browser sent."""
    make = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.name.startswith(FRAMEWORK) and record.levelno >= logging.WARNING:
            _redact(record)
        return record

    logging.setLogRecordFactory(factory)


def _redact(record: logging.LogRecord) -> None:
    message = record.getMessage()
    quoted = _QUOTED.search(message)
    end = min(quoted.start() if quoted else LONGEST_MESSAGE, LONGEST_MESSAGE)
    if end < len(message):
        message = message[:end].rstrip() + " […]"
    if record.exc_info and record.exc_info[0] is not None:
        # The exception's own text may repeat the payload; its kind is enough to find the place.
        message += f" ({record.exc_info[0].__name__})"
        record.exc_info = None
    record.msg, record.args = message, None
