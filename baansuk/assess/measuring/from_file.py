"""The story of a measurement: hold the framework against a file, judge, count, estimate, write."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from itertools import pairwise
from pathlib import Path
from typing import Any

from baansuk.assess.measuring.beginning import Begun, Fingerprint, Given
from baansuk.assess.measuring.by_packing import Facts, find_packed, keep_packed, open_packed
from baansuk.assess.measuring.counting import TOTAL, count, count_scores, passes
from baansuk.assess.measuring.curving import Curves, curves_of
from baansuk.assess.measuring.domains import in_order
from baansuk.assess.measuring.estimating import Table, check_strata, estimate, nested
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import (
    PLACE,
    TAKEN,
    Asked,
    ask,
    judged_step,
    missing,
    poor,
    scored_step,
    scoring,
)
from baansuk.assess.measuring.opening import unreadable
from baansuk.assess.measuring.outputs import write_changes, write_curves, write_measures
from baansuk.assess.measuring.packing import can_pack
from baansuk.assess.measuring.quick_counting import Counts, Found, Store, count_quickly
from baansuk.assess.measuring.telling import by_name, counted, counted_packed, divisions_by_zero, report
from baansuk.assess.measuring.weighing import Weight, is_number, weigh
from baansuk.assess.values import quoted
from baansuk.engine import Engine, Step
from baansuk.engine.watch import Watch
from baansuk.thai.words import Refusal


def measure(engine: Callable[[], Engine], begun: Begun, folder: Path, watch: Watch) -> dict[str, Any]:
    """Measure and fill ``folder``; return what report.json says. Raises Refusal for what cannot be measured.

    ``engine`` opens the engine, which a table of plain comparisons on one machine does not need.
    """
    given, framework, fingerprint = begun.given, begun.framework, begun.fingerprint
    quick = None
    if given.engine == "duckdb":
        store = Store(given.store, fingerprint.hex)
        quick = count_quickly(begun, store, folder, watch)
    if quick is None:
        return _by_engine(engine(), given, framework, folder, watch, fingerprint)
    try:
        return _of_quick(quick, given, framework, folder, watch, fingerprint)
    finally:
        wait([quick.profiles])  # whoever tidies the folder away after a refusal must not find it being filled


def _of_quick(
    quick: Found, given: Given, framework: Framework, folder: Path, watch: Watch, fingerprint: Fingerprint
) -> dict[str, Any]:
    asked, facts = quick.asked, quick.facts
    with watch("estimate"):
        tables = _estimate(asked, [(list(range(len(framework.groups))), quick.counts)], facts.times, facts.years)
    with watch("write"):
        rows = {"measures": write_measures(framework, tables, folder / "measures.parquet")}
        quick.profiles.result()
    return report(given.engine, asked, facts.weight, quick.told, rows, watch, fingerprint.hex(), quick.stored)


def _by_engine(
    engine: Engine, given: Given, framework: Framework, folder: Path, watch: Watch, fingerprint: Fingerprint
) -> dict[str, Any]:
    """Measure by SQL, and by packed bits where it may be."""
    with watch("check"):
        asked = _open(engine, given, framework)
        kept = None if given.store is None else find_packed(asked, given.store, fingerprint.hex())
        packed, facts = kept or (None, _look(engine, asked, given))
        engine.run(judged_step(asked, facts.weight.sql))
    with watch("count"):
        if packed is None and can_pack(engine, asked, whole=facts.weight.whole):
            packed = open_packed(engine, asked)
            if packed is not None and given.store is not None:
                keep_packed(packed, facts, given.store, fingerprint.hex())
        if packed is None:
            counts = [(groups, _count(engine, asked, facts.weight, groups)) for groups in passes(engine, asked)]
            told = counted(engine, asked, counts[0][1][0], by_name(asked, facts.divided_by_zero))
        else:
            profiles = packed.write_profiles(folder / "profiles.parquet")
            counts = [(list(range(len(framework.groups))), packed.count())]
            told = counted_packed(asked, packed.totals, by_name(asked, facts.divided_by_zero))
    with watch("estimate"):
        tables = _estimate(asked, counts, facts.times, facts.years)
    with watch("write"):
        rows = _write(engine, asked, facts.weight, tables, folder, facts.times)
        if packed is None:
            _write_profiles(engine, asked, folder / "profiles.parquet")
        else:
            profiles.result()
    stored = _stored(given, kept=kept is not None, packed=packed is not None)
    return report(engine.name, asked, facts.weight, told, rows, watch, fingerprint.hex(), stored)


def _stored(given: Given, *, kept: bool, packed: bool) -> str:
    """What became of the store."""
    if given.store is None:
        return "not asked for"
    return "used" if kept else "kept" if packed else "of no use"


def _look(engine: Engine, asked: Asked, given: Given) -> Facts:
    """Look at the columns of the design, of time and at the divisors, before anything is judged."""
    weight = weigh(engine, asked, given.table.name)
    return Facts(weight, *_times(engine, asked), divisions_by_zero(engine, asked))


def _open(engine: Engine, given: Given, framework: Framework) -> Asked:
    """Read the table as the view ``raw`` and hold the framework against its columns."""
    from baansuk.engine.files import Unreadable  # brings DuckDB

    try:
        columns = engine.columns(given.table)
    except Unreadable as error:
        if not given.table.is_file() or not os.access(given.table, os.R_OK):
            raise unreadable(given.table) from error
        raise Refusal(
            "measure.parquet",
            f"{given.table} ไม่ใช่ไฟล์ Parquet หรือเปิดไม่ได้",
            f"{given.table} is no Parquet file, or cannot be opened.",
        ) from error
    names = [column.name for column in columns]
    lowered = [name.lower() for name in names]
    for name in names:
        if lowered.count(name.lower()) > 1:
            raise Refusal(
                "measure.columns",
                f'คอลัมน์ "{name}" มีชื่อซ้ำ (ต่างกันเพียงตัวพิมพ์เล็กใหญ่)',
                f'Column "{name}" is there twice, or in upper and lower case: give each its own name.',
            )
        if name.lower() in TAKEN:
            raise Refusal(
                "measure.columns",
                f'ชื่อคอลัมน์ "{name}" สงวนไว้สำหรับลำดับแถว ให้ใช้ชื่ออื่น',
                f'Column "{name}" bears the name that the place of a row has here: give it another.',
            )
    engine.define([TOTAL])
    engine.read("raw", [given.table], place=PLACE)
    return ask(framework, {column.name: column.type for column in columns}, given.framework.name)


def _times(engine: Engine, asked: Asked) -> tuple[list[str], list[float]]:
    """The times of the data in order, and the year of each when a column tells it."""
    framework = asked.framework
    if not framework.time:
        return [], []
    if framework.year and not is_number(asked.types[framework.year]):
        raise Refusal(
            "measure.year",
            f'[time] year: คอลัมน์ "{framework.year}" ไม่ใช่ตัวเลข',
            f'[time] year: column "{framework.year}" holds no numbers.',
        )
    time = f"cast({quoted(framework.time)} as varchar)"
    year = f"cast({quoted(framework.year)} as double)" if framework.year else "cast(0 as double)"
    found = engine.rows(f"select {time}, min({year}), max({year}), count({year}), count(*) from raw group by {time}")
    for told, first, last, known, rows in found:
        if first != last or known != rows:
            raise Refusal(
                "measure.year",
                f'[time] year: เวลา "{told}" มีปีมากกว่าหนึ่งปีหรือมีแถวที่ไม่มีปี',
                f'[time] year: time "{told}" has more than one year, or rows without one.',
            )
    numbers = is_number(asked.types[framework.time])
    times = in_order([told for told, *_ in found], numbers=numbers)
    by_time = {told: float(first) for told, first, *_ in found}
    years = [by_time[told] for told in times] if framework.year else []
    if any(later <= earlier for earlier, later in pairwise(years)):
        raise Refusal(
            "measure.year", "[time] year: ปีไม่เรียงตามเวลา", "[time] year: the years do not rise with the times."
        )
    return times, years


def _count(engine: Engine, asked: Asked, weight: Weight, groups: Sequence[int]) -> Counts:
    """Count as known, and where unknowns are left out also with all of them passing, and failing."""
    cells = count(engine, asked, weight, groups)
    check_strata(asked, cells)
    if not asked.framework.available:
        return cells, None
    low = count(engine, asked, weight, groups, unknown="low")
    return cells, (low, count(engine, asked, weight, groups, unknown="high"))


def _estimate(
    asked: Asked, counts: Sequence[tuple[list[int], Counts]], times: list[str], years: list[float]
) -> list[Table]:
    tables: list[Table] = []
    for groups, (cells, bounds) in counts:
        psus = nested(asked, cells)
        if not tables:
            tables.append(estimate(asked, cells, None, times, years, bounds, psus))
        tables += [estimate(asked, cells, by, times, years, bounds, psus) for by in groups]
    return tables


def _write(
    engine: Engine, asked: Asked, weight: Weight, tables: list[Table], folder: Path, times: list[str]
) -> dict[str, int]:
    framework = asked.framework
    rows = {"measures": write_measures(framework, tables, folder / "measures.parquet")}
    if framework.time:
        rows["changes"] = write_changes(framework, tables, folder / "changes.parquet")
    if framework.curves:
        curves: list[Curves] = []
        for groups in passes(engine, asked):
            cells, scores = count_scores(engine, asked, weight, groups)
            if not curves:
                curves.append(curves_of(cells, scores, None, "", times))
            curves += [curves_of(cells, scores, by, framework.groups[by], times) for by in groups]
        rows["curves"] = write_curves(curves, weight.unit, folder / "curves.parquet")
    return rows


def _write_profiles(engine: Engine, asked: Asked, path: Path) -> None:
    """Write profiles.parquet: what each row of the table was found to be, in the order of the table."""
    engine.run(scored_step(asked, "scored", scoring(asked)))
    met = "".join(
        f", case when top is not null then {poor(asked, place)} end as poor_{place + 1}"
        for place in range(len(asked.framework.cutoffs))
    )
    columns = f"place as row, cast(divisor as bigint) as den, cast(top as bigint) as num, cast({missing(asked)} as integer) as missing{met}"
    engine.run(Step("profiles", f"select {columns} from scored", kept=False))
    engine.write("profiles", path, order_by="row", as_read=True)
