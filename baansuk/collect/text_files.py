"""Opens delimited text as agencies save it: which encoding, which separator, where each record ends."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np

from baansuk.thai.words import Refusal

PIECE = 3 << 20
# So much is decoded at once: it stays in the processor's cache (half the time), and other threads get their turn between.
_SIP = 1 << 17
SEPARATORS = (",", ";", "\t", "|")
# A cell that goes on for more lines than this is a quote that somebody forgot to close.
LONGEST_CELL_LINES = 500
LONGEST_CELL_BYTES = 1 << 20
# Bytes that Windows-874 leaves undefined; a file with one of them is in another encoding or broken.
NOT_IN_874 = bytes(
    [*range(0x81, 0x85), *range(0x86, 0x91), *range(0x98, 0xA0), *range(0xDB, 0xDF), *range(0xFC, 0x100)]
)
_THAI_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_WESTERN_UTF8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]")
_QUOTED = re.compile(rb'"(?:[^"]|"")*+"')  # possessive: a doubled quote is never half a closing one
_NAMES = {"utf-8": "UTF-8", "cp874": "Windows-874", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a text file is written: codec, byte-order mark length, line end and separator."""

    encoding: str
    mark: int
    bare_returns: bool
    separator: str

    @property
    def encoding_name(self) -> str:
        """Return the name of the encoding as people say it."""
        return _NAMES[self.encoding]


def look_at_text(path: Path) -> TextShape:
    """Find out how a text file is written, reading all of it once.

    Strict UTF-8 first, then Windows-874, never Latin-1, which accepts anything. Raises Refusal ``empty_file``,
    ``broken_utf8`` (with the offset), ``mixed_encodings`` (with the row), ``western_thai`` or ``unknown_encoding``.
    """
    encoding, mark = _encoding(path)
    with path.open("rb") as file:
        file.seek(mark)
        start = file.read(1 << 20)
    # A piece cut in mid-letter is no fault here: the whole file was checked above.
    text = start.decode(encoding, errors="ignore")
    bare = "\r" in text and "\n" not in text
    if bare:
        text = text.replace("\r", "\n")
    return TextShape(encoding, mark, bare, _separator(text))


def text_pieces(path: Path, shape: TextShape) -> Iterator[bytes]:
    """Yield the file as UTF-8 in pieces of a few megabytes, without mark and with line feeds for bare returns."""
    decoder = codecs.getincrementaldecoder(shape.encoding)()
    with path.open("rb") as file:
        file.seek(shape.mark)
        while piece := file.read(PIECE):
            if shape.encoding == "utf-8" and not shape.bare_returns:
                yield piece  # it was looked at and is what is asked for
                continue
            sips = (decoder.decode(piece[start : start + _SIP]) for start in range(0, len(piece), _SIP))
            yield b"".join(_line_feeds(text, shape).encode() for text in sips)
        yield _line_feeds(decoder.decode(b"", final=True), shape).encode()


def records(path: Path, shape: TextShape, quote: str) -> Iterator[memoryview]:
    """Yield the file as pieces of whole records, each ending in a line feed.

    Raises Refusal ``unclosed_quote`` naming the row where a cell begins that never ends.
    """
    left, row = b"", 1
    for piece in text_pieces(path, shape):
        held = left + piece
        ends, lines = record_ends(held, shape.separator, quote, row)
        cut = int(ends[-1]) if len(ends) else 0
        if cut:
            yield memoryview(held)[:cut]
        left, row = held[cut:], row + len(ends)
        if len(left) > LONGEST_CELL_BYTES + PIECE or lines > LONGEST_CELL_LINES:
            raise _unclosed(row)
    if left:
        if quote and is_open(left, shape.separator.encode()):
            raise _unclosed(row)
        yield memoryview(left + b"\n")


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


def first_records(path: Path, shape: TextShape, quote: str, most: int = 60) -> list[list[str]]:
    """Return the cells of the first records, for finding the header."""
    piece = bytes(next(records(path, shape, quote), b""))
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


