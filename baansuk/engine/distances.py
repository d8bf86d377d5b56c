"""How many letters two texts are apart, of many texts at once and whatever the engine."""

from __future__ import annotations

import polars as pl

from baansuk.engine.frames import framed, shown
from baansuk.engine.text_keys import connection


def distances(one: pl.Series, other: pl.Series) -> pl.Series:
    """Return Levenshtein's distance in bytes of each text of ``one`` and the text in its place in ``other``."""
    here = connection()
    # Which rows come first is not told of a parallel scan, so each goes with its number.
    here.register("given", shown(pl.DataFrame({"one": one, "other": other}).with_row_index("row")))
    found = framed(here.sql("select row, levenshtein(one, other) as apart from given"))
    here.unregister("given")
    return found.sort("row")["apart"]
