"""What one linkage leaves for the next: cleaned records, names, areas, persons, the model and what humans have said.

A state is a folder of parts. A linkage beside an older one adds its own parts and takes the older ones over as they are
(linked where the disk can), so that adding a little to much costs little. Nothing of the original files is needed again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.engine.frame_file import write_columns, write_frame
from baansuk.link.linkage import fitting
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.cleaning import RECORDS, Cleaned
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.earlier import Before
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.placing import Placed
from baansuk.link.linkage.records import UNKNOWN
from baansuk.link.linkage.succession import Succession

FORMAT: Final = 7
TABLES: Final = ("records", "names", "areas", "persons", "retired")


@dataclass(frozen=True, slots=True)
class New:
    """What a linkage adds to a state: so many ``records``, names and areas as cleaning leaves them.

    ``of_files`` says of each file how many of the records are its own, and how many of these have an id.

    The records of a first linkage are in its state already (``write_records``).
    """

    count: int
    of_files: list[tuple[int, int]]
    records: pl.DataFrame | None
    names: pl.DataFrame
    areas: pl.DataFrame


def open_before(engine: Engine, folder: Path) -> Before:
    """Make the tables of the linkage in ``folder`` readable as ``old_…``; raises BadInput for what is no state."""
    state = folder / "state"
    try:
        about = json.loads((state / "state.json").read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise ValueError(f"format {about['format']}")
        model = fitting.from_json(about["model"])
    except (OSError, ValueError, KeyError) as fault:
        raise BadInput(
            f"{folder} holds no result of link-files that this version can go on from: name the folder that --out made.",
            f"{folder} ไม่ใช่ผลของ link-files ที่รุ่นนี้ทำต่อได้ ให้ระบุโฟลเดอร์ที่ --out สร้างไว้",
        ) from fault
    judgements = [(left, right, decision) for left, right, decision in about["judgements"]]
    if not about["base"]:  # nobody is there to add to, and what people have said of them holds
        return Before(judgements=judgements)
    for table in ("records", "persons", "retired"):
        engine.read(f"parts_{table}", [state / part for part in about["parts"][table]])
    engine.run(Step("old_retired", "select person_id, successor from parts_retired", kept=False))
    parts = {table: [state / part for part in named] for table, named in about["parts"].items()}
    return Before(about["base"], about["persons"], about["generation"], model, judgements, folder, parts)


def write_records(folder: Path, cleaned: Cleaned) -> None:
    """Write the records of a first linkage into its state."""
    columns = {name: cleaned.ids if name == RECORD_ID else cleaned.columns[name] for name in RECORDS}
    write_columns(columns, folder / _part("records"), unknown=UNKNOWN)


def write_state(
    folder: Path,
    model: Model,
    persons: int,
    before: Before,
    judgements: Sequence[tuple[str, str, str]],
    new: New,
    found: Placed | Succession,
) -> None:
    """Write the state of a linkage that has found so many persons into ``folder``."""
    generation = before.generation + 1
    parts = _taken_over(before, folder)
    tables = {
        "names": new.names.select("name", "spelling", "sound", "as_given", "as_family"),
        "areas": new.areas.with_columns(part=pl.lit(generation, pl.Int32)),
        "persons": found.state().with_columns(part=pl.lit(generation, pl.Int32)),
        "retired": found.retired,
    }
    if new.records is not None:
        tables["records"] = new.records.select(RECORDS)
    for table, rows in tables.items():
        write_frame(rows, folder / _part(table, generation))
    for table in TABLES:
        parts.setdefault(table, []).append(_part(table, generation))
    about = {
        "format": FORMAT,
        "generation": generation,
        "base": before.base + new.count,
        "persons": persons,
        "parts": parts,
        "judgements": [*before.judgements, *judgements],
        "model": fitting.to_json(model),
    }
    (folder / "state.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


def _taken_over(before: Before, folder: Path) -> dict[str, list[str]]:
    """Bring the parts of the older state into ``folder``; return them by table."""
    if before.folder is None:
        return {}
    state = before.folder / "state"
    parts: dict[str, list[str]] = json.loads((state / "state.json").read_text(encoding="utf-8"))["parts"]
    for part in (part for named in parts.values() for part in named):
        try:
            os.link(state / part, folder / part)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(state / part, folder / part)
    return parts


def _part(table: str, generation: int = 1) -> str:
    return f"{table}-{generation}.parquet"
