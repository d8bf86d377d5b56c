"""Quorum, stepping aside and two persons: each refusal names the case and says what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from baansuk.thai.words import Refusal
from baansuk.verify.screening import (
    Member,
    chair_for,
    check_chair_may_sign,
    check_not_recused,
    check_quorum,
    check_two_persons,
    counted_for,
    load_rules,
    quorum_of,
)

CASE, OTHER = "V-2345-6789-A", "V-3456-789A-B"


def members(*, chair_recused: bool = False, present: int = 4) -> list[Member]:
    recused = {CASE: "kin"} if chair_recused else {}
    listed = [
        Member(1, "chair", chair=True, recused=recused),
        Member(2, "secretary", secretary=True),
        Member(3, "doctor"),
        Member(4, ""),
    ]
    return [
        Member(one.number, one.account, one.chair, one.secretary, one.number <= present, one.recused) for one in listed
    ]


@pytest.mark.parametrize(
    ("rule", "of", "needed"),
    [
        ("1/2", 4, 2),
        ("1/2", 5, 3),
        ("0.5", 5, 3),
        ("2/3", 9, 6),
        ("5", 9, 5),
        ("5", 3, 3),
        ("1/2", 1, 1),
        ("1/3", 4, 2),
    ],
)
def test_a_quorum_is_a_share_rounded_up_or_a_number(rule, of, needed):
    assert quorum_of(rule, of) == needed


@pytest.mark.parametrize("rule", ["0", "-1/2", "half"])
def test_a_quorum_that_is_none_is_refused(rule):
    with pytest.raises(ValueError):
        quorum_of(rule, 5)


def test_whoever_stepped_aside_does_not_count_for_that_case_only():
    listed = members(chair_recused=True)
    assert [one.number for one in counted_for(CASE, listed)] == [2, 3, 4]
    assert len(counted_for(OTHER, listed)) == 4
    check_quorum(listed, 4)
    check_quorum(listed, 4, case=OTHER)
    with pytest.raises(Refusal) as refused:
        check_quorum(listed, 4, case=CASE)
    assert refused.value.code == "no_quorum_for_case" and CASE in refused.value.words.th
    with pytest.raises(Refusal) as refused:
        check_quorum(members(present=2), 3, case=CASE)
    assert refused.value.code == "no_quorum"


def test_a_member_with_a_tie_is_told_why_and_who_else():
    check_not_recused(OTHER, "chair", members(chair_recused=True))
    check_not_recused(CASE, "doctor", members(chair_recused=True))
    with pytest.raises(Refusal) as refused:
        check_not_recused(CASE, "chair", members(chair_recused=True))
    assert refused.value.code == "must_step_aside"
    assert (
        CASE in refused.value.words.th and "ญาติ" in refused.value.words.th and "กรรมการท่านอื่น" in refused.value.words.th
    )


def test_one_account_never_proposes_and_signs():
    check_two_persons("secretary", "chair")
    with pytest.raises(Refusal) as refused:
        check_two_persons("chair", "chair")
    assert refused.value.code == "proposed_by_you"


@pytest.mark.parametrize(
    ("recused", "present", "chairing"), [(False, 4, "chair"), (True, 4, "doctor"), (True, 2, None), (False, 0, None)]
)
def test_another_member_chairs_where_the_chair_steps_aside_but_never_the_secretary(recused, present, chairing):
    listed = members(chair_recused=recused, present=present)
    found = chair_for(CASE, listed)
    assert (found.account if found else None) == chairing
    for account in ("chair", "secretary", "doctor"):
        if account == chairing:
            check_chair_may_sign(CASE, account, listed)
            continue
        with pytest.raises(Refusal) as refused:
            check_chair_may_sign(CASE, account, listed)
        assert refused.value.code == "not_chairing"


@given(some.integers(1, 60), some.sampled_from(["1/2", "1/3", "2/3", "3", "9"]))
def test_a_quorum_can_always_be_reached_and_is_never_nobody(of, rule):
    assert 1 <= quorum_of(rule, of) <= of


def test_every_tie_has_both_names_and_its_section():
    assert set(load_rules().ties) >= {"own_case", "spouse", "kin", "money"}
    assert all(one.name.th and one.name.en and one.source.startswith("ม.") for one in load_rules().ties.values())
    assert quorum_of(load_rules().quorum, 9) == 5
