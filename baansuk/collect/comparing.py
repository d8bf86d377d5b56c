"""What changed between two deliveries of the same list: rows added, changed, removed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from baansuk.collect.declaration import SourceDeclaration, Table


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows added, changed, removed and unchanged since the delivery with the receipt ``earlier``, over all tables."""

    earlier: str
    added: int
    changed: int
    removed: int
    same: int


def compare(declaration: SourceDeclaration, old: dict[str, Path], new: dict[str, Path], earlier: str) -> Comparison:
    """Compare the tables that both deliveries have.

    Rows are known by the source's row key; without one a changed row counts as one removed and one added.
    """
    counts = [
        _compare_table(table, old[table.name], new[table.name])
        for table in declaration.tables
        if table.name in old and table.name in new
    ]
    added, changed, removed, same = (sum(count[place] for count in counts) for place in range(4))
    return Comparison(earlier, added, changed, removed, same)


def _compare_table(table: Table, old: Path, new: Path) -> tuple[int, int, int, int]:
    before, after = _rows(table, old), _rows(table, new)
    both = before.join(after, on=["key", "nth"], how="full", suffix="_new")
    counted = both.select(
        added=pl.col("key").is_null().sum(),
        removed=pl.col("key_new").is_null().sum(),
        same=(pl.col("content") == pl.col("content_new")).sum(),
        changed=(pl.col("content") != pl.col("content_new")).sum(),
    ).row(0)
    added, removed, same, changed = counted
    return added, changed, removed, same


def _rows(table: Table, path: Path) -> pl.DataFrame:
    """Return key and content of each row as hashes; ``nth`` tells equal keys apart."""
    names = pl.scan_parquet(path).collect_schema().names()
    raw = [name for name in names if name.startswith("raw.")]
    key = [f"raw.{name}" for name in table.row_key if f"raw.{name}" in raw] or raw
    rows = pl.scan_parquet(path).select(
        key=pl.struct(sorted(key)).hash(seed=1), content=pl.struct(sorted(raw)).hash(seed=1)
    )
    return rows.with_columns(nth=pl.int_range(pl.len()).over("key")).collect()
