"""Overlap of lists and the errors of a list, by household, person and severity; intervals only where there is a sample."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.assess.measuring.aiming import Seen, aim, effective_size, intersections, interval_of, wilson

F = Fraction
HOUSES = [
    Seen(frozenset({"card"}), True, 4, F(1, 5)),
    Seen(frozenset({"card", "repair"}), True, 2, F(3, 5)),
    Seen(frozenset(), True, 3, F(2, 5)),
    Seen(frozenset({"card"}), False, 5),
    Seen(frozenset({"repair"}), None, 1),
]  # fmt: skip
houses = st.lists(
    st.builds(
        Seen,
        lists=st.frozensets(st.sampled_from(["card", "repair", "pupil"])),
        poor=st.sampled_from([True, False, None]),
        persons=st.integers(0, 9),
        score=st.fractions(0, 1, max_denominator=40),
        weight=st.fractions(F(1, 9), 9, max_denominator=9),
    )
)


def test_by_hand():
    by_house, by_person, by_lack = (aim(HOUSES, "card", how) for how in ("household", "person", "severity"))
    assert (by_house.exclusion, by_house.inclusion) == (F(1, 3), F(1, 3))
    assert (by_person.exclusion, by_person.inclusion) == (F(3, 9), F(5, 11))
    # 4 x 1/5 + 2 x 3/5 = 2 on the list, 3 x 2/5 off it.
    assert by_lack.exclusion == F(6, 5) / (2 + F(6, 5))
    assert by_house.unknown_off == 1
    assert aim([], "card").exclusion is None
    with pytest.raises(ValueError, match="no weighting"):
        aim(HOUSES, "card", "area")


@given(houses, st.sampled_from(["household", "person", "severity"]))
def test_every_household_is_in_one_intersection(listed, weighting):
    found = intersections(listed, weighting)
    assert sum(found.values()) == sum(one.counted(weighting) for one in listed)
    on = sum((count for lists, count in found.items() if "card" in lists), F(0))
    parts = aim(listed, "card", weighting)
    assert on == parts.poor_on + parts.other_on + parts.unknown_on


def test_wilson_as_published():
    # Newcombe 1998 (Statistics in Medicine 17), table I: 81/263, 15/148, 0/20 and 1/29.
    for found, size, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)):  # fmt: skip
        assert wilson(F(found, size), F(size)) == pytest.approx((low, high), abs=5e-5)
    assert wilson(F(1), F(20))[1] == 1
    with pytest.raises(ValueError, match="at least one"):
        wilson(F(0), F(0))


def test_unequal_weights_tell_less():
    assert effective_size([F(1)] * 5) == 5
    assert effective_size([F(1), F(3)]) == F(8, 5)
    equal = [Seen(frozenset({"card"} if n < 5 else ()), True) for n in range(10)]
    unequal = [Seen(one.lists, True, weight=F(1 + 8 * (n % 5 == 0))) for n, one in enumerate(equal)]
    narrow, wide = interval_of(equal, "exclusion", "card"), interval_of(unequal, "exclusion", "card")
    assert narrow is not None
    assert wide is not None
    (low, high), (low_2, high_2) = narrow, wide
    assert low_2 < low < 0.5 < high < high_2
    assert interval_of(HOUSES[4:], "exclusion", "card") is None
