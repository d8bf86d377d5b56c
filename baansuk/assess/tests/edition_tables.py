"""Random tables in the shape in which link leaves an edition, small enough to read and nasty enough to matter."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars

from baansuk.assess.sets import SQL_TYPES
from baansuk.people.fields import facts_of

SOURCES = ("bmn", "eef", "welfare_card")
AREAS = ["99010101", "99010102", "99010200", "99020101", "99020000", "99000000", ""]
POLARS_TYPES = {
    "VARCHAR": polars.String,
    "DATE": polars.Date,
    "DECIMAL(14,2)": polars.Decimal(14, 2),
    "INTEGER": polars.Int32,
    "DOUBLE": polars.Float64,
    "BOOLEAN": polars.Boolean,
}
Row = dict[str, Any]


def random_households(count: int, seed: int) -> list[Row]:
    """Households with answers, incomes on the very line and around it, and every way of not being known."""
    rng = random.Random(seed)
    households = []
    for number in range(count):
        area = rng.choice(AREAS)
        row: Row = {
            "household_code": f"H-{number:04d}",
            "area_code": area,
            "list_key": f"{area.ljust(8, '0')}{number:06d}",
            "members": rng.choice([0, 1, 2, 5]),
        }
        surveyed = rng.random() < 0.7
        for indicator in range(1, 32):
            answers = ["pass", "pass", "pass", "pass", "fail", "not_applicable", None] if indicator < 30 else ["pass"]
            row[f"bmn_{indicator:02d}"] = rng.choice(answers) if surveyed else None
        row["income_person_year"] = rng.choice([None, None, Decimal("37999.99"), Decimal("38000.00"), Decimal("90000")])
        row["income_household_year"] = rng.choice([None, Decimal("114000.00"), Decimal("113999.99")])
        row["members_count"] = rng.choice([None, 0, 3])
        for source in SOURCES:
            row[f"on_{source}"] = surveyed if source == "bmn" else rng.choice([None, True, False])
        households.append(row)
    return households


def random_persons(households: list[Row], seed: int) -> list[Row]:
    """Members with and without a card, pending, dead and moved; one person belongs to no household."""
    rng = random.Random(seed + 1)
    codes = [household["household_code"] for household in households]
    return [
        {
            "person_code": f"P-{number:04d}",
            "household_code": rng.choice([*codes, None]),
            "life_status": rng.choice([None, "alive", "dead", "moved"]),
            "relation": rng.choice([None, "head", "child"]),
            "sex": rng.choice([None, "male", "female"]),
            "birth_date": rng.choice([None, date(1950, 6, 1), date(1966, 11, 22), date(2001, 1, 1)]),
            "welfare_card": rng.choice([None, None, True, False]),
            "on_welfare_card": rng.choice([None, True, False]),
        }
        for number in range(len(households))
    ]


def write_edition(folder: Path, households: list[Row], persons: list[Row], sources: tuple[str, ...] = SOURCES) -> None:
    """Write the tables that assessing and publishing read."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = {field.code: POLARS_TYPES[SQL_TYPES[field.type]] for field in facts_of("household")}
    schema: dict[str, Any] = {
        "household_code": polars.String,
        "area_code": polars.String,
        "list_key": polars.String,
        "members": polars.Int64,
        **fields,
    }
    polars.DataFrame([{name: row.get(name) for name in schema} for row in households], schema=schema).write_parquet(
        folder / "household_values.parquet"
    )
    flags = {f"on_{source}": polars.Boolean for source in sources}
    lists = dict.fromkeys(("household_code", "area_code", "list_key"), polars.String) | flags
    polars.DataFrame([{name: row.get(name) for name in lists} for row in households], schema=lists).write_parquet(
        folder / "household_lists.parquet"
    )
    for name in ("retired", "revived"):  # the linker's own files, which publishing reads
        polars.DataFrame(schema=dict.fromkeys(("code", "successor"), polars.String)).write_parquet(
            folder / f"{name}.parquet"
        )
    person_schema: dict[str, Any] = {
        **dict.fromkeys(("person_code", "household_code", "life_status", "relation", "sex"), polars.String),
        "birth_date": polars.Date,
        "welfare_card": polars.Boolean,
        **flags,
    }
    polars.DataFrame(
        [{name: row.get(name) for name in person_schema} for row in persons], schema=person_schema
    ).write_parquet(folder / "person_values.parquet")
