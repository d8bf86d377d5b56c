"""Views that are remembered as text and written out in each statement that reads them, so that each is bound only there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

# What may follow the name of a table that has no name of its own in the statement.
_AFTER: Final = (
    "on|using|where|group|order|having|limit|offset|window|qualify|union|except|intersect|"
    "join|left|right|full|inner|outer|cross|natural|semi|anti|asof|positional|pivot|unpivot|tablesample"
)
_BEGINS_WITH: Final = re.compile(r"\s*with\s", re.IGNORECASE)


class Views:
    """SQL by the name of its view. To make a view DuckDB binds it, and all that it reads, as if it were asked."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, name: str, sql: str) -> None:
        """Remember a view, in place of an earlier one of that name."""
        self._texts[name] = sql

    def forget(self, name: str) -> None:
        """Let go of a view; from here on the name means something else, or nothing."""
        self._texts.pop(name, None)

    def all(self) -> dict[str, str]:
        """Return every view in the order in which they were made."""
        return dict(self._texts)

    def written_out(self, sql: str) -> str:
        """Return a SELECT with the views that it reads, directly or through others, as subqueries."""
        left: dict[str, str] = {}
        whole = self._inside(sql, left)
        if not left:
            return whole
        # A name in another place (a column's, or a table's behind a comma): said in front, it costs where it is read only.
        said = ", ".join(f"{name} as not materialized ({text})" for name, text in left.items())
        own = _BEGINS_WITH.match(whole)
        return f"with {said}, {whole[own.end() :]}" if own else f"with {said} {whole}"

    def _inside(self, sql: str, left: dict[str, str], of: frozenset[str] = frozenset()) -> str:
        """Write out the views in ``sql``, the text ``of`` views or of none, and return it.

        Those that it names elsewhere come to ``left``, each behind those that it reads.
        """
        for name, text in self._texts.items():
            if name not in sql or name in of:  # a view may have a column of its name
                continue
            read, elsewhere = _places(name)
            found = elsewhere.search(sql) and name not in left
            if not found and not read.search(sql):
                continue
            # A comment may be the last line of a step.
            inner = f"{self._inside(text, left, of | {name})}\n"
            if found:
                left[name] = inner
            sql = read.sub(_as_subquery(name, inner), sql)
        return sql


def _as_subquery(name: str, text: str) -> Callable[[re.Match[str]], str]:
    def written(match: re.Match[str]) -> str:
        return f"{match[1]} ({text}){match[2] or f' as {name}'}"

    return written


@lru_cache(maxsize=1_000)
def _places(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a name stands as a table that is read, with the name that it gets there; and where it stands otherwise."""
    alias = rf"(\s+as\s+\w+|\s+(?!(?:{_AFTER}|as)\b)[a-z_]\w*)?"
    read = rf"\b(from|join)\s+{name}\b(?!\s*[.(]){alias}"
    return re.compile(read), re.compile(rf"(?<!from\s)(?<!join\s)\b{name}\b")
