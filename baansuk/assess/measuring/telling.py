"""What a measurement says of itself: what came in, what was left out and why, what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from baansuk import __version__
from baansuk.assess.measuring.counting import Cells
from baansuk.assess.measuring.judging import Asked, zero_divisors
from baansuk.assess.measuring.packed_counting import Totals
from baansuk.assess.measuring.weighing import Weight
from baansuk.engine import Engine
from baansuk.engine.watch import Watch, core_seconds, peak_bytes


@dataclass(frozen=True)
class Counted:
    """Rows of the table: all, used, left out; how many do not know an indicator, or have no use for it."""

    rows: int
    used: int
    weighted: float
    missing: dict[str, int] = field(default_factory=dict)
    not_applicable: dict[str, int] = field(default_factory=dict)
    divided_by_zero: dict[str, int] = field(default_factory=dict)

    @property
    def dropped(self) -> int:
        return self.rows - self.used


def counted(engine: Engine, asked: Asked, cells: Cells, divided_by_zero: dict[str, int]) -> Counted:
    """Count what was left out; the rows are read again only where something was, or may not apply."""
    rows, used = int(cells.rows.sum()), int(cells.rows[cells.cut >= 0].sum())
    weighted = float(cells.weight[cells.cut >= 0].sum())
    names = [one.indicator.name for one in asked.judged]
    missing = dict.fromkeys(names, 0)
    if used < rows or (cells.unknown is not None and cells.unknown.any()):
        missing = _counts(engine, {name: f"m{place}" for place, name in enumerate(names)})
    applies = _counts(engine, {names[place]: f"n{place}" for place in asked.sometimes})
    return Counted(rows, used, weighted, missing, applies, divided_by_zero)


def divisions_by_zero(engine: Engine, asked: Asked) -> list[int]:
    """Count by indicator the rows that do not know it because a rule divides by zero."""
    tests, found = zero_divisors(asked), [0] * len(asked.judged)
    if not tests:
        return found
    summed = ", ".join(f"coalesce(sum(case when {test} then 1 else 0 end), 0)" for test in tests.values())
    [row] = engine.rows(f"select {summed} from raw")
    for place, rows in zip(tests, row, strict=True):
        found[place] = int(rows)
    return found


def by_name(asked: Asked, rows: Sequence[int]) -> dict[str, int]:
    """Name the indicators of which some rows are counted."""
    return {one.indicator.name: count for one, count in zip(asked.judged, rows, strict=True) if count}


def counted_packed(asked: Asked, totals: Totals, divided_by_zero: dict[str, int]) -> Counted:
    """The same of packed rows."""
    names = [one.indicator.name for one in asked.judged]
    missing, away = totals.missing.astype(int).tolist(), totals.away.astype(int).tolist()
    return Counted(
        int(totals.rows.sum()),
        int(totals.used.sum()),
        float(totals.weight.sum()),
        dict(zip(names, missing, strict=True)),
        {names[place]: away[place] for place in asked.sometimes},
        divided_by_zero,
    )


def counted_quickly(asked: Asked, cells: Cells, missing: list[int]) -> Counted:
    """The same of rows that were read quickly; ``missing`` is how many rows do not know each indicator."""
    scored = cells.cut >= 0
    names = [one.indicator.name for one in asked.judged]
    rows, used = int(cells.rows.sum()), int(cells.rows[scored].sum())
    return Counted(rows, used, float(cells.weight[scored].sum()), dict(zip(names, missing, strict=True)))


def _counts(engine: Engine, tests: dict[str, str]) -> dict[str, int]:
    if not tests:
        return {}
    summed = ", ".join(f"sum(case when {test} then 1 else 0 end)" for test in tests.values())
    [row] = engine.rows(f"select {summed} from judged")
    return dict(zip(tests, map(int, row), strict=True))


def report(
    engine: str,
    asked: Asked,
    weight: Weight,
    told: Counted,
    rows: dict[str, int],
    watch: Watch,
    sha256: str,
    stored: str,
) -> dict[str, Any]:
    """Return what report.json says. ``stored`` is what became of the store."""
    framework = asked.framework
    return {
        "version": __version__,
        "engine": engine,
        "framework": {"name": framework.name, "unit": framework.unit, "missing": _rule(asked)},
        "sha256": {"data": sha256, "framework": framework.sha256},
        "counts": {
            "rows": told.rows,
            "used": told.used,
            "dropped": told.dropped,
            "missing": told.missing,
            "not_applicable": told.not_applicable,
            "divided_by_zero": told.divided_by_zero,
            "units": told.used,
            "units_weighted": told.weighted / weight.unit,
        },
        "sampling_error": "by the survey's design" if framework.design.is_sample else "none: a full register",
        "written": rows,
        "store": stored,
        "seconds": round(watch.seconds(), 3),
        "core_seconds": round(core_seconds(), 3),
        "peak_mb": round(peak_bytes() / 1e6, 1),
        "steps": watch.told(),
        "warnings": _warnings(asked, told, stored),
    }


def _rule(asked: Asked) -> str:
    return "available" if asked.framework.available else "complete-cases"


def _warnings(asked: Asked, told: Counted, stored: str) -> list[str]:
    warnings = list(asked.warnings)
    if stored == "of no use":
        warnings.append(
            "Nothing was kept in the store: it serves full registers on one machine, with whole weights and groups that are not small."
        )
    for name, rows in told.divided_by_zero.items():
        where = (
            "1 row where the rule divides by zero is"
            if rows == 1
            else f"{rows:,} rows where the rule divides by zero are"
        )
        warnings.append(f'indicator "{name}": {where} not known.')
    if told.dropped:
        warnings.append(f"{told.dropped:,} of {told.rows:,} rows are left out of all measures: something is not known.")
    if not told.used:
        warnings.append("No row could be scored: there is nothing to measure.")
    return warnings
