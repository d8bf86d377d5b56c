"""The table steps give what the plain-Python twin gives, on random registers, in any order of rows."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.engine import open_engine
from baansuk.link import linker
from baansuk.link.tests import registers, twin
from baansuk.link.tests.side_by_side import SideBySide, apart
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust
from tests.amounts import some

DAYS = st.sampled_from([None, dt.date(2024, 5, 1), dt.date(2025, 1, 1)])
MOVES = st.sampled_from([None, None, None, dt.date(2024, 7, 1), dt.date(2024, 5, 1), dt.date(2025, 3, 1)])
CODES = st.sampled_from([None, None, None, "99010000001", "99010000002", "00000000000"])
HOUSES = st.sampled_from([None, "1", "2", "2", "2ม1", "12", "วัด"])
VILLAGES = st.sampled_from([None, 1, 1, 2])
KEYS = st.sampled_from([None, None, "k1", "k2", "k3"])
SOURCES = st.sampled_from([("bmn", 1), ("bmn", 1), ("moph43", 2), ("welfare_card", 3), ("college", 4)])
PERSONS = st.builds(
    lambda source, **said: registers.person(source=source[0], delivery=source[1], **said),
    source=SOURCES,
    id=st.sampled_from([None, None, *registers.IDS[:3]]),
    name=st.sampled_from([None, "ก ข", "ก ข", "ค ง", "จ"]),
    born=st.sampled_from([None, dt.date(1980, 1, 2), dt.date(1990, 3, 4)]),
    birth_precision=st.sampled_from(["day", "day", "year"]),
    tambon_code=st.sampled_from(["990101", "990101", None]),
    household_key=KEYS,
    house_code=CODES,
    house=HOUSES,
    village=VILLAGES,
    residence=st.sampled_from([None, None, "lives", "registered", "both", "outside"]),
    life_status=st.sampled_from([None, None, "alive", "moved"]),
    relation=st.sampled_from([None, "head", "child", "relative"]),
    guardian=st.sampled_from([None, "ก ข", "ค ง", "จ"]),
    moved_in_on=MOVES,
    left_on=MOVES,
    observed_on=DAYS,
)
HOUSES_ROWS = st.builds(
    lambda source, **said: registers.house(source=source[0], delivery=source[1], **said),
    source=SOURCES,
    household_key=KEYS,
    tambon_code=st.sampled_from(["990101", "990102", None]),
    house_code=CODES,
    house=HOUSES,
    village=VILLAGES,
    observed_on=DAYS,
)
REGISTERS = st.lists(st.one_of(PERSONS, PERSONS, PERSONS, HOUSES_ROWS), min_size=1, max_size=14)
# Rosters that share most of their members, at addresses that differ by a slip or altogether.
ROSTERS = st.lists(
    st.tuples(
        st.sampled_from([("bmn", 1), ("moph43", 2), ("college", 4)]),
        st.sampled_from(["k1", "k2"]),
        st.sets(st.sampled_from(registers.IDS), min_size=1, max_size=4),
        st.fixed_dictionaries(
            {
                "house": st.sampled_from([None, "12/3", "12/4", "ม12/3", "57"]),
                "village": st.sampled_from([None, 1, 2]),
                "tambon_code": st.sampled_from(["990101", "990101", None]),
                "house_code": st.sampled_from([None, None, "99010000001", "99010000002"]),
                "residence": st.sampled_from([None, "both", "registered"]),
            }
        ),
    ),
    min_size=2,
    max_size=6,
).map(
    lambda rosters: [
        registers.person(source=source, delivery=delivery, household_key=key, id=number, **at)
        for (source, delivery), key, numbers, at in rosters
        for number in sorted(numbers)
    ]
)

# One person whom rows place in two houses, with days of moving before and after those of the rows.
MOVERS = st.lists(
    st.builds(
        lambda source, house, **said: registers.person(
            source=source[0], delivery=source[1], id=registers.IDS[0], household_key=f"k{house}", house=str(house),
            village=house, house_code=f"9901000000{house}", **said,
        ),
        source=st.sampled_from([("moph43", 2), ("moph43", 2), ("bmn", 1), ("college", 4)]),
        house=st.sampled_from([1, 2]),
        residence=st.sampled_from([None, "lives", "both", "both", "registered"]),
        life_status=st.sampled_from([None, "alive", "alive", "moved", "dead"]),
        moved_in_on=MOVES,
        left_on=MOVES,
        observed_on=DAYS,
    ),
    min_size=2,
    max_size=5,
)  # fmt: skip


def several(strategy, many):
    """So many of what is drawn, side by side: to link them costs what it costs to link one."""
    return st.lists(strategy, min_size=many, max_size=many).map(
        lambda drawn: [apart(row, case) for case, rows in enumerate(drawn, start=1) for row in rows]
    )


def link(rows, engine_name="duckdb"):
    """Run the steps on rows; returns record -> person, record -> home, record -> rule, person -> main home."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = registers.write(folder / "clean", rows)
        asked = Asked(tables, folder, folder, None, load_trust(), lambda keys: pl.DataFrame(), set())
        with open_engine(engine_name) as engine:
            linker._read(engine, asked)
            linker._link_persons(engine, asked)
            linker._link_households(engine, asked)
            return (
                dict(engine.rows("select record_id, person from person_of_record")),
                dict(engine.rows("select record_id, home from home_of_record")),
                dict(engine.rows("select record_id, household_rule from home_of_record")),
                dict(engine.rows("select person, home from home_members where main")),
            )


