"""Finds out in which encoding a text was saved, and says where it is broken; Latin-1, which accepts anything, is never one."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Literal, NamedTuple, Protocol

import numpy as np

from baansuk.thai.words import Refusal

PIECE = 4 << 20
# So much of it is decoded at once: it stays in the processor's cache (half the time), and other threads get their turn between.
SIP = 1 << 17
# Bytes that Windows-874 leaves undefined; a file with one of them is in another encoding or broken.
NOT_IN_874 = bytes(
    [*range(0x81, 0x85), *range(0x86, 0x91), *range(0x98, 0xA0), *range(0xDB, 0xDF), *range(0xFC, 0x100)]
)
# The words by which a line of sums is first looked for, of whatever shape; see ``cleaning.TOTAL``.
SUMS = ("รวม", "otal", "OTAL")
_SUMS_874 = tuple(word.encode("cp874") for word in SUMS)
# How many bytes two garbled letters may have on this side of a cut.
_GARBLED = 5
_THAI_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_WESTERN_UTF8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]")


class Readable(Protocol):
    """A file on disk or, sealed, on the shelf: whatever opens for reading, several times if need be."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Open it for reading from its beginning."""
        ...


class Encoding(NamedTuple):
    """The codec of a text, the length of its byte-order mark, and whether the look showed that no cell can bear a text fault.

    That, and that no line can be one of sums (``sums`` is false), is known of Windows-874 alone, where it is seen on the way;
    else the cells must be looked at.
    """

    codec: str
    mark: int = 0
    faultless: bool = False
    sums: bool = True


def encoding_of(path: Readable) -> Encoding:
    """Return how a text is encoded; raises Refusal as ``look_at_text`` says."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise Refusal("empty_file", "ไฟล์ว่าง ไม่มีแถวข้อมูล", "The file is empty: no rows.")
    if start.startswith(codecs.BOM_UTF16_LE):
        return Encoding("utf-16-le", 2)
    if start.startswith(codecs.BOM_UTF16_BE):
        return Encoding("utf-16-be", 2)
    if (wide := _wide_without_mark(start)) is not None:
        return Encoding(wide)
    mark = 3 if start.startswith(codecs.BOM_UTF8) else 0
    broken = _first_broken_utf8(path)
    if broken is None:
        _check_not_western(path)
        return Encoding("utf-8", mark)
    return _not_utf8(path, broken, mark)


def _wide_without_mark(start: bytes) -> str | None:
    """UTF-16 of separators and digits has a zero in every other byte; a few stray NULs in a text do not."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    quarter = len(start) // 8
    if odd > max(quarter, 3) and odd > 8 * even:
        return "utf-16-le"
    if even > max(quarter, 3) and even > 8 * odd:
        return "utf-16-be"
    return None


def _first_broken_utf8(path: Readable) -> int | None:
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


def _not_utf8(path: Readable, broken: int, mark: int) -> Encoding:
    """Tell Windows-874 from UTF-8 that broke and from a file pasted together of both."""
    high, thai, odd, before, seen_thai, faultless, sums, end = 0, 0, False, 0, False, True, False, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            triples = len(_THAI_UTF8.findall(piece))
            high += int(np.count_nonzero(np.frombuffer(piece, np.uint8) >= 128))
            faultless = faultless and _faultless(end + piece[:_GARBLED]) and _faultless(piece)
            sums = sums or _has_sums(end + piece[:_GARBLED]) or _has_sums(piece)
            # What lies outside of the Thai letters was met just now: only then is there something to look for.
            odd = odd or (not faultless and len(piece.translate(None, NOT_IN_874)) < len(piece))
            end = piece[-_GARBLED:]
            thai += triples
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
    return Encoding("cp874", 0, faultless, sums)


def _has_sums(piece: bytes) -> bool:
    return any(word[1:2] in piece and _has_pair(word, piece) and word in piece for word in _SUMS_874)


def _has_pair(word: bytes, piece: bytes) -> bool:
    """Look for the first two letters of a word: where these are rare it is several times as fast as to look for the word."""
    sips = (
        np.frombuffer(piece, np.uint8, min(SIP + 1, len(piece) - start), start) for start in range(0, len(piece), SIP)
    )
    return any(((letters[:-1] == word[0]) & (letters[1:] == word[1])).any() for letters in sips)


def _faultless(piece: bytes) -> bool:
    """Say whether a piece of Windows-874 has only Thai letters, ASCII and white space, and no two Thai letters read wrongly.

    It sees what ``harmless`` looks for in the cells, at a third of the cost.
    """
    sips = (piece[max(start - _GARBLED, 0) : start + SIP] for start in range(0, len(piece), SIP))
    return all(_is_plain(np.frombuffer(sip, np.uint8)) for sip in sips)


def _is_plain(letters: np.ndarray) -> bool:
    white = sum(np.count_nonzero(letters == one) for one in b"\t\n\r")
    if np.count_nonzero(letters < ord(" ")) > white or ((letters - np.uint8(0x7F)) <= 0xA0 - 0x7F).any():
        return False
    if (letters - np.uint8(0xDB) < 4).any() or letters.max(initial=0) >= 0xFC:  # stands for nothing
        return False
    begins = (letters[:-1] == 0xE0) & (
        (letters[1:] & 0xFE) == 0xB8
    )  # เธ or เน, as Thai in UTF-8 looks when read as 874
    return not (begins[:-3] & begins[3:]).any()


def _first_thai_utf8(path: Readable) -> int:
    before = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found = re.search(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){2}", piece)
            if found:
                return before + found.start()
            before += len(piece)
    return 0


def _check_not_western(path: Readable) -> None:
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


def _row_of(path: Readable, offset: int) -> int:
    """Return the line, counted from 1, in which a byte lies."""
    lines, left = 1, offset
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            lines += piece.count(b"\n")
            left -= len(piece)
    return lines
