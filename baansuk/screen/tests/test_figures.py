"""Numbers, money and days as they are read; what is not known is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from baansuk.screen.figures import share, show_baht, show_day, show_moment, show_number, show_percent

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("language", "form", "shown"),
    [
        ("th", {}, "21 พฤศจิกายน 2569"),
        ("th", {"short": True}, "21 พ.ย. 2569"),
        ("th", {"precision": "month"}, "พฤศจิกายน 2569"),
        ("th", {"precision": "year"}, "พ.ศ. 2569"),
        ("en", {}, "21 November 2569 BE"),
        ("en", {"short": True}, "21 Nov 2569 BE"),
        ("en", {"precision": "month"}, "November 2569 BE"),
        ("en", {"precision": "year"}, "2569 BE"),
    ],
)
def test_day_is_shown_with_its_buddhist_year_and_no_more_than_is_known(language, form, shown):
    assert show_day(DAY, language, **form) == shown


def test_every_month_has_its_name_in_both_languages():
    thai = {show_day(date(2026, month, 1), "th", short=True) for month in range(1, 13)}
    english = {show_day(date(2026, month, 1), "en") for month in range(1, 13)}
    assert len(thai) == len(english) == 12


def test_leap_day_is_kept():
    assert show_day(date(2024, 2, 29), "th") == "29 กุมภาพันธ์ 2567"


def test_moment_is_shown_with_hours_and_minutes():
    moment = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
    assert show_moment(moment, "th") == "21 พ.ย. 2569 07:05 น."
    assert show_moment(moment, "en") == "21 Nov 2569 BE, 07:05"


@pytest.mark.parametrize("show", [show_day, show_moment, show_number, show_baht])
def test_unknown_is_said_and_is_not_zero(show):
    assert show(None, "th") == "ไม่ทราบ"
    assert show(None, "en") == "not known"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0, None, "0"),
        (1234567, None, "1,234,567"),
        (Decimal("1234.50"), None, "1,234.50"),
        (2.345, 2, "2.35"),
        (0.125, 2, "0.13"),
        (-1200, None, "-1,200"),
        (3, 1, "3.0"),
    ],
)
def test_numbers_have_thousands_separated_and_round_half_up(value, places, shown):
    assert show_number(value, "th", places=places) == shown


@pytest.mark.parametrize(
    ("value", "thai", "english"),
    [(48250, "48,250 บาท", "48,250 baht"), (Decimal("0.5"), "0.50 บาท", "0.50 baht"), (0, "0 บาท", "0 baht")],
)
def test_baht_show_satang_only_when_there_are_some(value, thai, english):
    assert show_baht(value, "th") == thai
    assert show_baht(value, "en") == english


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 10, 0), (999, 1000, 99), (1000, 1000, 100), (5, 0, None), (12, 10, 100), (-1, 5, 0)],
)
def test_share_is_finished_only_when_it_is(part, whole, percent):
    assert share(part, whole) == percent


def test_percent_of_nothing_is_not_known():
    assert show_percent(1, 0, "th") == "ไม่ทราบ"
    assert show_percent(None, 5, "en") == "not known"
    assert show_percent(1, 3, "en") == "33.3%"
