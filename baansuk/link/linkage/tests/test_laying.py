"""Every record has a number of its own, whatever its file is made of."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link.linkage.inputs import open_registers
from baansuk.link.linkage.laying import lay_out

ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]
# More than one group of rows, so that numbers within a group would be found out.
ROWS = 3000


def parquet(path, letter, **others):
    names = [f"{letter}{number}" for number in range(ROWS)]
    pl.DataFrame({"record_id": names, "sex": ["1"] * ROWS, **others}).write_parquet(path, row_group_size=1000)
    return path


def csv(path):
    path.write_text("record_id,sex\n" + "".join(f"c{number},2\n" for number in range(ROWS)), encoding="utf-8")
    return path


def numbered(paths, work, engine="duckdb"):
    """Return what is asked of ``raw`` twice: rid and record_id, and the rows of each source."""
    with open_engine(engine) as opened:
        lay_out(opened, open_registers(opened, paths, work))
        rows = dict(opened.rows("select rid, record_id from raw"))
        return rows, dict(opened.rows("select source, count(sex) from raw group by source"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kinds", ["parquet", "mixed"])
def test_every_record_has_a_number_of_its_own(kinds, engine, tmp_path):
    last = csv(tmp_path / "c.csv") if kinds == "mixed" else parquet(tmp_path / "c.parquet", "c")
    paths = [parquet(tmp_path / "a.parquet", "a"), parquet(tmp_path / "b.parquet", "b"), last]
    rows, counted = numbered(paths, tmp_path, engine)
    assert len(rows) == len(set(rows.values())) == 3 * ROWS
    assert counted == dict.fromkeys(range(3), ROWS)
    if engine == "duckdb":  # small numbers, without gaps: Spark's are neither
        assert sorted(rows) == list(range(3 * ROWS))


def test_a_column_that_only_looks_like_the_place_of_the_row_is_none(tmp_path):
    path = parquet(tmp_path / "a.parquet", "a", File_Row_Number=[7] * ROWS)
    rows, _ = numbered([path], tmp_path)
    assert sorted(rows) == list(range(ROWS))
