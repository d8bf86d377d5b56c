"""Decisions are read as they stand; those that cannot all hold are refused by the names of their records."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.engine import Step, open_engine
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.judgements import DECISIONS, Judgement, agreed, beside, check_known, read_judgements


def read(text, folder, encoding="utf-8"):
    path = folder / "j.csv"
    path.write_bytes(text.encode(encoding))
    return read_judgements(path, folder)


def refused(text, folder):
    with pytest.raises(BadInput) as refusal:
        read(text, folder)
    assert "\n" not in refusal.value.words.en
    return refusal.value.words.en


def test_pairs_come_once_sorted_the_smaller_record_first(tmp_path):
    text = "right,LEFT, Decision,reason,by,at\nb,c,same,พูดกันแล้ว,x,\na,b, Different ,,,\nc,b,same,,,\n\nx,a,unsure,,,\n"
    expected = [("a", "b", "different"), ("a", "x", "unsure"), ("b", "c", "same")]
    for encoding in ("utf-8", "utf-8-sig", "cp874"):
        assert read(text, tmp_path, encoding) == expected


def test_no_decision_at_all_is_no_fault(tmp_path):
    assert read("left,right,decision\n", tmp_path) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "j.csv is empty"),
        ("left,decision\na,same\n", "no column right"),
        ("left,right,decision,Left\n", "two columns named left"),
        (
            "left,right,decision\na,b,same\na,c,perhaps\n",
            "j.csv, line 3: the decision must be same, different or unsure",
        ),
        ("left,right,decision\na,b\n", "line 2: the decision must be"),
        ("left,right,decision\na,,same\n", "line 2: left and right must name two different records"),
        ("left,right,decision\na,a,same\n", "line 2: left and right must name two different records"),
        ('left,right,decision\na,"b,same\n', "what follows is no CSV"),
        ("left,right,decision\na,b,same\nb,a,different\n", "a and b are called both same, different"),
        (
            "left,right,decision\na,b,same\nc,b,same\nc,a,different\n",
            "a = b = c are the same by its decisions, yet a and c",
        ),
    ],
)
def test_what_cannot_serve_is_refused(text, said, tmp_path):
    assert said in refused(text, tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_judgements(tmp_path / "none.csv", tmp_path)


def test_the_shortest_chain_is_told(tmp_path):
    rows = ["a,b,same", "b,c,same", "c,d,same", "a,x,same", "x,d,same", "d,a,different"]
    assert "a = x = d are the same" in refused("\n".join(["left,right,decision", *rows]), tmp_path)


def test_what_was_decided_earlier_holds_for_what_is_added():
    earlier = [Judgement("b", "a", "same"), Judgement("b", "c", "same")]
    new = [Judgement("a", "b", "same"), Judgement("c", "d", "same")]
    assert beside(earlier, new, "j.csv") == [Judgement("c", "d", "same")]
    with pytest.raises(BadInput, match="a = b = c are the same by its decisions"):
        beside(earlier, [Judgement("a", "c", "different")], "j.csv")
    with pytest.raises(BadInput, match="a and b are called both same, different"):
        beside(earlier, [Judgement("a", "b", "different")], "j.csv")


RECORDS = "abcdef"
DECIDED = st.lists(
    st.tuples(st.sampled_from(list(combinations(RECORDS, 2))), st.sampled_from(DECISIONS)).map(
        lambda one: Judgement(*one[0], one[1])
    ),
    max_size=9,
)


def holds(judgements):
    """The slow twin: is there a way to part the records into persons by which every decision is right?"""
    if any(one[:2] == other[:2] and one != other for one, other in combinations(judgements, 2)):
        return False
    return any(
        all(
            (parts[RECORDS.index(one.left)] == parts[RECORDS.index(one.right)]) == (one.decision == "same")
            for one in judgements
            if one.decision != "unsure"
        )
        for parts in PARTITIONS
    )


def partitions(size):
    """Every way to part ``size`` records: to each the number of its part, numbers in order of first use."""
    ways: list[list[int]] = [[]]
    for _ in range(size):
        ways = [[*way, part] for way in ways for part in range(max(way, default=-1) + 2)]
    return ways


PARTITIONS = partitions(len(RECORDS))


@given(DECIDED)
def test_decisions_are_taken_exactly_when_some_parting_of_records_fits_them_all(judgements):
    try:
        found = agreed(judgements)
    except BadInput:
        assert not holds(judgements)
    else:
        assert holds(judgements)
        assert found == sorted(set(judgements))


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_records_that_no_table_has_are_named(engine):
    with open_engine(engine) as opened:
        opened.run(Step("cleaned", "select * from (values ('a'), ('it''s')) as t(record_id)"))
        opened.run(Step("before", "select 'b' as record_id"))
        known = [Judgement("a", "it's", "same")]
        check_known(opened, known)
        check_known(opened, [])
        check_known(opened, [*known, Judgement("a", "b", "same")], ["cleaned", "before"])
        with pytest.raises(BadInput, match=r"names 1 record\(s\) that no file has \(b\)"):
            check_known(opened, [Judgement("a", "b", "same")])
        with pytest.raises(BadInput, match=r"4 record\(s\) that no file has \(p, q, r …\)"):
            check_known(opened, [Judgement("p", "q", "same"), Judgement("r", "s", "same")], ["cleaned", "before"])
