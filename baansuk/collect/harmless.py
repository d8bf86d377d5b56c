"""Says of many cells at once that none can hold a text fault, by a look at their bytes: far cheaper than at each cell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
import pyarrow as pa

from baansuk.collect import encodings
from baansuk.thai.text import LONGEST

# How many columns from the left a line of sums is looked for in.
SUM_COLUMNS = 5
# The letters by which ``cleaning.TOTAL`` is first looked for.
SUMS = "|".join(encodings.SUMS)
# Control characters that stand in honest cells: a tab and the ends of lines.
_WHITE = frozenset(b"\t\n\r")
# Delete, lead bytes of Western letters, direction marks and the replacement letter; Thai text has none of them.
_SUSPECT = (b"\x7f", b"\xc2", b"\xc3", b"\xe2", b"\xef")
# Two Thai letters read in the wrong code, as ``thai.text.MOJIBAKE`` looks for them.
_GARBLED = "(?s)เ[ธน].เ[ธน]."


def harmless(columns: Iterable[pa.Array]) -> bool:
    """Say that columns of texts have no control, direction or garbled letters and no cell longer than one may be.

    False means that the cells must be looked at one by one.
    """
    return all(_short(column) and _no_fault(column) for column in columns)


def short(columns: Iterable[pa.Array]) -> bool:
    """Say that no cell is longer than one may be: all that is left to see where the file as a whole is faultless."""
    return all(_short(column) for column in columns)


def may_sum(columns: Iterable[pa.Array]) -> bool:
    """Say that columns of texts have a word with which a line of sums begins, as a name may have too."""
    return any(_has(column, SUMS) for column in columns)


def as_arrow(frame: pl.DataFrame) -> list[pa.Array]:
    """Return the columns of a frame with the texts of each in one block, as they come from the reader of text."""
    return [column.to_arrow() for column in frame.get_columns()]


def _short(column: pa.Array) -> bool:
    """A letter has up to four bytes, so the letters are counted only where a cell has many bytes."""
    if np.diff(ends_of(column)).max(initial=0) <= LONGEST:
        return True
    return int(pl.Series(column).str.len_chars().max() or 0) <= LONGEST  # type: ignore[arg-type]  # a number or None


def _no_fault(column: pa.Array) -> bool:
    texts = texts_of(column)
    letters = np.frombuffer(texts, np.uint8)
    if not len(letters):
        return True
    if letters.min() < ord(" ") and not _WHITE.issuperset(np.unique(letters[letters < ord(" ")]).tolist()):
        return False
    if letters.max() < _SUSPECT[0][0]:  # numbers, dates, codes
        return True
    content = texts.to_pybytes()
    return not any(sign in content for sign in _SUSPECT) and not _has(column, _GARBLED)


def _has(column: pa.Array, pattern: str) -> bool:
    """Look for a pattern in a column as if it were one long text: the engine of Polars does that beside other threads."""
    texts = texts_of(column)
    whole = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, texts.size])), texts)
    return bool(pl.Series(whole).str.contains(pattern).any())


def texts_of(column: pa.Array) -> pa.Buffer:
    """Return the letters of all the cells, one cell after the other."""
    ends = ends_of(column)
    _, _, texts = column.buffers()
    return pa.py_buffer(b"") if texts is None else texts.slice(int(ends[0]), int(ends[-1] - ends[0]))


def ends_of(column: pa.Array) -> np.ndarray:
    """Return where each cell begins in the letters, and where the last one ends."""
    _, ends, _ = column.buffers()
    if ends is None:  # a column without a row
        return np.zeros(1, np.int64)
    kind = np.int64 if pa.types.is_large_string(column.type) else np.int32
    return np.frombuffer(ends, kind)[column.offset : column.offset + len(column) + 1]
