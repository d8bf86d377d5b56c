"""Two Parquet files become one without reading their rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from baansuk.engine.row_groups import append, rows_of, sizes

ROWS = pl.DataFrame(
    {
        "name": ["สมชาย", None, "Ann", ""] * 700,
        "number": [1, -5, None, 1 << 60] * 700,
        "share": [0.25, None, 1.0, -0.5] * 700,
        "sure": [True, False, None, True] * 700,
    }
)


def _files(folder: Path, *sizes: int, manner: str = "compression snappy, row_group_size 2048") -> list[Path]:
    found = []
    for place, size in enumerate(sizes):
        rows = ROWS.with_row_index("place").head(size).with_columns(file=pl.lit(place))  # noqa: F841 - DuckDB reads it
        found.append(folder / f"{place}.parquet")
        with duckdb.connect() as connection:
            connection.execute(f"copy (select * from rows) to '{found[-1]}' (format parquet, {manner})")
    return found


def test_files_are_joined_alike_where_the_system_does_not_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = _files(tmp_path, 2800, 700)
    assert append(first, second, tmp_path / "within.parquet")

    def refuses(*asked: int) -> int:
        raise OSError(18, "two disks")

    monkeypatch.setattr("os.copy_file_range", refuses, raising=False)
    assert append(first, second, tmp_path / "through.parquet")
    assert (tmp_path / "through.parquet").read_bytes() == (tmp_path / "within.parquet").read_bytes()


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("file", "place")


@pytest.mark.parametrize("sizes", [(2800, 3), (3, 2800), (2800, 2800), (0, 5), (5, 0)])
def test_rows_of_both_are_read_by_every_reader(tmp_path: Path, sizes: tuple[int, int]) -> None:
    first, second = _files(tmp_path, *sizes)
    both = tmp_path / "both.parquet"
    assert append(first, second, both)
    wanted = _sorted(pl.concat([pl.read_parquet(first), pl.read_parquet(second)]))
    assert _sorted(pl.read_parquet(both)).equals(wanted)
    assert _sorted(pl.from_arrow(pq.read_table(both))).equals(wanted)  # type: ignore[arg-type]
    assert _sorted(duckdb.connect().sql(f"select * from '{both}'").pl()).equals(wanted)
    assert pq.ParquetFile(both).metadata.num_rows == sum(sizes)
    assert duckdb.connect().sql(f"select count(*) from '{both}' where place >= 2799").fetchall() == [
        (sizes.count(2800),)
    ]


def test_many_additions_and_more_row_groups_than_a_short_list_holds(tmp_path: Path) -> None:
    parts = _files(tmp_path, *range(20, 60))
    whole = parts[0]
    for place, part in enumerate(parts[1:]):
        grown = tmp_path / f"grown-{place}.parquet"
        assert append(whole, part, grown)
        whole = grown
    assert _sorted(pl.read_parquet(whole)).equals(_sorted(pl.concat(map(pl.read_parquet, parts))))
    assert pq.ParquetFile(whole).metadata.num_row_groups == 40


@pytest.mark.parametrize("changed", [[], [0], [2], [0, 3], [1, 2], [0, 1, 2, 3]])
def test_row_groups_may_have_others_in_their_places(tmp_path: Path, changed: list[int]) -> None:
    counts = [700, 700, 700, 300]
    rows = _by_group(counts)
    first, second = tmp_path / "0.parquet", tmp_path / "1.parquet"
    rows.write_parquet(first, row_group_size=700)
    rows.head(9).write_parquet(second)
    assert sizes(first) == counts
    instead, wanted = {}, []
    for place, count in enumerate(counts):
        wanted.append(rows.slice(700 * place, count))
        if place in changed:
            wanted[-1] = wanted[-1].reverse().head(600).with_columns(group=pl.lit(9, pl.Int32))
            instead[place] = tmp_path / f"instead-{place}.parquet"
            wanted[-1].write_parquet(instead[place])
    assert append(first, second, tmp_path / "both.parquet", instead=instead)
    _read_alike(tmp_path / "both.parquet", pl.concat([*wanted, rows.head(9)]))


def test_filters_that_lie_behind_all_row_groups_are_left_behind(tmp_path: Path) -> None:
    # DuckDB writes one for each column with a dictionary, after the last row group.
    first, second = _files(tmp_path, 2800, 700, manner="compression zstd, row_group_size 2048")
    assert append(first, first, tmp_path / "both.parquet", instead={0: second})
    rows = pl.concat([pl.read_parquet(second), pl.read_parquet(first).slice(2048), pl.read_parquet(first)])
    _read_alike(tmp_path / "both.parquet", rows)
    found = duckdb.connect().sql(f"select count(*) from '{tmp_path / 'both.parquet'}' where name = 'สมชาย'").fetchall()
    assert found == [(rows.filter(name="สมชาย").height,)]


def _by_group(counts: list[int]) -> pl.DataFrame:
    return pl.concat([ROWS.head(count).with_columns(group=pl.lit(place)) for place, count in enumerate(counts)])


def _read_alike(path: Path, wanted: pl.DataFrame) -> None:
    assert pl.read_parquet(path).equals(wanted)
    assert duckdb.connect().sql(f"select * from '{path}'").pl().equals(wanted)
    assert pq.read_table(path).num_rows == wanted.height


def test_files_of_two_writers(tmp_path: Path) -> None:
    [first] = _files(tmp_path, 50)
    second = tmp_path / "polars.parquet"
    pl.read_parquet(first).with_columns(file=pl.lit(1, pl.Int32)).write_parquet(second, row_group_size=7)
    both = tmp_path / "both.parquet"
    if append(second, second, both):
        assert pl.read_parquet(both).equals(pl.concat([pl.read_parquet(second)] * 2))


def test_other_columns_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    [first] = _files(tmp_path, 50)
    second = tmp_path / "other.parquet"
    pl.read_parquet(first).drop("sure").write_parquet(second)
    assert not append(first, second, tmp_path / "both.parquet")
    assert not (tmp_path / "both.parquet").exists()


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    [first] = _files(tmp_path, 5)
    text = tmp_path / "text.parquet"
    text.write_bytes(b"left,right\n" * 10)
    with pytest.raises(ValueError, match=r"text\.parquet is no Parquet"):
        append(first, text, tmp_path / "both.parquet")


def test_a_file_that_was_written_again_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    for size in (9, 8, 9):
        ROWS.head(size).write_parquet(path, row_group_size=2)
        assert sum(sizes(path)) == rows_of(path) == size
        assert append(path, path, tmp_path / "both.parquet", instead={1: path})
        wanted = [ROWS.head(2), ROWS.head(size), ROWS[4:size], ROWS.head(size)]
        _read_alike(tmp_path / "both.parquet", pl.concat(wanted))
