"""Writes what a linkage found as Parquet: persons, links, patterns, the queue of questions and, beside an older linkage, events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.engine.frame_file import write_frame
from baansuk.engine.row_groups import append, rows_of, sizes
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.linking import Linked
from baansuk.link.linkage.succession import Succession


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
EVENTS: Final = "events.parquet"
_NOTHING_HAPPENED: Final = pl.DataFrame(
    schema={"event": pl.Int32, "kind": pl.String, "person_id": pl.String, "record_id": pl.String}
)


def write_outputs(engine: Engine, folder: Path, linked: Linked, existing: Path | None = None) -> dict[str, int]:
    """Write the files of ``OUTPUTS`` into ``folder``; return how many rows each has.

    Beside the older result ``existing`` there are also ``EVENTS``; of persons what stays is taken over as it is, and so are
    links.
    """
    for output in OUTPUTS:
        path = folder / output.filename
        if output is CLUSTERS and linked.placed:
            write_frame(linked.placed.clusters(), path)
        elif output is LINKS and linked.placed:
            write_frame(linked.placed.links(engine), path)
        elif output is CLUSTERS and existing and linked.succession:
            clusters_beside(linked.succession, existing / output.filename, path)
        elif output is LINKS and existing and linked.succession and not linked.anew:
            _links_beside(engine, linked.succession, existing / output.filename, path, stay=linked.links_stay)
        else:
            _write(engine, output, path)
    if existing:
        (linked.succession.events() if linked.succession else _NOTHING_HAPPENED).write_parquet(folder / EVENTS)
    # The files know: the tables are views, and would be worked out once more.
    return {path.stem: rows_of(path) for path in folder.glob("*.parquet")}


def clusters_beside(found: Succession, old: Path, target: Path) -> None:
    """Write who is which person now: row groups of ``old`` in which nobody has another name are taken over, and new
    records stand behind the older ones."""
    changed = _changed(found.renamed, old)
    if 2 * len(changed) > len(sizes(old)) or not _put_in_place(found, changed, old, target):
        every = _renamed(pl.read_parquet(old), found.renamed)
        write_frame(pl.concat([every, found.newcomers()]), target)


def _changed(renamed: pl.DataFrame, old: Path) -> list[int]:
    """The numbers of the row groups of ``old`` in which somebody has another name now, most often few."""
    ends = list(accumulate(sizes(old)))
    # Records stand in the order of their numbers, unless an earlier version has put changed ones last.
    groups = sorted({bisect_right(ends, rid) for rid in renamed["rid"]} - {len(ends)})
    if renamed.is_empty() or len(_rows_of(old, groups).join(renamed, on=RECORD_ID)) == len(renamed):
        return groups
    named = pl.col(RECORD_ID).is_in(renamed[RECORD_ID].implode())
    rows = pl.scan_parquet(old).select(RECORD_ID).with_row_index("row").filter(named).collect()["row"]
    return sorted({bisect_right(ends, row) for row in rows})


def _rows_of(old: Path, groups: Sequence[int]) -> pl.DataFrame:
    ends = [0, *accumulate(sizes(old))]
    every = pl.scan_parquet(old)
    rows = [every.slice(ends[group], ends[group + 1] - ends[group]) for group in groups]
    return pl.concat(rows or [every.head(0)]).collect()


def _put_in_place(found: Succession, changed: Sequence[int], old: Path, target: Path) -> bool:
    """Put what is new in its place and behind, without reading the rest; say False where the two have different columns."""
    rows, of_group = _renamed(_rows_of(old, changed), found.renamed), sizes(old)
    with TemporaryDirectory(dir=target.parent) as work:
        more, instead = Path(work) / "more.parquet", {}
        write_frame(found.newcomers(), more)
        begin = 0
        for group in changed:
            own = Path(work) / f"{group}.parquet"
            rows[begin : begin + of_group[group]].write_parquet(own, compression="uncompressed", statistics=False)
            begin += of_group[group]
            instead[group] = own
        return append(old, more, target, instead=instead)


def _renamed(clusters: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    now = clusters.join(renamed.select(RECORD_ID, now="person_id"), on=RECORD_ID, how="left", maintain_order="left")
    return now.select(RECORD_ID, person_id=pl.coalesce("now", "person_id"))


def _links_beside(engine: Engine, found: Succession, old: Path, target: Path, *, stay: bool) -> None:
    """Write the new links behind the older ones; where people have parted somebody, without those that went with it."""
    links = found.links(engine, pl.scan_parquet(old))
    more = target.with_name("more.parquet")
    write_frame(links, more)
    if not (stay and append(old, more, target)):
        write_frame(pl.concat([found.together(pl.read_parquet(old)), links]), target)
    more.unlink()


def _write(engine: Engine, output: Output, path: Path) -> None:
    engine.run(Step("written", output.sql, kept=False))
    engine.write("written", path, order_by=output.order_by, quick=not output.order_by)
