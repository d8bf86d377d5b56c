"""Rules as columns of true, false and null, so that a letter asks each of them more than once and it is reckoned once."""

from __future__ import annotations

from typing import Final

_TRUE: Final = "true"


class Truths:
    """Collects rules while letters are written over them; equal ones share a column, also across frameworks.

    An engine takes as long to read a rule as to ask it of thousands of rows, and a letter needs it up to three times.
    """

    def __init__(self, mark: str = "truth") -> None:
        """``mark`` begins the names of its columns, where two layers keep truths."""
        self._columns: dict[str, str] = {}
        self._mark = mark

    def column(self, sql: str) -> str:
        """Return what stands for a rule in the layer above: the name of its column."""
        return _TRUE if sql == _TRUE else self._columns.setdefault(sql, f"{self._mark}_{len(self._columns)}")

    def columns(self) -> list[str]:
        """Return the columns of the layer below."""
        return [f"{sql} as {name}" for sql, name in self._columns.items()]


def answer(applies: str, passes: str) -> str:
    """SQL: the letter of an indicator, of two columns of truths."""
    passed = f"when {passes} then 'P' when not {passes} then 'F' else 'U' end"
    if applies == _TRUE:
        return f"case {passed}"
    return f"case when {applies} is null then 'U' when not {applies} then 'N' {passed}"
