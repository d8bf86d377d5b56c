"""A slow, obvious twin of the steps about benefits: plain Python written from what each shipped benefit says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Said = bool | None
DAY = dt.date(2026, 11, 21)
MASKS = "0123456789abcdefghijklmnopqrstuv"
RATES = {
    "elderly_allowance": [(60, 69, 600), (70, 79, 700), (80, 89, 800), (90, 999, 1000)],
    "elderly_allowance_new": [(60, 69, 700), (70, 79, 850), (80, 89, 1000), (90, 999, 1250)],
    "disability_allowance": [(0, 17, 1000), (18, 999, 800)],
}
FLAT = {
    "disability_allowance_new": 1000, "disability_card": 0, "child_grant": 600, "child_grant_all": 600, "eef_grant": 3000,
    "welfare_card": 300, "elderly_relief": 3000, "disabled_relief": 3000, "elderly_funeral": 3000, "family_relief": 3000,
    "disabled_house": 40000, "elderly_house": 40000,
}  # fmt: skip


def age_of(born: dt.date | None) -> int | None:
    if born is None:
        return None
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def income_of(house: Row) -> Fraction | None:
    if house["income_person_year"] is not None:
        return Fraction(house["income_person_year"])
    if house["income_household_year"] is None or not house["members_count"]:
        return None
    return Fraction(house["income_household_year"]) / int(house["members_count"])


def tested(value: Any, test: Callable[[Any], bool]) -> Said:
    return None if value is None else test(value)


def either(*said: Said) -> Said:
    return True if True in said else None if None in said else False


def on(row: Row, source: str, came: bool = True) -> Said:
    return bool(row.get(f"on_{source}")) if came else None


def of_person(one: Row, house: Row) -> dict[str, tuple[Said, list[Said]]]:
    """Return for each benefit of persons whether it is received, and what each clause says."""
    age, income = age_of(one["birth_date"]), income_of(house)
    low, below = tested(income, lambda it: it <= 100000), tested(income, lambda it: it < 38000)
    elder, card = tested(age, lambda it: it >= 60), one["disability_card"]
    paid: Said = on(one, "elderly")
    if one["elderly_allowance"] is not None and one["elderly_allowance"] > 0:
        paid = True
    held = one["welfare_card"]
    welfare: Said = held if held is not None else (None if on(one, "welfare_card") else False)
    small = tested(age, lambda it: it < 6)
    return {
        "elderly_allowance": (paid, [elder]),
        "elderly_allowance_new": (paid, [elder]),
        "disability_allowance": (None, [card]),
        "disability_allowance_new": (None, [card]),
        "disability_card": (card, [one["disability_kind"] is not None]),
        "child_grant": (None, [small, low]),
        "child_grant_all": (None, [small]),
        "eef_grant": (
            True if one["pupil_grant"] else on(one, "eef"),
            [tested(age, lambda it: 4 <= it <= 15), tested(income, lambda it: it <= 36000)],
        ),
        "welfare_card": (welfare, [tested(age, lambda it: it >= 18), low]),
        "elderly_relief": (None, [elder, below]),
        "disabled_relief": (None, [card, below]),
        "elderly_funeral": (None, [elder, either(held, below)]),
    }


def of_house(house: Row, members: list[Row], card: Said) -> dict[str, tuple[Said, list[Said]]]:
    living = [one for one in members if one["life_status"] not in ("dead", "moved")]
    below = tested(income_of(house), lambda it: it < 38000)
    known = bool(living)  # of a house without members nobody knows who lives there
    elders = any(tested(age_of(one["birth_date"]), lambda it: it >= 60) for one in living) if known else None
    disabled = any(one["disability_card"] for one in living) if known else None
    fails = tested(house["bmn_08"], lambda it: it == "fail")
    return {
        "family_relief": (None, [below]),
        "disabled_house": (None, [disabled, None]),
        "elderly_house": (bool(house.get("on_codi")), [elders, fails, either(card, below)]),
    }


def letters(received: Said, clauses: list[Said]) -> str:
    if received:
        return "R0"
    failed = sum(1 << place for place, one in enumerate(clauses) if one is False)
    if failed:
        return "N" + MASKS[failed]
    unknown = sum(1 << place for place, one in enumerate(clauses) if one is None) + (16 if received is None else 0)
    return "U" + MASKS[unknown] if unknown else "E0"


def told_of_person(one: Row, house: Row) -> dict[str, str]:
    """Two letters for each benefit of persons."""
    dead = one["life_status"] == "dead"
    return {
        code: letters(*said) if dead == (code == "elderly_funeral") else "-0"
        for code, said in of_person(one, house).items()
    }


def satang(code: str, age: int | None) -> int:
    if code in FLAT:
        return FLAT[code] * 100
    return next((100 * baht for low, high, baht in RATES[code] if age is not None and low <= age <= high), 0)
