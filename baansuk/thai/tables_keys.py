"""Table form of the keys of names: sound and dictionary order."""

from __future__ import annotations

import polars as pl

from baansuk.thai import sorting, sound
from baansuk.thai.batches import once_each, only_where, rewrite, table_form
from baansuk.thai.tables_text import clean

_PLACES = dict.fromkeys([*map(chr, range(0x0E01, 0x0E3B)), *map(chr, range(0x0E40, 0x0E4F)), *" \u0e7f0123456789"], "0")
_PLACES |= dict.fromkeys(map(chr, range(ord("a"), ord("z") + 1)), "0")
_PLACES |= dict(zip(sorting.MARKS, sorting.MARK_WEIGHTS, strict=True))


@table_form(pl.String())
def sound_keys(series: pl.Series) -> pl.Series:
    """Sound key of one-word names; see ``sound.sound_key``."""
    return once_each(series, _sound)


def _sound(series: pl.Series) -> pl.Series:
    spelled = rewrite(clean(series).str.to_lowercase(), sound.SOUND_RULES)
    symbols = spelled.str.replace_many(list(sound.SYMBOLS), list(sound.SYMBOLS.values()))
    return rewrite(symbols, sound.ONCE_RULES)


@table_form(pl.String())
def sort_keys(series: pl.Series) -> pl.Series:
    """Texts that sort as Thai words do, by code point; see ``sorting.sort_key``."""
    return once_each(series, _sort_keys)


@table_form(pl.String())
def sort_starts(series: pl.Series) -> pl.Series:
    """What keys of texts with this beginning begin with; see ``sorting.sort_start``."""
    return once_each(series, lambda s: _letters(_ordered(s)))


def _sort_keys(series: pl.Series) -> pl.Series:
    ordered = _ordered(series)
    marked = ordered.str.contains(f"[{sorting.MARKS}]").fill_null(False).arg_true()
    keys = _letters(ordered)
    if marked.is_empty():
        return keys
    return keys.scatter(marked, keys.gather(marked) + " " + _places(ordered.gather(marked)))


def _ordered(series: pl.Series) -> pl.Series:
    series = clean(series).str.to_lowercase()
    for pattern, replacement in sorting.PRIMARY_RULES:
        series = only_where(series, pattern, lambda s, p=pattern, r=replacement: s.str.replace_all(p, r))  # type: ignore[misc]
    return series


def _letters(ordered: pl.Series) -> pl.Series:
    bare = only_where(ordered, f"[{sorting.MARKS}]", lambda s: s.str.replace_many(list(sorting.MARKS), [""]))
    return bare.str.replace_all(" ", sorting.WORD_SPACE, literal=True)


def _places(ordered: pl.Series) -> pl.Series:
    """Where the marks stand: 0 for each letter, the weight of each mark."""
    places = ordered.str.replace_many(list(_PLACES), list(_PLACES.values()))
    return only_where(places, "[^0-9]", lambda s: s.str.replace_all("[^0-9]", "0")).str.strip_chars_end("0")
