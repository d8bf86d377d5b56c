"""The table form of the whole room: every function takes a Polars Series, expression or column name."""

from __future__ import annotations

from baansuk.thai.tables_ids import masks, read_ids
from baansuk.thai.tables_names import name_parts, sexes_of, split_full_names, split_titles, titles_of
from baansuk.thai.tables_text import clean, fold, looks_mojibake, text_faults, to_arabic

__all__ = ["clean", "fold", "looks_mojibake", "masks", "name_parts", "read_ids", "sexes_of", "split_full_names", "split_titles", "text_faults", "titles_of", "to_arabic"]
