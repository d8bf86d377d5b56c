"""Of an older result the rows of those who have another person now are written anew in their places; the rest is taken over."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from baansuk.engine.row_groups import sizes
from baansuk.link.linkage.outputs import clusters_beside
from baansuk.link.linkage.succession import Succession

ROWS = 5000
OLD = pl.DataFrame({"record_id": [f"r{place:04}" for place in range(ROWS)]}).with_columns(person_id="record_id")
NEW = [(ROWS, "s1", 1, "r0001", None, 1), (ROWS + 1, "s2", ROWS + 1, "s2", None, None)]
NAMED = {
    "rid": pl.Int64,
    "record_id": pl.String,
    "person": pl.Int64,
    "person_id": pl.String,
    "old": pl.Int64,
    "kept": pl.Int64,
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("renamed", [[], [0], [2047, 2048], [ROWS - 1], list(range(0, ROWS, 100))])
def test_clusters_beside_an_older_result(tmp_path: Path, renamed: list[int], *, turned: bool) -> None:
    existing, target = tmp_path / "older.parquet", tmp_path / "newer" / "clusters.parquet"
    target.parent.mkdir()
    old = OLD.reverse() if turned else OLD
    old.write_parquet(existing, row_group_size=2048, compression="uncompressed", statistics=False)
    assert len(sizes(existing)) == 3
    named = pl.DataFrame(
        [*((rid, f"r{rid:04}", 1, "r0001", rid, 1) for rid in renamed if rid != 1), *NEW], schema=NAMED, orient="row"
    )
    nothing = pl.DataFrame()
    clusters_beside(Succession(named, nothing, nothing), existing, target)
    now = {f"r{rid:04}": "r0001" for rid in renamed}
    wanted = [(record, now.get(record, person)) for record, person in old.iter_rows()]
    # Every record where it stood, also where an earlier version has put some last.
    assert pl.read_parquet(target).rows() == [*wanted, ("s1", "r0001"), ("s2", "s2")]
    assert [path.name for path in target.parent.iterdir()] == ["clusters.parquet"]
    # Where most would be worked out anew, all are.
    assert (len(sizes(target)) == 4) == (len(renamed) < 2)
