"""What is hidden stays hidden, whatever is added up or taken away; what need not be hidden is told."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.people.disclosure import Counts, Limits, Release, Total, Union, limits_on, release
from baansuk.people.tests.attacker import read, whole_bounds

LIMITS = Limits(date(2026, 1, 1), 10, 6, "test")
SMALL = ("found", "passed")


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


def published(leaves, unions=(), **more) -> Release:
    return release(*add_up(leaves), LIMITS, unions=unions, **more)


def pinned(leaves, told: Release, unions=(), known=None) -> list[tuple[str, str, str]]:
    """Return the small counts that are not told and yet can be only one number."""
    totals, counts = add_up(leaves)
    book = read(told, LIMITS.least, unions, known)
    found = []
    for (measure, area), cell in told.cells.items():
        row = counts[measure][area]
        for column, count in zip(SMALL, (row.found, row.passed), strict=True):
            hidden = cell.found is None or (column == "passed" and cell.answered is None)
            if area in ((known or {}).get(measure) or {}):
                continue
            assert hidden or count >= LIMITS.least, (measure, area, column)
            if hidden and count < LIMITS.least:
                low, high = whole_bounds(book, (measure, area, column))
                assert low <= count and (high is None or count <= high), "the twin does not know the truth"
                if low == high:
                    found.append((measure, area, column))
    for area, whole in told.totals.items():
        if whole.households is None and totals[area].households < LIMITS.least:
            low, high = whole_bounds(book, ("", area, "all"))
            if low == high:
                found.append(("", area, "all"))
    return found


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
    unions = (Union("whole", ("one", "two")),)
    told = published(leaves, unions)
    assert told.cells["whole", "990101"].found is None
    assert pinned(leaves, told, unions) == []
    bare = published(leaves)
    assert ("one", "990101", "found") in pinned(leaves, bare, unions), "without the rule 18 would say 9 and 9"


def test_what_the_reader_sees_exactly_hides_nothing_of_its_neighbours():
    leaves = {"m": {"990101": (4, 96, 0), "990102": (25, 75, 0), "990103": (40, 60, 0)}}
    known = {"m": frozenset({"990102"}), "": frozenset({"990102"})}
    told = published(leaves, known=known)
    assert told.cells["m", "990101"].found is None
    assert told.cells["m", "990103"].found is None, "the neighbour that is known cannot be the one that hides it"
    assert pinned(leaves, told, known={"m": {"990102": (25, 75, 0)}}) == []


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


# The same provinces each time: the exact programme of an unlucky one was seen to take minutes.
@settings(max_examples=25, derandomize=True)
@given(provinces())
def test_nobody_can_pin_a_small_count_in_one_table(leaves):
    assert pinned(leaves, published(leaves)) == []


@settings(max_examples=8, derandomize=True)
@given(provinces(measures=("one", "two")))
def test_nobody_can_pin_a_small_count_from_several_tables(leaves):
    assert pinned(leaves, published(leaves)) == []


@st.composite
def unions_of_households(draw):
    """Two measures and the one that finds whoever is found by either."""
    tables: dict[str, dict[str, tuple[int, int, int]]] = {"one": {}, "two": {}, "whole": {}}
    for tambon in range(1, draw(st.integers(2, 3)) + 1):
        both, one, two, none = (draw(st.integers(0, 14)) for _ in range(4))
        leaf = f"9901{tambon:02d}"
        every = both + one + two + none
        tables["one"][leaf] = (both + one, every - both - one, 0)
        tables["two"][leaf] = (both + two, every - both - two, 0)
        tables["whole"][leaf] = (both + one + two, none, 0)
    return tables


@settings(max_examples=10, derandomize=True)
@given(unions_of_households())
def test_nobody_can_pin_a_small_count_from_a_union_and_its_parts(leaves):
    unions = (Union("whole", ("one", "two")),)
    assert pinned(leaves, published(leaves, unions), unions) == []


def test_the_twin_finds_what_hiding_the_small_count_alone_would_give_away():
    leaves = {"m": {"990101": (4, 96, 0), "990102": (25, 75, 0), "990103": (40, 60, 0)}}
    told = published(leaves)
    cells = dict(told.cells)
    _totals, counts = add_up(leaves)
    for area in ("990102", "990103"):
        row = counts["m"][area]
        cells["m", area] = type(cells["m", area])(row.found, row.found + row.passed, row.persons)
    assert ("m", "990101", "found") in pinned(leaves, Release(cells, told.totals))
