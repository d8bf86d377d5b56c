"""Cleans registers once for the peer, in polars and with baansuk.thai, so that Splink is measured on linking alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from baansuk.thai.tables import (
    clean,
    house_keys,
    read_phones,
    sexes_of,
    sound_keys,
    split_full_names,
    split_titles,
    titles_of,
    to_arabic,
)  # fmt: skip

ASKED = (
    *("record_id", "national_id", "full_name", "title", "given_name", "family_name", "sex", "birth_date"),
    *("house_no", "village_no", "tambon", "amphoe", "house_code", "phone"),
)
SEXES = {"ชาย": "m", "ช": "m", "1": "m", "male": "m", "m": "m", "หญิง": "f", "ญ": "f", "2": "f", "female": "f", "f": "f"}
# DuckDB's distances count bytes, and a Thai letter is three: each gets a sign of one byte, in the order of the alphabet.
ONE_BYTE = {chr(0x0E00 + place): chr(0x20 + place) for place in range(1, 0x5B)}
# A code of a place is taken for the name with which the same people write it; fewer than this is chance.
SAME_PLACE = 5


def cleaned(registers: Sequence[Path], out: Path) -> Path:
    """Write one table of all records to ``out``: unique_id (whole number), record_id, source, and every field in the form
    in which it compares best; what is unknown is null."""
    rows = pl.concat([_asked(path) for path in registers])
    names = _names(rows)
    frame = pl.DataFrame(
        {"unique_id": pl.int_range(len(rows), eager=True), "record_id": rows["record_id"], "source": rows["source"]}
    ).hstack([*_ids(rows), *names, *_birth(rows["birth_date"]), _sex(rows, names), *_place(rows), *_others(rows)])
    _numbered_places(_at_house_codes(_named_places(frame))).write_parquet(out)
    return out


def _asked(path: Path) -> pl.DataFrame:
    frame = pl.read_parquet(path)
    absent = [pl.lit(None, pl.String).alias(name) for name in ASKED if name not in frame.columns]
    return frame.with_columns(*absent, source=pl.lit(path.stem)).select("source", pl.col(ASKED).cast(pl.String))


def _ids(rows: pl.DataFrame) -> list[pl.Series]:
    """Return ``national_id`` (valid only, a whole number) and ``id_digits`` (any digits that were given)."""
    digits = to_arabic(rows["national_id"]).str.replace_all("[^0-9]", "")
    number = pl.when(digits.str.len_chars() == 13).then(digits.cast(pl.Int64, strict=False))
    total = sum((number // 10**power % 10) * (power + 1) for power in range(1, 13))
    valid = pl.select(pl.when((11 - total % 11) % 10 == number % 10).then(number).alias("national_id")).to_series()
    return [valid, _present(digits).alias("id_digits")]


def _names(rows: pl.DataFrame) -> list[pl.Series]:
    """Titles off, one byte a letter, and the sound of both names; ``title_sex`` is what the title says."""
    whole = split_full_names(rows["full_name"]).struct.unnest()
    first = split_titles(rows["given_name"]).struct.unnest()
    title = pl.select(pl.coalesce(titles_of(rows["title"]), first["title"], whole["title"])).to_series()
    given = pl.select(pl.coalesce(_present(first["rest"]), whole["given"])).to_series()
    family = pl.select(pl.coalesce(_present(clean(rows["family_name"])), whole["family"])).to_series()
    return [
        _one_byte(given).alias("given"),
        _one_byte(family).alias("family"),
        _present(sound_keys(given)).alias("given_sound"),
        _present(sound_keys(family)).alias("family_sound"),
        title.alias("title"),
    ]


def _present(text: pl.Series) -> pl.Series:
    return pl.select(pl.when(text != "").then(text)).to_series()


def _one_byte(names: pl.Series) -> pl.Series:
    bare = names.str.to_lowercase().str.replace_all(" ", "", literal=True)
    return _present(bare.str.replace_many(ONE_BYTE))


def _birth(written: pl.Series) -> list[pl.Series]:
    """Return year (of the Christian era), month and day; 0 and an unreadable part are null. A year over 2400 is Buddhist."""
    text = pl.col("t").str.replace_all("[ .-]", "/").str.replace("T.*$", "")
    runs = text.str.replace(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", "$1/$2/$3").str.split("/")
    parts = [runs.list.get(place, null_on_oob=True).cast(pl.Int16, strict=False) for place in range(3)]
    year_first = runs.list.get(0, null_on_oob=True).str.len_chars() == 4
    frame = pl.DataFrame({"t": to_arabic(written)}).select(
        year=pl.when(year_first).then(parts[0]).otherwise(parts[2]),
        month=parts[1],
        day=pl.when(year_first).then(parts[2]).otherwise(parts[0]),
    )
    year = pl.when(pl.col("year") > 2400).then(pl.col("year") - 543).otherwise("year")
    kept = frame.select(
        birth_year=pl.when(year.is_between(1850, 2100)).then(year),
        birth_month=pl.when(pl.col("month") > 0).then("month"),
        birth_day=pl.when(pl.col("day") > 0).then("day"),
    )
    return kept.get_columns()


def _sex(rows: pl.DataFrame, names: Sequence[pl.Series]) -> pl.Series:
    from_title = sexes_of(names[-1]).str.head(1)
    said = rows["sex"].str.to_lowercase().str.strip_chars().replace_strict(SEXES, default=None, return_dtype=pl.String)
    return pl.select(pl.coalesce(said, from_title).alias("sex")).to_series()


def _place(rows: pl.DataFrame) -> list[pl.Series]:
    number = to_arabic(rows["village_no"]).str.extract("([0-9]+)").cast(pl.Int16, strict=False)
    return [
        _present(house_keys(rows["house_no"])).alias("house_no"),
        number.alias("village_no"),
        *(_area(rows[name]) for name in ("tambon", "amphoe")),
    ]


def _area(column: pl.Series) -> pl.Series:
    """A name without its kind before it; of a code and a name in one cell, the name."""
    both = (
        clean(column).str.replace("^[0-9]{4,6} *[-:/]? *([ก-ฮ])", "$1").str.replace("^(?:ต|อ)\\.|^(?:ตำบล|อำเภอ)", "")
    )
    return _present(both.str.strip_chars(" ")).alias(column.name)


def _others(rows: pl.DataFrame) -> list[pl.Series]:
    digits = to_arabic(rows["house_code"]).str.replace_all("[^0-9]", "").cast(pl.Int64, strict=False)
    # One digit repeated is how registers write that they know no code.
    code = pl.select(pl.when(digits % 11_111_111_111 != 0).then(digits).alias("house_code")).to_series()
    return [code, read_phones(rows["phone"]).struct.field("number").alias("phone")]


def _named_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Write codes of tambon and amphoe as the names that people of the same names and birth year give most often."""
    same = ["given_sound", "family_sound", "birth_year"]
    for place in ("tambon", "amphoe"):
        coded = pl.col(place).str.contains("^[0-9]+$")
        pairs = frame.filter(coded).join(frame.filter(~coded), on=same).group_by(place, f"{place}_right").len()
        names = pairs.filter(pl.col("len") >= SAME_PLACE).sort("len", descending=True).unique(place, keep="first")
        frame = frame.with_columns(pl.col(place).replace(names[place], names[f"{place}_right"]))
    return frame


