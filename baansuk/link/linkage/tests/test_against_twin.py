"""The linker on DuckDB and on Spark finds the persons that its plain twin finds, whatever the order of rows and files."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.link.linkage import fitting, rules
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.judgements import Judgement, agreed
from baansuk.link.linkage.tests import small_registers, twin
from baansuk.link.linkage.tests.small_registers import Row, linked, made
from baansuk.link.linkage.tests.twin_cleaning import clean
from tests.amounts import WHOLE, some

IDS = (0.6, 0.1, 0.95)  # many of the records with an id, few, nearly all


def registers(seed: int) -> list[list[Row]]:
    return made(seed, 20 + 40 * (seed % 4), ids=IDS[seed % 3])


def judged(seed: int, rows: list[list[Row]], many: int = 12) -> list[tuple[str, str, str]]:
    """Decisions about pairs drawn by lot, none of them against another."""
    lot = random.Random(seed)
    names = sorted(row["record_id"] or "" for register in rows for row in register)
    said: list[Judgement] = []
    for _ in range(many):
        left, right = sorted(lot.sample(names, 2))
        more = [*said, Judgement(left, right, lot.choice(("same", "different", "different", "unsure")))]
        try:
            said = agreed(more)
        except BadInput:  # it would contradict what was said before
            continue
    return [(one.left, one.right, one.decision) for one in said]


# Twelve seeds are every size with every share of ids, with and without decisions.
@pytest.mark.parametrize("seed", range(some(12, whole=24)))
def test_duckdb_finds_what_the_twin_finds(seed):
    rows = registers(seed)
    said = judged(seed, rows) if seed % 2 else []
    assert linked(rows, said) == twin.link(rows, said)


# A minute each: link-files on Spark is held to DuckDB's answer anyway (test_link_files.py), and that to the twin's here.
@pytest.mark.spark
@pytest.mark.skipif(not WHOLE, reason="make whole asks it")
@pytest.mark.parametrize("seed", [5])
def test_spark_finds_what_the_twin_finds(seed):
    rows = registers(seed)
    said = judged(seed, rows) if seed % 2 else []
    assert linked(rows, said, "spark") == twin.link(rows, said)


@pytest.mark.parametrize("seed", [3, 6, 7, 11] if WHOLE else [6, 11])
def test_keys_that_too_many_bear_and_ids_that_do_not_ask(seed, monkeypatch):
    monkeypatch.setattr(rules, "MOST_TO_A_KEY", 3)
    monkeypatch.setattr(rules, "MOST_TO_A_RECORD", 0)
    monkeypatch.setattr(rules, "MOST_BESIDE", 10)
    monkeypatch.setattr(rules, "LEARN_FROM", 20)
    rows = registers(seed)
    assert linked(rows) == twin.link(rows)


@pytest.mark.parametrize("seed", [6, 7, 10] if WHOLE else [7, 10])
def test_learning_from_ids(seed, monkeypatch):
    monkeypatch.setattr(fitting, "FEWEST_LABELLED", 3)
    rows = registers(seed)
    assert linked(rows) == twin.link(rows)


def value(*texts: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(texts)


ROWS = st.fixed_dictionaries(
    {
        "national_id": value(
            small_registers.valid_id(310000000001), small_registers.valid_id(310000000002), "31000000001"
        ),
        "given_name": value(*filter(None, small_registers.GIVEN)),
        "full_name": value("นาย สมมุติ ตัวอย่าง", "พ.ต.อ. นาย ใจดี", "สมมุติ", "นาง", "น.ส.  ใจดี  ณ ตัวอย่าง"),
        "family_name": value(*filter(None, small_registers.FAMILY)),
        "title": value(*small_registers.TITLES),
        "sex": value("1", "ญ", "M", "?"),
        "birth_date": value(*small_registers.DATES, " 3-2-2523 ", "2523-02", "25230200"),
        "house_no": value("12/3", "๑๒/๓", "ข้างวัด"),
        "village_no": value("4", "ม.4", "๔", "40000"),
        "tambon": value("หนองดี", "ตำบลหนองดี", "990101", "แขวงบ้านสุข", "Nong Di"),
        "amphoe": value("เมือง", "อ.เมือง", "9901"),
        "house_code": value("99000000001", "11111111111", "x"),
        "phone": value("0812345678", "081-2345678", "๐๘๑๒๓๔๕๖๗๘", "+66812345678", "191"),
    }
)


# A link costs the same for two rows as for forty: fewer examples, of more rows.
@given(st.lists(st.lists(ROWS, max_size=14), min_size=1, max_size=3))
@settings(max_examples=some(8, whole=40), deadline=None)
def test_any_rows(rows):
    named = [[{"record_id": f"{file}-{at}", **row} for at, row in enumerate(each)] for file, each in enumerate(rows)]
    if any(named):
        assert linked(named) == twin.link(named)


# Every order of everything that is written: test_order.py.
@pytest.mark.parametrize("seed", [1, 4, 8] if WHOLE else [4])
def test_the_order_of_rows_and_files_does_not_matter(seed):
    rows = registers(seed)
    said = judged(seed, rows)
    lot = random.Random(seed)
    shuffled = [lot.sample(register, len(register)) for register in lot.sample(rows, len(rows))]
    assert linked(rows, said) == linked(shuffled, said)


def persons_of(found: dict[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for record, person in found.items():
        members[person].add(record)
    return members


@pytest.mark.parametrize("seed", range(30, some(32, whole=42)))
def test_two_ids_only_by_a_human_and_a_humans_different_through_any_third_record(seed):
    rows = registers(seed)
    said = judged(seed, rows, many=20)
    ids = {record.record_id: record.id for record in clean(rows)[0]}
    found = linked(rows, said)
    assert set(found) == set(ids)
    same = [{left, right} for left, right, decision in said if decision == "same"]
    for members in persons_of(found).values():
        if len({ids[record] for record in members} - {None}) > 1:
            assert any(pair <= members for pair in same), members
    for left, right, decision in said:
        if decision != "unsure":
            assert (found[left] == found[right]) == (decision == "same"), (left, right)
    assert all(person == min(members) for person, members in persons_of(found).items())


def test_an_unsure_answer_changes_nothing():
    rows = registers(3)
    names = sorted(row["record_id"] or "" for register in rows for row in register)
    assert linked(rows) == linked(rows, [(names[0], other, "unsure") for other in names[1:]])
