"""Names of a batch: full names taken apart, titles in one form, keys for comparing; each different word is read once."""

from __future__ import annotations

import polars as pl

from baansuk.collect.reading_once import Once
from baansuk.thai import tables

_COLUMNS = ["given_name", "given_key", "title", "title_sex", "family_name", "family_key"]


def read_names(frame: pl.DataFrame, once: Once) -> pl.DataFrame:
    """Add title, given_name, family_name, given_key, family_key and sex, as far as the frame has names at all.

    Titles are looked for at the front of a name only where there is no column of titles: "นางสาว" is before "นาง".
    """
    has = set(frame.columns)
    if "full_name" in has:
        names = _full_names(frame["full_name"], once)
    elif "given_name" in has:
        names = _given(frame, has, once).hstack(_family(frame, has, once))
    else:
        return frame
    sex = pl.coalesce("sex", "title_sex") if "sex" in has else pl.col("title_sex")
    frame = frame.drop(set(names.columns) & has).hstack(names)
    return frame.with_columns(sex=sex).drop("title_sex")


def _given(frame: pl.DataFrame, has: set[str], once: Once) -> pl.DataFrame:
    if "title" not in has:
        return once.read("titled", frame["given_name"], _titled)
    given = once.read("given", frame["given_name"], lambda some: _part(some, "given_name", "given_key"))
    return given.hstack(once.read("title", frame["title"], _title))


def _family(frame: pl.DataFrame, has: set[str], once: Once) -> pl.DataFrame:
    if "family_name" not in has:
        nothing = pl.repeat(None, len(frame), dtype=pl.String, eager=True)
        return pl.DataFrame({"family_name": nothing, "family_key": nothing})
    return once.read("family", frame["family_name"], _family_part)


def _full_names(names: pl.Series, once: Once) -> pl.DataFrame:
    """Two words are a titled given name and a family name: both repeat often; the rest is read name by name."""
    words = names.str.splitn(" ", 2).struct.rename_fields(["first", "second"]).struct.unnest()
    read = once.read("titled", words["first"], _titled).hstack(once.read("second", words["second"], _second))
    # A title alone as the first word ("นาย สมชาย") says that the second is no family name.
    slow = (names.is_not_null() & (read["given_name"].is_null() | read["more"].fill_null(False))).arg_true()
    if slow.is_empty():
        return read.select(_COLUMNS)
    apart = _apart(names.gather(slow))
    return read.select(read[column].scatter(slow, apart[column]) for column in _COLUMNS)


def _second(words: pl.Series) -> pl.DataFrame:
    """Read what comes after the first space; ``more`` says that it is more than one word."""
    return _family_part(words).with_columns(more=words.str.contains(r"\s"))


def _apart(names: pl.Series) -> pl.DataFrame:
    split = tables.split_full_names(names).struct.unnest()
    given = _part(split["given"], "given_name", "given_key")
    titles = pl.DataFrame({"title": split["title"], "title_sex": tables.sexes_of(split["title"])})
    return titles.hstack(given).hstack(_family_part(split["family"]))


def _titled(names: pl.Series) -> pl.DataFrame:
    split = tables.split_titles(names).struct.unnest()
    return _part(split["rest"], "given_name", "given_key").with_columns(
        title=split["title"], title_sex=tables.sexes_of(split["title"])
    )


def _title(titles: pl.Series) -> pl.DataFrame:
    shown = tables.titles_of(titles)
    return pl.DataFrame({"title": shown, "title_sex": tables.sexes_of(shown)})


def _family_part(names: pl.Series) -> pl.DataFrame:
    return _part(names, "family_name", "family_key")


def _part(names: pl.Series, name: str, key: str) -> pl.DataFrame:
    shown = tables.name_parts(names)
    folded = tables.fold(shown)
    return pl.DataFrame({name: shown, key: folded}).with_columns(pl.when(pl.col(key) != "").then(key).alias(key))
