"""How rows and issues are laid out for a page: what was read beside what was received, which kind of issue how often."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from baansuk.collect.cell_readers import KIN_IDS
from baansuk.collect.declaration import READ_APART, Column, Table
from baansuk.collect.issues import IssueKind, issue_kinds
from baansuk.collect.questions import Preview
from baansuk.people.fields import load_fields
from baansuk.places.questions import names_of
from baansuk.screen.figures import NOT_KNOWN, show_day, show_number
from baansuk.screen.language import language, say_words
from baansuk.thai.digits import to_arabic
from baansuk.thai.ids import check_digit, mask
from baansuk.thai.words import Words

OWN_WORDS = {
    "id_kind": Words("ประเภทเลขประจำตัว", "Kind of id number"),
    "tambon_code": Words("ตำบลที่ตรงกัน", "Tambon found"),
    "village_code": Words("หมู่บ้านที่ตรงกัน", "Village found"),
    "area_code": Words("พื้นที่ที่ตรงกัน", "Area found"),
}
ID_KINDS = {
    "thai_id": Words("บัตรประชาชน", "Thai id"),
    "zero_number": Words("เลขขึ้นต้นด้วย 0", "Number beginning with 0"),
    "g_code": Words("รหัส G", "G code"),
    "passport": Words("หนังสือเดินทาง", "Passport"),
    "none": Words("ไม่มีเลข", "No number"),
}
FORM_NUMBER = "household_key"
AREA_CODES = ("tambon_code", "village_code", "area_code")
# One column of a file that is read into several of ours.
READ_INTO: Mapping[str, tuple[str, ...]] = {
    "full_name": ("title", "given_name", "family_name"),
    "address_line": ("house_no", "village_no"),
}
# How precise a date is shows in how the date is written.
HIDDEN = "_precision"
# Twelve or thirteen digits in a row, however they are spaced: an id number, or one that lost or misread a digit.
_ID = re.compile(r"(?<!\d)(?:\d[-\s]*){11,12}\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a preview: its header in the file ("" where the column was added), and what it is read as, if anything."""

    header: str
    read_as: Words | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a preview in the reader's language: as read, and as received where that looks different."""

    read: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """The first rows of a table: its headings, and for each row its number in the file and its cells."""

    table: str
    headings: list[Heading]
    rows: list[tuple[int, list[Cell]]]


@dataclass(frozen=True, slots=True)
class IssueCount:
    """How often one kind of issue was found."""

    kind: IssueKind
    count: int


def field_words(column: str) -> Words:
    """Return the words of a clean column."""
    known = load_fields().get(column)
    return known.words if known else OWN_WORDS.get(column, Words(column, column))


def shown_preview(preview: Preview, declared: Table | None) -> ShownPreview:
    """Lay out a preview in the order of the file, then what was added; id numbers are masked wherever they stand."""
    headers = [column.removeprefix("raw.") for column in preview.raw_columns]
    columns = {column.header: column for column in declared.columns} if declared else {}
    parts = [_parts(columns.get(header)) for header in headers]
    told = {"row", *(code for some in parts for code in some)}
    added = [code for code in preview.columns if code not in told and not code.endswith(HIDDEN)]
    places = names_of({row[code] for row in preview.rows for code in AREA_CODES if row.get(code)})
    headings = [Heading(header, _read_as(columns.get(header))) for header in headers]
    return ShownPreview(
        preview.table,
        headings + [Heading("", field_words(code)) for code in added],
        [
            (
                int(row["row"]),
                [_cell(row, header, some) for header, some in zip(headers, parts, strict=True)]
                + [Cell(_text(row, code, places)) for code in added],
            )
            for row in preview.rows
        ],
    )


def issue_summary(found: pl.LazyFrame) -> list[IssueCount]:
    """Count the issues by kind, the most frequent first."""
    counted = found.group_by("code").len().sort("len", "code", descending=[True, False]).collect()
    kinds = issue_kinds()
    return [IssueCount(kinds[code], count) for code, count in counted.iter_rows()]


def issue_value(code: str, value: str) -> str:
    """Return the value of an issue for the page; whatever was meant as an id number shows only its end."""
    if code.startswith("id_") and sum(letter.isdecimal() for letter in value) > 8:
        return "x" * (len(value) - 4) + value[-4:]
    return masked(value)


def masked(text: str, *, only_valid: bool = False) -> str:
    """Return a cell as received with every id number in it masked, Thai and full-width digits included.

    ``only_valid`` leaves numbers of that length alone whose check digit is wrong: surveys number their forms so.
    """
    spans = list(_ID.finditer(to_arabic(text)))
    for found in reversed(spans):
        digits = re.sub(r"\D", "", found.group())
        if only_valid and (len(digits) != 13 or check_digit(digits[:12]) != int(digits[12])):
            continue
        text = text[: found.start()] + mask(digits) + text[found.end() :]
    return text


def _parts(column: Column | None) -> tuple[str, ...]:
    """Return the clean columns that show what became of a column of the file; () where it is only kept."""
    if column is None or not column.field:
        return ()
    return READ_INTO.get(column.field, () if column.field in READ_APART else (column.field,))


def _read_as(column: Column | None) -> Words | None:
    return field_words(column.field) if column and column.field else None


def _cell(row: Mapping[str, Any], header: str, parts: tuple[str, ...]) -> Cell:
    raw = masked(str(row[f"raw.{header}"] or "").strip(), only_valid=parts == (FORM_NUMBER,))
    if not parts:
        return Cell(raw)
    said = [text for code in parts if (text := _text(row, code, {}))]
    if len(parts) == len(said) and parts[-1] == "village_no" and len(parts) > 1:
        said.insert(-1, "ม.")  # a house number and a bare number beside it would read as two houses
    read = " ".join(said) or (say_words(NOT_KNOWN) if raw else "")
    return Cell(read, "" if read == raw else raw)


def _text(row: Mapping[str, Any], code: str, places: Mapping[str, Words]) -> str:
    value = row.get(code)
    if value is None:
        return ""
    if code == "national_id" or code in KIN_IDS:
        return mask(str(value))
    if code == "id_kind":
        return say_words(ID_KINDS.get(str(value), Words(str(value), str(value))))
    if code in AREA_CODES:
        return say_words(places[value]) if value in places else str(value)
    if isinstance(value, date):
        return show_day(value, language(), precision=row.get(_precision_of(code)) or "day", short=True)
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return show_number(value, language())
    return _coded(code, value)


def _precision_of(code: str) -> str:
    """Return the column that says how precise a date is: birth_precision for birth_date, otherwise its own name."""
    return {"birth_date": "birth_precision", "observed_on": "observed_precision"}.get(code, f"{code}_precision")


def _coded(code: str, value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
    known = load_fields().get(code)
    return masked(say_words(known.say(text)) if known else text, only_valid=code == FORM_NUMBER)