# The first that is drawn is always the simplest.
@settings(max_examples=some(5, whole=21), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several(REGISTERS, 6))
def test_steps_and_twin_agree_and_hold_what_no_link_may_break(rows):
    people, homes, rules, main = link(rows)
    assert people == twin.persons(rows)
    assert (homes, rules, main) == twin.homes(rows, people)
    _no_shared_id_joins_two_names(rows, people)
    _no_two_valid_ids_meet(rows, people)
    assert set(homes) == {row["record_id"] for row in rows}
    assert set(main) == set(people.values())


def _no_shared_id_joins_two_names(rows, people):
    persons = [row for row in rows if row["unit"] == "person"]
    shared = twin.shared_ids(persons)
    names: dict[int, set] = {}
    for row in persons:
        if row.get("national_id") in shared:
            names.setdefault(people[row["record_id"]], set()).add((row.get("given_key"), row.get("family_key")))
    assert all(len(some_names) == 1 for some_names in names.values())


def _no_two_valid_ids_meet(rows, people):
    ids: dict[int, set] = {}
    for row in rows:
        if row["unit"] == "person" and row.get("national_id"):
            ids.setdefault(people[row["record_id"]], set()).add(row["national_id"])
    assert all(len(some_ids) == 1 for some_ids in ids.values())


@settings(max_examples=some(3, whole=11), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several(ROSTERS, 6))
def test_steps_and_twin_agree_on_rosters_that_share_members(rows):
    found = link(rows)
    homes, rules, main = twin.homes(rows, found[0])
    assert found[1:] == (homes, rules, main)


@settings(max_examples=some(3, whole=16), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several(MOVERS, 20))
def test_steps_and_twin_agree_on_who_moved(rows):
    found = link(rows)
    assert found[1:] == twin.homes(rows, found[0])


together = SideBySide(link)


def chain():
    """Rosters k1-k2-k3 at one address, each sharing a member with the next only."""
    rows = [
        registers.person(id=registers.IDS[0], household_key="k1", house="7", village=1),
        registers.person(id=registers.IDS[1], household_key="k1", house="7", village=1),
        registers.person(id=registers.IDS[1], household_key="k2", house="7", village=1, source="college", delivery=4),
        registers.person(id=registers.IDS[2], household_key="k2", house="7", village=1, source="college", delivery=4),
        registers.person(id=registers.IDS[2], household_key="k3", house="7", village=1, source="moph43", delivery=2),
    ]
    random.Random(3).shuffle(rows)
    return rows


