"""Says of many cells at once that none can hold a text fault, by a look at their bytes: far cheaper than at each cell."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from baansuk.collect.raw_tables import ROW
from baansuk.thai.text import LONGEST

_ENDS = (b"\n", b"\r", b"\t")
# Delete, lead bytes of Western letters, direction marks and the replacement letter; Thai text has none of them.
_SUSPECT = (b"\x7f", b"\xc2", b"\xc3", b"\xe2", b"\xef")
# The letters by which ``cleaning.TOTAL`` is first looked for.
_SUMS = tuple(word.encode() for word in ("รวม", "otal", "OTAL"))
_THAI_AS_874 = rb"\xe0\xb9\x80\xe0\xb8[\x98\x99]..."
_GARBLED = re.compile(_THAI_AS_874 + _THAI_AS_874, re.DOTALL)


def harmless(body: bytes) -> bool:
    """Say that UTF-8 text has no control, direction or garbled letters; False means that the cells must be looked at."""
    low = np.count_nonzero(np.frombuffer(body, np.uint8) < 32)
    if low != sum(body.count(sign) for sign in _ENDS) or any(sign in body for sign in _SUSPECT):
        return False
    return _GARBLED.search(body) is None


def may_sum(body: bytes) -> bool:
    """Say that UTF-8 text has a word with which a line of sums begins, as a name may have too."""
    return any(word in body for word in _SUMS)


def short(frame: pl.DataFrame) -> bool:
    """Say that no cell of a batch is longer than a cell may be."""
    longest = frame.select(pl.exclude(ROW).str.len_chars().max()).row(0)
    return max((length or 0 for length in longest), default=0) <= LONGEST


def harmless_cells(frame: pl.DataFrame) -> bool:
    """The same for the columns of a batch that did not come as one text."""
    columns = (frame[name] for name in frame.columns if name != ROW)
    return short(frame) and all(harmless((column.str.join("\n").item() or "").encode()) for column in columns)
