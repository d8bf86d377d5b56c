"""The exact counts once more in plain Python: household by household, with fractions, as slowly as one can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any

from baansuk.assess.measured import AIMED_AT, frameworks, poverties
from baansuk.assess.measuring.moves import State, moves

Row = dict[str, Any]
GONE = ("dead", "moved")
# Written out, so that the data file is held against them: the oldest first.
STAGES = ((60, "elderly"), (25, "adult"), (15, "youth"), (0, "child"))


def score(household: Row, code: str) -> Fraction | None:
    """The share of the framework that fails, None where any answer is not known."""
    framework = next(one for one in frameworks() if one.code == code)
    letters = household[framework.column]
    if "U" in letters:
        return None
    return sum((Fraction(one.weight, framework.whole) for one in framework.lacks if letters[one.place - 1] == "F"), Fraction(0))  # fmt: skip


def state(household: Row, name: str) -> State:
    found = score(household, poverties()[name].framework.code)
    if found is None:
        return State.UNKNOWN
    return State.POOR if found >= poverties()[name].k else State.NOT


def areas_of(area: str) -> list[str]:
    """The area and all above it; below "not known" there is nothing."""
    levels = [area[:level] for level in (0, 2, 4, 6, 8)]
    return [one for one in levels if len(one) <= 2 or one[-4:-2] != "00"]


def headcounts(households: list[Row]) -> dict[tuple[str, str], list[int]]:
    """(area, measure) -> poor, others, unknown, persons in the poor."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in households:
        for poverty in poverties().values():
            now = state(one, poverty.code)
            letters = one[poverty.framework.column]
            counts = {poverty.code: now == State.POOR} | {
                poverty.count_of(lack): now == State.POOR and letters[lack.place - 1] == "F"
                for lack in poverty.framework.lacks
            }
            for area in areas_of(one["area_code"]):
                for measure, is_found in counts.items():
                    row = found.setdefault((area, measure), [0, 0, 0, 0])
                    row[2 if now == State.UNKNOWN else 0 if is_found else 1] += 1
                    row[3] += one["persons"] if is_found else 0
    return found


def moved(before: list[Row], after: list[Row]) -> dict[tuple[str, str, str], int]:
    """(area, measure, move) -> households; each where it lives now, or lived where it is gone."""
    homes = {one["household_code"]: one["area_code"] for one in [*before, *after]}
    found: Counter[tuple[str, str, str]] = Counter()
    for name in poverties():
        was, now = ({one["household_code"]: state(one, name) for one in edition} for edition in (before, after))
        for code, area in homes.items():
            [move] = moves(*({code: states[code]} if code in states else {} for states in (was, now)))
            for place in areas_of(area):
                found[place, name, str(move)] += 1
    return dict(found)


def overlaps(
    households: list[Row], persons: list[Row], lists: list[str], day: date
) -> dict[tuple[str, ...], list[int]]:
    """(area, kind, state, lists) -> households, persons, whole-number lack."""
    found: dict[tuple[str, ...], list[int]] = {}
    whole = poverties()[AIMED_AT].framework.whole
    for one in households:
        living = [p for p in persons if p["household_code"] == one["household_code"] and p["life_status"] not in GONE]
        heads = {p["sex"] for p in living if p["relation"] == "head"} - {None}
        born = [p["birth_date"] for p in living]
        elder = any(b is not None and b.replace(year=b.year + 60) <= day for b in born)
        kinds = [""]
        kinds += [kind for kind, sex in (("head_woman", "female"), ("head_man", "male")) if heads == {sex}]
        kinds += ["elder"] if elder else ["no_elder"] if born and None not in born else []
        said = [_parts_of(p, set(), day)["disability"] for p in living]
        kinds += ["disabled"] if "yes" in said else ["no_disabled"] if said and "" not in said else []
        mask = "".join("1" if one[f"on_{source}"] else "0" for source in lists)
        lack = int((score(one, AIMED_AT.partition(".")[0]) or 0) * whole) * one["persons"]
        for kind in kinds:
            for area in areas_of(one["area_code"]):
                row = found.setdefault((area, kind, str(state(one, AIMED_AT)), mask), [0, 0, 0])
                for place, count in enumerate((1, one["persons"], lack)):
                    row[place] += count
    return found


def groups(
    households: list[Row], persons: list[Row], lists: list[str], day: date, names: Collection[str] = ()
) -> dict[tuple[str, ...], list[int]]:
    """(area, split, part, measure) -> poor, others, unknown units; of lacks only where somebody poor has it."""
    living: dict[str, list[Row]] = {}
    for person in persons:
        if person["life_status"] not in GONE:
            living.setdefault(person["household_code"], []).append(person)
    named = Counter(p["ethnicity"] for home in living.values() for p in home if p["ethnicity"])
    own = {name for name, count in sorted(named.items(), key=lambda one: (-one[1], one[0]))[:12] if count >= 10}
    found: dict[tuple[str, ...], list[int]] = {}
    for one in households:
        units = [part for p in living.get(one["household_code"], []) for part in _parts_of(p, own, day).items()]
        units += [("list", f"{'on' if one[f'on_{source}'] else 'off'}:{source}") for source in lists]
        for measure, place in _places(one, names or poverties()).items():
            for area in areas_of(one["area_code"]):
                for split, part in units if len(area) < 8 else ():
                    found.setdefault((area, split, part, measure), [0, 0, 0])[place] += 1
    return {key: row for key, row in found.items() if row[0] or key[3] in poverties()}


def _places(household: Row, names: Collection[str]) -> dict[str, int]:
    """By count: 0 where the household is poor (and has the lack), 1 where not, 2 where it is not known."""
    found = {}
    for poverty in (poverties()[name] for name in names):
        now, letters = state(household, poverty.code), household[poverty.framework.column]
        where = {State.POOR: 0, State.NOT: 1, State.UNKNOWN: 2}[now]
        found[poverty.code] = where
        for lack in poverty.framework.lacks:
            found[poverty.count_of(lack)] = 1 if where == 0 and letters[lack.place - 1] != "F" else where
    return found


def _parts_of(person: Row, own: set[str], day: date) -> dict[str, str]:
    born, name = person["birth_date"], person["ethnicity"]
    age = None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    disabled = "yes" if person["disability_card"] or person["disability_kind"] else ""
    return {
        "sex": person["sex"] or "",
        "age": "" if age is None else next(code for low, code in STAGES if low <= age),
        "disability": disabled or ("no" if person["disability_card"] is False else ""),
        "ethnicity": "" if not name else name if name in own else "~",
    }
