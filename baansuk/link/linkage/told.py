"""Reads what each record tells of one person alone: the id, the sex, the numbers, and which words are its names.

Most values are plain, and are read all at once; what is not is looked at again, and only that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.link.linkage.numbering import read_once
from baansuk.thai.digits import THAI_DIGITS
from baansuk.thai.ids import WEIGHTS
from baansuk.thai.titles import TITLES

MALE, FEMALE = 1, 2
_SEXES: Final = dict.fromkeys(("1", "ชาย", "ช", "ช.", "m", "male"), MALE) | dict.fromkeys(
    ("2", "หญิง", "ญ", "ญ.", "f", "female"), FEMALE
)
_MARKS: Final = r"[ \-()+.]"
_WHOLE: Final = "^[0-9]{1,18}$"
# Blanks that are not one between two words.
_ODD_BLANKS: Final = "  |[\t\u00a0]|^ | $"
_ID_DIGITS: Final = 13
_FROM_DIGITS, _TO_DIGITS = 11, 14
# One digit repeated is how registers write that they know no code of a house.
_REPEATED: Final = 11111111111
_SHORTEST_PHONE: Final = 8


def _titles_of_sex() -> dict[str, int]:
    """Return every title that says a sex, as it may stand alone."""
    return {
        form: MALE if title.sex == "male" else FEMALE
        for title in reversed(TITLES)
        if title.sex
        for form in _forms(title.written)
    }


def _forms(title: str) -> set[str]:
    """How a title may stand alone before a space: with its dots, without the last, without any."""
    return {form for form in (title, title.rstrip("."), title.replace(".", "")) if form and " " not in form}


OF_SEX: Final = _titles_of_sex()
_ALONE: Final = sorted({form for title in TITLES for form in _forms(title.written)})


def told(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with id, odd_id, sex, village, house_code and phone as numbers, and given_name and family_name read
    from full_name where it stands alone. ``rows`` has a text column for each of ``columns.COLUMNS``."""
    words = rows.select("title", "given_name", "family_name") if _parts_only(rows) else _named_in_full(rows)
    # In one go: each pass by itself begins with a plan.
    kept = ("record_id", "given_name", "family_name", "birth_date", "house_no", "tambon", "amphoe")
    read = rows.with_columns(words.iter_columns()).select(*kept, *_READ)
    valid, odd = _ids(rows["national_id"], read["number"])
    return read.drop("number", "title").with_columns(
        valid,
        odd,
        _sexes(rows["sex"], read["title"]),
        read_once(rows["village_no"], _villages).alias("village"),
        _phones(rows["phone"], read["phone"]),
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Int64, strict=False)


_CODE: Final = _number(pl.col("house_code"))
# What is plain, as numbers; null for the rest.
_READ: Final = (
    _number(pl.col("national_id")).alias("number"),
    pl.col("title"),
    pl.when((_CODE >= 0) & (_CODE % _REPEATED != 0)).then(_CODE).alias("house_code"),
    pl.when(pl.col("phone").str.len_bytes() >= _SHORTEST_PHONE).then(_number(pl.col("phone"))).alias("phone"),
)


def _parts_only(rows: pl.DataFrame) -> bool:
    return rows["full_name"].null_count() == len(rows)


def _named_in_full(rows: pl.DataFrame) -> pl.DataFrame:
    """Title, given name and family name; where there is no given name, the full name is cut at its blanks."""
    full = pl.when(pl.col("given_name").is_null()).then(_single_blanks(rows["full_name"]))
    at = [pl.col("words").struct.field(f"field_{place}") for place in range(4)]
    cut = rows.select("title", "given_name", "family_name", words=full.str.splitn(" ", 4)).with_columns(
        titles=pl.when(at[0].is_null())
        .then(None)
        .when(~at[0].is_in(_ALONE))
        .then(0)
        .when(at[1].is_in(_ALONE) & at[2].is_not_null())
        .then(2)
        .otherwise(1)
    )
    titles = pl.col("titles")
    read = cut.select(
        pl.when(titles > 0).then(pl.col("title").fill_null(at[0])).otherwise("title").alias("title"),
        pl.when(titles.is_null())
        .then("given_name")
        .otherwise(_behind(titles, at[0], at[1], at[2]))
        .alias("given_name"),
        pl.col("family_name").fill_null(_behind(titles, at[1], at[2], at[3])).alias("family_name"),
        more=pl.col("family_name").is_null() & _behind(titles, at[2], at[3], None).is_not_null(),
    )
    more = read["more"].arg_true()
    if len(more):
        # Of several words a family name stays as it stands.
        whole = [pl.concat_str(at[place:], separator=" ", ignore_nulls=True) for place in (1, 2, 3)]
        names = cut[more].select(_behind(titles, *whole)).to_series()
        read = read.with_columns(read["family_name"].clone().scatter(more, names))
    return read.drop("more")


def _behind(titles: pl.Expr, none: pl.Expr | None, one: pl.Expr | None, two: pl.Expr | None) -> pl.Expr:
    """What stands behind no title, one or two."""
    return pl.when(titles == 0).then(none).when(titles == 1).then(one).when(titles == 2).then(two)


def _single_blanks(texts: pl.Series) -> pl.Series:
    def single(odd: pl.Series) -> pl.Series:
        return odd.str.replace_all("[ \t\u00a0]+", " ").str.strip_chars(" ").replace("", None)

    return _again(texts, texts.str.contains(_ODD_BLANKS), single)


