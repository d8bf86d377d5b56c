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
from baansuk.assess.relations import LIST
from baansuk.assess.sets import load_rules
from baansuk.assess.telling import NOTHING, Telling, Told
from baansuk.collect.models import Delivery, Source
from baansuk.people.models import Edition
from baansuk.people.plain import edition_now
from baansuk.places.models import Area
from baansuk.places.names import TAMBON, VILLAGE
from baansuk.places.questions import children_of, current_areas, names_of, path_of
from baansuk.thai.words import Words

NOT_PLACED = {
    4: Words("ไม่ทราบอำเภอ", "Amphoe not known"),
    6: Words("ไม่ทราบตำบล", "Tambon not known"),
    8: Words("ไม่ทราบหมู่บ้าน", "Village not known"),
}
NO_NAME = Words("", "")
FINEST = {"share": Decimal("0.5"), "count": Decimal(1)}


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One measure in one area: households by answer, and persons; ``placed`` is false for "not known where".

    A count that is None is not told to this reader, ``few`` because it is below the least that is told. ``exact``: the
    reader sees the very households, so everything is.
    """

    code: str
    name: Words
    told: Told = NOTHING
    placed: bool = True
    short: Words = NO_NAME

    @property
    def fail(self) -> int | None:
        return self.told.fail

    @property
    def few(self) -> bool:
        return self.told.few

    @property
    def passed(self) -> int | None:
        return self.told.passed

    @property
    def not_applicable(self) -> int | None:
        return self.told.not_applicable

    @property
    def unknown(self) -> int | None:
        return self.told.unknown

    @property
    def persons(self) -> int | None:
        return self.told.persons

    @property
    def persons_all(self) -> int | None:
        return self.told.persons_all

    @property
    def answered(self) -> int | None:
        """Households whose answer is known and to whom the measure applies: what a share is a share of."""
        return None if self.fail is None or self.passed is None else self.fail + self.passed

    @property
    def households(self) -> int | None:
        """All households of the area."""
        return self.told.households

    @property
    def share(self) -> Decimal | None:
        """Percent of the answered that fail or carry the measure, to one decimal; None where nobody answered."""
        if not self.answered or self.fail is None:
            return None
        return (Decimal(self.fail) * 100 / Decimal(self.answered)).quantize(Decimal("0.1"))

    def value(self, show: str) -> Decimal | None:
        """Return what the map colours: the share, or the number of households (None where none is in the register)."""
        if show == "share":
            return self.share
        return None if self.fail is None or self.answered == 0 else Decimal(self.fail)

    def hidden(self, show: str) -> bool:
        """Say whether there is a figure that this reader is not told."""
        return self.fail is None or (show == "share" and self.answered is None)


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything that the map, its legend and its table show of one measure."""

    area: AreaFigure
    rows: Sequence[AreaFigure]
    classes: Classes

    def top(self, show: str) -> float:
        """Return the largest figure of the rows, 0 where there is none."""
        return float(max((row.value(show) or Decimal(0) for row in self.rows), default=0))

    def hidden(self, show: str) -> int:
        """Return of how many areas the figure is not told."""
        return sum(1 for row in self.rows if row.placed and row.hidden(show))

    @property
    def exact(self) -> bool:
        """Whether everything is told."""
        return self.area.told.exact and all(row.told.exact for row in self.rows)


def map_view(telling: Telling, area: Area, *, measure: str, level: int, show: str, order: str) -> MapView:
    """Return the figures of the areas of ``level`` inside ``area``, ordered by name or by figure, most first."""
    held = _figures(telling, area.code, measure, level)
    places = _inside(area, level)
    names = names_of(place.code for place in places)
    far = level == VILLAGE and len(area.code) < TAMBON
    rows = [
        AreaFigure(place.code, _named(place.code, names, far=far), held.pop(place.code, NOTHING), short=_short(place))
        for place in places
    ]
    if order == "figure":
        rows.sort(key=lambda row: (row.value(show) is None, -(row.value(show) or 0)))
    rows += _not_placed(held, level)
    own = _figures(telling, area.code, measure, len(area.code)).get(area.code, NOTHING)
    classes = cut((row.value(show) for row in rows if row.placed and not row.hidden(show)), finest=FINEST[show])
    return MapView(AreaFigure(area.code, names_of([area.code])[area.code], own), rows, classes)


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


def _figures(telling: Telling, inside: str, measure: str, level: int) -> dict[str, Told]:
    held = Figure.objects.filter(
        edition=telling.edition.number, measure=measure, level=level, area_code__startswith=inside
    )
    return {area: told for (_measure, area), told in telling.read(held).items()}


def _short(place: Area) -> Words:
    """The name alone, as it stands on a map, where there is no room for what kind of area it is."""
    return Words(place.name_th, place.name_en or place.name_th)


def _not_placed(left: Mapping[str, Told], level: int) -> list[AreaFigure]:
    """Households whose area below is not known stand in a row of their own, so that the parts add up to the whole."""
    if not left:
        return []
    return [AreaFigure("", NOT_PLACED[level], together(left.values()), placed=False)]


def together(parts: Iterable[Told]) -> Told:
    """Add up what is told; where one part is not, the whole is not either."""
    listed = list(parts)

    def added(name: str) -> int | None:
        counts = [getattr(one, name) for one in listed]
        return None if None in counts else sum(counts)

    return Told(
        fail=added("fail"),
        passed=added("passed"),
        not_applicable=added("not_applicable"),
        unknown=added("unknown"),
        persons=added("persons"),
        persons_all=added("persons_all"),
        households=added("households"),
        few=len(listed) == 1 and listed[0].few,
        exact=all(one.exact for one in listed),
    )


def figure_rows(telling: Telling, area: Area) -> list[tuple[Measure, AreaFigure]]:
    """Return every measure that the edition has a figure of in this area, in the order of the measures."""
    held = telling.read(Figure.objects.filter(edition=telling.edition.number, area_code=area.code))
    name = names_of([area.code])[area.code]
    told = {measure: one for (measure, _area), one in held.items()}
    return [(one, AreaFigure(area.code, name, told[one.code])) for one in measures() if one.code in told]


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
    return edition_now()


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
