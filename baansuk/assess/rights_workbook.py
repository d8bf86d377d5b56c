"""Reads a province's workbook into a list of benefits, and says of every cell that cannot be taken where it is and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from baansuk.assess.frameworks import Awaited, Count
from baansuk.assess.frameworks_columns import member_columns
from baansuk.assess.frameworks_sheets import Column
from baansuk.assess.frameworks_taking import Fault, Row, Taken, taken_sheets
from baansuk.assess.kinds import Kind
from baansuk.assess.language import check
from baansuk.assess.rights import Benefits, BenefitsRefused, read_benefits
from baansuk.assess.rights_cells import BenefitCells
from baansuk.assess.rights_checking import columns_for, list_sources
from baansuk.assess.rights_letters import MOST_BENEFITS
from baansuk.assess.rights_sheets import (
    ABOUT,
    AWAITED,
    BANDS,
    BENEFITS,
    BENEFITS_FORM,
    CLAUSES,
    COUNTS,
    OFFICES,
    SHEETS,
)
from baansuk.assess.sheet_cells import CODE
from baansuk.screen.figures import show_day
from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class LoadedBenefits:
    """What was understood of a workbook: a list where nothing was at fault, and every fault where something was."""

    listed: Benefits | None
    faults: list[Fault] = field(default_factory=list)


def read_benefits_book(path: Path, filename: str) -> LoadedBenefits:
    """Read a filled workbook. Raises Refusal for a file that is no workbook, not safe to open, or without the sheets."""
    sheets = taken_sheets(path, filename, BENEFITS_FORM)
    faults = list(sheets.faults)
    cells = BenefitCells(faults)
    source_row, source = sheets.about.get("source", (0, ""))
    if not source:
        faults.append(Fault(ABOUT, source_row, BENEFITS_FORM.about_rows[0].header, Words("กรอกช่องนี้", "Fill this in")))
    contents: dict[str, Any] = {
        "set": {"code": "benefits", "version": 1, "valid_from": date(1900, 1, 1), "source": source or "-"},
        "office": [cells.office(row) for row in sheets.rows[OFFICES]],
        "awaited": [cells.awaited(row) for row in sheets.rows[AWAITED]],
        "count": [cells.count(row) for row in sheets.rows[COUNTS]],
        "benefit": cells.benefits(sheets.rows),
    }
    _names(sheets, faults)
    offices = {one["code"] for one in contents["office"]}
    _codes_and_days(contents["benefit"], sheets.rows[BENEFITS], offices, faults)
    _rules(_vocabulary(contents), contents["benefit"], sheets, faults)
    listed = None if faults else _whole(contents, faults)
    return LoadedBenefits(listed, faults)


def _whole(contents: Mapping[str, Any], faults: list[Fault]) -> Benefits | None:
    try:
        return read_benefits(contents, BENEFITS)
    except BenefitsRefused as refusal:
        faults.append(Fault(ABOUT, 0, "", refusal.words))
        return None


def _names(sheets: Taken, faults: list[Fault]) -> None:
    """Say of every code that stands twice where it stands again; benefits may, for other days."""
    for name, key in ((OFFICES, "code"), (AWAITED, "name"), (COUNTS, "name")):
        seen: dict[str, int] = {}
        for row in sheets.rows[name]:
            if (code := row.cells[key]) in seen:
                words = Words(f"{code} มีแล้วในแถวที่ {seen[code]}", f"{code} stands in row {seen[code]} already")
                faults.append(Fault(name, row.number, _column(name, key).header, words))
            seen.setdefault(code, row.number)


def _codes_and_days(
    found: Sequence[Mapping[str, Any]], rows: Sequence[Row], offices: set[str], faults: list[Fault]
) -> None:
    """Say of every benefit which code it names that there is not, and whose days another row of the code holds already."""
    codes, sources = {one["code"] for one in found}, set(list_sources())
    before: list[tuple[Mapping[str, Any], Row]] = []
    for one, row in zip(found, rows, strict=True):
        for key, written, known in (
            ("office", [one["office"]] if one["office"] else [], offices),
            ("instead_of", [one["instead_of"]] if one["instead_of"] else [], codes),
            ("excludes", one["excludes"], codes),
            ("paid_from", one["paid_from"], sources),
        ):
            if unknown := [code for code in written if code not in known]:
                listed = ", ".join(unknown)
                words = Words(f"ไม่มีรหัส {listed} ให้แก้รหัสให้ตรง", f"There is no {listed}; write the code alike")
                faults.append(Fault(BENEFITS, row.number, _column(BENEFITS, key).header, words))
        for other, at in before:
            if other["code"] == one["code"] and _share_a_day(other, one):
                faults.append(Fault(BENEFITS, row.number, _column(BENEFITS, "valid_from").header, _twice(one, at)))
        before.append((one, row))


def _share_a_day(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    ends = [each["valid_to"] or date.max for each in (one, other)]
    return bool(one["valid_from"] <= ends[1] and other["valid_from"] <= ends[0])


def _twice(one: Mapping[str, Any], at: Row) -> Words:
    th, en = (show_day(one["valid_from"], language=language) for language in ("th", "en"))
    return Words(
        f"{one['code']} ในแถวที่ {at.number} ใช้อยู่แล้วในช่วงวันเดียวกับแถวนี้ (ตั้งแต่ {th}) ให้ใส่วัน “ใช้ถึง” ในแถวก่อน",
        f"{one['code']} of row {at.number} already holds on days of this row (from {en}); end the earlier one in “ใช้ถึง”",
    )


def _vocabulary(contents: Mapping[str, Any]) -> Benefits:
    """The list's own names that rules may read, as far as they can be taken, so that each rule is checked beside other faults."""
    awaited = [Awaited(**one) for one in contents["awaited"] if CODE.match(one["name"])]
    counts = [Count(**one) for one in contents["count"] if CODE.match(one["name"])]
    return Benefits.model_construct(awaited=awaited, count=counts)


