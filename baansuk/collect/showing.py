"""How rows and issues are laid out for a page: which column beside which, which kind how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from baansuk.collect.issues import IssueKind, issue_kinds
from baansuk.collect.questions import Preview
from baansuk.people.fields import load_fields
from baansuk.thai.ids import mask
from baansuk.thai.words import Words

OWN_WORDS = {
    "row": Words("แถว", "Row"),
    "id_kind": Words("ประเภทเลข", "Kind of number"),
    "tambon_code": Words("รหัสตำบล", "Tambon code"),
    "village_code": Words("รหัสหมู่บ้าน", "Village code"),
    "area_code": Words("รหัสพื้นที่", "Area code"),
}
# Parts of a date or a key: they help the machine, not the eye.
HIDDEN = ("_precision", "_key", "_sound")


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """The first rows of a table: headings with their words, and rows of pairs (clean text, is it an id)."""

    table: str
    clean: list[Words]
    raw: list[str]
    rows: list[tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class IssueCount:
    """How often one kind of issue was found."""

    kind: IssueKind
    count: int


def field_words(column: str) -> Words:
    """Return the words of a clean column."""
    known = load_fields().get(column)
    return known.words if known else OWN_WORDS.get(column, Words(column, column))


def shown_preview(preview: Preview) -> ShownPreview:
    """Lay out a preview; id numbers are masked on the clean side and in the raw cells they came from."""
    columns = [c for c in preview.columns if not c.endswith(HIDDEN)]
    rows = [
        (
            [_text(column, row[column]) for column in columns],
            [_raw_text(row[column], row.get("national_id")) for column in preview.raw_columns],
        )
        for row in preview.rows
    ]
    return ShownPreview(
        preview.table,
        [field_words(column) for column in columns],
        [column.removeprefix("raw.") for column in preview.raw_columns],
        rows,
    )


def issue_summary(found: pl.LazyFrame) -> list[IssueCount]:
    """Count the issues by kind, the most frequent first."""
    counted = found.group_by("code").len().sort("len", "code", descending=[True, False]).collect()
    kinds = issue_kinds()
    return [IssueCount(kinds[code], count) for code, count in counted.iter_rows()]


def _text(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "national_id":
        return mask(str(value))
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _raw_text(value: Any, national_id: Any) -> str:
    """Show a cell as received, except where it holds the id number of the row: that is shown masked on both sides."""
    text = "" if value is None else str(value)
    if national_id and "".join(filter(str.isdecimal, text)).translate(_ARABIC) == str(national_id).lstrip("G"):
        return mask(str(national_id))
    return text


_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
