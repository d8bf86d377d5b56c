"""What assessing needs to judge by frameworks as well: their tables, their steps, and what is stored of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars

from baansuk.assess.causes import causes
from baansuk.assess.causes_steps import cause_steps
from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.frameworks_figures import framework_steps
from baansuk.assess.frameworks_steps import Tables
from baansuk.assess.models import FrameworkFigure, Standing
from baansuk.engine import Engine, Step

AREA_FACTS = "area_facts"
# As in ``actions.STORED``: the table, the columns of its Parquet file, and the order in which the rows go in.
STORED: Mapping[str, tuple[type[Standing | FrameworkFigure], tuple[str, ...], str]] = {
    "standings": (Standing, ("household_code", "list_key", "letters"), "list_key"),
    "framework_figures": (
        FrameworkFigure,
        (
            *("area_code", "level", "measure", "households_pass", "households_fail", "households_na"),
            *("households_unknown", "persons_fail", "persons_all"),
        ),
        "area_code, measure",
    ),
}


def read_tables(engine: Engine, files: Path) -> Tables:
    """Let the engine read the facts of areas where they came, and return which columns an edition's tables have."""
    areas = (files / f"{AREA_FACTS}.parquet").exists()
    if areas:
        engine.read(AREA_FACTS, [files / f"{AREA_FACTS}.parquet"])
    household, person = (
        frozenset(polars.read_parquet_schema(files / f"{name}.parquet"))
        for name in ("household_values", "person_values")
    )
    return Tables(household, person, areas)


def steps_of(engine: Engine, files: Path, checked: Sequence[Checked], day: date) -> list[Step]:
    """Return the steps that judge by these frameworks, and look for causes in the same pass; they come after those of ``profile.py``."""
    tables, beside = read_tables(engine, files), causes()
    return [*framework_steps(checked, tables, day, [beside.framework]), *cause_steps(beside, tables, day)]
