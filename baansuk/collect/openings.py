"""Opens a received file whatever its kind, and hands on its first rows and, when asked, all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from baansuk.collect.formats import TEXT, WORKBOOKS, is_packed, kind_of
from baansuk.collect.layout import Layout
from baansuk.collect.raw_tables import Batch, Top
from baansuk.collect.text_batches import text_batches
from baansuk.collect.text_files import TextShape, first_records, look_at_text
from baansuk.collect.workbooks import Workbook, merged_ranges, open_workbook, sheet_batches, tops
from baansuk.thai.words import Refusal, Words
from baansuk.vault.shelf import Shelved, unsealed

# What begins so is wrong with the house, not with the file.
OF_THE_HOUSE = ("store_", "private_", "key_", "file_damaged", "file_not_sealed")


@dataclass(frozen=True)
class Opened:
    """A file that was found safe to read; ``name`` is the stem of the name it came under."""

    path: Path | Shelved
    name: str
    kind: str
    shape: TextShape | None = None
    workbook: Workbook | None = None
    ending: str = ""

    @property
    def misnamed(self) -> bool:
        """Say whether it is text under the name of a workbook: it is read as what it is, and told of where it is refused."""
        return self.kind == TEXT and self.ending in WORKBOOKS

    @property
    def encoding(self) -> str:
        """Return the encoding as people say it, or the kind of workbook."""
        return self.shape.encoding_name if self.shape else self.kind

    def quote(self) -> str:
        """Pipe text is written by systems that never quote; in all other text a quote is a quote."""
        return "" if self.shape and self.shape.separator == "|" else '"'

    def tops(self) -> list[Top]:
        """Return the first rows of each table in the file."""
        if self.workbook is not None:
            return tops(self.workbook)
        assert self.shape is not None
        rows = first_records(self.path, self.shape, self.quote())
        return [Top(self.name, tuple(tuple(row) for row in rows), filled_rows=len(rows))]

    def batches(self, top: Top, layout: Layout, table: str) -> Iterator[Batch]:
        """Yield the rows below the header."""
        if self.workbook is None:
            assert self.shape is not None
            width = len(layout.headers)
            return text_batches(self.path, self.shape, self.quote(), layout.header_row, width, table)
        sheet, look = self.workbook.sheet(top.name), self.workbook.looks.get(top.name)
        return sheet_batches(sheet, look, layout.header_row, layout.headers, table)

    def refuse_merged(self, top: Top, header_row: int) -> None:
        """Raise Refusal ``merged_cells`` where the header or the rows have merged cells: nobody can say whose value it is."""
        ranges = merged_ranges(self.workbook.sheet(top.name), header_row) if self.workbook else []
        if ranges:
            shown = ", ".join(ranges[:10])
            raise Refusal(
                "merged_cells",
                f"แผ่นงาน “{top.name}” มีช่องที่ผสานกันในตาราง: {shown} ให้ยกเลิกการผสานแล้วกรอกค่าทุกช่อง",
                f"Sheet “{top.name}” has merged cells in the table: {shown}. Unmerge them and fill each cell.",
            )

    def hidden_rows(self, top: Top) -> int:
        """Return how many rows of a sheet are hidden or filtered away; they are read like the others."""
        look = self.workbook.looks.get(top.name) if self.workbook else None
        return look.hidden_rows if look else 0


@contextmanager
def readable(path: Path) -> Iterator[Path | Shelved]:
    """Give a kept file as those who read it need it: text is opened where it lies sealed, a workbook needs a clear copy."""
    shelved = Shelved(path)
    if not is_packed(shelved):
        yield shelved
        return
    with unsealed(path) as clear:
        yield clear


def open_file(path: Path | Shelved, filename: str, shape: TextShape | None = None) -> Opened:
    """Open a file by its content; ``shape`` is how a text is written, where somebody has looked already.

    Raises Refusal when it is no table, or not safe to read.
    """
    kind = kind_of(path)
    named = Path(filename.replace("\\", "/"))
    ending = named.suffix.lower().removeprefix(".")
    if kind == TEXT:
        return Opened(path, named.stem, kind, shape=shape or look_at_text(path), ending=ending)
    assert isinstance(path, Path), "a workbook is read from a clear copy"
    return Opened(path, named.stem, kind, workbook=open_workbook(path, kind), ending=ending)


@contextmanager
def told_by_name(opened: Opened) -> Iterator[None]:
    """Let the refusal of a text that is named like a workbook say so first: whoever sent it sees a workbook."""
    try:
        yield
    except Refusal as refusal:
        if not opened.misnamed or refusal.code.startswith(OF_THE_HOUSE):
            raise
        words = Words(
            f"ไฟล์นี้เป็นไฟล์ข้อความที่ตั้งชื่อเป็น .{opened.ending} ให้เปลี่ยนนามสกุลเป็น .csv หรือบันทึกเป็น .xlsx จากโปรแกรมตาราง",
            f"This is a text file named .{opened.ending}; rename it to .csv, or save it as .xlsx from a spreadsheet.",
        )
        raise Refusal(refusal.code, f"{words.th} · {refusal.words.th}", f"{words.en} {refusal.words.en}") from refusal
