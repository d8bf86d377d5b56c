"""Writes the truth as Parquet: persons, households, families, memberships, and whose row each register row is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from . import dates
from .draws import Mask, Whole
from .houses import NOBODY
from .tables import Table, records
from .truth import Truth

PERSON_COLUMNS = [
    "person_no",
    "household_no",
    "registered_household_no",
    "former_household_no",
    "moved_on",
    "residence",
    "family_no",
    "relation",
    "father_no",
    "mother_no",
    "spouse_no",
    "title",
    "given_name",
    "family_name",
    "former_family_name",
    "sex",
    "birth_date",
    "birth_precision",
    "id_kind",
    "national_id",
    "g_code",
    "nationality",
    "ethnicity",
    "marital",
    "life_status",
    "death_date",
    "education",
    "occupation",
    "learning",
    "chronic_illness",
    "care_level",
    "disability_kind",
    "disability_card",
    "welfare_card",
    "elderly_allowance",
    "pupil_grant",
]


def write_truth(folder: Path, truth: Truth) -> None:
    """Write persons, households, families and memberships under DIR/truth."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(_persons(truth), folder / "persons.parquet")
    _write(_households(truth), folder / "households.parquet")
    _write(_families(truth), folder / "families.parquet")
    _write(memberships(truth), folder / "memberships.parquet")


def write_records(path: Path, tables: Iterable[Table]) -> None:
    """Write records.parquet, one group of rows per table, as the tables come."""
    writer: pq.ParquetWriter | None = None
    try:
        for table in tables:
            rows = records(table).to_arrow()
            writer = writer or pq.ParquetWriter(path, rows.schema, compression="zstd")
            writer.write_table(rows)
            del table, rows  # see province._registers
    finally:
        if writer:
            writer.close()


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd", compression_level=1, statistics=True, row_group_size=250_000)


def _numbered(index: Whole) -> pl.Series:
    """Numbers of households or persons from 1; null for outside the province, or nobody."""
    number = pl.Series(index + 1)
    return pl.select(pl.when(number > 0).then(number)).to_series()


def _day(days: Whole) -> pl.Series:
    return pl.select(pl.when(pl.Series(days > 0)).then(dates.from_numbers(days))).to_series()


def _persons(truth: Truth) -> pl.DataFrame:
    life, home = truth.people, truth.home
    residence = np.where(life.lives < 0, "registered", np.where(life.registered == home, "both", "lives"))
    return (
        truth.persons.with_columns(
            father_no=_numbered(truth.kin.father),
            mother_no=_numbered(truth.kin.mother),
            spouse_no=_numbered(truth.kin.spouse),
            household_no=_numbered(home),
            registered_household_no=_numbered(life.registered),
            former_household_no=_numbered(life.former),
            moved_on=_day(life.moved_on),
            residence=pl.Series(residence),
            life_status=pl.Series(np.where(life.died > 0, "dead", "alive")),
            death_date=_day(life.died),
        )
        .select(pl.col(PERSON_COLUMNS))
        .with_columns(pl.col(pl.Enum).cast(pl.String))
    )


def _households(truth: Truth) -> pl.DataFrame:
    where = truth.addresses.select("village", "tambon_code", "tambon", "amphoe_code", "amphoe", "village_no")
    counts = pl.DataFrame(
        {
            "residents": truth.conditions.residents,
            "families": np.maximum.reduceat(truth.people.families.family_no, truth.houses.first),
            "minority": truth.houses.minority,
        }
    )
    return pl.concat([truth.houses.frame, where, counts, truth.conditions.households], how="horizontal")


def _families(truth: Truth) -> pl.DataFrame:
    people = pl.DataFrame(
        {"household_no": _numbered(truth.home), "family_no": truth.people.families.family_no, "here": truth.people.here}
    )
    return people.group_by("household_no", "family_no", maintain_order=True).agg(
        pl.len().alias("persons"), pl.col("here").sum().alias("residents")
    )


def memberships(truth: Truth) -> pl.DataFrame:
    """Who lived or was registered where, from when until when: kind lives|registered, start, end, why each.

    A start that nobody recorded is the birth (begins = birth) or the arrival of a grown member (begins = moved_in).
    """
    life = truth.people
    until = life.died
    here, moved = life.lives >= 0, life.former >= 0
    born_here = np.where(moved, life.moved_on, life.born)
    begins = np.where(moved, "moved_in", "birth")
    ends = np.where(until > 0, "death", "")
    pieces = [
        _spell(here, life.lives, "lives", born_here, begins, until, ends),
        _spell(
            moved,
            life.former,
            "lives",
            life.born,
            np.full(len(until), "birth"),
            life.moved_on,
            np.full(len(until), "moved_out"),
        ),
        _spell(
            life.registered >= 0, life.registered, "registered", life.born, np.full(len(until), "birth"), until, ends
        ),
    ]
    return pl.concat(pieces).sort("person_no", "kind", "start", maintain_order=True)


def _spell(
    who: Mask, house: Whole, kind: str, start: Whole, begins: np.ndarray, end: Whole, ends: np.ndarray
) -> pl.DataFrame:
    rows = np.flatnonzero(who & (house != NOBODY))
    return pl.DataFrame(
        {
            "person_no": rows + 1,
            "household_no": house[rows] + 1,
            "kind": pl.repeat(kind, len(rows), eager=True),
            "start": dates.from_numbers(start[rows]),
            "begins": begins[rows],
            "end": _day(end[rows]),
            "ends": pl.Series(ends[rows]).replace({"": None}),
        }
    )
