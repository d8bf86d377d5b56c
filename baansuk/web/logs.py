"""How the log is written: what failed and where, never the message of an exception or an address, which may quote a person."""

from __future__ import annotations

import logging
import re

# A line break in what was sent must not look like a line of the log.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class NoValues(logging.Formatter):
    """One line a record, its time with the offset; of an exception only its type and innermost place, of a request its page."""

    def __init__(self, fmt: str | None = None, datefmt: str = "%Y-%m-%dT%H:%M:%S%z") -> None:
        super().__init__(fmt, datefmt)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; what Django says of a request is said anew without the address."""
        # Another handler may have left its own rendering of the exception on the record.
        known = record.__dict__ | {"exc_text": None}
        if hasattr(record, "request") or record.name.startswith("django.security"):
            known |= {"msg": _about(record), "args": None}
        return _CONTROL.sub(" ", super().format(logging.makeLogRecord(known)))

    def formatException(self, ei: object) -> str:
        """Return the type of the exception and the file and line where it was raised."""
        kind, _, frame = ei if isinstance(ei, tuple) else (None, None, None)
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
        return f"{getattr(kind, '__name__', kind)} at {where}"


def _about(record: logging.LogRecord) -> str:
    """What kind of answer to which page; whoever mistypes a search into an address must not find it in the log."""
    found = getattr(getattr(record, "request", None), "resolver_match", None)
    page = (found.view_name or found.route) if found else "no page"
    return f"{getattr(record, 'status_code', '')} {page}".strip()
