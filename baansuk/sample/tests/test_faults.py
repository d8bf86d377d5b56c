"""Each fault of text and number, one small table in, one out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from baansuk.sample import dates, faults, ids
from baansuk.sample.draws import choose, stream
from baansuk.sample.tests.conftest import PERSONS
from baansuk.thai import ids as thai_ids


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("sara_am_split", "คำอำ", "ค\u0e4d\u0e32อ\u0e4d\u0e32"),
        ("double_tone", "ต้นไม้", "ต้้นไม้"),
        ("double_e", "แก้ว", "เเก้ว"),
        ("zero_width", "สมชาย", "สม\u200bชาย"),
        ("no_break_space", "สมชาย", "\u00a0สมชาย"),
        ("trailing_space", "สมชาย", "สมชาย  "),
        ("mark_order", "น้ำ", "นำ้"),
        ("misspelt", "ณัฐศักดิ์", "นัฐศักดิ์"),
        ("misspelt", "มานะ", "มานะ"),
        ("sara_am_split", "มานะ", "มานะ"),
    ],
)
def test_text_faults(kind, before, after):
    assert pl.DataFrame({"x": [before]}).select(faults.text_fault(kind, pl.col("x"))).item() == after


def test_every_kind_has_its_own_bit():
    assert len(set(faults.BIT.values())) == len(faults.KINDS) == len(set(faults.KINDS)) <= 64


def test_number_faults():
    frame = pl.DataFrame({"x": ["1000012345677"]})
    assert frame.select(faults.scientific(pl.col("x"))).item() == "1.00001E+12"
    assert frame.select(faults.thai_digits(pl.col("x"))).item() == "๑๐๐๐๐๑๒๓๔๕๖๗๗"


def test_typing_errors_change_one_digit_and_stay_away_from_real_offices():
    numbers = ids.id_numbers(np.full(2_000, 3, dtype=np.int64), np.arange(2_000, dtype=np.int64))
    typed = faults.typo(stream(1, "typo"), numbers).to_list()
    for old, new in zip(numbers.to_list(), typed, strict=True):
        assert len(new) == 13
        assert sum(a != b for a, b in zip(old, new, strict=True)) <= 1
        assert new[1] == "0"
    turned = faults.swapped(stream(1, "swap"), numbers).to_list()
    for old, new in zip(numbers.to_list(), turned, strict=True):
        assert sorted(old) == sorted(new)
        assert old[:5] == new[:5]


def test_check_digits_agree_with_the_thai_room():
    numbers = ids.id_numbers(np.arange(1, 9, dtype=np.int64), np.arange(8, dtype=np.int64))
    for number in numbers.to_list():
        assert int(number[12]) == thai_ids.check_digit(number[:12])
    assert faults.passes_check(numbers).all()
    assert not faults.passes_check(pl.Series(["1000012345678"])).any()


def test_serials_are_unique_up_to_the_largest_province():
    order = np.arange(2_000_000, dtype=np.int64)
    for made in (
        ids.id_numbers(np.full(len(order), 1, dtype=np.int64), order),
        ids.house_codes(order),
        ids.g_codes(order),
    ):
        assert made.n_unique() == len(order)
    few = np.arange(250_000, dtype=np.int64)
    full = ids.status_numbers(np.full(len(few), 6, dtype=np.int64), few, 50)
    assert full.n_unique() == len(few)
    assert set(full.str.slice(5, 2)) == {"50", "51", "52"}


@pytest.mark.parametrize(
    ("style", "expected", "other"),
    [
        ("be", "17/02/2527", "17/02/1984"),
        ("be_words", "17 ก.พ. 2527", "17 ก.พ. 1984"),
        ("compact", "19840217", "25270217"),
        ("iso", "1984-02-17", "2527-02-17"),
        ("year_be", "2527", "1984"),
        ("year_iso", "1984", "2527"),
    ],
)
def test_dates_are_written_as_registers_write_them(style, expected, other):
    day = pl.Series([dt.date(1984, 2, 17)])
    assert dates.show(day, style).item() == expected
    assert dates.show(day, style, other_era=True).item() == other


def test_streams_are_their_own():
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()
    assert stream(1, "a").random() != stream(2, "a").random()


def test_choose_follows_the_weights():
    drawn = np.bincount(choose(stream(1, "w"), PERSONS * 4, (1, 3, 0)), minlength=3) / (PERSONS * 4)
    assert drawn[0] == pytest.approx(0.25, abs=0.03)
    assert drawn[2] == 0