def _again(
    read: pl.Series, odd: pl.Series, rule: Callable[[pl.Series], pl.Series], of: pl.Series | None = None
) -> pl.Series:
    """Return ``read`` with what ``rule`` makes of the ``odd`` ones of ``of`` (of ``read`` itself) in their places."""
    places = odd.fill_null(value=False).arg_true()
    if not len(places):
        return read
    return read.clone().scatter(places, rule((read if of is None else of)[places]))


def _digits(texts: pl.Series) -> pl.Series:
    """The digits of texts, Thai ones too, null for what has something else than digits and marks."""
    return _arabic(texts.str.replace_all(_MARKS, ""))


def _arabic(texts: pl.Series) -> pl.Series:
    return texts.str.replace_many(list(THAI_DIGITS), list("0123456789"))


def _whole(digits: pl.Series) -> pl.Series:
    """Digits as a number; null for what is none."""
    plain = pl.DataFrame({"digits": digits}).select(pl.when(pl.col("digits").str.contains(_WHOLE)).then("digits"))
    return plain.to_series().cast(pl.Int64, strict=False)


def _ids(texts: pl.Series, number: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Numbers that are ids, and those that are not and have about as many digits: evidence only."""
    # Thirteen bytes that make a number of thirteen digits are these digits.
    plain = (texts.str.len_bytes() == _ID_DIGITS) & (number >= 10 ** (_ID_DIGITS - 1))
    checked = pl.Series(_checked(number.fill_null(0).to_numpy()))
    valid, odd = _shared_out(number, plain & checked, plain & ~checked)
    places = (texts.is_not_null() & ~plain.fill_null(value=False)).arg_true()
    if len(places):
        digits = _digits(texts[places])
        again, length = _whole(digits), digits.str.len_bytes()
        right = (length == _ID_DIGITS) & pl.Series(_checked(again.fill_null(0).to_numpy()))
        about = length.is_between(_FROM_DIGITS, _TO_DIGITS) & ~right
        for column, found in zip((valid, odd), _shared_out(again, right, about), strict=True):
            column.scatter(places, found)
    return valid, odd


def _shared_out(number: pl.Series, valid: pl.Series, odd: pl.Series) -> tuple[pl.Series, pl.Series]:
    found = pl.DataFrame({"number": number, "valid": valid, "odd": odd}).select(
        pl.when("valid").then("number").alias("id"), pl.when("odd").then("number").alias("odd_id")
    )
    return found["id"], found["odd_id"]


def _sums(weights: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """The weighted sum of the digits of every number below 10,000, written with four digits."""
    numbers = np.arange(10_000)
    return sum((weight * (numbers // 10 ** (3 - at) % 10) for at, weight in enumerate(weights)), 0 * numbers).astype(
        np.int16
    )


# Three tables of four digits each: to take out twelve digits one by one takes six times as long.
_SUMS: Final = tuple(_sums(WEIGHTS[at : at + 4]) for at in (0, 4, 8))


def _checked(number: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say of each number whether the last of its 13 digits is (11 - the weighted sum of the others mod 11) mod 10."""
    number = np.where((number < 0) | (number >= 10**_ID_DIGITS), 0, number)
    rest, last = np.divmod(number, 10)
    rest, third = np.divmod(rest, 10_000)
    first, second = np.divmod(rest, 10_000)
    total = _SUMS[0].take(first) + _SUMS[1].take(second) + _SUMS[2].take(third)
    found: npt.NDArray[np.bool_] = (11 - total % 11) % 10 == last
    return found


def _villages(texts: pl.Series) -> pl.Series:
    """The number of a village: the text where it is one, else the first up to three digits in it."""
    read = texts.cast(pl.Int16, strict=False)

    def first_digits(odd: pl.Series) -> pl.Series:
        arabic = _arabic(odd)
        plain = arabic.str.extract("^([0-9]{1,5})$", 1).cast(pl.Int16, strict=False)
        return plain.fill_null(arabic.str.extract("([0-9]{1,3})", 1).cast(pl.Int16))

    return _again(read, texts.is_not_null() & _unread(read), first_digits, texts)


def _sexes(texts: pl.Series, titles: pl.Series) -> pl.Series:
    """What a text says of the sex, in any letters; where it says nothing, what the title says."""
    read = read_once(texts, lambda sexes: _meant(sexes.str.to_lowercase(), _SEXES))
    unsaid = read.is_null().arg_true()
    if not len(unsaid):
        return read
    return read.scatter(unsaid, read_once(titles[unsaid], lambda words: _meant(words, OF_SEX)))


def _meant(texts: pl.Series, meanings: dict[str, int]) -> pl.Series:
    return texts.str.strip_chars(" ").replace_strict(meanings, default=None, return_dtype=pl.Int16)


def _phones(texts: pl.Series, read: pl.Series) -> pl.Series:
    """The digits of a telephone number as a number; null for what is too short to be one."""

    def undashed(odd: pl.Series) -> pl.Series:
        bare = odd.str.replace_all("-", "", literal=True)
        number = bare.cast(pl.Int64, strict=False)
        return _again(number, _unread(number), lambda again: _whole(_digits(again)), bare)

    return _again(read, (texts.str.len_chars() >= _SHORTEST_PHONE) & _unread(read), undashed, texts)


def _unread(read: pl.Series) -> pl.Series:
    return ~(read >= 0).fill_null(value=False)
