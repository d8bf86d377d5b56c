"""The table steps that ask of each person and household which benefits are received, unclaimed, not theirs, or not known.

Four answers, three-valued throughout: received decides; then a clause that fails; then one that nobody knows; and whoever
meets all clauses but of whom nobody knows whether it is received stays unknown. The steps come after those of
``profile.py``: they read ``labelled``, ``household_values``, ``person_values``, ``household_lists``, ``links`` and, where it came,
``area_facts``. They leave ``rights`` (letters by person, and by household with no person), ``right_marks`` (who to call on, and
who seems to receive twice) and ``right_figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from baansuk.assess.frameworks_columns import AGE, REGISTER, house_fields, member_fields, sql_type_of, village_fields
from baansuk.assess.language import Expression
from baansuk.assess.rights_checking import ON, CheckedBenefit, CheckedBenefits, awaited_still
from baansuk.assess.rights_counting import counting_steps
from baansuk.assess.rights_letters import MASKS, RECEIPT
from baansuk.assess.sets import SQL_TYPES
from baansuk.assess.truths import Truths, answer
from baansuk.assess.values import joined, literal, quoted
from baansuk.engine import Step
from baansuk.people.fields import Field

PERSON, HOUSEHOLD = "person", "household"
# What is told of each person and household beside the letters.
_OWN: Final = f"person_code, household_code, has_died, {AGE}, list_key, area_code, persons"


@dataclass(frozen=True, slots=True)
class RightTables:
    """Which columns an edition's tables have; ``links``: the file that says which records are the same person came too."""

    household: frozenset[str]
    person: frozenset[str]
    lists: frozenset[str]
    areas: bool = False
    links: bool = False


def right_steps(checked: CheckedBenefits, tables: RightTables, day: date) -> list[Step]:
    """Return the steps in the order in which they run; ages are in completed years on ``day``."""
    persons, houses = checked.of_unit(PERSON), checked.of_unit(HOUSEHOLD)
    return [
        _villages(tables),
        _members(checked, tables, day),
        _facts_of_persons(checked, persons, tables),
        _facts_of_houses(checked, houses, tables),
        _asked("right_persons_asked", "right_person_facts", persons, _awaited(checked)),
        _asked("right_houses_asked", "right_house_facts", houses, _awaited(checked)),
        _told("right_persons", "right_persons_asked", persons),
        _told("right_houses", "right_houses_asked", houses),
        _rights(),
        *counting_steps(persons, houses, links=tables.links),
    ]


def _awaited(checked: CheckedBenefits) -> dict[str, str]:
    return {one.name: f"cast(null as {sql_type_of(one)})" for one in awaited_still(checked.listed)}


def age_sql(day: date, born: str) -> str:
    """Return the age in completed years on a day, of whoever was born on the day in a column."""
    # A birthday later in the year than the day has not been reached: month and day as one number, as on both engines.
    return f"""cast({day.year} - year({born}) - case when month({born}) * 100 + day({born}) > {day.month * 100 + day.day}
        then 1 else 0 end as integer)"""


def _villages(tables: RightTables) -> Step:
    """The facts of each village as columns."""
    columns = "".join(
        f", max(case when field = {literal(code)} then value end) as {quoted(code)}" for code in village_fields()
    )
    source = (
        "area_facts where in_use" if tables.areas else "(select '' as area_code, '' as field, '' as value) where 1 = 0"
    )
    return Step(
        "right_villages",
        f"select rpad(area_code, 8, '0') as village{columns} from {source} group by rpad(area_code, 8, '0')",
    )


def _members(checked: CheckedBenefits, tables: RightTables, day: date) -> Step:
    """Every person of a household who has not moved away, with age and the facts that rules may read."""
    born = "p.birth_date" if "birth_date" in tables.person else "cast(null as date)"
    wanted = _read_of_persons(checked)
    facts = [fact_sql(one, "p", tables.person) for code, one in member_fields().items() if code in wanted]
    lists = [_on(source, "p", tables.person) for source in sorted(_sources(checked))]
    return Step(
        "right_members",
        f"""select p.person_code, p.household_code, coalesce(p.life_status, 'alive') = 'dead' as has_died,
            {age_sql(day, born)} as {AGE}{"".join(", " + one for one in (*facts, *lists))}
        from person_values p
        where p.household_code is not null and coalesce(p.life_status, 'alive') <> 'moved'""",
    )


def _read_of_persons(checked: CheckedBenefits) -> set[str]:
    read = {name for one in checked.of_unit(PERSON) for name in one.columns}
    return read | {name for rule in checked.counts.values() for name in rule.columns}


def _sources(checked: CheckedBenefits, unit: str = PERSON) -> set[str]:
    return {name.removeprefix(ON) for one in checked.of_unit(unit) for name in one.columns if name.startswith(ON)}


def fact_sql(one: Field, table: str, present: frozenset[str]) -> str:
    """Return a fact as a column; one that no source brought is not known of anybody."""
    if one.code in present:
        return f"{table}.{quoted(one.code)}"
    return f"cast(null as {SQL_TYPES[one.type]}) as {quoted(one.code)}"


