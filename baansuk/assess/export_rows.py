"""Turns households into the rows of a workbook: text that no spreadsheet runs, codes that no spreadsheet rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from baansuk.assess.list_rows import carried, lists_on
from baansuk.assess.sheet_stream import Cell
from baansuk.collect.escaping import escape_cell
from baansuk.thai.words import Words

# Name of the column and its width in letters. No reasons of persons, no id numbers: a list that leaves the house says
# which door to go to and how much is lacking there.
COLUMNS: Sequence[tuple[Words, int]] = (
    (Words("รหัสครัวเรือน", "Household code"), 18),
    (Words("บ้านเลขที่", "House number"), 12),
    (Words("หมู่ที่", "Moo"), 8),
    (Words("หมู่บ้าน", "Village"), 24),
    (Words("ตำบล", "Tambon"), 20),
    (Words("อำเภอ", "Amphoe"), 20),
    (Words("รหัสพื้นที่", "Area code"), 12),
    (Words("รหัสประจำบ้าน", "House code"), 16),
    (Words("หัวหน้าครัวเรือน", "Head of household"), 30),
    (Words("สมาชิก (คน)", "Members"), 10),
    (Words("ตกเกณฑ์ (ข้อ)", "Indicators failed"), 12),
    (Words("ข้อที่ตก", "Which fail"), 18),
    (Words("ไม่ทราบ (ข้อ)", "Indicators not known"), 12),
    (Words("คนจนหลายมิติ", "MPI-poor"), 14),
    (Words("คนจนเป้าหมาย", "Target poor"), 14),
    (Words("จำนวนบัญชีที่อยู่", "Lists of help"), 12),
)
YES_NO = {True: Words("ใช่", "yes"), False: Words("ไม่", "no"), None: Words("ไม่ทราบ", "not known")}

# What is read of a household and of its profile, in this order.
HOUSEHOLD = ("code", "house_no", "village_no", "area_code", "house_code", "head_name", "members", "sources")
PROFILE = ("household_code", "answers", "failed", "unknown", "labels")


def headings(language: str) -> list[tuple[str, int]]:
    """Return the headings with the widths of their columns."""
    return [(words.in_language(language), width) for words, width in COLUMNS]


def row(
    household: Sequence[object],
    profile: Sequence[object] | None,
    places: Mapping[str, Words],
    surveys: Collection[str],
    language: str,
) -> list[Cell]:
    """Return one row from the values of HOUSEHOLD and PROFILE; without a profile its cells stay empty."""
    code, house_no, village_no, area, house_code, head, members, sources = household
    area_code = str(area)

    def name(length: int) -> str:
        found = places.get(area_code[:length]) if len(area_code) >= length else None
        return escape_cell(found.in_language(language)) if found else ""

    return [
        str(code),
        escape_cell(str(house_no)),
        escape_cell(str(village_no)),
        name(8),
        name(6),
        name(4),
        area_code,
        escape_cell(str(house_code)),
        escape_cell(str(head)),
        int(str(members)),
        *_judged(profile, language),
        lists_on(str(sources), surveys),
    ]


def _judged(profile: Sequence[object] | None, language: str) -> list[Cell]:
    if profile is None:
        return [None] * 5
    _code, answers, failed, unknown, labels = (str(value) for value in profile)
    which = ", ".join(str(number) for number, letter in enumerate(answers, 1) if letter == "F")
    return [
        int(failed),
        which,
        int(unknown),
        _label(labels, "mpi_poor", language),
        _label(labels, "target_poor", language),
    ]


def _label(labels: str, code: str, language: str) -> str:
    if code in carried(labels):
        return YES_NO[True].in_language(language)
    known = f"{code}:P" in labels.split()
    return YES_NO[False if known else None].in_language(language)
