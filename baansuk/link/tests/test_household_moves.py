"""What became of households from one edition to the next is told of both, and carried on with the codes."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link.linker import link_tables
from baansuk.link.tests import registers
from baansuk.link.tests.test_homes import NEW, OLD
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust

A, B, C, D, E = registers.IDS


def survey(key, ids, at):
    return [registers.person(household_key=key, id=number, **at.copy()) for number in ids]


@pytest.fixture
def editions(tmp_path):
    """Link rows as the next edition; returns a function that gives the edition's folder."""
    taken: set[str] = set()
    before: list[Any] = []

    def marks(keys: pl.Series) -> pl.DataFrame:
        return pl.DataFrame({"id_key": keys, "id_index": "index of " + keys, "id_masked": keys.str.tail(4)})

    def link(*rosters):
        number = len(before) + 1
        folder, work = tmp_path / str(number), tmp_path / str(number) / "work"
        work.mkdir(parents=True)
        # Each edition reads a new delivery of the survey in place of the one before.
        rows = [row | {"delivery": number} for some in rosters for row in some]
        tables = registers.write(folder / "clean", rows)
        last = before[-1] if before else None
        with open_engine("duckdb") as engine:
            link_tables(engine, Asked(tables, folder, work, last, load_trust(), marks, taken, number=number))
        taken.update(pl.read_parquet(folder / "drawn.parquet")["code"])
        before.append(folder)
        return folder

    return link


def told(folder):
    """The events of an edition: door of the household, what happened, door of the other, how many, since when."""
    doors = dict(pl.read_parquet(folder / "households.parquet").select("household_code", "house_no").iter_rows())
    rows = pl.read_parquet(folder / "home_events.parquet").iter_rows(named=True)
    return {
        (doors.get(row["household_code"], "gone"), row["kind"], doors.get(row["other_code"], "gone"), row["persons"], row["edition"])
        for row in rows
    }  # fmt: skip


def test_the_first_edition_and_one_in_which_nothing_changed_tell_nothing(editions):
    for _ in range(2):
        assert told(editions(survey("k1", [A, B], OLD), survey("k2", [C], NEW))) == set()


def test_a_family_that_splits_off_is_told_of_both_houses_and_stays_told(editions):
    editions(survey("k1", [A, B, C, D, E], OLD))
    split = (survey("k1", [A, B, C], OLD), survey("k2", [D, E], NEW))
    expected = {("7", "split_to", "9", 2, 2), ("9", "split_from", "7", 2, 2)}
    assert told(editions(*split)) == expected
    assert told(editions(*split)) == expected


def test_a_member_who_goes_to_a_household_that_was_there(editions):
    editions(survey("k1", [A, B], OLD), survey("k2", [C], NEW))
    found = told(editions(survey("k1", [A], OLD), survey("k2", [B, C], NEW)))
    assert found == {("7", "went_to", "9", 1, 2), ("9", "went_from", "7", 1, 2)}


def test_a_household_that_moves_to_another_house_that_was_there(editions):
    clinic = [registers.house(source="moph43", delivery=9, household_key="c1", **OLD)]
    editions(clinic, survey("k1", [A, B], OLD), survey("k2", [C], NEW))
    found = told(editions(clinic, survey("k2", [A, B, C], NEW)))
    assert found == {("7", "moved_to", "9", 2, 2), ("9", "moved_from", "7", 2, 2)}


def test_two_households_that_become_one_keep_one_code_and_the_history_of_both(editions):
    at = {"house": "7", "village": 1}
    editions(survey("k1", [A, B, C, D], at))
    editions(survey("k1", [A, B], at), survey("k2", [C, D], at | {"house": "9"}))
    folder = editions(survey("k1", [A, B, C, D], at))
    (code,) = pl.read_parquet(folder / "households.parquet")["household_code"]
    events = pl.read_parquet(folder / "home_events.parquet")
    assert set(events["household_code"]) == {code}
    assert set(events.filter(edition=3)["kind"]) == {"merged"}
    assert set(events.filter(edition=2)["kind"]) == {"split_to", "split_from"}


def test_an_edition_made_before_moves_were_told_is_followed_without_them(editions):
    (editions(survey("k1", [A], OLD)) / "home_events.parquet").unlink()
    assert told(editions(survey("k1", [A], OLD))) == set()
