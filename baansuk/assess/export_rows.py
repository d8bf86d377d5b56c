"""Turns households into the rows of a workbook: text that no spreadsheet runs, codes that no spreadsheet rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from baansuk.access.classes import HOUSEHOLD, IDENTITY, PERSONAL
from baansuk.assess.judged import Kept
from baansuk.assess.list_rows import carried, lists_on, names_every_list
from baansuk.assess.measures import by_code
from baansuk.assess.sheet_stream import Cell
from baansuk.assess.verified import VerifiedLabel
from baansuk.collect.escaping import escape_cell
from baansuk.people.seen import SeenHousehold
from baansuk.people.sight import CONTACT, Sight
from baansuk.screen.figures import show_day
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in letters, and the classes without which it is not in the workbook."""

    name: Words
    width: int
    classes: frozenset[str] = frozenset()


def _column(th: str, en: str, width: int, *classes: str) -> Column:
    return Column(Words(th, en), width, frozenset(classes))


# No reasons of persons, no id numbers: a list that leaves the house says which door to go to and how much is lacking.
COLUMNS: Sequence[Column] = (
    _column("รหัสครัวเรือน", "Household code", 18),
    _column("บ้านเลขที่", "House number", 12, CONTACT),
    _column("หมู่ที่", "Moo", 8),
    _column("หมู่บ้าน", "Village", 24),
    _column("ตำบล", "Tambon", 20),
    _column("อำเภอ", "Amphoe", 20),
    _column("รหัสพื้นที่", "Area code", 12),
    _column("รหัสประจำบ้าน", "House code", 16, HOUSEHOLD),
    _column("หัวหน้าครัวเรือน", "Head of household", 30, IDENTITY),
    _column("สมาชิก (คน)", "Members", 10, HOUSEHOLD),
    _column("ตกเกณฑ์ (ข้อ)", "Indicators failed", 12, HOUSEHOLD),
    _column("ข้อที่ตก", "Which fail", 18, HOUSEHOLD),
    _column("ไม่ทราบ (ข้อ)", "Indicators not known", 12, HOUSEHOLD),
    Column(Words("คนจนหลายมิติ", "MPI-poor"), 14, by_code()["label.mpi_poor"].classes),
    Column(Words("คนจนเป้าหมาย", "Target poor"), 14, by_code()["label.target_poor"].classes),
    Column(Words("จำนวนบัญชีที่อยู่", "Lists of help"), 12, by_code()["label.no_list"].classes),
    _column("ผลตรวจสอบ", "Verified result", 26, HOUSEHOLD),
    _column("วันที่ตัดสิน", "Decided on", 14, HOUSEHOLD),
    _column("รอบตรวจสอบ", "Round of verification", 18, HOUSEHOLD),
)
YES_NO = {True: Words("ใช่", "yes"), False: Words("ไม่", "no"), None: Words("ไม่ทราบ", "not known")}


def columns_of(sight: Sight, areas: Sequence[str]) -> list[bool]:
    """Say of each column whether the grant reaches it anywhere in these areas; rows that it does not reach stay empty."""
    reached = {
        name
        for name in PERSONAL
        if any(
            reach.area.startswith(area) or area.startswith(reach.area)
            for area in areas
            for reach in sight.reaches(name)
        )
    }
    return [column.classes <= reached for column in COLUMNS]


def headings(language: str, kept: Sequence[bool]) -> list[tuple[str, int]]:
    """Return the headings kept, with the widths of their columns."""
    return [(one.name.in_language(language), one.width) for one in compress(COLUMNS, kept)]


def row(
    household: SeenHousehold,
    judged: Kept | None,
    verified: VerifiedLabel | None,
    places: Mapping[str, Words],
    surveys: Collection[str],
    language: str,
    kept: Sequence[bool],
) -> list[Cell]:
    """Return one row; what is not known and what the grant does not reach are empty cells."""
    area_code = household.area_code

    def name(length: int) -> str:
        found = places.get(area_code[:length]) if len(area_code) >= length else None
        return escape_cell(found.in_language(language)) if found else ""

    village = household.village_no if household.village_no is not None else area_code[6:].lstrip("0")
    cells: list[Cell] = [
        household.code,
        escape_cell(household.house_no or ""),
        escape_cell(village),
        name(8),
        name(6),
        name(4),
        area_code,
        escape_cell(household.house_code or ""),
        escape_cell(household.head_name or ""),
        household.members,
        *_judged(judged, language),
        lists_on(household.sources, surveys) if names_every_list(household, surveys) else None,
        *_verified(verified, language),
    ]
    return list(compress(cells, kept))


def _verified(verified: VerifiedLabel | None, language: str) -> list[Cell]:
    """What was found, when and in which round; an empty cell is a household that no last step has decided."""
    if verified is None:
        return [None] * 3
    return [verified.told.in_language(language), show_day(verified.decided_on, language), verified.round_code]


def _judged(judged: Kept | None, language: str) -> list[Cell]:
    if judged is None:
        return [None] * 5
    which = ", ".join(str(number) for number, letter in enumerate(judged.answers, 1) if letter == "F")
    return [
        judged.failed,
        which,
        judged.unknown,
        _label(judged.labels, "mpi_poor", language),
        _label(judged.labels, "target_poor", language),
    ]


def _label(labels: str, code: str, language: str) -> str:
    if code in carried(labels):
        return YES_NO[True].in_language(language)
    if f"{code}:" not in labels:
        return ""
    known = f"{code}:P" in labels.split()
    return YES_NO[False if known else None].in_language(language)
