"""Table form of addresses and house numbers."""

from __future__ import annotations

import polars as pl

from baansuk.thai import addresses as rule
from baansuk.thai.batches import once_each, only_where, rewrite, split_at, table_form
from baansuk.thai.tables_text import clean

PART_NAMES = (
    "house_no", "village_no", "village_name", "tambon", "amphoe", "province", "soi", "road", "postcode", "rest",
)  # fmt: skip
ADDRESS = pl.Struct(dict.fromkeys(PART_NAMES, pl.String))
_TAIL = pl.Struct(dict.fromkeys(PART_NAMES[1:], pl.String))


@table_form(pl.String())
def house_keys(series: pl.Series) -> pl.Series:
    """House numbers in one spelling; see ``addresses.house_key``."""
    return only_where(series, "[^0-9/]|(?:^|/)0|^-", lambda s: rewrite(clean(s).str.to_lowercase(), rule.HOUSE_RULES))


@table_form(pl.String())
def house_orders(series: pl.Series) -> pl.Series:
    """Texts that sort house numbers as people count; see ``addresses.house_order``."""
    return once_each(series, lambda s: _orders(house_keys(s)))


def _orders(keys: pl.Series) -> pl.Series:
    parts = pl.DataFrame({"t": keys}).select(g=pl.col("t").str.extract_groups(rule.ORDER_PARTS)).unnest("g")

    def number(group: str) -> pl.Expr:
        return pl.col(group).str.pad_start(rule.ORDER_DIGITS, "0")

    second = (
        pl.when((pl.col("3") != "") | (pl.col("4") != "")).then("/" + number("3") + pl.col("4")).otherwise(pl.lit(""))
    )
    third = pl.when(pl.col("5") != "").then("/" + number("5")).otherwise(pl.lit(""))
    order = number("1") + pl.col("2") + second + third + pl.col("6")
    return parts.select(pl.when(pl.lit(keys) == "").then(pl.lit("")).otherwise(order).alias(keys.name)).to_series()


@table_form(ADDRESS)
def read_addresses(series: pl.Series) -> pl.Series:
    """Struct of the parts of one-line addresses, a part that is not there null; see ``addresses.read_address``."""
    line = clean(series)
    tail = line.str.replace(rule.HEAD, "")
    number = split_at(line, tail)[0].str.replace(rule.HOUSE_WORD, "").str.strip_chars(" ")
    house = house_keys(number)
    parts = once_each(tail, _tail).struct.unnest()
    parts.insert_column(0, house.alias("house_no"))
    given = series.is_not_null()
    return parts.select(
        pl.when(pl.lit(given) & (pl.col(name) != "")).then(name).alias(name) for name in PART_NAMES
    ).to_struct(series.name)


def _tail(series: pl.Series) -> pl.Series:
    tail = pl.col("t")
    rest = tail.str.replace_all(rule.USED, " ").str.replace_all(" +", " ").str.strip_chars(" ")
    parts = {name: tail.str.extract(pattern).fill_null("") for name, pattern in rule.PARTS.items()}
    parts["village_no"] = parts["village_no"].str.strip_chars_start("0")
    return pl.DataFrame({"t": rewrite(series, rule.LEVEL_RULES)}).select(**parts, rest=rest).to_struct(series.name)
