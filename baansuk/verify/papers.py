"""What an official Thai paper is made of, in order, before anybody says whether it is a page or a Word file; no database.

The forms are those of the Regulation of the Office of the Prime Minister on Correspondence 2526 (ระเบียบสารบรรณ), its
annexes for บันทึกข้อความ, คำสั่ง, ประกาศ and รายงานการประชุม. Papers are Thai whatever language the reader's pages are in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from baansuk.thai.dates import BE_OFFSET
from baansuk.thai.digits import to_thai
from baansuk.thai.months import THAI_FULL

BLANK = "." * 32
SHORT_BLANK = "." * 16
WEEK_DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


@dataclass(frozen=True, slots=True)
class Emblem:
    """The place of the garuda, left blank: the office prints on its own paper, or stamps it. Height in millimetres."""

    height: int
    middle: bool = True
    # What stands in the same row, as “บันทึกข้อความ” does.
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``kind``: title, heading, centre, dated, body (first line indented), item (hanging), part or resolution."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values in one row, such as “ที่ … วันที่ …”."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its head, its rows and the width of each column in parts of the whole."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign; ``lead``: as what, where a paper has several."""

    name: str
    post: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """The short line under the head of an order."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows is attached, on a page of its own."""


Part = Emblem | Line | Fields | Rows | Signature | Rule | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``thai_digits``: its numbers are written ๐-๙."""

    title: str
    parts: tuple[Part, ...]
    thai_digits: bool = True
    # Above each page of a paper that was not signed yet.
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a paper: the name as it is printed in brackets, the post below it."""

    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """What a บันทึกข้อความ says. ``number`` is that of the register of letters, '' until the office gives one."""

    office: str
    phone: str
    number: str
    dated: date | None
    subject: str
    to: str
    body: Sequence[str]
    signer: Signer
    parts: Sequence[Part] = field(default_factory=tuple)
    attached: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What a คำสั่ง or a ประกาศ says; ``clauses`` are numbered."""

    office: str
    number: str
    dated: date | None
    subject: str
    body: Sequence[str]
    signer: Signer
    clauses: Sequence[str] = ()
    parts: Sequence[Part] = ()


def week_day(day: date) -> str:
    """Return a day with its day of the week, as minutes write it (วันเสาร์ที่ 21 พฤศจิกายน 2569)."""
    return f"วัน{WEEK_DAYS[day.weekday()]}ที่ {long_day(day)}"


def long_day(day: date | None, *, era: bool = False) -> str:
    """Return a day as papers write it (21 พฤศจิกายน 2569), dots where none is known; ``era`` adds พ.ศ. before the year."""
    if day is None:
        return f"{SHORT_BLANK} พ.ศ. ........" if era else BLANK
    mark = "พ.ศ. " if era else ""
    return f"{day.day} {THAI_FULL[day.month - 1]} {mark}{day.year + BE_OFFSET}"


def memo(what: Memo, *, thai_digits: bool = True) -> Paper:
    """Return a บันทึกข้อความ."""
    parts: list[Part] = [
        Emblem(15, middle=False, beside="บันทึกข้อความ"),
        Fields((("ส่วนราชการ", what.office + (f"  โทร. {what.phone}" if what.phone else "")),)),
        Fields((("ที่", what.number or BLANK), ("วันที่", long_day(what.dated)))),
        Fields((("เรื่อง", what.subject),)),
        Line(f"เรียน  {what.to}", "part"),
        *(Line(one) for one in what.body),
        *what.parts,
        Signature(what.signer.name, what.signer.post),
        *([NewPage(), *what.attached] if what.attached else []),
    ]
    return Paper(f"บันทึกข้อความ {what.subject}", tuple(parts), thai_digits)


def order(what: Order, *, thai_digits: bool = True) -> Paper:
    """Return a คำสั่ง; “สั่ง ณ วันที่” stands where the day does."""
    return _decreed(what, "คำสั่ง", "สั่ง ณ วันที่", thai_digits)


def announcement(what: Order, *, thai_digits: bool = True) -> Paper:
    """Return a ประกาศ; it bears no number of its own."""
    return _decreed(replace(what, number=""), "ประกาศ", "ประกาศ ณ วันที่", thai_digits)


def _decreed(what: Order, kind: str, day_words: str, thai_digits: bool) -> Paper:
    number = () if kind == "ประกาศ" else (Line(f"ที่ {what.number or BLANK}", "centre"),)
    parts: list[Part] = [
        Emblem(30),
        Line(f"{kind}{what.office}", "title"),
        *number,
        Line(f"เรื่อง  {what.subject}", "centre"),
        Rule(),
        *(Line(one) for one in what.body),
        *(Line(f"{place}. {one}") for place, one in enumerate(what.clauses, 1)),
        *what.parts,
        Line(f"{day_words}  {long_day(what.dated, era=True)}", "dated"),
        Signature(what.signer.name, what.signer.post),
    ]
    return Paper(f"{kind} {what.subject}", tuple(parts), thai_digits)


def as_written(paper: Paper) -> Paper:
    """Return a paper with its digits as they are to stand on it; codes and file names keep theirs by ``as_code``."""
    if not paper.thai_digits:
        return paper
    return replace(paper, parts=tuple(_changed(part, _digits) for part in paper.parts), draft=_digits(paper.draft))


# A code is read back by its letters: with Thai digits nobody could type it as it stands.
CODE_MARK = "\u2060"


def as_code(code: str) -> str:
    """Return a code marked to keep its digits."""
    return f"{CODE_MARK}{code}{CODE_MARK}"


def _digits(text: str) -> str:
    pieces = text.split(CODE_MARK)
    return CODE_MARK.join(one if place % 2 else to_thai(one) for place, one in enumerate(pieces))


def without_marks(text: str) -> str:
    """Return a text as it is shown, without the marks around codes."""
    return text.replace(CODE_MARK, "")


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    if isinstance(part, Line):
        return replace(part, text=change(part.text))
    if isinstance(part, Fields):
        return replace(part, pairs=tuple((label, change(value)) for label, value in part.pairs))
    if isinstance(part, Rows):
        return replace(part, rows=tuple(tuple(change(cell) for cell in row) for row in part.rows))
    if isinstance(part, Signature):
        return replace(part, lead=change(part.lead), post=change(part.post))
    return part


def as_shown(paper: Paper) -> list[dict[str, Any]]:
    """Return the parts for a page, each with its kind, without the marks around codes."""
    return [_shown(_changed(part, without_marks)) for part in as_written(paper).parts]


def _shown(part: Part) -> dict[str, Any]:
    if isinstance(part, Line):
        return {"kind": part.kind, "text": part.text}
    kinds: dict[type[Any], str] = {
        Emblem: "emblem",
        Fields: "fields",
        Rows: "rows",
        Signature: "sign",
        Rule: "rule",
    } | {NewPage: "page"}
    return {"kind": kinds[type(part)]} | {name: getattr(part, name) for name in part.__slots__}


def text_of(paper: Paper) -> list[str]:
    """Return what a paper says, part by part, as it is read: for a page, a test and a search."""
    found: list[str] = [paper.draft] if paper.draft else []
    for part in paper.parts:
        if isinstance(part, Emblem):
            found += [part.beside] if part.beside else []
        elif isinstance(part, Line):
            found.append(part.text)
        elif isinstance(part, Fields):
            found += [f"{label} {value}" for label, value in part.pairs]
        elif isinstance(part, Rows):
            found += [" | ".join(row) for row in (part.head, *part.rows)]
        elif isinstance(part, Signature):
            found += [*([part.lead] if part.lead else []), f"({part.name or BLANK})", part.post]
    return [without_marks(one) for one in found]
