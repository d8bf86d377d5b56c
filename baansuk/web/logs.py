"""How the log is written: what failed and where, never the message of an exception, which may quote a person."""

from __future__ import annotations

import logging


class NoValues(logging.Formatter):
    """One line a record; of an exception only its type and the innermost place."""

    def formatException(self, ei: object) -> str:
        """Return the type of the exception and the file and line where it was raised."""
        kind, _, frame = ei if isinstance(ei, tuple) else (None, None, None)
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
        return f"{getattr(kind, '__name__', kind)} at {where}"
