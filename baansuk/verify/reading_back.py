"""Reads a filled village workbook, and says of every cell that cannot be taken where it is; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baansuk.collect.formats import TEXT, kind_of
from baansuk.collect.openings import open_file
from baansuk.collect.workbooks import Workbook, as_text
from baansuk.people.codes import is_code, read_code
from baansuk.thai.text import clean
from baansuk.thai.words import Refusal, Words
from baansuk.verify.outcomes import OUTCOMES, REASONS
from baansuk.verify.page_of_village import Line
from baansuk.verify.workbook import ADDED, ADDED_HEADERS, CODE_ROW, FIRST_ROW, HEADER_ROW, HEADERS, LIST

CASE, DOOR, NAME, OUTCOME, REASON, NOTE, SEAL = 1, 2, 3, 4, 5, 6, 7
# Far more than a village has; a sheet that goes on longer is no page of ours.
MOST_ROWS = 5_000
_OUTCOMES: Mapping[str, str] = {clean(one.name.th): code for code, one in OUTCOMES.items()} | {
    one.name.en.lower(): code for code, one in OUTCOMES.items()
}
_REASONS: Mapping[str, str] = {clean(words.th): code for code, words in REASONS.items()} | {
    words.en.lower(): code for code, words in REASONS.items()
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken: sheet, row as the spreadsheet counts (0: none in particular), column by its header, and why."""

    sheet: str
    row: int
    column: str
    why: Words

    @property
    def words(self) -> Words:
        """The fault with its place."""
        row = Words(f" แถว {self.row}", f", row {self.row}") if self.row else Words("", "")
        column = Words(f" ช่อง “{self.column}”", f", column “{self.column}”") if self.column else Words("", "")
        return Words(
            f"แผ่น “{self.sheet}”{row.th}{column.th}: {self.why.th}",
            f"Sheet “{self.sheet}”{row.en}{column.en}: {self.why.en}",
        )


class NotTaken(Refusal):
    """A workbook of which nothing was taken, with every fault found in it; ``lead`` says what they have in common."""

    def __init__(self, code: str, faults: Sequence[Fault], lead: Words | None = None) -> None:
        self.faults = list(faults)
        self.lead = lead
        more = len(faults) - 1
        th, en = (lead.th, lead.en) if lead else (faults[0].words.th, faults[0].words.en)
        if more and not lead:
            th, en = f"{th} และอีก {more} แห่ง", f"{en} And {more} more."
        super().__init__(code, f"{th} ยังไม่ได้บันทึกแถวใด", f"{en} Nothing of it was taken.")


@dataclass(frozen=True, slots=True)
class Filled:
    """One household's row as it was filled; ``row`` is its number in the spreadsheet."""

    row: int
    case: str
    outcome: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Extra:
    """One household that was written down as missed."""

    row: int
    house_no: str
    name: str
    words: str


@dataclass
class Filling:
    """A filled workbook: its page code, its rows in their order, those added, and what is wrong with it."""

    page_code: str
    rows: list[Filled] = field(default_factory=list)
    added: list[Extra] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_filled(path: Path, filename: str) -> Filling:
    """Read a filled workbook. Raises Refusal for a file that is not safe to open or is no page of a village."""
    if kind_of(path) == TEXT:
        raise Refusal(
            "not_a_page",
            "ไฟล์นี้เป็นไฟล์ข้อความ ไม่ใช่ไฟล์ Excel เปลี่ยนชื่อเป็น .xlsx ไม่ได้ ให้กรอกในไฟล์ Excel ที่ระบบออกให้แล้วส่งไฟล์นั้น",
            "This is a text file, whatever its name says. Fill in the Excel workbook that was given out and hand that in.",
        )
    workbook = open_file(path, filename).workbook
    if workbook is None or LIST not in workbook.names:
        raise Refusal(
            "not_a_page",
            f"ไฟล์นี้ไม่ใช่บัญชีตรวจสอบของหมู่บ้าน ไม่มีแผ่น “{LIST}” ให้ดาวน์โหลดแบบของหมู่บ้านแล้วกรอกในแบบนั้น",
            f"This is no page of a village: it has no sheet “{LIST}”. Download the village's workbook and fill that in.",
        )
    grid = _grid(workbook, LIST)
    filling = Filling(_page_code(grid))
    _check_headers(grid, filling)
    seen: dict[str, int] = {}
    for number, cells in enumerate(grid[FIRST_ROW:], start=FIRST_ROW + 1):
        if any(cells):
            _take(number, cells, filling, seen)
    if ADDED in workbook.names:
        filling.added = list(_extras(_grid(workbook, ADDED), filling))
    return filling


