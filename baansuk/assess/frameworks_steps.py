"""The table steps that judge households by several frameworks in one run, after the steps of ``profile.py``.

Every indicator, dimension and outcome is one letter: P pass, F fail, N not applicable, U not known; for an outcome F means
that the household is called so. A scale is the digit of the household's level, or U. The steps read ``labelled`` (see
``profile.py``), ``household_values``, ``person_values`` and, where it came, ``area_facts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from baansuk.assess.frameworks import Framework, share
from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.frameworks_columns import (
    AGE,
    REGISTER,
    house_fields,
    member_fields,
    sql_type_of,
    still_awaited,
    village_fields,
)
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.language import Expression
from baansuk.assess.sets import SQL_TYPES
from baansuk.assess.truths import Truths, answer
from baansuk.assess.values import joined, literal, quoted
from baansuk.engine import Step
from baansuk.people.fields import Field


@dataclass(frozen=True, slots=True)
class Tables:
    """Which columns an edition's tables have: a fact that no source brought has none, and is not known of anybody."""

    household: frozenset[str]
    person: frozenset[str]
    areas: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A framework in a run: ``mark`` tells its columns from those of others, also of another version of itself."""

    checked: Checked
    mark: str
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def framework(self) -> Framework:
        return self.checked.framework

    def column(self, code: str) -> str:
        return quoted(f"{self.mark}_{code}")


def judging_steps(judged: Sequence[Judged], tables: Tables, day: date) -> list[Step]:
    """The steps up to ``framework_letters``: one row per household with a text of letters for each framework.

    Tables of members and villages are read only where a rule needs them, so that trying one rule stays quick.
    """
    read, truths, said = columns_read(judged), Truths(), Truths("said")
    answers = [letter for one in judged for letter in _indicators(one, truths)]
    wholes = [letter for one in judged for letter in _wholes(one, truths)]
    outcomes = [letter for one in judged for letter in _outcomes(one, said)]
    return [
        *([_members(judged, tables, day)] if counts_members(judged) else []),
        *([_villages(tables)] if read & set(village_fields()) else []),
        _facts(judged, tables, read),
        _layer("framework_truths", "framework_facts", truths.columns()),
        _layer("framework_answers", "framework_truths", answers),
        _layer("framework_wholes", "framework_answers", wholes),
        _layer("framework_said", "framework_wholes", said.columns()),
        _layer("framework_outcomes", "framework_said", outcomes),
        _letters(judged),
    ]


def columns_read(judged: Sequence[Judged]) -> frozenset[str]:
    """Return the names that the rules of indicators, levels and outcomes read."""
    return frozenset(name for one in judged for rule in _rules(one.checked) for name in rule.columns)


def counts_members(judged: Sequence[Judged]) -> bool:
    """Say whether some framework counts members."""
    return any(one.checked.counts for one in judged)


def _named(checked: Checked, mark: str) -> Judged:
    """Give the framework's own names the columns in which they stand; a fact that is awaited is null."""
    framework = checked.framework
    names = {one.name: f"cast(null as {sql_type_of(one)})" for one in still_awaited(framework)}
    for one in framework.count:
        names |= {name: quoted(f"{mark}_{name}") for name in (one.name, f"{one.name}_unknown")}
    return Judged(checked, mark, names)


def named(checked: Iterable[Checked]) -> list[Judged]:
    """Return frameworks ready for ``judging_steps``."""
    return [_named(one, f"f{place}") for place, one in enumerate(checked)]


def _layer(name: str, before: str, columns: Sequence[str]) -> Step:
    return Step(name, f"select *{''.join(', ' + one for one in columns)} from {before}", kept=False)


def _members(judged: Sequence[Judged], tables: Tables, day: date) -> Step:
    """How many living main members each count is true of, and of how many nobody knows."""
    facts = [_fact(one, "p", tables.person) for one in member_fields().values()]
    # A birthday later in the year than the day has not been reached: month and day as one number, as on both engines.
    born = "p.birth_date" if "birth_date" in tables.person else "cast(null as date)"
    age = f"""{day.year} - year({born}) - case when month({born}) * 100 + day({born}) > {day.month * 100 + day.day}
        then 1 else 0 end"""
    sums = [f", {one}" for framework in judged for one in _counts(framework)]
    return Step(
        "framework_members",
        f"""select household_code{"".join(sums)} from (
            select p.household_code, cast({age} as integer) as {AGE}, {", ".join(facts)} from person_values p
            where p.household_code is not null and coalesce(p.life_status, 'alive') not in ('dead', 'moved')) as m
        group by household_code""",
    )


