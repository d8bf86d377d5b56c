"""The steps of an import inside its transaction: areas, retired codes, outlines, zones; only what differs is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from baansuk.places.area_files import AreaList, AreaRow
from baansuk.places.import_result import Features
from baansuk.places.models import Area, AreaAlias, Boundary, FormerName, Zone, ZoneMember
from baansuk.places.names import VILLAGE, area_key, parents_of
from baansuk.places.outlines import Outline, points_inside
from baansuk.places.refusals import refuse
from baansuk.places.resolver import follow
from baansuk.places.zone_files import AliasRow, ZoneRow
from baansuk.thai.sorting import sort_key

_FIELDS = (
    "level", "parent_id", "name_th", "name_en", "match_key", "sort_key", "postcode",
    "valid_from", "valid_to", "lat", "lon", "point_source",
)  # fmt: skip
_COLUMNS = ["parent" if name == "parent_id" else name for name in _FIELDS]
_AT_ONCE = 2000
_FROM_OUTLINE = "boundary"


@dataclass
class Placed:
    """What the area step did."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)


def place_areas(listed: AreaList) -> Placed:
    """Add and correct the areas of a list; a blank in the list never wipes what is known, a new name keeps the old one."""
    held = Area.objects.in_bulk()
    _check_parents(listed, held)
    placed, former, write = Placed(), [], []
    for code in sorted(listed.areas, key=lambda code: (len(code), code)):
        before = held.get(code)
        area = _area(listed.areas[code], before)
        if before is None:
            placed.added.append(code)
        elif _values(before) == _values(area):
            continue
        else:
            placed.changed.append(code)
            if before.match_key != area.match_key:
                placed.renamed.append(code)
                former.append(FormerName(area_id=code, name_th=before.name_th, match_key=before.match_key))
        write.append(area)
    Area.objects.bulk_create(
        write, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["code"], update_fields=_COLUMNS
    )
    FormerName.objects.bulk_create(former, ignore_conflicts=True)
    return placed


def _check_parents(listed: AreaList, held: Mapping[str, Area]) -> None:
    for code, row in listed.parents.items():
        if code not in listed.areas and code not in held:
            refuse(
                "places.unknown_parent",
                f"แถว {row}: ยังไม่มีพื้นที่รหัส {code} ในทะเบียน ให้นำเข้าพื้นที่ระดับบนก่อน หรือเพิ่มในไฟล์",
                f"row {row}: area {code} is not held yet; import the level above first or add it to the file",
            )


def _values(area: Area) -> tuple[object, ...]:
    return tuple(getattr(area, name) for name in _FIELDS)


def _area(row: AreaRow, before: Area | None) -> Area:
    level = len(row.code)
    known = before or Area()
    pointed = row.lat is not None
    return Area(
        code=row.code,
        level=level,
        parent_id=next(iter(parents_of(row.code)[-1:]), None),
        name_th=row.name_th,
        name_en=row.name_en or known.name_en,
        match_key=area_key(row.name_th, level),
        sort_key=row.code[-2:] if level == VILLAGE else sort_key(row.name_th)[:240],
        postcode=row.postcode or known.postcode,
        valid_from=row.valid_from or known.valid_from,
        valid_to=row.valid_to or known.valid_to,
        lat=row.lat if pointed else known.lat,
        lon=row.lon if pointed else known.lon,
        point_source=row.point_source if pointed else known.point_source,
    )


def split_aliases(listed: AreaList, held: Iterable[str]) -> list[AliasRow]:
    """Return aliases for outlines filed under a code that no list holds: that code was split into these areas."""
    known = {*listed.areas, *held}
    return [
        AliasRow(filed, code, None, "outline filed under the code from before the split", 0)
        for code, filed in listed.outline_of.items()
        if filed not in known
    ]


def place_aliases(rows: list[AliasRow]) -> list[str]:
    """Remember retired codes and end the areas that had them; return the codes of the areas ended now."""
    held = Area.objects.in_bulk(list({code for row in rows for code in (row.old_code, row.new_code)}))
    ended: dict[str, datetime.date] = {}
    for row in rows:
        if row.new_code not in held:
            _refuse_alias(row, f"ยังไม่มีพื้นที่รหัส {row.new_code} ในทะเบียน", f"area {row.new_code} is not held")
        if (old := held.get(row.old_code)) is None:
            continue
        day = row.retired_on or old.valid_to
        if day is None:
            _refuse_alias(
                row,
                f"รหัส {row.old_code} ยังใช้อยู่ ให้ระบุ retired_on ว่าเลิกใช้วันใด",
                f"code {row.old_code} is in use; say in retired_on since when it is not",
            )
        if old.valid_to != day:
            ended[row.old_code] = day
    for code, day in ended.items():
        Area.objects.filter(pk=code).update(valid_to=day)
    AreaAlias.objects.bulk_create(
        [AreaAlias(old_code=r.old_code, area_id=r.new_code, retired_on=r.retired_on, reason=r.reason) for r in rows],
        update_conflicts=True,
        unique_fields=["old_code", "area"],
        update_fields=["retired_on", "reason"],
    )
    _check_leads_to_today(rows)
    return sorted(ended)


