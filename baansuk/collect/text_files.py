"""Opens delimited text as agencies save it: which separator, where each record ends."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import numpy as np

from baansuk.collect.encodings import PIECE, SIP, Readable, encoding_of
from baansuk.thai.words import Refusal

SEPARATORS = (",", ";", "\t", "|")
# A cell that goes on for more lines than this is a quote that somebody forgot to close.
LONGEST_CELL_LINES = 500
LONGEST_CELL_BYTES = 1 << 20
# The first records stand in this much.
_TOP = 1 << 20
_QUOTED = re.compile(rb'"(?:[^"]|"")*+"')  # possessive: a doubled quote is never half a closing one
_NAMES = {"utf-8": "UTF-8", "cp874": "Windows-874", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a text file is written: codec, byte-order mark length, line end, separator, and what ``Encoding`` says of faults and sums."""

    encoding: str
    mark: int
    bare_returns: bool
    separator: str
    faultless: bool = False
    sums: bool = True

    @property
    def encoding_name(self) -> str:
        """Return the name of the encoding as people say it."""
        return _NAMES[self.encoding]

    @property
    def one_byte(self) -> bool:
        """Say whether each letter is one byte, Thai or ASCII, so that the file can be cut into cells before it is decoded."""
        return self.encoding == "cp874" and self.faultless and not self.bare_returns


def look_at_text(path: Readable) -> TextShape:
    """Find out how a text file is written, reading all of it once.

    Strict UTF-8 first, then Windows-874, never Latin-1, which accepts anything. Raises Refusal ``empty_file``,
    ``broken_utf8`` (with the offset), ``mixed_encodings`` (with the row), ``western_thai`` or ``unknown_encoding``.
    """
    encoding, mark, faultless, sums = encoding_of(path)
    with path.open("rb") as file:
        file.seek(mark)
        start = file.read(1 << 20)
    # A piece cut in mid-letter is no fault here: the whole file was checked above.
    text = start.decode(encoding, errors="ignore")
    bare = "\r" in text and "\n" not in text
    if bare:
        text = text.replace("\r", "\n")
    return TextShape(encoding, mark, bare, _separator(text), faultless, sums)


def text_pieces(path: Readable, shape: TextShape, *, thai: bool = False, size: int = PIECE) -> Iterator[bytes]:
    """Yield the file as UTF-8 in pieces of ``size`` bytes, without mark and with line feeds for bare returns.

    ``thai``: in its own letters of one byte where the shape is ``one_byte``, for whoever turns cells into UTF-8 later.
    """
    decoder = codecs.getincrementaldecoder(shape.encoding)()
    with path.open("rb") as file:
        file.seek(shape.mark)
        while piece := file.read(size):
            if (shape.encoding == "utf-8" and not shape.bare_returns) or (thai and shape.one_byte):
                yield piece  # it was looked at and is what is asked for
                continue
            sips = (decoder.decode(piece[start : start + SIP]) for start in range(0, len(piece), SIP))
            yield b"".join(_line_feeds(text, shape).encode() for text in sips)
        yield _line_feeds(decoder.decode(b"", final=True), shape).encode()


def records(
    path: Readable, shape: TextShape, quote: str, *, thai: bool = False, size: int = PIECE
) -> Iterator[memoryview]:
    """Yield the file as pieces of whole records, each ending in a line feed; ``thai`` and ``size`` as in ``text_pieces``.

    Raises Refusal ``unclosed_quote`` naming the row where a cell begins that never ends.
    """
    left, row = b"", 1
    for piece in text_pieces(path, shape, thai=thai, size=size):
        held = left + piece
        cut, whole, lines = _whole_records(held, shape.separator, quote, row)
        if cut:
            yield memoryview(held)[:cut]
        left, row = held[cut:], row + whole
        if len(left) > LONGEST_CELL_BYTES + PIECE or lines > LONGEST_CELL_LINES:
            raise _unclosed(row)
    if left:
        if quote and is_open(left, shape.separator.encode()):
            raise _unclosed(row)
        yield memoryview(left + b"\n")


