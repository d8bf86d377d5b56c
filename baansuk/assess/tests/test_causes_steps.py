"""The steps behind causes count what a plain-Python twin counts from the letters, and the catalogue holds together."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from baansuk.assess.causes import CausesRefused, causes, read_causes
from baansuk.assess.causes_steps import cause_steps
from baansuk.assess.frameworks_figures import framework_steps
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.profile import register_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import framework_twin, profile_twin
from baansuk.assess.tests.edition_tables import SOURCES, Row
from baansuk.assess.tests.framework_tables import (
    framework_households,
    framework_members,
    framework_villages,
    write_framework_edition,
)
from baansuk.assess.tests.framework_twin import bmn, income
from baansuk.assess.tests.test_frameworks_steps import NAMES, read_tables
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps

Figures = dict[tuple[str, str, str], tuple[int, int, int]]


def ran(folder: Path, engine_name: str) -> tuple[dict[str, dict[str, str]], set[tuple[str, str]], Figures]:
    """Return letters by household and part, members with causes, and figures by area, cause and other."""
    with open_engine(engine_name) as engine:
        for name in NAMES:
            engine.read(name, [folder / f"{name}.parquet"])
        run_steps(engine, register_steps(load_rules(), SOURCES))
        tables = read_tables(folder)
        run_steps(engine, framework_steps([], tables, framework_twin.DAY, [causes().framework]))
        run_steps(engine, cause_steps(causes(), tables, framework_twin.DAY))
        parts = parts_of(causes().framework.framework)
        letters = {
            code: dict(zip(parts, text, strict=True))
            for code, text in engine.rows("select household_code, letters from causes_kept")
        }
        members = set(engine.rows("select person_code, cause from cause_members"))
        figures = {
            (area, cause, other): (found, alone, unknown)
            for area, cause, other, found, alone, unknown in engine.rows(
                "select area_code, cause, other, found, alone, unknown from cause_figures"
            )
        }
    return letters, members, figures


def counted(households: list[Row], letters: dict[str, dict[str, str]]) -> Figures:
    """Count from the letters, household by household."""
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    of = {one.code: one.of for one in causes().causes.cause}
    for row in households:
        said = letters[row["household_code"]]
        lacking = [one.code for one in causes().causes.lack if said[one.code] == "F"]
        found = [code for code in of if said[code] == "F"]
        for area in profile_twin.areas_of(row["area_code"]):
            for code in of:
                if said[code] not in "FU":
                    continue
                rivals = [o for o in found if of[o] == of[code] and o not in causes().causes.kin(code)]
                alone = said[code] == "F" and len(lacking) == 1 and not rivals
                sums.setdefault((area, code, ""), Counter()).update(
                    {"found": said[code] == "F", "alone": alone, "unknown": said[code] == "U"}
                )
            for first, second in combinations(sorted(found), 2):
                sums.setdefault((area, first, second), Counter()).update({"found": 1})
    return {key: (one["found"], one["alone"], one["unknown"]) for key, one in sums.items()}


def assert_agrees(folder: Path, seed: int, engine_name: str, count: int) -> None:
    households = framework_households(count, seed)
    members, villages = framework_members(households, seed), framework_villages(seed)
    for number, row in enumerate(households):
        row["expense_household_year"] = row["income_household_year"] and row["income_household_year"] + number % 3 - 1
        row["land_document"] = [None, "โฉนด", "ที่ดินรัฐ"][number % 3]
    write_framework_edition(folder, households, members, villages)
    letters, held, figures = ran(folder, engine_name)
    assert figures == counted(households, letters)
    living = {
        one["person_code"]: one
        for one in members
        if one["household_code"] and one["life_status"] not in ("dead", "moved")
    }
    for row in households:
        said = letters[row["household_code"]]
        own = income(row)
        by_income = None if own is None else own < 38000
        low = {"F": True, "P": False, "N": False}.get(bmn(row, 22), by_income)
        assert said["lack_income"] == ("U" if low is None else "F" if low else "P")
        village = villages.get(row["area_code"], {})
        bad = None if village.get("road") is None else village["road"] in ("dirt", "none")
        expected = "N" if low is False else "U" if None in (low, bad) else "F" if bad else "P"
        assert said["road_to_market"] == expected
        assert said["single_crop"] == ("N" if low is False else "U"), "what no fact tells can only be asked"
        for code, one in living.items():
            if one["household_code"] == row["household_code"]:
                years = framework_twin.age(one["birth_date"])
                rests = said["no_earner"] == "F" and years is not None and 15 <= years <= 59
                assert ((code, "no_earner") in held) == rests


@pytest.mark.parametrize("seed", [1, 2])
def test_letters_members_and_counts_as_the_twin_has_them(tmp_path: Path, seed: int) -> None:
    assert_agrees(tmp_path / "edition", seed, "duckdb", 90)


@pytest.mark.spark
def test_the_same_on_spark(tmp_path: Path) -> None:
    assert_agrees(tmp_path / "edition", 3, "spark", 30)


def test_no_rule_reads_who_somebody_is() -> None:
    """A cause is never guessed from ethnicity, religion or civil status: those facts are not even names here."""
    checked = causes().framework
    rules = [*checked.applies.values(), *checked.passes.values(), *checked.counts.values(), *causes().members.values()]
    read = {name for rule in rules for name in rule.columns}
    assert not read & {"ethnicity", "nationality", "no_id_reason", "religion", "register_kind"}
    changed = contents()
    changed["cause"][0]["member"] = "ethnicity = 'x'"
    with pytest.raises(CausesRefused):
        read_causes(changed)


def contents() -> dict[str, Any]:
    return tomllib.loads(files("baansuk.assess").joinpath("sets", "causes.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("place", "name", "value", "said"),
    [
        (1, "under", "nothing", "[[cause]] 2 (carer) stands under nothing"),
        (1, "of", "lack_water", "stands under no_earner, which is no cause of lack_water"),
        (0, "under", "carer", "stands under itself"),
        (0, "of", "lack_luck", "which is no [[lack]]"),
        (0, "evidence", "bmn_20 = 1", "The rule of no_earner"),
    ],
)
def test_a_catalogue_that_does_not_hold_is_refused_naming_the_place(
    place: int, name: str, value: str, said: str
) -> None:
    changed = contents()
    changed["cause"][place][name] = value
    with pytest.raises(CausesRefused) as refused:
        read_causes(changed, "new.toml")
    assert said in refused.value.words.en and refused.value.words.en.startswith("new.toml")


def test_structural_causes_are_told_apart() -> None:
    structural = {one.code for one in causes().causes.cause if one.kind == "structural"}
    assert {"no_land_right", "crop_price", "road_to_market", "no_water_system"} <= structural
    assert all(one.against.th and one.source for one in causes().causes.cause)
