"""The cells in which a row bears the number of its person's father, mother or spouse: found by that number, emptied by row.

What is remembered of an erasure names column and record ids (``Kin``), never the number that stood there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from baansuk.collect.cell_readers import KIN_IDS
from baansuk.collect.declaration import SourceDeclaration, Table
from baansuk.collect.headers import declared_keys, header_key
from baansuk.collect.layout import best_table, header_row_of
from baansuk.collect.models import Delivery
from baansuk.collect.openings import Opened
from baansuk.collect.questions import declaration_of, table_path
from baansuk.collect.text_files import cell_spans
from baansuk.thai.tables import read_ids
from baansuk.vault.shelf import unsealed

Kin = Mapping[str, Sequence[int]]
ROWS = 100_000_000


def numbers_of(delivery: Delivery, records: Collection[int]) -> set[str]:
    """Return the id numbers of these records themselves; one of an office that is not known stands only as received."""
    found: set[str] = set()
    for _, read in _numbers(delivery, ("national_id",)):
        own = read.filter(
            pl.col("record_id").is_in(sorted(records)), pl.col("problem").is_null(), pl.col("digits") != ""
        )
        found |= set(own["digits"].to_list())
    return found


def kin_cells(delivery: Delivery, numbers: Collection[str]) -> dict[str, list[int]]:
    """Return by column (``father_id``) the ids of the records that bear one of these numbers there."""
    found: dict[str, set[int]] = {}
    for column, read in _numbers(delivery, KIN_IDS) if numbers else ():
        bearing = read.filter(pl.col("digits").is_in(sorted(numbers)))
        found.setdefault(column, set()).update(bearing["record_id"].to_list())
    return {column: sorted(records) for column, records in found.items() if records}


def without_kin(frame: pl.DataFrame, table: Table, kin: Kin) -> pl.DataFrame:
    """Empty these cells of a clean table, as read and as received; all else stays."""
    headers = _headers(table)
    cells = [(name, ids) for column, ids in kin.items() for name in (column, f"raw.{headers.get(column)}")]
    return frame.with_columns(
        pl.when(~pl.col("record_id").is_in(ids)).then(pl.col(name)).alias(name)
        for name, ids in cells
        if name in frame.columns
    )


def without_kin_said(issues: pl.DataFrame, declared: SourceDeclaration, kin: Kin) -> pl.DataFrame:
    """Empty what the lines about these cells, and about their rows as a whole, quote of the file."""
    for column, records in kin.items():
        for table in declared.tables:
            rows = [one % ROWS for one in records if one // ROWS % 10 == declared.number_of(table)]
            about = (pl.col("table") == table.name) & pl.col("row").is_in(rows)
            about &= pl.col("column").is_in([_headers(table).get(column, ""), ""])
            issues = issues.with_columns(
                pl.when(about).then(pl.lit("")).otherwise(pl.col(name)).alias(name) for name in ("value", "hint")
            )
    return issues


def kin_places(opened: Opened, declared: SourceDeclaration, kin: Kin) -> dict[int, set[int]]:
    """Return by row of a text file the places (0 is the first) at which these cells stand."""
    places: dict[int, set[int]] = {}
    for column, records in kin.items():
        if (place := _place(opened, declared, column)) is not None:
            for record in records:
                places.setdefault(record % ROWS, set()).add(place)
    return places


def line_without(line: bytes, places: set[int], separator: str, quote: str) -> bytes:
    """Return a record of a text file with the cells at these places empty, byte for byte the same beside them."""
    spans = list(cell_spans(line, separator.encode(), quote))
    for place in sorted(places, reverse=True):
        if place < len(spans):
            begin, end = spans[place]
            line = line[:begin] + line[end:]
    return line


def _headers(table: Table, fields: Collection[str] = KIN_IDS) -> dict[str, str]:
    return {column.field: column.header for column in table.columns if column.field in fields}


def _numbers(delivery: Delivery, fields: Collection[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield field, and ``record_id`` with what ``read_ids`` says, of each such column: as read, and as received."""
    declared = declaration_of(delivery)
    for table in declared.tables if declared else ():
        path = table_path(delivery, table.name)
        if not path.exists():
            continue
        with unsealed(path) as clear:
            there = pl.read_parquet_schema(clear)
            for field, header in _headers(table, fields).items():
                for name in {field, f"raw.{header}"} & there.keys():
                    frame = pl.read_parquet(clear, columns=["record_id", name])
                    read = read_ids(frame[name].str.replace_all("-", "", literal=True)).struct.unnest()
                    yield field, frame.select("record_id").hstack(read)


def _place(opened: Opened, declared: SourceDeclaration, column: str) -> int | None:
    top = opened.tops()[0]
    best = best_table(declared, top, opened.kind)
    said = best[0].column_of(column) if best else None
    assert best is not None and said is not None, "the file was read by this header"
    names = declared_keys(said)
    header = top.rows[(header_row_of(best[0], top) or 1) - 1]
    return next((place for place, name in enumerate(header) if header_key(name) in names), None)
