"""Households and persons as a reader sees them: columns outside the grant are not in the question put to the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from baansuk.access.classes import HOUSEHOLD, IDENTITY
from baansuk.people.models import Household, Membership, Person, RecordLink
from baansuk.people.plain import rows_of
from baansuk.people.sight import BY_DOOR, CONTACT, POSITION, Origin, Seen, Sight

# Which class it takes to fetch a column; what is not named here tells which row it is, and no more.
HOUSEHOLD_COLUMNS: Mapping[str, str] = {
    "house_no": CONTACT,
    "village_no": HOUSEHOLD,
    "house_code": HOUSEHOLD,
    "register_kind": HOUSEHOLD,
    "members": HOUSEHOLD,
    "families": HOUSEHOLD,
    "head_name": IDENTITY,
    "lat": POSITION,
    "lon": POSITION,
}
PERSON_COLUMNS: Mapping[str, str] = {
    "title": IDENTITY,
    "given_name": IDENTITY,
    "family_name": IDENTITY,
    "sex": IDENTITY,
    "birth_date": IDENTITY,
    "birth_precision": IDENTITY,
    "id_masked": IDENTITY,
    "relation": HOUSEHOLD,
    "family_no": HOUSEHOLD,
    "life_status": HOUSEHOLD,
}


@dataclass(frozen=True, slots=True)
class SeenHousehold:
    """One household; None in a column means that the grant does not reach it, '' that nothing is known."""

    sight: Sight
    seen: Seen
    code: str
    area_code: str
    house_no: str | None = None
    village_no: str | None = None
    house_code: str | None = None
    register_kind: str | None = None
    members: int | None = None
    families: int | None = None
    head_name: str | None = None
    lat: float | None = None
    lon: float | None = None
    sources: str = ""

    @property
    def edition(self) -> int:
        return self.sight.edition

    @property
    def classes(self) -> frozenset[str]:
        """The classes of which values in use may be shown."""
        return self.seen.classes


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """One person; None in a column means that the grant does not reach it."""

    code: str
    household_code: str
    area_code: str
    title: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    sex: str | None = None
    birth_date: dt.date | None = None
    birth_precision: str | None = None
    id_masked: str | None = None
    relation: str | None = None
    family_no: int | None = None
    life_status: str | None = None
    sources: str = ""
    named: bool = False


def see_households(sight: Sight, areas: Mapping[str, str]) -> dict[str, SeenHousehold]:
    """Return households by code, given the codes (already found within the scope) with their areas: one query.

    One more where the edition holds rows of origins (source and agreement) that the scope does not reach.
    """
    groups = _groups(sight, areas, _household_origins(sight, areas))
    seen = {code: seen for seen, codes in groups.items() for code in codes}
    nameless = _headed_by_held(sight, areas)
    return {
        values["code"]: SeenHousehold(
            sight=sight,
            seen=seen[values["code"]],
            **values | ({"head_name": None} if values["code"] in nameless else {}),
        )
        for values in _read(Household, ("code", "area_code"), HOUSEHOLD_COLUMNS, groups, sight)
    }


def see_persons(sight: Sight, areas: Mapping[str, str]) -> dict[str, SeenPerson]:
    """Return persons by code, given the codes with the areas of their main households (see ``see_households``).

    Whoever is known only from what may not be read is left out, and whose facts are held back from the reader's purpose.
    """
    areas = {code: area for code, area in areas.items() if code not in sight.held}
    origins = _person_origins(sight, areas)
    areas = {code: area for code, area in areas.items() if _is_known(sight, area, origins.get(code))}
    groups = _groups(sight, areas, origins)
    named = {code for seen, codes in groups.items() if IDENTITY in seen.classes for code in codes}
    return {
        values["code"]: SeenPerson(named=values["code"] in named, **values)
        for values in _read(Person, ("code", "household_code", "area_code"), PERSON_COLUMNS, groups, sight)
    }


def visible(rows: QuerySet[Any], sight: Sight, *, area: str, household: str, walk: bool = True) -> QuerySet[Any]:
    """Keep the rows of households that the scope may see: in its areas, and known from something it may read.

    ``area`` and ``household`` name the columns of both codes. ``walk``: the areas as ranges that an index can walk,
    else as a test of each row found otherwise.
    """
    condition = Q()
    for reach in sight.reaches(HOUSEHOLD):
        inside = area_range(area, reach.area) if walk else Q(**{f"{area}__startswith": reach.area})
        if not reach.whole:
            inside &= Q(Exists(_records(sight, reach.origins, household)))
        condition |= inside
    if not condition:
        return rows.none()
    rows = rows.filter(condition)
    return rows if sight.scope.houses is None else rows.filter(**{f"{household}__in": sight.scope.houses})


def usable(sight: Sight, field_class: str, *, area: str, household: str, walk: bool = False) -> Q:
    """Return the condition under which values in use of a class may be searched and sorted by."""
    condition = Q()
    for reach in sight.reaches(field_class):
        inside = area_range(area, reach.area) if walk else Q(**{f"{area}__startswith": reach.area})
        if not reach.whole:
            inside &= ~Q(Exists(_records(sight, sight.origins - reach.origins, household)))
        condition |= inside
    return condition or Q(pk=None)


def area_range(column: str, prefix: str) -> Q:
    """Return the condition that ``column`` begins with the code ``prefix``, as a range that an index can walk."""
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)})


def _records(sight: Sight, origins: frozenset[Origin], household: str) -> QuerySet[RecordLink]:
    """The records of a household that came from some origins."""
    listed = [int(number) for number in sight.deliveries if sight.origin(number) in origins]
    return RecordLink.objects.filter(edition=sight.edition, household_code=OuterRef(household), delivery__in=listed)


def _groups(
    sight: Sight, areas: Mapping[str, str], came_from: Mapping[str, frozenset[Origin]]
) -> dict[Seen, list[str]]:
    """The codes by what may be shown of them: nearly always one group."""
    groups: dict[Seen, list[str]] = {}
    for code, area in areas.items():
        groups.setdefault(sight.seen_at(area, came_from.get(code)), []).append(code)
    return groups


def _headed_by_held(sight: Sight, codes: Iterable[str]) -> frozenset[str]:
    """The households that bear the name of somebody whose facts are held back: one query, none where nobody's are."""
    if not sight.held:
        return frozenset()
    heads = Person.objects.filter(edition=sight.edition, household_code__in=list(codes), code__in=sight.held)
    return frozenset(heads.values_list("household_code", flat=True))


