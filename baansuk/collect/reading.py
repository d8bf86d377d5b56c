"""The whole reading of one file: each of its tables cleaned batch by batch into Parquet, the issues beside them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from baansuk.collect.clean_file import CleanFile
from baansuk.collect.cleaning import Cleaned, Cleaner
from baansuk.collect.declaration import SourceDeclaration, Table
from baansuk.collect.doubts import Doubts
from baansuk.collect.issues import SHAPE, as_issues
from baansuk.collect.layout import Layout, find_layout, header_row_of
from baansuk.collect.openings import Opened
from baansuk.collect.place_reading import Places
from baansuk.collect.raw_tables import ROW, Batch, Top
from baansuk.collect.recognising import find_tables
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import place, sealing

Progress = Callable[[int], None]
# How many batches are cleaned at the same time: more would hold more of the file in memory on a small machine.
AT_ONCE = 2
# 51: up to this share of dates outside the declared era are single slips; above it the declaration is wrong.
MOST_OTHER_ERA = 0.2


@dataclass
class TableRead:
    """What came of one table: counts of rows and changed cells, and the first and last day observed."""

    name: str
    unit: str
    sheet: str
    header_row: int
    header_declared: int
    hidden_rows: int
    unexpected: list[str]
    missing: list[str]
    rows: int = 0
    clean: int = 0
    refused: int = 0
    held: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    other_era: Counter[str] = field(default_factory=Counter)
    first: date | None = None
    last: date | None = None

    def about(self) -> dict[str, Any]:
        """Return the counts as plain values for the delivery's summary."""
        return {
            "name": self.name,
            "unit": self.unit,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "header_declared": self.header_declared,
            "hidden_rows": self.hidden_rows,
            "unexpected": self.unexpected,
            "missing": self.missing,
            "rows": self.rows,
            "clean": self.clean,
            "refused": self.refused,
            "held": self.held,
            "changed": dict(self.changed),
            "issues": dict(sorted(self.issues.items())),
        }


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of a file: its encoding or kind, the part it holds, and each table read."""

    encoding: str
    part: str
    tables: tuple[TableRead, ...]
    odd: tuple[str, ...]


def read_file(
    opened: Opened,
    filename: str,
    declaration: SourceDeclaration,
    places: Places,
    folder: Path,
    *,
    today: date,
    delivery: int,
    sheet: str = "",
    progress: Progress | None = None,
) -> FileRead:
    """Read every declared table of a file into ``folder`` and return the counts.

    ``folder`` gets ``<table>.parquet`` for each table and ``issues.parquet``, each placed whole. Nothing else is
    written anywhere. Raises Refusal when the file as a whole cannot be taken.
    """
    found = find_tables(opened, declaration, sheet)
    for one in found:
        opened.refuse_merged(one.top, header_row_of(one.table, one.top) or 1)
    layouts = [find_layout(one.table, one.top) for one in found]
    observed = declaration.observed_of(filename)
    read: list[TableRead] = []
    parts: set[str] = set()
    with ExitStack() as stack:
        issues_file = stack.enter_context(place(folder / "issues.parquet"))
        issues = stack.enter_context(pq.ParquetWriter(issues_file, _issues_schema()))
        for one, layout in zip(found, layouts, strict=True):
            base = delivery * 10**9 + declaration.number_of(one.table) * 10**8
            cleaner = Cleaner(one.table, layout, places, today, base, observed)
            batches = opened.batches(one.top, layout, one.table.name)
            out = stack.enter_context(sealing(folder / f"{one.table.name}.parquet"))
            table_read = _start(one.table, one.top, layout, opened.hidden_rows(one.top))
            doubts = Doubts(one.table, layout)
            for cleaned, raw in stack.enter_context(closing(_written(batches, cleaner, out))):
                _count(table_read, cleaned)
                doubts.see(cleaned.frame)
                parts |= _parts(declaration, layout, raw)
                _write(issues, cleaned.issues)
                if progress:
                    progress(sum(t.rows for t in read) + table_read.rows)
                del cleaned, raw  # or they would stay while the next batch is waited for
            late = doubts.found()
            _write(issues, late)
            table_read.held += late["row"].n_unique()
            table_read.issues.update(late["code"].to_list())
            _check(table_read)
            read.append(table_read)
    part = declaration.part_of(filename) or ("+".join(sorted(parts))[:80])
    odd = tuple(said for one, t in zip(found, read, strict=True) for said in _odd(t, one.table))
    return FileRead(opened.encoding, part, tuple(read), odd)


def _written(batches: Iterator[Batch], cleaner: Cleaner, out: BinaryIO) -> Generator[tuple[Cleaned, Batch]]:
    """Clean some batches at once and write them in their order, while the next is being read in another thread."""
    waiting: deque[tuple[Batch, Future[Cleaned]]] = deque()
    with (
        CleanFile(out, cleaner.shape) as clean_file,
        ThreadPoolExecutor(1) as ahead,
        ThreadPoolExecutor(AT_ONCE) as hands,
    ):

        def written() -> tuple[Cleaned, Batch]:
            batch, cleaning = waiting.popleft()
            cleaned = cleaning.result()
            clean_file.write(cleaned.frame)
            return cleaned, batch

        coming = ahead.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = ahead.submit(next, batches, None)
            waiting.append((batch, hands.submit(cleaner.clean, batch)))
            if len(waiting) >= AT_ONCE:
                yield written()
        while waiting:
            yield written()


@cache
def _issues_schema() -> pa.Schema:
    return pl.DataFrame(schema=dict(SHAPE)).to_arrow().schema


def _write(writer: pq.ParquetWriter, issues: pl.DataFrame) -> None:
    if len(issues):
        writer.write_table(issues.to_arrow().cast(writer.schema))


def _start(table: Table, top: Top, layout: Layout, hidden: int) -> TableRead:
    unexpected = [header for _, header in layout.unexpected]
    found, declared = layout.header_row, table.header_row
    return TableRead(table.name, table.unit, top.name, found, declared, hidden, unexpected, list(layout.missing))


def _count(read: TableRead, cleaned: Cleaned) -> None:
    read.rows += cleaned.rows
    read.clean += len(cleaned.frame)
    read.refused += cleaned.refused
    read.held += cleaned.held
    read.changed.update(cleaned.changed)
    read.issues.update(cleaned.issues["code"].to_list())
    other = cleaned.issues.filter(cleaned.issues["code"] == "date_other_era")
    read.other_era.update(other["column"].to_list())
    if "observed_on" in cleaned.frame.columns and len(cleaned.frame):
        first, last = cleaned.frame["observed_on"].min(), cleaned.frame["observed_on"].max()
        assert first is None or isinstance(first, date)
        assert last is None or isinstance(last, date)
        read.first = min(filter(None, (read.first, first)), default=None)
        read.last = max(filter(None, (read.last, last)), default=None)


def _parts(declaration: SourceDeclaration, layout: Layout, raw: Batch) -> set[str]:
    where = layout.place_of(declaration.part.column) if declaration.part.column else None
    return set() if where is None else {v.strip() for v in raw.frame[str(where)].unique().to_list() if v and v.strip()}


def _check(read: TableRead) -> None:
    """Refuse a table without rows, and one whose dates say that its era is declared wrongly."""
    if read.rows == 0:
        raise Refusal("no_rows", f"“{read.sheet}” ไม่มีแถวข้อมูล", f"“{read.sheet}” has no rows.")
    for header, other in read.other_era.items():
        if other > MOST_OTHER_ERA * read.rows:
            raise Refusal(
                "wrong_era",
                f"คอลัมน์ “{header}” มี {other:,} จาก {read.rows:,} แถวไม่อยู่ในศักราชที่ประกาศไว้ (พ.ศ./ค.ศ.) ให้ตรวจคำประกาศ",
                f"Column “{header}” has {other:,} of {read.rows:,} rows outside the declared era (BE or CE). "
                "Check the source's declaration.",
            )


def _odd(read: TableRead, table: Table) -> list[str]:
    """Return what about a table is outside of what its source declares: ``rows_few``, ``rows_many``, ``errors``."""
    least, most = table.rows
    odd = ["rows_few"] * (read.rows < least) + ["rows_many"] * (read.rows > most)
    return odd + ["errors"] * (read.refused > table.error_share * read.rows)


__all__ = ["ROW", "FileRead", "TableRead", "as_issues", "read_file"]
