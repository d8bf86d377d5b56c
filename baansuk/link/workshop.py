"""What every stage of a linking shares: what was asked, and the ways to hand tables to the engine and take them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from baansuk.engine import Engine, Step, load_steps
from baansuk.link.reading import Table
from baansuk.people.trust import Trust


@dataclass(frozen=True, slots=True)
class Asked:
    """What one linking works on: tables, the folder to fill, a scratch folder, the edition before, and the rules.

    ``home`` is the code of the one area that all files speak of ('' when they speak of several): whoever cannot be placed
    more closely stands there. ``mark_ids`` turns distinct id keys (``kind:number``) into a blind index and a masked form: columns id_key,
    id_index, id_masked. ``taken`` holds every code ever issued. ``judgements`` are what people have said of two records (same, different,
    unsure); ``restored`` the codes that undone events give back to their records; ``number`` is the edition's. ``before`` is None for the first edition.
    ``few`` says that there are so few records that whatever is made of them may lie in memory.
    """

    tables: Sequence[Table]
    folder: Path
    work: Path
    before: Path | None
    trust: Trust
    mark_ids: Callable[[pl.Series], pl.DataFrame]
    taken: frozenset[str] | set[str]
    home: str = ""
    judgements: Sequence[tuple[int, int, str]] = ()
    restored: Sequence[tuple[int, str]] = ()
    number: int = 0
    few: bool = False

    @property
    def sources(self) -> list[str]:
        """The codes of all sources, sorted."""
        return sorted({table.source for table in self.tables})


def run_file(engine: Engine, filename: str) -> None:
    """Run the steps of a ``.sql`` file of this room."""
    for step in load_steps("baansuk.link", filename):
        engine.run(step)


def drop(engine: Engine, *tables: str) -> None:
    """Let go of kept tables that no later step reads."""
    for table in tables:
        engine.drop(table)


def give(engine: Engine, asked: Asked, table: str, frame: pl.DataFrame) -> None:
    """Hand a frame to the engine, through a scratch file unless it is a small one."""
    if asked.few:
        engine.take(table, [frame])
        return
    path = asked.work / f"{table}.parquet"
    frame.write_parquet(path)
    engine.read(table, [path])


def take(engine: Engine, table: str) -> pl.DataFrame:
    """Take a table from the engine as a frame."""
    return engine.frame(f"select * from {table}")


def shelve(engine: Engine, asked: Asked, view: str, path: Path, *, order_by: str, table: str) -> None:
    """Write a view to a file and read it from there on, so that a wide table does not lie in memory.

    Of few records it does: every statement that reads a file looks into it anew to be planned.
    """
    if asked.few:
        engine.run(Step(table, f"select * from {view}"))
        engine.write(table, path, order_by=order_by)
        return
    engine.write(view, path, order_by=order_by)
    engine.read(table, [path])
