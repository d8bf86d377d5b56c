"""Releases the exact counts beside what is told already, so that nothing hidden there comes back from what is told here.

The figures of the register are released first, as for every other page. Headcounts lie inside them and inside one another,
so they are told in tens, and only where those figures are told. Moves and overlaps of lists are released as figures are, the
overlaps with the lists themselves held fixed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from baansuk.assess.measured import AIMED_AT, frameworks, poverties
from baansuk.assess.measured_relations import JUDGED, listed_code, move_code, of_overlaps, overlap_code
from baansuk.assess.measuring.rounding import Rounded, tell_rounded, to_base
from baansuk.assess.models import Headcount, Moved, Overlap
from baansuk.assess.relations import LIST
from baansuk.assess.telling import Known, classes_of, released, tables_of
from baansuk.people.disclosure import release
from baansuk.people.figures import AtLeast, Counts, Limits, Release, Total
from baansuk.people.models import Edition
from baansuk.places.names import PROVINCE, TAMBON

# Overlaps of lists have many small cells: whoever does not see the households is told them down to the amphoe.
AMPHOE = 4
Given = dict[str, dict[str, Counts]]
Areas = Mapping[str, frozenset[str]]
Kept = TypeVar("Kept", Counts, Total)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever knows the households of these areas by these classes, before one province of one edition."""

    edition: int
    published_at: dt.datetime | None
    province: str
    known: Known
    limits: Limits


def label_of(name: str) -> str:
    """Return the label of the framework that a headcount or a move is counted by: it rests on the same facts."""
    code = name.partition(".")[0]
    return next(one.label for one in frameworks() if one.code == code)


def figure_of(name: str) -> str:
    """Return the stored figure that a headcount lies inside: that of its lack, or the label of its framework."""
    for one in poverties().values():
        for lack in one.framework.lacks:
            if name == one.count_of(lack):
                return lack.measure
    return label_of(name)


def lists_of(edition: int) -> tuple[str, ...]:
    """Return the lists of help that an edition counted, in the order in which combinations are written."""
    about = Edition.objects.filter(number=edition).values_list("about", flat=True).first() or {}
    return tuple(about.get("assessed", {}).get("lists", ()))


def classes_of_overlaps(edition: int) -> frozenset[str]:
    """Return the classes that combinations of lists rest on: poverty, and who stands in each list."""
    names = [label_of(AIMED_AT), *(LIST + source for source in lists_of(edition))]
    return frozenset[str]().union(*map(classes_of, names))


@lru_cache(maxsize=32)
def heads_rounded(reader: Reader, moment: str) -> dict[tuple[str, str], Rounded]:
    """Every headcount by name and area.

    One is told at most where the figure that it lies inside is told: so it says nothing of what is hidden there.
    """
    made = _figures_released(reader)
    found: dict[tuple[str, str], Rounded] = {}
    for name, areas in _heads(reader, moment).items():
        tellable = _told_areas(made, figure_of(name))
        counts = {area: one.found for area, one in areas.items()}
        told = tell_rounded(
            counts,
            tellable,
            least=reader.limits.least,
            spread=reader.limits.spread,
            known=_known_areas(reader, label_of(name), counts),
        )
        found |= {(name, area): one for area, one in told.items()}
    return found


def used_told(reader: Reader, moment: str, code: str, area: str) -> int | None:
    """Return of how many households a framework's counts are: its poor in tens, and in tens those who are not.

    Those who fail nothing and are fully known pass the label, which is told exactly already: so this adds nothing.
    """
    name = next(one.code for one in poverties().values() if one.framework.code == code)
    poor = heads_rounded(reader, moment).get((name, area))
    if poor is None or (poor.count is None and not poor.few):
        return None
    others = _heads(reader, moment)[name][area].passed
    return (poor.count or 0) + to_base(others, reader.limits.least)


def _known_areas(reader: Reader, name: str, areas: Iterable[str]) -> frozenset[str]:
    """The areas of which the reader sees every household, with all that a figure rests on."""
    prefixes = dict(reader.known).get(classes_of(name), ())
    return frozenset(area for area in areas if prefixes and area.startswith(prefixes))


@lru_cache(maxsize=16)
def moves_released(reader: Reader) -> Release:
    """The moves of all households of both editions."""
    moves, totals = _moves(reader)
    return _release(reader, totals, moves, [], _of_move)


@lru_cache(maxsize=16)
def overlaps_released(reader: Reader) -> Release:
    """Combinations of lists beside the lists themselves and the poor, in the province and its amphoe."""
    tables, lists = tables_of(reader.edition, reader.province), lists_of(reader.edition)
    beside = {name: areas for source in lists if (areas := tables.counts.get(name := LIST + source)) is not None}
    made = _figures_released(reader)
    fixed = {name: _told_areas(made, name) for name in beside}
    cells = _overlaps(reader, tables.totals)
    masks = sorted({name.rpartition(":")[2] for name in cells})
    cells |= _listed(cells, lists, masks)
    given = {name: _down_to(AMPHOE, areas) for name, areas in {**beside, **cells}.items()}
    classes = classes_of_overlaps(reader.edition)
    return _release(
        reader,
        _down_to(AMPHOE, tables.totals),
        given,
        of_overlaps(lists, masks),
        lambda name: classes if name in cells else classes_of(name),
        fixed,
    )


