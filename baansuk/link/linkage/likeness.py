"""How much two names that differ are alike: by their sound, by a slip of the pen, as a part of the other."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from baansuk.engine.distances import distances
from baansuk.link.linkage.hearing import put
from baansuk.link.linkage.levels import LEVELS
from baansuk.link.linkage.meeting import mixed
from baansuk.link.linkage.numbering import numbered
from baansuk.link.linkage.records import Flags, Numbers, Rows, Whole
from baansuk.link.linkage.spelling import BYTES, LETTERS

# No name is longer; to hold texts against each other takes the square of their letters, and a row may hold a page.
_MOST_LETTERS: Final = 100
SAME, SOUND, NEAR, PART, DIFFERENT = (
    LEVELS["given"].index(level) for level in ("same", "sound", "near", "part", "different")
)


def levels_of_names(one: Numbers, other: Numbers, alike: Flags, names: pl.DataFrame) -> Whole:
    """Return the levels of names that differ, of arrays of one length; ``alike``: they have one skeleton.

    ``names`` has name, spelling and sound. Each two names are looked at once.
    """
    least, most = np.minimum(one, other), np.maximum(one, other)
    one_of_each, place = numbered(mixed((least, most)))
    x, y = np.split(_rows_of(names["name"].to_numpy(), np.concatenate([least[one_of_each], most[one_of_each]])), 2)
    sound = names["sound"].fill_null(-1).to_numpy()
    heard = (sound[x] == sound[y]) & (sound[x] >= 0)
    levels = np.select([heard, alike[one_of_each]], [SOUND, NEAR], DIFFERENT)
    doubtful = np.flatnonzero(levels == DIFFERENT)
    spelled = [names["spelling"].gather(side[doubtful]) for side in (x, y)]
    levels[doubtful] = np.where(
        _slipped(*spelled), NEAR, np.where(_begins(*spelled) | _begins(*reversed(spelled)), PART, DIFFERENT)
    )
    return levels[place]


def _rows_of(names: Numbers, wanted: Numbers) -> Rows:
    """Where each of the ``wanted`` stands among the ``names``, each of which stands there once."""
    number = numbered(np.concatenate([names, wanted]).view(np.uint64))[1]
    row = np.empty(len(names), np.int64)
    row[number[: len(names)]] = np.arange(len(names))
    return row[number[len(names) :]]


def _begins(one: pl.Series, other: pl.Series) -> Flags:
    names = pl.DataFrame({"one": one, "other": other})
    return names.select(pl.col("one").str.starts_with(pl.col("other"))).to_series().to_numpy()


def _slipped(one: pl.Series, other: pl.Series) -> Flags:
    """Whether two names are a slip or two of one letter apart: the shorter has five letters at least, or it is one slip."""
    short = np.minimum(one.str.len_chars().to_numpy(), other.str.len_chars().to_numpy())
    return few_apart(one, other, np.where(short >= 5, 2, 1))


def few_apart(one: pl.Series, other: pl.Series, most: Numbers) -> Flags:
    """Say whether two texts are at most ``most`` letters apart; every letter of ours counts one. Of very long ones the
    beginnings say so."""
    one, other = (_in_bytes(side.str.slice(0, _MOST_LETTERS)) for side in (one, other))
    lengths = [side.str.len_bytes().to_numpy().astype(np.int64) for side in (one, other)]
    near = np.abs(lengths[0] - lengths[1]) <= most
    apart = distances(one.filter(near), other.filter(near)).to_numpy()
    near[near] = apart <= most[near]
    return near


def _in_bytes(spelled: pl.Series) -> pl.Series:
    if spelled.is_empty():
        return spelled
    return pl.Series(put(spelled.str.join("\n").item(), (LETTERS, BYTES)).split("\n"), dtype=pl.String)
