"""A packed pattern and its text say the same, in the order in which clerks and their pages read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.link.linkage.levels import LEVELS, REST, SIZES, level_of, packed, told

every_level = st.fixed_dictionaries({field: st.sampled_from(levels) for field, levels in LEVELS.items()})


def test_a_pattern_is_told_field_by_field_in_order():
    levels = {
        "id": "near",
        "given": "same",
        "family": "sound",
        "birth": "same",
        "place": "house",
        "sex": "same",
        "names": "rare",
    }
    expected = "id:near given:same family:sound birth:same place:house sex:same phone:unknown names:rare"
    assert told(packed(levels)) == expected


def test_nothing_named_is_nothing_known():
    assert packed({}) == 0
    assert (
        told(0)
        == "id:unknown given:unknown family:unknown birth:unknown place:unknown sex:unknown phone:unknown names:none"
    )


@given(every_level)
def test_what_is_packed_is_told(levels):
    pattern = packed(levels)
    assert told(pattern) == " ".join(f"{field}:{levels[field]}" for field in LEVELS)
    assert {field: LEVELS[field][level_of(pattern, field)] for field in LEVELS} == levels


@given(every_level, every_level)
def test_two_patterns_are_one_number_only_when_all_levels_agree(one, other):
    assert (packed(one) == packed(other)) == (one == other)


@given(every_level)
def test_the_rest_is_all_beside_the_ids(levels):
    pattern = packed(levels)
    assert pattern // REST == LEVELS["id"].index(levels["id"])
    assert pattern % REST == packed({**levels, "id": "unknown"})


def test_every_pattern_fits_the_whole_number_that_the_steps_cast_it_to():
    largest = packed({field: levels[-1] for field, levels in LEVELS.items()})
    assert largest + 1 == REST * SIZES["id"]
    assert largest < 2**31


@pytest.mark.parametrize("levels", [{"id": "perhaps"}, {"given": "house"}])
def test_a_level_that_is_none_is_refused(levels):
    with pytest.raises(ValueError, match="not in tuple"):
        packed(levels)


def test_a_field_that_is_none_is_refused():
    with pytest.raises(KeyError):
        packed({"nickname": "same"})
