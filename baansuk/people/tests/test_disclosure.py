"""What is hidden stays hidden, whatever is added up or taken away; what need not be hidden is told."""

from __future__ import annotations

from datetime import date

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from baansuk.people.disclosure import release
from baansuk.people.figures import (
    FOUND,
    OTHER,
    PASSED,
    AtLeast,
    Counts,
    Limits,
    Release,
    Total,
    limits_on,
    subset,
    union,
)
from baansuk.people.tests.attacker import ALL, read, whole_bounds

LIMITS = Limits(date(2026, 1, 1), least=10, deepest=6, spread=4, source="test", level_worth={"2": 100, "4": 10, "6": 1})


def add_up(leaves: dict[str, dict[str, tuple[int, int, int]]]) -> tuple[dict[str, Total], dict[str, dict[str, Counts]]]:
    """Return totals and counts of every level from measure -> smallest area -> (found, passed, other)."""
    totals: dict[str, Total] = {}
    counts: dict[str, dict[str, Counts]] = {}
    for measure, rows in leaves.items():
        for leaf, row in rows.items():
            for size in range(2, len(leaf) + 1, 2):
                held = counts.setdefault(measure, {}).get(leaf[:size], Counts(0, 0, 0, 0))
                counts[measure][leaf[:size]] = Counts(
                    held.found + row[0], held.passed + row[1], held.other + row[2], held.persons + 3 * row[0]
                )
    for area, one in next(iter(counts.values())).items():
        households = one.found + one.passed + one.other
        totals[area] = Total(households, 3 * households)
    return totals, counts


def published(leaves, relations=(), **more) -> Release:
    return release(*add_up(leaves), LIMITS, relations=relations, **more)


def narrowed(leaves, told: Release, relations=(), known=None) -> list[tuple[str, str, int]]:
    """Return the small counts that are not told and yet can be worked out too narrowly."""
    totals, counts = add_up(leaves)
    book = read(told, LIMITS, relations, known)
    found = []
    for (measure, area), cell in told.cells.items():
        if (measure, area) in told.outside or area in ((known or {}).get(measure) or {}):
            continue
        row = counts[measure][area]
        for column, count in ((FOUND, row.found), (PASSED, row.passed), (OTHER, row.other)):
            hidden = cell.found is None or (column != FOUND and cell.answered is None)
            small = count < LIMITS.least and (column != OTHER or count > 0)
            assert hidden or not small, (measure, area, column)
            if hidden and small and not _is_wide(book, measure, area, column, count):
                found.append((measure, area, column))
    for area, whole in told.totals.items():
        count = totals[area].households
        if whole.households is None and count < LIMITS.least and not _is_wide(book, "", area, ALL, count):
            found.append(("", area, ALL))
    return found


def _is_wide(book, measure, area, column, count) -> bool:
    low, high = whole_bounds(book, measure, area, column)
    assert low <= count and (high is None or count <= high), "the twin does not know the truth"
    return high is None or high - low >= LIMITS.spread


TWO_AMPHOE = ("990101", "990102", "990103", "990201", "990202")


def test_the_limits_in_force_are_dated():
    assert (limits_on(date(2026, 11, 21)).least, limits_on(date(2026, 11, 21)).deepest) == (10, 6)
    assert limits_on(date(1999, 1, 1)).least == 10
    assert "10" in limits_on(date(2030, 1, 1)).source


def test_where_every_count_is_large_everything_is_told():
    told = published({"m": dict.fromkeys(TWO_AMPHOE, (40, 60, 0))})
    assert told.cells["m", "990101"].found == 40
    assert told.cells["m", "99"].answered == 500
    assert told.totals["9901"].households == 300
    assert not any(cell.found is None for cell in told.cells.values())


def test_the_worked_example_of_the_manual():
    """docs/explanation/access.md tells this one with words."""
    told = published(
        {
            "m": {
                "990101": (4, 96, 0),
                "990102": (25, 75, 0),
                "990103": (40, 60, 0),
                "990201": (30, 70, 0),
                "990202": (50, 50, 0),
            }
        }
    )
    cells = {area: cell for (_measure, area), cell in told.cells.items()}
    assert cells["990101"].found is None and cells["990101"].few
    assert cells["9901"].found == 69, "the amphoe is told, so one more tambon must be hidden"
    hidden = [area for area, cell in cells.items() if cell.found is None]
    assert len(hidden) == 2 and "990101" in hidden
    other = next(area for area in hidden if area != "990101")
    assert not cells[other].few and cells[other].persons is None and cells[other].answered is None


