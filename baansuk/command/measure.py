"""The analysts' command: a table of units and a framework in, poverty measures with their errors out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

import click

from baansuk.command.results import File, Kind, by_force, cost, ended, filling_lazily, on_an_engine, to_a_folder
from baansuk.command.verbs import hint, verb
from baansuk.runs.engines import check_engine
from baansuk.thai.words import Refusal, Words

RESULTS: Final = Kind("measure", ("report.json", "measures.parquet"))


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
@to_a_folder
@on_an_engine
@click.option(
    "--store",
    type=File,
    help=hint(
        "โฟลเดอร์เก็บคำตอบที่ตัดสินแล้ว ใช้ซ้ำเมื่อข้อมูลและเกณฑ์ไม่เปลี่ยน",
        "Folder that keeps the judged rows, used again while data and rules are unchanged.",
    ),
)
@by_force
def measure(data: Path, framework: Path, place: Path, engine: str | None, store: Path | None, force: bool) -> int:
    """Measure; return the exit code."""

    def measured() -> tuple[Words, list[str]]:
        RESULTS.check_place(place, [data, framework, *([store] if store else [])], force=force)
        _check_store(store)
        check_engine(engine or "")
        told = _measure(data, framework, place, engine or os.environ.get("BAANSUK_ENGINE", "") or "duckdb", store)
        return _summary(told, place), told["warnings"]

    return ended(measured)


def _measure(data: Path, framework: Path, place: Path, engine_name: str, store: Path | None) -> dict[str, Any]:
    """Fill a folder beside ``place`` and put it there; return what report.json says."""
    from baansuk.assess.measuring.beginning import Given, begin
    from baansuk.engine.watch import Watch

    watch = Watch()
    # Sums of a few thousand numbers are all that is multiplied; the threads that numpy keeps for more only stand in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with filling_lazily(place, engine_name) as (engine, folder, _):
        with watch("check"):
            begun = begin(Given(data, framework, engine_name, store))
        from baansuk.assess.measuring.from_file import measure as measure_given  # numpy: loaded while the table is read

        told = measure_given(engine, begun, folder, watch)
        (folder / "report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return told


def _check_store(store: Path | None) -> None:
    """Refuse a store that is a file."""
    if store is not None and store.exists() and not store.is_dir():
        raise Refusal(
            "measure.store", f"{store} ไม่ใช่โฟลเดอร์ ให้ระบุ --store อื่น", f"{store} is no folder: name another --store."
        )


def _summary(told: dict[str, Any], place: Path) -> Words:
    counts = told["counts"]
    took = cost(told, "peak_mb")
    figures = told["written"]["measures"]
    return Words(
        f"ใช้ {counts['used']:,} จาก {counts['rows']:,} แถว ได้ {figures:,} ตัวเลข ({took}) ผลอยู่ที่ {place}",
        f"{counts['used']:,} of {counts['rows']:,} rows give {figures:,} figures ({took}). The result is in {place}.",
    )
