"""The pure tables of verification: flows, moves, outcomes, candidate rules, draws, and the tests of quality."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

import baansuk
from baansuk.access.roles import ROLES
from baansuk.assess.refused import RuleRefused
from baansuk.thai.words import Refusal
from baansuk.verify.candidates import COLUMNS, find, load_rule_sets, read_rule_sets
from baansuk.verify.flows import load_flows, read_flows
from baansuk.verify.moves import (
    MOVES,
    OWNERS,
    SESSION_MOVES,
    SESSION_TONES,
    SESSION_WORDS,
    STATE_WORDS,
    TONES,
    check_move,
    diagram,
    onward,
    owners_of,
    session_diagram,
)
from baansuk.verify.outcomes import OUTCOMES
from baansuk.verify.quality import (
    agreement,
    at_least,
    by_village,
    confirm_everything,
    drawn,
    surnames,
)

DOCS = Path(baansuk.__file__).parents[1] / "docs" / "explanation" / "verification.md"
FLOWS = list(load_flows().values())


def test_every_state_has_an_owner_and_words_and_can_be_reached():
    assert set(MOVES) == set(OWNERS) == set(STATE_WORDS) == set(TONES)
    assert set(SESSION_MOVES) == set(SESSION_WORDS) == set(SESSION_TONES)
    reached, waiting = {"waiting"}, ["waiting"]
    while waiting:
        for new in MOVES[waiting.pop()] - reached:
            reached.add(new)
            waiting.append(new)
    assert reached == set(MOVES)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stamp)
def test_every_state_at_every_step_is_somebodys(flow):
    for step in flow.steps:
        for state in MOVES:
            roles = set(owners_of(state, step.code, flow))
            assert roles and roles <= set(ROLES) | {"nobody"}, (state, step.code)
        assert set(step.keyed_by) <= set(ROLES)
    assert flow.telling.decides is False and flow.after(flow.steps[-2].code) is None


def test_the_diagrams_in_the_docs_are_those_of_the_tables():
    text = DOCS.read_text(encoding="utf-8")
    assert diagram() in text and session_diagram() in text


@given(some.sampled_from(list(MOVES)), some.sampled_from(list(MOVES)))
def test_what_the_table_has_not_is_refused_with_a_sentence(old, new):
    if new in MOVES[old]:
        check_move(old, new)
    else:
        with pytest.raises(Refusal) as refused:
            check_move(old, new)
        assert STATE_WORDS[old].th in refused.value.words.th


@pytest.mark.parametrize(
    ("step", "outcome", "expected"),
    [
        ("village", "confirmed", ("waiting", "tambon")),
        ("province", "confirmed", ("confirmed", "province")),
        ("province", "hidden_household", ("confirmed", "province")),
        ("province", "not_poor", ("not_confirmed", "province")),
        ("province", "died", ("removed", "province")),
    ],
)
def test_where_a_case_goes_when_it_leaves_a_step(step, outcome, expected):
    assert onward(load_flows()["standard/1"], step, outcome) == expected


def test_a_dispute_is_no_result():
    with pytest.raises(Refusal):
        onward(load_flows()["standard/1"], "province", "disputed")
    assert all(one.result or one.code == "disputed" for one in OUTCOMES.values())


@pytest.mark.parametrize(
    "wrong", ['level = "moon"', 'may_return_to = ["told"]', 'outcomes = ["poor"]', "decides = false"]
)
def test_a_flow_that_cannot_work_is_refused(wrong):
    step = 'code = "{}"\nth = "ก"\nen = "a"\nlevel = "village"\nowner = "village_head"\nsigner = ""\ndays = 1\n'
    head = '[[flow]]\ncode = "x"\nversion = 1\nth = "ก"\nen = "a"\nsource = "s"\nconfirmed = false\n'
    last = f"[[flow.step]]\n{step.format('told')}decides = false\noutcomes = []\n"
    first = step.format("a").replace('level = "village"\n', "") if "level" in wrong else step.format("a")
    given_outcomes = "" if "outcomes" in wrong else 'outcomes = ["*"]\n'
    with pytest.raises(ValueError, match="no flow"):
        read_flows(f"{head}[[flow.step]]\n{first}{given_outcomes}{wrong}\n{last}")


TYPES = {"INTEGER": pl.Int32, "BOOLEAN": pl.Boolean}


def facts(*rows: Mapping[str, object]) -> pl.DataFrame:
    """A table of facts; what a row does not say is null."""
    where = [
        {"household_code": f"H-{n}", "area_code": "99010101", "list_key": f"99010101{n}", "house_no": str(n)}
        for n, _row in enumerate(rows)
    ]
    known = [dict.fromkeys(COLUMNS) | dict(row) for row in rows]
    schema = dict.fromkeys(where[0], pl.String) | {name: TYPES[kind] for name, kind in COLUMNS.items()}
    return pl.DataFrame([one | two for one, two in zip(where, known, strict=True)], schema=schema)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"mpi_poor": True, "target_poor": True}, "mpi_poor,target_poor"),
        ({"mpi_poor": False, "indicators_failed": 3}, "many_lacks"),
        ({"indicators_failed": 1, "no_list": True}, "missed_by_lists"),
        ({"indicators_failed": 1, "no_list": False}, ""),
        ({"on_welfare_card": True, "indicators_failed": 0, "indicators_unknown": 0}, "listed_without_lack"),
        # Unknown is not zero: what nobody answered is no proof that nothing is lacking.
        ({"on_welfare_card": True, "indicators_failed": 0, "indicators_unknown": 2}, ""),
        ({"on_elderly": True, "indicators_failed": 0, "indicators_unknown": 0}, ""),
        ({"vulnerable": True}, "vulnerable"),
        ({}, ""),
    ],
)
def test_who_is_a_candidate_and_why(row, why):
    found = find(facts(row), load_rule_sets()["default/1"].rules)
    assert found["why"].to_list() == ([why] if why else [])


def test_candidates_stand_in_the_order_of_the_list():
    found = find(facts(*[{"mpi_poor": True}] * 9), load_rule_sets()["default/1"].rules)
    assert found["list_key"].to_list() == sorted(found["list_key"])


def test_a_rule_outside_the_language_is_refused():
    text = '[[set]]\ncode="x"\nversion=1\nth="ก"\nen="a"\nsource="s"\nconfirmed=false\n'
    with pytest.raises(RuleRefused):
        read_rule_sets(f'{text}[[set.rule]]\ncode="a"\nth="ก"\nen="a"\nrule="surname = 5"\n')


def test_agreement_counts_both_kinds_of_the_same_and_knows_chance():
    same = agreement([(True, True), (False, False), (True, True), (False, False)])
    assert (same.same, same.of, same.kappa) == (4, 4, 1.0)
    mixed = agreement([(True, True), (True, False), (False, True), (False, False)])
    assert mixed.kappa == 0.0 and mixed.share == 0.5
    assert agreement([]).share is None and agreement([(True, True)] * 3).kappa is None


def test_a_village_that_confirms_all_is_told_by_what_others_confirm():
    rows = [("a", True)] * 10 + [("b", True)] * 5 + [("b", False)] * 5 + [("c", True)] * 3
    found = confirm_everything(by_village(rows))
    assert [one.area_code for one in found] == ["a"], "three of three says nothing"
    assert found[0].chance == pytest.approx((8 / 13) ** 10)


@given(some.integers(1, 7), some.data())
def test_the_exact_test_is_that_of_counting_every_draw(whole, data):
    marked, drawn_of = data.draw(some.integers(0, whole)), data.draw(some.integers(0, whole))
    found = data.draw(some.integers(0, whole))
    draws = list(combinations(range(whole), drawn_of))
    by_hand = Fraction(sum(sum(one < marked for one in draw) >= found for draw in draws), len(draws))
    assert at_least(found, drawn_of, marked, whole) == by_hand


def test_surnames_of_who_attended_are_compared_with_the_villages_share():
    listed = [("สมมุติ", True)] * 6 + [("นิทาน", False)] * 12 + [("เรื่องเล่า", True)]
    told = surnames("99010101", ["สมมุติ", ""], listed)
    assert told is not None
    assert (told.listed_with, told.listed, told.confirmed_with, told.confirmed) == (6, 19, 6, 7)
    assert told.worth_a_look and told.chance == float(at_least(6, 7, 6, 19))
    assert surnames("99010101", [""], listed) is None


@given(some.sets(some.text("23456789ABC", min_size=3, max_size=6), min_size=1, max_size=60), some.integers(5, 10))
def test_the_draw_is_the_same_for_whoever_knows_the_seed(cases, percent):
    share = Fraction(percent, 100)
    listed = drawn(cases, share, "482910")
    assert listed == drawn(sorted(cases, reverse=True), share, "482910")
    assert len(listed) == -(-len(cases) * percent // 100) and set(listed) <= cases


def test_a_draw_of_all_or_of_none_is_no_draw():
    for share in (Fraction(1, 100), Fraction(1, 2)):
        with pytest.raises(ValueError, match="one in"):
            drawn(["a"], share, "482910")
