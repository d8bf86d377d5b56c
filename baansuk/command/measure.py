"""The analysts' command: a table of units and a framework in, poverty measures with their errors out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import click

from baansuk.command.new_folder import new_folder
from baansuk.command.stopping import Stopping
from baansuk.command.terminal import err, out, said, tell
from baansuk.command.verbs import hint, verb
from baansuk.runs.engines import ENGINES, check_engine
from baansuk.thai.words import Refusal, Words

DONE, BAD_INPUT, STOPPED = 0, 2, 3
# By these files a folder is known as an earlier result, which --force may replace.
OURS: Final = ("report.json", "measures.parquet")
File = click.Path(path_type=Path)


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(measure)


@verb(
    "วัดความยากจนหลายมิติจากไฟล์ Parquet ตามกรอบตัวชี้วัด พร้อมความคลาดเคลื่อน โดยไม่ใช้ฐานข้อมูล",
    "Measure multidimensional poverty in a Parquet file by a framework, with its errors; no database.",
    name="measure",
)
@click.argument("data", metavar="DATA.parquet", type=File)
@click.option(
    "--framework",
    type=File,
    required=True,
    help=hint("ไฟล์ TOML ของกรอบตัวชี้วัด", "TOML file of the framework: indicators, weights, cut-offs, survey design."),
)
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
    "--store",
    type=File,
    help=hint(
        "โฟลเดอร์เก็บคำตอบที่ตัดสินแล้ว ใช้ซ้ำเมื่อข้อมูลและเกณฑ์ไม่เปลี่ยน",
        "Folder that keeps the judged rows, used again while data and rules are unchanged.",
    ),
)
@click.option("--force", is_flag=True, help=hint("แทนที่ผลเดิมใน --out", "Replace an earlier result in --out."))
def measure(data: Path, framework: Path, place: Path, engine: str | None, store: Path | None, force: bool) -> int:
    """Measure; return the exit code."""
    try:
        _check_place(place, (data, framework), force=force)
        _check_store(store)
        check_engine(engine or "")
        told = _measure(data, framework, place, engine or "", store)
    except Refusal as refusal:
        err.print(said(refusal.words), markup=False)
        return BAD_INPUT
    except KeyboardInterrupt:
        err.print(said(Words("หยุดตามคำสั่ง ไม่ได้เขียนอะไรไว้", "Stopped; nothing was written.")), markup=False)
        return STOPPED
    tell(_summary(told, place))
    for warning in told["warnings"]:
        out.print(warning, markup=False)
    return DONE


def _measure(data: Path, framework: Path, place: Path, engine_name: str, store: Path | None) -> dict[str, Any]:
    """Fill a folder beside ``place`` and put it there; return what report.json says."""
    from baansuk.assess.measuring.from_file import Given  # brings numpy and Arrow, which no other verb need pay
    from baansuk.assess.measuring.from_file import measure as measure_given
    from baansuk.engine import open_engine
    from baansuk.link.linkage.watch import Watch

    watch = Watch()
    with Stopping() as stopping, new_folder(place) as folder:
        work = folder / "work"
        work.mkdir()
        with open_engine(engine_name, spill=work / "spill") as engine:
            stopping.listen()
            stopping.wake = engine.interrupt
            told = measure_given(engine, Given(data, framework, store), folder, watch)
            stopping.wake = None
        shutil.rmtree(work)
        (folder / "report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        stopping.no_more()
    return told


def _check_place(place: Path, given: tuple[Path, ...], *, force: bool) -> None:
    """Refuse a place that holds something else than an earlier result, or anything that is to be read."""
    if not place.exists():
        return
    if not force:
        raise Refusal(
            "measure.place",
            f"มี {place} อยู่แล้ว ให้ระบุ --out อื่น หรือใช้ --force เพื่อแทนที่",
            f"{place} is there already: name another --out, or replace it with --force.",
        )
    if not place.is_dir() or (any(place.iterdir()) and not all((place / name).exists() for name in OURS)):
        raise Refusal(
            "measure.place",
            f"{place} ไม่ใช่ผลเดิมของ measure จึงไม่แทนที่ ให้ระบุ --out อื่น",
            f"{place} is no earlier result of measure, so --force does not replace it: name another --out.",
        )
    for path in given:
        if path.resolve().is_relative_to(place.resolve()):
            raise Refusal(
                "measure.place",
                f"{path} อยู่ใน {place} ซึ่งจะถูกแทนที่ ให้ย้ายไฟล์หรือระบุ --out อื่น",
                f"{path} lies in {place}, which --force would replace: move the file, or name another --out.",
            )


def _check_store(store: Path | None) -> None:
    """Refuse a store that is a file."""
    if store is not None and store.exists() and not store.is_dir():
        raise Refusal(
            "measure.store", f"{store} ไม่ใช่โฟลเดอร์ ให้ระบุ --store อื่น", f"{store} is no folder: name another --store."
        )


def _summary(told: dict[str, Any], place: Path) -> Words:
    counts = told["counts"]
    cost = f"{told['seconds']:,.1f} s, {told['core_seconds']:,.1f} core-s, {told['peak_mb']:,.0f} MB"
    figures = told["written"]["measures"]
    return Words(
        f"ใช้ {counts['used']:,} จาก {counts['rows']:,} แถว ได้ {figures:,} ตัวเลข ({cost}) ผลอยู่ที่ {place}",
        f"{counts['used']:,} of {counts['rows']:,} rows give {figures:,} figures ({cost}). The result is in {place}.",
    )
