"""An edition with everything counted of eight hundred made-up households, and of the edition before it, for tests of pages."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone

from baansuk.assess.measures import measures
from baansuk.assess.models import Figure, GroupHeadcount, Headcount, HotSpot, Moved, Overlap
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.page_fixtures import AREAS, DELIVERIES, EDITION, make_places
from baansuk.people.models import Edition

LISTS = ["eef", "welfare_card"]
VILLAGES = {"99010101": 0.25, "99010102": 0.1, "99010201": 0.15, "99020101": 0.06}
STAMP = "bmn-2560/1+tpmap/1+labels/1"
Row = dict[str, Any]


def make_counted(*, before: dict[str, Any] | None = None, count: int = 800) -> tuple[list[Row], list[Row]]:
    """Store an edition with its figures and exact counts; returns the households before and now."""
    if not Edition.objects.exists():
        make_places()
    about = {"edition": 6, "as_of": "2026-05-01T00:00:00+00:00", "rules": STAMP, "compared": True}
    assessed = {"rules": STAMP, "lists": LISTS, "before": about if before is None else before}
    Edition.objects.filter(state="current").update(state="retired")
    Edition.objects.update_or_create(
        number=EDITION,
        defaults={
            "state": "current",
            "made_at": timezone.now(),
            "published_at": timezone.now(),
            "about": {"deliveries": DELIVERIES, "assessed": assessed},
        },
    )
    counted = _counted(count)
    for model in (Figure, Headcount, Moved, Overlap, HotSpot):
        model.objects.filter(edition=EDITION).delete()
    _figures(counted.figures)
    _heads("now", counted.heads)
    if assessed["before"]:
        _heads("before", counted.heads_before)
        Moved.objects.bulk_create(
            Moved(edition=EDITION, area_code=area, level=len(area), measure=name, move=move, households=count, persons=count)
            for (area, name, move), count in counted.moved.items()
        )  # fmt: skip
    _overlaps(counted.overlaps)
    return [dict(one) for one in counted.was], [dict(one) for one in counted.now]


@dataclass(frozen=True)
class Counted:
    """The households before and now, and what is counted of them, by the keys of the rows that hold it."""

    was: list[Row]
    now: list[Row]
    figures: dict[tuple[str, str], Row]
    heads: dict[Any, Any]
    heads_before: dict[Any, Any]
    moved: dict[Any, Any]
    overlaps: dict[Any, Any]


@cache
def _counted(count: int) -> Counted:
    """Count so many households once for all tests: the rows are made anew for each, which takes a tenth as long."""
    rng = random.Random(2569)
    now = [_household(f"H-{number}", rng) for number in range(count)]
    was = [_changed(one, rng) for one in now if rng.random() < 0.95]
    overlaps = twin.overlaps(now, [], LISTS, dt.date(2026, 11, 21))
    return Counted(
        was, now, _figures_of(now), twin.headcounts(now), twin.headcounts(was), twin.moved(was, now), overlaps
    )


def _household(code: str, rng: random.Random) -> Row:
    village = rng.choice(list(VILLAGES))
    surveyed = rng.random() < 0.9
    letters = ["F" if rng.random() < VILLAGES[village] / 4 else "P" for _ in range(31)] if surveyed else ["U"] * 31
    return {
        "household_code": code,
        "area_code": village,
        "persons": rng.choice([1, 3, 4]),
        "answers": "".join(letters),
        "dimensions": _dimensions(letters),
        "on_eef": rng.random() < 0.2,
        "on_welfare_card": rng.random() < 0.4,
    }


def _changed(one: Row, rng: random.Random) -> Row:
    letters = ["F" if letter == "P" and rng.random() < 0.02 else letter for letter in one["answers"]]
    return one | {"answers": "".join(letters), "dimensions": _dimensions(letters)}


def _dimensions(letters: list[str]) -> str:
    found = [{letters[number - 1] for number in one.indicators} for one in load_rules().dimensions.dimension]
    return "".join(next(letter for letter in "FUP" if letter in answers) for answers in found)


def _letter(one: Row, measure: str) -> str:
    """The letter of a household under the stored measures, as the rules would give it."""
    kind, _, code = measure.partition(".")
    codes = [dimension.code for dimension in load_rules().dimensions.dimension]
    if kind == "bmn":
        return str(one["answers"][int(code) - 1])
    if kind == "tpmap":
        return str(one["dimensions"][codes.index(code)])
    if kind == "list":
        on = one.get(f"on_{code}", code == "bmn" and "P" in one["answers"])
        return "F" if on else "P"
    letters = {"label.mpi_poor": one["dimensions"], "label.bmn_fail": one["answers"]}.get(measure, "")
    poor = next((letter for letter in "FUP" if letter in letters), "P")
    others = {
        "all": "F",
        "none.bmn": "F" if "U" in one["answers"] else "P",
        "label.no_list": "P" if one["on_eef"] or one["on_welfare_card"] else "F",
        "label.target_poor": "P",
    }
    return others.get(measure, poor)


def _figures_of(households: list[Row]) -> dict[tuple[str, str], Row]:
    names = ("households_fail", "households_pass", "households_unknown", "persons_fail", "persons_all")
    rows: dict[tuple[str, str], Row] = defaultdict(lambda: dict.fromkeys(names, 0))
    for one in households:
        letters = {measure.code: _letter(one, measure.code) for measure in measures()}
        for area in (one["area_code"][:level] for level in (2, 4, 6, 8)):
            for measure, letter in letters.items():
                row = rows[area, measure]
                row["households_fail"] += letter == "F"
                row["households_pass"] += letter == "P"
                row["households_unknown"] += letter == "U"
                row["persons_fail"] += one["persons"] if letter == "F" else 0
                row["persons_all"] += one["persons"]
    return rows


def _figures(rows: dict[tuple[str, str], Row]) -> None:
    Figure.objects.bulk_create(
        Figure(edition=EDITION, area_code=area, level=len(area), measure=measure, **numbers)
        for (area, measure), numbers in rows.items()
    )


def _heads(moment: str, rows: dict[Any, Any]) -> None:
    Headcount.objects.bulk_create(
        Headcount(
            edition=EDITION, moment=moment, area_code=area, level=len(area), measure=measure, poor=poor, others=others,
            unknown=unknown, persons_poor=persons,
        )
        for (area, measure), (poor, others, unknown, persons) in rows.items()
    )  # fmt: skip


def _overlaps(rows: dict[Any, Any]) -> None:
    Overlap.objects.bulk_create(
        Overlap(
            edition=EDITION, area_code=area, level=len(area), kind=kind, state=state, lists=lists, households=count,
            persons=persons, lack=lack,
        )
        for (area, kind, state, lists), (count, persons, lack) in rows.items()
    )  # fmt: skip


def make_spots(told: dict[str, str], exact: dict[str, str], measure: str = "label.mpi_poor") -> None:
    """Store what the tambons are, by what everybody is told and by all figures."""
    for is_told, kinds in ((True, told), (False, exact)):
        for area in (code for code in AREAS if len(code) == 6):
            kind = kinds.get(area, "plain")
            known = kind != "untold"
            HotSpot.objects.create(
                edition=EDITION, area_code=area, measure=measure, told=is_told, kind=kind,
                gathers="hot" if kind == "hot" else kind, moran=0.0012 if known else None, gi=0.0004 if known else None,
                z=3.21 if known else None, neighbours=2,
            )  # fmt: skip


def make_groups(now: list[Row], persons: int = 3) -> list[Row]:
    """Store the groups by one kind of poverty, with as many fictional members in each house; returns the members."""
    rng = random.Random(26)
    members = [
        {
            "household_code": one["household_code"],
            "life_status": "alive",
            "sex": rng.choice(["female", "male", "female", None]),
            "birth_date": dt.date(rng.choice([1950, 1990, 2015]), 1, 1),
            "disability_kind": None,
            "disability_card": rng.choice([True, False, False, None]),
            "ethnicity": rng.choice(["ไทใหญ่สมมุติ", "ไทใหญ่สมมุติ", None]),
        }
        for one in now
        for _ in range(persons)
    ]
    rows = twin.groups(now, members, LISTS, dt.date(2026, 11, 21), ("tpmap.1of5",))
    GroupHeadcount.objects.filter(edition=EDITION).delete()
    GroupHeadcount.objects.bulk_create(
        GroupHeadcount(
            edition=EDITION, area_code=area, level=len(area), split=split, part=part, measure=measure, poor=poor,
            others=others, unknown=unknown,
        )
        for (area, split, part, measure), (poor, others, unknown) in rows.items()
    )  # fmt: skip
    return members
