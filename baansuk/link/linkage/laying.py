"""Lays the rows of all registers before the linker as one view of text, ``raw``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from baansuk.engine import Engine, Step
from baansuk.engine.files import quoted
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.inputs import Register, damage_told

# What DuckDB calls the place of a row in a Parquet file, unless the file has a column of that name.
_PLACE: Final = "file_row_number"


def lay_out(engine: Engine, registers: Sequence[Register]) -> None:
    """Make the view ``raw``: rid (a whole number for each record), source (place of its file, from 0) and all of
    ``columns.COLUMNS`` as text.

    The linker reads it several times. That costs little with Parquet, whose columns lie side by side; rows of a CSV are
    read now and kept in the table ``raw_rows``. Raises BadInput for a CSV that cannot be read to its end.
    """
    selects = [_select(register, f"register_{place}", place) for place, register in enumerate(registers)]
    together = "\nunion all\n".join(selects)
    if engine.name == "spark":
        engine.run(Step("raw", f"select monotonically_increasing_id() as rid, * from ({together}) as r", kept=False))
    elif all(map(_counts_rows, registers)):
        engine.run(Step("raw", "\nunion all\n".join(_numbered(engine, registers)), kept=False))
    else:
        with damage_told(engine, registers):
            engine.run(Step("raw_rows", together))
        engine.run(Step("raw", "select cast(rowid as integer) as rid, * from raw_rows", kept=False))


def _counts_rows(register: Register) -> bool:
    return register.form == "Parquet" and _PLACE not in map(str.lower, register.unknown)


def _numbered(engine: Engine, registers: Sequence[Register]) -> list[str]:
    """SQL for each file: its rows, numbered on from those of the files before; a window over all would cost as much as
    reading them."""
    selects, before = [], 0
    for place, register in enumerate(registers):
        file = f"read_parquet({quoted(str(register.readable))})"
        selects.append(_select(register, file, place, f"cast({_PLACE} as integer) + {before} as rid, "))
        before += int(engine.rows(f"select count(*) from register_{place}")[0][0])
    return selects


def _select(register: Register, rows: str, place: int, rid: str = "") -> str:
    columns = ", ".join(f"{_column_sql(register.columns, name)} as {name}" for name in COLUMNS)
    return f"select {rid}cast({place} as integer) as source, {columns} from {rows}"


def _column_sql(columns: dict[str, str], name: str) -> str:
    if name not in columns:
        return "cast(null as varchar)"
    if name != "full_name":
        return columns[name]
    single = _single_blanks_sql(columns[name])
    return f"case when {columns['given_name']} is null then {single} end" if "given_name" in columns else single


def _single_blanks_sql(text: str) -> str:
    """SQL: a text without blanks around it and with one blank between its words; most have no others, so that is asked first."""
    odd = " or ".join(
        (
            f"contains({text}, '  ')",
            f"contains({text}, chr(9))",
            f"contains({text}, chr(160))",
            f"starts_with({text}, ' ')",
            f"ends_with({text}, ' ')",
        )
    )
    single = f"nullif(trim(regexp_replace(translate({text}, concat(chr(9), chr(160)), '  '), ' +', ' ', 'g')), '')"
    return f"case when {odd} then {single} else {text} end"
