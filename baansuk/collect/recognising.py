"""Whose file is this, and which of its sheets are which table of the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

from baansuk.collect.declaration import SourceDeclaration, Table
from baansuk.collect.differing import closest_row
from baansuk.collect.layout import best_table, header_row_of
from baansuk.collect.openings import Opened
from baansuk.collect.raw_tables import Top
from baansuk.thai.words import Refusal, Words

ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """A declared table and the sheet or text that holds it."""

    table: Table
    top: Top


def recognise(opened: Opened, filename: str, declarations: Iterable[SourceDeclaration]) -> SourceDeclaration:
    """Return the source that a file comes from, by its headers first and its name second.

    Raises Refusal ``source_unknown`` or ``source_ambiguous``: then a person names the source.
    """
    tops = opened.tops()
    scores = sorted(
        (
            (_score(declaration, tops, opened.kind, filename), declaration.code, declaration)
            for declaration in declarations
        ),
        key=lambda scored: (-scored[0], scored[1]),
    )
    good = [(score, declaration) for score, _, declaration in scores if score >= ENOUGH]
    if not good:
        closest = closest_row([declaration for *_, declaration in scores], tops)
        near = closest.sentence if closest else Words("", "")
        raise Refusal(
            "source_unknown",
            f"ไม่รู้จักรูปแบบของไฟล์นี้ {near.th}ให้เลือกแหล่งข้อมูลเอง หรือประกาศแหล่งข้อมูลใหม่จากไฟล์นี้",
            f"The shape of this file is not known. {near.en}Choose its source, or declare a new source from it.",
        )
    if len(good) > 1 and good[0][0] - good[1][0] < 0.05:
        names = ", ".join(declaration.code for _, declaration in good[:2])
        raise Refusal(
            "source_ambiguous",
            f"ไฟล์นี้อาจเป็นของหลายแหล่งข้อมูล ({names}) ให้เลือกแหล่งข้อมูลเอง",
            f"This file may belong to several sources ({names}). Choose one.",
        )
    return good[0][1]


def find_tables(opened: Opened, declaration: SourceDeclaration, sheet: str = "") -> list[Found]:
    """Return which sheet holds which declared table.

    Raises Refusal ``which_sheet`` when two sheets with rows fit one table (``sheet`` then names the one that is meant)
    and ``not_this_source`` when nothing fits.
    """
    found: dict[str, list[Found]] = {}
    for top in opened.tops():
        best = best_table(declaration, top, opened.kind)
        if best and _has_rows(best[0], top) and (not sheet or top.name == sheet or len(declaration.tables) > 1):
            found.setdefault(best[0].name, []).append(Found(best[0], top))
    if not found:
        raise _not_this(opened, declaration)
    return [_the_one(found[table.name]) for table in declaration.tables if table.name in found]


def _the_one(several: list[Found]) -> Found:
    named = [one for one in several if any(fnmatch(one.top.name, sheet) for sheet in one.table.sheet)]
    shown = [one for one in several if not one.top.hidden]
    for choice in (several, named, shown):
        if len(choice) == 1:
            return choice[0]
    sheets = ", ".join(f"“{one.top.name}”" for one in several)
    raise Refusal(
        "which_sheet",
        f"มีหลายแผ่นงานที่มีข้อมูลรูปแบบเดียวกัน: {sheets} ให้ระบุว่าใช้แผ่นงานใด",
        f"Several sheets hold rows of this shape: {sheets}. Say which one is meant.",
    )


def _has_rows(table: Table, top: Top) -> bool:
    row = header_row_of(table, top)
    return row is not None


def _score(declaration: SourceDeclaration, tops: list[Top], kind: str, filename: str) -> float:
    best = 0.0
    for top in tops:
        fitting = best_table(declaration, top, kind)
        if fitting is None:
            continue
        table, share = fitting
        named = any(fnmatch(filename.lower(), pattern.lower()) for pattern in table.filename)
        sheet = any(fnmatch(top.name, pattern) for pattern in table.sheet)
        best = max(best, share + 0.1 * named + 0.05 * sheet)
    return best


def _not_this(opened: Opened, declaration: SourceDeclaration) -> Refusal:
    wanted = ", ".join(f"“{column.header}”" for column in declaration.tables[0].columns[:6])
    if not any(top.rows for top in opened.tops()):
        return Refusal("no_rows", "ไฟล์ไม่มีแถวข้อมูล", "The file has no rows.")
    differing = closest_row([declaration], opened.tops())
    if differing is not None:
        words = differing.words
        return Refusal(
            "not_this_source",
            f"ไฟล์นี้ไม่ใช่รูปแบบของ {declaration.name_th}: {words.th}",
            f"This file is not of the shape of {declaration.name_en}: {words.en}.",
        )
    # Where no row looks like a header the first one is somebody's facts: it is not quoted, for the reason is kept clear.
    return Refusal(
        "not_this_source",
        f"ไฟล์นี้ไม่ใช่รูปแบบของ {declaration.name_th} ต้องมีคอลัมน์เช่น {wanted} แต่ไม่พบแถวที่เป็นหัวตารางแบบนั้น",
        f"This file is not of the shape of {declaration.name_en}. It should have columns such as {wanted}; no row of it is such a header.",
    )
