"""Rounded counts: nothing below the least is told, and no small count can be worked out from those around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.assess.measuring.rounding import Rounded, leaves_open, tell_rounded, to_base, window_of, windows

LEAST, SPREAD = 10, 4


@st.composite
def provinces(draw):
    """Counts of tambons, added up to amphoe and province."""
    counts: dict[str, int] = {}
    for amphoe in range(draw(st.integers(1, 3))):
        for tambon in range(draw(st.integers(1, 4))):
            count = draw(st.integers(0, 40))
            for area in ("99", f"99{amphoe:02d}", f"99{amphoe:02d}{tambon:02d}"):
                counts[area] = counts.get(area, 0) + count
    return counts


@settings(max_examples=400)
@given(provinces(), st.data())
def test_a_small_count_can_always_be_five_numbers(counts, data):
    tellable = data.draw(st.frozensets(st.sampled_from(sorted(counts))))
    # Somebody may see the very households of an amphoe: all that it tells of the others must hold for them as well.
    seen = data.draw(st.sampled_from(["", *(area for area in sorted(counts) if len(area) == 4)]))
    known = {area: count for area, count in counts.items() if seen and area.startswith(seen)}
    told = tell_rounded(counts, tellable, least=LEAST, spread=SPREAD, known=known)
    own = windows(dict.fromkeys(counts, Rounded(None)), LEAST, known)
    for area, (low, high) in windows(told, LEAST, known).items():
        assert low <= counts[area] <= high
        # What somebody works out from the households that they see is not told to them by this.
        if counts[area] < LEAST and own[area][1] - own[area][0] >= SPREAD:
            assert high - low >= SPREAD
    assert all(one.count is None and not one.few for area, one in told.items() if area not in tellable)
    assert all(one.count is None or one.count >= LEAST for one in told.values())


def test_by_hand():
    counts = {"99": 127, "9901": 123, "9902": 4}
    told = tell_rounded(counts, counts, least=LEAST, spread=SPREAD)
    assert told == {"99": Rounded(130), "9901": Rounded(120), "9902": Rounded(None, few=True)}
    # 10 to 14 and 15 to 24 would leave 1 to 9 for the third; 10 to 14 twice beside 25 to 34 would leave it nothing.
    counts = {"99": 23, "9901": 14, "9902": 9}
    assert tell_rounded(counts, counts, least=LEAST, spread=SPREAD)["9901"] == Rounded(10)
    counts = {"99": 36, "9901": 14, "9902": 14, "9903": 8}
    assert set(tell_rounded(counts, counts, least=LEAST, spread=SPREAD).values()) == {Rounded(None)}
    assert [to_base(count, 10) for count in (4, 5, 14, 15)] == [0, 10, 10, 20]
    with pytest.raises(ValueError, match="more than the spread"):
        tell_rounded(counts, counts, least=8, spread=4)


def test_a_sum_is_told_only_where_it_leaves_its_parts_open():
    tens, few = window_of(Rounded(10), LEAST), window_of(Rounded(None, few=True), LEAST)
    # Of 25 to 34 two that are 10 to 14 leave nothing to 14: all that is below ten; of 35 to 44 they leave 7 and more.
    parts = [(1, tens), (1, tens), (1, few)]
    assert leaves_open((25, 34), parts, [2], least=LEAST, spread=SPREAD)
    assert not leaves_open((35, 44), parts, [2], least=LEAST, spread=SPREAD)
    # What is not told at all may be anything, and takes the sum with it.
    unknown = (1, window_of(Rounded(None), LEAST))
    assert leaves_open((35, 44), [*parts, unknown], [2, 3], least=LEAST, spread=SPREAD)
    assert leaves_open((250, 259), [(20, tens), (5, few)], [1], least=LEAST, spread=SPREAD)
    assert not leaves_open((200, 209), [(20, tens), (5, few)], [1], least=LEAST, spread=SPREAD)