def _on(source: str, table: str, present: frozenset[str]) -> str:
    """Whoever is not on a list that came is not on it; while it has not come, nobody knows."""
    name = quoted(f"{ON}{source}")
    return (
        f"coalesce({table}.{name}, false) as {name}"
        if f"{ON}{source}" in present
        else f"cast(null as boolean) as {name}"
    )


def _house_columns(names: set[str], tables: RightTables) -> list[str]:
    columns = [fact_sql(one, "v", tables.household) for code, one in house_fields().items() if code in names]
    columns += [f"a.{quoted(code)}" for code in village_fields() if code in names]
    return columns + [f"l.{name}" for name in REGISTER if name in names and name != "persons"]


def _facts_of_persons(checked: CheckedBenefits, persons: Sequence[CheckedBenefit], tables: RightTables) -> Step:
    names = {name for one in persons for name in one.columns}
    columns = "".join(", " + one for one in _house_columns(names, tables))
    villages = "left join right_villages a on a.village = l.area_code" if names & set(village_fields()) else ""
    return Step(
        "right_person_facts",
        f"""select m.*, l.list_key, l.area_code, l.persons{columns}
        from right_members m join labelled l on l.household_code = m.household_code
        join household_values v on v.household_code = m.household_code {villages}""",
        kept=False,
    )


def _facts_of_houses(checked: CheckedBenefits, houses: Sequence[CheckedBenefit], tables: RightTables) -> Step:
    names = {name for one in houses for name in one.columns}
    columns = _house_columns(names, tables)
    columns += [_on(source, "o", tables.lists) for source in sorted(_sources(checked, HOUSEHOLD))]
    # Of a house without a member in the register nobody knows who lives there: its counts are null, not nought.
    columns += [f"c.{quoted(name)}" for one in checked.counts for name in (one, f"{one}_unknown")]
    villages = "left join right_villages a on a.village = l.area_code" if names & set(village_fields()) else ""
    sums = "".join(
        f""", cast(sum(case when {truth} then 1 else 0 end) as integer) as {quoted(name)},
            cast(sum(case when ({truth}) is null then 1 else 0 end) as integer) as {quoted(f"{name}_unknown")}"""
        for name, truth in ((name, rule.sql()) for name, rule in checked.counts.items())
    )
    return Step(
        "right_house_facts",
        f"""select '' as person_code, l.household_code, false as has_died, l.list_key, l.area_code, l.persons
            {"".join(", " + one for one in columns)}
        from labelled l join household_values v on v.household_code = l.household_code
        left join household_lists o on o.household_code = l.household_code
        left join (select household_code{sums} from right_members where not has_died group by household_code) c
            on c.household_code = l.household_code {villages}""",
        kept=False,
    )


def _letter(rule: Expression, names: Mapping[str, str], truths: Truths) -> str:
    return answer("true", truths.column(rule.sql(names)))


def _column(place: int, end: str) -> str:
    return f"b{place}_{end}"


def _asked(name: str, before: str, listed: Sequence[CheckedBenefit], names: Mapping[str, str]) -> Step:
    """One letter for each clause, and for whether it is received."""
    letters, truths = [], Truths()
    for place, one in enumerate(listed):
        letters.append(f"{_letter(one.receives, names, truths)} as {_column(place, 'r')}")
        letters += [f"{_letter(rule, names, truths)} as {_column(place, str(n))}" for n, rule in enumerate(one.clauses)]
    age = AGE if name == "right_persons_asked" else f"cast(null as integer) as {AGE}"
    own = f"person_code, household_code, has_died, {age}, list_key, area_code, persons"
    asked = f"select {', '.join([own, *truths.columns()])} from {before}"
    return Step(name, f"select {', '.join([_OWN, *letters])} from ({asked}) as asked", kept=False)


def _told(name: str, before: str, listed: Sequence[CheckedBenefit]) -> Step:
    """The two letters of every benefit, one behind the other."""
    letters = joined(_two_letters(place, one) for place, one in enumerate(listed))
    return Step(name, f"select {_OWN}, {letters} as letters from {before}")


def _two_letters(place: int, checked: CheckedBenefit) -> str:
    received = _column(place, "r")
    clauses = [_column(place, str(n)) for n in range(len(checked.clauses))]
    inside = ", ".join(clauses)
    failed, unknown = (
        " + ".join(f"case when {column} = '{letter}' then {1 << n} else 0 end" for n, column in enumerate(clauses))
        for letter in "FU"
    )
    receipt = f"case when {received} = 'U' then {RECEIPT} else 0 end"
    other = "not has_died" if checked.benefit.of == "dead" else "has_died"
    return f"""case when {other} then '-0' when {received} = 'P' then 'R0'
        when 'F' in ({inside}) then 'N' || substr('{MASKS}', cast(1 + {failed} as integer), 1)
        when 'U' in ({inside}, {received}) then 'U' || substr('{MASKS}', cast(1 + {unknown} + {receipt} as integer), 1)
        else 'E0' end"""


def _rights() -> Step:
    """Everybody's letters as they are kept: nobody of whom no benefit is asked, and a household with no person."""
    return Step(
        "rights",
        """select household_code, person_code, letters, list_key from right_persons where letters <> ''
        union all select household_code, person_code, letters, list_key from right_houses where letters <> ''""",
    )