def _counts(judged: Judged) -> list[str]:
    sums = []
    for name, rule in judged.checked.counts.items():
        truth = rule.sql()
        sums.append(f"sum(case when {truth} then 1 else 0 end) as {judged.column(name)}")
        sums.append(f"sum(case when {truth} is null then 1 else 0 end) as {judged.column(f'{name}_unknown')}")
    return sums


def _villages(tables: Tables) -> Step:
    """One row per village with its facts in use as columns; none where no source brought facts of areas."""
    columns = ", ".join(
        f"max(case when field = {literal(code)} then value end) as {quoted(code)}" for code in village_fields()
    )
    source = (
        "area_facts where in_use" if tables.areas else "(select '' as area_code, '' as field, '' as value) where 1 = 0"
    )
    return Step(
        "framework_villages",
        f"select rpad(area_code, 8, '0') as village, {columns} from {source} group by rpad(area_code, 8, '0')",
    )


def _facts(judged: Sequence[Judged], tables: Tables, read: frozenset[str]) -> Step:
    """Everything the rules read, one row per household."""
    facts = [_fact(one, "v", tables.household) for code, one in house_fields().items() if code in read]
    facts += [f"a.{quoted(code)}" for code in village_fields() if code in read]
    facts += [f"l.{name}" for name in REGISTER if name in read and name != "persons"]
    counted = [f"{one.mark}_{name}{end}" for one in judged for name in one.checked.counts for end in ("", "_unknown")]
    # Of a house without a member in the register nobody knows who lives there: its counts are null, not nought.
    facts += [f"cast(m.{quoted(name)} as integer) as {quoted(name)}" for name in counted]
    villages = "left join framework_villages a on a.village = l.area_code" if read & set(village_fields()) else ""
    members = "left join framework_members m on m.household_code = l.household_code" if counted else ""
    return Step(
        "framework_facts",
        f"""select l.household_code, l.list_key, l.area_code, l.persons{"".join(", " + one for one in facts)}
        from labelled l join household_values v on v.household_code = l.household_code {villages} {members}""",
    )


def _rules(checked: Checked) -> list[Expression]:
    rules = [*checked.applies.values(), *checked.passes.values(), *checked.levels.values()]
    return [*rules, *checked.outcomes.values()]


def divides_by_zero(judged: Judged) -> str:
    """Return SQL over ``framework_wholes``: true where a rule divides by zero and its part is not known; '' where none divides."""
    checked = judged.checked
    rules: dict[str, list[Expression]] = {code: [checked.applies[code], rule] for code, rule in checked.passes.items()}
    for (scale, _level), rule in checked.levels.items():
        rules.setdefault(scale, []).append(rule)
    tests = []
    for code, of_part in rules.items():
        if divisors := " or ".join(filter(None, (rule.zero_divisors_sql(judged.names) for rule in of_part))):
            tests.append(f"({divisors}) and {judged.column(code)} = 'U'")
    return " or ".join(tests)


def _fact(one: Field, table: str, present: frozenset[str]) -> str:
    if one.code in present:
        return f"{table}.{quoted(one.code)}"
    return f"cast(null as {SQL_TYPES[one.type]}) as {quoted(one.code)}"


def _indicators(judged: Judged, truths: Truths) -> list[str]:
    letters = []
    for code, rule in judged.checked.passes.items():
        applies, passes = (truths.column(one.sql(judged.names)) for one in (judged.checked.applies[code], rule))
        letters.append(f"{answer(applies, passes)} as {judged.column(code)}")
    return letters


