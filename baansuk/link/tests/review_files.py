"""The two files of a run that review reads, written small for tests."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

SAME_NAME = "id:different given:sound family:same birth:same place:village sex:same phone:unknown"
_REVIEW = {
    "left": pl.Int64, "right": pl.Int64, "reason": pl.String, "rank": pl.Int64, "probability": pl.Float64,
    "pattern": pl.String, "weight": pl.Float64,
}  # fmt: skip
_EVENTS = {
    "event": pl.Int64, "kind": pl.String, "person_code": pl.String, "other_code": pl.String, "record_id": pl.Int64,
}  # fmt: skip


def review_files(
    pairs: Sequence[tuple], events: Sequence[tuple] = (), *, pattern: str = SAME_NAME, folder: Path | None = None
) -> tuple[Path, Path]:
    """Write pairs (left, right, reason[, weight]), ranked in the order given, and events as rows; return both paths."""
    folder = folder or Path(tempfile.mkdtemp())
    rows = [
        (left, right, reason, rank, 0.5, pattern, weight[0] if weight else None)
        for rank, (left, right, reason, *weight) in enumerate(pairs, 1)
    ]
    review, moved = folder / "review.parquet", folder / "events.parquet"
    pl.DataFrame(rows, schema=_REVIEW, orient="row").write_parquet(review)
    pl.DataFrame(list(events), schema=_EVENTS, orient="row").write_parquet(moved)
    return review, moved
