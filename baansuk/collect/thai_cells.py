"""Turns cells that were cut from Windows-874 into UTF-8: a column of digits is left as it is, only the others are decoded."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from baansuk.collect.encodings import SIP
from baansuk.collect.harmless import ends_of, texts_of


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
    before = np.zeros(len(letters) + 1, np.int32)
    np.cumsum(thai, out=before[1:])
    # Each Thai letter takes three bytes for its one, so a cell ends twice as many bytes later as Thai letters stand before.
    places = ends - ends[0]
    wide = (places + 2 * before[places]).astype(np.int32)
    sips = (str(texts[start : start + SIP], "cp874").encode() for start in range(0, len(letters), SIP))
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(wide), pa.py_buffer(b"".join(sips)))
