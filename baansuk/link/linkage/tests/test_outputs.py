"""Of an older result the rows of those who have another person now are written anew, and the rest is taken over."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from baansuk.engine import Step, open_engine
from baansuk.engine.row_groups import sizes
from baansuk.link.linkage import outputs
from baansuk.link.linkage.sql import steps_of

ROWS = 5000
OLD = pl.DataFrame({"record_id": [f"r{place:04}" for place in range(ROWS)]}).with_columns(person_id="record_id")
NEW = (
    "select record_id, person_id, null as old_id from (values ('s1', 'r0001'), ('s2', 's2')) as v(record_id, person_id)"
)


@pytest.mark.parametrize("renamed", [[], [0], [2047, 2048], [ROWS - 1], list(range(0, ROWS, 100))])
def test_clusters_beside_an_older_result(tmp_path: Path, renamed: list[int]) -> None:
    existing, folder = tmp_path / "older", tmp_path / "newer"
    existing.mkdir()
    folder.mkdir()
    old = existing / "clusters.parquet"
    OLD.write_parquet(old, row_group_size=2048)
    assert len(sizes(old)) == 3
    now = {f"r{place:04}": "r0001" for place in renamed}
    with open_engine("duckdb") as engine:
        engine.read("old_clusters", [old], place="row_number")
        types = {"record_id": "varchar", "person_id": "varchar"}
        engine.give("renamed", types, {"record_id": list(now), "person_id": list(now.values())})
        engine.run(Step("named", NEW))
        for step in steps_of("clusters_existing.sql", {"old": "old_clusters", "clusters": "clusters"}):
            engine.run(step)
        rows = "select o.row_number from old_clusters o join renamed n on o.record_id = n.record_id"
        engine.give("renamed_rows", {"row_number": "bigint"}, {"row_number": [row for (row,) in engine.rows(rows)]})
        added = outputs._clusters_added(engine, folder, existing)
        wanted = engine.rows("select record_id, person_id from clusters order by record_id")
    # Where most would be worked out anew, all are.
    assert added == (len(renamed) < 2)
    if added:
        assert pl.read_parquet(folder / "clusters.parquet").sort("record_id").rows() == wanted
        assert dict(wanted)["s1"] == "r0001"
    assert [path.name for path in folder.iterdir()] == (["clusters.parquet"] if added else [])
