"""Table form of the keys of names: sound and dictionary order."""

from __future__ import annotations

import polars as pl

from baansuk.thai import sorting, sound
from baansuk.thai.batches import once_each, rewrite, select, table_form
from baansuk.thai.tables_text import clean


@table_form(pl.String())
def sound_keys(series: pl.Series) -> pl.Series:
    """Sound key of one-word names; see ``sound.sound_key``."""
    return once_each(series, _sound)


def _sound(series: pl.Series) -> pl.Series:
    spelled = rewrite(clean(series).str.to_lowercase(), sound.SOUND_RULES)
    symbols = spelled.str.replace_many(list(sound.SYMBOLS), list(sound.SYMBOLS.values()))
    return rewrite(symbols, sound.ONCE_RULES)


def _ordered(series: pl.Series) -> pl.Series:
    return rewrite(clean(series).str.to_lowercase(), sorting.PRIMARY_RULES)


def _letters(ordered: pl.Expr) -> pl.Expr:
    return ordered.str.replace_all(f"[{sorting.MARKS}]", "").str.replace_all(" ", sorting.WORD_SPACE, literal=True)


@table_form(pl.String())
def sort_keys(series: pl.Series) -> pl.Series:
    """Texts that sort as Thai words do, by code point; see ``sorting.sort_key``."""
    return once_each(series, lambda s: select(_ordered(s), _sort_key))


def _sort_key(ordered: pl.Expr) -> pl.Expr:
    places = (
        ordered.str.replace_all(f"[^{sorting.MARKS}]", "0")
        .str.replace_many(list(sorting.MARKS), list(sorting.MARK_WEIGHTS))
        .str.strip_chars_end("0")
    )
    return _letters(ordered) + pl.when(places == "").then(pl.lit("")).otherwise(pl.lit(" ") + places)


@table_form(pl.String())
def sort_starts(series: pl.Series) -> pl.Series:
    """What keys of texts with this beginning begin with; see ``sorting.sort_start``."""
    return once_each(series, lambda s: select(_ordered(s), _letters))