def _grid(workbook: Workbook, name: str) -> list[list[str]]:
    """The cells of a sheet as clean text, each row as wide as the page."""
    rows: list[list[Any]] = workbook.sheet(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
    return [([clean(as_text(cell)) for cell in row] + [""] * len(HEADERS))[: len(HEADERS)] for row in rows]


def _page_code(grid: Sequence[Sequence[str]]) -> str:
    typed = grid[CODE_ROW][1] if len(grid) > CODE_ROW else ""
    code = read_code(typed)
    if not code.startswith("W-"):
        why = Words(
            "ไม่มีรหัสหน้า หรือถูกแก้ ให้ใช้ไฟล์ที่ระบบออกให้",
            "The page code is missing or was changed; use the file as it was given.",
        )
        raise NotTaken("page_code", [Fault(LIST, CODE_ROW + 1, "รหัสหน้า", why)])
    return code


def _check_headers(grid: Sequence[Sequence[str]], filling: Filling) -> None:
    found = grid[HEADER_ROW] if len(grid) > HEADER_ROW else [""] * len(HEADERS)
    for wanted, there in zip(HEADERS, found, strict=True):
        if clean(wanted) != there:
            why = Words(
                f"หัวคอลัมน์ถูกเปลี่ยนเป็น “{there}” ให้คืนเป็น “{wanted}”",
                f"The heading was changed to “{there}”; change it back to “{wanted}”.",
            )
            filling.faults.append(Fault(LIST, HEADER_ROW + 1, wanted, why))
    if filling.faults:
        raise NotTaken("renamed", filling.faults)


def _take(number: int, cells: Sequence[str], filling: Filling, seen: dict[str, int]) -> None:
    case = read_code(cells[CASE])
    faults = list(_faults_of(number, cells, case, seen))
    filling.faults += faults
    if faults:
        return
    seen[case] = number
    outcome, reason = _OUTCOMES.get(_folded(cells[OUTCOME]), ""), _REASONS.get(_folded(cells[REASON]), "")
    filling.rows.append(Filled(number, case, outcome, reason, cells[NOTE]))


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text


def _faults_of(number: int, cells: Sequence[str], case: str, seen: Mapping[str, int]) -> Iterator[Fault]:
    if not is_code(case) or not case.startswith("C-"):
        yield Fault(LIST, number, HEADERS[CASE], Words("ไม่ใช่เลขที่เรื่องของหน้านี้", "This is no case number of this page."))
        return
    if case in seen:
        why = Words(f"เลขที่เรื่อง {case} มีอยู่แล้วในแถว {seen[case]}", f"Case {case} stands in row {seen[case]} already.")
        yield Fault(LIST, number, HEADERS[CASE], why)
    if cells[SEAL] != Line(cells[CASE], cells[DOOR], cells[NAME]).seal:
        why = Words(
            "บ้านเลขที่หรือชื่อถูกแก้ ให้คืนตามเดิม แล้วเขียนสิ่งที่ควรแก้ในช่องหมายเหตุ",
            "The house number or name was changed. Put it back, and write what should change under the note.",
        )
        yield Fault(LIST, number, f"{HEADERS[DOOR]} / {HEADERS[NAME]}", why)
    if cells[OUTCOME] and _folded(cells[OUTCOME]) not in _OUTCOMES:
        why = Words(f"ไม่รู้จักผล “{cells[OUTCOME]}” ให้เลือกจากรายการ", f"“{cells[OUTCOME]}” is no outcome of the list.")
        yield Fault(LIST, number, HEADERS[OUTCOME], why)
        return
    if cells[REASON] and _folded(cells[REASON]) not in _REASONS:
        why = Words(f"ไม่รู้จักเหตุผล “{cells[REASON]}” ให้เลือกจากรายการ", f"“{cells[REASON]}” is no reason of the list.")
        yield Fault(LIST, number, HEADERS[REASON], why)
        return
    outcome = _OUTCOMES.get(_folded(cells[OUTCOME]), "")
    if outcome and OUTCOMES[outcome].reason and not cells[REASON]:
        why = Words(f"ผล “{cells[OUTCOME]}” ต้องเลือกเหตุผล", f"The outcome “{cells[OUTCOME]}” needs a reason.")
        yield Fault(LIST, number, HEADERS[REASON], why)
    if not outcome and (cells[REASON] or cells[NOTE]):
        why = Words("มีเหตุผลหรือหมายเหตุแต่ไม่มีผล", "There is a reason or a note but no outcome.")
        yield Fault(LIST, number, HEADERS[OUTCOME], why)


def _extras(grid: Sequence[Sequence[str]], filling: Filling) -> Iterator[Extra]:
    headers = tuple(clean(one) for one in ADDED_HEADERS)
    if not grid or tuple(grid[0][: len(headers)]) != headers:
        why = Words("หัวคอลัมน์ถูกเปลี่ยน ให้คืนตามเดิม", "The headings were changed; put them back.")
        filling.faults.append(Fault(ADDED, 1, "", why))
        return
    for number, cells in enumerate(grid[1:], start=2):
        if any(cells[: len(headers)]):
            yield Extra(number, *cells[: len(headers)])


def missing_rows(filling: Filling, cases: Sequence[str]) -> list[Fault]:
    """Return what is wrong between a filled page and the cases it was given out with: rows gone, rows of another page."""
    given, found = {case: place for place, case in enumerate(cases, start=1)}, {one.case: one for one in filling.rows}
    faulty = {one.row for one in filling.faults}
    gone = [
        Fault(
            LIST,
            0,
            HEADERS[CASE],
            Words(
                f"แถวลำดับที่ {place} เลขที่เรื่อง {case} หายไป ให้คืนแถวนั้น ถ้ายังไม่ตรวจให้เว้นช่องผลว่าง",
                f"Row number {place} (case {case}) is gone. Put it back; leave its outcome empty if it was not decided.",
            ),
        )
        for case, place in given.items()
        if case not in found and not faulty
    ]
    strange = [
        Fault(LIST, one.row, HEADERS[CASE], Words(f"เรื่อง {case} ไม่ใช่ของหน้านี้", f"Case {case} is not of this page."))
        for case, one in found.items()
        if case not in given
    ]
    return gone + strange


def is_reordered(filling: Filling, cases: Sequence[str]) -> bool:
    """Say whether the rows stand in another order than they were given out in; they are taken by case number anyway."""
    wanted = [case for case in cases if case in {one.case for one in filling.rows}]
    return [one.case for one in filling.rows] != wanted