def _wholes(judged: Judged, truths: Truths) -> list[str]:
    """Dimensions, where a failure decides, then a doubt, then a pass; and scales, where a doubt above decides."""
    framework, letters = judged.framework, []
    for dimension in framework.dimension:
        inside = ", ".join(judged.column(one.code) for one in framework.indicator if one.dimension == dimension.code)
        if inside:
            letters.append(
                f"""case when 'F' in ({inside}) then 'F' when 'U' in ({inside}) then 'U' when 'P' in ({inside}) then 'P'
                    else 'N' end as {judged.column(dimension.code)}"""
            )
    for scale in framework.scale:
        asked = []
        for level in scale.level:
            truth = truths.column(judged.checked.levels[scale.code, level.level].sql(judged.names))
            asked.append(f"when {truth} is null then 'U' when {truth} then '{level.level}'")
        letters.append(f"case {' '.join(asked)} else 'U' end as {judged.column(scale.code)}")
    return letters


def _outcomes(judged: Judged, said: Truths) -> list[str]:
    names = _outcome_names(judged)
    letters = []
    for outcome in judged.framework.outcome:
        if outcome.cutoff:
            letters.append(f"{_by_cutoff(judged, outcome.cutoff)} as {judged.column(outcome.code)}")
            continue
        truth = said.column(judged.checked.outcomes[outcome.code].sql(names))
        letters.append(
            f"case when {truth} then 'F' when not {truth} then 'P' else 'U' end as {judged.column(outcome.code)}"
        )
    return letters


def _outcome_names(judged: Judged) -> dict[str, str]:
    """What the names in a rule of an outcome stand for: a part is true where the household lacks it, null where unknown."""
    framework = judged.framework
    names = dict(judged.names)
    indicators = [judged.column(one.code) for one in framework.indicator]
    for one in (*framework.indicator, *framework.dimension):
        column = judged.column(one.code)
        names[one.code] = f"(case {column} when 'F' then true when 'U' then cast(null as boolean) else false end)"
    for scale in framework.scale:
        column = judged.column(scale.code)
        names[scale.code] = f"(case when {column} <> 'U' then cast({column} as integer) end)"
    for name, letters in (("failed", "'F'"), ("unknown", "'U'"), ("applicable", "'F', 'U', 'P'")):
        parts = " + ".join(f"case when {column} in ({letters}) then 1 else 0 end" for column in indicators)
        names[name] = f"({parts or '0'})"
    return names


def _by_cutoff(judged: Judged, cutoff: str) -> str:
    """Poor where the whole number of lacking weights times the cutoff's denominator reaches the other side exactly.

    Where answers are missing: ``unknown`` asks whether they could change it, ``complete-cases`` says U, ``available``
    takes the weights that are known for the whole.
    """
    k, checked = share(cutoff), judged.checked
    lacking, doubtful, asked = (_weight(judged, letters) for letters in ("'F'", "'U'", "'F', 'P'"))
    missing = judged.framework.framework.missing
    least = f"({lacking}) * {k.denominator} >= {k.numerator * checked.common}"
    if missing == "available":
        known = f"({lacking}) * {k.denominator} >= {k.numerator} * ({asked})"
        return f"case when ({asked}) = 0 then 'U' when {known} then 'F' else 'P' end"
    if missing == "complete-cases":
        return f"case when ({doubtful}) > 0 then 'U' when {least} then 'F' else 'P' end"
    most = f"(({lacking}) + ({doubtful})) * {k.denominator} >= {k.numerator * checked.common}"
    return f"case when {least} then 'F' when {most} then 'U' else 'P' end"


def _weight(judged: Judged, letters: str) -> str:
    """The weights of the indicators with one of these letters, added up in whole numbers that no engine rounds."""
    parts = [
        f"case when {judged.column(code)} in ({letters}) then {weight} else 0 end"
        for code, weight in judged.checked.weights.items()
    ]
    return f"cast({' + '.join(parts)} as bigint)"


def _letters(judged: Sequence[Judged]) -> Step:
    texts = [f"{_text(one)} as {one.mark}_letters" for one in judged]
    return Step(
        "framework_letters",
        f"select household_code, list_key, area_code, persons{''.join(', ' + one for one in texts)} from framework_outcomes",
    )


def _text(judged: Judged) -> str:
    return joined(judged.column(code) for code in parts_of(judged.framework))
