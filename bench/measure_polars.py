"""The peer of ``baansuk measure``: a plain Polars program that writes the same point figures, as fast as it can be made.

``python -m bench.measure_polars DATA OUT``. It counts the weight failing each indicator once by area and by whether a
household is poor, and sums that table up to the larger areas; for one cut-off it need not do less.
"""

from __future__ import annotations

import sys
from math import lcm
from pathlib import Path

import polars as pl

# As in bench.measure_frames, which imports DuckDB; this process is to start with Polars alone.
DIMENSIONS = {"health": 10, "home": 8, "learning": 8, "income": 7, "rights": 5}
CUTOFF = (1, 4)
LEVELS = ("province", "amphoe", "tambon")


def weights() -> tuple[int, dict[str, int]]:
    """The divisor of all weights, and each indicator's whole weight."""
    divisor = lcm(*(len(DIMENSIONS) * size for size in DIMENSIONS.values()))
    tops = {
        f"{name}_{one:02}": divisor // (len(DIMENSIONS) * size)
        for name, size in DIMENSIONS.items()
        for one in range(1, size + 1)
    }
    return divisor, tops


def counted(data: Path, divisor: int, tops: dict[str, int]) -> pl.DataFrame:
    """Weights by area and poverty: of all, failing each indicator, and the rows."""
    weight = pl.col("hh_size").cast(pl.Int32)
    # Added up in 16 bits, which hold the divisor of 1,400, and streamed: a sixth quicker than in 32 bits and in memory.
    top = sum((pl.col(name).cast(pl.Int16) * worth for name, worth in tops.items()), pl.lit(0, pl.Int16))
    return (
        pl.scan_parquet(data)
        .select(*LEVELS, "hh_size", *tops)
        .drop_nulls(list(tops))
        .with_columns((top * CUTOFF[1] >= divisor * CUTOFF[0]).alias("poor"))
        .group_by(*LEVELS, "poor")
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            weight.cast(pl.Int64).sum().alias("w"),
            *((pl.col(name) * weight).cast(pl.Int64).sum().alias(name) for name in tops),
        )
        .collect(engine="streaming")
    )


def figures(cells: pl.DataFrame, by: str, divisor: int, tops: dict[str, int]) -> list[pl.DataFrame]:
    """The rows of measures.parquet for one level of area, "" for the whole."""
    names = list(tops)
    group = pl.col(by) if by else pl.lit("").alias("group")
    poor = pl.col("poor")
    summed = cells.group_by(group.alias("group")).agg(
        pl.col("n").sum(),
        pl.col("w").sum(),
        pl.col("w").filter(poor).sum().alias("wp"),
        pl.col(names).sum(),
        pl.col(names).filter(poor).sum().name.suffix("_k"),
    )
    score = pl.sum_horizontal(pl.col(f"{name}_k") * worth for name, worth in tops.items())
    table = summed.with_columns((score / divisor).alias("c"))
    w, wp, c = pl.col("w"), pl.col("wp"), pl.col("c")
    some = pl.when(wp > 0)
    parts = [
        _long(table, by, [("M0", None, c / w), ("H", None, wp / w), ("A", None, some.then(c / wp))], True),
        _long(table, by, [("hd", name, pl.col(name) / w) for name in names], False),
        _long(table, by, [("hdk", name, pl.col(f"{name}_k") / w) for name in names], True),
    ]
    shares = {name: worth / divisor for name, worth in tops.items()}
    parts.append(
        _long(table, by, [("actb", name, some.then(pl.col(f"{name}_k") / w * shares[name])) for name in names], True)
    )
    parts.append(
        _long(table, by, [("pctb", name, some.then(pl.col(f"{name}_k") * shares[name] / c)) for name in names], True)
    )
    return parts


def _long(table: pl.DataFrame, by: str, told: list[tuple[str, str | None, pl.Expr]], cut: bool) -> pl.DataFrame:
    """One row per area and figure."""
    measure = told[0][0]
    wide = table.select("group", "n", *(value.alias(indicator or name) for name, indicator, value in told))
    name = "measure" if told[0][1] is None else "indicator"
    long = wide.unpivot(index=["group", "n"], variable_name=name, value_name="b")
    text, number = pl.lit(None, pl.String), pl.lit(None, pl.Float64)
    return long.select(
        pl.col("measure") if name == "measure" else pl.lit(measure).alias("measure"),
        text.alias("indicator") if name == "measure" else pl.col("indicator"),
        pl.lit(f"{CUTOFF[0]}/{CUTOFF[1]}" if cut else None, pl.String).alias("k"),
        pl.lit(by).alias("by"),
        "group",
        text.alias("time"),
        "b",
        number.alias("se"),
        number.alias("ll"),
        number.alias("ul"),
        "n",
        pl.lit(None, pl.Int64).alias("df"),
    )


def main(data: Path, out: Path) -> None:
    """Read, count, write."""
    divisor, tops = weights()
    cells = counted(data, divisor, tops)
    parts = [part for by in ("", *LEVELS) for part in figures(cells, by, divisor, tops)]
    pl.concat(parts).write_parquet(out, compression="snappy")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