def _is_known(sight: Sight, area: str, origins: frozenset[Origin] | None) -> bool:
    """Say whether anything of what somebody is known from may be read; where all may be, no row was asked (None)."""
    return origins is None or not origins.isdisjoint(sight.readable(HOUSEHOLD, area))


def _household_origins(sight: Sight, areas: Mapping[str, str]) -> dict[str, frozenset[Origin]]:
    if not sight.mixed or not areas:
        return {}
    links = RecordLink.objects.filter(edition=sight.edition, household_code__in=list(areas))
    return _by_code(sight, links.values_list("household_code", "delivery").distinct())


def _person_origins(sight: Sight, areas: Mapping[str, str]) -> dict[str, frozenset[Origin]]:
    """Records of a person may stand in several households; all of them count."""
    if not sight.mixed or not areas:
        return {}
    houses = Membership.objects.filter(edition=sight.edition, person_code__in=list(areas)).values("household_code")
    links = RecordLink.objects.filter(edition=sight.edition, household_code__in=houses, person_code__in=list(areas))
    return _by_code(sight, links.values_list("person_code", "delivery").distinct())


def _by_code(sight: Sight, pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[Origin]]:
    found: dict[str, set[Origin]] = {}
    for code, delivery in pairs:
        found.setdefault(code, set()).add(sight.origin(delivery))
    return {code: frozenset(origins) for code, origins in found.items()}


def _read(
    model: type[Household] | type[Person],
    always: Sequence[str],
    columns: Mapping[str, str],
    groups: Mapping[Seen, list[str]],
    sight: Sight,
) -> Iterable[dict[str, Any]]:
    """Put one question that holds, per row, no column outside its grant."""
    asked: dict[str, str | Combinable] = {name: name for name in always}
    for name, field_class in columns.items():
        shown = _where(groups, {seen for seen in groups if _opens(name, field_class, seen, sight)})
        if shown is True:
            asked[name] = name
        elif shown is not None:
            asked[name] = Case(When(shown, then=F(name)), default=Value(None))
    if (sources := _sources(groups, sight)) is not None:
        asked["sources"] = sources
    for values in _rows(model, groups, list(asked.values()), sight):
        yield dict(zip(asked, values, strict=True))


def _rows(
    model: type[Household] | type[Person],
    groups: Mapping[Seen, list[str]],
    asked: Sequence[str | Combinable],
    sight: Sight,
) -> Iterable[tuple[Any, ...]]:
    """Read the columns of the groups: as they stand where all are seen alike, else of each household what is open."""
    plain = [column for column in asked if isinstance(column, str)]
    codes = [code for listed in groups.values() for code in listed]
    if len(plain) == len(asked):
        return rows_of(model, plain, edition=sight.edition, key="code", codes=codes)
    among = Concat(Value(","), F("sources"), Value(","), output_field=CharField())
    rows = model.objects.filter(edition=sight.edition, code__in=codes)
    return rows.alias(among=among).values_list(*asked)


def _opens(name: str, field_class: str, seen: Seen, sight: Sight) -> bool:
    """Say whether a column may be fetched of households that are seen so."""
    if name == "house_no" and sight.scope.role in BY_DOOR:
        return HOUSEHOLD in seen.classes
    return field_class in seen.classes


def _where(groups: Mapping[Seen, list[str]], held: Collection[Seen]) -> Q | bool | None:
    """The rows of the groups held, as a condition: True for all rows, None for none."""
    if len(held) == len(groups):
        return True
    return Q(code__in=[code for seen in held for code in groups[seen]]) if held else None


def _sources(groups: Mapping[Seen, list[str]], sight: Sight) -> str | Combinable | None:
    """The stored text of sources, or one that is put together from those that may be named."""
    everything = frozenset(sight.sources)
    if everything and all(seen.sources == everything for seen in groups):
        return "sources"
    parts: list[Combinable] = []
    for source in sorted(everything):
        shown = _where(groups, {seen for seen in groups if source in seen.sources})
        if shown is None:
            continue
        condition = Q(among__contains=f",{source},")
        if isinstance(shown, Q):
            condition &= shown
        parts.append(Case(When(condition, then=Value(f"{source},")), default=Value("")))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Concat(*parts, output_field=CharField())
