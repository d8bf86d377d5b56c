"""Looks at the columns of a survey's design before anything is counted, and says what one row weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from baansuk.assess.kinds import Float, Kind, Number, kind_of
from baansuk.assess.measuring.framework import Design, Framework
from baansuk.assess.measuring.judging import PLACE, Asked
from baansuk.assess.values import quoted
from baansuk.engine import Engine
from baansuk.thai.words import Refusal

# Whole numbers up to here are exact in a double; sums of weights below it are exact however they are added.
_EXACT: Final = 2**53


@dataclass(frozen=True, slots=True)
class Weight:
    """What a row weighs: SQL over ``raw``, and what to divide by to get the weight as the data say it.

    ``whole`` weights are added without any rounding.
    """

    sql: str
    unit: int = 1
    whole: bool = True


def weigh(engine: Engine, asked: Asked, where: str) -> Weight:
    """Check weight, size, strata, PSU and time of every row, and return what a row weighs: weight times size.

    ``where`` is the name of the file. Raises Refusal naming the column, what is wrong with it, in how many rows, and the first of them (from 0).
    """
    framework = asked.framework
    numbers = {name: _number(asked, name, column) for name, column in _amounts(framework.design) if column}
    found = _look(engine, framework, numbers)
    if not found["count"]:
        raise Refusal("measure.empty", f"{where} ไม่มีแถว", f"{where} has no rows.")
    for name, column in (("strata", framework.design.strata), ("psu", framework.design.psu), ("time", framework.time)):
        if column and found[f"{name}_null"]:
            raise _refused(engine, column, f"{quoted(column)} is null", found[f"{name}_null"], "is empty", "ว่าง")
    for name, (column, kind) in numbers.items():
        _check_amount(engine, column, kind, found, name)
    return _weight(numbers, found)


def _amounts(design: Design) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("weight", design.weight), ("size", design.size)


def _number(asked: Asked, name: str, column: str) -> tuple[str, Number | Float]:
    kind = _kind(asked.types[column])
    if not isinstance(kind, Number | Float):
        raise Refusal(
            "measure.weight",
            f'[design] {name}: คอลัมน์ "{column}" ไม่ใช่ตัวเลข',
            f'[design] {name}: column "{column}" holds no numbers.',
        )
    return column, kind


def _kind(sql_type: str) -> Kind | None:
    try:
        return kind_of(sql_type)
    except ValueError:
        return None  # a list, a moment of a clock: nothing that rules read


def is_number(sql_type: str) -> bool:
    """Say whether a column of DuckDB's type ``sql_type`` holds numbers."""
    return isinstance(_kind(sql_type), Number | Float)


def _look(engine: Engine, framework: Framework, numbers: dict[str, tuple[str, Number | Float]]) -> dict[str, Any]:
    """Read the columns of the design once: how many values are missing or unusable, and how large they grow."""
    asked = {"count": "count(*)"}
    for name, column in (("strata", framework.design.strata), ("psu", framework.design.psu), ("time", framework.time)):
        if column:
            asked[f"{name}_null"] = f"count(*) - count({quoted(column)})"
    for name, (column, kind) in numbers.items():
        asked[f"{name}_bad"] = f"coalesce(sum(case when {_bad(column, kind)} then 1 else 0 end), 0)"
        asked[f"{name}_max"] = f"cast(max({quoted(column)}) as double)"
        whole = f"floor({quoted(column)}) = {quoted(column)}"
        asked[f"{name}_broken"] = f"sum(case when {whole} then 0 else 1 end)" if isinstance(kind, Float) else "0"
    [row] = engine.rows(f"select {', '.join(asked.values())} from raw")
    return dict(zip(asked, row, strict=True))


def _bad(column: str, kind: Number | Float) -> str:
    name = quoted(column)
    # Only a finite number gives 0 when taken from itself; see _column in baansuk/assess/writing.py.
    usable = f"{name} >= 0" + (f" and {name} - {name} = cast(0 as double)" if isinstance(kind, Float) else "")
    return f"coalesce(not ({usable}), true)"


def _check_amount(engine: Engine, column: str, kind: Number | Float, found: dict[str, Any], name: str) -> None:
    if found[f"{name}_bad"]:
        en, th = "is empty, negative or no finite number", "ว่าง ติดลบ หรือไม่ใช่จำนวนจำกัด"
        raise _refused(engine, column, _bad(column, kind), found[f"{name}_bad"], en, th)


def _refused(engine: Engine, column: str, test: str, rows: int, en: str, th: str) -> Refusal:
    [(first,)] = engine.rows(f"select min({PLACE}) from raw where {test}")
    return Refusal(
        "measure.rows",
        f'คอลัมน์ "{column}" {th} ใน {rows:,} แถว แถวแรกคือแถวที่ {first} (นับจาก 0)',
        f'Column "{column}" {en} in {rows:,} row{"s" if rows > 1 else ""}, the first of them row {first} (from 0).',
    )


def _weight(numbers: dict[str, tuple[str, Number | Float]], found: dict[str, Any]) -> Weight:
    """Weight times size as a whole number where that is exact, else as a double."""
    parts, unit, largest, whole = [], 1, 1.0, True
    for name, (column, kind) in numbers.items():
        scale = kind.scale if isinstance(kind, Number) else 0
        whole = whole and not found[f"{name}_broken"]
        largest *= max(1.0, found[f"{name}_max"]) * 10**scale
        unit *= 10**scale
        parts.append((quoted(column), scale))
    if whole and largest * found["count"] < _EXACT:
        width = "integer" if largest < 2**31 else "bigint"
        factors = [f"cast({column}{f' * {10**scale}' if scale else ''} as {width})" for column, scale in parts]
        return Weight(" * ".join(factors) or "cast(1 as integer)", unit)
    return Weight(" * ".join(f"cast({column} as double)" for column, _ in parts), 1, whole=False)
