"""The table form of the whole room: every function takes a Polars Series, expression or column name."""

from __future__ import annotations

from baansuk.thai.tables_addresses import house_keys, house_orders, read_addresses
from baansuk.thai.tables_dates import read_dates
from baansuk.thai.tables_ids import masks, read_ids
from baansuk.thai.tables_keys import sort_keys, sort_starts, sound_keys
from baansuk.thai.tables_names import name_parts, sexes_of, split_full_names, split_titles, titles_of
from baansuk.thai.tables_numbers import read_money, read_phones
from baansuk.thai.tables_text import clean, fold, looks_mojibake, text_faults, to_arabic

__all__ = [
    "clean", "fold", "house_keys", "house_orders", "looks_mojibake", "masks", "name_parts", "read_addresses",
    "read_dates", "read_ids", "read_money", "read_phones", "sexes_of", "sort_keys", "sort_starts", "sound_keys",
    "split_full_names", "split_titles", "text_faults", "titles_of", "to_arabic",
]  # fmt: skip
