"""What may be asked about places: the tree, names in full, outlines for maps, and the tables that resolve names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from baansuk.places import place_tables
from baansuk.places.models import Area, AreaAlias, AreaQuerySet, Boundary, FormerName, Zone
from baansuk.places.names import AMPHOE, LEVELS, PROVINCE, TAMBON, AreaName, parents_of
from baansuk.places.place_tables import PlaceTable
from baansuk.places.resolver import Resolver, follow
from baansuk.thai.words import Words

# A question of SQLite takes 32,766 values at most.
NAMES_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many areas of each level (2, 4, 6, 8) exist today, and what lies beside them."""

    areas: dict[int, int]
    zones: int
    aliases: int
    boundaries: int


def current_areas() -> AreaQuerySet:
    """Return the areas that exist today."""
    return Area.objects.current_on(timezone.localdate())


def area(code: str) -> Area | None:
    """Return an area by its code, also one that no longer exists; None for a code that is not held."""
    with connection.cursor() as cursor:
        cursor.execute(_AREA, [code])
        row = cursor.fetchone()
    return Area.from_db(connection.alias, _AREA_COLUMNS, row) if row else None


# Plain, as every list asks it.
_AREA_COLUMNS = [field.attname for field in Area._meta.concrete_fields]
_AREA = f"select {', '.join(_AREA_COLUMNS)} from places_area where code = %s"


def children_of(code: str) -> list[Area]:
    """Return the areas right below, as Thais sort them, villages by number; of "" the provinces."""
    below = current_areas().filter(parent=code) if code else current_areas().filter(level=PROVINCE)
    return list(below.order_by("sort_key", "code"))


def provinces_held() -> set[str]:
    """Return the codes of the provinces of which this house knows what lies in them."""
    known = current_areas()
    provinces = known.filter(level=PROVINCE).order_by().values("code")
    return set(known.filter(parent__in=provinces).order_by().values_list("parent_id", flat=True).distinct())


_BELOW = """select code, name_th, name_en from places_area
    where parent_id = %s and (valid_to is null or valid_to > %s) order by sort_key, code"""


def names_below(code: str) -> list[AreaName]:
    """Return the names of the areas right below, in the order of ``children_of``: a plain question, for each list asks it."""
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [code, today])
        return [AreaName(*row) for row in cursor.fetchall()]


def path_of(code: str) -> list[Area]:
    """Return the areas from the province down to the code itself, as far as they are held."""
    found = Area.objects.in_bulk([*parents_of(code), code])
    return [found[one] for one in (*parents_of(code), code) if one in found]


def words_of(place: Area) -> Words:
    """Return the name with its prefix, ตำบล… or … Subdistrict, in both languages."""
    return AreaName(place.code, place.name_th, place.name_en).words()


def names_of(codes: Iterable[str]) -> dict[str, Words]:
    """Return the names of many areas, and of those above them, by code: one query for ten thousand."""
    wanted = sorted({one for code in codes for one in (*parents_of(code), code)})
    pieces = (wanted[start : start + NAMES_AT_ONCE] for start in range(0, len(wanted), NAMES_AT_ONCE))
    return {code: name for piece in pieces for code, name in _names(piece)}


def _names(codes: Sequence[str]) -> Iterator[tuple[str, Words]]:
    """A plain question, as each list and each page asks it."""
    placed = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(f"select code, name_th, name_en from places_area where code in ({placed})", codes)
        yield from ((row[0], AreaName(*row).words()) for row in cursor.fetchall())


def today_of(code: str) -> tuple[str, ...]:
    """Return the codes of today for a code: itself, its successors, or nothing when it is not known."""
    today = set(current_areas().filter(level=len(code)).values_list("code", flat=True))
    if code in today:
        return (code,)
    everywhere = set(current_areas().values_list("code", flat=True))
    return follow(AreaAlias.objects.values_list("old_code", "area_id"), everywhere).get(code, ())


def boundaries_of(parent_code: str, level: int) -> str:
    """Return a GeoJSON FeatureCollection, as text, of the areas of a level inside a parent ("" = the whole country).

    Properties: code, th, en, parent, and shared where the outline is that from before a split. The geometry is put in as
    it was stored, never parsed. Shared outlines come first, so that a map draws the others above them.
    """
    today = timezone.localdate()
    rows = (
        Boundary.objects.filter(area__level=level, area__code__startswith=parent_code)
        .filter(Q(area__valid_to=None) | Q(area__valid_to__gt=today))
        .order_by("-shared", "area_id")
        .values_list("area_id", "area__name_th", "area__name_en", "area__parent_id", "shared", "geometry")
    )
    features = ",".join(_feature(*row) for row in rows.iterator(chunk_size=2000))
    return f'{{"type":"FeatureCollection","features":[{features}]}}'


def _feature(code: str, th: str, en: str, parent: str | None, shared: bool, geometry: str) -> str:
    properties: dict[str, object] = {"code": code, "th": th, "en": en, "parent": parent or ""}
    if shared:
        properties["shared"] = True
    return f'{{"type":"Feature","properties":{json.dumps(properties, ensure_ascii=False)},"geometry":{geometry}}}'


def boundary_origins(parent_code: str, level: int) -> list[str]:
    """Return the credits that a map of these outlines must show."""
    held = Boundary.objects.filter(area__level=level, area__code__startswith=parent_code)
    return sorted(held.values_list("origin", flat=True).distinct())


def without_boundary() -> dict[int, tuple[str, ...]]:
    """Return the provinces, amphoes and tambons of today that have no outline, by level."""
    found: dict[int, list[str]] = {PROVINCE: [], AMPHOE: [], TAMBON: []}
    bare = current_areas().filter(boundary=None, level__lte=TAMBON)
    for level, code in bare.order_by("code").values_list("level", "code"):
        found[level].append(code)
    return {level: tuple(codes) for level, codes in found.items()}


def load_resolver() -> Resolver:
    """Return the resolver of the areas of today, their former names and the retired codes; keep it for a whole run."""
    return Resolver(
        [AreaName(*row) for row in current_areas().order_by("code").values_list("code", "name_th", "name_en")],
        list(AreaAlias.objects.values_list("old_code", "area_id")),
        list(FormerName.objects.values_list("area_id", "name_th")),
    )


def load_place_table() -> PlaceTable:
    """Return the resolver's table form."""
    return PlaceTable(load_resolver())


def name_table() -> pl.DataFrame:
    """Return every way to name an area: province_key, amphoe_key, tambon_key ("" = not named) and code."""
    return place_tables.name_table(load_resolver())


def counts() -> Counts:
    """Return how much is held."""
    by_level = dict(current_areas().order_by().values_list("level").annotate(Count("code")))
    return Counts(
        areas={level: by_level.get(level, 0) for level in LEVELS},
        zones=Zone.objects.count(),
        aliases=AreaAlias.objects.values("old_code").distinct().count(),
        boundaries=Boundary.objects.count(),
    )


def zones_of(area_code: str) -> list[Zone]:
    """Return the zones that hold the area, an area above it as a whole, or a part of it, by kind and name."""
    today = timezone.localdate()
    touching = Q(members__area__code__startswith=area_code) | Q(
        members__area__in=list(parents_of(area_code)), members__whole=True
    )
    zones = Zone.objects.filter(touching).filter(Q(valid_to=None) | Q(valid_to__gt=today))
    return list(zones.distinct().order_by("kind", "name_th", "code"))