def _check_leads_to_today(rows: list[AliasRow]) -> None:
    """Refuse aliases that go round in a circle or end at a code that is retired itself."""
    today = set(Area.objects.filter(valid_to=None).values_list("code", flat=True))
    alive = follow(AreaAlias.objects.values_list("old_code", "area_id"), today)
    for row in rows:
        if row.old_code not in alive:
            _refuse_alias(
                row,
                f"รหัส {row.old_code} ไม่มีรหัสปัจจุบันที่ใช้แทนได้",
                f"code {row.old_code} leads to no code that is in use",
            )


def _refuse_alias(row: AliasRow, th: str, en: str) -> NoReturn:
    refuse("places.bad_alias", f"รหัสเดิม แถว {row.row}: {th}", f"retired codes, row {row.row}: {en}")


def place_outlines(outlines: Mapping[str, Outline], listed: AreaList) -> Features:
    """Keep the outlines of areas held; an area without its own takes that of the code its list files it under."""
    codes = set(Area.objects.values_list("code", flat=True))
    drawn = set(Boundary.objects.filter(shared=False).values_list("area_id", flat=True))
    borrowed = {
        code: outlines[filed]
        for code, filed in listed.outline_of.items()
        if filed in outlines and code not in outlines and code not in drawn
    }
    own = {code: outline for code, outline in outlines.items() if code in codes}
    _write_outlines([_boundary(code, one, shared=False) for code, one in own.items()])
    _write_outlines([_boundary(code, one, shared=True) for code, one in borrowed.items()])
    _write_points({code: one.geometry for code, one in own.items()})
    lent = {listed.outline_of[code] for code in borrowed}
    return Features(
        read=len(outlines),
        matched=len(own.keys() | lent),
        shared=tuple(sorted(borrowed)),
        without_area=tuple(sorted(outlines.keys() - own.keys() - lent)),
    )


def _boundary(code: str, outline: Outline, *, shared: bool) -> Boundary:
    return Boundary(area_id=code, geometry=outline.geometry, origin=outline.origin, shared=shared)


def _write_outlines(wanted: list[Boundary]) -> None:
    """Write the outlines that differ; the compared columns are read once, because megabytes of text are slow to write."""
    if not wanted:
        return
    held = {code: rest for code, *rest in Boundary.objects.values_list("area_id", "geometry", "origin", "shared")}
    differing = [one for one in wanted if held.get(one.area_id) != [one.geometry, one.origin, one.shared]]
    Boundary.objects.bulk_create(
        differing,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["geometry", "origin", "shared"],
    )


def _write_points(geometries: Mapping[str, str]) -> None:
    """Give areas that no list gave a point one inside their outline."""
    pointless = Area.objects.filter(lat=None) | Area.objects.filter(point_source=_FROM_OUTLINE)
    areas = [area for area in pointless if area.code in geometries]
    points = points_inside({area.code: geometries[area.code] for area in areas}) if areas else {}
    moved = []
    for area in areas:
        if area.code in points and (area.lat, area.lon) != points[area.code]:
            area.lat, area.lon = points[area.code]
            area.point_source = _FROM_OUTLINE
            moved.append(area)
    Area.objects.bulk_update(moved, ["lat", "lon", "point_source"], batch_size=_AT_ONCE // 10)


def place_zones(rows: Mapping[str, ZoneRow]) -> None:
    """Add and correct zones; the members of a zone become exactly those of its row."""
    codes = set(Area.objects.values_list("code", flat=True))
    for row in rows.values():
        for member in row.members:
            if member not in codes:
                refuse(
                    "places.unknown_member",
                    f"กลุ่มพื้นที่ แถว {row.row} คอลัมน์ member_codes: ไม่มีพื้นที่รหัส {member} ในทะเบียน",
                    f"zones, row {row.row} column member_codes: area {member} is not held",
                )
    fields = ("kind", "name_th", "name_en", "lat", "lon", "valid_from", "valid_to")
    Zone.objects.bulk_create(
        [Zone(code=row.code, **{name: getattr(row, name) for name in fields}) for row in rows.values()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(fields),
    )
    wanted = {(row.code, member): whole for row in rows.values() for member, whole in row.members.items()}
    held = ZoneMember.objects.filter(zone__in=list(rows))
    gone = [member.pk for member in held if (member.zone_id, member.area_id) not in wanted]
    ZoneMember.objects.filter(pk__in=gone).delete()
    ZoneMember.objects.bulk_create(
        [ZoneMember(zone_id=zone, area_id=area, whole=whole) for (zone, area), whole in wanted.items()],
        update_conflicts=True,
        unique_fields=["zone", "area"],
        update_fields=["whole"],
    )
