"""Keeps what browsers send out of the log: the framework would print payloads, headers and cookies."""

import logging
import re
import traceback
from typing import Any

# One of the framework's names, so that what an exception quotes of a payload is cut like everything of theirs.
log = logging.getLogger("reflex.failures")

FRAMEWORK = ("reflex", "engineio", "socketio")
LONGEST_MESSAGE = 300
PLACES_KEPT = 3
_QUOTED = re.compile(r"Event\(|\{|event data|payload|headers|cookie|Traceback", re.IGNORECASE)
_PLACE = re.compile(r'File "[^"]*?([^/"]+)", line (\d+), in (\w+)')


def redact_framework_log() -> None:
    """From now on, framework records say what went wrong and where, never what a browser sent."""
    make = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.name.startswith(FRAMEWORK) and record.levelno >= logging.WARNING:
            _redact(record)
        return record

    logging.setLogRecordFactory(factory)


def note_failure(exception: Exception) -> None:
    """A failure outside every @action, such as in the gate: logged, and nothing sent that our policy would refuse."""
    log.error("An event failed before its handler", exc_info=exception)


def _redact(record: logging.LogRecord) -> None:
    message = whole = record.getMessage()
    quoted = _QUOTED.search(whole)
    end = min(quoted.start() if quoted else LONGEST_MESSAGE, LONGEST_MESSAGE)
    if end < len(whole):
        message = whole[:end].rstrip() + " […]"
    if record.exc_info and record.exc_info[0] is not None:
        # The exception's own text may repeat the payload; its kind and its place are enough to find the fault.
        message += f" ({record.exc_info[0].__name__})"
        whole += "".join(traceback.format_exception(*record.exc_info))
        record.exc_info = record.exc_text = None
    places = [f"{file}:{line} in {name}" for file, line, name in _PLACE.findall(whole)[-PLACES_KEPT:]]
    record.msg, record.args = " < ".join([message, *reversed(places)]), None