def _whole_records(held: bytes, separator: str, quote: str, row: int) -> tuple[int, int, int]:
    """Return where the last whole record of a piece ends, how many there are, and how many lines the unfinished rest has."""
    if not quote or quote.encode() not in held:
        return held.rfind(b"\n") + 1, held.count(b"\n"), 0
    ends, lines = record_ends(held, separator, quote, row)
    return int(ends[-1]) if len(ends) else 0, len(ends), lines


def record_ends(held: bytes, separator: str, quote: str, row: int = 1) -> tuple[np.ndarray, int]:
    """Return where each whole record of a piece ends, and how many lines the unfinished rest has.

    A line with an even number of quotes is a record of its own; only the odd ones are looked into, so a stray quote
    inside a word stays a letter and does not swallow what follows.
    """
    letters = np.frombuffer(held, np.uint8)
    ends = np.flatnonzero(letters == 10) + 1
    if not quote or quote.encode() not in held:
        return ends, 0
    quotes = np.flatnonzero(letters == ord(quote))
    per_line = np.bincount(np.searchsorted(ends, quotes, side="right"), minlength=len(ends) + 1)
    odd = np.flatnonzero(per_line[: len(ends)] % 2)
    keep = np.ones(len(ends), bool)
    sign, position = separator.encode(), 0
    while position < len(odd):
        first = int(odd[position])
        begin = int(ends[first - 1]) if first else 0
        if not is_open(held[begin : int(ends[first])], sign):
            position += 1
            continue
        last = next((int(n) for n in odd[position + 1 :] if not is_open(held[begin : int(ends[n])], sign)), None)
        if last is None:
            keep[first:] = False
            return ends[keep], len(ends) - first
        if last - first > LONGEST_CELL_LINES:
            raise _unclosed(row + int(keep[:first].sum()))
        keep[first:last] = False
        position = int(np.searchsorted(odd, last, side="right"))
    return ends[keep], 0


def is_open(record: bytes, separator: bytes) -> bool:
    """Say whether a record ends inside a quoted cell."""
    at = 0
    while True:
        if record[at : at + 1] == b'"':
            closed = _QUOTED.match(record, at)
            if closed is None:
                return True
            at = closed.end()
        at = record.find(separator, at) + 1
        if at == 0:
            return False


def cell_spans(record: bytes, separator: bytes, quote: str) -> Iterator[tuple[int, int]]:
    """Yield where each cell of a record begins and ends, with its quotes and without the line's end."""
    begin, last = 0, len(record.rstrip(b"\r\n"))
    while True:
        closed = _QUOTED.match(record, begin) if quote else None
        end = record.find(separator, closed.end() if closed else begin)
        if end < 0:
            yield begin, last
            return
        yield begin, end
        begin = end + len(separator)


def first_records(path: Readable, shape: TextShape, quote: str, most: int = 60) -> list[list[str]]:
    """Return the cells of the first records, for finding the header."""
    piece = bytes(next(records(path, shape, quote, size=_TOP), b""))
    ends, _ = record_ends(piece, shape.separator, quote)
    text = piece[: int(ends[min(most, len(ends)) - 1])].decode() if len(ends) else ""
    reader = csv.reader(
        StringIO(text, newline=""),
        delimiter=shape.separator,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        quotechar=quote or None,
    )
    return list(reader)[:most]


def _line_feeds(text: str, shape: TextShape) -> str:
    return text.replace("\r", "\n") if shape.bare_returns else text


def _separator(text: str) -> str:
    """Return the sign that stands equally often in the most of the first lines, outside quotes."""
    lines = [line for line in re.sub(r'"[^"]*"', "", text).split("\n")[:30] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if line.count(sign)]
        usual = max(set(counts), key=counts.count) if counts else 0
        return counts.count(usual), usual

    best = max(SEPARATORS, key=weight)
    return best if weight(best)[1] else ","


def _unclosed(row: int) -> Refusal:
    return Refusal(
        "unclosed_quote",
        f"เครื่องหมายคำพูดที่เปิดในแถวที่ {row} ไม่ได้ปิด ทำให้แถวหลังจากนั้นถูกกลืน ให้แก้แถวนี้แล้วส่งใหม่",
        f"A quote opened in row {row} is never closed and swallows the rows after it. Mend that row and send the file again.",
    )
