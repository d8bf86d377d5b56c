"""Opens the registers, Parquet or CSV, and says what ails one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from baansuk.engine import Engine
from baansuk.engine.files import WHOLE, csv_sql, parquet_sql
from baansuk.engine.functions import KEYS
from baansuk.engine.row_groups import rows_of
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.columns import COLUMNS, RECORD_ID, doubled, known, unknown
from baansuk.link.linkage.csv_files import open_csv
from baansuk.thai.system_faults import reason_of

__all__ = ["BadInput", "Register", "check_records", "damage_told", "explain", "open_registers", "roughly"]

_PARQUET: Final = b"PAR1"
# Whole numbers beyond this are not exact as floating point; no id, code or date is as large.
_LARGEST: Final = "1e15"
_SHOWN: Final = 3
# Of a register of persons in UTF-8, as measured: 125 to 166.
_BYTES_OF_A_ROW: Final = 150
_ENGINES: Final = ("duckdb", "_duckdb", "polars", "pyspark", "py4j")
_OF_STATEMENTS: Final = (
    "AnalysisException",
    "ParseException",
    "BinderException",
    "CatalogException",
    "ParserException",
)
_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")


@dataclass(frozen=True, slots=True)
class Register:
    """One file as it was opened.

    ``rows``: its rows, and ``columns``: our columns of it as text, both in DuckDB's SQL; ``plain``: where they are all texts
    and whole numbers of a Parquet file, the file's names of them.
    """

    path: Path
    readable: Path
    form: str
    rows: str
    columns: dict[str, str]
    unknown: tuple[str, ...]
    plain: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.name


def open_registers(engine: Engine, paths: Sequence[Path], work: Path) -> list[Register]:
    """Look at the head of each file, and define the functions that the steps call; no row is read yet.

    ``work`` is a private folder for copies. What lays the rows of all before the linker is ``laying.pieces``.
    Raises BadInput.
    """
    if not paths:
        raise BadInput(
            "No file was named: name at least one Parquet or CSV file.",
            "ยังไม่ได้ระบุไฟล์ ให้ระบุ Parquet หรือ CSV อย่างน้อยหนึ่งไฟล์",
        )
    engine.define(KEYS)
    return [_opened(engine, path, work) for path in paths]


def roughly(registers: Sequence[Register]) -> int:
    """Return about how many records there are: Parquet says so, of a CSV only the bytes are known."""
    counted = sum(rows_of(one.path) for one in registers if one.form == "Parquet")
    return counted + sum(one.path.stat().st_size for one in registers if one.form != "Parquet") // _BYTES_OF_A_ROW


def _opened(engine: Engine, path: Path, work: Path) -> Register:
    try:
        with path.open("rb") as file:
            start = file.read(len(_PARQUET))
    except OSError as fault:
        raise BadInput(
            f"{path} cannot be read ({reason_of(fault).en}): check its name and its permissions.",
            f"อ่าน {path} ไม่ได้ ({reason_of(fault).th}) โปรดตรวจชื่อไฟล์และสิทธิ์",
        ) from fault
    return _parquet(engine, path) if start == _PARQUET else _csv(path, work)


def _parquet(engine: Engine, path: Path) -> Register:
    try:
        columns = engine.columns(path)
    except ValueError as fault:
        raise BadInput(
            f"{path.name} begins like Parquet but cannot be read as such: write it again, or give a CSV.",
            f"{path.name} ขึ้นต้นเหมือน Parquet แต่อ่านไม่ได้ ให้สร้างไฟล์ใหม่ หรือใช้ CSV",
        ) from fault
    places = _usable(path, [column.name for column in columns])
    for name, place in places.items():
        if columns[place].kind == "other":
            raise BadInput(
                f"{path.name}: column {name} holds lists, bytes or structures: write it as text.",
                f"{path.name}: คอลัมน์ {name} ไม่ใช่ข้อความหรือตัวเลข ให้เขียนเป็นข้อความ",
            )
    texts = {name: _text_sql(columns[place].name, columns[place].kind) for name, place in places.items()}
    plain = all(columns[place].type in (*WHOLE, "VARCHAR") for place in places.values())
    names = {name: columns[place].name for name, place in places.items()} if plain else {}
    others = tuple(unknown(column.name for column in columns))
    return Register(path, path, "Parquet", parquet_sql(path), texts, others, names)


def _csv(path: Path, work: Path) -> Register:
    found = open_csv(path, work)
    places = _usable(path, found.names)
    ours = {place: name for name, place in places.items()}
    names = [ours.get(place, f"other_{place}") for place in range(len(found.names))]
    rows = f"({csv_sql(found.readable, names, found.delimiter)})"
    # An empty field of a CSV is null already.
    texts = {name: _named(name) for name in places}
    return Register(path, found.readable, f"CSV {found.encoding}", rows, texts, tuple(unknown(found.names)))


def _usable(path: Path, names: Sequence[str]) -> dict[str, int]:
    """The columns of ours and their places, or BadInput for a file that cannot serve."""
    twice = doubled(names)
    if twice:
        raise BadInput(
            f"{path.name} has two columns named {twice}: rename or remove one.",
            f"{path.name} มีคอลัมน์ชื่อ {twice} สองคอลัมน์ ให้เปลี่ยนชื่อหรือตัดออกหนึ่งคอลัมน์",
        )
    places = known(names)
    if RECORD_ID not in places:
        raise BadInput(
            f"{path.name} has no column record_id: add one that names every record once.",
            f"{path.name} ไม่มีคอลัมน์ record_id ให้เพิ่มคอลัมน์ที่ระบุแต่ละระเบียนไม่ซ้ำกัน",
        )
    if len(places) == 1:
        listed = ", ".join(name for name in COLUMNS if name != RECORD_ID)
        raise BadInput(
            f"{path.name} has nothing to link by beside record_id: name its columns as any of {listed}.",
            f"{path.name} ไม่มีคอลัมน์ที่ใช้เชื่อมโยงได้นอกจาก record_id ให้ตั้งชื่อคอลัมน์ตามรายการนี้: {listed}",
        )
    return places


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text_sql(name: str, kind: str) -> str:
    """SQL: a column as text, null for an empty one; a number that is whole has no point, a day is yyyy-mm-dd."""
    column = _named(name)
    if kind == "text":
        return f"nullif(cast({column} as varchar), '')"
    if kind == "number":
        # Neither "not a number" nor infinity is below the largest.
        whole = f"when {column} = floor({column}) then cast(try_cast({column} as bigint) as varchar)"
        return f"case when abs({column}) < {_LARGEST} then case {whole} else cast({column} as varchar) end end"
    if kind in ("moment", "zoned"):
        # What a database here wrote as midnight is 17:00 of the day before on the world's clock.
        wall = f"{column} + interval '7 hours'" if kind == "zoned" else column
        return f"cast(cast({wall} as date) as varchar)"
    return f"cast({column} as varchar)"


def check_records(engine: Engine, names: Sequence[str] = (), table: str = "cleaned") -> None:
    """Check that every record of ``table`` (source, record_id) has an id of its own; ``names`` are those of the files.

    One pass over numbers of 64 bits tells whether there is anything to look for. Raises BadInput that names the file of
    a record without an id, or the first ids that stand twice.
    """
    # What begins with a blank stands before '!': few do, and only they are looked at again.
    [(rows, odd, different)] = engine.rows(
        f"select count(*), count(case when record_id is null or record_id < '!' then 1 end), "
        f"count(distinct quick_key(record_id)) from {table}"
    )
    if odd:
        _refuse_nameless(engine, names, table)
    if different < rows:
        _refuse_doubled(engine, table)


def _refuse_nameless(engine: Engine, names: Sequence[str], table: str) -> None:
    [(count, source)] = engine.rows(
        f"select count(*), min(source) from {table} where nullif(trim(record_id), '') is null"
    )
    if not count:
        return
    where = names[source] if source < len(names) else f"file {source + 1}"
    raise BadInput(
        f"{count:,} record(s) have no record_id, the first in {where}: give every record one of its own.",
        f"มี {count:,} ระเบียนที่ไม่มี record_id เริ่มที่ {where} ให้ใส่ทุกระเบียนโดยไม่ซ้ำกัน",
    )


def _refuse_doubled(engine: Engine, table: str) -> None:
    twice = f"select record_id, count(*) as n from {table} group by record_id having count(*) > 1"
    [(count,)] = engine.rows(f"select count(*) from ({twice}) as doubled")
    if not count:  # two ids of one number, once in a long while
        return
    first = engine.rows(f"select record_id from ({twice}) as doubled order by record_id limit {_SHOWN}")
    listed = ", ".join(str(row[0])[:60] for row in first) + (" …" if count > _SHOWN else "")
    raise BadInput(
        f"{count:,} record_id(s) stand more than once ({listed}): every record of all files needs one of its own.",
        f"มี record_id ซ้ำ {count:,} ค่า ({listed}) ทุกระเบียนของทุกไฟล์ต้องมี record_id ไม่ซ้ำกัน",
    )


def explain(engine: Engine, fault: BaseException, registers: Sequence[Register]) -> BadInput | None:
    """Return what an engine's error while rows are read says of a file, None when all files can be read.

    The message of the engine quotes the row, which is a person's, so only the place and the kind are taken from it. For
    damaged Parquet it names no file, so the files are read once more, one by one.
    """
    told = str(fault)
    # A fault of our own code, a statement that is wrong, a stop from outside: no file is to blame, and Spark takes long to
    # look at them all.
    engines = type(fault).__module__.partition(".")[0] in _ENGINES
    if not engines or type(fault).__name__ in _OF_STATEMENTS or "interrupted" in told.lower():
        return None
    line = _LINE.search(told)
    register = next((one for one in registers if line and str(one.readable) in told), None)
    if line and register:
        en, th = _csv_fault(told)
        return BadInput(f"{register.name}, line {line[1]}: {en}", f"{register.name} บรรทัดที่ {line[1]}: {th}")
    broken = next((one for one in registers if not _reads(engine, one)), None)
    if broken is None:
        return None
    return BadInput(
        f"{broken.name} cannot be read to its end: it seems damaged; write it again.",
        f"อ่าน {broken.name} ไม่จบไฟล์ ไฟล์น่าจะเสีย ให้สร้างใหม่",
    )


@contextmanager
def damage_told(engine: Engine, registers: Sequence[Register]) -> Iterator[None]:
    """Where rows are read: turn an engine's error into BadInput if a file is damaged, and leave any other as it is."""
    try:
        yield
    except BadInput:
        raise
    except Exception as fault:
        refusal = explain(engine, fault, registers)
        if refusal is None:
            raise
        raise refusal from fault


def _reads(engine: Engine, register: Register) -> bool:
    every = ", ".join(f"max({text})" for text in register.columns.values())
    try:
        list(engine.pieces(f"select {every} from {register.rows}"))
    except Exception:  # noqa: BLE001 - each engine has errors of its own, and any means that the file cannot be read
        return False
    return True


def _csv_fault(told: str) -> tuple[str, str]:
    if "Invalid unicode" in told:
        return (
            "a letter is not UTF-8 as those before it are; save the file in one encoding.",
            "มีตัวอักษรที่ไม่ใช่ UTF-8 ปนอยู่ ให้บันทึกไฟล์ด้วยรหัสเดียว",
        )
    if "unterminated quote" in told:
        return ("a quote is opened and never closed.", "มีเครื่องหมายคำพูดที่เปิดแล้วไม่ปิด")
    if "Expected Number of Columns" in told:
        return (
            "the row has more or fewer fields than the header; mend it or export the file again.",
            "จำนวนช่องไม่เท่ากับหัวตาราง ให้แก้แถวนี้หรือส่งออกไฟล์ใหม่",
        )
    return ("the row is no CSV; mend it or export the file again.", "แถวนี้ไม่เป็น CSV ให้แก้หรือส่งออกไฟล์ใหม่")
