"""Which grants follow from an agreement's state, term, annexes and parties, on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.agree.annexes import STATES, Contents, Holder
from baansuk.agree.grants import GrantRow, Held, Standing, grants_of
from baansuk.agree.moves import MOVES
from baansuk.agree.onward import Given, rules_of
from baansuk.agree.terms import DAY, UNKNOWN, YEAR, Term

FIRST, LAST, TODAY = date(2025, 10, 1), date(2030, 9, 30), date(2026, 11, 21)
STANDING = Standing("MOU-1", "in_force", Term(FIRST, LAST, DAY))
HELD = Held(
    "CDD",
    Holder("provincial", True, True),
    Contents(classes=("household", "identity"), purposes=("help", "plan"), areas=("99", "98")),
    "approved",
)


def test_each_purpose_area_and_class_is_one_grant():
    rows = grants_of(STANDING, [HELD], TODAY)
    wanted = product(("help", "plan"), ("98", "99"), ("aggregate", "household", "identity"))
    assert rows == [GrantRow("CDD", purpose, area, name, FIRST, LAST) for purpose, area, name in wanted]


@pytest.mark.parametrize(
    ("state", "day"), product(MOVES, (FIRST - timedelta(days=40), FIRST, TODAY, LAST, LAST + timedelta(days=1)))
)
def test_only_an_agreement_in_force_grants_and_not_past_its_last_day(state, day):
    rows = grants_of(replace(STANDING, state=state), [HELD], day)
    assert bool(rows) == (state == "in_force" and day <= LAST)


@pytest.mark.parametrize("state", STATES)
def test_only_an_approved_annex_grants(state):
    assert bool(grants_of(STANDING, [replace(HELD, state=state)], TODAY)) == (state == "approved")


def test_an_example_grants_nothing():
    assert grants_of(replace(STANDING, example=True), [HELD], TODAY) == []


def test_a_term_not_known_grants_nothing():
    assert grants_of(replace(STANDING, term=Term(None, None, UNKNOWN)), [HELD], TODAY) == []


def test_a_year_only_grants_until_its_earliest_end():
    years = replace(STANDING, term=Term(FIRST, LAST, YEAR, FIRST))
    assert {(row.valid_from, row.valid_to) for row in grants_of(years, [HELD], TODAY)} == {(FIRST, date(2030, 1, 1))}


def test_the_smaller_of_agreement_and_annex_holds():
    early, late = date(2020, 1, 1), date(2040, 1, 1)
    wide = replace(HELD, valid_from=early, valid_to=late)
    narrow = replace(HELD, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert {(row.valid_from, row.valid_to) for row in grants_of(STANDING, [wide], TODAY)} == {(FIRST, LAST)}
    assert {(row.valid_from, row.valid_to) for row in grants_of(STANDING, [narrow], TODAY)} == {
        (date(2026, 1, 1), date(2026, 12, 31))
    }


def test_a_partner_that_left_mid_year_keeps_until_its_last_day():
    left = replace(HELD, left=date(2026, 12, 15))
    assert {row.valid_to for row in grants_of(STANDING, [left], TODAY)} == {date(2026, 12, 15)}
    assert grants_of(STANDING, [left], date(2026, 12, 15)) != []
    assert grants_of(STANDING, [left], date(2026, 12, 16)) == []


def test_a_partner_that_joined_later_gets_nothing_of_before():
    joined = replace(HELD, joined=date(2027, 1, 1))
    assert {row.valid_from for row in grants_of(STANDING, [joined], TODAY)} == {date(2027, 1, 1)}


def test_left_before_it_joined_is_nothing():
    assert grants_of(STANDING, [replace(HELD, joined=date(2027, 1, 1), left=date(2026, 12, 31))], TODAY) == []


def test_by_consent_only_opens_figures():
    asked = replace(HELD, contents=replace(HELD.contents, consent_only=True))
    rows = grants_of(STANDING, [asked], TODAY)
    assert {row.field_class for row in rows if not row.by_consent} == {"aggregate"}
    assert {row.field_class for row in rows if row.by_consent} == set(HELD.contents.personal) - {
        "position",
        "protection",
    }
    assert all(row.only == ("person_statement",) for row in rows if row.by_consent), (
        "no giver lets any register go further"
    )


def test_a_register_goes_to_who_was_agreed_to_only_where_its_giver_says_so():
    asked = replace(HELD, contents=replace(HELD.contents, consent_only=True))
    given = [Given("bmn", "MOF", "state"), Given("eef", "EEF", "consent"), Given("codi", HELD.partner, "keeping")]
    rows = grants_of(STANDING, [asked], TODAY, rules_of(given))
    assert {row.only for row in rows if row.by_consent} == {("person_statement", "codi", "eef")}


def test_a_partner_that_lost_its_legal_personality_keeps_figures_only():
    assert {
        row.field_class for row in grants_of(STANDING, [replace(HELD, holder=Holder("business", False, False))], TODAY)
    } == {"aggregate"}


def test_annexes_of_one_partner_do_not_double_a_grant():
    assert grants_of(STANDING, [HELD, HELD], TODAY) == grants_of(STANDING, [HELD], TODAY)


days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
maybe = st.none() | days


@given(begins=days, ends=days, annex=st.tuples(maybe, maybe), party=st.tuples(maybe, maybe), day=days)
def test_no_grant_reaches_beyond_any_of_its_papers(begins, ends, annex, party, day):
    held = replace(HELD, valid_from=annex[0], valid_to=annex[1], joined=party[0], left=party[1])
    for row in grants_of(replace(STANDING, term=Term(begins, ends, DAY)), [held], day):
        assert row.valid_from <= row.valid_to
        assert row.valid_to >= day
        assert all(first is None or first <= row.valid_from for first in (begins, annex[0], party[0]))
        assert all(last is None or row.valid_to <= last for last in (ends, annex[1], party[1]))
