"""Small made-up registers for the linker's tests: rows as dictionaries, written as clean tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl

from baansuk.link.reading import Table

IDS = ["1000000000009", "3000000000129", "5000000000036", "6000050000011", "7000000000041"]
DAY = dt.date(2025, 1, 1)
PERSON_SCHEMA: dict[str, Any] = {
    "record_id": pl.Int64,
    "row": pl.Int64,
    "observed_on": pl.Date,
    "observed_precision": pl.String,
    "national_id": pl.String,
    "id_kind": pl.String,
    "title": pl.String,
    "given_name": pl.String,
    "family_name": pl.String,
    "given_key": pl.String,
    "family_key": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "birth_precision": pl.String,
    "household_key": pl.String,
    "house_code": pl.String,
    "house_no": pl.String,
    "house_key": pl.String,
    "village_no": pl.String,
    "tambon_code": pl.String,
    "village_code": pl.String,
    "relation": pl.String,
    "guardian": pl.String,
    "family_no": pl.Int32,
    "phone": pl.String,
    "residence": pl.String,
    "life_status": pl.String,
    "father_id": pl.String,
    "mother_id": pl.String,
    "spouse_id": pl.String,
    "moved_in_on": pl.Date,
    "moved_in_on_precision": pl.String,
    "left_on": pl.Date,
    "left_on_precision": pl.String,
    "welfare_card": pl.Boolean,
    "occupation": pl.String,
}
HOUSE_SCHEMA: dict[str, Any] = {
    "record_id": pl.Int64,
    "row": pl.Int64,
    "observed_on": pl.Date,
    "observed_precision": pl.String,
    "household_key": pl.String,
    "house_code": pl.String,
    "house_no": pl.String,
    "house_key": pl.String,
    "village_no": pl.String,
    "tambon_code": pl.String,
    "village_code": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "register_kind": pl.String,
    "bmn_01": pl.String,
    "bmn_02": pl.String,
    "income_person_year": pl.Decimal(14, 2),
}
AREA_SCHEMA: dict[str, Any] = {
    "record_id": pl.Int64,
    "row": pl.Int64,
    "observed_on": pl.Date,
    "area_code": pl.String,
    "road": pl.String,
}
SCHEMAS = {"person": PERSON_SCHEMA, "household": HOUSE_SCHEMA, "area": AREA_SCHEMA}
NUMBERS = {"household": 1, "person": 2, "area": 3}


def person(**said: Any) -> dict[str, Any]:
    """A person row; ``name``, ``id`` and ``village`` are short for the columns that go together."""
    row: dict[str, Any] = {"unit": "person", "source": "bmn", "delivery": 1, "observed_on": DAY, "id_kind": "none"}
    row |= {"observed_precision": "day", "tambon_code": "990101"}
    if name := said.pop("name", None):
        given, _, family = name.partition(" ")
        row |= {"given_name": given, "family_name": family or None, "given_key": given, "family_key": family or None}
    if number := said.pop("id", None):
        row |= {"national_id": number, "id_kind": "thai_id"}
    if born := said.pop("born", None):
        row |= {"birth_date": born, "birth_precision": "day"}
    return row | _where(said) | said


def house(**said: Any) -> dict[str, Any]:
    """A row of a house."""
    row: dict[str, Any] = {"unit": "household", "source": "bmn", "delivery": 1, "observed_on": DAY}
    row |= {"observed_precision": "day", "tambon_code": "990101"}
    return row | _where(said) | said


def area(**said: Any) -> dict[str, Any]:
    """A row of a village."""
    return {"unit": "area", "source": "nrd2c", "delivery": 9, "observed_on": DAY, "area_code": "99010101"} | said


def _where(said: dict[str, Any]) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if village := said.pop("village", None):
        where |= {"village_code": f"990101{village:02d}", "village_no": str(village)}
    if number := said.pop("house", None):
        where |= {"house_no": number, "house_key": number}
    return where


def write(folder: Path, rows: list[dict[str, Any]]) -> list[Table]:
    """Write rows as one clean table per delivery and unit; each row gets its ``record_id`` in place."""
    folder.mkdir(parents=True, exist_ok=True)
    grouped: dict[tuple[int, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["delivery"], row["source"], row["unit"]].append(row)
    tables = []
    for (delivery, source, unit), some in grouped.items():
        for place, row in enumerate(some, start=2):
            row["row"] = place
            row["record_id"] = delivery * 10**9 + NUMBERS[unit] * 10**8 + place
        schema = SCHEMAS[unit]
        frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in some], schema=schema)
        path = folder / f"{delivery}-{source}-{unit}.parquet"
        frame.write_parquet(path)
        tables.append(Table(delivery, source, unit, unit, path, "SAMPLE-2569", part=str(some[0].get("part", ""))))
    return tables
