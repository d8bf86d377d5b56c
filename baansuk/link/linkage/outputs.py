"""Writes what a linkage found as Parquet: persons, links, patterns, the queue of questions and, beside an older linkage, events."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baansuk.engine import Engine, Step


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the result: the SELECT of its columns (left and right are words of SQL), and the order of its rows.

    Large files have no order: sorting them costs more than writing them, and nobody reads them from the top.
    """

    filename: str
    sql: str
    order_by: str = ""


OUTPUTS: Final = (
    Output("clusters.parquet", "select record_id, person_id from clusters"),
    Output("links.parquet", 'select left_id as "left", right_id as "right", probability, pattern from accepted'),
    Output(
        "patterns.parquet",
        "select pattern, label, candidates, probability, example_left, example_right from pattern_table",
        "candidates desc, pattern",
    ),
    Output(
        "review.parquet",
        'select left_id as "left", right_id as "right", reason, cast(rank as integer) as rank from review',
        "rank",
    ),
)
EVENTS: Final = Output("events.parquet", "select event, kind, person_id, record_id from events", "event, record_id")


def write_outputs(engine: Engine, folder: Path, *, events: bool = False) -> dict[str, int]:
    """Write the files of ``OUTPUTS`` into ``folder``, with ``events`` also those; return how many rows each has."""
    rows: dict[str, int] = {}
    for output in (*OUTPUTS, EVENTS) if events else OUTPUTS:
        name = output.filename.removesuffix(".parquet")
        engine.run(Step("written", output.sql, kept=False))
        engine.write("written", folder / output.filename, order_by=output.order_by, quick=not output.order_by)
        # Of the file, which knows: the tables are views, and would be worked out once more.
        engine.read("written_file", [folder / output.filename])
        [(rows[name],)] = engine.rows("select count(*) from written_file")
    return rows
