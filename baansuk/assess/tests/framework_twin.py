"""A slow, obvious twin of the framework steps: plain Python written from the definitions of the shipped frameworks."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
DAY = dt.date(2026, 11, 21)
DIMENSIONS = {"health": [1, 4, 5, 7], "living": [8, 9, 10, 11], "education": [15, 16, 17, 19], "income": [20, 21, 22]}
DIMENSIONS |= {"access": [27, 28]}
SEVEN = {"housing": [8], "livelihood": [20, 21, 22], "education": [15, 16, 17, 18, 19], "environment": [12, 13]}
SEVEN |= {"health": [1, 3, 4, 5, 6, 7], "infrastructure": [], "community": [30]}
GOOD = {"road": {"paved", "gravel"}, "water": {"piped", "part"}, "power": {"grid", "solar"}, "signal": {"good", "weak"}}


def standings(house: Row, members: list[Row], village: Row, card: bool | None) -> dict[str, str]:
    """Return what each shipped framework says of a household: letters by ``framework.part``."""
    living = [one for one in members if one.get("life_status") not in ("dead", "moved")]
    found = {**capitals(house), **lines(house), **vulnerable(house, living, card), **seven(house, village)}
    return found | mpi(house)


def capitals(house: Row) -> dict[str, str]:
    human = house["capital_human"]
    others = [house[f"capital_{name}"] for name in ("physical", "financial", "natural", "social")]
    levels = {"human": band(human)}
    for name, value in zip(("physical", "financial", "natural", "social"), others, strict=True):
        levels[name] = str(value) if value in (1, 2, 3, 4) else "U"
    whole = None if None in (human, *others) else (Fraction(str(human)) + sum(others)) / 5
    levels["overall"] = band(whole)
    lowest = [None if one == "U" else one == "1" for one in list(levels.values())[:5]]
    levels["one_lowest"] = "F" if True in lowest else "U" if None in lowest else "P"
    return {f"capitals.{name}": letter for name, letter in levels.items()}


def band(value: Any) -> str:
    if value is None or not 1 <= value <= 4:
        return "U"
    exact = Fraction(str(value))
    return (
        "1"
        if exact <= Fraction("1.75")
        else "2"
        if exact <= Fraction("2.5")
        else "3"
        if exact <= Fraction("3.25")
        else "4"
    )


def income(house: Row) -> Fraction | None:
    if house["income_person_year"] is not None:
        return Fraction(house["income_person_year"])
    if house["income_household_year"] is None or not house["members_count"]:
        return None
    return Fraction(house["income_household_year"]) / int(house["members_count"])


def lines(house: Row) -> dict[str, str]:
    own = income(house)
    passes = {
        "bmn": None if own is None else own >= 38000,
        "national": None if own is None else own >= 36516,
        "eef": None if own is None else own > 36000,
        "card": None if own is None else own > 100000,
    }
    letters = {name: letter(passed) for name, passed in passes.items()}
    return {f"income-lines.{name}": one for name, one in (letters | {"income": union(letters.values())}).items()}


def letter(passed: bool | None) -> str:
    return "U" if passed is None else "P" if passed else "F"


def union(letters: Any) -> str:
    held = set(letters)
    return next((one for one in "FUP" if one in held), "N")


def age(born: dt.date | None) -> int | None:
    if born is None:
        return None
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def depends(person: Row) -> bool | None:
    years = age(person["birth_date"])
    by_age = None if years is None else years < 6 or years >= 60
    if person["disability_kind"] is not None or person["disability_card"]:
        disabled: bool | None = True
    else:
        disabled = None if person["disability_card"] is None else False
    if True in (by_age, disabled, person["care_level"] in ("homebound", "bedridden")):
        return True
    return None if None in (by_age, disabled) else False


def vulnerable(house: Row, living: list[Row], card: bool | None) -> dict[str, str]:
    own = income(house)
    low = None if own is None else own <= 100000
    answers = [depends(one) for one in living]
    sure, doubtful = answers.count(True), answers.count(None)
    level = "U"
    if low is False:
        level = "0"
    elif low and living:
        possible = {0 if n == 0 else 1 if n <= 2 else 2 for n in range(sure, sure + doubtful + 1)}
        level = str(possible.pop() + 1) if len(possible) == 1 else "U"
    some = None if not living else True if sure else None if doubtful else False
    farms = [None if one["occupation"] is None else one["occupation"] == "เกษตรกร" for one in living]
    applies = None if not living else True if True in farms else None if None in farms else False
    registered = "N" if applies is False else "U"
    enough = None if own is None else own >= 100000
    either = True if True in (enough, card) else None if None in (enough, card) else False
    answer = house["bmn_08"]
    secure = {"pass": "P", "fail": "F", "not_applicable": "N", None: "U"}[answer]
    with_some = False if False in (low, some) else None if None in (low, some) else True
    letters = {
        "income_above": letter(None if low is None else not low),
        "farmer_registered": registered,
        "income_or_card": letter(either),
        "house": secure,
        "cdd": union([registered, letter(either)]),
        "burden": secure,
        "level": level,
        "low_income": letter(None if low is None else not low),
        "with_dependants": letter(None if with_some is None else not with_some),
    }
    letters["income"] = letters["income_above"]
    return {f"vulnerable.{name}": one for name, one in letters.items()}


def bmn(house: Row, number: int) -> str:
    return {"pass": "P", "fail": "F", "not_applicable": "N", None: "U"}[house[f"bmn_{number:02d}"]]


def seven(house: Row, village: Row) -> dict[str, str]:
    letters = {f"bmn_{number:02d}": bmn(house, number) for numbers in SEVEN.values() for number in numbers}
    inside = {name: letter(None if village.get(name) is None else village[name] in good) for name, good in GOOD.items()}
    letters |= {f"{name}_in": one for name, one in inside.items()}
    wholes = {name: union(bmn(house, number) for number in numbers) for name, numbers in SEVEN.items() if numbers}
    wholes["infrastructure"] = union(inside.values())
    lacking = "F" if "F" in wholes.values() else "U" if "U" in wholes.values() else "P"
    return {f"self-managing.{name}": one for name, one in (letters | wholes | {"one_lacking": lacking}).items()}


def mpi(house: Row) -> dict[str, str]:
    lacking, doubtful = Fraction(0), Fraction(0)
    letters: dict[str, str] = {}
    for name, numbers in DIMENSIONS.items():
        answers = {f"bmn_{number:02d}": bmn(house, number) for number in numbers}
        letters |= answers | {name: union(answers.values())}
        weight = Fraction(1, 5 * len(numbers))
        lacking += weight * list(answers.values()).count("F")
        doubtful += weight * list(answers.values()).count("U")
    for name, cutoff in (("poor_20", Fraction(1, 5)), ("poor_33", Fraction(1, 3))):
        letters[name] = "F" if lacking >= cutoff else "U" if lacking + doubtful >= cutoff else "P"
    return {f"mpi-bmn.{name}": one for name, one in letters.items()}
