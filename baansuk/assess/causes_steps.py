"""The table steps behind the letters of causes: which go together, which stand alone, on whom they rest, counted by area.

The letters come from the steps of frameworks (``causes_letters``). What is counted is association: that a household with
a cause lacks something does not say that it would lack nothing without it.
"""

from __future__ import annotations

from datetime import date

from baansuk.assess.causes import CheckedCauses
from baansuk.assess.frameworks_columns import AGE, member_fields
from baansuk.assess.frameworks_figures import LEVELS
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.frameworks_steps import Tables
from baansuk.assess.rights_steps import age_sql, fact_sql
from baansuk.assess.values import literal
from baansuk.engine import Step


def cause_steps(checked: CheckedCauses, tables: Tables, day: date) -> list[Step]:
    """Return the steps in the order in which they run; they leave ``causes_kept``, ``cause_members`` and ``cause_figures``."""
    return [
        Step("causes_kept", "select household_code, list_key, letters from causes_letters"),
        _places(checked),
        _kin(checked),
        _marks(),
        _lacks(checked),
        _rivals(),
        _members(checked, tables, day),
        _village_counts(),
        _figures(),
    ]


def _place(checked: CheckedCauses, code: str) -> int:
    return parts_of(checked.framework.framework).index(code) + 1


def _places(checked: CheckedCauses) -> Step:
    rows = ", ".join(
        f"({_place(checked, one.code)}, {literal(one.code)}, {literal(one.of)})" for one in checked.causes.cause
    )
    return Step("cause_places", f"select * from (values {rows}) as m(place, cause, lack)")


def _kin(checked: CheckedCauses) -> Step:
    """Pairs of causes that are one story, each with itself."""
    rows = ", ".join(
        f"({literal(one.code)}, {literal(other)})"
        for one in checked.causes.cause
        for other in sorted(checked.causes.kin(one.code))
    )
    return Step("cause_kin", f"select * from (values {rows}) as m(cause, other)")


def _marks() -> Step:
    """One row per household and cause that the data suggest, or of which nobody knows."""
    return Step(
        "cause_marks",
        """select l.household_code, l.area_code, m.cause, m.lack, substr(l.letters, m.place, 1) as letter
        from causes_letters l cross join cause_places m where substr(l.letters, m.place, 1) in ('F', 'U')""",
    )


def _lacks(checked: CheckedCauses) -> Step:
    """How many things each household lacks."""
    parts = [
        f"case when substr(letters, {_place(checked, one.code)}, 1) = 'F' then 1 else 0 end"
        for one in checked.causes.lack
    ]
    return Step("cause_lacks", f"select household_code, {' + '.join(parts)} as lacking from causes_letters")


def _rivals() -> Step:
    """Households and causes beside which the data suggest another of the same lack that is not its kin."""
    return Step(
        "cause_rivals",
        """select distinct a.household_code, a.cause
        from cause_marks a join cause_marks b on b.household_code = a.household_code and b.lack = a.lack
        left join cause_kin k on k.cause = a.cause and k.other = b.cause
        where a.letter = 'F' and b.letter = 'F' and k.cause is null""",
    )


def _members(checked: CheckedCauses, tables: Tables, day: date) -> Step:
    """The living members on whom a cause rests that the data suggest of their household."""
    wanted = {name for rule in checked.members.values() for name in rule.columns}
    facts = [fact_sql(one, "p", tables.person) for code, one in member_fields().items() if code in wanted]
    born = "p.birth_date" if "birth_date" in tables.person else "cast(null as date)"
    tests = " ".join(f"when m.cause = {literal(code)} then {rule.sql()}" for code, rule in checked.members.items())
    return Step(
        "cause_members",
        f"""select p.household_code, p.person_code, m.cause
        from (select p.household_code, p.person_code, {age_sql(day, born)} as {AGE}{"".join(", " + one for one in facts)}
            from person_values p
            where p.household_code is not null and coalesce(p.life_status, 'alive') not in ('dead', 'moved')) p
        join cause_marks m on m.household_code = p.household_code and m.letter = 'F'
        where case {tests} else false end""",
    )


def _village_counts() -> Step:
    """Counts by village, cause and the cause that goes with it ('' for the cause by itself)."""
    return Step(
        "cause_village_counts",
        """select m.area_code, m.cause, '' as other, sum(case when m.letter = 'F' then 1 else 0 end) as found,
            sum(case when m.letter = 'F' and r.cause is null and l.lacking = 1 then 1 else 0 end) as alone,
            sum(case when m.letter = 'U' then 1 else 0 end) as unknown
        from cause_marks m join cause_lacks l on l.household_code = m.household_code
        left join cause_rivals r on r.household_code = m.household_code and r.cause = m.cause
        group by m.area_code, m.cause
        union all
        select a.area_code, a.cause, b.cause as other, count(*) as found, 0 as alone, 0 as unknown
        from cause_marks a join cause_marks b on b.household_code = a.household_code and a.cause < b.cause
        where a.letter = 'F' and b.letter = 'F'
        group by a.area_code, a.cause, b.cause""",
    )


def _figures() -> Step:
    """The villages added up to every level, as in ``profile.py``."""
    levels = ", ".join(f"({level})" for level in LEVELS)
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in ("found", "alone", "unknown"))
    return Step(
        "cause_figures",
        f"""select substr(area_code, 1, level) as area_code, level, cause, other, {sums}
        from cause_village_counts cross join (values {levels}) as l(level)
        where level <= 2 or substr(area_code, level - 3, 2) <> '00'
        group by substr(area_code, 1, level), level, cause, other""",
    )
