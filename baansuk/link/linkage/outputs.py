"""Writes what a linkage found as Parquet: persons, links, patterns, the queue of questions and, beside an older linkage, events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from baansuk.engine import Engine, Step
from baansuk.engine.row_groups import append


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the result: the SELECT of its columns (left and right are words of SQL), and the order of its rows.

    Large files have no order: sorting them costs more than writing them, and nobody reads them from the top.
    """

    filename: str
    sql: str
    order_by: str = ""


LINKS: Final = Output(
    "links.parquet", 'select left_id as "left", right_id as "right", probability, pattern from accepted'
)
OUTPUTS: Final = (
    Output("clusters.parquet", "select record_id, person_id from clusters"),
    LINKS,
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


def write_outputs(
    engine: Engine, folder: Path, existing: Path | None = None, *, links_stay: bool = False
) -> dict[str, int]:
    """Write the files of ``OUTPUTS`` into ``folder``; return how many rows each has.

    Beside the older result ``existing`` also ``EVENTS``; where all of its links stay, they are taken over as they are.
    """
    rows: dict[str, int] = {}
    for output in (*OUTPUTS, EVENTS) if existing else OUTPUTS:
        name = output.filename.removesuffix(".parquet")
        if not (existing and links_stay and output is LINKS and _added(engine, folder, existing)):
            _write(engine, output, folder / output.filename)
        # Of the file, which knows: the tables are views, and would be worked out once more.
        engine.read("written_file", [folder / output.filename])
        [(rows[name],)] = engine.rows("select count(*) from written_file")
    return rows


def _added(engine: Engine, folder: Path, existing: Path) -> bool:
    """Put the new links behind the old ones without reading these; say False where the old file is not such a one."""
    more = folder / "more.parquet"
    _write(engine, replace(LINKS, sql=LINKS.sql.replace("accepted", "accepted_more")), more)
    added = append(existing / LINKS.filename, more, folder / LINKS.filename)
    more.unlink()
    return added


def _write(engine: Engine, output: Output, path: Path) -> None:
    engine.run(Step("written", output.sql, kept=False))
    engine.write("written", path, order_by=output.order_by, quick=not output.order_by)
