"""Reads that the pages of this room need: the figures of areas as the map and the tables show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from baansuk.access.scope import Scope
from baansuk.assess.classes import Classes, cut
from baansuk.assess.measures import ALL, Measure, measures
from baansuk.assess.models import Figure
from baansuk.assess.sets import load_rules
from baansuk.collect.models import Delivery, Source
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.places.names import TAMBON, VILLAGE
from baansuk.places.questions import children_of, current_areas, names_of, path_of
from baansuk.thai.words import Words

NOT_PLACED = {
    4: Words("ไม่ทราบอำเภอ", "Amphoe not known"),
    6: Words("ไม่ทราบตำบล", "Tambon not known"),
    8: Words("ไม่ทราบหมู่บ้าน", "Village not known"),
}
LIST = "list."
NO_NAME = Words("", "")
FINEST = {"share": Decimal("0.5"), "count": Decimal(1)}


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One measure in one area: households by answer, and persons; ``placed`` is false for "not known where"."""

    code: str
    name: Words
    fail: int = 0
    passed: int = 0
    not_applicable: int = 0
    unknown: int = 0
    persons: int = 0
    persons_all: int = 0
    placed: bool = True
    short: Words = NO_NAME

    @property
    def answered(self) -> int:
        """Households whose answer is known and to whom the measure applies: what a share is a share of."""
        return self.fail + self.passed

    @property
    def households(self) -> int:
        """All households of the area."""
        return self.answered + self.not_applicable + self.unknown

    @property
    def share(self) -> Decimal | None:
        """Percent of the answered that fail or carry the measure, to one decimal; None where nobody answered."""
        if not self.answered:
            return None
        return (Decimal(self.fail) * 100 / Decimal(self.answered)).quantize(Decimal("0.1"))

    def value(self, show: str) -> Decimal | None:
        """Return what the map colours: the share, or the number of households (None where none is in the register)."""
        if show == "share":
            return self.share
        return Decimal(self.fail) if self.answered else None


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything that the map, its legend and its table show of one measure."""

    area: AreaFigure
    rows: Sequence[AreaFigure]
    classes: Classes

    def top(self, show: str) -> float:
        """Return the largest figure of the rows, 0 where there is none."""
        return float(max((row.value(show) or Decimal(0) for row in self.rows), default=0))


def map_view(edition: int, area: Area, *, measure: str, level: int, show: str, order: str) -> MapView:
    """Return the figures of the areas of ``level`` inside ``area``, ordered by name or by figure, most first."""
    held = _figures(edition, area.code, measure, level)
    places = _inside(area, level)
    names = names_of(place.code for place in places)
    far = level == VILLAGE and len(area.code) < TAMBON
    rows = [
        _figure(place.code, _named(place.code, names, far=far), held.pop(place.code, None), short=_short(place))
        for place in places
    ]
    if order == "figure":
        rows.sort(key=lambda row: (row.value(show) is None, -(row.value(show) or 0)))
    rows += _not_placed(held, level)
    own = _figures(edition, area.code, measure, len(area.code)).get(area.code)
    classes = cut((row.value(show) for row in rows if row.placed), finest=FINEST[show])
    return MapView(_figure(area.code, names_of([area.code])[area.code], own), rows, classes)


def _inside(area: Area, level: int) -> list[Area]:
    """The areas of a level inside another; villages of many tambons go by their tambon, since all begin with หมู่ที่ 1."""
    if level == len(area.code):
        return [area]
    if level == len(area.code) + 2:
        return children_of(area.code)
    inside = current_areas().filter(level=level, code__startswith=area.code)
    return list(inside.order_by("code") if level == VILLAGE else inside.order_by("sort_key", "code"))


def _named(code: str, names: Mapping[str, Words], *, far: bool) -> Words:
    name = names[code]
    if not far or code[:TAMBON] not in names:
        return name
    tambon = names[code[:TAMBON]]
    return Words(f"{name.th} {tambon.th}", f"{name.en}, {tambon.en}")


def _figures(edition: int, inside: str, measure: str, level: int) -> dict[str, Figure]:
    held = Figure.objects.filter(edition=edition, measure=measure, level=level, area_code__startswith=inside)
    return {figure.area_code: figure for figure in held}


def _short(place: Area) -> Words:
    """The name alone, as it stands on a map, where there is no room for what kind of area it is."""
    return Words(place.name_th, place.name_en or place.name_th)


def _figure(
    code: str, name: Words, figure: Figure | None, *, placed: bool = True, short: Words = NO_NAME
) -> AreaFigure:
    if figure is None:
        return AreaFigure(code, name, placed=placed, short=short)
    return AreaFigure(
        code=code,
        name=name,
        fail=figure.households_fail,
        passed=figure.households_pass,
        not_applicable=figure.households_na,
        unknown=figure.households_unknown,
        persons=figure.persons_fail,
        persons_all=figure.persons_all,
        placed=placed,
        short=short,
    )


def _not_placed(left: dict[str, Figure], level: int) -> list[AreaFigure]:
    """Households whose area below is not known stand in a row of their own, so that the parts add up to the whole."""
    if not left:
        return []
    found = [_figure(code, NOT_PLACED[level], figure, placed=False) for code, figure in sorted(left.items())]
    return [
        AreaFigure(
            code="",
            name=NOT_PLACED[level],
            fail=sum(one.fail for one in found),
            passed=sum(one.passed for one in found),
            not_applicable=sum(one.not_applicable for one in found),
            unknown=sum(one.unknown for one in found),
            persons=sum(one.persons for one in found),
            persons_all=sum(one.persons_all for one in found),
            placed=False,
        )
    ]


def figure_rows(edition: int, area: Area) -> list[tuple[Measure, AreaFigure]]:
    """Return every measure that the edition has a figure of in this area, in the order of the measures."""
    held = {figure.measure: figure for figure in Figure.objects.filter(edition=edition, area_code=area.code)}
    name = names_of([area.code])[area.code]
    return [(one, _figure(area.code, name, held[one.code])) for one in measures() if one.code in held]


def measures_held(edition: Edition, area_code: str) -> tuple[Measure, ...]:
    """Return the measures that have a figure in this area: a list that no agency has sent yet is not among them."""
    return _measures_held(edition.number, edition.published_at, area_code)


@lru_cache(maxsize=512)
def _measures_held(edition: int, _published_at: dt.datetime | None, area_code: str) -> tuple[Measure, ...]:
    """A published edition does not change, so every list page need not ask again what may be chosen in it."""
    held = set(Figure.objects.filter(edition=edition, area_code=area_code).values_list("measure", flat=True))
    return tuple(one for one in measures() if one.code in held or one.code == ALL)


def steps_to(scope: Scope, code: str) -> list[Area]:
    """Return the way down to an area, from the highest that the scope covers."""
    return [place for place in path_of(code) if scope.covers(place.code)]


def edition_shown() -> Edition | None:
    """Return the edition that readers see."""
    return Edition.objects.filter(state="current").first()


def lists_received(edition: int) -> list[str]:
    """Return the sources whose lists the edition counts: one that never came says nothing about anybody."""
    # Each list by its own code: an index finds these rows, where "begins with list." reads one per area and list.
    lists = {LIST + code for code in Source.objects.values_list("code", flat=True)}
    lists |= {one.code for one in measures() if one.code.startswith(LIST)}
    counted = Figure.objects.filter(edition=edition, measure__in=lists, level=2, households_fail__gt=0)
    return [measure.removeprefix(LIST) for measure in sorted(set(counted.values_list("measure", flat=True)))]


@lru_cache(maxsize=1)
def surveys() -> frozenset[str]:
    """Return the sources that cover people whatever their need: being in one says nothing of need."""
    return frozenset(one.source for one in load_rules().labels.list if one.kind != "list")


def source_words() -> Mapping[str, Words]:
    """Return the name of every source, as the rules say it or, for one declared later, as its declaration does."""
    declared = {source.code: source.name for source in Source.objects.all()}
    return declared | {one.source: one.words for one in load_rules().labels.list}


def receipts_of(deliveries: Iterable[int]) -> dict[int, str]:
    """Return the receipt numbers of deliveries, for the register keeper's way back to the file."""
    return dict(Delivery.objects.filter(pk__in=set(deliveries)).values_list("pk", "receipt"))
