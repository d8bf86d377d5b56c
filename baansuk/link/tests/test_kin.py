"""Somebody whom no house is known of goes to the home of the kin that a row names, where only one can be meant."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from baansuk.link.kin_names import kin_names
from baansuk.link.tests import registers, twin
from baansuk.link.tests.test_against_twin import link

PARENT, PUPIL, OTHER = registers.IDS[:3]
BORN = dt.date(1980, 1, 2)


def parent(**said):
    at = {"household_key": "k1", "house": "12/3", "village": 1} | said
    return registers.person(**({"id": PARENT, "name": "สมหญิง ทดสอบดี", "born": BORN} | at))


def pupil(**said):
    row = {"guardian": "นางสมหญิง ทดสอบดี"} | said
    return registers.person(source="college", delivery=4, id=PUPIL, name="สมชาย ทดสอบดี", **row)


def placed(rows):
    """The rule that placed the last row, and whether it is at home with the first."""
    _, homes, rules, _ = link(rows)
    first, last = rows[0]["record_id"], rows[-1]["record_id"]
    return rules[last], homes[first] == homes[last]


def test_a_pupil_without_an_address_goes_to_the_home_of_the_guardian():
    assert placed([parent(), pupil()]) == ("kin", True)


def test_an_address_but_for_a_slip_is_taken_for_that_of_the_guardian():
    assert placed([parent(), pupil(house="12/8", village=1)]) == ("kin", True)


@pytest.mark.parametrize(
    "said",
    [
        {"house": "57", "village": 1},
        {"house": "12/3", "village": 2},
        {"tambon_code": "990102"},
        {"guardian": "นางสมหญิง"},
        {"guardian": "นางสมหญิง สมมติสุข"},
        {"guardian": None},
    ],
)
def test_what_speaks_against_it_or_says_too_little_leaves_the_pupil_apart(said):
    rule, together = placed([parent(), pupil(**said)])
    assert rule in ("none", "address") and not together


def test_a_name_that_two_homes_bear_places_nobody():
    namesake = registers.person(id=OTHER, name="สมหญิง ทดสอบดี", household_key="k2", house="9", village=2)
    assert placed([parent(), namesake, pupil()]) == ("none", False)


def test_a_guardian_who_moved_out_of_that_house_is_not_looked_for_there():
    assert placed([parent(life_status="moved"), pupil()]) == ("none", False)


def test_of_two_homes_at_one_door_the_guardian_decides():
    neighbour = registers.person(id=OTHER, name="บุญมี สมมติสุข", household_key="k2", house="12/3", village=1)
    assert placed([parent(), neighbour, pupil(house="12/3", village=1)]) == ("kin", True)


def test_the_twin_says_the_same_of_names_without_titles():
    rows = [
        parent(name="ก ข"),
        registers.person(id=OTHER, name="ค ง", household_key="k2", house="12/3", village=1),
        pupil(guardian="ก ข", house="12/8", village=1),
    ]
    found = link(rows)
    assert found[1:] == twin.homes(rows, found[0]) and "kin" in found[2].values()


def test_names_are_read_as_those_of_persons():
    read = kin_names(pl.Series("guardian", ["นางสมหญิง  ทดสอบดี", "น.ส.สมหญิง ทดสอบดี", "สมหญิง"]))
    assert read["given_key"].n_unique() == 1
    assert read["family_key"].to_list()[2] in (None, "") and read["family_key"].n_unique() == 2
