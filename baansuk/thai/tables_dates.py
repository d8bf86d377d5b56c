"""Table form of dates."""

from __future__ import annotations

from typing import overload

import polars as pl

from baansuk.thai import dates as rule
from baansuk.thai import months
from baansuk.thai.batches import as_text, once_each, only_where, rewrite
from baansuk.thai.tables_text import to_arabic

DATE_READING = pl.Struct({"date": pl.Date, "precision": pl.String, "problem": pl.String})


@overload
def read_dates(column: pl.Series, era: str) -> pl.Series: ...
@overload
def read_dates(column: pl.Expr | str, era: str) -> pl.Expr: ...
def read_dates(column: pl.Series | pl.Expr | str, era: str) -> pl.Series | pl.Expr:
    """Struct(date, precision, problem) per row, all null when the cell says nothing; see ``dates.read_date``."""
    if era not in rule.ERAS:
        raise ValueError(f"no such era: {era}")
    if isinstance(column, pl.Series):
        return once_each(as_text(column), lambda s: _read(s, era))
    source = pl.col(column) if isinstance(column, str) else column
    return source.map_batches(
        lambda s: once_each(as_text(s), lambda d: _read(d, era)), return_dtype=DATE_READING, is_elementwise=True
    )


def _month(series: pl.Series) -> pl.Series:
    """Replace the first name of a month by its number."""
    frame = pl.DataFrame({"t": series.str.replace_all(".", "", literal=True)})
    number = pl.col("name").replace_strict(
        list(months.NUMBERS), list(months.NUMBERS.values()), default=None, return_dtype=pl.String
    )
    frame = frame.with_columns(name=pl.col("t").str.extract(f"({rule.NAMES})"))
    marked = pl.col("t").str.replace(rule.NAMES, " # ").str.replace("#", number, literal=True)
    return (
        frame.select(pl.when(pl.col("name").is_null()).then("t").otherwise(marked))
        .to_series()
        .str.replace_all(" +", " ")
        .str.strip_chars(" ")
    )


def _tidy(series: pl.Series) -> pl.Series:
    odd = only_where(to_arabic(series), "[^0-9/-]", lambda s: rewrite(s.str.to_lowercase(), rule.TIDY_RULES))
    return only_where(odd, rule.LETTERS, _month)


def _parts(cells: pl.Series) -> pl.DataFrame:
    """Columns cell, d, m, y (numbers; 0 not known), year_digits and e of each cell; y null when no shape fits."""
    frame = pl.DataFrame({"cell": cells})
    found = frame.select(
        "cell", *(pl.col("cell").str.extract_groups(shape).alias(name) for name, shape in rule.SHAPES.items())
    )

    def part(letter: str) -> pl.Expr:
        return pl.coalesce(pl.col(shape).struct.field(letter) for shape in rule.SHAPES)

    def number(letter: str) -> pl.Expr:
        return part(letter).str.strip_chars("-").cast(pl.Int32, strict=False).fill_null(0)

    return found.select(
        "cell",
        d=number("d"),
        m=number("m"),
        y=part("y").cast(pl.Int32),
        short=part("y").str.len_bytes() == 2,
        e=part("e"),
    )


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, null when there is none such."""
    text = pl.format(
        "{}-{}-{}",
        year.cast(pl.String).str.zfill(4),
        pl.max_horizontal(month, 1).cast(pl.String).str.zfill(2),
        pl.max_horizontal(day, 1).cast(pl.String).str.zfill(2),
    )
    return text.str.to_date("%Y-%m-%d", strict=False)


def _serial(cell: pl.Expr) -> pl.Expr:
    number = cell.str.extract("^([0-9]{1,6})(?:\\.[0-9]+)?$").cast(pl.Int32)
    start = pl.date(1899, 12, 30)
    real = number.is_between(1, 109574) & (number != 60)
    return pl.when(real).then(start + pl.duration(days=number + (number < 60).cast(pl.Int32)))


def _read(series: pl.Series, era: str) -> pl.Series:
    cell, d, m, e = pl.col("cell"), pl.col("d"), pl.col("m"), pl.col("e")
    frame = _parts(_tidy(series))
    two_digits = pl.col("short").fill_null(False)
    century = pl.when(pl.col("y") <= rule.SHORT_PIVOT).then(2500).otherwise(2400)
    year = pl.when(two_digits).then(pl.col("y") + century).otherwise(pl.col("y"))
    buddhist, christian = year.is_between(*rule.BE_YEARS), year.is_between(*rule.CE_YEARS)
    declared = {"BE": pl.lit("B"), "BE_short": pl.lit("B"), "CE": pl.lit("C"), "excel": pl.lit("C")}.get(
        era, pl.when(year > 2400).then(pl.lit("B")).otherwise(pl.lit("C"))
    )
    truth = pl.when(buddhist).then(pl.lit("B")).otherwise(pl.lit("C"))
    wrong_era = (truth != declared) | ((e != "") & (e != truth))
    old_new_year = buddhist & (year <= rule.LAST_APRIL_YEAR) & m.is_between(1, 3)
    day = (
        pl.when(m > 0)
        .then(_date(pl.when(buddhist).then(year - rule.BE_OFFSET).otherwise(year), m, d))
        .when(d <= 31)
        .then(_date(pl.when(buddhist).then(year - rule.BE_OFFSET).otherwise(year), pl.lit(1), pl.lit(1)))
    )
    is_serial = cell.str.contains(rule.SERIAL_ANY) if era == "excel" else pl.lit(False)
    problem = (
        pl.when(cell.is_null() | cell.str.contains(rule.NOTHING))
        .then(None)
        .when(is_serial)
        .then(pl.when(_serial(cell).is_null()).then(pl.lit("no_such_day")))
        .when(cell.str.contains(rule.SERIAL))
        .then(pl.lit("excel_serial"))
        .when(year.is_null())
        .then(pl.lit("unreadable"))
        .when(two_digits if era != "BE_short" else pl.lit(False))
        .then(pl.lit("two_digit_year"))
        .when(~(buddhist | christian))
        .then(pl.lit("year_out_of_range"))
        .when(wrong_era)
        .then(pl.lit("wrong_era"))
        .when(old_new_year)
        .then(pl.lit("old_new_year"))
        .when(day.is_null())
        .then(pl.lit("no_such_day"))
    )
    precision = (
        pl.when(is_serial).then(pl.lit("day")).when(m == 0).then(pl.lit("year")).when(d == 0).then(pl.lit("month"))
    ).otherwise(pl.lit("day"))
    found = pl.when(is_serial).then(_serial(cell)).otherwise(day)
    good = pl.col("problem").is_null() & ~cell.str.contains(rule.NOTHING)
    return (
        frame.with_columns(problem=problem)
        .select(date=pl.when(good).then(found), precision=pl.when(good).then(precision), problem=pl.col("problem"))
        .to_struct(series.name)
    )
