"""Cleans dates, house numbers and areas, each distinct text once."""

from __future__ import annotations

from typing import Final

import polars as pl

from baansuk.engine.text_keys import text_keys
from baansuk.link.linkage.hearing import heard
from baansuk.link.linkage.spelling import skeleton
from baansuk.thai.digits import THAI_DIGITS

_LOCAL_DATE: Final = "^(?<day>[0-9]{1,2})[-/. ](?<month>[0-9]{1,2})[-/. ](?<year>[0-9]{4})$"
_ISO_DATE: Final = "^(?<year>[0-9]{4})[-/]?(?<month>[0-9]{1,2})?[-/]?(?<day>[0-9]{1,2})?"
# Years of the Buddhist era, and how far they are ahead.
_BUDDHIST_FROM, _AHEAD = 2400, 543
_TAMBON_WORDS: Final = "^(ตำบล|ต\\.|แขวง)"
_AMPHOE_WORDS: Final = "^(อำเภอ|กิ่งอำเภอ|อ\\.|เขต)"
_CODE: Final = "^[0-9]{1,18}$"
_TAMBON_CODE: Final = "^[0-9]{6}$"
_AMPHOE_DIGITS: Final = 4
# What begins before it is Latin.
_AFTER_LATIN: Final = "{"
# Stands for a line end on a sheet; no script has it.
_NO_LETTER: Final = "\ue000"


def births(texts: pl.Series) -> pl.Series:
    """Return dates as whole numbers, yyyymmdd with 00 for what is unknown; null for what is no date."""
    digits = _arabic(texts.str.strip_chars(" "))
    local = digits.str.extract_groups(_LOCAL_DATE)
    read = local.struct.unnest()
    other = (read["year"].is_null() & digits.is_not_null()).arg_true()
    if len(other):
        iso = digits[other].str.extract_groups(_ISO_DATE).struct.unnest()
        read = pl.DataFrame([read[name].clone().scatter(other, iso[name]) for name in ("year", "month", "day")])
    year, month, day = (pl.col(name) for name in ("year", "month", "day"))
    known = read.select(pl.all().cast(pl.Int32)).with_columns(
        pl.when(year > _BUDDHIST_FROM).then(year - _AHEAD).otherwise(year).alias("year")
    )
    in_month = pl.when(month.is_between(1, 12)).then(
        month * 100 + pl.when(day.is_between(1, 31)).then(day).otherwise(0)
    )
    return known.select(
        pl.when(year.is_between(1850, 2150)).then(year * 10000 + in_month.fill_null(0)).alias("birth")
    ).to_series()


def houses(texts: pl.Series) -> pl.Series:
    """Return a number for each house number, however its digits, blanks and dots are written."""
    plain = _arabic(texts.str.to_lowercase()).str.replace_all(r"[ ._\-]", "")
    return text_keys(plain.replace("", None))


def areas(told: pl.DataFrame) -> pl.DataFrame:
    """Return what each tambon and amphoe is: coded, place, district, tambon (numbers) and tambon_name, by which tambons
    that are spelled in two ways are held against each other.

    A tambon is told by what its name sounds like within its amphoe, or by its code, whose first four digits are the
    amphoe's.
    """
    written = _plain(told["tambon"], _TAMBON_WORDS)
    frame = pl.DataFrame(
        {
            "written": written,
            "heard": _heard(written),
            "amphoe": _heard(_plain(told["amphoe"], _AMPHOE_WORDS)),
        }
    ).with_columns(coded=pl.col("heard").str.contains(_TAMBON_CODE))
    tambon, coded = pl.col("heard"), pl.col("coded")
    amphoe = pl.when(pl.col("amphoe") != "").then("amphoe").when(coded).then(tambon.str.head(_AMPHOE_DIGITS))
    # Where names of two areas are held against each other, Latin ones are so letter by letter: their consonants are too few.
    latin = pl.when(pl.col("written") < _AFTER_LATIN).then("written").otherwise(tambon).replace("", None)
    named = frame.with_columns(amphoe.otherwise(pl.lit("")).alias("amphoe")).select(
        coded,
        pl.when(tambon == "").then(None).when(coded).then(tambon)
        .otherwise(pl.concat_str("amphoe", pl.lit("/"), tambon)).alias("place"),
        pl.col("amphoe").replace("", None).alias("district"),
        tambon.replace("", None).alias("tambon"),
        pl.when(~coded).then(latin).alias("tambon_name"),
    )  # fmt: skip
    return named.with_columns(text_keys(named[name]) for name in ("place", "district", "tambon"))


def _arabic(texts: pl.Series) -> pl.Series:
    thai = texts.str.contains("[๐-๙]").fill_null(value=False).arg_true()
    if not len(thai):
        return texts
    return texts.clone().scatter(thai, texts[thai].str.replace_many(list(THAI_DIGITS), list("0123456789")))


def _plain(names: pl.Series, words: str) -> pl.Series:
    """Names of areas in small letters without the word for what they are; '' for none."""
    own = names.fill_null("").str.strip_chars(" ").str.replace(words, "")
    return own.str.replace_all(r"[ .\-]", "").str.to_lowercase()


def _heard(plain: pl.Series) -> pl.Series:
    """The names of areas as they sound, Latin ones by their consonants; a code stays."""
    unique = plain.unique()
    codes = unique.str.contains(_CODE)
    words = unique.filter(~codes & (unique != ""))
    latin = words.filter(words < _AFTER_LATIN)
    thai = words.filter(words >= _AFTER_LATIN)
    meant = {name: skeleton(name) for name in latin}
    sounds, _ = heard(thai.str.replace_all("\n", _NO_LETTER, literal=True).str.join("\n").item())
    meant |= dict(zip(thai, (sound.replace(_NO_LETTER, "\n") for sound in sounds.split("\n")), strict=False))
    return plain.replace(meant)
