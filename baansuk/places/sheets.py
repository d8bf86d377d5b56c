"""A CSV file as rows of named cells, and the cells that every kind of list may have: points and days."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baansuk.places.refusals import refuse


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file as rows of named cells, with its name for the sentences that refuse it."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]

    def heading(self, *wanted: str) -> str:
        """Return the first of the wanted headings that the file has, or ""."""
        return next((heading for heading in wanted if heading in self.headings), "")

    def need(self, *wanted: str) -> str:
        """Return the heading or refuse the file."""
        found = self.heading(*wanted)
        if not found:
            refuse(
                "places.missing_column",
                f"ไฟล์ {self.name} ไม่มีคอลัมน์ {' หรือ '.join(wanted)} (พบ: {', '.join(self.headings)}) ให้เพิ่มคอลัมน์แล้วนำเข้าใหม่",
                f"{self.name} has no column {' or '.join(wanted)} (found: {', '.join(self.headings)}); add it and import again",
            )
        return found


def read_sheet(path: Path) -> Sheet:
    """Read a UTF-8 CSV whose first line names the columns (any case); blank lines are passed over."""
    lines = list(_lines(path))
    if len(lines) < 2:
        refuse("places.empty_file", f"ไฟล์ {path.name} ว่าง ไม่มีแถวข้อมูล", f"{path.name} is empty: it has no rows")
    headings = tuple(heading.strip().lower() for heading in lines[0][1])
    rows = []
    for number, cells in lines[1:]:
        if len(cells) != len(headings):
            refuse(
                "places.wrong_width",
                f"ไฟล์ {path.name} แถว {number} มี {len(cells)} ช่อง แต่หัวตารางมี {len(headings)} ช่อง ให้ตรวจเครื่องหมายจุลภาคและอัญประกาศ",
                f"{path.name} row {number} has {len(cells)} cells, the heading {len(headings)}; check commas and quotes",
            )
        rows.append((number, dict(zip(headings, cells, strict=True))))
    return Sheet(path.name, headings, rows)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, [cell.strip() for cell in cells]
    except OSError as fault:
        refuse("places.unreadable", f"เปิดไฟล์ {path.name} ไม่ได้", f"{path.name} cannot be opened", cause=fault)
    except UnicodeDecodeError as fault:
        refuse(
            "places.not_utf8",
            f"ไฟล์ {path.name} ไม่ใช่ UTF-8 ให้บันทึกเป็น CSV UTF-8 แล้วนำเข้าใหม่",
            f"{path.name} is not UTF-8; save it as CSV UTF-8 and import again",
            cause=fault,
        )
    except csv.Error as fault:
        refuse("places.not_csv", f"อ่านไฟล์ {path.name} เป็น CSV ไม่ได้", f"{path.name} cannot be read as CSV", cause=fault)


def point_of(sheet: Sheet, number: int, cells: dict[str, str]) -> tuple[float | None, float | None]:
    """Return latitude and longitude in degrees (WGS84), or None twice; half a point is refused."""
    written = [cells.get("lat", ""), cells.get("lon", "")]
    if not any(written):
        return None, None
    try:
        lat, lon = (float(value) for value in written)
    except ValueError:
        lat, lon = 999.0, 999.0
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        refuse(
            "places.bad_point",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ lat, lon: ต้องเป็นองศาทศนิยม WGS84 เช่น 19.9105, 99.8406",
            f"{sheet.name} row {number} columns lat, lon: must be decimal degrees (WGS84), such as 19.9105, 99.8406",
        )
    return lat, lon


def day_of(sheet: Sheet, number: int, cells: dict[str, str], column: str) -> datetime.date | None:
    """Return an ISO day of the Christian era, None when blank; a Buddhist year is refused, not guessed."""
    written = cells.get(column, "")
    if not written:
        return None
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError:
        day = datetime.date.max
    if day.year > 2400:
        refuse(
            "places.bad_date",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {column}: “{written}” ต้องเป็นวันที่ ค.ศ. แบบ 2026-01-31",
            f"{sheet.name} row {number} column {column}: “{written}” must be a date of the Christian era like 2026-01-31",
        )
    return day
