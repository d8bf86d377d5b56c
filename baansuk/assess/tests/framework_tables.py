"""Random tables for the tests of frameworks: members with ages and care, capitals on the very bands, facts of villages."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import polars

from baansuk.assess.tests.edition_tables import Row, random_households, write_edition

VILLAGES = ("99010101", "99010102", "99020101")
PERSON = {
    **dict.fromkeys(("person_code", "household_code", "life_status", "occupation", "care_level"), polars.String),
    **dict.fromkeys(("welfare_card", "on_welfare_card", "disability_card"), polars.Boolean),
    "disability_kind": polars.String,
    "birth_date": polars.Date,
}


def framework_households(count: int, seed: int) -> list[Row]:
    """Households with incomes on each line, capitals on the bands and outside the scale, and every way of not being known."""
    rng = random.Random(seed)
    rows = random_households(count, seed)
    incomes = [
        None,
        *(Decimal(text) for text in ("36000", "36000.01", "36515.99", "36516", "38000", "100000", "100000.01")),
    ]
    for row in rows:
        row["income_person_year"] = rng.choice(incomes)
        row["capital_human"] = rng.choice([None, 0.5, 1.0, 1.75, 1.76, 2.5, 2.51, 3.25, 3.26, 4.0])
        for name in ("physical", "financial", "natural", "social"):
            row[f"capital_{name}"] = (
                rng.choice([None, 0, 1, 2, 3, 4, 5]) if rng.random() < 0.3 else rng.choice([1, 2, 3, 4])
            )
    return rows


def framework_members(households: list[Row], seed: int) -> list[Row]:
    """Members around the ages that matter, some without a birthday, some dead, some houses without anybody."""
    rng = random.Random(seed + 2)
    codes = [row["household_code"] for row in households]
    days = [None, dt.date(2020, 11, 21), dt.date(2020, 11, 22), dt.date(1966, 11, 21), dt.date(1966, 11, 22)]
    days += [dt.date(1990, 2, 28), dt.date(2004, 2, 29)]
    return [
        {
            "person_code": f"P-{number:04d}",
            "household_code": rng.choice([*codes[: -len(codes) // 5], None]),
            "life_status": rng.choice([None, "alive", "dead", "moved"]),
            "welfare_card": rng.choice([None, None, True, False]),
            "on_welfare_card": rng.choice([None, True, False]),
            "occupation": rng.choice([None, "เกษตรกร", "ค้าขาย"]),
            "care_level": rng.choice([None, "self", "homebound"]),
            "disability_card": rng.choice([None, False, False, True]),
            "disability_kind": rng.choice([None, None, None, "ทางการเห็น"]),
            "birth_date": rng.choice(days),
        }
        for number in range(2 * len(codes))
    ]


def framework_villages(seed: int) -> dict[str, Row]:
    """Facts by village; some missing, and one village that nobody described."""
    rng = random.Random(seed + 3)
    values = {
        "road": ["paved", "dirt"],
        "water": ["piped", "none"],
        "power": ["grid", "part"],
        "signal": ["weak", "none"],
    }
    return {
        code: {name: rng.choice([None, *answers]) for name, answers in values.items()} for code in VILLAGES[:-1]
    } | {VILLAGES[-1]: {}}


def write_framework_edition(folder: Path, households: list[Row], members: list[Row], villages: dict[str, Row]) -> None:
    """Write the tables that assessing reads, with facts of members and of villages."""
    write_edition(folder, households, [])
    polars.DataFrame([{name: row.get(name) for name in PERSON} for row in members], schema=PERSON).write_parquet(
        folder / "person_values.parquet"
    )
    facts = [
        {"area_code": code, "field": name, "value": value, "in_use": use}
        for code, row in villages.items()
        for name, value in row.items()
        for value, use in ((value, True), ("none", False))
        if value is not None
    ]
    schema = dict.fromkeys(("area_code", "field", "value"), polars.String) | {"in_use": polars.Boolean}
    polars.DataFrame(facts, schema=schema).write_parquet(folder / "area_facts.parquet")
