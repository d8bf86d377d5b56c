"""Learns which code of a tambon is which name: one file names it, another gives its code, and one person stands in both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

# So many persons, and more than half of the code's, must say the same.
_FEWEST: Final = 3


def known_areas(
    areas: pl.DataFrame, records: pl.DataFrame, alike: Callable[[], pl.Series], earlier: pl.DataFrame
) -> pl.DataFrame:
    """Return ``areas`` with place, district, tambon and tambon_name as they are known, and told_place as it was told.

    ``areas``: what each distinct text says, as ``worded.areas`` returns it; ``records``: id and area, the row in ``areas``,
    of each record; ``alike``: asked for a number of each record's names and birth, where ids leave a code unknown;
    ``earlier``: what an older linkage has learned, which stays.
    """
    told = areas.with_row_index("area").with_columns(pl.col("area").cast(pl.Int32), told_place=pl.col("place"))
    best = _named(told, records, alike, earlier)
    other = told.select(other="area", place_named="place", district_named="district", tambon_named="tambon")
    before = earlier.select("told_place", place_before="place", district_before="district", tambon_before="tambon")
    joined = (
        told.join(best, on="area", how="left", maintain_order="left")
        .join(other, on="other", how="left", maintain_order="left")
        .join(before, on="told_place", how="left", maintain_order="left")
    )
    own_name = pl.col("tambon_before").is_null() & pl.col("tambon_named").is_null()
    return joined.select(
        "told_place",
        *(pl.coalesce(f"{name}_before", f"{name}_named", name).alias(name) for name in ("place", "district", "tambon")),
        pl.when(own_name).then("tambon_name").alias("tambon_name"),
    )


def _named(
    told: pl.DataFrame, records: pl.DataFrame, alike: Callable[[], pl.Series], earlier: pl.DataFrame
) -> pl.DataFrame:
    """The area by name (other) of each area by code (area) of which enough people tell it."""
    said = _most_often(records, told)
    # A code of which ids tell many names is a slip; where they tell none, names and births may.
    heard = said.filter(pl.col("people") >= _FEWEST)
    codes = told.filter("coded").join(heard, on="area", how="anti").join(earlier, on="told_place", how="anti")
    if len(codes):
        rest = pl.concat([codes, told.filter(~pl.col("coded"))])
        said = pl.concat([heard, _most_often(records.with_columns(alike().alias("id")), rest)])
    enough = (pl.col("most") >= _FEWEST) & (2 * pl.col("most") > pl.col("people"))
    return said.filter(enough).select("area", "other")


def _most_often(records: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The area by name (other) that most people of an area by code (area) have elsewhere, how many, and of how many.

    Who names no tambon has no say, and a name with and without the word for what it is is one name.
    """
    known = records.drop_nulls("id")
    with_code = known.join(told.filter("coded").select("area"), on="area", how="semi")
    names = told.filter(~pl.col("coded") & pl.col("place").is_not_null())
    with_name = known.join(names.select("area", other=pl.col("area").min().over("place")), on="area")
    pairs = with_code.join(with_name.select("id", "other"), on="id").group_by("area", "other").len("people")
    return pairs.group_by("area").agg(
        pl.col("other").get(pl.col("people").arg_max()), pl.col("people").max().alias("most"), pl.col("people").sum()
    )
