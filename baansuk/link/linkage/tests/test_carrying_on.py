"""A later linkage leaves what it does not touch as it was, and its events tell exactly what has changed."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.engine.watch import Watch
from baansuk.link.linkage import rules
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.from_files import Given, link_files
from baansuk.link.linkage.state import FORMAT
from baansuk.link.linkage.tests.small_registers import Row, made, valid_id
from tests.amounts import some


def linked(folder: Path, rows: Sequence[Row], said: Sequence[tuple[str, ...]] = (), **more: Any) -> Path:
    """Link one file of ``rows`` into ``folder``; return it."""
    (folder / "work").mkdir(parents=True)
    file, judgements = folder / "rows.parquet", None
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_parquet(file)
    if said:
        judgements = folder / "judgements.csv"
        pl.DataFrame(said, schema=["left", "right", "decision"], orient="row").write_csv(judgements)
    with open_engine("duckdb") as engine:
        link_files(engine, Given([file], judgements, **more), folder, folder / "work", Watch())
    # Beside an earlier result persons are counted by what has changed.
    assert json.loads((folder / "report.json").read_text())["counts"]["persons"] == len(groups(persons(folder)))
    return folder


def persons(folder: Path) -> dict[str, str]:
    return dict(pl.read_parquet(folder / "clusters.parquet").select("record_id", "person_id").iter_rows())


def groups(found: dict[str, str]) -> dict[str, frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for record, person in found.items():
        members[person].add(record)
    return {person: frozenset(group) for person, group in members.items()}


def events(folder: Path) -> list[tuple[int, str, str, str]]:
    return list(
        pl.read_parquet(folder / "events.parquet").select("event", "kind", "person_id", "record_id").iter_rows()
    )


def check(before: dict[str, str], after: dict[str, str], told: list[tuple[int, str, str, str]]) -> None:
    """Hold names and events to the difference of two results."""
    old, new = groups(before), groups(after)
    assert set(before) <= set(after)
    for person, members in new.items():
        if members in old.values():  # nothing of it has changed
            assert old.get(person) == members
    changed = {(person, record) for record, person in after.items() if before.get(record) != person}
    # A person of new records alone is no event: nobody's name has changed.
    changed = {(person, record) for person, record in changed if person in old or record in before}
    assert {(person, record) for _, _, person, record in told} == changed
    assert len(told) == len(changed)
    for _, kind, person, record in told:
        if kind == "join":
            assert record not in before and person in old
        elif kind == "merge":
            assert before[record] != person and before[record] not in new
        else:
            assert kind == "split" and before[record] in new and before[record] != person
    # One event tells of one person and of records that came from one place.
    for number in {number for number, *_ in told}:
        [one] = {(kind, person) for event, kind, person, _ in told if event == number}
        assert len({before.get(record) for event, _, _, record in told if event == number}) == 1, one
    # No name of a person that is gone has come to another; whoever kept a name had it before on one of his records.
    for person, members in new.items():
        if person in old:
            assert members & old[person]


@pytest.mark.parametrize("seed", range(some(2, whole=6)))
def test_new_files_beside_an_earlier_result(seed, tmp_path):
    rows = [row for register in made(seed, 120, ids=(0.6, 0.2)[seed % 2]) for row in register]
    random.Random(seed).shuffle(rows)
    first = linked(tmp_path / "first", rows[:70])
    second = linked(tmp_path / "second", rows[70:100], existing=first)
    third = linked(tmp_path / "third", rows[100:], existing=second)
    check(persons(first), persons(second), events(second))
    check(persons(second), persons(third), events(third))
    assert set(persons(third)) == {row["record_id"] for row in rows}


@pytest.mark.parametrize("seed", range(some(2, whole=6)))
def test_what_humans_say_later_parts_and_joins_and_is_told(seed, tmp_path):
    rows = [row for register in made(seed, 100) for row in register]
    random.Random(seed).shuffle(rows)
    first = linked(tmp_path / "first", rows[:80])
    before = groups(persons(first))
    several = sorted(person for person, members in before.items() if len(members) > 1)
    parted = [tuple(sorted(before[person]))[:2] for person in several[:3]]
    alone = sorted(set(before) - set(several[:3]))
    said = [(*pair, "different") for pair in parted] + [(alone[0], alone[1], "same")]
    second = linked(tmp_path / "second", rows[80:], said, existing=first)
    after = persons(second)
    check(persons(first), after, events(second))
    assert after[alone[0]] == after[alone[1]]
    assert all(after[left] != after[right] for left, right in parted)
    # A decision holds for ever, also where nobody repeats it.
    third = linked(tmp_path / "third", [{"record_id": "last", "given_name": "ผู้มาทีหลัง"}], existing=second)
    assert persons(third) == {**after, "last": "last"}
    assert events(third) == []


def test_new_records_live_where_older_ones_of_their_house_code_do(tmp_path):
    at_12 = {"house_no": "12/3", "village_no": "4", "tambon": "หนองดี", "amphoe": "เมือง", "house_code": "99000000001"}
    at_7 = at_12 | {"house_no": "7", "house_code": "99000000002"}
    first = linked(tmp_path / "first", [{"record_id": "a", **at_12}, {"record_id": "b", **at_7}])
    fresh: list[Row] = [
        {"record_id": "c", "house_code": "99000000001"},
        {"record_id": "d", "house_code": "99000000002"},
        {"record_id": "e", **(at_12 | {"house_code": "99000000002"})},  # the new ones tell it themselves
        {"record_id": "f", "house_code": "99000000003"},
    ]
    second = linked(tmp_path / "second", fresh, existing=first)
    records = pl.read_parquet(second / "state" / "records-*.parquet").sort("record_id")
    a, _, *new = records["home"].to_list()
    assert new == [a, a, a, 99000000003]


def test_nobody_was_there_before(tmp_path):
    first = linked(tmp_path / "first", [])
    second = linked(tmp_path / "second", [{"record_id": "a", "given_name": "สมมุติ"}], existing=first)
    third = linked(tmp_path / "third", [{"record_id": "b", "given_name": "สมมุติ"}], existing=second)
    assert persons(third) == {"a": "a", "b": "b"}
    assert events(second) == events(third) == []


def test_a_new_record_with_an_id_finds_older_ones_without(tmp_path, monkeypatch):
    """Where enough have an id, few of them ask: whoever has none asks them, but for the older ones, which do not ask."""
    monkeypatch.setattr(rules, "LEARN_FROM", 0)
    anna = {
        "given_name": "สมมุติ",
        "family_name": "ทดลอง",
        "birth_date": "2500-02-03",
        "house_no": "9",
        "tambon": "หนองดี",
    }
    first = linked(tmp_path / "first", [{"record_id": "a", **anna}])
    second = linked(
        tmp_path / "second", [{"record_id": "b", "national_id": valid_id(110000000001), **anna}], existing=first
    )
    assert len(pl.read_parquet(second / "patterns.parquet")) == 1


def test_a_state_of_another_format_is_refused(tmp_path):
    first = linked(tmp_path / "first", [{"record_id": "a", "given_name": "สมมุติ"}])
    state = first / "state" / "state.json"
    about = json.loads(state.read_text())
    for other in (FORMAT - 1, FORMAT + 1):
        state.write_text(json.dumps(about | {"format": other}))
        with pytest.raises(BadInput, match="holds no result of link-files that this version can go on from"):
            linked(tmp_path / str(other), [{"record_id": "b", "given_name": "สมมุติ"}], existing=first)


@pytest.mark.parametrize("seed", range(some(2, whole=3)))
def test_all_asked_again_keep_their_names(seed, tmp_path):
    rows = [row for register in made(seed, 100) for row in register]
    first = linked(tmp_path / "first", rows[:60])
    second = linked(tmp_path / "second", rows[60:], existing=first, refit=True)
    check(persons(first), persons(second), events(second))
