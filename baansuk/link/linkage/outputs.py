"""Writes what a linkage found as Parquet: persons, links, patterns, the queue of questions and, beside an older linkage, events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from baansuk.engine import Engine, Step
from baansuk.engine.frame_file import write_frame
from baansuk.engine.row_groups import append, keep, rows_of, sizes
from baansuk.link.linkage.placing import Placed
from baansuk.link.linkage.sql import steps_of


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
CLUSTERS: Final = Output("clusters.parquet", "select record_id, person_id from clusters")
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
    engine: Engine,
    folder: Path,
    existing: Path | None = None,
    *,
    links_stay: bool = False,
    placed: Placed | None = None,
) -> dict[str, int]:
    """Write the files of ``OUTPUTS`` into ``folder``; return how many rows each has.

    ``placed`` has the persons of a first linkage. Beside the older result ``existing`` there are also ``EVENTS``; of
    persons what stays is taken over as it is, and so are the links where ``links_stay``.
    """
    for output in (*OUTPUTS, EVENTS) if existing else OUTPUTS:
        if placed and output is CLUSTERS:
            write_frame(placed.clusters(), folder / output.filename)
        elif placed and output is LINKS:
            write_frame(placed.links(engine), folder / output.filename)
        elif not (existing and _added(engine, output, folder, existing, links_stay=links_stay)):
            _write(engine, output, folder / output.filename)
    # The files know: the tables are views, and would be worked out once more.
    return {path.stem: rows_of(path) for path in folder.glob("*.parquet")}


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
