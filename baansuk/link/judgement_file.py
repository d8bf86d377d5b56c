"""Decisions on pairs as a CSV file that goes from one house to another: written and read; no database here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from baansuk.link.judging import DECISIONS, Said, ordered
from baansuk.thai.words import Refusal

COLUMNS = ("left", "right", "decision", "reason", "by", "at")
NEEDED = COLUMNS[:3]
MOST_LINES = 20_000
# What a spreadsheet would take for a formula at the start of a cell; it is sent behind an apostrophe and read without it.
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
# As long as the columns that keep them.
LONGEST = {"reason": 300, "by": 150}
LARGEST_RECORD = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as it stands in a file; ``at`` is None where the file does not say when."""

    number: int
    left: int
    right: int
    decision: str
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def said(self) -> Said:
        """The decision without who and when."""
        return Said(self.left, self.right, self.decision)


def write(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the file, header first, as text."""
    yield _row(COLUMNS)
    for one in lines:
        at = one.at.isoformat() if one.at else ""
        yield _row((str(one.left), str(one.right), one.decision, _harmless(one.reason), _harmless(one.by), at))


def decode(content: bytes) -> str:
    """Return a file's text: UTF-8, with or without a mark, else Windows-874. Raises Refusal ``not_text``."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("not_text", "ไฟล์นี้ไม่ใช่ข้อความ ให้บันทึกเป็น CSV UTF-8", "This file is not text; save it as CSV UTF-8.")


def read(text: str) -> list[Line]:
    """Read every line, or none. Raises Refusal ``columns_missing``, ``nothing_in_it``, ``too_long`` or ``line_wrong``."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if missing := [name for name in NEEDED if name not in names]:
            listed = ", ".join(missing)
            raise Refusal("columns_missing", f"ไม่มีคอลัมน์ {listed}", f"The file has no column {listed}.")
        rows.fieldnames = names
        lines = [_line(place, row) for place, row in enumerate(rows, 2)]
    except csv.Error as fault:
        raise Refusal("not_csv", "อ่านเป็น CSV ไม่ได้ ตรวจเครื่องหมายคำพูด", "This is no CSV; look at its quotes.") from fault
    if not lines:
        raise Refusal("nothing_in_it", "ไฟล์นี้ไม่มีคำตัดสิน", "There is no decision in this file.")
    if len(lines) > MOST_LINES:
        raise Refusal(
            "too_long", f"เกิน {MOST_LINES:,} บรรทัด ให้แบ่งไฟล์", f"More than {MOST_LINES:,} lines; divide the file."
        )
    return lines


def _line(number: int, row: dict[str, str | None]) -> Line:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    left, right = _record(cells["left"]), _record(cells["right"])
    if left is None or right is None or left == right:
        raise _wrong(
            number,
            "เลขระเบียน left และ right ต้องเป็นตัวเลขสองตัวที่ต่างกัน",
            "left and right must be two different record numbers",
        )
    decision = cells["decision"].lower()
    if decision not in DECISIONS:
        raise _wrong(number, "decision ต้องเป็น same, different หรือ unsure", "decision must be same, different or unsure")
    reason, by = (_plain(cells[name]) for name in ("reason", "by"))
    if len(reason) > LONGEST["reason"] or len(by) > LONGEST["by"]:
        raise _wrong(number, "เหตุผลหรือชื่อผู้ตัดสินยาวเกินไป", "the reason or the name of who decided is too long")
    try:
        at = datetime.fromisoformat(cells["at"]) if cells["at"] else None
    except ValueError:
        raise _wrong(
            number, "วันที่ at ต้องเป็นแบบ 2026-01-31T09:30:00+07:00", "at must look like 2026-01-31T09:30:00+07:00"
        ) from None
    return Line(number, *ordered(left, right), decision, reason, by, at)


def _record(cell: str) -> int | None:
    number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 20 else None
    return number if number is not None and number <= LARGEST_RECORD else None


def _wrong(number: int, th: str, en: str) -> Refusal:
    return Refusal("line_wrong", f"บรรทัดที่ {number}: {th}", f"Line {number}: {en}.")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