def _rules(listed: Benefits, found: Sequence[Mapping[str, Any]], sheets: Taken, faults: list[Fault]) -> None:
    """Check every rule at its cell, and that the letters of all benefits of a unit have room."""
    by_unit = {unit: columns_for(listed, unit) for unit in ("person", "household")}
    for row in sheets.rows[COUNTS]:
        _rule(COUNTS, row, "rule", row.cells["rule"], member_columns(), faults)
    units: dict[str, str] = {}
    for one, row in zip(found, sheets.rows[BENEFITS], strict=True):
        units[one["code"]] = one["unit"]
        if one["unit"] in by_unit:
            _rule(BENEFITS, row, "receives", one["receives"], by_unit[one["unit"]], faults)
    for row in sheets.rows[CLAUSES]:
        if (unit := units.get(row.cells["benefit"], "")) in by_unit:
            _rule(CLAUSES, row, "rule", row.cells["rule"], by_unit[unit], faults)
    for unit in by_unit:
        _room(unit, [one for one in found if one["unit"] == unit], faults)


def _rule(sheet: str, row: Row, key: str, text: str, columns: Mapping[str, Kind | str], faults: list[Fault]) -> None:
    if not text:
        return  # an empty cell is told already
    try:
        check(text, columns)
    except Refusal as refusal:
        faults.append(Fault(sheet, row.number, _column(sheet, key).header, refusal.words))


def _room(unit: str, found: Sequence[Mapping[str, Any]], faults: list[Fault]) -> None:
    days = [one["valid_from"] for one in found]
    ends = [one["valid_to"] or date.max for one in found]
    most = max((sum(day <= one <= end for day, end in zip(days, ends, strict=True)) for one in days), default=0)
    if most > MOST_BENEFITS:
        words = Words(
            f"มี {most} สวัสดิการในวันเดียวกันสำหรับหน่วยเดียวกัน ระบบรับได้ {MOST_BENEFITS}",
            f"{most} benefits of {unit}s hold on one day; there is room for {MOST_BENEFITS}",
        )
        faults.append(Fault(BENEFITS, 0, "", words))


def _column(sheet: str, key: str) -> Column:
    return next(one for one in SHEETS[sheet] if one.key == key)


def faults_by_sheet(faults: list[Fault]) -> Iterator[tuple[str, list[Fault]]]:
    """Yield the faults of each sheet, in the order of the workbook."""
    for sheet in (ABOUT, OFFICES, BENEFITS, CLAUSES, BANDS, AWAITED, COUNTS):
        if found := [one for one in faults if one.sheet == sheet]:
            yield sheet, sorted(found, key=lambda one: one.row)