def _release(
    reader: Reader,
    totals: Mapping[str, Total],
    given: Given,
    known_of_all: list[AtLeast],
    classes: Callable[[str], frozenset[str]],
    fixed: Areas | None = None,
) -> Release:
    """Release counts; ``fixed`` are the areas in which one is told already and can help to hide nothing."""
    held = [one for one in known_of_all if all(part[0] in given for part in one.more + one.less)]
    prefixes = dict(reader.known)
    seen: dict[str, frozenset[str]] = {}
    torn: dict[str, frozenset[str]] = {}
    for name in ("", *given):
        areas = prefixes.get(classes(name) if name else frozenset(), ())
        exact = frozenset(area for area in totals if areas and area.startswith(areas))
        seen[name] = exact | (fixed or {}).get(name, frozenset())
        torn[name] = frozenset(area[:TAMBON] for area in areas if len(area) > TAMBON)
    worth = {name: reader.limits.worth.get("list", 1) for name in given if name.startswith("listed:")}
    return release(totals, given, reader.limits, relations=held, worth=worth, known=seen, torn=torn)


def _of_move(name: str) -> frozenset[str]:
    return classes_of(label_of(name.split(":")[1]))


def areas_told(reader: Reader, name: str) -> frozenset[str]:
    """Return the areas in which a figure of the register is told with its share."""
    return _told_areas(_figures_released(reader), name)


def _figures_released(reader: Reader) -> Release:
    edition = Edition(number=reader.edition, published_at=reader.published_at)
    return released(edition, reader.province, reader.known, reader.limits)


def _told_areas(made: Release, name: str) -> frozenset[str]:
    """The areas in which a figure is told with its share."""
    return frozenset(
        area
        for (measure, area), cell in made.cells.items()
        if measure == name and cell.found is not None and cell.answered is not None
    )


@lru_cache(maxsize=32)
def _heads(reader: Reader, moment: str) -> Given:
    rows = Headcount.objects.filter(
        edition=reader.edition,
        moment=moment,
        level__in=(PROVINCE, AMPHOE, TAMBON),
        area_code__startswith=reader.province,
    )
    given: Given = {}
    for one in rows:
        given.setdefault(one.measure, {})[one.area_code] = Counts(one.poor, one.others, one.unknown, one.persons_poor)
    return given


def _moves(reader: Reader) -> tuple[Given, dict[str, Total]]:
    """Moves as counts of all households of both editions together, and those."""
    rows = Moved.objects.filter(
        edition=reader.edition, level__in=(PROVINCE, AMPHOE, TAMBON), area_code__startswith=reader.province
    )
    held = list(rows.values_list("measure", "move", "area_code", "households", "persons"))
    first = next(iter(poverties()))
    everyone: dict[str, int] = {}
    for measure, _move, area, households, _persons in held:
        everyone[area] = everyone.get(area, 0) + (households if measure == first else 0)
    given: Given = {}
    for measure, move, area, households, persons in held:
        counts = Counts(households, everyone[area] - households, 0, persons)
        given.setdefault(move_code(measure, move), {})[area] = counts
    totals = {area: Total(households, 0) for area, households in everyone.items()}
    for areas in given.values():
        for area, total in totals.items():
            areas.setdefault(area, Counts(0, total.households, 0))
    return given, totals


def _overlaps(reader: Reader, totals: Mapping[str, Total]) -> Given:
    rows = Overlap.objects.filter(
        edition=reader.edition, kind="", level__in=(PROVINCE, AMPHOE), area_code__startswith=reader.province
    )
    given: Given = {}
    for one in rows:
        whole = totals[one.area_code].households
        counts = Counts(one.households, whole - one.households, 0, one.persons)
        given.setdefault(overlap_code(one.state, one.lists), {})[one.area_code] = counts
    for areas in given.values():
        for area, total in _down_to(AMPHOE, totals).items():
            areas.setdefault(area, Counts(0, total.households, 0))
    return given


def _listed(cells: Given, lists: Sequence[str], masks: Sequence[str]) -> Given:
    """How many of the poor, and of those who are not, are on each list."""
    found: Given = {}
    for place, source in enumerate(lists):
        for state in JUDGED:
            parts = [
                cells[name] for mask in masks if mask[place] == "1" and (name := overlap_code(state, mask)) in cells
            ]
            for area in parts[0] if parts else ():
                here = [part[area] for part in parts]
                whole = here[0].found + here[0].passed
                count = sum(one.found for one in here)
                counts = Counts(count, whole - count, 0, sum(one.persons for one in here))
                found.setdefault(listed_code(state, source), {})[area] = counts
    return found


def _down_to(level: int, areas: Mapping[str, Kept]) -> dict[str, Kept]:
    return {area: one for area, one in areas.items() if len(area) <= level}
