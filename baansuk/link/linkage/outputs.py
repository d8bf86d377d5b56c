"""Writes what a linkage found as Parquet: persons, links, patterns, the queue of questions and, beside an older linkage, events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from baansuk.engine import Engine, Step
from baansuk.engine.row_groups import append, keep, sizes
from baansuk.link.linkage.sql import steps_of


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the result: the SELECT of its columns (left and right are words of SQL), and the order of its rows.

    Large files have no order: sorting them costs more than writing them, and nobody reads them from the top.
    """

    filename: str
    sql: str
    order_by: str = ""


# Whether a column may be null DuckDB tells by what it reads at the time, and rows of two schemas cannot stand in one file;
# so those that never are seem to be.
LINKS: Final = Output(
    "links.parquet",
    "select nullif(left_id, '') as \"left\", nullif(right_id, '') as \"right\", probability, pattern from accepted",
)
CLUSTERS: Final = Output(
    "clusters.parquet", "select nullif(record_id, '') as record_id, nullif(person_id, '') as person_id from clusters"
)
OUTPUTS: Final = (
    CLUSTERS,
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

    Beside the older result ``existing`` also ``EVENTS``; of persons what stays is taken over as it is, and so are the
    links where ``links_stay``.
    """
    rows: dict[str, int] = {}
    for output in (*OUTPUTS, EVENTS) if existing else OUTPUTS:
        name = output.filename.removesuffix(".parquet")
        if not (existing and _added(engine, output, folder, existing, links_stay=links_stay)):
            _write(engine, output, folder / output.filename)
        # Of the file, which knows: the tables are views, and would be worked out once more.
        engine.read("written_file", [folder / output.filename])
        [(rows[name],)] = engine.rows("select count(*) from written_file")
    return rows


def _added(engine: Engine, output: Output, folder: Path, existing: Path, *, links_stay: bool) -> bool:
    """Put what is new behind what was there, without reading this; say False where it cannot be done so."""
    if output is CLUSTERS:
        return _clusters_added(engine, folder, existing)
    more = replace(LINKS, sql=f"{LINKS.sql}_more")
    return output is LINKS and links_stay and _appended(engine, more, folder, existing)


def _clusters_added(engine: Engine, folder: Path, existing: Path) -> bool:
    """Take over the row groups in which nobody has another person now; the others are worked out, most often few."""
    ends = list(accumulate(sizes(existing / CLUSTERS.filename)))
    changed = {bisect_right(ends, row) for (row,) in engine.rows("select row_number from renamed_rows")}
    if 2 * len(changed) > len(ends):
        return False
    keep(existing / CLUSTERS.filename, changed, folder / "changed.parquet")
    engine.read("changed_clusters", [folder / "changed.parquet"])
    for step in steps_of("clusters_existing.sql", {"old": "changed_clusters", "clusters": "clusters_more"}):
        engine.run(step)
    more = replace(CLUSTERS, sql=f"{CLUSTERS.sql}_more")
    added = _appended(engine, more, folder, existing, without=changed)
    (folder / "changed.parquet").unlink()
    return added


def _appended(engine: Engine, output: Output, folder: Path, existing: Path, without: Collection[int] = ()) -> bool:
    more = folder / "more.parquet"
    _write(engine, output, more)
    added = append(existing / output.filename, more, folder / output.filename, without=without)
    more.unlink()
    return added


def _write(engine: Engine, output: Output, path: Path) -> None:
    engine.run(Step("written", output.sql, kept=False))
    engine.write("written", path, order_by=output.order_by, quick=not output.order_by)
