"""Several frameworks judged in one run give what the plain-Python twin gives, on DuckDB and on Spark."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import polars
import pytest

from baansuk.assess.frameworks import Framework, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_figures import framework_steps
from baansuk.assess.frameworks_letters import lettered, parts_of
from baansuk.assess.frameworks_steps import Tables
from baansuk.assess.profile import profile_steps, register_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import framework_twin, profile_twin
from baansuk.assess.tests.edition_tables import SOURCES, Row
from baansuk.assess.tests.framework_tables import (
    framework_households,
    framework_members,
    framework_villages,
    write_framework_edition,
)
from baansuk.assess.tests.test_profile import Result
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps

NAMES = ("household_values", "person_values", "household_lists", "area_facts")
Letters = dict[str, dict[str, str]]


def read_tables(folder: Path) -> Tables:
    columns = {name: frozenset(polars.read_parquet_schema(folder / f"{name}.parquet")) for name in NAMES[:2]}
    return Tables(columns["household_values"], columns["person_values"], (folder / "area_facts.parquet").exists())


def judged(
    folder: Path, engine_name: str = "duckdb", frameworks: list[Framework] | None = None
) -> tuple[Letters, dict]:
    """Judge an edition by frameworks (the shipped ones) and return letters by household, and counts by area and measure."""
    listed = frameworks or list(shipped_frameworks().values())
    with open_engine(engine_name) as engine:
        for name in NAMES:
            if (folder / f"{name}.parquet").exists():
                engine.read(name, [folder / f"{name}.parquet"])
        run_steps(engine, profile_steps(load_rules(), SOURCES))
        steps = framework_steps([check_framework(one) for one in listed], read_tables(folder), framework_twin.DAY)
        run_steps(engine, steps)
        rows = engine.rows("select household_code, letters from standings")
        names = "households_pass, households_fail, households_na, households_unknown, persons_fail, persons_all"
        figures = {
            (area, measure): list(counts)
            for area, measure, *counts in engine.rows(f"select area_code, measure, {names} from framework_figures")
        }
    parts = {one.code: parts_of(one) for one in listed}
    return {household: spelt(text, parts) for household, text in rows}, figures


def spelt(text: str, parts: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in text.split():
        code, _, letters = one.partition(":")
        found |= {f"{code}.{part}": letter for part, letter in zip(parts[code], letters, strict=True)}
    return found


def card_of(members: list[Row]) -> bool | None:
    living = [one for one in members if one["life_status"] not in ("dead", "moved")]
    if any(one["welfare_card"] for one in living):
        return True
    pending = any(one["welfare_card"] is None and one["on_welfare_card"] for one in living)
    return None if pending else False


def assert_agrees(folder: Path, seed: int, engine_name: str, count: int = 120) -> None:
    households = framework_households(count, seed)
    members, villages = framework_members(households, seed), framework_villages(seed)
    write_framework_edition(folder, households, members, villages)
    of_house: dict[str, list[Row]] = defaultdict(list)
    for one in members:
        of_house[one["household_code"]].append(one)
    letters, figures = judged(folder, engine_name)
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    measures = [(measure.measure, measure.found) for one in shipped_frameworks().values() for measure in lettered(one)]
    for row in households:
        mine = of_house[row["household_code"]]
        village = villages.get(row["area_code"], {})
        expected = framework_twin.standings(row, mine, village, card_of(mine))
        assert letters[row["household_code"]] == expected, row
        for measure, found in measures:
            letter = expected[".".join(measure.split(".")[:2])]
            for area in profile_twin.areas_of(row["area_code"]):
                counts = counted[area, measure]
                counts["F" if letter == found else letter if letter in "UN" else "P"] += 1
                counts["persons_all"] += row["members"]
                counts["persons"] += row["members"] if letter == found else 0
    wanted = {key: [*(c[one] for one in "PFNU"), c["persons"], c["persons_all"]] for key, c in counted.items()}
    assert figures == wanted


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_shipped_framework_as_its_definition_says(tmp_path, seed):
    assert_agrees(tmp_path / "edition", seed, "duckdb")


@pytest.mark.spark
def test_the_same_on_spark(tmp_path):
    assert_agrees(tmp_path / "edition", 4, "spark", count=40)


def test_the_profiles_and_figures_of_before_are_not_touched(tmp_path):
    households = framework_households(60, 5)
    folder = tmp_path / "edition"
    write_framework_edition(folder, households, framework_members(households, 5), framework_villages(5))
    before = Result(folder)
    judged(folder)
    after = Result(folder)
    assert (before.profiles, before.figures, before.marks) == (after.profiles, after.figures, after.marks)


def test_what_no_source_brought_is_not_known_of_anybody(tmp_path):
    """Neither facts of villages nor birthdays: those parts are U everywhere, and the run does not stumble."""
    households = framework_households(30, 6)
    folder = tmp_path / "edition"
    write_framework_edition(folder, households, framework_members(households, 6), {})
    (folder / "area_facts.parquet").unlink()
    people = polars.read_parquet(folder / "person_values.parquet").drop("birth_date", "occupation")
    people.write_parquet(folder / "person_values.parquet")
    letters, _figures = judged(folder)
    assert {one["self-managing.road_in"] for one in letters.values()} == {"U"}
    assert {one["vulnerable.farmer_registered"] for one in letters.values()} == {"U"}


def test_a_frame_without_indicators_judges_nobody(tmp_path):
    households = framework_households(10, 7)
    folder = tmp_path / "edition"
    write_framework_edition(folder, households, framework_members(households, 7), {})
    letters, figures = judged(folder, frameworks=[shipped_frameworks()["bmn-2565"]])
    assert figures == {}
    assert set(map(str, letters.values())) == {"{}"}


def test_what_the_register_knows_is_the_same_without_judging_it(tmp_path):
    """A trial reads it from fewer steps than a run does."""
    households = framework_households(80, 8)
    folder = tmp_path / "edition"
    write_framework_edition(folder, households, framework_members(households, 8), {})
    known = []
    for steps in (profile_steps(load_rules(), SOURCES), register_steps(load_rules(), SOURCES)):
        with open_engine("duckdb") as engine:
            for name in NAMES[:3]:
                engine.read(name, [folder / f"{name}.parquet"])
            run_steps(engine, steps)
            columns = "household_code, list_key, area_code, persons, surveyed, holds_card, lists_on"
            known.append(sorted(engine.rows(f"select {columns} from labelled"), key=str))
    assert known[0] == known[1]
