"""Reads house numbers as registers spell them into one door: a text by which rows at one address meet."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

# Words before a number that are no part of it, and what after it begins the rest of an address.
_BEFORE: Final = re.compile(r"^(?:บ้านเลขที่|เลขที่บ้าน|บ้านเลข|เลขที่|เลข|บลท|บล|บ้าน|house|no|#)+")
_AFTER: Final = re.compile(
    r"\(.*|\[.*|(?<=[0-9a-zก-ฮ])(?:หมู่|ม(?=ที่|[0-9])|ต(?=ำบล)|อ(?=ำเภอ)|ซอย|ซ(?=[0-9])|ถนน|บ้าน|,|;).*"
)
# A spreadsheet takes 12/3 for a day: what is left is a day or a month's name, and the number is gone.
_DAY: Final = re.compile(
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}|^[0-9]{1,2}[-/][0-9]{1,2}[-/](?:19|20|24|25)[0-9]{2}$"
    r"|^[0-9]{1,2}-?(?:มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_BETWEEN: Final = re.compile(r"[-\\]+(?=[0-9])")
# Doors are compared letter by letter, and engines count letters of more than one byte differently: ก stands as a.
_COMMON: Final = "กขคงจฉชซญดตถทธนบปผพฟมยรลว"
_LETTERS: Final = {ord(letter): "abcdefghijklmnopqrstuvwxy"[place] for place, letter in enumerate(_COMMON)} | {
    ord(letter): f"z{chr(ord('a') + place)}" for place, letter in enumerate("ฃฅฆฌฎฏฐฑฒณฝภศษสหฬอฮ")
}
_OTHERS: Final = re.compile(r"[^0-9a-z/]+")
_PLAIN: Final = r"^[0-9]+(?:/[0-9]+)*$"


def door(key: str) -> str:
    """Return a house number, as ``thai.addresses.house_key`` leaves it, as a door; '' where it tells of no house.

    ``12/3``, ``12/3หมู่4``, ``#12/3``, ``12-3`` and ``บลท12/3`` are one door, ``12ก`` and ``12a`` another; words alone, and
    what a spreadsheet has turned into a date, are none.
    """
    if _DAY.search(key):
        return ""
    bare = _BETWEEN.sub("/", _AFTER.sub("", _BEFORE.sub("", key)))
    plain = _OTHERS.sub("", bare.translate(_LETTERS)).strip("/")
    return plain if any(sign.isdigit() for sign in plain) else ""


def doors(keys: pl.Series) -> pl.DataFrame:
    """Return distinct house numbers (``house_key``) beside their ``door``, null where there is none."""
    frame = pl.DataFrame({"house_key": keys})
    odd = frame.filter(~pl.col("house_key").str.contains(_PLAIN))["house_key"]
    spelled = pl.Series([door(key) or None for key in odd], dtype=pl.String)
    return frame.with_columns(
        door=pl.col("house_key").replace_strict(odd, spelled, default=pl.col("house_key"), return_dtype=pl.String)
    )
