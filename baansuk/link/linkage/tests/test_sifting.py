"""Of older records those are left out that no new one can ask for, and nothing else is found than among all of them."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from baansuk.engine.frame_file import write_frame
from baansuk.link.linkage import earlier, rules, sifting
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.candidates import columns_asked, propose, sieves
from baansuk.link.linkage.earlier import Before
from baansuk.link.linkage.records import Records
from baansuk.link.linkage.sifting import sifted

SIZE, OLD = 400, 300
# How many values each column has: so few that many records share a key, and so many that most keys are nobody else's.
VALUES = {"birth": 90, "home": 150, "id": 250, "given_skeleton": 12, "family_skeleton": 30}


def drawn(seed: int) -> pl.DataFrame:
    """Records of one to three unknown columns in ten, numbered from 0."""
    lot = random.Random(seed)

    def value(name: str) -> int | None:
        number = lot.randrange(VALUES.get(name, 6))
        if lot.random() < 0.15:
            return None
        return (1950 + number % 30) * 10_000 + number % 3 * 101 if name == "birth" else number * 0x9E3779B97F4A7

    columns = {name: [value(name) for _ in range(SIZE)] for name in columns_asked()[2:]}
    ids = {"rid": range(SIZE), "record_id": [f"r{lot.random()}" for _ in range(SIZE)]}
    numbers = dict.fromkeys(columns, pl.Int64) | {"rid": pl.Int32, "birth": pl.Int32}
    return pl.DataFrame(ids | columns, schema_overrides=numbers)


def before(folder, records: pl.DataFrame) -> Before:
    """An older linkage of records in two parts."""
    parts = [folder / "records-1.parquet", folder / "records-2.parquet"]
    for part, rows in zip(parts, (records[:100], records[100:]), strict=True):
        write_frame(rows, part)
    return Before(base=len(records), parts={"records": parts})


def pairs(records: Records) -> set[tuple[int, int, int]]:
    asks = np.asarray(records.column("rid") >= OLD)
    found = propose(records, asks)
    rid = records.column("rid")
    told = zip(rid[found.one].tolist(), rid[found.other].tolist(), found.rules.tolist(), strict=True)
    hot = [(-number, key.records, key.example) for number, key in enumerate(found.hot, start=1)]
    return {(min(one, other), max(one, other), bits) for one, other, bits in told} | set(hot)


@pytest.mark.parametrize("most", [40, 1])
@pytest.mark.parametrize("poor", [0.2, 1.0])
def test_the_same_pairs_and_hot_keys_as_among_all(most, poor, tmp_path, monkeypatch):
    monkeypatch.setattr(earlier, "_AT_ONCE", 70)
    monkeypatch.setattr(rules, "MOST_TO_A_KEY", most)
    monkeypatch.setattr(rules, "MOST_TO_A_RECORD", most // 10)
    monkeypatch.setattr(rules, "MOST_BESIDE", 10)
    monkeypatch.setattr(rules, "POOR_IN_IDS", poor)
    records = drawn(most + 3)
    fresh = records[OLD:]
    asked = sieves(len(fresh), len(fresh) - fresh["id"].null_count())
    left = sifted(before(tmp_path, records[:OLD]), fresh, asked)
    assert len(fresh) < len(left) < SIZE
    found = pairs(left)
    assert found == pairs(Records(records))
    assert any(number < 0 for number, *_ in found) == (most == 1)


def test_a_record_that_was_there_before_is_refused(tmp_path):
    records = drawn(1)
    fresh = pl.concat([records[OLD:], records[7:9]])
    with pytest.raises(BadInput, match="holds already, among them r0"):
        sifted(before(tmp_path, records[:OLD]), fresh, sieves(len(fresh), 1))


def test_whoever_does_not_know_a_column_asks_nobody_by_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sifting, "_MOST_BITS", 16)
    monkeypatch.setattr(sifting, "_LEAST_BITS", 16)
    records = drawn(2)
    nothing = records[OLD:].with_columns(
        pl.lit(None, pl.Int64).alias(name) for name in columns_asked()[2:] if name != "birth"
    )
    assert len(sifted(before(tmp_path, records[:OLD]), nothing, sieves(100, 0))) == len(nothing)
