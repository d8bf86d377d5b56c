"""Reads a province's workbook into a framework, and says of every cell that cannot be taken where it is and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from baansuk.assess.frameworks import Framework, read_framework
from baansuk.assess.frameworks_cells import Cells, indicator_code
from baansuk.assess.frameworks_checking import FrameworkRefused, Spot, faults_of, read_checked
from baansuk.assess.frameworks_sheets import (
    ABOUT,
    AWAITED,
    DIMENSIONS,
    INDICATORS,
    LINES,
    OUTCOMES,
    SHEETS,
)
from baansuk.assess.frameworks_taking import Fault, Taken, taken_sheets
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was understood of a workbook: a framework where nothing was at fault, and every fault where something was.

    ``warnings`` hold nothing up: such as fewer indicators than the manual is said to have.
    """

    framework: Framework | None
    rows: list[dict[str, str]]
    faults: list[Fault]
    warnings: list[Words] = field(default_factory=list)


def read_workbook(path: Path, filename: str, *, version: int = 1) -> Loaded:
    """Read a filled workbook. Raises Refusal for a file that is no workbook, not safe to open, or without the sheets."""
    sheets = taken_sheets(path, filename)
    faults = list(sheets.faults)
    taken = Cells(faults)
    about = taken.about(sheets.about)
    contents: dict[str, Any] = {
        "framework": about | {"version": version, "valid_from": date(1900, 1, 1).isoformat()},
        "line": [taken.line(row) for row in sheets.rows[LINES]],
        "dimension": [taken.dimension(row) for row in sheets.rows[DIMENSIONS]],
        "outcome": [taken.outcome(row) for row in sheets.rows[OUTCOMES]],
        "awaited": [taken.awaited(row) for row in sheets.rows[AWAITED]],
    }
    contents["indicator"] = [taken.indicator(row, contents) for row in sheets.rows[INDICATORS]]
    contents["awaited"] += taken.answers
    taken.same_numbers(sheets.rows[INDICATORS])
    framework = None if faults else _held_together(contents, sheets, faults)
    understood = [row.cells for row in sheets.rows[INDICATORS]]
    return Loaded(framework, understood, faults, _warnings(about, len(contents["indicator"])))


def _held_together(contents: dict[str, Any], sheets: Taken, faults: list[Fault]) -> Framework | None:
    """Check the whole; a rule at fault is told at its cell."""
    try:
        return read_checked(contents).framework
    except FrameworkRefused as refusal:
        if refusal.spot is None:
            faults.append(Fault(ABOUT, 0, "", refusal.words))
            return None
    for one in faults_of(read_framework(contents)):
        assert one.spot is not None
        faults.append(_at_cell(one.spot, one.words, sheets))
    return None


def _at_cell(spot: Spot, words: Words, sheets: Taken) -> Fault:
    kind, code, which = spot
    name, key = (OUTCOMES, "rule") if kind == "outcome" else (INDICATORS, which)
    column = next(one for one in SHEETS[name] if one.key == key)
    rows = sheets.rows[name]
    row = next(
        (one for one in rows if code in (one.cells.get("code"), indicator_code(one.cells.get("number", "")))), None
    )
    return Fault(name, row.number if row else 0, column.header, words)


def _warnings(about: Mapping[str, Any], found: int) -> list[Words]:
    expected = int(about.get("expects") or 0)
    if not expected or expected == found:
        return []
    return [
        Words(
            f"คู่มือมี {expected} ตัวชี้วัด แต่ในไฟล์มี {found} ข้อ ตรวจว่ากรอกครบหรือตั้งใจใช้บางส่วน",
            f"The manual has {expected} indicators and the file {found}; check that none is missing.",
        )
    ]


def faults_by_sheet(faults: list[Fault]) -> Iterator[tuple[str, list[Fault]]]:
    """Yield the faults of each sheet, in the order of the workbook."""
    for sheet in (ABOUT, *SHEETS):
        if found := [one for one in faults if one.sheet == sheet]:
            yield sheet, sorted(found, key=lambda one: one.row)
