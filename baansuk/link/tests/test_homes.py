"""Where a person belongs when rows place the person in several houses: one person, all memberships, one main home."""

from __future__ import annotations

import datetime as dt

from baansuk.link.tests import registers
from baansuk.link.tests.side_by_side import SideBySide, edition, edition_of

OLD, NEW = (
    {"house": "7", "village": 1, "house_code": "99010000001"},
    {"house": "9", "village": 2, "house_code": "99010000002"},
)
EARLY, LATE = dt.date(2024, 5, 1), dt.date(2025, 6, 1)
MOVED = dt.date(2024, 9, 15)
together = SideBySide(edition)


def stays(found, person_id):
    """The memberships of the person with an id: door -> (kind, main)."""
    (code,) = found["persons"].filter(id_number=person_id)["person_code"]
    doors = dict(found["households"].select("household_code", "house_no").iter_rows())
    mine = found["memberships"].filter(person_code=code)
    return {doors[row["household_code"]]: (row["kind"], row["main"]) for row in mine.iter_rows(named=True)}


def clinic(at, **said):
    return registers.person(source="moph43", delivery=2, id=registers.IDS[0], **at, **said)


MOVED_OUT = together.add(
    clinic(OLD, household_key="k1", residence="both", life_status="moved", observed_on=LATE),
    clinic(NEW, household_key="k2", residence="both", life_status="alive", observed_on=EARLY),
)


def test_who_moved_out_belongs_to_the_new_house_and_is_counted_there():
    found = edition_of(MOVED_OUT)
    assert stays(found, registers.IDS[0]) == {"7": ("left", False), "9": ("both", True)}
    assert found["persons"]["life_status"].to_list() == ["alive"], "moving out of one house is not leaving the other"
    assert dict(found["households"].select("house_no", "members").iter_rows()) == {"7": 0, "9": 1}


NOWHERE_ELSE = together.add(clinic(OLD, household_key="k1", residence="both", life_status="moved"))


def test_who_moved_out_and_is_found_nowhere_else_stays_known_by_the_old_house():
    found = edition_of(NOWHERE_ELSE)
    assert stays(found, registers.IDS[0]) == {"7": ("left", True)}
    assert found["persons"]["life_status"].to_list() == ["moved"]


CAME_BACK = together.add(
    clinic(OLD, household_key="k1", residence="both", life_status="moved", observed_on=EARLY),
    registers.person(id=registers.IDS[0], household_key="b1", observed_on=LATE, **OLD),
    clinic(NEW, household_key="k2", residence="both", observed_on=EARLY),
)


def test_who_came_back_after_moving_out_lives_there():
    assert stays(edition_of(CAME_BACK), registers.IDS[0]) == {"7": ("lives", True), "9": ("both", False)}


REGISTERED_ELSEWHERE = together.add(
    clinic(OLD, household_key="k1", residence="registered", observed_on=LATE),
    registers.person(id=registers.IDS[0], household_key="b1", observed_on=EARLY, **NEW),
)


def test_registered_in_one_house_and_living_in_another_is_one_person_with_two_memberships():
    found = edition_of(REGISTERED_ELSEWHERE)
    assert found["persons"].height == 1
    assert stays(found, registers.IDS[0]) == {"7": ("registered", False), "9": ("lives", True)}


CHILD_AND_GUEST = (
    registers.person(id=registers.IDS[0], household_key="b1", relation="child", **OLD),
    registers.person(id=registers.IDS[0], household_key="b2", relation="relative", observed_on=LATE, **NEW),
)
OF_ONE_SOURCE = together.add(*CHILD_AND_GUEST)
OF_TWO_SOURCES = together.add(*CHILD_AND_GUEST, clinic(NEW, household_key="k2", residence="both"))


def test_of_two_houses_that_list_somebody_the_one_of_more_sources_is_the_main_one():
    assert stays(edition_of(OF_TWO_SOURCES), registers.IDS[0]) == {"7": ("lives", False), "9": ("both", True)}
    assert stays(edition_of(OF_ONE_SOURCE), registers.IDS[0])["7"] == ("lives", True), "kin to the head, not a guest"


HEAD_ELSEWHERE = together.add(
    registers.person(id=registers.IDS[0], household_key="b1", relation="child", **OLD),
    clinic(OLD, household_key="k1", residence="both"),
    registers.person(id=registers.IDS[0], household_key="b2", relation="head", observed_on=LATE, **NEW),
)


def test_the_relation_in_use_is_that_in_the_main_house():
    assert edition_of(HEAD_ELSEWHERE)["persons"]["relation"].to_list() == ["child"]


