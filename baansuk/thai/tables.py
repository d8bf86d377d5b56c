"""The table form of the whole room: every function takes a Polars Series, expression or column name."""

from __future__ import annotations

from baansuk.thai.tables_ids import masks, read_ids
from baansuk.thai.tables_text import clean, fold, looks_mojibake, text_faults, to_arabic

__all__ = ["clean", "fold", "looks_mojibake", "masks", "read_ids", "text_faults", "to_arabic"]
