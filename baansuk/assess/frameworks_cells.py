"""Turns the cells of a province's workbook into the tables of a framework, and says of each that cannot be taken why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from baansuk.assess.frameworks_sheets import (
    ABOUT,
    ABOUT_ROWS,
    AWAITED,
    DIMENSIONS,
    INDICATORS,
    LINES,
    MISSING,
    OUTCOMES,
    SHEETS,
    TYPES,
    UNITS,
    Column,
)
from baansuk.assess.frameworks_taking import Row
from baansuk.assess.sheet_cells import CODE, NO_CODE, NO_DAY, NO_NUMBER, SheetCells, day_of
from baansuk.thai.digits import to_arabic
from baansuk.thai.money import read_money

_FRAMEWORK = re.compile(r"^[a-z][a-z0-9-]{0,19}$")
_SHARE = re.compile(r"^\d+(\.\d+)?%?$|^\d+/[1-9]\d*$")


def indicator_code(number: str) -> str:
    figures = to_arabic(number)
    return f"i{int(figures):02d}" if figures.isdecimal() else ""


@dataclass
class Cells(SheetCells):
    """Turns rows into tables of a framework; what cannot be taken is added to ``faults`` and left at something harmless."""

    sheets: Mapping[str, tuple[Column, ...]] = field(default_factory=lambda: SHEETS)
    answers: list[dict[str, str]] = field(default_factory=list)

    def about(self, cells: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row in ABOUT_ROWS:
            number, text = cells.get(row.key, (0, ""))
            if row.needed and not text:
                self._say(ABOUT, number, row, "กรอกช่องนี้", "Fill this in")
            elif text:
                found[row.key] = text
        if not _FRAMEWORK.match(found.get("code", "none")):
            self._say(ABOUT, cells["code"][0], ABOUT_ROWS[0], "ใช้อักษรอังกฤษตัวเล็ก ตัวเลข และขีดกลาง ไม่เกิน 20 ตัว",
                      "Use small Latin letters, digits and hyphens, at most 20")  # fmt: skip
        found["en"] = found.get("en") or found.get("th", "")
        found["note_en"] = found.get("note_th", "")
        found |= self._about_values(cells, found)
        return {key: value for key, value in found.items() if value not in ("", None)}

    def _about_values(self, cells: Mapping[str, tuple[int, str]], found: Mapping[str, Any]) -> dict[str, Any]:
        rows = {row.key: row for row in ABOUT_ROWS}
        values: dict[str, Any] = {"valid_to": None, "expects": 0, "missing": "unknown"}
        if text := found.get("valid_to"):
            day = day_of(text)
            values["valid_to"] = day.isoformat() if day else None
            if day is None:
                self._say(ABOUT, cells["valid_to"][0], rows["valid_to"], *NO_DAY)
        if text := found.get("expects"):
            figures = to_arabic(text)
            values["expects"] = int(figures) if figures.isdecimal() else 0
            if not figures.isdecimal():
                self._say(ABOUT, cells["expects"][0], rows["expects"], *NO_NUMBER)
        if text := found.get("missing"):
            values["missing"] = self._choice(ABOUT, cells["missing"][0], rows["missing"], text, MISSING) or "unknown"
        return values

    def dimension(self, row: Row) -> dict[str, Any]:
        return (
            self._named(DIMENSIONS, row) | self._weight(DIMENSIONS, row) | {"code": self._code(DIMENSIONS, row, "code")}
        )

    def awaited(self, row: Row) -> dict[str, Any]:
        kind = self._choice(AWAITED, row.number, _column(AWAITED, "type"), row.cells["type"], TYPES) or "text"
        return self._named(AWAITED, row) | {"name": self._code(AWAITED, row, "name"), "type": kind}

    def line(self, row: Row) -> dict[str, Any]:
        amount, day = read_money(row.cells["value"]), day_of(row.cells["valid_from"])
        if not isinstance(amount, Decimal):
            self._say(LINES, row.number, _column(LINES, "value"), *NO_NUMBER)
        if day is None:
            self._say(LINES, row.number, _column(LINES, "valid_from"), *NO_DAY)
        # A line holds for the whole life of the framework that it is handed in with.
        value = {
            "value": f"{amount.normalize():f}" if isinstance(amount, Decimal) else "0",
            "valid_from": date(1900, 1, 1).isoformat(),
        }
        value["source"] = f"{row.cells['source']} ({row.cells['valid_from']})" if row.cells["source"] else "-"
        names = self._named(LINES, row) | {"name": self._code(LINES, row, "name"), "unit": "baht/person/year"}
        return names | {"value": [value]}

    def outcome(self, row: Row) -> dict[str, Any]:
        found = self._named(OUTCOMES, row) | {"code": self._code(OUTCOMES, row, "code")}
        cutoff, rule = to_arabic(row.cells["cutoff"]), row.cells["rule"]
        if bool(cutoff) == bool(rule):
            self._say(OUTCOMES, row.number, _column(OUTCOMES, "cutoff"), "กรอกเกณฑ์ตัดหรือกติกา อย่างใดอย่างหนึ่ง",
                      "Give either a cut-off or a rule")  # fmt: skip
            cutoff, rule = "1", ""
        if cutoff and not _SHARE.match(cutoff):
            self._say(OUTCOMES, row.number, _column(OUTCOMES, "cutoff"), *_NO_SHARE)
            cutoff = "1"
        text = row.cells["definition_th"]
        return found | {"cutoff": cutoff, "rule": rule, "definition_th": text or "-", "definition_en": text or "-"}

    def indicator(self, row: Row, contents: Mapping[str, Any]) -> dict[str, Any]:
        cells = row.cells
        number = to_arabic(cells["number"])
        if not number.isdecimal():
            self._say(INDICATORS, row.number, _column(INDICATORS, "number"), *NO_NUMBER)
            number = "0"
        code = f"i{int(number):02d}"
        rule = {"rule_th": cells["rule_th"] or "-", "rule_en": cells["rule_en"] or cells["rule_th"] or "-"}
        return (
            {"code": code, "dimension": self._dimension_of(row, contents), "source": cells["source"]}
            | self._named(INDICATORS, row)
            | rule
            | self._weight(INDICATORS, row)
            | {
                "unit": self._choice(INDICATORS, row.number, _column(INDICATORS, "unit"), cells["unit"], UNITS)
                or "household"
            }
            | self._ages(row)
            | self._rules(row, int(number), contents)
        )

    def _rules(self, row: Row, number: int, contents: Mapping[str, Any]) -> dict[str, str]:
        """The rules as written; where none is, the survey's own answer to the question, which is awaited."""
        if row.cells["passes"]:
            return {"applies": row.cells["applies"] or "true", "passes": row.cells["passes"]}
        code = str(contents["framework"].get("code", ""))
        prefix = code.replace("-", "_") if _FRAMEWORK.match(code) else "q"
        fact = row.cells["fact"] or f"{prefix}_{number:02d}"
        if not CODE.match(fact) or len(fact) > 30:
            self._say(INDICATORS, row.number, _column(INDICATORS, "fact"), *NO_CODE)
            return {"applies": "true", "passes": "null"}
        known = {one["name"] for one in (*contents["awaited"], *self.answers)}
        if fact not in known:
            names = {"th": f"คำตอบข้อ {number}", "en": f"Answer to question {number}"}
            self.answers.append({"name": fact, "type": "answer", **names})
        return {"applies": row.cells["applies"] or f"{fact} <> 'not_applicable'", "passes": f"{fact} = 'pass'"}

    def _dimension_of(self, row: Row, contents: Mapping[str, Any]) -> str:
        written = row.cells["dimension"]
        for one in contents["dimension"]:
            if written in (one["code"], one["th"], one["en"]):
                return str(one["code"])
        if written:
            self._say(INDICATORS, row.number, _column(INDICATORS, "dimension"), f"ไม่มีมิติ “{written}” ในแผ่น “มิติ” ให้เพิ่มหรือแก้ชื่อให้ตรง",
                      f"The sheet “มิติ” has no “{written}”; add it or write it alike")  # fmt: skip
        return ""

    def _ages(self, row: Row) -> dict[str, Any]:
        first, last = (to_arabic(row.cells[key]) for key in ("ages_from", "ages_to"))
        for key, text in (("ages_from", first), ("ages_to", last)):
            if text and not text.isdecimal():
                self._say(INDICATORS, row.number, _column(INDICATORS, key), *NO_NUMBER)
                return {}
        if first and last and int(last) < int(first):
            self._say(INDICATORS, row.number, _column(INDICATORS, "ages_to"), "ถึงอายุต้องไม่น้อยกว่าอายุตั้งแต่",
                      "The last age may not be below the first")  # fmt: skip
            return {}
        if not first and not last:
            return {}
        return {"ages": {"from": int(first or 0), "to": int(last) if last else None}}

    def same_numbers(self, rows: list[Row]) -> None:
        """Say of every number that stands twice where it stands again."""
        seen: dict[str, int] = {}
        for row in rows:
            number = to_arabic(row.cells["number"])
            if number in seen:
                self._say(INDICATORS, row.number, _column(INDICATORS, "number"), f"ข้อที่ {number} มีอยู่แล้วในแถวที่ {seen[number]} ให้แก้เลขข้อ",
                          f"Number {number} stands in row {seen[number]} already; change one")  # fmt: skip
            seen.setdefault(number, row.number)

    def _weight(self, sheet: str, row: Row) -> dict[str, str]:
        weight = to_arabic(row.cells["weight"])
        if weight and not _SHARE.match(weight):
            self._say(sheet, row.number, _column(sheet, "weight"), *_NO_SHARE)
            return {}
        return {"weight": weight} if weight else {}


_NO_SHARE = ("อ่านเป็นสัดส่วนไม่ได้ ใช้ 1/5, 0.2 หรือ 20%", "This is no share; write 1/5, 0.2 or 20%")


def _column(sheet: str, key: str) -> Column:
    return next(one for one in SHEETS[sheet] if one.key == key)