def _encoding(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise Refusal("empty_file", "ไฟล์ว่าง ไม่มีแถวข้อมูล", "The file is empty: no rows.")
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    if (wide := _wide_without_mark(start)) is not None:
        return wide, 0
    mark = 3 if start.startswith(codecs.BOM_UTF8) else 0
    broken = _first_broken_utf8(path)
    if broken is None:
        _check_not_western(path)
        return "utf-8", mark
    return _not_utf8(path, broken, mark), 0


def _wide_without_mark(start: bytes) -> str | None:
    """UTF-16 of separators and digits has a zero in every other byte; a few stray NULs in a text do not."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    quarter = len(start) // 8
    if odd > max(quarter, 3) and odd > 8 * even:
        return "utf-16-le"
    if even > max(quarter, 3) and even > 8 * odd:
        return "utf-16-be"
    return None


def _first_broken_utf8(path: Path) -> int | None:
    """Return the offset of the first byte that is not UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(PIECE)
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return before - waiting + error.start
            if not piece:
                return None
            before += len(piece)


def _not_utf8(path: Path, broken: int, mark: int) -> str:
    """Tell Windows-874 from UTF-8 that broke and from a file pasted together of both."""
    high, thai, odd, before, seen_thai = 0, 0, 0, 0, False
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            triples = len(_THAI_UTF8.findall(piece))
            high += int(np.count_nonzero(np.frombuffer(piece, np.uint8) >= 128))
            thai += triples
            odd += len(piece) - len(piece.translate(None, NOT_IN_874))
            seen_thai = seen_thai or len(_THAI_UTF8.findall(piece[: max(broken - before, 0)])) > 1
            before += len(piece)
    share = 3 * thai / max(high, 1)
    if share > 0.9 or (mark and share > 0.5):
        raise Refusal(
            "broken_utf8",
            f"ไฟล์เป็น UTF-8 แต่เสียหายที่ไบต์ที่ {broken} (แถวที่ {_row_of(path, broken)}) ให้ส่งออกไฟล์ใหม่",
            f"The file is UTF-8 but broken at byte {broken} (row {_row_of(path, broken)}). Export it again.",
        )
    if share > 0.15 or (seen_thai and share > 0.05):
        row = _row_of(path, broken) if seen_thai else _row_of(path, _first_thai_utf8(path))
        raise Refusal(
            "mixed_encodings",
            f"ไฟล์มีทั้ง UTF-8 และ Windows-874 ปนกัน เริ่มต่างกันที่แถวที่ {row} ให้ส่งออกเป็นรหัสเดียว",
            f"The file mixes UTF-8 and Windows-874, from row {row} on. Export it in one encoding.",
        )
    if odd:
        raise Refusal(
            "unknown_encoding",
            f"อ่านตัวอักษรไม่ได้ ไม่ใช่ UTF-8 และไม่ใช่ Windows-874 (ไบต์ที่ {broken}) ให้บันทึกเป็น CSV UTF-8",
            f"The letters are neither UTF-8 nor Windows-874 (byte {broken}). Save the file as CSV UTF-8.",
        )
    return "cp874"


def _first_thai_utf8(path: Path) -> int:
    before = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found = re.search(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){2}", piece)
            if found:
                return before + found.start()
            before += len(piece)
    return 0


def _check_not_western(path: Path) -> None:
    """Thai bytes once opened as Western letters and saved as UTF-8 are valid, and nonsense."""
    with path.open("rb") as file:
        start = file.read(PIECE)
    western, thai = len(_WESTERN_UTF8.findall(start)), len(_THAI_UTF8.findall(start))
    if western > 20 and western > 4 * thai:
        raise Refusal(
            "western_thai",
            "ตัวอักษรไทยถูกเปิดเป็นภาษายุโรป (Latin-1) แล้วบันทึกทับ อ่านกลับไม่ได้แน่นอน ให้ส่งออกใหม่จากระบบต้นทาง",
            "The Thai letters were opened as Western ones (Latin-1) and saved. Export the file again at its origin.",
        )


def _row_of(path: Path, offset: int) -> int:
    """Return the line, counted from 1, in which a byte lies."""
    lines, left = 1, offset
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            lines += piece.count(b"\n")
            left -= len(piece)
    return lines


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
