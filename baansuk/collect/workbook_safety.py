"""Looks through a workbook before any reader opens it: how big it really is, what it hides, what it would do."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from baansuk.collect.formats import broken, macros, password
from baansuk.thai.words import Refusal

PIECE = 1 << 20
MOST_ENTRIES = 2_000
MOST_BYTES = 4 << 30
# Honest sheets of repeated words are squeezed 60 times at most; bombs some 1,000 times.
MOST_SQUEEZED = 150
SQUEEZE_COUNTS_FROM = 16 << 20
# The reader keeps a grid of rows x columns in memory, whether filled or not.
MOST_CELLS = 60_000_000
LONGEST_SHARED = 2_000
MOST_SHARED_BYTES = 1 << 30
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_ROW = re.compile(rb"<row\b([^>]*)>")
_NUMBER = re.compile(rb'\sr="(\d+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_ERROR = re.compile(rb'<c\b[^>]*?\st="e"[^>]*>')
_REFERENCE = re.compile(rb'\sr="([A-Z]+)(\d+)"')
_NO_VALUE = re.compile(rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_WIDE_CELL = re.compile(rb'<c\b[^>]*?\sr="([A-Z]{2,})\d+"[^>]*[^/]>')
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d+)"')


@dataclass
class SheetLook:
    """What lies in one sheet: last row and column with a cell, hidden rows, and cells that have no value to trust."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    hidden_rows: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)


