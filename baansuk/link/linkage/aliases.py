"""Learns which code of a tambon is which name: one file names it, another gives its code, and one id stands in both."""

from __future__ import annotations

from typing import Final

import polars as pl

# So many persons, and more than half of the code's, must say the same.
_FEWEST: Final = 3


def known_areas(areas: pl.DataFrame, records: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Return ``areas`` with place, district, tambon and tambon_name as they are known, and told_place as it was told.

    ``areas``: what each distinct text says, as ``worded.areas`` returns it; ``records``: id and area, the row in ``areas``,
    of each record; ``earlier``: what an older linkage has learned, which stays.
    """
    told = areas.with_row_index("area").with_columns(pl.col("area").cast(pl.Int32), told_place=pl.col("place"))
    best = _most_often(records.filter(pl.col("id").is_not_null()), told)
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


def _most_often(records: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The area by name (other) that most people of an area by code (area) have elsewhere, if enough of them do."""
    with_code = records.join(told.filter("coded").select("area"), on="area", how="semi")
    with_name = records.join(told.filter(~pl.col("coded")).select("area"), on="area", how="semi")
    pairs = with_code.join(with_name.rename({"area": "other"}), on="id").group_by("area", "other").len("people")
    most = pairs.group_by("area").agg(
        pl.col("other").get(pl.col("people").arg_max()), pl.col("people").max().alias("most"), pl.col("people").sum()
    )
    return most.filter((pl.col("most") >= _FEWEST) & (2 * pl.col("most") > pl.col("people"))).select("area", "other")
