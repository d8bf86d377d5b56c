"""Writes an Excel workbook as a stream of bytes, row by row, so that its size costs neither memory nor waiting.

The first bytes leave as soon as the first rows are known, which no library that lays the workbook down first can do.
The zip is written without going back (sizes follow each part, as the format allows); texts are inline strings.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576
ROWS_AT_ONCE = 500
# What XML 1.0 cannot carry at all; a stray one from a register must not spoil the whole workbook.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns as heading and width in letters, and its rows, read once and never kept.

    A sheet of more rows than Excel takes goes on in a second one with the same headings.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


class _Outbox:
    """Takes what the zip writes and gives it out again; it can only be written at its end."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse, as a line to a browser does: then sizes are written after each part instead of before it."""
        raise OSError("what has been sent cannot be written again")

    def close(self) -> None:
        """Nothing is held open."""

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def workbook(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the bytes of an xlsx workbook of the sheets, in pieces of some kilobytes."""
    outbox = _Outbox()
    names: list[str] = []
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for sheet in sheets:
            rows = iter(sheet.rows)
            part, more = 1, True
            while more:
                names.append(sheet.name if part == 1 else f"{sheet.name} ({part})")
                with package.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as paper:
                    more = yield from _sheet(paper, outbox, sheet.columns, rows)
                part += 1
        for path, text in _frame(names):
            package.writestr(path, text)
        yield outbox.take()
    yield outbox.take()


def _sheet(
    paper: IO[bytes], outbox: _Outbox, columns: Sequence[tuple[str, int]], rows: Iterator[Sequence[Cell]]
) -> Generator[bytes, None, bool]:
    """Write one sheet; the value of the generator says whether rows are left for another."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, (_heading, width) in enumerate(columns, 1)
    )
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    paper.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{views}<cols>{widths}</cols><sheetData>'.encode())
    paper.write(_row([heading for heading, _width in columns], style=1).encode())
    written, batch, more = 1, [], False
    for row in rows:
        batch.append(_row(row))
        written += 1
        if len(batch) == ROWS_AT_ONCE:
            paper.write("".join(batch).encode())
            batch.clear()
            yield outbox.take()
        if written == MOST_ROWS:
            more = True
            break
    paper.write("".join(batch).encode())
    last = f"{_letters(len(columns))}{written}"
    paper.write(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'.encode())
    return more


def _row(cells: Sequence[Cell], style: int = 0) -> str:
    shown = f' s="{style}"' if style else ""
    return f"<row>{''.join(_cell(cell, shown) for cell in cells)}</row>"


def _cell(value: Cell, shown: str) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        text = escape(_UNWRITABLE.sub("\ufffd", value))
        return f'<c t="inlineStr"{shown}><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c{shown}><v>{value}</v></c>"


def _letters(number: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _frame(names: Sequence[str]) -> list[tuple[str, str]]:
    """The parts around the sheets: what there is, how it hangs together, the two styles."""
    kinds = f"{_PACKAGE}/content-types"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{office}.worksheet+xml"/>' for n in numbers
    )
    quoted = [escape(name, {'"': "&quot;"}) for name in names]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, quoted, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    styles = f'<Relationship Id="rs" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    return [
        (
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{office}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>'
            f"{overrides}</Types>",
        ),
        (
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}{styles}</Relationships>',
        ),
        (
            "xl/styles.xml",
            f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="14"/><name val="TH Sarabun New"/></font>'
            f'<font><b/><sz val="14"/><name val="TH Sarabun New"/></font></fonts><fills count="2"><fill><patternFill '
            f'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
            f'<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/>'
            f'<xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        ),
    ]
