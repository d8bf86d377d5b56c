"""What became of households from one edition to the next is told of both, and carried on with the codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link.linker import link_tables
from baansuk.link.tests import registers
from baansuk.link.tests.side_by_side import Row, apart
from baansuk.link.tests.test_homes import NEW, OLD
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust

A, B, C, D, E = registers.IDS
# Of each case the rosters of one edition after the other; what came last stays as it is.
CASES: list[tuple[list[list[Row]], ...]] = []


def survey(key, ids, at):
    return [registers.person(household_key=key, id=number, **at.copy()) for number in ids]


def case(*editions):
    """Add households that have nothing to do with those of other cases; returns the number of the case."""
    CASES.append(editions)
    return len(CASES)


def rows_of(number):
    """The rows of all cases for an edition, which reads a new delivery of the survey in place of the one before."""
    return [
        apart(row, place) | {"delivery": number}
        for place, editions in enumerate(CASES, start=1)
        for some in editions[min(number, len(editions)) - 1]
        for row in some
    ]


def link(folder: Path, number, before, taken):
    """Link the cases as the edition of that number, after the one in the folder ``before`` and the codes of all."""

    def marks(keys: pl.Series) -> pl.DataFrame:
        return pl.DataFrame({"id_key": keys, "id_index": "index of " + keys, "id_masked": keys.str.tail(4)})

    work = folder / "work"
    work.mkdir(parents=True)
    tables = registers.write(folder / "clean", rows_of(number))
    with open_engine("duckdb") as engine:
        link_tables(engine, Asked(tables, folder, work, before, load_trust(), marks, taken, number=number))
    return folder


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The folders of three editions of all cases, by their numbers."""
    taken: set[str] = set()
    made: dict[int, Path] = {}
    for number in (1, 2, 3):
        folder = tmp_path_factory.mktemp("editions") / str(number)
        made[number] = link(folder, number, made.get(number - 1), taken)
        taken.update(pl.read_parquet(folder / "drawn.parquet")["code"])
    return made


def doors_of(case, folder):
    """The households of a case in an edition: code -> door."""
    homes = pl.read_parquet(folder / "households.parquet").filter(pl.col("area_code").str.starts_with(f"99{case:02d}"))
    return dict(homes.select("household_code", "house_no").iter_rows())


def events_of(case, editions, number):
    """What the edition of that number tells of the households that a case has or had."""
    codes = {code for folder in editions.values() for code in doors_of(case, folder)}
    events = pl.read_parquet(editions[number] / "home_events.parquet")
    return events.filter(pl.col("household_code").is_in(codes) | pl.col("other_code").is_in(codes))


def told(case, editions, number):
    """The events of an edition: door of the household, what happened, door of the other, how many, since when."""
    doors = doors_of(case, editions[number])
    return {
        (doors.get(row["household_code"], "gone"), row["kind"], doors.get(row["other_code"], "gone"), row["persons"], row["edition"])
        for row in events_of(case, editions, number).iter_rows(named=True)
    }  # fmt: skip


UNCHANGED = case([survey("k1", [A, B], OLD), survey("k2", [C], NEW)])


def test_the_first_edition_and_one_in_which_nothing_changed_tell_nothing(editions):
    assert len(doors_of(UNCHANGED, editions[2])) == 2
    assert [told(UNCHANGED, editions, number) for number in (1, 2)] == [set(), set()]


SPLIT_OFF = case(
    [survey("k1", [A, B, C, D, E], OLD)],
    [survey("k1", [A, B, C], OLD), survey("k2", [D, E], NEW)],
)


def test_a_family_that_splits_off_is_told_of_both_houses_and_stays_told(editions):
    expected = {("7", "split_to", "9", 2, 2), ("9", "split_from", "7", 2, 2)}
    assert told(SPLIT_OFF, editions, 2) == expected
    assert told(SPLIT_OFF, editions, 3) == expected


WENT = case(
    [survey("k1", [A, B], OLD), survey("k2", [C], NEW)],
    [survey("k1", [A], OLD), survey("k2", [B, C], NEW)],
)


def test_a_member_who_goes_to_a_household_that_was_there(editions):
    assert told(WENT, editions, 2) == {("7", "went_to", "9", 1, 2), ("9", "went_from", "7", 1, 2)}


CLINIC = [registers.house(source="moph43", delivery=9, household_key="c1", **OLD)]
MOVED = case(
    [CLINIC, survey("k1", [A, B], OLD), survey("k2", [C], NEW)],
    [CLINIC, survey("k2", [A, B, C], NEW)],
)


def test_a_household_that_moves_to_another_house_that_was_there(editions):
    assert told(MOVED, editions, 2) == {("7", "moved_to", "9", 2, 2), ("9", "moved_from", "7", 2, 2)}


SEVEN, NINE = {"house": "7", "village": 1}, {"house": "9", "village": 1}
APART_AND_BACK = case(
    [survey("k1", [A, B, C, D], SEVEN)],
    [survey("k1", [A, B], SEVEN), survey("k2", [C, D], NINE)],
    [survey("k1", [A, B, C, D], SEVEN)],
)


def test_two_households_that_become_one_keep_one_code_and_the_history_of_both(editions):
    [code] = doors_of(APART_AND_BACK, editions[3])
    events = events_of(APART_AND_BACK, editions, 3)
    assert set(events["household_code"]) == {code}
    assert set(events.filter(edition=3)["kind"]) == {"merged"}
    assert set(events.filter(edition=2)["kind"]) == {"split_to", "split_from"}


def test_an_edition_made_before_moves_were_told_is_followed_without_them(editions, tmp_path):
    before = shutil.copytree(editions[2], tmp_path / "2")
    (before / "home_events.parquet").unlink()
    after = {3: link(tmp_path / "3", 3, before, set())}
    assert doors_of(SPLIT_OFF, after[3]) == doors_of(SPLIT_OFF, editions[2])
    assert told(SPLIT_OFF, after, 3) == set()
