"""Which place in a file holds which declared column: headers compared as people read them, doubts refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.collect.declaration import Column, SourceDeclaration, Table
from baansuk.collect.headers import declared_keys, header_key
from baansuk.collect.raw_tables import Top
from baansuk.thai.text import clean
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each declared column stands in one file.

    ``places`` pairs a place (0 is the first) with its column; ``unexpected`` are headers that nobody declared, kept
    as received; ``missing`` are declared columns that the file does not have and can do without.
    """

    header_row: int
    headers: tuple[str, ...]
    places: tuple[tuple[int, Column], ...]
    unexpected: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]

    @property
    def unnamed(self) -> list[int]:
        """Return the places without a header; no cell may stand there."""
        return [place for place, header in enumerate(self.headers) if not header_key(header)]

    def place_of(self, header: str) -> int | None:
        """Return the place of a declared column by its own header, or None."""
        return next((place for place, column in self.places if column.header == header), None)


def find_layout(table: Table, top: Top) -> Layout:
    """Return the layout of a declared table in a file.

    The declared header row is tried first, then the rows around it: a row added above the header is no reason to send
    a file back. Raises Refusal ``no_header``, ``header_twice``, ``header_empty``, ``missing_columns`` or ``no_rows``.
    """
    row = header_row_of(table, top)
    if row is None:
        raise Refusal(
            "no_header",
            f"ไม่พบหัวตารางใน “{top.name}” ต้องมีคอลัมน์ {_listed(_needed(table))}",
            f"No header row was found in “{top.name}”. It needs the columns {_listed(_needed(table))}.",
        )
    headers = tuple(top.rows[row - 1])
    _check_headers(headers, top.rows[row:], top.name)
    return _match(table, headers, row, top.name)


def header_row_of(table: Table, top: Top) -> int | None:
    """Return the number of the row that bears at least half of the declared headers, nearest to the declared one."""
    wanted = {key for column in table.columns for key in declared_keys(column) if key}
    need = max(2, (len(table.columns) + 1) // 2) if len(table.columns) > 1 else 1
    hits = [
        (abs(number - table.header_row), number)
        for number, row in enumerate(top.header_rows, start=1)
        if len(wanted & row.keys()) >= need
    ]
    return min(hits)[1] if hits else None


def header_share(table: Table, top: Top) -> float:
    """Return the largest share of the declared columns that one row bears, 0 to 1."""
    declared = [declared_keys(column) for column in table.columns]
    borne = (sum(not keys.isdisjoint(row) for keys in declared) for row in top.header_rows)
    return max(borne, default=0) / len(declared)


def best_table(declaration: SourceDeclaration, top: Top, kind: str) -> tuple[Table, float] | None:
    """Return the declared table that a sheet or text file looks most like, with its share, or None below a half."""
    kinds = "text" if kind == "text" else "workbook"
    scored = [(header_share(table, top), table) for table in declaration.tables if table.kind == kinds]
    scored = [(share, table) for share, table in scored if share >= 0.5]
    if not scored:
        return None
    share, table = max(scored, key=lambda pair: (pair[0], top.name in pair[1].sheet))
    return table, share


def _check_headers(headers: tuple[str, ...], body: Sequence[Sequence[str]], name: str) -> None:
    keys = [header_key(header) for header in headers]
    for place, key in enumerate(keys):
        if not key and any(cell.strip() for row in body for cell in row[place : place + 1]):
            raise no_header_over(place, name)
    twice = sorted({header.strip() for header, key in zip(headers, keys, strict=True) if key and keys.count(key) > 1})
    if twice:
        where = [str(place) for place, key in enumerate(keys, start=1) if key in map(header_key, twice)]
        raise Refusal(
            "header_twice",
            f"หัวตารางซ้ำกันใน “{name}”: {_listed(twice)} (คอลัมน์ที่ {', '.join(where)})",
            f"A header stands twice in “{name}”: {_listed(twice)} (columns {', '.join(where)}).",
        )
    if not any(cell.strip() for row in body for cell in row):
        raise no_rows(name)


def no_header_over(place: int, name: str) -> Refusal:
    """Return the refusal of a column of values that nobody named."""
    return Refusal(
        "header_empty",
        f"คอลัมน์ที่ {place + 1} ใน “{name}” มีข้อมูลแต่ไม่มีชื่อหัวตาราง",
        f"Column {place + 1} of “{name}” has values but no header.",
    )


def no_rows(name: str) -> Refusal:
    """Return the refusal of a table with nothing below its header."""
    return Refusal("no_rows", f"“{name}” มีแต่หัวตาราง ไม่มีแถวข้อมูล", f"“{name}” has a header but no rows.")


def _match(table: Table, headers: tuple[str, ...], row: int, name: str) -> Layout:
    by_key = {key: column for column in table.columns for key in declared_keys(column)}
    places, unexpected = [], []
    for place, header in enumerate(headers):
        column = by_key.get(header_key(header))
        if column is not None:
            places.append((place, column))
        elif header_key(header):
            unexpected.append((place, clean(header)))
    there = {column.header for _, column in places}
    absent = [column for column in table.columns if column.header not in there]
    lacking = [column.header for column in absent if column.required]
    if lacking:
        raise Refusal(
            "missing_columns",
            f"“{name}” ขาดคอลัมน์ที่จำเป็น: {_listed(lacking)}",
            f"“{name}” lacks required columns: {_listed(lacking)}.",
        )
    return Layout(row, headers, tuple(places), tuple(unexpected), tuple(column.header for column in absent))


def _needed(table: Table) -> list[str]:
    return [column.header for column in table.columns if column.required] or [c.header for c in table.columns][:5]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
