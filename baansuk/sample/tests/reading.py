"""Reads a register of the sample the plain way, for tests: every cell as text, rows numbered as a person counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

# Header row of each table, as the sources declare it.
HEADER_ROWS = {"disability": 4, "elderly": 3, "codi": 2}
ENCODINGS = {"welfare_card": "cp874", "moph43": "utf-8"}


def read_tables(folder: Path, source: str) -> Iterator[tuple[str, str, dict[int, dict[str, str]]]]:
    """Yield file, table name and rows {row number: {header: text}} of every table of a register."""
    for path in sorted((folder / "registers" / source).iterdir()):
        file = f"{source}/{path.name}"
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(path)
            for sheet in book.sheet_names:
                yield file, sheet, _rows(book.get_sheet_by_name(sheet).to_python(), HEADER_ROWS.get(source, 1))
        elif path.suffix == ".txt":
            lines = path.read_bytes().decode("utf-8").split("\r\n")[:-1]
            yield file, path.stem, _rows([line.split("|") for line in lines], 1)
        else:
            text = path.read_bytes().decode(ENCODINGS.get(source, "utf-8-sig"))
            yield file, path.stem, _rows(list(csv.reader(io.StringIO(text, newline=""))), 1)


def _rows(rows: list[list[Any]], header_row: int) -> dict[int, dict[str, str]]:
    header = rows[header_row - 1]
    assert len(set(header)) == len(header)
    return {
        number: dict(zip(header, map(_text, cells), strict=True))
        for number, cells in enumerate(rows[header_row:], start=header_row + 1)
    }


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else str(cell)
    return cell if isinstance(cell, str) else str(cell)
