"""Writes a delivery anew without some records and some cells of others, under the hash of what is left; the old one stays until erased.

The lines of a text file are emptied and not taken out, so that every other row keeps its number. A workbook cannot be
rewritten without losing what its agency put into it, so its raw file is dropped whole; the clean tables are what is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from baansuk.collect.declaration import SourceDeclaration
from baansuk.collect.formats import TEXT
from baansuk.collect.kin_cells import ROWS, Kin, kin_places, line_without, without_kin, without_kin_said
from baansuk.collect.models import Delivery
from baansuk.collect.openings import Opened, open_file
from baansuk.collect.questions import declaration_of
from baansuk.collect.store import keep_raw, raw_path
from baansuk.collect.text_files import record_ends, records
from baansuk.vault import private
from baansuk.vault.shelf import place, unsealed


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What came of it: the new hash and size, how many rows went, and whether the raw file was dropped whole."""

    sha256: str
    size: int
    rows: int
    raw_dropped: bool


def rewrite(delivery: Delivery, erased: set[int], kin: Kin, store: Path) -> Rewritten:
    """Write the delivery's files without the records and the cells named; a second call writes the same again."""
    old, declared = store / "deliveries" / delivery.sha256, declaration_of(delivery)
    kept = _raw_without(delivery, erased, kin, store)
    sha256, size = kept or (_hash_of(delivery.sha256, erased, kin), 0)
    new, gone = store / "deliveries" / sha256, 0
    for folder in sorted(path for path in old.iterdir() if path.is_dir()):
        if declared and delivery.declaration and folder.name == f"{delivery.source_id}-v{delivery.declaration.version}":
            tables = sorted(folder.glob("*.parquet"))
            gone = sum(_table_without(path, new / folder.name, declared, erased, kin) for path in tables)
    return Rewritten(sha256, size, gone, kept is None)


def _raw_without(delivery: Delivery, erased: set[int], kin: Kin, store: Path) -> tuple[str, int] | None:
    """Keep the raw text with the erased records' lines emptied; None for a workbook, and where it was dropped before."""
    path = raw_path(store, delivery.sha256)
    if not delivery.has_raw or not path.exists():
        return None
    with unsealed(path) as clear, private.room("rewrite") as room:
        opened = open_file(clear, delivery.filename)
        if opened.kind != TEXT:
            return None
        written, declared = room / "raw", declaration_of(delivery)
        places = kin_places(opened, declared, kin) if declared else {}
        with written.open("wb") as out:
            out.writelines(_lines_without(opened, {record % ROWS for record in erased}, places))
        with written.open("rb") as again:
            kept = keep_raw(again, store)
    return kept.sha256, kept.size


def _lines_without(opened: Opened, rows: set[int], places: Mapping[int, set[int]]) -> Iterator[bytes]:
    """Yield the file as UTF-8, the records of these row numbers as empty lines, others with cells at these places empty."""
    assert opened.shape is not None
    separator, quote, row = opened.shape.separator, opened.quote(), 1
    for given in records(opened.path, opened.shape, quote):
        piece = bytes(given)
        ends, _ = record_ends(piece, separator, quote, row)
        begin = 0
        for end in map(int, ends):
            line = piece[begin:end]
            if row in places:
                line = line_without(line, places[row], separator, quote)
            yield b"\n" if row in rows else line
            begin, row = end, row + 1
        yield piece[begin:]


def _table_without(path: Path, folder: Path, declared: SourceDeclaration, erased: set[int], kin: Kin) -> int:
    """Write one table without the erased records and cells, and return how many rows went; issues go by their table's rows."""
    with unsealed(path) as clear, place(folder / path.name) as target:
        frame = pl.read_parquet(clear)
        if path.stem == "issues":
            left = frame.filter(~pl.col("row").is_in([record % ROWS for record in erased]))
            left = without_kin_said(left, declared, kin)
        else:
            left = frame.filter(~pl.col("record_id").is_in(sorted(erased)))
            left = without_kin(left, next(one for one in declared.tables if one.name == path.stem), kin)
        left.write_parquet(target)
    return 0 if path.stem == "issues" else len(frame) - len(left)


def _hash_of(old: str, erased: set[int], kin: Kin) -> str:
    """Without a raw file the new hash follows from the old one and what was erased, the same at every call."""
    cells = f" and {sorted((column, sorted(records)) for column, records in kin.items())}" if kin else ""
    return hashlib.sha256(f"{old} without {sorted(erased)}{cells}".encode()).hexdigest()
