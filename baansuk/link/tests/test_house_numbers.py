"""House numbers as registers spell them are one door, and what tells of no house is none."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.link.house_numbers import door, doors
from baansuk.thai.addresses import house_key


@pytest.mark.parametrize(
    "number",
    ["12/3", "๑๒/๓", "บ้านเลขที่ 12/3 ม.4", "12/3 หมู่ที่ 4", "12/3 หมู่ ๔ ต.ทดสอบ", "12-3", "บ.ล.ท. 12/3", "# 12/3", "12/3 (ใหม่)", "12/3-",
     "12/3ซ.5", "012/03"],
)  # fmt: skip
def test_spellings_of_one_door(number):
    assert door(house_key(number)) == "12/3"


@pytest.mark.parametrize("number", ["12", "12/3/1", "12/33", "12ก", "ท.12/3", "13/3"])
def test_other_doors(number):
    assert door(house_key(number)) not in ("", "12/3")


def test_letters_are_of_one_byte_and_stay_apart():
    letters = [door(house_key(f"12{chr(one)}")) for one in range(ord("ก"), ord("ฮ") + 1) if chr(one) not in "ฤฦ"]
    assert len(set(letters)) == len(letters) and all(one.isascii() for one in letters)


@pytest.mark.parametrize(
    "number", ["-", "ไม่มีเลขที่", "ชั่วคราว", "2026-03-12 00:00:00", "12 มี.ค.", "12-Mar", "12/3/2569", "วัด"]
)
def test_no_door(number):
    assert door(house_key(number)) == ""


def test_a_column_is_read_as_each_of_its_numbers():
    keys = ["12", "12/3", "12/3หมู่4", "วัด", "12ก", "2026-03-12"]
    read = doors(pl.Series("house_key", keys))
    assert dict(read.iter_rows()) == {key: door(key) or None for key in keys}
    assert doors(pl.Series("house_key", [], dtype=pl.String)).height == 0