def look_through(path: Path) -> dict[str, SheetLook]:
    """Look through an xlsx or ods file and return its sheets by entry name.

    Every entry is unpacked once into nothing, a megabyte at a time, so a lie in the file's own list of sizes is found
    and costs no memory. Raises Refusal ``zip_bomb``, ``too_many_entries``, ``zip_slip``, ``entities``, ``macros``,
    ``password``, ``too_wide`` or ``broken_file``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_list(entries)
            looks = {entry.filename: _look_at(archive, entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, struct.error) as error:
        raise broken() from error
    sheets = {name: look for name, look in looks.items() if look is not None}
    _check_shared(path, sum(look.cells for look in sheets.values()))
    return sheets


def _check_list(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refusal(
            "too_many_entries",
            f"ไฟล์บีบอัดมีรายการย่อย {len(entries):,} รายการ ผิดปกติสำหรับสมุดงาน",
            f"The file packs {len(entries):,} entries, far more than a workbook has.",
        )
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise Refusal(
                "zip_slip",
                "ไฟล์มีรายการที่พยายามเขียนออกนอกโฟลเดอร์ ระบบไม่เปิด",
                "The file holds an entry that would write outside its folder; it is not opened.",
            )
        if entry.flag_bits & 1:
            raise password()
    if sum(entry.file_size for entry in entries) > MOST_BYTES or any(map(_squeezed, entries)):
        raise _bomb()


def _squeezed(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SQUEEZE_COUNTS_FROM and entry.file_size > MOST_SQUEEZED * max(entry.compress_size, 1)


def _look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetLook | None:
    """Unpack one entry into nothing; return what was seen if it is a sheet."""
    name = entry.filename
    if name.lower().endswith(".bin") and "vba" in name.lower():
        raise macros()
    look = SheetLook() if _SHEET.match(name) or name == "content.xml" else None
    for whole in _pieces(archive, entry, cut=b"</row>" if _SHEET.match(name) else b">"):
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in whole or b"<!ENTITY" in whole):
            raise Refusal(
                "entities",
                "ไฟล์มีคำสั่ง XML (DOCTYPE/ENTITY) ที่สมุดงานปกติไม่มี ระบบไม่เปิด",
                "The file has XML commands (DOCTYPE/ENTITY) that no honest workbook has; it is not opened.",
            )
        if look is not None:
            _see_sheet(look, whole) if name != "content.xml" else _see_ods(look, whole)
    return look


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cut: bytes) -> Iterator[bytes]:
    """Yield an entry in pieces that end at ``cut``, so that no cell or tag is torn; count what really comes out."""
    total, left = 0, b""
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            total += len(piece)
            if total > entry.file_size or total > MOST_BYTES:
                raise _bomb()
            held = left + piece
            at = held.rfind(cut)
            at = at + len(cut) if at >= 0 else (len(held) if len(held) > 8 * PIECE else 0)
            if at:
                yield held[:at]
            left = held[at:]
    if left:
        yield left


def _see_sheet(look: SheetLook, piece: bytes) -> None:
    """Take note of a piece of a sheet; the signs are looked for in one array, since pieces add up to gigabytes."""
    letters = np.frombuffer(piece, np.uint8)
    tags = np.flatnonzero(letters[:-3] == ord("<"))
    first, second = letters[tags + 1], letters[tags + 2]
    look.cells += int(np.count_nonzero((first == ord("c")) & ((second == ord(" ")) | (second == ord(">")))))
    rows = _ROW.findall(piece)
    numbers = [int(found.group(1)[:9]) for tag in rows if (found := _NUMBER.search(tag))]
    look.rows = max([look.rows, *numbers]) if numbers else look.rows + len(rows)
    look.hidden_rows += sum(b"hidden=" in tag and _HIDDEN.search(tag) is not None for tag in rows)
    quotes = np.flatnonzero(letters[:-3] == ord('"'))
    after, next_after = letters[quotes + 1], letters[quotes + 2]
    if ((after == ord("e")) & (next_after == ord('"'))).any():
        look.errors += [place for tag in _ERROR.findall(piece) if (place := _place(tag))]
    if ((first == ord("f")) & ((second == ord(">")) | (second == ord(" ")) | (second == ord("/")))).any():
        look.formulas += [place for tag in _NO_VALUE.findall(piece) if (place := _place(tag))]
    # The common narrow sheet is settled without a look at each cell: no name of two letters, so at most 26 columns.
    wide = bool((_capital(after) & _capital(next_after)).any())
    broad = {column_number(name.decode()) for name in _WIDE_CELL.findall(piece)} if wide else set()
    look.columns = max(look.columns, 26, *broad)
    if look.rows > 1_048_576 or look.columns > 16_384 or look.rows * look.columns > MOST_CELLS:
        raise _too_wide(look)


def _capital(letters: np.ndarray) -> np.ndarray:
    return (letters >= 65) & (letters <= 90)


def _see_ods(look: SheetLook, piece: bytes) -> None:
    look.cells += piece.count(b"<table:table-cell")
    look.rows += piece.count(b"<table:table-row")
    look.hidden_rows += piece.count(b'table:visibility="collapse"') + piece.count(b'table:visibility="filter"')
    if b"-repeated=" not in piece:
        return
    # Only a filled cell that says it is repeated makes the reader's grid grow; empty tails are normal.
    for tag in re.findall(rb"<table:table-cell\b[^>]*office:value-type[^>]*>", piece):
        for _, times in _REPEATED.findall(tag):
            look.cells += int(times[:9])
    if look.cells > MOST_CELLS:
        raise _bomb()


def _check_shared(path: Path, cells: int) -> None:
    """A short file can name one long shared text from every cell; the reader would copy it each time."""
    longest = 0
    with zipfile.ZipFile(path) as archive:
        if "xl/sharedStrings.xml" not in archive.namelist():
            return
        for piece in _pieces(archive, archive.getinfo("xl/sharedStrings.xml"), cut=b"</si>"):
            if len(piece) > LONGEST_SHARED:
                texts = piece.split(b"</si>")
                longest = max(longest, *(len(text) for text in texts))
    if longest > LONGEST_SHARED and longest * cells > MOST_SHARED_BYTES and longest > 32_767 * 3:
        raise _bomb()
    if longest > LONGEST_SHARED and longest * cells > MOST_SHARED_BYTES:
        _check_repeats(path)


def _check_repeats(path: Path) -> None:
    """Add up what the cells that name long shared texts would cost."""
    long: dict[bytes, int] = {}
    with zipfile.ZipFile(path) as archive:
        number = 0
        for piece in _pieces(archive, archive.getinfo("xl/sharedStrings.xml"), cut=b"</si>"):
            for text in piece.split(b"</si>")[:-1]:
                if len(text) > LONGEST_SHARED:
                    long[str(number).encode()] = len(text)
                number += 1
        cost = 0
        for entry in archive.infolist():
            if _SHEET.match(entry.filename):
                for piece in _pieces(archive, entry, cut=b"</row>"):
                    cost += sum(long.get(value, 0) for value in re.findall(rb't="s"[^>]*><v>(\d+)</v>', piece))
                    if cost > MOST_SHARED_BYTES:
                        raise _bomb()


def _place(tag: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(tag)
    return (int(found.group(2)), column_number(found.group(1).decode())) if found else None


def column_number(letters: str) -> int:
    """Return the number of a spreadsheet column: A is 1, AA is 27."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a spreadsheet column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _bomb() -> Refusal:
    return Refusal(
        "zip_bomb",
        "ไฟล์เล็กแต่เมื่อคลายออกจะใหญ่ผิดปกติ ระบบไม่เปิด",
        "The file is small but would unpack to far more than a register holds; it is not opened.",
    )


def _too_wide(look: SheetLook) -> Refusal:
    return Refusal(
        "too_wide",
        f"แผ่นงานใช้ถึงแถวที่ {look.rows:,} และคอลัมน์ {column_letters(look.columns)} กว้างเกินทะเบียนปกติ ให้ลบช่องที่ไม่ใช้แล้วส่งใหม่",
        f"The sheet reaches row {look.rows:,} and column {column_letters(look.columns)}, more than a register needs. "
        "Delete the cells that are not used and send it again.",
    )
