"""Turns cells that were cut from Windows-874 into UTF-8: a column of digits is left as it is, only the others are decoded."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from baansuk.collect.encodings import SIP
from baansuk.collect.harmless import ends_of, texts_of

# The bits below each of a byte.
_BELOW = np.array([(1 << bit) - 1 for bit in range(8)], np.uint8)


def as_utf8(table: pa.Table) -> pa.Table:
    """Return texts of Thai letters and ASCII, one byte each, as UTF-8; no other letter may be in them."""
    columns = [[_decoded(chunk) for chunk in column.chunks] for column in table.columns]
    return pa.table([pa.chunked_array(chunks, pa.string()) for chunks in columns], names=table.column_names)


def _decoded(column: pa.Array) -> pa.Array:
    ends, texts = ends_of(column), texts_of(column)
    letters = np.frombuffer(texts, np.uint8)
    thai = letters >= 0x80
    if not thai.any():
        return column
    # Each Thai letter takes three bytes for its one, so a cell ends twice as many bytes later as Thai letters stand before.
    places = ends - ends[0]
    wide = (places + 2 * _marked_before(thai, places)).astype(np.int32)
    sips = (str(texts[start : start + SIP], "cp874").encode() for start in range(0, len(letters), SIP))
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(wide), pa.py_buffer(b"".join(sips)))


def _marked_before(marks: np.ndarray, places: np.ndarray) -> np.ndarray:
    """How many marks stand before each place: counted by eights, and within the eight where a place lies."""
    eights = np.append(np.packbits(marks, bitorder="little"), np.uint8(0))
    before = np.zeros(len(eights), np.int32)
    np.cumsum(np.bitwise_count(eights[:-1]), out=before[1:])
    at = places >> 3
    found: np.ndarray = before.take(at) + np.bitwise_count(eights.take(at) & _BELOW.take(places & 7))
    return found
