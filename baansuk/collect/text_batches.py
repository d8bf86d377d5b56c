"""Cuts delimited text into batches of cells, and says which rows do not have the cells that the header promises."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from baansuk.collect.encodings import Readable
from baansuk.collect.harmless import SUM_COLUMNS, harmless, may_sum, short
from baansuk.collect.issues import issue_lines, no_issues
from baansuk.collect.raw_tables import ROW, Batch
from baansuk.collect.text_files import TextShape, record_ends, records
from baansuk.collect.thai_cells import as_utf8


def text_batches(
    path: Readable, shape: TextShape, quote: str, header_row: int, width: int, table: str
) -> Iterator[Batch]:
    """Yield the records after the header as batches of text cells; ragged ones come as issues instead."""
    row = 1
    for piece in records(path, shape, quote, thai=True):
        body = piece
        if row <= header_row:
            ends, _ = record_ends(bytes(piece), shape.separator, quote, row)
            above = min(header_row - row + 1, len(ends))
            body = piece[int(ends[above - 1]) :]
            row += above
        if body:
            batch, records_read = _cells(body, shape, quote, width, row, table)
            row += records_read
            yield batch


def _cells(body: memoryview, shape: TextShape, quote: str, width: int, row: int, table: str) -> tuple[Batch, int]:
    arrow, ragged = _table(body, shape, quote, width)
    count = arrow.num_rows + len(ragged)
    numbers = pl.int_range(row, row + count, dtype=pl.Int64, eager=True)
    if ragged:
        numbers = numbers.filter(~numbers.is_in([row + number - 1 for number, _ in ragged]))
    frame = pl.from_arrow(arrow)
    assert isinstance(frame, pl.DataFrame)
    # Blank lines between rows are how people space a list, not rows that lost their cells.
    told = [(row + number - 1, "", text, "ragged_row") for number, text in ragged if text.strip(" \r\n\t,;|")]
    frame = frame.with_columns(numbers.alias(ROW))
    blank = (frame["0"] == "").any() and frame.select(pl.all_horizontal(pl.exclude(ROW) == "").any()).item()
    if blank:
        frame = frame.filter(~pl.all_horizontal(pl.exclude(ROW) == ""))
    looked_at = (short if shape.faultless else harmless)(_texts(arrow))
    sums = shape.sums and may_sum(_texts(arrow.select(range(min(width, SUM_COLUMNS)))))
    return Batch(frame, issue_lines(told, table) if told else no_issues(), len(told), looked_at, sums), count


def _table(body: memoryview, shape: TextShape, quote: str, width: int) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Return the cells in UTF-8, and the numbers and texts of the rows that have more or fewer."""
    ragged: list[tuple[int, str]] = []

    def odd(invalid: pa_csv.InvalidRow) -> str:
        ragged.append((invalid.number or 0, invalid.text))
        return "skip"

    if shape.one_byte:
        try:
            return as_utf8(_parse(body, shape, quote, width, None)), ragged
        except pa.ArrowInvalid:
            # An odd row is shown as UTF-8, which Thai of one byte is not: this piece is decoded and read again.
            body = memoryview(str(body, "cp874").encode())
    return _parse(body, shape, quote, width, odd), ragged


def _texts(arrow: pa.Table) -> list[pa.Array]:
    return [texts for column in arrow.columns for texts in column.chunks]


def _parse(body: memoryview, shape: TextShape, quote: str, width: int, odd: object) -> pa.Table:
    names = [str(place) for place in range(width)]
    return pa_csv.read_csv(
        pa.BufferReader(body),
        # The reader knows the numbers of odd rows only on one thread; there are other batches for the other threads.
        read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(body) + 1),
        parse_options=pa_csv.ParseOptions(
            delimiter=shape.separator,
            quote_char=quote or False,
            double_quote=True,
            newlines_in_values=bool(quote),
            ignore_empty_lines=False,
            invalid_row_handler=odd,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
