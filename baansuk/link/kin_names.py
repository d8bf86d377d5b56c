"""Reads the names of kin that rows carry in one cell, as the names of persons themselves are read."""

from __future__ import annotations

import polars as pl

from baansuk.thai import tables


def kin_names(names: pl.Series) -> pl.DataFrame:
    """Return distinct whole names (``guardian``) beside the ``given_key`` and ``family_key`` that their bearers' rows have.

    A name of one word has no family key: too many are called so to find one of them by it.
    """
    split = tables.split_full_names(names).struct.unnest()
    return pl.DataFrame({"guardian": names, "given_key": _key(split["given"]), "family_key": _key(split["family"])})


def _key(parts: pl.Series) -> pl.Series:
    return tables.fold(tables.name_parts(parts))
