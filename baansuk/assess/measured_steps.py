"""The table steps that count the register exactly: the poor of each framework and what they lack, moves, overlaps of lists.

They read ``profiles`` as ``profile.py`` leaves it, ``profiles_before`` of the edition in use until now, ``household_lists``
and ``person_values``. Scores are sums of whole numbers and are compared as such, so no household at a cut-off falls on the
wrong side. A household with any answer not known has no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from baansuk.assess.measured import AIMED_AT, BEFORE, ELDER_YEARS, NOW, CountedFramework, Poverty, poverties_of
from baansuk.assess.measured_group_steps import disability_sql
from baansuk.assess.measured_groups import YES
from baansuk.assess.measuring.moves import move_sql
from baansuk.assess.profile import LEVELS
from baansuk.assess.values import joined, literal, quoted
from baansuk.engine import Step

MOMENTS = {NOW: "profiles", BEFORE: "profiles_before"}


def measured_steps(
    frameworks: Sequence[CountedFramework], *, lists: Sequence[str], columns: Collection[str], compared: bool, day: date
) -> list[Step]:
    """The steps in order; they leave ``headcounts``, ``moved`` and ``list_overlaps``, one row per area and what is counted.

    ``lists`` are the lists of help that came, ``columns`` those of ``person_values``, ``compared`` says whether there is a ``profiles_before`` judged by the same
    rules, and ``day`` is the day on which people have the age that they have.
    """
    moments = [NOW, BEFORE] if compared else [NOW]
    kinds_of_state = [one for framework in frameworks for one in poverties_of(framework)]
    steps = [_levels()]
    for moment in moments:
        steps += [_scored(moment, frameworks), _judged(moment, kinds_of_state)]
        steps += [_lettered(moment, kinds_of_state), _head_villages(moment, kinds_of_state)]
    steps.append(_headcounts(moments))
    steps += [_moved_households(kinds_of_state, compared), _moved()]
    return [*steps, _members(day, columns), _kinds(), _on_lists(lists), _overlaps()]


def _levels() -> Step:
    return Step("area_levels", f"select * from (values {', '.join(f'({level})' for level in LEVELS)}) as l(level)")


def _scored(moment: str, frameworks: Iterable[CountedFramework]) -> Step:
    """Each household's score in each framework, null where an answer that it needs is not known."""
    scores = []
    for one in frameworks:
        fails = " + ".join(
            f"case when substr({one.column}, {lack.place}, 1) = 'F' then {lack.weight} else 0 end" for lack in one.lacks
        )
        scores.append(f"case when {one.column} like '%U%' then null else {fails} end as score_{one.code}")
    return Step(
        f"scored_{moment}",
        f"""select household_code, area_code, persons, answers, dimensions, {", ".join(scores)}
        from {MOMENTS[moment]}""",
    )


def _judged(moment: str, poverties: Iterable[Poverty]) -> Step:
    states = [f"{_state_sql(one)} as {_state(one)}" for one in poverties]
    return Step(f"states_{moment}", f"select s.*, {', '.join(states)} from scored_{moment} s")


def _state(poverty: Poverty) -> str:
    return "state_" + poverty.code.replace(".", "_")


def _state_sql(poverty: Poverty) -> str:
    score, k = f"score_{poverty.framework.code}", poverty.k
    return f"""case when {score} is null then 'unknown'
        when {score} * {k.denominator} >= {k.numerator * poverty.framework.whole} then 'poor' else 'not' end"""


def _lettered(moment: str, poverties: Iterable[Poverty]) -> Step:
    """One letter for each count of a household, in one text (see ``profile.py``)."""
    letters = []
    for one in poverties:
        state = _state(one)
        letters.append(f"case {state} when 'poor' then 'F' when 'not' then 'P' else 'U' end")
        letters += [
            f"""case when {state} = 'unknown' then 'U'
                when {state} = 'poor' and substr({one.framework.column}, {lack.place}, 1) = 'F' then 'F' else 'P' end"""
            for lack in one.framework.lacks
        ]
    return Step(
        f"letters_{moment}",
        f"""select household_code, area_code, persons, {joined(letters)} as letters
        from states_{moment}""",
    )


def _head_villages(moment: str, poverties: Iterable[Poverty]) -> Step:
    names = [name for one in poverties for name in (one.code, *(one.count_of(lack) for lack in one.framework.lacks))]
    values = ", ".join(f"({place}, {literal(name)})" for place, name in enumerate(names, start=1))
    counts = ", ".join(
        f"sum(case when substr(letters, place, 1) = '{letter}' then 1 else 0 end) as {name}"
        for letter, name in {"F": "poor", "P": "others", "U": "unknown"}.items()
    )
    return Step(
        f"heads_{moment}",
        f"""select '{moment}' as moment, area_code, measure, {counts},
            sum(case when substr(letters, place, 1) = 'F' then persons else 0 end) as persons_poor
        from letters_{moment} cross join (values {values}) as m(place, measure)
        group by area_code, measure""",
    )


