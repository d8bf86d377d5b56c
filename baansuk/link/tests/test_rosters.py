"""Rosters of several sources are one household when most who live there are the same persons, however the address is written."""

from __future__ import annotations

from baansuk.link.tests import registers
from baansuk.link.tests.test_against_twin import link

A, B, C, D, E = registers.IDS
CODE, OTHER_CODE = "99010000001", "99010000002"


def roster(source, key, ids, **at):
    delivery = {"bmn": 1, "moph43": 2, "college": 4}[source]
    at = {"house": "12/3", "village": 1} | at
    return [
        registers.person(source=source, delivery=delivery, household_key=key, id=number, **at.copy()) for number in ids
    ]


def homes(*rosters):
    """Link rosters; returns the home and the rule of the first row of each."""
    rows = [row for some in rosters for row in some]
    _, home, rule, _ = link(rows)
    return [(home[some[0]["record_id"]], rule[some[0]["record_id"]]) for some in rosters]


def together(*rosters):
    return len({home for home, _ in homes(*rosters)}) == 1


def test_one_address_spelled_in_two_ways_and_one_member_in_common():
    (one, rule), (other, _) = homes(roster("bmn", "k", [A, B]), roster("moph43", "c", [B, C, D], house="12/3ม1"))
    assert one == other and rule == "address_members"


def test_a_typing_error_in_the_number_needs_most_residents_in_common():
    assert together(roster("bmn", "k", [A, B, C]), roster("moph43", "c", [A, B, D], house="12/8")) is False
    assert together(roster("bmn", "k", [A, B, C]), roster("moph43", "c", [A, B], house="12/8"))
    assert not together(roster("bmn", "k", [A, B]), roster("moph43", "c", [C, D], house="12/3", village=2))


def test_who_lives_alone_is_tied_by_a_slip_but_not_by_a_far_address():
    alone = roster("bmn", "k", [A])
    assert together(alone, roster("moph43", "c", [A], house="12/8"))
    assert together(alone, roster("moph43", "c", [A], village=2))
    assert together(alone, roster("moph43", "c", [A], house=None))
    assert not together(alone, roster("moph43", "c", [A], house="57", village=2))


def test_a_household_that_moved_whole_is_one_and_says_that_its_members_tie_it():
    (old, rule), (new, code_rule) = homes(
        roster("moph43", "c", [A, B, C], house="57", village=2), roster("bmn", "k", [A, B, C], house_code=CODE)
    )
    assert old == new and (rule, code_rule) == ("members", "house_code")


def test_a_family_that_split_off_next_door_is_a_household_of_its_own():
    old = roster("moph43", "c", [A, B, C, D])
    assert not together(old, roster("bmn", "k", [C, D], house="12/4"))


def test_two_houses_of_one_source_stay_two_whoever_stands_in_both():
    assert not together(roster("bmn", "k1", [A, B]), roster("bmn", "k2", [A, B], house="12/8"))


def test_two_house_codes_never_meet_and_the_roster_goes_where_more_of_it_lives():
    first = roster("bmn", "k1", [A, B], house_code=CODE)
    second = roster("bmn", "k2", [C], house_code=OTHER_CODE, house="12/4")
    (one, _), (other, _), (open_home, rule) = homes(first, second, roster("moph43", "c", [A, B, C], house="12/8"))
    assert open_home == one != other and rule == "members"


def test_who_is_only_registered_there_ties_nothing():
    registered = roster("moph43", "c", [A, B], house="57", village=2, residence="registered")
    assert not together(roster("bmn", "k", [A, B]), registered)
