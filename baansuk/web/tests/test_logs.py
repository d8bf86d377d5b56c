"""The log says what failed and where, and never quotes what may be a person's."""

import logging
import sys

from baansuk.web.logs import NoValues


def test_the_message_of_an_exception_stays_out_of_the_log():
    try:
        raise ValueError("นางสาวลับมาก 1000000000009")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = NoValues("%(message)s").format(record)
    assert "ValueError at" in line
    assert "test_logs.py" in line
    assert "ลับมาก" not in line
    assert "1000000000009" not in line
