"""The steps count what the plain-Python twin counts, on DuckDB and on Spark; no household is misplaced at a cut-off."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.assess.measured import frameworks, frameworks_of, poverties
from baansuk.assess.measured_group_steps import group_steps
from baansuk.assess.measured_steps import measured_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.edition_tables import AREAS
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps

DAY = date(2028, 2, 29)
LISTS = ["eef", "welfare_card"]
NAMES = [f"ชื่อที่ {number}" for number in range(15)]
TEXTS = ("household_code", "relation", "sex", "life_status", "disability_kind", "ethnicity")
MEMBERS = (*TEXTS, "birth_date", "disability_card")
Row = dict[str, Any]


def random_profiles(count: int, rng: random.Random, codes: list[str]) -> list[Row]:
    return [
        {
            "household_code": code,
            "area_code": rng.choice(AREAS).ljust(8, "0"),
            "persons": rng.choice([0, 1, 2, 5]),
            "answers": "".join(rng.choices("PFNU", (80, 12, 6, 1), k=31)),
            "dimensions": "".join(rng.choices("PFNU", (60, 25, 10, 5), k=5)),
            **{f"on_{source}": rng.choice([None, True, False]) for source in LISTS},
        }
        for code in rng.sample(codes, count)
    ]


def random_members(profiles: list[Row], rng: random.Random) -> list[Row]:
    days = [None, date(1968, 2, 28), date(1968, 2, 29), date(1968, 3, 1), date(2001, 1, 1)]
    return [
        {
            "household_code": rng.choice([one["household_code"] for one in profiles]),
            "relation": rng.choice(["head", "child", None]),
            "sex": rng.choice(["male", "female", None]),
            "birth_date": rng.choice(days),
            "disability_card": rng.choice([None, True, False]),
            "disability_kind": rng.choice([None, None, None, "", "การเห็น"]),
            # The first few are named often enough to be groups in a larger edition, some names never are.
            "ethnicity": rng.choice([None, "ก", "ข", "ค", rng.choice(NAMES)]),
            "life_status": rng.choice([None, "alive", "dead", "moved"]),
        }
        for _ in range(len(profiles))
    ]


def _write(folder: Path, before: list[Row], after: list[Row], persons: list[Row]) -> None:
    columns = ["household_code", "area_code", "persons", "answers", "dimensions"]
    for name, rows in (("profiles", after), ("profiles_before", before)):
        polars.DataFrame([{column: row[column] for column in columns} for row in rows]).write_parquet(folder / f"{name}.parquet")  # fmt: skip
    flags = {"household_code": polars.String, **{f"on_{source}": polars.Boolean for source in LISTS}}
    polars.DataFrame([{name: row[name] for name in flags} for row in after], schema=flags).write_parquet(folder / "household_lists.parquet")  # fmt: skip
    schema = {**dict.fromkeys(TEXTS, polars.String), "birth_date": polars.Date, "disability_card": polars.Boolean}
    polars.DataFrame(persons, schema=schema).write_parquet(folder / "person_values.parquet")


def _agrees(folder: Path, seed: int, count: int, engine_name: str = "duckdb") -> None:
    rng = random.Random(seed)
    codes = [f"H-{number}" for number in range(count + count // 3 + 1)]
    before, after = random_profiles(count, rng, codes), random_profiles(count, rng, codes)
    persons = random_members(after, rng)
    _write(folder, before, after, persons)
    with open_engine(engine_name) as engine:
        for name in ("profiles", "profiles_before", "household_lists", "person_values"):
            engine.read(name, [folder / f"{name}.parquet"])
        run_steps(engine, measured_steps(frameworks(), lists=LISTS, columns=MEMBERS, compared=True, day=DAY))
        run_steps(engine, group_steps(frameworks(), lists=LISTS, columns=MEMBERS, day=DAY))
        for moment, edition in (("now", after), ("before", before)):
            sql = f"select area_code, measure, poor, others, unknown, persons_poor from headcounts where moment = '{moment}'"
            assert {row[:2]: list(row[2:]) for row in engine.rows(sql)} == twin.headcounts(edition)
        rows = engine.rows("select area_code, measure, move, households from moved")
        assert {row[:3]: row[3] for row in rows} == twin.moved(before, after)
        rows = engine.rows("select area_code, kind, state, lists, households, persons, lack from list_overlaps")
        assert {row[:4]: list(row[4:]) for row in rows} == twin.overlaps(after, persons, LISTS, DAY)
        rows = engine.rows("select area_code, split, part, measure, poor, others, unknown from group_headcounts")
        assert {row[:4]: list(row[4:]) for row in rows} == twin.groups(after, persons, LISTS, DAY)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), count=st.integers(1, 120))
def test_duckdb_agrees_with_the_twin(tmp_path_factory: Any, seed: int, count: int) -> None:
    _agrees(tmp_path_factory.mktemp("edition"), seed, count)


@pytest.mark.spark
def test_spark_agrees_with_the_twin(tmp_path: Path) -> None:
    _agrees(tmp_path, 47, 90, "spark")


def test_a_household_at_the_cutoff_is_poor() -> None:
    # Two indicators of 1/40 are 1/20 of the whole, and one of 1/20 is too: as floats they would not be the same number.
    bmn = next(one for one in frameworks() if one.code == "bmn")
    weights = [Fraction(one.weight, bmn.whole) for one in bmn.lacks]
    assert sum(weights) == 1
    assert {sum(w for w, one in zip(weights, bmn.lacks, strict=True) if one.weight == size) for size in (40, 56, 70, 35)} == {Fraction(2, 5), Fraction(1, 5)}  # fmt: skip
    assert [one.is_union for one in poverties().values()] == [True, False, True]


@pytest.mark.parametrize(
    ("change", "said"), [({"cutoff": [{"k": "0"}]}, "not in 0 < k"), ({"over": "labels"}, "no letters")]
)
def test_a_framework_that_makes_no_sense_is_refused(change: dict[str, Any], said: str) -> None:
    table = {"code": "x", "over": "dimensions", "cutoff": [], "label": "label.mpi_poor", "th": "x", "en": "x"}
    with pytest.raises(ValueError, match=said):
        frameworks_of(load_rules(), [table | {"weights_th": "x", "weights_en": "x"} | change])


def test_without_an_edition_to_compare_with_nobody_moved(tmp_path: Path) -> None:
    rng = random.Random(5)
    after = random_profiles(20, rng, [f"H-{number}" for number in range(20)])
    _write(tmp_path, after, after, random_members(after, rng))
    with open_engine("duckdb") as engine:
        for name in ("profiles", "household_lists", "person_values"):
            engine.read(name, [tmp_path / f"{name}.parquet"])
        run_steps(engine, measured_steps(frameworks(), lists=[], columns=MEMBERS, compared=False, day=DAY))
        assert engine.rows("select count(*) from moved") == [(0,)]
        assert engine.rows("select distinct moment from headcounts") == [("now",)]
        assert engine.rows("select distinct lists from list_overlaps") == [("",)]
