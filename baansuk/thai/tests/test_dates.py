"""Dates keep their precision, their era is declared, and what two people would read differently is held."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import tables
from baansuk.thai.dates import ERAS, DateProblem, PartialDate, check_birth, read_date, show_date
from baansuk.thai.tests.strategies import column

FEB = date(2024, 2, 29)
GOOD = [
    ("29/02/2567", "BE", FEB, "day"),  # case 48
    ("29-2-2567", "BE", FEB, "day"),
    ("29.02.2567", "BE", FEB, "day"),
    ("2567-02-29", "BE", FEB, "day"),
    ("25670229", "BE", FEB, "day"),
    ("20240229", "CE", FEB, "day"),
    ("2024-02-29T00:00:00", "CE", FEB, "day"),
    ("29/02/2567 00:00", "BE", FEB, "day"),
    ("๒๙/๐๒/๒๕๖๗", "BE", FEB, "day"),
    ("29 ก.พ. 2567", "BE", FEB, "day"),
    ("29 กุมภาพันธ์ พ.ศ. 2567", "BE", FEB, "day"),
    ("29กพ2567", "BE", FEB, "day"),
    ("วันที่ 29 เดือน กุมภาพันธ์ พ.ศ. ๒๕๖๗", "BE", FEB, "day"),
    ("29 Feb 2567 BE", "BE", FEB, "day"),
    ("29 February 2024", "CE", FEB, "day"),
    ("12 มี.ค. 2567", "BE", date(2024, 3, 12), "day"),
    ("1 มิ.ย. 2567", "BE", date(2024, 6, 1), "day"),
    ("1 เม.ย. 2567", "BE", date(2024, 4, 1), "day"),
    ("00/05/2500", "BE", date(1957, 5, 1), "month"),
    ("พ.ค. 2500", "BE", date(1957, 5, 1), "month"),
    ("5/2500", "BE", date(1957, 5, 1), "month"),
    ("00/00/2500", "BE", date(1957, 1, 1), "year"),  # case 52
    ("-/-/2500", "BE", date(1957, 1, 1), "year"),
    ("พ.ศ. 2500", "BE", date(1957, 1, 1), "year"),
    ("2500", "per_value", date(1957, 1, 1), "year"),
    ("1957", "per_value", date(1957, 1, 1), "year"),
    ("45351", "excel", FEB, "day"),
    ("45351.75", "excel", FEB, "day"),
    ("59", "excel", date(1900, 2, 28), "day"),
    ("61", "excel", date(1900, 3, 1), "day"),
    ("29/02/67", "BE_short", FEB, "day"),
    ("01/05/85", "BE_short", date(1942, 5, 1), "day"),
]
BAD = [
    ("29/02/2568", "BE", "no_such_day"),  # case 49
    ("31/04/2560", "BE", "no_such_day"),  # case 52
    ("2/13/2560", "BE", "no_such_day"),
    ("29/02/67", "BE", "two_digit_year"),  # case 50
    ("29/02/2567", "CE", "wrong_era"),  # case 51
    ("29/02/2024", "BE", "wrong_era"),
    ("5 พ.ค. ค.ศ. 2567", "BE", "wrong_era"),
    ("1/1/2900", "BE", "year_out_of_range"),
    ("45351", "BE", "excel_serial"),  # case 53
    ("60", "excel", "no_such_day"),
    ("15/02/2483", "BE", "old_new_year"),  # case 55
    ("15/02/2470", "per_value", "old_new_year"),
    ("เมื่อวาน", "BE", "unreadable"),
    ("12", "BE", "unreadable"),
]


@pytest.mark.parametrize(("text", "era", "day", "precision"), GOOD)
def test_good_dates(text, era, day, precision):
    assert read_date(text, era) == PartialDate(day, precision)
    assert tables.read_dates(column([text]), era).to_list() == [{"date": day, "precision": precision, "problem": None}]


@pytest.mark.parametrize(("text", "era", "code"), BAD)
def test_bad_dates(text, era, code):
    problem = read_date(text, era)
    assert isinstance(problem, DateProblem)
    assert problem.code == code
    assert tables.read_dates(column([text]), era).to_list() == [{"date": None, "precision": None, "problem": code}]


def test_held_dates_say_what_they_could_mean():
    assert read_date("15/02/2483", "BE") == DateProblem("old_new_year", (date(1940, 2, 15), date(1941, 2, 15)))
    assert read_date("01/05/2024", "BE") == DateProblem("wrong_era", (date(1481, 5, 1), date(2024, 5, 1)))
    assert read_date("45351", "BE") == DateProblem("excel_serial", (FEB,))
    assert read_date("15/04/2483", "BE") == PartialDate(date(1940, 4, 15), "day")


@pytest.mark.parametrize("text", ["", " ", "-", "ไม่ทราบ", "00/00/0000", "00000000"])
def test_nothing_said_is_nothing_known(text):
    assert read_date(text, "BE") is None
    assert tables.read_dates(column([text]), "BE").to_list() == [{"date": None, "precision": None, "problem": None}]


numbers = st.tuples(st.integers(0, 32), st.integers(0, 13), st.integers(1890, 2720), st.sampled_from("/-. "))
date_text = st.one_of(
    numbers.map(lambda n: f"{n[0]:02d}{n[3]}{n[1]:02d}{n[3]}{n[2]}"),
    numbers.map(lambda n: f"{n[2]}{n[3]}{n[1]}{n[3]}{n[0]}"),
    numbers.map(lambda n: f"{n[2]}{n[1]:02d}{n[0]:02d}"),
    numbers.map(lambda n: f"{n[0]}/{n[1]}/{n[2] % 100:02d}"),
    st.tuples(numbers, st.sampled_from(["ม.ค.", "กุมภาพันธ์", "มีค", "Apr", "พ.ค. พ.ศ.", "มิ.ย. ค.ศ.", "ก.ย.", "xx"])).map(
        lambda t: f"{t[0][0]} {t[1]} {t[0][2]}"
    ),
    st.integers(0, 200_000).map(str),
    st.text(alphabet="0123456789/-. มคพศBE๐๙", max_size=12),
)


@given(st.lists(date_text, max_size=15), st.sampled_from(ERAS))
def test_both_forms_agree(texts, era):
    rows = []
    for text in texts:
        read = read_date(text, era)
        if isinstance(read, PartialDate):
            rows.append({"date": read.date, "precision": read.precision, "problem": None})
        else:
            rows.append({"date": None, "precision": None, "problem": read and read.code})
    assert tables.read_dates(column(texts), era).to_list() == rows


@given(
    st.dates(date(1941, 1, 1), date(2150, 12, 31)),
    st.sampled_from(["th", "en"]),
    st.sampled_from(["day", "month", "year"]),
)
def test_what_is_shown_reads_back(day, language, precision):
    known = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]
    assert read_date(show_date(known, precision, language), "BE") == PartialDate(known, precision)


def test_shown_dates():
    day = date(2024, 2, 12)
    assert [show_date(day, "day", "th"), show_date(day, "day", "en")] == ["12 ก.พ. 2567", "12 Feb 2567 BE"]
    assert [show_date(day, "month", "th"), show_date(day, "year", "en-gb")] == ["ก.พ. 2567", "2567 BE"]
    assert show_date(None) == ""


def test_nobody_is_born_tomorrow_or_in_2445():
    """Case 54."""
    today = date(2026, 11, 21)
    assert check_birth(date(2026, 11, 22), today) == "future"
    assert check_birth(date(1902, 5, 1), today) == "too_old"
    assert check_birth(date(1906, 11, 21), today) is None
    assert check_birth(date(1905, 11, 21), today) == "too_old"
    assert check_birth(today, today) is None


def test_an_era_nobody_declared_is_a_mistake():
    for read in (read_date, tables.read_dates):
        with pytest.raises(ValueError, match="no such era"):
            read("2567", "thai")
