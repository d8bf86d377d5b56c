"""The steps about benefits answer every person and household as the plain-Python twin does, on DuckDB and on Spark."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.assess.profile import register_steps
from baansuk.assess.rights_checking import checked_on
from baansuk.assess.rights_letters import WIDTH
from baansuk.assess.rights_steps import RightTables, right_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.tests import profile_twin, rights_twin
from baansuk.assess.tests.edition_tables import Row, write_edition
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps

SOURCES = ("bmn", "codi", "eef", "elderly", "welfare_card")
TABLES = ("household_values", "person_values", "household_lists")
PERSON: dict[str, Any] = {
    **dict.fromkeys(("person_code", "household_code", "life_status", "disability_kind"), polars.String),
    **dict.fromkeys(("welfare_card", "disability_card", "pupil_grant"), polars.Boolean),
    **{f"on_{source}": polars.Boolean for source in SOURCES},
    "birth_date": polars.Date,
    "elderly_allowance": polars.Decimal(14, 2),
}
BORN = [
    None,
    *(dt.date(year, 11, day) for year in (1936, 1946, 1956, 1966, 2008, 2011, 2020, 2022) for day in (21, 22)),
]
MONEY = [
    None,
    *(Decimal(text) for text in ("35999.99", "36000", "36000.01", "37999.99", "38000", "100000", "100000.01")),
]
yes_no = st.sampled_from([None, True, False])

members = st.lists(
    st.fixed_dictionaries(
        {
            "life_status": st.sampled_from([None, "alive", "alive", "dead", "moved"]),
            "birth_date": st.sampled_from(BORN),
            "disability_kind": st.sampled_from([None, None, "ทางการเห็น"]),
            "disability_card": yes_no,
            "welfare_card": yes_no,
            "pupil_grant": yes_no,
            "elderly_allowance": st.sampled_from([None, Decimal(0), Decimal(600)]),
            "on_eef": yes_no,
            "on_elderly": yes_no,
            "on_welfare_card": yes_no,
        }
    ),
    max_size=4,
)
houses = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                "area_code": st.sampled_from(["99010101", "99010102", "99020101", "99000000", ""]),
                "income_person_year": st.sampled_from(MONEY),
                "income_household_year": st.sampled_from([None, Decimal("114000"), Decimal("113999.99")]),
                "members_count": st.sampled_from([None, 0, 3]),
                "bmn_08": st.sampled_from([None, "pass", "fail", "not_applicable"]),
                "on_codi": yes_no,
            }
        ),
        members,
    ),
    min_size=1,
    max_size=8,
)


def written(folder: Path, drawn: list[tuple[Row, list[Row]]]) -> tuple[list[Row], list[Row]]:
    households, persons = [], []
    for number, (house, inside) in enumerate(drawn):
        code = f"H-{number:04d}"
        key = f"{house['area_code'].ljust(8, '0')}{number:06d}"
        living = sum(one["life_status"] not in ("dead", "moved") for one in inside)
        households.append({"household_code": code, "list_key": key, "members": living, **house})
        persons += [{"person_code": f"P-{number}-{n}", "household_code": code, **one} for n, one in enumerate(inside)]
    write_edition(folder, households, [], SOURCES)
    polars.DataFrame([{name: one.get(name) for name in PERSON} for one in persons], schema=PERSON).write_parquet(
        folder / "person_values.parquet"
    )
    return households, persons


class Asked:
    """What the steps left behind: letters by person or household and benefit, marks, and figures by area and benefit."""

    def __init__(self, folder: Path, engine_name: str = "duckdb", links: list[Row] | None = None) -> None:
        checked = checked_on(rights_twin.DAY)
        columns = {name: frozenset(polars.read_parquet_schema(folder / f"{name}.parquet")) for name in TABLES}
        household, person, lists = columns.values()
        tables = RightTables(household, person, lists, links=links is not None)
        codes = {unit: [one.benefit.code for one in checked.of_unit(unit)] for unit in ("person", "household")}
        with open_engine(engine_name) as engine:
            for name in TABLES:
                engine.read(name, [folder / f"{name}.parquet"])
            if links is not None:
                polars.DataFrame(links).write_parquet(folder / "links.parquet")
                engine.read("links", [folder / "links.parquet"])
            run_steps(engine, register_steps(load_rules(), SOURCES))
            run_steps(engine, right_steps(checked, tables, rights_twin.DAY))
            self.letters = {
                (house, person): dict(zip(codes["person" if person else "household"], _pairs(text), strict=True))
                for house, person, text in engine.rows("select household_code, person_code, letters from rights")
            }
            kept = "kind, benefit, household_code, person_code, satang, why"
            self.marks = sorted(engine.rows(f"select {kept} from right_marks"))
            names = "receives, unclaimed, not_eligible, unknown, satang"
            self.figures = {
                (area, benefit): tuple(counts)
                for area, benefit, *counts in engine.rows(f"select area_code, benefit, {names} from right_figures")
            }


def _pairs(text: str) -> list[str]:
    return [text[place : place + WIDTH] for place in range(0, len(text), WIDTH)]


def assert_agrees(folder: Path, drawn: list[tuple[Row, list[Row]]], engine_name: str = "duckdb") -> None:
    households, persons = written(folder, drawn)
    asked = Asked(folder, engine_name)
    of_house: dict[str, list[Row]] = defaultdict(list)
    for one in persons:
        of_house[one["household_code"]].append(one)
    letters: dict[tuple[str, str], dict[str, str]] = {}
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    marks = []
    for house in households:
        code, inside = house["household_code"], of_house[house["household_code"]]
        letters[code, ""] = {
            name: rights_twin.letters(*said) for name, said in rights_twin.of_house(house, inside, card(inside)).items()
        }
        for one in inside:
            if one["life_status"] != "moved":
                letters[code, one["person_code"]] = rights_twin.told_of_person(one, house)
        ages = {one["person_code"]: rights_twin.age_of(one["birth_date"]) for one in inside}
        for person in ("", *ages):
            for benefit, said in letters.get((code, person), {}).items():
                baht = rights_twin.satang(benefit, ages.get(person)) if said == "E0" else 0
                if said == "E0" and not benefit.endswith(("_new", "_all")):
                    marks.append(("unclaimed", benefit, code, person, baht, ""))
                for area in profile_twin.areas_of(house["area_code"]) if said != "-0" else ():
                    counted[area, benefit].update({said[0]: 1, "satang": baht})
    assert asked.letters == letters
    assert asked.marks == sorted(marks)
    assert asked.figures == {
        key: tuple(one[name] for name in ("R", "E", "N", "U", "satang")) for key, one in counted.items()
    }


def card(inside: list[Row]) -> bool | None:
    living = [one for one in inside if one["life_status"] not in ("dead", "moved")]
    if any(one["welfare_card"] for one in living):
        return True
    return None if any(one["welfare_card"] is None and one["on_welfare_card"] for one in living) else False


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=houses)
def test_four_answers_as_each_benefit_says(tmp_path_factory: pytest.TempPathFactory, drawn: list[Any]) -> None:
    assert_agrees(tmp_path_factory.mktemp("edition"), drawn)


MANY = [
    (
        {"area_code": "99010101", "income_person_year": MONEY[place % len(MONEY)], "income_household_year": None,
         "members_count": 3, "bmn_08": ["fail", "pass", None][place % 3], "on_codi": place % 4 == 0},
        [{"life_status": "dead" if place % 5 == 0 else "alive", "birth_date": BORN[(place + n) % len(BORN)],
          "disability_kind": None, "disability_card": [None, True, False][n % 3], "welfare_card": None, "pupil_grant": None,
          "elderly_allowance": None, "on_eef": False, "on_elderly": n == 1, "on_welfare_card": place % 2 == 0}
         for n in range(place % 4)],
    )
    for place in range(24)
]  # fmt: skip


@pytest.mark.spark
def test_the_same_on_spark(tmp_path: Path) -> None:
    assert_agrees(tmp_path / "edition", MANY, "spark")


def test_while_a_list_has_not_come_nobody_knows_whether_it_is_received(tmp_path: Path) -> None:
    _households, persons = written(tmp_path / "edition", MANY)
    path = tmp_path / "edition" / "person_values.parquet"
    polars.read_parquet(path).drop("on_elderly", "birth_date").write_parquet(path)
    letters = Asked(tmp_path / "edition").letters
    living = {one["person_code"] for one in persons if one["life_status"] == "alive"}
    said = {one["elderly_allowance"] for (_house, person), one in letters.items() if person in living}
    assert said == {"Uh"}  # the first clause (age), and whether it is received


def test_two_records_in_the_list_that_pays_are_warned_of(tmp_path: Path) -> None:
    """Two local governments list one person; a person who is twice in a survey receives nothing twice."""
    house = MANY[1][0]
    twice, once = ({**MANY[1][1][0], "elderly_allowance": Decimal(600), "on_elderly": True} for _ in range(2))
    written(tmp_path / "edition", [(house, [twice, once])])
    links = [
        {"record_id": number, "person_code": person, "source": source}
        for number, (person, source) in enumerate(
            [("P-0-0", "elderly"), ("P-0-0", "elderly"), ("P-0-1", "elderly"), ("P-0-1", "bmn"), ("P-0-1", "bmn")]
        )
    ]
    doubles = [one for one in Asked(tmp_path / "edition", links=links).marks if one[0] == "double"]
    assert [(one[1], one[3], one[5]) for one in doubles] == [("elderly_allowance", "P-0-0", "list:elderly")]
