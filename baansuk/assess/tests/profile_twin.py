"""A slow, obvious twin of the profile steps: plain Python over rows, written from the definitions, not from the SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

Row = dict[str, Any]

DIMENSIONS = {
    "health": [1, 4, 5, 7],
    "living": [8, 9, 10, 11],
    "education": [15, 16, 17, 19],
    "income": [20, 21, 22],
    "access": [27, 28],
}
HELP_LISTS = ("eef", "welfare_card")


def indicator(number: int, row: Row) -> str:
    answer = row[f"bmn_{number:02d}"]
    if answer is None and number == 22:
        return by_income(row)
    return {"pass": "P", "fail": "F", "not_applicable": "N", None: "U"}[answer]


def by_income(row: Row) -> str:
    """The blank answer of a surveyed household is worked out from its income; of one never surveyed it stays open."""
    if all(row[f"bmn_{number:02d}"] is None for number in range(1, 32)):
        return "U"
    income = row["income_person_year"]
    if income is None and row["income_household_year"] is not None and row["members_count"]:
        income = row["income_household_year"] / Decimal(row["members_count"])
    if income is None:
        return "U"
    return "P" if income >= 38000 else "F"


def union(letters: list[str]) -> str:
    for letter in "FUP":
        if letter in letters:
            return letter
    return "N"


def fails_any(letters: str) -> str:
    return "F" if "F" in letters else "U" if "U" in letters else "P"


def profile(row: Row, persons: list[Row], card_list_came: bool = True) -> Row:
    answers = "".join(indicator(number, row) for number in range(1, 32))
    dimensions = "".join(union([answers[number - 1] for number in numbers]) for numbers in DIMENSIONS.values())
    living = [person for person in persons if person["life_status"] not in ("dead", "moved")]
    holders = sum(person["welfare_card"] is True for person in living)
    pending = any(person["welfare_card"] is None and person["on_welfare_card"] for person in living)
    holds = "F" if holders else "P" if card_list_came and not pending else "U"
    mpi = fails_any(dimensions)
    target = "P" if "P" in (mpi, holds) else "U" if "U" in (mpi, holds) else "F"
    listed = any(row.get(f"on_{source}") for source in HELP_LISTS)
    surveyed = any(row[f"bmn_{number:02d}"] for number in range(1, 32))
    letters = {f"bmn.{number:02d}": answers[number - 1] for number in range(1, 32)}
    letters |= {f"tpmap.{code}": letter for code, letter in zip(DIMENSIONS, dimensions, strict=True)}
    letters |= {
        "all": "F",
        "none.bmn": "P" if surveyed else "F",
        "label.bmn_fail": fails_any(answers),
        "label.mpi_poor": mpi,
        "label.target_poor": target,
        "label.no_list": "P" if listed else "F",
    }
    letters |= {f"list.{source}": "F" if row.get(f"on_{source}") else "P" for source in ("bmn", *HELP_LISTS)}
    return {"answers": answers, "dimensions": dimensions, "holders": holders, "letters": letters}


def areas_of(code: str) -> list[str]:
    """The areas a household counts in: the whole, and down to the first level that is not known, once named 00."""
    padded = code.ljust(8, "0")
    found = [""]
    for level in (2, 4, 6, 8):
        found.append(padded[:level])
        if padded[level - 2 : level] == "00":
            break
    return found


def figures(rows: list[tuple[Row, Row]]) -> dict[tuple[str, str], Counter[str]]:
    """Counts by area and measure of (household, profile) pairs."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for household, found in rows:
        for measure, letter in found["letters"].items():
            for area in areas_of(household["area_code"]):
                counts = counted[area, measure]
                counts[letter] += 1
                counts["persons_all"] += household["members"]
                if letter == "F":
                    counts["persons_fail"] += (
                        found["holders"] if measure == "label.target_poor" else household["members"]
                    )
    return counted