def test_the_other_side_of_a_share_is_hidden_too():
    told = published({"m": {"990101": (97, 3, 0), "990102": (60, 40, 0), "990103": (50, 50, 0)}})
    assert told.cells["m", "990101"].found is None
    assert not told.cells["m", "990101"].few, "97 is not few: only the 3 that are left would be told by it"


def test_a_small_rest_hides_the_share_and_leaves_the_count():
    told = published({"m": {area: (40, 60, 4 if area == "990101" else 30) for area in TWO_AMPHOE[:3]}})
    assert told.cells["m", "990101"].found == 40
    assert told.cells["m", "990101"].answered is None
    assert sum(told.cells["m", area].answered is None for area in TWO_AMPHOE[:3]) >= 2


def test_one_area_alone_takes_the_area_above_with_it():
    told = published({"m": {"990101": (4, 96, 0)}})
    assert all(cell.found is None for cell in told.cells.values())


def test_few_households_without_a_known_place_are_left_out_of_every_total():
    told = published({"m": {"990101": (40, 60, 0), "990102": (40, 60, 0), "990100": (2, 1, 0), "9900": (1, 1, 0)}})
    assert "990100" not in told.totals and "9900" not in told.totals
    assert told.totals["9901"].households == 200
    assert told.cells["m", "99"].found == 80


def test_many_without_a_known_place_stand_as_a_place_of_their_own():
    told = published({"m": {"990101": (40, 60, 0), "990102": (40, 60, 0), "990100": (30, 30, 0)}})
    assert told.totals["990100"].households == 60


def test_an_area_with_few_households_tells_nothing_at_all():
    told = published({"m": {"990101": (3, 3, 0), "990102": (40, 60, 0), "990103": (50, 60, 0)}})
    assert told.totals["990101"].households is None and told.totals["990101"].few
    assert sum(told.totals[area].households is None for area in TWO_AMPHOE[:3]) == 2
    assert told.totals["9901"].households == 216


def test_a_union_does_not_tell_how_many_its_parts_must_have():
    leaves = {
        "whole": {"990101": (18, 82, 0), "990102": (60, 40, 0), "990103": (50, 50, 0)},
        "one": {"990101": (9, 91, 0), "990102": (30, 70, 0), "990103": (25, 75, 0)},
        "two": {"990101": (9, 91, 0), "990102": (40, 60, 0), "990103": (35, 65, 0)},
    }
    relations = union("whole", ("one", "two"))
    told = published(leaves, relations, worth={"whole": 1000, "one": 10, "two": 10})
    assert narrowed(leaves, told, relations) == []
    bare = published(leaves)
    assert ("one", "990101", FOUND) in narrowed(leaves, bare, relations), "18 would say 9 and 9"


OVERLAPPING = {
    "whole": {"990101": (30, 70, 0), "990102": (60, 40, 0), "990201": (50, 50, 0), "990202": (40, 60, 0)},
    "small": {"990101": (6, 94, 0), "990102": (12, 88, 0), "990201": (14, 86, 0), "990202": (11, 89, 0)},
    "large": {"990101": (27, 73, 0), "990102": (52, 48, 0), "990201": (44, 56, 0), "990202": (35, 65, 0)},
}


def test_a_headline_is_told_although_one_of_its_parts_is_small():
    """What this file was rewritten for: a small dimension of one tambon took the headline of the province with it."""
    relations = union("whole", ("small", "large"))
    told = published(OVERLAPPING, relations, worth={"whole": 1000, "small": 10, "large": 10})
    assert all(told.cells["whole", area].found is not None for area in told.totals)
    assert told.cells["small", "99"].found == 43 and told.cells["small", "990101"].few
    assert narrowed(OVERLAPPING, told, relations) == []


def test_what_is_hidden_for_another_is_what_is_worth_least():
    relations = union("whole", ("small", "large"))
    tight = OVERLAPPING | {
        "large": {area: (row[0] - OVERLAPPING["small"][area][0], 0, 0) for area, row in OVERLAPPING["whole"].items()}
    }
    tight["large"] = {area: (row[0], 100 - row[0], 0) for area, row in tight["large"].items()}
    for dear, cheap in (("whole", "large"), ("large", "whole")):
        told = published(tight, relations, worth={dear: 1000, cheap: 10, "small": 10})
        assert all(told.cells[dear, area].found is not None for area in told.totals), dear
        assert any(told.cells[cheap, area].found is None for area in told.totals), cheap
        assert narrowed(tight, told, relations) == []


