"""The analysts' command: registers as files in, persons as files out, without database and without Django."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from baansuk.command.new_folder import new_folder
from baansuk.command.stopping import Stopping
from baansuk.command.terminal import err, out, said, tell
from baansuk.command.verbs import hint, verb
from baansuk.link.linkage.bad_input import BadInput
from baansuk.runs.engines import ENGINES, check_engine
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.link.linkage.from_files import Given

DONE, BAD_INPUT, STOPPED = 0, 2, 3
# By these files a folder is known as an earlier result, which --force may replace.
OURS: Final = ("report.json", "clusters.parquet")
File = click.Path(path_type=Path)


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(link_files)


@verb(
    "หาว่าระเบียนใดในไฟล์ Parquet หรือ CSV เป็นคนเดียวกัน โดยไม่ใช้ฐานข้อมูล ผลอยู่ในโฟลเดอร์ใหม่",
    "Find which records of Parquet or CSV files are the same person, without a database; the result is a new folder.",
    name="link-files",
)
@click.argument("files", metavar="FILE…", type=File, nargs=-1, required=True)
@click.option(
    "--out",
    "place",
    type=File,
    required=True,
    help=hint("โฟลเดอร์ของผล เกิดขึ้นเมื่อเสร็จครบเท่านั้น", "Folder of the result; it appears whole or not at all."),
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=None,
    help=hint(
        "เครื่องคำนวณ ถ้าไม่ระบุใช้ BAANSUK_ENGINE หรือ duckdb", "What computes; BAANSUK_ENGINE or duckdb when not given."
    ),
)
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
@click.option("--force", is_flag=True, help=hint("แทนที่ผลเดิมใน --out", "Replace an earlier result in --out."))
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
    from baansuk.link.linkage.from_files import Given  # brings numpy, a tenth of a second that no other verb need pay

    given = Given(files, judgements, existing, refit)
    try:
        _check_place(place, given, force=force)
        check_engine(engine or "")
        told = _link(given, place, engine or "")
    except (BadInput, Refusal) as refusal:
        err.print(said(refusal.words), markup=False)
        return BAD_INPUT
    except KeyboardInterrupt:
        err.print(said(Words("หยุดตามคำสั่ง ไม่ได้เขียนอะไรไว้", "Stopped; nothing was written.")), markup=False)
        return STOPPED
    tell(_summary(told, len(files), place))
    for warning in told["warnings"]:
        out.print(warning, markup=False)
    return DONE


def _link(given: Given, place: Path, engine_name: str) -> dict[str, Any]:
    """Fill a folder beside ``place`` and put it there; return what report.json says."""
    from baansuk.engine import open_engine
    from baansuk.link.linkage.from_files import link_files as link_given
    from baansuk.link.linkage.watch import Watch

    watch = Watch()
    with Stopping() as stopping, new_folder(place) as folder:
        work = folder / "work"
        work.mkdir()
        with open_engine(engine_name, spill=work / "spill") as engine:
            stopping.listen()
            stopping.wake = engine.interrupt
            told = link_given(engine, given, folder, work, watch)
            stopping.wake = None
        shutil.rmtree(work)
        stopping.no_more()
    return told


def _check_place(place: Path, given: Given, *, force: bool) -> None:
    """Refuse a place that holds something else than an earlier result, or anything that is to be read.

    An earlier result may be added to and replaced in one go: --existing may be the same folder.
    """
    if not place.exists():
        return
    if not force:
        raise BadInput(
            f"{place} is there already: name another --out, or replace it with --force.",
            f"มี {place} อยู่แล้ว ให้ระบุ --out อื่น หรือใช้ --force เพื่อแทนที่",
        )
    if not place.is_dir() or (any(place.iterdir()) and not all((place / name).exists() for name in OURS)):
        raise BadInput(
            f"{place} is no earlier result of link-files, so --force does not replace it: name another --out.",
            f"{place} ไม่ใช่ผลเดิมของ link-files จึงไม่แทนที่ ให้ระบุ --out อื่น",
        )
    for path in (*given.files, *([given.judgements] if given.judgements else [])):
        if path.resolve().is_relative_to(place.resolve()):
            raise BadInput(
                f"{path} lies in {place}, which --force would replace: move the file, or name another --out.",
                f"{path} อยู่ใน {place} ซึ่งจะถูกแทนที่ ให้ย้ายไฟล์หรือระบุ --out อื่น",
            )


def _summary(told: dict[str, Any], files: int, place: Path) -> Words:
    counts = told["counts"]
    records, persons, links, review = (counts[name] for name in ("clusters", "persons", "links", "review"))
    cost = f"{told['seconds']:,.1f} s, {told['core_seconds']:,.1f} core-s, {told['peak_memory_mb']:,.0f} MB"
    return Words(
        f"{files:,} ไฟล์ {records:,} ระเบียน เป็นคน {persons:,} คน เชื่อมโยง {links:,} คู่ รอคนตัดสิน {review:,} คู่ ({cost}) ผลอยู่ที่ {place}",
        f"{records:,} records of {files:,} file{'s' if files > 1 else ''} are {persons:,} persons, by {links:,} links; {review:,} pairs wait for a "
        f"decision ({cost}). The result is in {place}.",
    )
