"""Makes a text safe to stand in a spreadsheet: what Excel would run as a formula stays a text."""

from __future__ import annotations

import polars as pl

# Excel, LibreOffice and Sheets start a formula at these; a tab or carriage return before them is skipped over.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
# Python takes four more signs for blanks than the engine does, and a digit of another script is none to a spreadsheet.
_PATTERN = r"^[\s\x1c-\x1f]*[=+\-@|%＝＋－＠]|^[\t\r\n]"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"


def escape_cell(value: str) -> str:
    """Return ``value`` with an apostrophe before it when a spreadsheet would take it for a formula."""
    stripped = value.lstrip()
    risky = value.startswith(STARTS) or stripped.startswith(STARTS)
    return f"'{value}" if risky and not _is_number(value) else value


def escape_cells(text: pl.Expr) -> pl.Expr:
    """The table form of ``escape_cell``."""
    risky = text.str.contains(_PATTERN) & ~text.str.contains(_NUMBER)
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def _is_number(value: str) -> bool:
    body = value[1:] if value.startswith("-") else value
    whole, _, part = body.partition(".")
    return body.isascii() and whole.isdigit() and (part.isdigit() or not _)
