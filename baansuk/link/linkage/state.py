"""What one linkage leaves for the next: cleaned records, names, areas, persons, the model and what humans have said.

A state is a folder of parts. A linkage beside an older one adds its own parts and takes the older ones over as they are
(linked where the disk can), so that adding a little to much costs little. Nothing of the original files is needed again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.engine.frame_file import FrameFile, write_frame
from baansuk.link.linkage import fitting
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.placing import Placed
from baansuk.link.linkage.sql import steps_of

FORMAT: Final = 7
# The tables of a state and the columns of each, as the engines name their types.
TABLES: Final = {
    "records": "rid bigint, source integer, record_id varchar, id bigint, odd_id bigint, given bigint, "
    "given_skeleton bigint, given_records integer, family bigint, family_skeleton bigint, "
    "family_records integer, birth integer, sex smallint, house bigint, village smallint, place bigint, district bigint, tambon bigint, "
    "house_code bigint, phone bigint, home bigint",
    "names": "name bigint, spelling varchar, sound bigint, as_given integer, as_family integer",
    "areas": "told_place bigint, place bigint, district bigint, tambon bigint, tambon_name varchar",
    "persons": "rid bigint, point bigint, person_id varchar",
    "retired": "person_id varchar, successor varchar",
}


@dataclass(frozen=True, slots=True)
class Before:
    """An older linkage: the first free number of a record (0 where there is none), how many persons, which generation it is,
    its model."""

    base: int = 0
    persons: int = 0
    generation: int = 0
    model: Model | None = None
    judgements: Sequence[tuple[str, str, str]] = ()
    folder: Path | None = None
    parts: Sequence[Path] = ()

    def records(self, columns: str, rids: pl.Series | None = None) -> pl.DataFrame:
        """Return these columns of all its records, or of those with these rids.

        By Polars: of a few rows it reads the others' rid alone, and takes a fifth of what a join on DuckDB takes.
        """
        every = pl.concat([pl.scan_parquet(part) for part in self.parts])
        wanted = every if rids is None else every.filter(pl.col("rid").is_in(rids.implode()))
        return wanted.select(name.strip() for name in columns.split(",")).collect()


def empty_before(engine: Engine) -> Before:
    """Make the one table of an older linkage that a first one reads too, with nothing in it."""
    engine.run(Step("old_areas", _nothing("areas")))
    return Before()


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
    for table, parts in about["parts"].items():
        engine.read(f"parts_{table}", [state / part for part in parts])
    engine.run(Step("old_records", "select * from parts_records", kept=False))
    for step in steps_of("existing_state.sql"):
        engine.run(step)
    judgements = [(left, right, decision) for left, right, decision in about["judgements"]]
    parts = [state / part for part in about["parts"]["records"]]
    return Before(about["base"], about["persons"], about["generation"], model, judgements, folder, parts)


def check_new(engine: Engine) -> None:
    """Check that no record of ``fresh`` stands in the older linkage already; raises BadInput that names the first ones."""
    found = engine.rows(
        "select f.record_id from fresh f join old_records o on f.record_id = o.record_id order by f.record_id limit 3"
    )
    if found:
        named = ", ".join(record_id for (record_id,) in found)
        raise BadInput(
            f"Records that the earlier result holds already, among them {named}: give new files only new records.",
            f"มีระเบียนที่อยู่ในผลเดิมแล้ว เช่น {named} ไฟล์ใหม่ต้องมีเฉพาะระเบียนใหม่",
        )


def kept(records: Iterator[pl.DataFrame], folder: Path) -> Iterator[pl.DataFrame]:
    """Pass the records of a first linkage on, one piece at least, and write them into its state on the way."""
    first = next(records)
    with FrameFile(folder / _part("records"), first.schema) as file:
        for piece in chain([first], records):
            file.add(piece)
            yield piece


def write_state(
    engine: Engine,
    folder: Path,
    model: Model,
    persons: int,
    before: Before,
    judgements: Sequence[tuple[str, str, str]],
    placed: Placed | None,
) -> None:
    """Write the state of the linkage whose tables the engine holds, of so many persons, into ``folder``.

    Of a first linkage, which has ``placed``, the records are there already (``kept``).
    """
    generation = before.generation + 1
    parts = _taken_over(before, folder)
    if placed:
        write_frame(placed.state(), folder / _part("persons"))
        base = len(placed.ids)
    else:
        [(base,)] = engine.rows(f"select greatest(coalesce(max(rid), -1) + 1, {before.base}) from fresh")
    for step in _tables(before, first=placed is not None):
        engine.run(step)
        engine.write(step.name, folder / _part(step.name.removeprefix("state_"), generation), quick=True)
    for table in TABLES:
        parts.setdefault(table, []).append(_part(table, generation))
    about = {
        "format": FORMAT,
        "generation": generation,
        "base": base,
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


def _tables(before: Before, *, first: bool) -> Iterator[Step]:
    """The tables that stand in the engine."""
    words = {"names": "names" if first else "fresh_names", "part": str(before.generation + 1)}
    for step in steps_of("state_tables.sql", words):
        if not (first and step.name in ("state_records", "state_persons")):
            yield step
    retired = _nothing("retired") if first else "select person_id, successor from retired"
    yield Step("state_retired", retired, kept=False)


def _nothing(table: str) -> str:
    """SQL: an empty table of the state."""
    columns = (column.split() for column in TABLES[table].split(", "))
    return f"select {', '.join(f'cast(null as {kind}) as {name}' for name, kind in columns)} from (select 1) as t where false"