def days(found, person_id):
    """The day of moving in and that of leaving of each membership of a person, by door."""
    (code,) = found["persons"].filter(id_number=person_id)["person_code"]
    doors = dict(found["households"].select("household_code", "house_no").iter_rows())
    mine = found["memberships"].filter(person_code=code)
    return {doors[row["household_code"]]: (row["begins_on"], row["ends_on"]) for row in mine.iter_rows(named=True)}


def moved_in(at, **said):
    return clinic(at, household_key="k2", residence="both", moved_in_on=MOVED, moved_in_on_precision="day", **said)


STILL_LISTED = together.add(
    clinic(OLD, household_key="k1", residence="both", observed_on=LATE), moved_in(NEW, observed_on=EARLY)
)


def test_who_moved_in_elsewhere_has_left_the_house_that_the_same_register_still_lists():
    found = edition_of(STILL_LISTED)
    assert stays(found, registers.IDS[0]) == {"7": ("left", False), "9": ("both", True)}
    assert days(found, registers.IDS[0]) == {"7": (None, MOVED), "9": (MOVED, None)}


def survey(day):
    return registers.person(id=registers.IDS[0], household_key="b1", observed_on=day, **OLD)


SURVEYED_BEFORE, SURVEYED_AFTER, SURVEYED_SOME_DAY = (
    together.add(survey(day), moved_in(NEW)) for day in (EARLY, LATE, None)
)


def test_a_survey_before_the_day_of_moving_is_history_and_one_after_it_is_not():
    found = edition_of(SURVEYED_BEFORE)
    assert stays(found, registers.IDS[0]) == {"7": ("left", False), "9": ("both", True)}
    assert days(found, registers.IDS[0])["7"] == (None, MOVED)
    assert stays(edition_of(SURVEYED_AFTER), registers.IDS[0])["7"] == ("lives", True)
    assert stays(edition_of(SURVEYED_SOME_DAY), registers.IDS[0])["7"] == ("lives", True), "without a day"


UNREGISTERED = together.add(clinic(OLD, household_key="k1", residence="both"), moved_in(NEW) | {"residence": "lives"})


def test_who_moved_in_unregistered_is_still_registered_in_the_old_house():
    found = edition_of(UNREGISTERED)
    assert stays(found, registers.IDS[0]) == {"7": ("registered", False), "9": ("lives", True)}
    assert days(found, registers.IDS[0])["7"] == (None, None), "being registered there is not over"


LEFT = {"life_status": "moved", "left_on": dt.date(2024, 9, 1), "left_on_precision": "month"}
LEFT_IN_A_MONTH = together.add(
    clinic(OLD, household_key="k1", residence="both", observed_on=LATE, **LEFT), moved_in(NEW)
)


def test_the_day_of_moving_out_ends_the_stay_with_its_precision():
    found = edition_of(LEFT_IN_A_MONTH)
    assert days(found, registers.IDS[0])["7"] == (None, dt.date(2024, 9, 1))
    assert found["memberships"].filter(kind="left")["ends_precision"].to_list() == ["month"]


MOVED_BACK = together.add(
    clinic(OLD, household_key="k1", residence="both", life_status="moved", observed_on=LATE, left_on=MOVED),
    clinic(OLD, household_key="k1", residence="both", observed_on=EARLY, moved_in_on=dt.date(2025, 2, 1)),
)


def test_who_moves_back_into_the_house_once_left_lives_there_again():
    found = edition_of(MOVED_BACK)
    assert stays(found, registers.IDS[0]) == {"7": ("both", True)}
    assert days(found, registers.IDS[0])["7"] == (dt.date(2025, 2, 1), None)


SAID_TO_BE_OVER = together.add(
    clinic(OLD, household_key="k1", residence="both", life_status="moved", observed_on=LATE, left_on=MOVED),
    registers.person(id=registers.IDS[0], household_key="b1", observed_on=EARLY, **OLD),
    clinic(NEW, household_key="k2", residence="both"),
)


def test_a_stay_that_somebody_said_is_over_is_of_the_past_even_where_an_older_row_names_it():
    assert stays(edition_of(SAID_TO_BE_OVER), registers.IDS[0]) == {"7": ("left", False), "9": ("both", True)}


DIED = {"life_status": "dead", "left_on": MOVED, "left_on_precision": "day"}
DEAD = together.add(clinic(OLD, household_key="k1", residence="both", **DIED))


def test_a_stay_ends_on_the_day_of_death():
    found = edition_of(DEAD)
    assert stays(found, registers.IDS[0]) == {"7": ("both", True)}
    assert days(found, registers.IDS[0])["7"] == (None, MOVED)
