"""The profile steps give what the plain-Python twin gives, on DuckDB and on Spark."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.assess.profile import counted_measures, profile_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import profile_twin
from baansuk.assess.tests.edition_tables import SOURCES, Row, random_households, random_persons, write_edition
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps


class Result:
    """The four tables of a run, read back."""

    def __init__(self, folder: Path, engine_name: str = "duckdb", sources: tuple[str, ...] = SOURCES) -> None:
        with open_engine(engine_name) as engine:
            for name in ("household_values", "person_values", "household_lists"):
                engine.read(name, [folder / f"{name}.parquet"])
            run_steps(engine, profile_steps(load_rules(), sources))
            columns = "household_code, answers, dimensions, failed, unknown, labels, holders"
            self.profiles = {row[0]: row[1:] for row in engine.rows(f"select {columns} from profiles")}
            self.figures = {
                (area, measure): counts
                for area, measure, *counts in engine.rows(
                    """select area_code, measure, households_pass, households_fail, households_na, households_unknown,
                    persons_fail, persons_all from figures"""
                )
            }
            self.marks = set(engine.rows("select measure, list_key, household_code from marks"))
            self.warned = engine.rows("select * from warned")


def twin_of(households: list[Row], persons: list[Row]) -> list[tuple[Row, Row]]:
    members: dict[str, list[Row]] = {row["household_code"]: [] for row in households}
    for person in persons:
        if person["household_code"]:
            members[person["household_code"]].append(person)
    return [(row, profile_twin.profile(row, members[row["household_code"]])) for row in households]


def assert_agrees(result: Result, households: list[Row], persons: list[Row]) -> None:
    pairs = twin_of(households, persons)
    for household, expected in pairs:
        answers, dimensions, failed, unknown, labels, holders = result.profiles[household["household_code"]]
        assert (answers, dimensions, holders) == (expected["answers"], expected["dimensions"], expected["holders"])
        assert (failed, unknown) == (expected["answers"].count("F"), expected["answers"].count("U"))
        found = dict(label.split(":") for label in labels.split(" "))
        assert found == {code: expected["letters"][f"label.{code}"] for code in found}
    counted = profile_twin.figures(pairs)
    wanted = {
        key: [*(counts[letter] for letter in "PFNU"), counts["persons_fail"], counts["persons_all"]]
        for key, counts in counted.items()
    }
    assert result.figures == wanted
    assert result.marks == {
        (measure, household["list_key"], household["household_code"])
        for household, expected in pairs
        for measure, letter in expected["letters"].items()
        if letter == "F" and measure != "all"
    }


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), count=st.integers(1, 120))
def test_duckdb_agrees_with_the_twin(tmp_path_factory: Any, seed: int, count: int) -> None:
    folder = tmp_path_factory.mktemp("edition")
    households, persons = random_households(count, seed), random_persons(random_households(count, seed), seed)
    write_edition(folder, households, persons)
    assert_agrees(Result(folder), households, persons)


@pytest.mark.spark
def test_spark_agrees_with_the_twin(tmp_path: Path) -> None:
    households = random_households(150, 31)
    persons = random_persons(households, 31)
    write_edition(tmp_path, households, persons)
    assert_agrees(Result(tmp_path, "spark"), households, persons)


def test_without_the_card_list_nobody_is_said_not_to_hold_a_card(tmp_path: Path) -> None:
    household = random_households(1, 5)[0] | {f"bmn_{number:02d}": "fail" for number in range(1, 32)}
    write_edition(tmp_path, [household], [], sources=("bmn",))
    labels = Result(tmp_path, sources=("bmn",)).profiles[household["household_code"]][4]
    assert "mpi_poor:F target_poor:U" in labels


def test_a_card_that_another_source_saw_is_enough(tmp_path: Path) -> None:
    household = random_households(1, 5)[0] | {f"bmn_{number:02d}": "fail" for number in range(1, 32)}
    person = {"household_code": household["household_code"], "life_status": None, "welfare_card": True}
    write_edition(tmp_path, [household], [person], sources=("bmn",))
    assert "target_poor:F" in Result(tmp_path, sources=("bmn",)).profiles[household["household_code"]][4]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("PPPP", "P"), ("PFNU", "F"), ("PPNU", "U"), ("NNNN", "N"), ("NNNP", "P"), ("UNNN", "U"), ("FUUU", "F")],
)
def test_a_dimension_is_a_union_in_which_unknown_is_not_zero(tmp_path: Path, letters: str, expected: str) -> None:
    words = {"P": "pass", "F": "fail", "N": "not_applicable", "U": None}
    household = random_households(1, 5)[0] | {f"bmn_{number:02d}": "pass" for number in range(1, 32)}
    household |= {f"bmn_{number:02d}": words[one] for number, one in zip([8, 9, 10, 11], letters, strict=True)}
    write_edition(tmp_path, [household], [])
    assert Result(tmp_path).profiles[household["household_code"]][1] == f"P{expected}PPP"


def test_zero_divisors_and_contradictions_are_counted(tmp_path: Path) -> None:
    rng = random.Random(1)
    households = random_households(40, rng.randrange(100))
    write_edition(tmp_path, households, [])
    contradicting = sum(
        row["bmn_22"] is not None
        and row["income_person_year"] is not None
        and (row["bmn_22"] == "pass") != (row["income_person_year"] >= 38000)
        for row in households
    )
    zero = sum(row["members_count"] == 0 for row in households)
    assert contradicting and zero
    assert Result(tmp_path).warned == [(40, contradicting, zero)]


def test_children_add_up_to_their_parent(tmp_path: Path) -> None:
    households = random_households(200, 77)
    write_edition(tmp_path, households, [])
    found = Result(tmp_path).figures
    for (area, measure), counts in found.items():
        children = [
            one
            for (code, other), one in found.items()
            if other == measure and len(code) == len(area) + 2 and code.startswith(area)
        ]
        if children:
            assert [sum(values) for values in zip(*children, strict=True)] == counts, (area, measure)


def test_every_measure_is_counted_once() -> None:
    measures = [one.measure for one in counted_measures(load_rules(), SOURCES)]
    assert len(measures) == len(set(measures)) == 31 + 5 + 6 + len(SOURCES)
    assert measures[0] == "bmn.01" and measures[-1] == "list.welfare_card"