def test_a_small_count_lies_as_wide_open_as_the_limits_say():
    leaves = {"m": {"990101": (1, 99, 0), "990102": (12, 88, 0), "990103": (40, 60, 0)}}
    told = published(leaves)
    assert narrowed(leaves, told) == []
    assert told.cells["m", "990102"].found == 12, "from 12 only 2 could be taken before it is fewer than ten"
    assert told.cells["m", "990103"].found is None


def test_the_same_counts_are_hidden_alike_in_whatever_order_they_come():
    relations = union("whole", ("small", "large"))
    turned = {name: dict(reversed(rows.items())) for name, rows in reversed(OVERLAPPING.items())}
    assert published(OVERLAPPING, relations).cells == published(turned, relations[::-1]).cells


def test_where_nobody_was_asked_it_is_said_and_not_called_few():
    totals, counts = add_up({"m": {"990101": (40, 60, 0), "990102": (0, 0, 50), "990103": (30, 20, 0)}})
    counts["m"]["990102"] = Counts(0, 0, 50, silent=True)
    told = release(totals, counts, LIMITS)
    assert (told.cells["m", "990102"].found, told.cells["m", "990102"].answered) == (0, 0)
    assert told.cells["m", "990101"].found == 40
    counts["m"]["990102"] = Counts(2, 0, 48, silent=True)
    assert release(totals, counts, LIMITS).cells["m", "990102"].few, "called silent, but somebody answered"


def test_few_found_without_a_known_place_stand_outside_the_figure_above():
    leaves = {"m": {"990101": (40, 60, 0), "990102": (30, 70, 0), "9900": (3, 50, 0)}}
    told = published(leaves)
    assert told.outside == {("m", "9900")} and told.cells["m", "9900"].few
    assert (told.cells["m", "99"].found, told.cells["m", "99"].answered) == (70, 200), "without the 3, who stay hidden"
    assert told.cells["m", "990101"].found == 40 and told.totals["99"].households == 253


def test_what_the_reader_sees_exactly_hides_nothing_of_its_neighbours():
    leaves = {"m": {"990101": (4, 96, 0), "990102": (25, 75, 0), "990103": (40, 60, 0)}}
    known = {"m": frozenset({"990102"}), "": frozenset({"990102"})}
    told = published(leaves, known=known)
    assert told.cells["m", "990101"].found is None
    assert told.cells["m", "990103"].found is None, "the neighbour that is known cannot be the one that hides it"
    assert narrowed(leaves, told, known={"m": {"990102": (25, 75, 0)}}) == []


def test_a_torn_area_is_not_told():
    leaves = {"m": dict.fromkeys(TWO_AMPHOE, (40, 60, 0))}
    told = published(leaves, torn={"m": frozenset({"990101"}), "": frozenset({"990101"})})
    assert told.cells["m", "990101"].found is None and told.totals["990101"].households is None
    assert sum(told.cells["m", area].found is None for area in TWO_AMPHOE[:3]) >= 2


COUNT = st.one_of(st.integers(0, 12), st.integers(0, 60))
ROW = st.tuples(COUNT, COUNT, st.one_of(st.just(0), st.integers(0, 12)))


@st.composite
def provinces(draw, measures=("m",)):
    """A province of one to three amphoe with one to four tambons each; all measures are of the same households."""
    leaves = [
        f"99{amphoe:02d}{tambon:02d}"
        for amphoe in range(1, draw(st.integers(1, 3)) + 1)
        for tambon in range(1, draw(st.integers(1, 4)) + 1)
    ]
    first = {leaf: draw(ROW) for leaf in leaves}
    tables = {measures[0]: first}
    for measure in measures[1:]:
        tables[measure] = {}
        for leaf, row in first.items():
            found = draw(st.integers(0, sum(row)))
            passed = draw(st.integers(0, sum(row) - found))
            tables[measure][leaf] = (found, passed, sum(row) - found - passed)
    return tables


# The same provinces each time, and none made smaller when one fails: that was seen to take minutes.
BOUNDED = settings(derandomize=True, phases=(Phase.explicit, Phase.generate))


@settings(BOUNDED, max_examples=60)
@given(provinces())
def test_nobody_can_work_out_a_small_count_in_one_table(leaves):
    assert narrowed(leaves, published(leaves)) == [], leaves


@settings(BOUNDED, max_examples=30)
@given(provinces(measures=("one", "two")))
def test_nobody_can_work_out_a_small_count_from_several_tables(leaves):
    assert narrowed(leaves, published(leaves)) == [], leaves


