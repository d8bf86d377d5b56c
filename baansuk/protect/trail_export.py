"""A part of the trail on its way out, as CSV or a workbook of any size; that it left is itself in the trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import scope_again
from baansuk.access.row_security import pieces_for
from baansuk.access.scope import Scope
from baansuk.assess.export_pages import Cut
from baansuk.assess.sheet_stream import Cell, Sheet, workbook
from baansuk.audit import gate
from baansuk.audit.models import Event
from baansuk.audit.searching import walk
from baansuk.audit.sending import closed
from baansuk.protect.trail_asked import Question
from baansuk.protect.trail_names import Names, words_of_outcome, words_of_purpose, words_of_source
from baansuk.thai.words import Words

AT_ONCE = 1_000
COLUMNS = (
    (Words("เลขที่", "Number"), 12), (Words("เวลา", "At"), 22), (Words("ข้อความ", "Sentence"), 70),
    (Words("บัญชี", "Account"), 22), (Words("ตำแหน่ง", "Post"), 34), (Words("รหัสหน่วยงาน", "Office code"), 14),
    (Words("วัตถุประสงค์", "Purpose"), 24), (Words("การกระทำ", "Act"), 26), (Words("ผล", "Outcome"), 12),
    (Words("เข้าทาง", "Came by"), 18), (Words("หมายเลขเครื่อง", "Machine"), 18), (Words("จำนวนที่เกี่ยวข้อง", "Touched"), 10),
    (Words("สาย", "Chain"), 24), (Words("ลำดับ", "Place"), 8), (Words("ตรา", "Seal"), 46),
)  # fmt: skip
# What a spreadsheet would take for a formula, at the start of a cell.
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Export:
    """One answer of the trail on its way out; ``rows`` counts what has left."""

    scope: Scope
    question: Question
    form: str
    language: str
    rows: int = 0

    def begin(self) -> None:
        """Write down that it is about to leave."""
        self._write("begun")

    def stream(self) -> Iterator[bytes]:
        """Yield the file; however it ends, the trail says how much of it left."""
        sheet = Sheet("trail", [(words.in_language(self.language), width) for words, width in COLUMNS], self._cells())
        pieces = workbook([sheet]) if self.form == "xlsx" else _as_csv(sheet)
        yield from closed(pieces_for(self.scope, pieces), lambda why: self._write("broken_off" if why else "done"))

    @transaction.atomic
    def _write(self, outcome: str) -> None:
        about = {"filters": self.question.filters, "form": self.form, "rows": self.rows}
        gate.write("audit.export", by=self.scope.username, partner=self.scope.partner, outcome=outcome, about=about)

    def _cells(self) -> Iterator[list[Cell]]:
        events = walk(self.question.asked, at_once=AT_ONCE)
        while piece := list(islice(events, AT_ONCE)):
            if not scope_again(self.scope).sees_trail:
                raise Cut("access_ended", "the seat has ended")
            names = Names(piece)
            for event in piece:
                self.rows += 1
                yield self._row(event, names)

    def _row(self, event: Event, names: Names) -> list[Cell]:
        def said(words: Words) -> str:
            return words.in_language(self.language)

        return [
            event.pk, f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}", said(names.sentence(event)), event.actor,
            said(names.post(event)), event.partner, said(words_of_purpose(event.purpose)), event.act,
            said(words_of_outcome(event.outcome)), said(words_of_source(event.source)), event.address, event.listed,
            event.chain, event.sequence, event.seal,
        ]  # fmt: skip


def _as_csv(sheet: Sheet) -> Iterator[bytes]:
    """Yield the rows as CSV that Excel opens in Thai."""
    yield "\ufeff".encode()
    rows = iter(sheet.rows)
    piece: list[list[Cell]] = [[heading for heading, _width in sheet.columns]]
    while piece:
        paper = io.StringIO()
        csv.writer(paper).writerows([_safe(cell) for cell in row] for row in piece)
        yield paper.getvalue().encode()
        piece = [list(row) for row in islice(rows, AT_ONCE)]


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
