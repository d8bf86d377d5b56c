"""Writes dates the ways registers do: Buddhist or Christian era, with slashes, without, or the year alone."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from .draws import Whole

BUDDHIST = 543
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


def day_number(day: dt.date) -> int:
    """Days since 1970, as numbers of days are kept throughout this room."""
    return (day - dt.date(1970, 1, 1)).days


def from_numbers(days: Whole) -> pl.Series:
    """Turn day numbers into dates."""
    return pl.Series(days).cast(pl.Int32).cast(pl.Date)


def show(date: pl.Series, style: str, *, other_era: bool = False) -> pl.Series:
    """Write dates: be 17/02/2527 · be_words 17 ก.พ. 2527 · compact 19840217 · iso 1984-02-17 · year_… the year alone.

    ``other_era`` writes the year in the era that this style does not use, as clerks sometimes do.
    """
    buddhist = (style.removeprefix("year_") in ("be", "be_words")) != other_era
    year = (date.dt.year() + (BUDDHIST if buddhist else 0)).cast(pl.String)
    if style.startswith("year_"):
        return year
    day, month = (part.cast(pl.String).str.zfill(2) for part in (date.dt.day(), date.dt.month()))
    if style == "be":
        return day + "/" + month + "/" + year
    if style == "be_words":
        name = pl.Series(MONTHS).gather((date.dt.month() - 1).cast(pl.UInt32))
        return date.dt.day().cast(pl.String) + " " + name + " " + year
    return year + month + day if style == "compact" else year + "-" + month + "-" + day


def some_days(rng: np.random.Generator, count: int, first: dt.date, last: dt.date) -> pl.Series:
    """Draw days between two dates, both included."""
    return from_numbers(rng.integers(day_number(first), day_number(last) + 1, count))
