"""A planted cluster is found and chance is not; small areas are drawn together; the list of communities says why."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from shapely.geometry import box

from baansuk.assess.measuring.communities import Community, propose
from baansuk.assess.measuring.smoothing import smoothed
from baansuk.assess.measuring.touching import touching
from baansuk.thai.words import Words

SIDE = 8


@pytest.fixture(scope="module")
def hot_spots():
    """The function; loading it takes two seconds, which whoever only collects the tests need not wait."""
    from baansuk.assess.measuring.hot_spots import hot_spots

    return hot_spots


@pytest.fixture(scope="module")
def grid():
    """Eight by eight squares; a sliver of a metre lies between the columns."""
    return touching({f"{x}{y}": box(x * 0.1, y * 0.1, x * 0.1 + 0.09999, y * 0.1 + 0.1) for x in range(SIDE) for y in range(SIDE)})  # fmt: skip


def _counts(grid, share_of, size=120, seed=3):
    chance = random.Random(seed)
    return {code: (sum(chance.random() < share_of(code) for _ in range(size)), size) for code in grid}


def _is_corner(code):
    return int(code[0]) < 3 and int(code[1]) < 3


def test_corners_touch(grid):
    assert grid["00"] == ("01", "10", "11")
    assert len(grid["34"]) == 8
    assert touching({"a": box(0, 0, 1, 1), "b": box(3, 0, 4, 1)}) == {"a": (), "b": ()}
    assert touching({}) == {}


def test_a_planted_cluster_is_found_and_the_same_each_time(grid, hot_spots):
    import esda.crand

    counts = _counts(grid, lambda code: 0.45 if _is_corner(code) else 0.1)
    spots = hot_spots(counts, grid)
    hot = {code for code, spot in spots.items() if spot.kind == "hot"}
    assert {"00", "01", "10", "11"} <= hot
    assert all(_is_corner(code) for code in hot)
    assert {code for code, spot in spots.items() if spot.gathers == "hot"} >= {"00", "11"}
    assert hot_spots(counts, grid) == spots
    esda.crand.vec_permutations.cache_clear()
    assert hot_spots(counts, grid) == spots, "whether rearrangements are drawn or known already"


def test_chance_alone_is_held_to_the_false_discovery_rate(grid, hot_spots):
    falsely = [
        sum(spot.kind != "plain" for spot in hot_spots(_counts(grid, lambda _code: 0.2, seed=seed), grid).values())
        for seed in range(12)
    ]
    assert sum(count > 0 for count in falsely) <= 3


def test_what_cannot_be_compared_is_left_out(grid, hot_spots):
    counts = _counts(grid, lambda _code: 0.2)
    counts.pop("00")
    island = grid | {"far": ()}
    spots = hot_spots(counts | {"far": (5, 50)}, island)
    assert spots["00"].kind == spots["far"].kind == "untold"
    assert spots["11"].neighbours == 7
    few = {code: near for code, near in grid.items() if code in ("00", "01", "10")}
    assert {one.kind for one in hot_spots(counts, few).values()} == {"untold"}
    alike = hot_spots(dict.fromkeys(grid, (2, 10)), grid)
    assert {one.kind for one in alike.values()} == {"untold"}


def test_small_areas_are_drawn_to_the_whole_and_large_ones_stay():
    counts = {"tiny": (3, 4), "large": (600, 1000), "other": (100, 1000), "nobody": (0, 0)}
    drawn = smoothed(counts)
    assert drawn.keys() == {"tiny", "large", "other"}
    assert drawn["tiny"] < 0.75
    assert abs(drawn["large"] - 0.6) < 0.01
    # By hand: m = 703/2004, s2 = sum n (r - m)^2 / 2004 - m / 668.
    m = 703 / 2004
    s2 = (4 * (0.75 - m) ** 2 + 1000 * (0.6 - m) ** 2 + 1000 * (0.1 - m) ** 2) / 2004 - m / 668
    assert drawn["tiny"] == pytest.approx(m + s2 / (s2 + m / 4) * (0.75 - m), rel=1e-12)
    assert smoothed({}) == {}
    assert smoothed({"a": (1, 10), "b": (1, 10)}) == {"a": 0.1, "b": 0.1}


def test_communities_are_ranked_with_reasons():
    names = {"health": Words("มิติสุขภาพ", "Health")}
    rows = [
        Community("a", Words("ก", "A"), 40, 100, 100, {"health": (30, 100)}, hot=True, unhelped=7),
        Community("b", Words("ข", "B"), 1, 2, 20, {"health": (0, 2)}),
        Community("c", Words("ค", "C"), 10, 200, 200, {"health": (5, 200)}),
        Community("d", Words("ง", "D"), 0, 0, 9),
    ]
    found = propose(rows, names)
    assert [(one.place, one.community.code) for one in found] == [(1, "a"), (2, "b")]
    assert found[0].share == Fraction(2, 5)
    said = [reason.en for reason in found[0].reasons]
    assert said[0].startswith("40 of 100 households with an answer are poor: 40.0%")
    assert "Health: 30.0% lack it" in said[1]
    assert any("cluster" in one for one in said)
    assert any("7 of them are on no list" in one for one in said)
    assert found[1].reasons[-1].en.startswith("90.0% of the households have no answer")
    assert propose([], names) == []
