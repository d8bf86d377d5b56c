"""The analysts' command: registers as files in, persons as files out, without database and without Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from baansuk.command.results import File, Kind, by_force, cost, ended, filling, on_an_engine, to_a_folder
from baansuk.command.verbs import hint, verb
from baansuk.runs.engines import check_engine
from baansuk.thai.words import Words

if TYPE_CHECKING:
    from baansuk.link.linkage.from_files import Given

RESULTS: Final = Kind("link-files", ("report.json", "clusters.parquet"))


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(link_files)


@verb(
    "หาว่าระเบียนใดในไฟล์ Parquet หรือ CSV เป็นคนเดียวกัน โดยไม่ใช้ฐานข้อมูล ผลอยู่ในโฟลเดอร์ใหม่",
    "Find which records of Parquet or CSV files are the same person, without a database; the result is a new folder.",
    name="link-files",
)
@click.argument("files", metavar="FILE…", type=File, nargs=-1, required=True)
@to_a_folder
@on_an_engine
@click.option(
    "--judgements",
    type=File,
    help=hint(
        "CSV ของคำตัดสินโดยคน: left,right,decision (same, different, unsure)",
        "CSV of people's decisions: left,right,decision (same, different, unsure).",
    ),
)
@click.option(
    "--existing",
    type=File,
    help=hint("โฟลเดอร์ผลเดิมที่จะเพิ่มไฟล์เหล่านี้เข้าไป", "Folder of an earlier result that these files are added to."),
)
@click.option(
    "--refit",
    is_flag=True,
    help=hint("เรียนรู้น้ำหนักใหม่แทนของเดิมใน --existing", "Learn the weights anew instead of keeping those of --existing."),
)
@by_force
def link_files(
    files: tuple[Path, ...],
    place: Path,
    engine: str | None,
    judgements: Path | None,
    existing: Path | None,
    refit: bool,
    force: bool,
) -> int:
    """Link the files; return the exit code."""
    # A second thread of numpy's gains nothing on a few thousand rows, and waits for its turn with a core of its own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if existing:
        # An addition is a thousand short steps; on two threads each waits for the other, a fifteenth of all.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
    from baansuk.engine.memory import keep_freed_memory

    keep_freed_memory()
    from baansuk.link.linkage.from_files import Given  # brings numpy, a tenth of a second that no other verb need pay

    given = Given(files, judgements, existing, refit)

    def linked() -> tuple[Words, list[str]]:
        # An earlier result may be added to and replaced in one go: --existing may be the same folder.
        RESULTS.check_place(place, [*files, *([judgements] if judgements else [])], force=force)
        check_engine(engine or "")
        told = _link(given, place, engine or "")
        return _summary(told, len(files), place), told["warnings"]

    return ended(linked)


def _link(given: Given, place: Path, engine_name: str) -> dict[str, Any]:
    """Fill a folder beside ``place`` and put it there; return what report.json says."""
    from baansuk.engine.watch import Watch
    from baansuk.link.linkage.from_files import link_files as link_given

    watch = Watch()
    with filling(place, engine_name) as (engine, folder, work):
        return link_given(engine, given, folder, work, watch)


def _summary(told: dict[str, Any], files: int, place: Path) -> Words:
    counts = told["counts"]
    records, persons, links, review = (counts[name] for name in ("clusters", "persons", "links", "review"))
    took = cost(told, "peak_memory_mb")
    return Words(
        f"{files:,} ไฟล์ {records:,} ระเบียน เป็นคน {persons:,} คน เชื่อมโยง {links:,} คู่ รอคนตัดสิน {review:,} คู่ ({took}) ผลอยู่ที่ {place}",
        f"{records:,} records of {files:,} file{'s' if files > 1 else ''} are {persons:,} persons, by {links:,} links; {review:,} pairs wait for a "
        f"decision ({took}). The result is in {place}.",
    )
