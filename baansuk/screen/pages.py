"""Cuts long lists into pages that are asked for by key or by number, with the same parts for every room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One screenful of a list: its rows, and the keys that the links before and after it carry ('' where none)."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""
    first: int | None = None
    total: int | None = None

    @property
    def last(self) -> int | None:
        """Number of the last row shown, counted from 1, where the first is known."""
        return None if self.first is None else self.first + len(self.rows) - 1


def numbered(rows: Sequence[Row] | QuerySet[Any, Row], *, page: int, size: int) -> Slice[Row]:
    """Cut ``rows`` (a list or a queryset) into page ``page`` counted from 1; out of range gives the nearest page."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // size))
    number = min(max(page, 1), pages)
    start = (number - 1) * size
    shown = rows[start : start + size]
    return Slice(
        rows=list(shown),
        before=str(number - 1) if number > 1 else "",
        after=str(number + 1) if number < pages else "",
        first=start + 1 if total else 0,
        total=total,
    )


def page_number(asked: str | None) -> int:
    """Read a page number from an address; anything that is not one means the first page."""
    return int(asked) if asked and asked.isdecimal() and len(asked) < 7 else 1
