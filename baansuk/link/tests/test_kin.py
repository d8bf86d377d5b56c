"""Somebody whom no house is known of goes to the home of the kin that a row names, where only one can be meant."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from baansuk.link.kin_names import kin_names
from baansuk.link.tests import registers, twin
from baansuk.link.tests.side_by_side import SideBySide
from baansuk.link.tests.test_against_twin import link

PARENT, PUPIL, OTHER = registers.IDS[:3]
BORN = dt.date(1980, 1, 2)
together = SideBySide(link)


def parent(**said):
    at = {"household_key": "k1", "house": "12/3", "village": 1} | said
    return registers.person(**({"id": PARENT, "name": "สมหญิง ทดสอบดี", "born": BORN} | at))


def pupil(**said):
    row = {"guardian": "นางสมหญิง ทดสอบดี"} | said
    return registers.person(source="college", delivery=4, id=PUPIL, name="สมชาย ทดสอบดี", **row)


def placed(case):
    """The rule that placed the last row, and whether it is at home with the first."""
    _, homes, rules, _ = case.found
    first, last = case.rows[0]["record_id"], case.rows[-1]["record_id"]
    return rules[last], homes[first] == homes[last]


NO_ADDRESS = together.add(parent(), pupil())
A_SLIP = together.add(parent(), pupil(house="12/8", village=1))
TOO_LITTLE = [
    together.add(parent(), pupil(**said))
    for said in (
        {"house": "57", "village": 1},
        {"house": "12/3", "village": 2},
        {"tambon_code": "990102"},
        {"guardian": "นางสมหญิง"},
        {"guardian": "นางสมหญิง สมมติสุข"},
        {"guardian": None},
    )
]
NAMESAKE = registers.person(id=OTHER, name="สมหญิง ทดสอบดี", household_key="k2", house="9", village=2)
TWO_OF_THE_NAME = together.add(parent(), NAMESAKE, pupil())
MOVED_OUT = together.add(parent(life_status="moved"), pupil())
NEIGHBOUR = registers.person(id=OTHER, name="บุญมี สมมติสุข", household_key="k2", house="12/3", village=1)
TWO_HOMES_AT_ONE_DOOR = together.add(parent(), NEIGHBOUR, pupil(house="12/3", village=1))
WITHOUT_TITLES = together.add(
    parent(name="ก ข"),
    registers.person(id=OTHER, name="ค ง", household_key="k2", house="12/3", village=1),
    pupil(guardian="ก ข", house="12/8", village=1),
)


def test_a_pupil_without_an_address_goes_to_the_home_of_the_guardian():
    assert placed(NO_ADDRESS) == ("kin", True)


def test_an_address_but_for_a_slip_is_taken_for_that_of_the_guardian():
    assert placed(A_SLIP) == ("kin", True)


@pytest.mark.parametrize("case", TOO_LITTLE)
def test_what_speaks_against_it_or_says_too_little_leaves_the_pupil_apart(case):
    rule, together = placed(case)
    assert rule in ("none", "address") and not together


def test_a_name_that_two_homes_bear_places_nobody():
    assert placed(TWO_OF_THE_NAME) == ("none", False)


def test_a_guardian_who_moved_out_of_that_house_is_not_looked_for_there():
    assert placed(MOVED_OUT) == ("none", False)


def test_of_two_homes_at_one_door_the_guardian_decides():
    assert placed(TWO_HOMES_AT_ONE_DOOR) == ("kin", True)


def test_the_twin_says_the_same_of_names_without_titles():
    persons, homes, rules, main = WITHOUT_TITLES.found
    rows = WITHOUT_TITLES.rows
    said = twin.homes(rows, {row["record_id"]: persons[row["record_id"]] for row in rows})
    assert (of(homes, said[0]), of(rules, said[1]), of(main, said[2])) == said and "kin" in said[1].values()


def of(told, some):
    return {name: told[name] for name in some}


def test_names_are_read_as_those_of_persons():
    read = kin_names(pl.Series("guardian", ["นางสมหญิง  ทดสอบดี", "น.ส.สมหญิง ทดสอบดี", "สมหญิง"]))
    assert read["given_key"].n_unique() == 1
    assert read["family_key"].to_list()[2] in (None, "") and read["family_key"].n_unique() == 2
