"""Rosters of several sources are one household when most who live there are the same persons, however the address is written."""

from __future__ import annotations

from baansuk.link.tests import registers
from baansuk.link.tests.side_by_side import SideBySide
from baansuk.link.tests.test_against_twin import link

A, B, C, D, E = registers.IDS
CODE, OTHER_CODE = "99010000001", "99010000002"
side_by_side = SideBySide(link)


def roster(source, key, ids, **at):
    delivery = {"bmn": 1, "moph43": 2, "college": 4}[source]
    at = {"house": "12/3", "village": 1} | at
    return [
        registers.person(source=source, delivery=delivery, household_key=key, id=number, **at.copy()) for number in ids
    ]


class Rosters:
    """Rosters that are linked beside the others here."""

    def __init__(self, *rosters):
        self._firsts = [sum(map(len, rosters[:place])) for place in range(len(rosters))]
        self._case = side_by_side.add(*(row for some in rosters for row in some))

    def homes(self):
        """The home and the rule of the first row of each."""
        _, home, rule, _ = self._case.found
        records = [self._case.rows[first]["record_id"] for first in self._firsts]
        return [(home[record], rule[record]) for record in records]

    def together(self):
        return len({home for home, _ in self.homes()}) == 1


ALONE = roster("bmn", "k", [A])
TWO_SPELLINGS = Rosters(roster("bmn", "k", [A, B]), roster("moph43", "c", [B, C, D], house="12/3ม1"))
FEW_OF_A_SLIP = Rosters(roster("bmn", "k", [A, B, C]), roster("moph43", "c", [A, B, D], house="12/8"))
MOST_OF_A_SLIP = Rosters(roster("bmn", "k", [A, B, C]), roster("moph43", "c", [A, B], house="12/8"))
NOBODY_OF_ANOTHER_VILLAGE = Rosters(roster("bmn", "k", [A, B]), roster("moph43", "c", [C, D], house="12/3", village=2))
ALONE_BY_A_SLIP = Rosters(ALONE, roster("moph43", "c", [A], house="12/8"))
ALONE_IN_ANOTHER_VILLAGE = Rosters(ALONE, roster("moph43", "c", [A], village=2))
ALONE_WITHOUT_A_DOOR = Rosters(ALONE, roster("moph43", "c", [A], house=None))
ALONE_FAR_AWAY = Rosters(ALONE, roster("moph43", "c", [A], house="57", village=2))
MOVED_WHOLE = Rosters(
    roster("moph43", "c", [A, B, C], house="57", village=2), roster("bmn", "k", [A, B, C], house_code=CODE)
)
SPLIT_OFF = Rosters(roster("moph43", "c", [A, B, C, D]), roster("bmn", "k", [C, D], house="12/4"))
OF_ONE_SOURCE = Rosters(roster("bmn", "k1", [A, B]), roster("bmn", "k2", [A, B], house="12/8"))
TWO_CODES = Rosters(
    roster("bmn", "k1", [A, B], house_code=CODE),
    roster("bmn", "k2", [C], house_code=OTHER_CODE, house="12/4"),
    roster("moph43", "c", [A, B, C], house="12/8"),
)
REGISTERED_ONLY = Rosters(
    roster("bmn", "k", [A, B]), roster("moph43", "c", [A, B], house="57", village=2, residence="registered")
)


def test_one_address_spelled_in_two_ways_and_one_member_in_common():
    (one, rule), (other, _) = TWO_SPELLINGS.homes()
    assert one == other and rule == "address_members"


def test_a_typing_error_in_the_number_needs_most_residents_in_common():
    assert FEW_OF_A_SLIP.together() is False
    assert MOST_OF_A_SLIP.together()
    assert not NOBODY_OF_ANOTHER_VILLAGE.together()


def test_who_lives_alone_is_tied_by_a_slip_but_not_by_a_far_address():
    assert ALONE_BY_A_SLIP.together()
    assert ALONE_IN_ANOTHER_VILLAGE.together()
    assert ALONE_WITHOUT_A_DOOR.together()
    assert not ALONE_FAR_AWAY.together()


def test_a_household_that_moved_whole_is_one_and_says_that_its_members_tie_it():
    (old, rule), (new, code_rule) = MOVED_WHOLE.homes()
    assert old == new and (rule, code_rule) == ("members", "house_code")


def test_a_family_that_split_off_next_door_is_a_household_of_its_own():
    assert not SPLIT_OFF.together()


def test_two_houses_of_one_source_stay_two_whoever_stands_in_both():
    assert not OF_ONE_SOURCE.together()


def test_two_house_codes_never_meet_and_the_roster_goes_where_more_of_it_lives():
    (one, _), (other, _), (open_home, rule) = TWO_CODES.homes()
    assert open_home == one != other and rule == "members"


def test_who_is_only_registered_there_ties_nothing():
    assert not REGISTERED_ONLY.together()
