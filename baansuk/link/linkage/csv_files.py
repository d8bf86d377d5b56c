"""Opens a CSV whose encoding nobody wrote down: the bytes decide between UTF-8 and Windows-874."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.columns import known

UTF_8: Final = "UTF-8"
WINDOWS_874: Final = "Windows-874"
_CHUNK: Final = 1 << 20
_DELIMITERS: Final = ",;\t|"
# Two Thai letters of UTF-8, one after another; as Windows-874 they are เธ? or เน? twice, which no Thai word is. In two
# patterns that begin with the same bytes always, since such ones are searched for eighty times as fast.
_TWO_LETTERS_OF_UTF_8: Final = tuple(
    re.compile(b"\xe0" + row + b"[\x80-\xbf]\xe0[\xb8\xb9][\x80-\xbf]") for row in (b"\xb8", b"\xb9")
)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV that DuckDB can read: ``readable`` is UTF-8, the file itself or a copy; ``names`` is its header."""

    readable: Path
    names: tuple[str, ...]
    delimiter: str
    encoding: str


def open_csv(path: Path, work: Path) -> CsvFile:
    """Find out how ``path`` is written; a Windows-874 file is copied as UTF-8 into the folder ``work``.

    The first million bytes that are not plain ASCII decide: Thai in Windows-874 is never valid UTF-8. Bytes that break
    the encoding further down are found when the rows are read (``inputs.explain``).
    Raises BadInput for an empty file, for what is no text, for another encoding and for a header that is none.
    """
    deciding = _deciding(path)
    encoding = UTF_8 if _is_utf_8(deciding) else WINDOWS_874
    readable = path if encoding == UTF_8 else _copied(path, work)
    names, delimiter = _header(path, readable)
    return CsvFile(readable, names, delimiter, encoding)


def _deciding(path: Path) -> bytes:
    """The first piece of the file that is not ASCII alone; its first piece when all is. Checks that it is text at all."""
    first = b""
    for piece in _pieces(path):
        if not first:
            first = piece
            _check_text(path, first)
        if not piece.isascii():
            return piece
    if not first:
        raise BadInput(
            f"{path.name} is empty: its first line must name the columns.",
            f"{path.name} ว่างเปล่า บรรทัดแรกต้องเป็นชื่อคอลัมน์",
        )
    return first


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces that end with a line, so that no letter is cut in two."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece + file.readline()


def _check_text(path: Path, first: bytes) -> None:
    if first.startswith(b"PK\x03\x04"):
        raise BadInput(
            f"{path.name} is a workbook or an archive: save the sheet as CSV (UTF-8) and name that file.",
            f"{path.name} เป็นสมุดงานหรือไฟล์บีบอัด ให้บันทึกแผ่นงานเป็น CSV (UTF-8) แล้วระบุไฟล์นั้น",
        )
    if b"\x00" in first:
        raise BadInput(
            f"{path.name} is neither Parquet nor a CSV in UTF-8 or Windows-874: save it as CSV UTF-8.",
            f"{path.name} ไม่ใช่ Parquet และไม่ใช่ CSV แบบ UTF-8 หรือ Windows-874 ให้บันทึกเป็น CSV UTF-8",
        )


def _is_utf_8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _copied(path: Path, work: Path) -> Path:
    copy = work / f"{path.name}.{len(list(work.iterdir()))}.utf8"
    with copy.open("wb") as out:
        done = 0
        for piece in _pieces(path):
            out.write(_thai(path, piece, done).encode("utf-8"))
            done += len(piece)
    return copy


def _thai(path: Path, piece: bytes, done: int) -> str:
    """Return a piece of Windows-874 as text; ``done`` is how many bytes stand before it."""
    try:
        text = piece.decode("cp874")
    except UnicodeDecodeError as fault:
        place = f"{done + fault.start:,}"
        raise BadInput(
            f"{path.name} is neither UTF-8 nor Windows-874 (byte {place}): save it as CSV UTF-8.",
            f"{path.name} ไม่ใช่ UTF-8 และไม่ใช่ Windows-874 (ไบต์ที่ {place}) ให้บันทึกเป็น CSV UTF-8",
        ) from fault
    # Most bytes of UTF-8 are letters in Windows-874 as well: a file pasted together of both would be read as nonsense.
    if any(pattern.search(piece) for pattern in _TWO_LETTERS_OF_UTF_8):
        raise BadInput(
            f"{path.name} mixes UTF-8 and Windows-874, or its UTF-8 is broken: export it in one encoding.",
            f"{path.name} มี UTF-8 กับ Windows-874 ปนกัน หรือ UTF-8 เสียหาย ให้ส่งออกเป็นรหัสเดียว",
        )
    return text


def _header(path: Path, readable: Path) -> tuple[tuple[str, ...], str]:
    """The names of the columns and what stands between them: the sign that shows the most columns that we know."""
    head = next(_pieces(readable)).decode("utf-8-sig", "replace")
    found = [(_first_row(head, delimiter), delimiter) for delimiter in _DELIMITERS]
    names, delimiter = max(found, key=lambda one: len(known(one[0])))
    if not any(name.strip() for name in names):
        raise BadInput(
            f"{path.name} has no header: its first line must name the columns.",
            f"{path.name} ไม่มีหัวตาราง บรรทัดแรกต้องเป็นชื่อคอลัมน์",
        )
    return tuple(names), delimiter


def _first_row(head: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
    except csv.Error:  # a field longer than csv allows: no name of a column
        return []