CHAIN = together.add(*chain())


def test_a_chain_of_rosters_is_one_household_within_the_bound():
    homes = CHAIN.found[1]
    assert len({homes[row["record_id"]] for row in CHAIN.rows}) == 1


SEVEN = {"house": "7", "village": 1}
MOST_MEMBERS = together.add(
    registers.person(id=registers.IDS[0], household_key="k1", house_code="99010000001", **SEVEN),
    registers.person(id=registers.IDS[1], household_key="k2", house_code="99010000002", **SEVEN),
    registers.person(id=registers.IDS[2], household_key="k2", house_code="99010000002", **SEVEN),
    *(
        registers.person(id=number, household_key="c1", source="college", delivery=4, **SEVEN)
        for number in registers.IDS[:3]
    ),
)


def test_a_roster_goes_to_the_house_code_with_which_it_shares_most_members():
    homes, rules = MOST_MEMBERS.found[1:3]
    one, other, _, roster, *_ = (row["record_id"] for row in MOST_MEMBERS.rows)
    assert homes[roster] == homes[other] != homes[one]
    assert rules[roster] == "address_members"


JOINED_AND_LONE = together.add(
    registers.person(id=registers.IDS[0], household_key="k1", house="7", village=1),
    registers.person(id=registers.IDS[0], household_key="c1", house="7", village=1, source="college", delivery=4),
    registers.person(id=registers.IDS[1], household_key="k2", house="7", village=1),
)


def test_rosters_joined_by_a_member_say_so_and_a_lone_one_says_roster():
    rules = JOINED_AND_LONE.found[2]
    said = [rules[row["record_id"]] for row in JOINED_AND_LONE.rows]
    assert said == ["address_members", "address_members", "roster"]


BORN = {"born": dt.date(1980, 1, 2)}
# A child entered under its mother's number; the clinic knows the mother, the card list nobody by name.
SHARED_ID = together.add(
    registers.person(id=registers.IDS[0], name="ก ข", **BORN),
    registers.person(id=registers.IDS[0], name="ค ข", born=dt.date(2019, 3, 4)),
    registers.person(id=registers.IDS[0], name="ก ข", source="moph43", delivery=2, **BORN),
    registers.person(id=registers.IDS[0], source="welfare_card", delivery=3),
    registers.person(name="ก ข", source="college", delivery=4, **BORN),
    registers.person(id=registers.IDS[1], name="จ ฉ", **BORN),
    registers.person(id=registers.IDS[1], name="จ ชื่อใหม่", source="moph43", delivery=2, **BORN),
)


def test_an_id_shared_in_one_file_joins_only_those_of_one_name():
    """Case 46."""
    people = SHARED_ID.found[0]
    mother, child, clinic, nameless, survey, other, renamed = (people[row["record_id"]] for row in SHARED_ID.rows)
    assert mother == clinic == survey
    assert len({mother, child, nameless}) == 3
    assert other == renamed, "two files that differ in a name are no shared id"


TAMBON_OF_THE_HOUSE = together.add(
    registers.house(household_key="k1", tambon_code="990105"),
    registers.person(household_key="k1", name="ก ข", tambon_code=None, **BORN),
    registers.person(source="welfare_card", delivery=3, name="ก ข", tambon_code="990105", **BORN),
    registers.person(source="welfare_card", delivery=3, name="ก ข", tambon_code="990106", **BORN),
)


def test_a_member_without_an_address_is_of_the_tambon_of_the_house():
    people = TAMBON_OF_THE_HOUSE.found[0]
    _, member, here, elsewhere = (row["record_id"] for row in TAMBON_OF_THE_HOUSE.rows)
    assert people[member] == people[here] != people[elsewhere]
