"""When a term begins and ends, as its paper prints it, and when to warn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.agree.terms import DAY, UNKNOWN, WARNINGS, YEAR, Term, check_term, years_after
from baansuk.thai.words import Refusal

SIGNED = date(2021, 6, 25)
YEARS = Term(date(2021, 1, 1), date(2025, 1, 1), YEAR, SIGNED)
DAYS = Term(date(2025, 10, 1), date(2030, 9, 30), DAY, date(2025, 9, 20))
NONE = Term(None, None, UNKNOWN, SIGNED)


def test_a_year_only_is_read_at_its_earliest_end():
    assert YEARS.last_day == date(2025, 1, 1)
    assert YEARS.covers(date(2025, 1, 1))
    assert not YEARS.covers(date(2025, 1, 2))


def test_a_year_only_may_be_stored_with_any_day_of_the_year():
    assert Term(date(2021, 6, 25), date(2025, 12, 31), YEAR, SIGNED).last_day == date(2025, 1, 1)


def test_a_year_only_begins_with_the_signing():
    assert YEARS.first_day == SIGNED
    assert not YEARS.covers(SIGNED - timedelta(days=1))


def test_a_year_only_without_a_signing_day_begins_when_the_year_is_over():
    assert Term(date(2021, 1, 1), date(2025, 1, 1), YEAR).first_day == date(2021, 12, 31)


def test_a_year_only_signed_before_its_first_year_begins_with_the_year():
    assert Term(date(2021, 1, 1), date(2025, 1, 1), YEAR, date(2020, 12, 1)).first_day == date(2021, 1, 1)


def test_a_term_not_printed_covers_no_day():
    assert (NONE.first_day, NONE.last_day, NONE.days_left(SIGNED), NONE.warning(SIGNED)) == (None,) * 4
    assert not NONE.covers(SIGNED)


def test_both_days_are_in_force():
    assert DAYS.covers(date(2025, 10, 1))
    assert DAYS.covers(date(2030, 9, 30))
    assert not DAYS.covers(date(2025, 9, 30))
    assert not DAYS.covers(date(2030, 10, 1))


def test_nothing_begins_before_it_is_signed():
    late = Term(date(2025, 10, 1), date(2030, 9, 30), DAY, date(2026, 1, 15))
    assert late.first_day == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("left", "warned"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (1, 30), (0, 30), (-1, None), (-400, None)],
)
def test_warnings_come_180_90_and_30_days_before_the_end(left, warned):
    assert DAYS.warning(date(2030, 9, 30) - timedelta(days=left)) == warned
    assert DAYS.days_left(date(2030, 9, 30) - timedelta(days=left)) == left


@pytest.mark.parametrize(
    ("term", "code"),
    [
        (Term(date(2025, 1, 1), None, UNKNOWN), "term_not_printed"),
        (Term(None, date(2025, 1, 1), UNKNOWN), "term_not_printed"),
        (Term(date(2025, 1, 1), None, DAY), "term_half"),
        (Term(None, date(2025, 1, 1), YEAR), "term_half"),
        (Term(date(2025, 1, 2), date(2025, 1, 1), DAY), "days_turned"),
        (Term(date(2026, 1, 1), date(2025, 1, 1), YEAR), "days_turned"),
        (Term(None, None, "month"), "term_unreadable"),
    ],
)
def test_a_term_that_cannot_be_is_refused(term, code):
    with pytest.raises(Refusal) as told:
        check_term(term)
    assert told.value.code == code


@pytest.mark.parametrize("term", [YEARS, DAYS, NONE, Term(SIGNED, SIGNED, DAY)])
def test_a_term_that_can_be_is_taken(term):
    check_term(term)


def test_terms_overlap_where_they_share_a_day():
    first = Term(date(2025, 1, 1), date(2025, 12, 31), DAY)
    assert first.overlaps(Term(date(2025, 12, 31), date(2026, 12, 31), DAY))
    assert not first.overlaps(Term(date(2026, 1, 1), date(2026, 12, 31), DAY))
    assert not first.overlaps(NONE)
    assert not NONE.overlaps(first)


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2023, 3, 16), 5, date(2028, 3, 15)),
        (date(2025, 10, 1), 5, date(2030, 9, 30)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 3, 1), 1, date(2025, 2, 28)),
    ],
)
def test_whole_years_end_on_the_day_before(first, years, last):
    assert years_after(first, years) == last


days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@given(begins=days, ends=days, signed=st.none() | days, precision=st.sampled_from([YEAR, DAY]), day=days)
def test_no_day_is_covered_that_the_paper_leaves_in_doubt(begins, ends, signed, precision, day):
    term = Term(begins, ends, precision, signed)
    if term.covers(day):
        assert signed is None or day >= signed
        assert day <= (date(ends.year, 1, 1) if precision == YEAR else ends)
        assert day >= (date(begins.year, 1, 1) if precision == YEAR else begins)
    warned = term.warning(day)
    assert warned is None or warned in WARNINGS
