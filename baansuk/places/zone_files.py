"""Zones that lie beside the area tree and codes that are no longer in use, read from CSV."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from baansuk.places.names import written_code
from baansuk.places.refusals import refuse
from baansuk.places.sheets import Sheet, day_of, point_of, read_sheet
from baansuk.thai.text import clean

ZONE_KINDS = ("hamlet", "neighbourhood", "community", "local_government", "basin", "forest")


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone; ``members`` are area codes with True where the whole area lies in the zone."""

    code: str
    kind: str
    name_th: str
    name_en: str
    members: dict[str, bool]
    lat: float | None
    lon: float | None
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    row: int


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A retired code and one that stands for it today."""

    old_code: str
    new_code: str
    retired_on: datetime.date | None
    reason: str
    row: int


def read_zones(path: Path) -> dict[str, ZoneRow]:
    """Read zone_code, kind, zone_th, zone_en, lat, lon and the areas of each zone, in one of two forms.

    Either one row for each zone: ``member_codes`` and ``part_codes`` (areas in part), codes separated by spaces; or one
    row for each member: ``area_code`` and ``whole`` (``false`` = in part). ``name_th`` and ``name_en`` are taken as
    well. A zone without members is refused: nobody could find it.
    """
    sheet = read_sheet(path)
    thai, english = sheet.need("zone_th", "name_th"), sheet.heading("zone_en", "name_en")
    for heading in (("zone_code",), ("kind",), ("member_codes", "area_code")):
        sheet.need(*heading)
    zones: dict[str, ZoneRow] = {}
    for number, cells in sheet.rows:
        zone = _zone(sheet, number, {**cells, "name_th": cells[thai], "name_en": cells.get(english, "")})
        zones[zone.code] = _joined(sheet, zones[zone.code], zone) if zone.code in zones else zone
    return zones


def _joined(sheet: Sheet, before: ZoneRow, zone: ZoneRow) -> ZoneRow:
    """Return one zone of two rows, which must agree on what the zone is."""
    if (before.kind, before.name_th) != (zone.kind, zone.name_th):
        _refuse(
            sheet,
            zone.row,
            "zone_code",
            f"รหัส {zone.code} เป็นกลุ่มพื้นที่อื่นในแถว {before.row}",
            f"code {zone.code} is another zone in row {before.row}",
        )
    return replace(before, members={**before.members, **zone.members})


def _zone(sheet: Sheet, number: int, cells: dict[str, str]) -> ZoneRow:
    code, kind, name = cells["zone_code"], cells["kind"], clean(cells["name_th"])
    if not code or len(code) > 20:
        _refuse(sheet, number, "zone_code", "ต้องมีรหัสไม่เกิน 20 ตัวอักษร", "must hold a code of at most 20 letters")
    if kind not in ZONE_KINDS:
        kinds = ", ".join(ZONE_KINDS)
        _refuse(sheet, number, "kind", f"“{kind}” ต้องเป็นหนึ่งใน {kinds}", f"“{kind}” must be one of {kinds}")
    if not name or len(name) > 120:
        _refuse(sheet, number, "zone_th", "ต้องมีชื่อไม่เกิน 120 ตัวอักษร", "must hold a name of at most 120 letters")
    lat, lon = point_of(sheet, number, cells)
    since, until = (day_of(sheet, number, cells, column) for column in ("valid_from", "valid_to"))
    members = _members(sheet, number, cells)
    return ZoneRow(code, kind, name, clean(cells["name_en"])[:120], members, lat, lon, since, until, number)


def _members(sheet: Sheet, number: int, cells: dict[str, str]) -> dict[str, bool]:
    whole = cells.get("whole", "").lower() or "true"
    if whole not in ("true", "false"):
        _refuse(sheet, number, "whole", f"“{whole}” ต้องเป็น true หรือ false", f"“{whole}” must be true or false")
    members = dict.fromkeys(_codes(sheet, number, cells, "part_codes"), False)
    members |= dict.fromkeys(_codes(sheet, number, cells, "member_codes"), True)
    members |= dict.fromkeys(_codes(sheet, number, cells, "area_code"), whole == "true")
    if not members:
        column = sheet.heading("member_codes", "area_code")
        _refuse(sheet, number, column, "ต้องมีรหัสพื้นที่อย่างน้อยหนึ่งรหัส", "must hold at least one area code")
    return members


def _codes(sheet: Sheet, number: int, cells: dict[str, str], column: str) -> list[str]:
    codes = []
    for written in cells.get(column, "").split():
        code = written_code(written)
        if not code:
            _refuse(sheet, number, column, f"“{written}” ไม่ใช่รหัสพื้นที่", f"“{written}” is not an area code")
        codes.append(code)
    return codes


def read_aliases(path: Path) -> list[AliasRow]:
    """Read old_code, new_code and, where known, retired_on and reason; a code that was split has one row for each part."""
    sheet = read_sheet(path)
    for heading in ("old_code", "new_code"):
        sheet.need(heading)
    aliases: dict[tuple[str, str], AliasRow] = {}
    for number, cells in sheet.rows:
        old, new = (written_code(cells[column]) for column in ("old_code", "new_code"))
        for column, code in (("old_code", old), ("new_code", new)):
            if not code:
                _refuse(
                    sheet, number, column, f"“{cells[column]}” ไม่ใช่รหัสพื้นที่", f"“{cells[column]}” is not an area code"
                )
        if old == new:
            _refuse(sheet, number, "new_code", "รหัสเดิมกับรหัสใหม่เป็นรหัสเดียวกัน", "the old and the new code are the same")
        retired_on = day_of(sheet, number, cells, "retired_on")
        aliases[old, new] = AliasRow(old, new, retired_on, clean(cells.get("reason", ""))[:200], number)
    return list(aliases.values())


def _refuse(sheet: Sheet, number: int, column: str, th: str, en: str) -> NoReturn:
    refuse(
        "places.bad_cell",
        f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {column}: {th}",
        f"{sheet.name} row {number} column {column}: {en}",
    )
