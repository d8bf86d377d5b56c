"""The parts of a change of M0 add up to it exactly, whatever changed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.assess.measuring.splitting import Factors, Group, GroupPart, Level, by_group, by_indicator, into_factors

F = Fraction
shares = st.fractions(0, 1, max_denominator=500)
some = st.fractions(F(1, 500), 1, max_denominator=500)
levels = st.one_of(st.just(Level(F(0), None)), st.builds(Level, h=some, a=some))


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(shares, shares, shares), min_size=1))
def test_the_indicators_add_up(rows):
    weights, before, after = ({name: row[place] for name, row in rows.items()} for place in range(3))
    m0 = [sum(weights[name] * heads[name] for name in rows) for heads in (before, after)]
    assert sum(by_indicator(weights, before, after).values()) == m0[1] - m0[0]


@given(levels, levels)
def test_incidence_and_intensity_add_up(before, after):
    split = into_factors(before, after)
    assert split.incidence + split.intensity == after.m0 - before.m0
    back = into_factors(after, before)
    assert (back.incidence, back.intensity) == (-split.incidence, -split.intensity)


@st.composite
def grouped(draw):
    sizes = draw(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 60), min_size=1))
    return {name: Group(F(size, sum(sizes.values())), draw(shares)) for name, size in sizes.items()}


@given(grouped(), grouped())
def test_the_groups_add_up(before, after):
    m0 = [sum(one.share * one.m0 for one in groups.values()) for groups in (before, after)]
    parts = by_group(before, after).values()
    assert sum(one.within + one.share for one in parts) == m0[1] - m0[0]


def test_worked_by_hand():
    # H 40% -> 30%, A 50% -> 60%: -10% x 55% and +10% x 35%.
    assert into_factors(Level(F(2, 5), F(1, 2)), Level(F(3, 10), F(3, 5))) == Factors(F(-11, 200), F(7, 200))
    before, after = {"town": Group(F(1, 2), F(1, 5)), "hill": Group(F(1, 2), F(2, 5))}, {"town": Group(F(1), F(1, 10))}
    # The hill has emptied: it keeps its M0 and adds its share alone.
    assert by_group(before, after) == {
        "town": GroupPart(F(3, 4) * F(-1, 10), F(3, 20) * F(1, 2)),
        "hill": GroupPart(F(0), F(2, 5) * F(-1, 2)),
    }


def test_nobody_poor_before_is_all_incidence():
    split = into_factors(Level(F(0), None), Level(F(1, 4), F(2, 5)))
    assert split == Factors(F(1, 10), F(0))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="different indicators"):
        by_indicator({"a": F(1)}, {"a": F(0)}, {"b": F(0)})
    with pytest.raises(ValueError, match="do not sum to one"):
        by_group({"a": Group(F(1, 2), F(0))}, {"a": Group(F(1), F(0))})
    with pytest.raises(ValueError, match="A is known"):
        into_factors(Level(F(1, 2), None), Level(F(0), None))
