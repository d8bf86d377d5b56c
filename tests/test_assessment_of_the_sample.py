"""Where every household was asked and answered cleanly, the assessment is the truth of the sample province."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars
import pytest

from baansuk.assess.profile import profile_steps
from baansuk.assess.sets import SQL_TYPES, load_rules
from baansuk.engine import open_engine
from baansuk.engine.engines import run_steps
from baansuk.people.fields import facts_of
from baansuk.sample import make_sample

DIMENSIONS = ("health", "living", "education", "income", "access")
POLARS_TYPES: dict[str, Any] = {
    "VARCHAR": polars.String,
    "DATE": polars.Date,
    "DECIMAL(14,2)": polars.Decimal(14, 2),
    "INTEGER": polars.Int32,
    "DOUBLE": polars.Float64,
    "BOOLEAN": polars.Boolean,
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    make_sample(folder, persons=3_000, seed=11, only=["truth"])
    return folder / "truth"


@pytest.fixture(scope="module")
def truth(province: Path) -> polars.DataFrame:
    named = polars.format("H-{}", "household_no").alias("household_code")
    return polars.read_parquet(province / "households.parquet").with_columns(
        named, polars.col("household_no").alias("key")
    )


@pytest.fixture(scope="module")
def judged(province: Path, truth: polars.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> polars.DataFrame:
    """The truth put into the tables that link leaves, judged, and laid beside the truth."""
    folder = tmp_path_factory.mktemp("edition")
    area = polars.coalesce("village_code", polars.col("tambon_code") + "00").alias("area_code")
    facts = [
        (polars.col(field.code) if field.code in truth.columns else polars.lit(None))
        .cast(POLARS_TYPES[SQL_TYPES[field.type]])
        .alias(field.code)
        for field in facts_of("household")
        if field.code not in ("household_code", "area_code")
    ]
    keys = polars.col("household_code"), area, polars.col("household_code").alias("list_key")
    truth.select(*keys, polars.col("residents").alias("members"), *facts).write_parquet(
        folder / "household_values.parquet"
    )
    truth.select(*keys, polars.col("card_in_household").alias("on_welfare_card")).write_parquet(
        folder / "household_lists.parquet"
    )
    people = polars.read_parquet(province / "persons.parquet").filter(polars.col("residence") != "registered")
    people.select(
        polars.format("H-{}", "household_no").alias("household_code"),
        "life_status",
        "welfare_card",
        polars.col("welfare_card").alias("on_welfare_card"),
    ).write_parquet(folder / "person_values.parquet")
    with open_engine("duckdb") as engine:
        for name in ("household_values", "household_lists", "person_values"):
            engine.read(name, [folder / f"{name}.parquet"])
        run_steps(engine, profile_steps(load_rules(), ["welfare_card"]))
        engine.write("profiles", folder / "profiles.parquet")
        engine.write("figures", folder / "figures.parquet")
    profiles = polars.read_parquet(folder / "profiles.parquet")
    assert profiles.height == truth.height
    holders = people.filter(polars.col("welfare_card") & (polars.col("life_status") == "alive"))["household_no"]
    with_holder = truth.with_columns(living_holder=polars.col("household_no").is_in(holders.unique().to_list()))
    return with_holder.join(profiles, on="household_code", how="inner", validate="1:1")


def test_every_indicator_is_as_it_is(judged: polars.DataFrame) -> None:
    letters = {"pass": "P", "fail": "F", "not_applicable": "N"}
    for row in judged.iter_rows(named=True):
        assert row["answers"] == "".join(letters[row[f"bmn_{number:02d}"]] for number in range(1, 32))


def test_every_dimension_is_as_it_is(judged: polars.DataFrame) -> None:
    for place, dimension in enumerate(DIMENSIONS):
        failing = [letters[place] == "F" for letters in judged["dimensions"]]
        assert failing == judged[f"poor_{dimension}"].to_list()
        assert any(failing) or dimension == "access"


def test_poor_and_target_poor_are_as_they_are(judged: polars.DataFrame) -> None:
    assert [("mpi_poor:F" in labels) for labels in judged["labels"]] == judged["mpi_poor"].to_list()
    found = [("target_poor:F" in labels) for labels in judged["labels"]]
    assert found == (judged["mpi_poor"] & judged["living_holder"]).to_list()
    # The sample's own column also counts the card of a member who died or lives elsewhere.
    assert all(truly for carries, truly in zip(found, judged["target_poor"], strict=True) if carries)
    assert 0 < judged["target_poor"].sum() < judged["mpi_poor"].sum()


def test_income_answers_where_the_survey_left_a_blank(judged: polars.DataFrame) -> None:
    """The sample's incomes lie on the side of the line that the answer says, so the income rule must agree with it."""
    for row in judged.filter(polars.col("income_person_year").is_not_null()).iter_rows(named=True):
        assert (row["bmn_22"] == "pass") == (row["income_person_year"] >= 38_000)