def _at_house_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a row that has a house code alone the address that most rows of this code give."""
    parts = ["amphoe", "tambon", "village_no", "house_no"]
    known = frame.drop_nulls(["house_code", "tambon", "house_no"]).group_by("house_code", *parts).len()
    # Sorted by the address as well, so that a tie falls the same way every time.
    homes = known.sort("len", *parts, descending=True).unique("house_code", keep="first", maintain_order=True)
    joined = frame.join(homes.drop("len"), on="house_code", how="left", maintain_order="left")
    bare = pl.col("tambon").is_null() & pl.col("house_no").is_null()
    filled = [pl.when(bare).then(f"{part}_right").otherwise(part).alias(part) for part in parts]
    return joined.with_columns(filled).select(frame.columns)


def _numbered_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn a place into one whole number a level (a hash), so that the peer compares numbers and not texts; a town has
    house numbers without a village number."""
    levels = {
        "amphoe": ("amphoe",),
        "tambon": ("amphoe", "tambon"),
        "village": ("amphoe", "tambon", "village_no"),
        "house": ("amphoe", "tambon", "village_no", "house_no"),
    }
    return frame.with_columns(
        pl.when(pl.all_horizontal(pl.col(part).is_not_null() for part in {*parts} - ({"village_no"} & {*parts[:-1]})))
        .then(pl.struct(parts).hash())
        .alias(name)
        for name, parts in levels.items()
    ).drop("village_no", "house_no")
