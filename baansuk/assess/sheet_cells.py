"""Reads the cells of a filled workbook one by one, and says of each that cannot be taken where it is and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from baansuk.assess.frameworks_sheets import Column
from baansuk.assess.frameworks_taking import Fault, Row
from baansuk.thai.dates import PartialDate, read_date
from baansuk.thai.words import Words

CODE = re.compile(r"^[a-z][a-z0-9_]*$")
LONGEST_CODE = 30
NO_DAY = (
    "อ่านเป็นวันที่ไม่ได้ ใช้ วัน/เดือน/ปี พ.ศ. เช่น 31/12/2570",
    "This is no day; write day/month/Buddhist year, such as 31/12/2570",
)
NO_NUMBER = ("อ่านเป็นตัวเลขไม่ได้ ให้กรอกเป็นตัวเลข", "This is no number; write figures")
NO_CODE = (
    "ใช้อักษรอังกฤษตัวเล็ก ตัวเลข และขีดล่าง ขึ้นต้นด้วยอักษร ไม่เกิน 30 ตัว",
    "Use small Latin letters, digits and underscores, a letter first, at most 30",
)


@dataclass
class SheetCells:
    """Cells of the sheets of one form; what cannot be taken is added to ``faults`` and left at something harmless."""

    faults: list[Fault]
    sheets: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)

    def column(self, sheet: str, key: str) -> Column:
        """Return a column of a sheet by its key."""
        return next(one for one in self.sheets[sheet] if one.key == key)

    def _named(self, sheet: str, row: Row, but: Collection[str] = ()) -> dict[str, str]:
        """The names in both languages, after every needed cell of the row was found filled, ``but`` those told elsewhere."""
        for column in self.sheets[sheet]:
            if column.needed and column.key not in but and not row.cells[column.key]:
                self._say(sheet, row.number, column, "กรอกช่องนี้", "Fill this in")
        th = row.cells.get("th") or "-"
        return {"th": th, "en": row.cells.get("en") or th}

    def _code(self, sheet: str, row: Row, key: str) -> str:
        code = row.cells[key]
        if code and (not CODE.match(code) or len(code) > LONGEST_CODE):
            self._say(sheet, row.number, self.column(sheet, key), *NO_CODE)
        return code

    def _choice(self, sheet: str, number: int, column: Column, text: str, choices: Mapping[str, str]) -> str:
        if text in choices:
            return choices[text]
        if text in choices.values():
            return text
        if text:
            listed = ", ".join(choices)
            self._say(sheet, number, column, f"เขียนเป็นหนึ่งใน: {listed}", f"Write one of: {listed}")
        return ""

    def _say(self, sheet: str, number: int, column: Column, th: str, en: str) -> None:
        self.faults.append(Fault(sheet, number, column.header, Words(th, en)))


def day_of(text: str) -> date | None:
    """Return a whole day as an officer writes it; None for what is none."""
    found = read_date(text, "per_value") if text else None
    return found.date if isinstance(found, PartialDate) and found.precision == "day" else None
