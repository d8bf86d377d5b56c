"""Numbers of kin in rows say who is whose parent and spouse, and from that which families a house holds."""

from __future__ import annotations

import datetime as dt

import pytest

from baansuk.link.tests import registers
from baansuk.link.tests.side_by_side import SideBySide, edition, edition_of
from baansuk.link.tests.test_homes import NEW, OLD

FATHER, MOTHER, SON, WIFE, CHILD = registers.IDS
BORN = {FATHER: 1950, MOTHER: 1952, SON: 1980, WIFE: 1983, CHILD: 2015}
SEX = {FATHER: "male", MOTHER: "female", SON: "male", WIFE: "female", CHILD: "female"}
together = SideBySide(edition)


def clinic(number, at=OLD, **said):
    relation = {"relation": "head"} if number == FATHER else {}
    about = {"born": dt.date(BORN[number], 3, 4), "sex": SEX[number], "household_key": at["house"]} | relation
    return registers.person(source="moph43", delivery=2, id=number, **(at | about | said))


def house(**kin):
    """Three generations in one house; ``kin`` gives what the row of each says of kin."""
    names = {"father": FATHER, "mother": MOTHER, "son": SON, "wife": WIFE, "child": CHILD}
    return [clinic(number, **kin.get(name, {})) for name, number in names.items()]


WHOLE = {
    "mother": {"spouse_id": FATHER},
    "son": {"father_id": FATHER, "mother_id": MOTHER, "spouse_id": WIFE},
    "child": {"father_id": SON, "mother_id": WIFE},
}


def persons(case):
    """The persons of a case by their id number, kin named by theirs."""
    found = edition_of(case)
    numbers = dict(found["persons"].select("person_code", "id_number").iter_rows())
    told = {
        row["id_number"]: row | {kind: numbers.get(row[f"{kind}_code"]) for kind in ("father", "mother", "spouse")}
        for row in found["persons"].iter_rows(named=True)
    }
    return told, found["households"]["families"].to_list()


def families(told):
    return {number: row["family_no"] for number, row in told.items()}


TWO_COUPLES = together.add(*house(**WHOLE))


def test_two_couples_in_one_house_are_two_families_and_the_child_is_of_its_parents():
    told, counted = persons(TWO_COUPLES)
    assert families(told) == {FATHER: 1, MOTHER: 1, SON: 2, WIFE: 2, CHILD: 2}
    assert counted == [2] and {row["family_by"] for row in told.values()} == {"kin"}
    assert (told[SON]["father"], told[SON]["mother"], told[SON]["spouse"]) == (FATHER, MOTHER, WIFE)
    assert told[FATHER]["spouse"] == MOTHER, "whoever is named as a spouse is one"


CHILD_IN_COMMON = together.add(*house(son={"father_id": FATHER}, child={"father_id": SON, "mother_id": WIFE}))


def test_two_who_have_a_child_in_common_are_one_family_though_nobody_says_that_they_are_married():
    told, _ = persons(CHILD_IN_COMMON)
    assert families(told) == {FATHER: 1, MOTHER: 1, SON: 2, WIFE: 2, CHILD: 2}


OLD_PARENT = together.add(clinic(MOTHER), clinic(SON, mother_id=MOTHER, spouse_id=WIFE, relation="head"), clinic(WIFE))


def test_a_lone_old_parent_of_a_married_child_is_of_the_head_s_family():
    assert set(families(persons(OLD_PARENT)[0]).values()) == {1}


LONE_PARENT = together.add(*house(mother={"spouse_id": FATHER}, child={"mother_id": WIFE}))


def test_a_lone_parent_and_a_child_are_a_family_of_their_own():
    told, _ = persons(LONE_PARENT)
    assert families(told) == {FATHER: 1, MOTHER: 1, SON: 1, WIFE: 2, CHILD: 2}


NUMBERED = together.add(*house(**WHOLE), registers.person(id=SON, household_key="b1", family_no=4, **OLD))


def test_what_a_survey_numbered_stands_and_whom_it_missed_follows_kin():
    told, counted = persons(NUMBERED)
    assert (told[SON]["family_no"], told[SON]["family_by"]) == (4, "said")
    assert (told[CHILD]["family_no"], told[CHILD]["family_by"]) == (4, "kin")
    assert told[FATHER]["family_no"] is None and counted == [1]


NO_KIN = together.add(*house())


def test_where_no_row_tells_of_kin_nothing_is_made_up():
    told, counted = persons(NO_KIN)
    assert {row["family_no"] for row in told.values()} == {None} and counted == [1]


ANOTHER_HOUSE = together.add(clinic(FATHER), clinic(SON, NEW, father_id=FATHER))


def test_kin_in_another_house_are_known_and_make_no_family_here():
    told, counted = persons(ANOTHER_HOUSE)
    assert told[SON]["father"] == FATHER and counted == [1, 1]


CANNOT_BE = {
    what: together.add(*house(son=said))
    for what, said in {
        "younger": {"father_id": CHILD},
        "nobody": {"father_id": "1000000000017"},
        "a woman": {"father_id": MOTHER},
        "a man": {"mother_id": FATHER},
        "oneself": {"father_id": SON},
    }.items()
}


@pytest.mark.parametrize("what", CANNOT_BE)
def test_what_cannot_be_is_nobody_s_kin(what):
    told, counted = persons(CANNOT_BE[what])
    assert (told[SON]["father"], told[SON]["mother"]) == (None, None) and counted == [1]


NO_SPOUSE = together.add(*house(child={"spouse_id": SON}, son={"father_id": FATHER}, father={"spouse_id": SON}))


def test_a_child_is_nobody_s_spouse_nor_is_a_parent():
    told, _ = persons(NO_SPOUSE)
    assert (told[CHILD]["spouse"], told[FATHER]["spouse"]) == (None, None)


SHARED = clinic(FATHER, born=dt.date(1990, 1, 1), name="ก ข", house="8", household_key="8", house_code=None)
SHARED_NUMBER = together.add(clinic(FATHER, name="ค ง"), SHARED, clinic(SON, father_id=FATHER))


def test_a_number_that_a_file_gives_to_two_persons_names_nobody():
    told, _ = persons(SHARED_NUMBER)
    assert told[SON]["father"] is None


KIN_ELSEWHERE = together.add(clinic(SON, father_id=FATHER, mother_id=MOTHER, spouse_id=WIFE))


def test_a_number_of_kin_stands_in_no_file_of_the_edition():
    """Whoever is nobody here must not come into the register through a child's row."""
    said = "".join(table.write_json() for table in KIN_ELSEWHERE.found.values())
    written = {number: own for own, number in KIN_ELSEWHERE.written.items()}
    assert written[SON] in said
    assert not [number for number in (FATHER, MOTHER, WIFE) if written[number] in said]
