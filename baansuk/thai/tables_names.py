"""Table form of names: titles, given names and surnames."""

from __future__ import annotations

import polars as pl

from baansuk.thai import names as rule
from baansuk.thai import titles
from baansuk.thai.batches import once_each, only_where, rewrite, select, split_at, table_form
from baansuk.thai.tables_text import clean

TITLE_SPLIT = pl.Struct({"title": pl.String, "rest": pl.String})
NAME_SPLIT = pl.Struct({"title": pl.String, "given": pl.String, "family": pl.String})


def _name_or_null(name: pl.Expr) -> pl.Expr:
    return pl.when((name != "") & ~name.str.contains(rule.NO_NAME)).then(name)


def _shown(written: pl.Expr) -> pl.Expr:
    key = written.str.replace_all("[. ]", "").str.to_lowercase()
    return key.replace_strict(list(titles.SHOWN), list(titles.SHOWN.values()), default=None, return_dtype=pl.String)


@table_form(pl.String())
def name_parts(series: pl.Series) -> pl.Series:
    """One cleaned given name or surname, null when there is none; see ``names.name_part``."""
    return once_each(series, lambda s: select(clean(s), _name_or_null))


@table_form(pl.String())
def titles_of(series: pl.Series) -> pl.Series:
    """The titles of a title column as shown, null when there is none; see ``names.title_of``."""
    return once_each(
        series,
        lambda s: select(clean(s), lambda t: pl.when(_name_or_null(t).is_not_null()).then(pl.coalesce(_shown(t), t))),
    )


@table_form(pl.String())
def sexes_of(series: pl.Series) -> pl.Series:
    """``male`` or ``female`` by a shown title, else null."""
    return select(
        series,
        lambda t: t.replace_strict(list(titles.SEX), list(titles.SEX.values()), default=None, return_dtype=pl.String),
    )


def _split(text: pl.Series) -> pl.DataFrame:
    """Columns title (shown, null when none) and rest, of cleaned text."""
    written, rest = split_at(text, text.str.replace(titles.TITLED, ""), keep=2)
    return pl.DataFrame({"title": once_each(written, lambda s: select(s, _shown)), "rest": rest})


@table_form(TITLE_SPLIT)
def split_titles(series: pl.Series) -> pl.Series:
    """Struct(title, rest), title null when there is none; see ``names.split_title``."""
    return _split(clean(series)).to_struct(series.name)


@table_form(NAME_SPLIT)
def split_full_names(series: pl.Series) -> pl.Series:
    """Struct(title, given, family), each null when absent; see ``names.split_full_name``."""
    split = _split(clean(series))
    rest = only_where(split["rest"], "[-–—_]", lambda s: rewrite(s, [(rule.LONE_DASH, "${1}")]).str.strip_chars(" "))
    words = rest.str.splitn(" ", 2).struct.unnest()
    words.columns = ["given", "family"]
    return words.select(
        split["title"], given=_name_or_null(pl.col("given")), family=_name_or_null(pl.col("family"))
    ).to_struct(series.name)
