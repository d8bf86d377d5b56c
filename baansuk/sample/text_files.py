"""Writes registers that are text: pipe-separated, Windows-874 and UTF-8 CSV, each as its agency hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .tables import Table

ROWS_AT_ONCE = 50_000  # bounds the memory of re-encoding


@dataclass(frozen=True)
class Dress:
    """How one agency writes text files."""

    separator: str = ","
    encoding: str = "utf-8"
    mark: bytes = b""  # bytes before the header
    quotes: bool = True
    line_end: str = "\r\n"


DRESSES = {
    "moph43": Dress(separator="|", quotes=False),
    "welfare_card": Dress(encoding="cp874"),
    "college": Dress(mark=b"\xef\xbb\xbf", line_end="\n"),
    "eef": Dress(mark=b"\xef\xbb\xbf"),
}


def write_text(folder: Path, table: Table) -> None:
    """Write a table with one part to its file under ``folder``."""
    dress, frame = DRESSES[table.source], table.rows.frame
    path = folder / table.parts[0].file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(dress.mark)
        for start in range(0, max(len(frame), 1), ROWS_AT_ONCE):
            text = frame.slice(start, ROWS_AT_ONCE).write_csv(
                include_header=start == 0,
                separator=dress.separator,
                quote_style="necessary" if dress.quotes else "never",
                line_terminator=dress.line_end,
            )
            file.write(text.encode(dress.encoding))
