"""Few records lie in memory and many in files; both give the same register."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from baansuk.engine import open_engine
from baansuk.link import linker
from baansuk.link.tests import registers
from baansuk.link.tests.small import many_rows
from baansuk.link.tests.test_on_spark import FILES, run


def test_the_same_register_from_memory_and_from_files(tmp_path, monkeypatch):
    tables = registers.write(tmp_path / "clean", many_rows(random.Random(3), 60))
    folders: list[Path] = []
    for name, few, before in (("first", 10**6, False), ("few", 10**6, True), ("many", 0, True)):
        monkeypatch.setattr(linker, "FEW", few)
        with open_engine("duckdb") as engine:
            folders.append(run(engine, tables, tmp_path / name, before=folders[0] if before else None))
    for name in FILES:
        left, right = (pl.read_parquet(folder / f"{name}.parquet") for folder in folders[1:])
        assert left.schema == right.schema, name
        assert left.sort(left.columns).equals(right.sort(left.columns)), name


def test_a_chain_of_rosters_is_one_household_however_long(tmp_path):
    links = 14
    rows = []
    for place in range(links):
        for number in (place, place + 1):
            rows.append(
                registers.person(
                    source=f"list{place:02d}", delivery=place + 1, household_key="1", house="7", village=1,
                    name=f"คนที่{number} ทดสอบดี", born=registers.DAY.replace(year=1950 + number),
                )
            )  # fmt: skip
    random.Random(1).shuffle(rows)
    tables = registers.write(tmp_path / "clean", rows)
    with open_engine("duckdb") as engine:
        made = run(engine, tables, tmp_path / "made")
    assert pl.read_parquet(made / "households.parquet").height == 1
    assert pl.read_parquet(made / "persons.parquet").height == links + 1