WORTH = {"poor": 1000, "target": 1000, "fail": 1000, "health": 100, "income": 100}
FAMILY = [
    *union("health", ("i1", "i2")),
    AtLeast((("i1", PASSED), ("i2", PASSED)), (("health", PASSED),)),
    AtLeast((("i1", OTHER), ("i2", OTHER)), (("health", OTHER),)),
    *union("poor", ("health", "income")),
    AtLeast((("health", OTHER), ("income", OTHER)), (("poor", OTHER),)),
    *union("fail", ("i1", "i2", "i3", "income")),
    subset(("poor", FOUND), ("fail", FOUND)),
    subset(("fail", PASSED), ("poor", PASSED)),
    AtLeast((("poor", FOUND), ("i3", FOUND)), (("fail", FOUND),)),
    subset(("target", FOUND), ("poor", FOUND)),
    subset(("poor", PASSED), ("target", PASSED)),
]


def judge(answers: tuple[str, str, str, str], holds: bool) -> dict[str, str]:
    """One household by three-valued rules as the register has them: indicators, dimensions, labels."""
    told = dict(zip(("i1", "i2", "i3", "income"), answers, strict=True))
    told["health"] = _any_of(told["i1"], told["i2"])
    told["poor"] = _any_of(told["health"], told["income"])
    told["fail"] = _any_of(*answers)
    told["target"] = told["poor"] if holds else "P"
    return told


def _any_of(*answers: str) -> str:
    return "F" if "F" in answers else "U" if "U" in answers else "P"


@st.composite
def judged_households(draw):
    """Tambons of made-up households, each judged on all measures, so that every true relation holds."""
    kinds = st.tuples(*[st.sampled_from("PPPFU")] * 4)
    tables: dict[str, dict[str, tuple[int, int, int]]] = {}
    for leaf in ("990101", "990102", "990201", "990202")[: draw(st.integers(2, 4))]:
        groups = draw(st.lists(st.tuples(kinds, st.booleans(), st.integers(1, 25)), min_size=2, max_size=6))
        groups.append((("P", "P", "P", "P"), False, 15))
        for answers, holds, many in groups:
            for measure, answer in judge(answers, holds).items():
                row = tables.setdefault(measure, {}).get(leaf, (0, 0, 0))
                tables[measure][leaf] = tuple(n + many * (answer == one) for n, one in zip(row, "FPU", strict=True))
    return tables


@settings(BOUNDED, max_examples=12)
@given(judged_households())
def test_nobody_can_work_out_a_small_count_from_what_labels_dimensions_and_indicators_share(leaves):
    assert narrowed(leaves, published(leaves, FAMILY, worth=WORTH), FAMILY) == [], leaves


def test_the_twin_finds_what_hiding_the_small_count_alone_would_give_away():
    leaves = {"m": {"990101": (4, 96, 0), "990102": (25, 75, 0), "990103": (40, 60, 0)}}
    told = published(leaves)
    cells = dict(told.cells)
    _totals, counts = add_up(leaves)
    for area in ("990102", "990103"):
        row = counts["m"][area]
        cells["m", area] = type(cells["m", area])(row.found, row.found + row.passed, row.persons)
    assert ("m", "990101", FOUND) in narrowed(leaves, Release(cells, told.totals))


def test_the_twin_uses_that_one_measure_lies_inside_another():
    leaves = {
        "poor": {"990101": (12, 88, 0), "990102": (31, 69, 0), "990103": (50, 50, 0)},
        "target": {"990101": (2, 98, 0), "990102": (30, 70, 0), "990103": (49, 51, 0)},
    }
    inside = [subset(("target", FOUND), ("poor", FOUND))]
    bare = published(leaves)
    assert bare.cells["target", "990102"].found is None
    assert whole_bounds(read(bare, LIMITS), "target", "990102", FOUND) == (23, 32)
    assert whole_bounds(read(bare, LIMITS, inside), "target", "990102", FOUND) == (23, 31)
    assert ("target", "990101", FOUND) not in narrowed(leaves, published(leaves, inside), inside)


def test_of_few_households_it_is_not_told_whether_a_count_is_small():
    leaves = {"m": {"990101": (11, 1, 0), "990102": (25, 75, 0), "990103": (40, 60, 0)}}
    told = published(leaves)
    assert told.totals["990101"].households == 12 and not told.cells["m", "990101"].few
    assert narrowed(leaves, told) == []
    leaves["m"]["990101"] = (2, 10, 0)
    assert not published(leaves).cells["m", "990101"].few
