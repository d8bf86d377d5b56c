"""The table steps that count the poor and what they lack by sex, age, disability, ethnicity and list membership.

They come after ``measured_steps``, whose ``letters_now`` they read, and read ``person_values`` and ``household_lists``. A person is
counted with the letters of the person's household; a household on a list as one household.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from baansuk.assess.life_stages import stages
from baansuk.assess.measured import CountedFramework, poverties_of
from baansuk.assess.measured_groups import LEAST_NAMED, MOST_NAMES, NO, OFF, ON, OTHERS, UNKNOWN, YES
from baansuk.assess.values import literal, quoted
from baansuk.engine import Step

# Villages would make most of the rows, and of nearly all their groups nothing can be said.
LEVELS = (0, 2, 4, 6)


def group_steps(
    frameworks: Sequence[CountedFramework], *, lists: Sequence[str], columns: Collection[str], day: date
) -> list[Step]:
    """The steps in order; they leave ``group_headcounts``, one row per area to the tambon, group and count.

    ``columns`` are those of ``person_values``: a fact that no source brought is not known of anybody. Of a lack that no poor
    unit of a group has there is no row.
    """
    return [
        _people(columns, day),
        _names(),
        _in_groups(lists),
        _grouped_letters(),
        _group_heads(frameworks),
        _group_headcounts(),
    ]


def _people(columns: Collection[str], day: date) -> Step:
    """One row per living main member: the group of each split, '' where it is not known."""
    return Step(
        "people_in_groups",
        f"""select household_code, coalesce(sex, {literal(UNKNOWN)}) as sex, {_age(columns, day)} as age,
            {disability_sql(columns)} as disability, {_ethnicity(columns)} as ethnicity
        from person_values
        where household_code is not null and coalesce(life_status, 'alive') not in ('dead', 'moved')""",
    )


def _age(columns: Collection[str], day: date) -> str:
    if "birth_date" not in columns:
        return literal(UNKNOWN)
    # In completed years, as the frameworks count: month and day as one number, the same on both engines.
    age = f"""({day.year} - year(birth_date) - case when month(birth_date) * 100 + day(birth_date) >
        {day.month * 100 + day.day} then 1 else 0 end)"""
    youngest, *older = stages()
    steps = " ".join(f"when {age} >= {one.first} then {literal(one.code)}" for one in reversed(older))
    return f"case when birth_date is null then {literal(UNKNOWN)} {steps} else {literal(youngest.code)} end"


def disability_sql(columns: Collection[str]) -> str:
    """Return the group of a row of ``person_values``. A card or a kind says yes, a card that is not held says no; of whom nobody says either it is not known."""
    kind = "nullif(trim(disability_kind), '') is not null" if "disability_kind" in columns else "false"
    holds = "disability_card" if "disability_card" in columns else "cast(null as boolean)"
    return f"case when {holds} or {kind} then '{YES}' when not {holds} then '{NO}' else {literal(UNKNOWN)} end"


def _ethnicity(columns: Collection[str]) -> str:
    return "substr(coalesce(trim(ethnicity), ''), 1, 60)" if "ethnicity" in columns else literal(UNKNOWN)


def _names() -> Step:
    """The names of ethnicity that are groups of their own: the most frequent of the edition."""
    return Step(
        "named_ethnicities",
        f"""select ethnicity from (
            select ethnicity, count(*) as persons, row_number() over (order by count(*) desc, ethnicity) as place
            from people_in_groups where ethnicity <> '' group by ethnicity) as n
        where persons >= {LEAST_NAMED} and place <= {MOST_NAMES}""",
    )


def _in_groups(lists: Sequence[str]) -> Step:
    """How many units of each group a household has."""
    each = [_persons(code, code) for code in ("sex", "age", "disability")]
    name = f"case when p.ethnicity = '' then '' else coalesce(e.ethnicity, '{OTHERS}') end"
    each.append(_persons("ethnicity", name, "left join named_ethnicities e on e.ethnicity = p.ethnicity"))
    for source in lists:
        on = f"coalesce(l.{quoted(f'on_{source}')}, false)"
        each.append(
            f"""select n.household_code, 'list' as split,
                case when {on} then {literal(ON + source)} else {literal(OFF + source)} end as part, 1 as units
            from letters_now n left join household_lists l on l.household_code = n.household_code"""
        )
    return Step("in_groups", " union all ".join(each), kept=False)


def _persons(split: str, group: str, joined: str = "") -> str:
    group = group if joined else f"p.{group}"
    return f"""select p.household_code, '{split}' as split, {group} as part, cast(count(*) as integer) as units
        from people_in_groups p {joined} group by p.household_code, {group}"""


def _grouped_letters() -> Step:
    """Units by tambon, group and letters: most households share their letters with others."""
    return Step(
        "grouped_letters",
        """select substr(n.area_code, 1, 6) as area_code, g.split, g.part, n.letters, sum(g.units) as units
        from letters_now n join in_groups g on g.household_code = n.household_code
        group by substr(n.area_code, 1, 6), g.split, g.part, n.letters""",
    )


def _group_heads(frameworks: Sequence[CountedFramework]) -> Step:
    """As the headcounts of villages are counted, in units of the group."""
    names = [
        (name, lack)
        for framework in frameworks
        for one in poverties_of(framework)
        for name, lack in ((one.code, 0), *((one.count_of(part), 1) for part in framework.lacks))
    ]
    values = ", ".join(f"({place}, {literal(name)}, {lack})" for place, (name, lack) in enumerate(names, start=1))
    counts = ", ".join(
        f"sum(case when substr(letters, place, 1) = '{letter}' then units else 0 end) as {name}"
        for letter, name in {"F": "poor", "P": "others", "U": "unknown"}.items()
    )
    return Step(
        "group_heads",
        f"""select area_code, split, part, measure, lack, {counts}
        from grouped_letters cross join (values {values}) as m(place, measure, lack)
        group by area_code, split, part, measure, lack""",
    )


def _group_headcounts() -> Step:
    levels = ", ".join(f"({level})" for level in LEVELS)
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in ("poor", "others", "unknown"))
    return Step(
        "group_headcounts",
        f"""select substr(area_code, 1, level) as area_code, level, split, part, measure, {sums}
        from group_heads cross join (values {levels}) as l(level)
        where level <= 2 or substr(area_code, level - 3, 2) <> '00'
        group by substr(area_code, 1, level), level, split, part, measure, lack
        having lack = 0 or sum(poor) > 0""",
    )
