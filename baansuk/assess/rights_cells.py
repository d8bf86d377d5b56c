"""Turns the rows of a province's workbook into a list of benefits, and says of each cell that cannot be taken why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from baansuk.assess.frameworks_sheets import TYPES, Column
from baansuk.assess.frameworks_taking import Row
from baansuk.assess.rights import MOST_CLAUSES, OLDEST
from baansuk.assess.rights_sheets import AWAITED, BANDS, BENEFITS, CERTAIN, CHOICES, CLAUSES, COUNTS, OFFICES, SHEETS
from baansuk.assess.sheet_cells import NO_DAY, NO_NUMBER, SheetCells, day_of
from baansuk.thai.digits import to_arabic
from baansuk.thai.money import read_money

Tables = Mapping[str, Sequence[Row]]
# Which row of the sheet of benefits a clause or a band is of: the code and the first day.
Whose = tuple[str, date]
DAYS = ("valid_from", "as_of")
NEEDS_DAYS = (
    "หลักเกณฑ์สวัสดิการต้องบอกวันที่ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 1/10/2569",
    "A benefit rule needs its dates; write day/month/Buddhist year, such as 1/10/2569",
)
NO_AMOUNT = (
    "อ่านเป็นจำนวนบาทไม่ได้ กรอกตัวเลขตั้งแต่ 0 ทศนิยมไม่เกิน 2 ตำแหน่ง",
    "This is no amount in baht; write a number from 0 with at most 2 decimals",
)


@dataclass
class BenefitCells(SheetCells):
    """Turns rows into tables of a list; what cannot be taken is added to ``faults`` and left at something harmless."""

    sheets: Mapping[str, tuple[Column, ...]] = field(default_factory=lambda: SHEETS)

    def office(self, row: Row) -> dict[str, Any]:
        return self._named(OFFICES, row) | {"code": self._code(OFFICES, row, "code")}

    def awaited(self, row: Row) -> dict[str, Any]:
        kind = self._choice(AWAITED, row.number, self.column(AWAITED, "type"), row.cells["type"], TYPES) or "text"
        return self._named(AWAITED, row) | {"name": self._code(AWAITED, row, "name"), "type": kind}

    def count(self, row: Row) -> dict[str, Any]:
        return self._named(COUNTS, row) | {"name": self._code(COUNTS, row, "name"), "rule": row.cells["rule"]}

    def benefits(self, rows: Tables) -> list[dict[str, Any]]:
        """Return the benefits with their clauses and bands, in the order of the sheet."""
        found = [self._benefit(row, rows[OFFICES]) for row in rows[BENEFITS]]
        known = [(one["code"], one["valid_from"]) for one in found]
        clauses, bands = self._by_benefit(CLAUSES, rows, known), self._by_benefit(BANDS, rows, known)
        for row, one, whose in zip(rows[BENEFITS], found, known, strict=True):
            one["clause"] = [self._clause(clause) for clause in clauses[whose]]
            one["band"] = [self._band(band) for band in bands[whose]]
            self._fits(row, one)
        return found

    def _benefit(self, row: Row, offices: Sequence[Row]) -> dict[str, Any]:
        cells = row.cells
        first, source_day = self._day(row, "valid_from", needed=True), self._day(row, "as_of", needed=True)
        chosen = {key: self._chosen(row, key) for key in ("kind", "unit", "of", "certain", "per")}
        papers = {key: _parted(cells[key], ";") for key in ("papers_th", "papers_en")}
        return (
            self._named(BENEFITS, row, but=DAYS)
            | {key: chosen[key] for key in ("kind", "unit", "per")}
            | {
                "code": self._code(BENEFITS, row, "code"),
                "of": chosen["of"] or "living",
                "valid_from": first or date(1900, 1, 1),
                "valid_to": self._day(row, "valid_to"),
                "certain": chosen["certain"] == CERTAIN["ยืนยันแล้ว"],
                "as_of": source_day or date(1900, 1, 1),
                "source": cells["source"],
                "instead_of": self._code(BENEFITS, row, "instead_of"),
                "office": _office(cells["office"], offices),
                "amount": self._amount(BENEFITS, row) if cells["amount"] else None,
                "times": self._whole(BENEFITS, row, "times", 1),
                "receives": cells["receives"],
                "paid_from": _parted(cells["paid_from"], ","),
                "papers_th": papers["papers_th"],
                # A paper that nobody translated is named in Thai.
                "papers_en": papers["papers_en"] or papers["papers_th"],
                "check_th": cells["check_th"],
                "check_en": cells["check_en"] or cells["check_th"],
                "excludes": _parted(cells["excludes"], ","),
            }
        )

    def _chosen(self, row: Row, key: str) -> str:
        return self._choice(BENEFITS, row.number, self.column(BENEFITS, key), row.cells[key], CHOICES[key])

    def _clause(self, row: Row) -> dict[str, Any]:
        return self._named(CLAUSES, row) | {"rule": row.cells["rule"]}

    def _band(self, row: Row) -> dict[str, Any]:
        self._named(BANDS, row)
        first, last = self._whole(BANDS, row, "from", 0), self._whole(BANDS, row, "to", OLDEST)
        if last < first:
            self._say(BANDS, row.number, self.column(BANDS, "to"), "ถึงอายุต้องไม่น้อยกว่าอายุตั้งแต่",
                      "The last age may not be below the first")  # fmt: skip
        return {"from": first, "to": last, "amount": self._amount(BANDS, row)}

    def _by_benefit(self, sheet: str, rows: Tables, known: Sequence[Whose]) -> Mapping[Whose, list[Row]]:
        """The rows of a sheet by the benefit that they are of; one of no benefit, or of one of several, is a fault."""
        found: dict[Whose, list[Row]] = defaultdict(list)
        for row in rows[sheet]:
            code, written = row.cells["benefit"], row.cells["valid_from"]
            meant = [one for one in known if one[0] == code and (not written or one[1] == day_of(written))]
            if len(meant) == 1:
                found[meant[0]].append(row)
            elif code:
                key = "valid_from" if any(one[0] == code for one in known) else "benefit"
                self._say(sheet, row.number, self.column(sheet, key), *_NO_BENEFIT[key])
        return found

    def _fits(self, row: Row, one: Mapping[str, Any]) -> None:
        """Say what of a benefit does not go together."""
        clauses, bands = len(one["clause"]), one["band"]
        if not clauses or clauses > MOST_CLAUSES:
            self._at(row, "code", f"สวัสดิการนี้มี {clauses} เงื่อนไขในแผ่น “{CLAUSES}” ต้องมี 1 ถึง {MOST_CLAUSES}",
                     f"It has {clauses} conditions on the sheet “{CLAUSES}”; it needs 1 to {MOST_CLAUSES}")  # fmt: skip
        if bool(row.cells["amount"]) == bool(bands):
            self._at(row, "amount", f"กรอกจำนวนบาท หรือกรอกแผ่น “{BANDS}” อย่างใดอย่างหนึ่ง",
                     f"Give an amount, or rows on the sheet “{BANDS}”: one of the two")  # fmt: skip
        if bands and one["unit"] == "household":
            self._at(row, "unit", "อัตราตามอายุใช้กับสวัสดิการรายบุคคลเท่านั้น", "Rates by age are for benefits of persons only")
        ordered = sorted(bands, key=lambda band: band["from"])
        if any(later["from"] <= earlier["to"] for earlier, later in pairwise(ordered)):
            self._at(row, "code", f"ช่วงอายุในแผ่น “{BANDS}” ซ้อนกัน ให้แก้ให้ต่อกัน",
                     f"Ages on the sheet “{BANDS}” overlap; mend them")  # fmt: skip
        if len(one["papers_th"]) != len(one["papers_en"]):
            self._at(row, "papers_en", "จำนวนเอกสารภาษาไทยกับอังกฤษไม่เท่ากัน คั่นด้วย ;",
                     "Not as many papers in English as in Thai; part them with ;")  # fmt: skip
        if one["valid_to"] is not None and one["valid_to"] < one["valid_from"]:
            self._at(row, "valid_to", "วันสิ้นสุดอยู่ก่อนวันเริ่มใช้", "It ends before it begins")

    def _at(self, row: Row, key: str, th: str, en: str) -> None:
        self._say(BENEFITS, row.number, self.column(BENEFITS, key), th, en)

    def _day(self, row: Row, key: str, *, needed: bool = False) -> date | None:
        text = row.cells[key]
        day = day_of(text)
        if day is None and (text or needed):
            self._at(row, key, *(NO_DAY if text else NEEDS_DAYS))
        return day

    def _amount(self, sheet: str, row: Row) -> Decimal | None:
        amount = read_money(row.cells["amount"])
        if isinstance(amount, Decimal) and amount >= 0 and amount == round(amount, 2):
            return Decimal(f"{amount.normalize():f}")
        if row.cells["amount"]:
            self._say(sheet, row.number, self.column(sheet, "amount"), *NO_AMOUNT)
        return Decimal(0)

    def _whole(self, sheet: str, row: Row, key: str, otherwise: int) -> int:
        figures = to_arabic(row.cells[key])
        if not figures:
            return otherwise
        if not figures.isdecimal():
            self._say(sheet, row.number, self.column(sheet, key), *NO_NUMBER)
            return otherwise
        return int(figures)


_NO_BENEFIT = {
    "benefit": (
        f"ไม่มีรหัสนี้ในแผ่น “{BENEFITS}” ให้เพิ่มหรือแก้รหัสให้ตรง",
        f"The sheet “{BENEFITS}” has no such code; add it or write it alike",
    ),
    "valid_from": (
        "รหัสนี้มีหลายแถว ให้กรอกวัน “ใช้ตั้งแต่” ของแถวที่หมายถึงให้ตรงกัน",
        "The code has several rows; write the first day of the one that is meant",
    ),
}


def _parted(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]


def _office(written: str, offices: Sequence[Row]) -> str:
    """The code of an office that was written by code or by name."""
    return next(
        (one.cells["code"] for one in offices if written in (one.cells["th"], one.cells["en"]) and written), written
    )
