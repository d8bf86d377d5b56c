"""What assessing needs to ask about benefits as well: their tables, their steps, and what is stored of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars

from baansuk.assess.frameworks_run import AREA_FACTS
from baansuk.assess.models import Right, RightFigure, RightMark
from baansuk.assess.rights_checking import CheckedBenefits
from baansuk.assess.rights_steps import RightTables, right_steps
from baansuk.engine import Engine, Step

LINKS = "links"
# As in ``actions.STORED``: the table, the columns of its Parquet file, and the order in which the rows go in.
STORED: Mapping[str, tuple[type[Right | RightMark | RightFigure], tuple[str, ...], str]] = {
    "rights": (Right, ("household_code", "person_code", "letters"), "list_key, person_code"),
    "right_marks": (
        RightMark,
        ("benefit", "office", "kind", "list_key", "household_code", "person_code", "satang", "why"),
        "kind, benefit, list_key, person_code, why",
    ),
    "right_figures": (
        RightFigure,
        ("area_code", "level", "benefit", "receives", "unclaimed", "not_eligible", "unknown", "satang"),
        "area_code, benefit",
    ),
}


def read_tables(engine: Engine, files: Path) -> RightTables:
    """Let the engine read which records are the same person, where that file came, and return what the tables have."""
    links = (files / f"{LINKS}.parquet").exists()
    if links:
        engine.read(LINKS, [files / f"{LINKS}.parquet"])
    household, person, lists = (
        frozenset(polars.read_parquet_schema(files / f"{name}.parquet"))
        for name in ("household_values", "person_values", "household_lists")
    )
    return RightTables(household, person, lists, (files / f"{AREA_FACTS}.parquet").exists(), links)


def steps_of(engine: Engine, files: Path, checked: CheckedBenefits, day: date) -> list[Step]:
    """Return the steps that ask about the benefits of a day; they come after those of ``profile.py`` and of frameworks."""
    return right_steps(checked, read_tables(engine, files), day)


def about_of(checked: CheckedBenefits, day: date) -> dict[str, Any]:
    """Return what is kept beside the edition: by which list, on which day, and which benefits the letters stand for."""
    return {
        "stamp": checked.listed.stamp,
        "digest": checked.listed.digest,
        "day": day.isoformat(),
        "person": [one.benefit.key for one in checked.of_unit("person")],
        "household": [one.benefit.key for one in checked.of_unit("household")],
    }
