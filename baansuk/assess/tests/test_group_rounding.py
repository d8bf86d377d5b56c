"""What is told of groups in tens: no small count can be narrowed to fewer than five numbers by adding up either way."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.assess.measured_group_rounding import tell_groups
from baansuk.assess.measuring.rounding import Rounded

LEAST, SPREAD = 10, 4
AREAS = ("9901", "9902")
GROUPS = ("a", "b")


def told(counts: dict[tuple[str, str], int], **parts: object) -> dict[tuple[str, str], Rounded]:
    return tell_groups(counts, ("99", *AREAS), least=LEAST, spread=SPREAD, **parts)  # type: ignore[arg-type]


def province(inside: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    return inside | {(group, "99"): sum(inside[group, area] for area in AREAS) for group in GROUPS}


def test_large_counts_are_told_in_tens() -> None:
    found = told(province({("a", "9901"): 44, ("b", "9901"): 56, ("a", "9902"): 31, ("b", "9902"): 17}))
    assert found["a", "9901"] == Rounded(40)
    assert found["b", "99"] == Rounded(70)


def test_a_small_count_is_only_said_to_be_small() -> None:
    found = told(province({("a", "9901"): 141, ("b", "9901"): 3, ("a", "9902"): 131, ("b", "9902"): 60}))
    assert found["b", "9901"] == Rounded(None, few=True)


def test_what_the_whole_would_give_away_is_not_told() -> None:
    # Of 103 the rest is at most 94, so the small group would be 9 and nothing else.
    found = told(province({("a", "9901"): 94, ("b", "9901"): 9, ("a", "9902"): 131, ("b", "9902"): 60}))
    assert found["a", "9901"] == found["b", "9901"] == Rounded(None)
    assert found["a", "9902"].count == 130


def as_said(one: Rounded, count: int) -> bool:
    """Whether a count could be the one that is told so."""
    if one.few:
        return count < LEAST
    return one.count is None or (count >= LEAST and (count + 5) // 10 * 10 == one.count)


@settings(max_examples=120, deadline=None)
@given(st.tuples(*[st.integers(0, 24)] * 4))
def test_every_small_count_could_be_five_numbers(found: tuple[int, int, int, int]) -> None:
    """By trying every world that adds up to the same wholes, each count of it taken for what is told."""
    cells = list(product(GROUPS, AREAS))
    inside = dict(zip(cells, found, strict=True))
    counts = province(inside)
    said = told(counts)
    wholes = {area: sum(inside[group, area] for group in GROUPS) for area in AREAS}
    worlds = []
    for a1, a2 in product(range(wholes["9901"] + 1), range(wholes["9902"] + 1)):
        world = province({("a", "9901"): a1, ("b", "9901"): wholes["9901"] - a1, ("a", "9902"): a2, ("b", "9902"): wholes["9902"] - a2})  # fmt: skip
        if all(as_said(one, world[cell]) for cell, one in said.items()):
            worlds.append(world)
    wholes["99"] = sum(found)
    for cell, count in counts.items():
        # Where there are fewer than ten of all groups together, that whole is not told to anybody.
        if count < LEAST and min(wholes.values()) >= LEAST:
            assert len({world[cell] for world in worlds}) > SPREAD, (said, cell)