def _rolled(table: str, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Add villages up to every level; code 00 stands for "not known" below a known area (see ``profile.py``)."""
    told = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in sums)
    named = ", ".join(keys)
    return f"""select {named}, substr(area_code, 1, level) as area_code, level, {told}
        from {table} cross join area_levels
        where level <= 2 or substr(area_code, level - 3, 2) <> '00'
        group by {named}, substr(area_code, 1, level), level"""


def _headcounts(moments: Sequence[str]) -> Step:
    both = " union all ".join(f"select * from heads_{moment}" for moment in moments)
    return Step(
        "headcounts",
        _rolled(f"({both}) h", ("moment", "measure"), ("poor", "others", "unknown", "persons_poor")),
    )


def _moved_households(poverties: Sequence[Poverty], compared: bool) -> Step:
    """One row per household of either edition and kind of poverty; where it lives now, or lived where it is gone."""
    if not compared:
        return Step(
            "moves_of_households",
            """select area_code, '' as measure, '' as move, 0 as households, 0 as persons from states_now where 1 = 0""",
        )
    each = [
        f"""select coalesce(n.area_code, b.area_code) as area_code, {literal(one.code)} as measure,
            {move_sql(f"b.{_state(one)}", f"n.{_state(one)}")} as move, 1 as households,
            coalesce(n.persons, b.persons) as persons
        from states_before b full outer join states_now n on b.household_code = n.household_code"""
        for one in poverties
    ]
    return Step("moves_of_households", " union all ".join(each))


def _moved() -> Step:
    return Step("moved", _rolled("moves_of_households", ("measure", "move"), ("households", "persons")))


def _members(day: date, columns: Collection[str]) -> Step:
    """Who of the living main members is the head, and of what sex; who is old on that day, and who has a disability."""
    disability = disability_sql(columns)
    # Sixty years before a leap day there was one too, until 2160.
    born = day.replace(year=day.year - ELDER_YEARS)
    return Step(
        "kinds_of_households",
        f"""select household_code,
            max(case when relation = 'head' and sex = 'female' then 1 else 0 end) as head_woman,
            max(case when relation = 'head' and sex = 'male' then 1 else 0 end) as head_man,
            max(case when birth_date <= date '{born.isoformat()}' then 1 else 0 end) as elder,
            max(case when birth_date is null then 1 else 0 end) as ageless,
            max(case when {disability} = '{YES}' then 1 else 0 end) as disabled,
            max(case when {disability} = '' then 1 else 0 end) as unsaid
        from person_values
        where household_code is not null and coalesce(life_status, 'alive') not in ('dead', 'moved')
        group by household_code""",
    )


def _kinds() -> Step:
    """Each household once for all, and once for every kind that it is known to be of."""
    known = {
        "head_woman": "head_woman = 1 and head_man = 0",
        "head_man": "head_man = 1 and head_woman = 0",
        "elder": "elder = 1",
        "no_elder": "elder = 0 and ageless = 0",
        "disabled": "disabled = 1",
        "no_disabled": "disabled = 0 and unsaid = 0",
    }
    each = [
        f"select household_code, '{kind}' as kind from kinds_of_households where {test}" for kind, test in known.items()
    ]
    return Step("in_kinds", " union all ".join(["select household_code, '' as kind from states_now", *each]))


def _on_lists(lists: Sequence[str]) -> Step:
    """One row per household and kind: the lists that name it as a text of 1 and 0, its state and how much it lacks."""
    marks = [f"case when coalesce(l.{quoted(f'on_{source}')}, false) then '1' else '0' end" for source in lists]
    state = "state_" + AIMED_AT.replace(".", "_")
    score = "score_" + AIMED_AT.partition(".")[0]
    return Step(
        "on_lists",
        f"""select n.area_code, k.kind, n.{state} as state, {joined(marks)} as lists, 1 as households, n.persons,
            n.persons * coalesce(n.{score}, 0) as lack
        from states_now n
        join in_kinds k on k.household_code = n.household_code
        left join household_lists l on l.household_code = n.household_code""",
    )


def _overlaps() -> Step:
    return Step("list_overlaps", _rolled("on_lists", ("kind", "state", "lists"), ("households", "persons", "lack")))
