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

from baansuk.assess.frameworks_columns import AGE, REGISTER, house_fields, member_fields, sql_type_of, village_fields
from baansuk.assess.frameworks_figures import LEVELS
from baansuk.assess.language import Expression
from baansuk.assess.rights import Benefit
from baansuk.assess.rights_checking import ON, CheckedBenefit, CheckedBenefits, awaited_still
from baansuk.assess.rights_letters import MASKS, RECEIPT
from baansuk.assess.sets import SQL_TYPES
from baansuk.assess.values import literal, quoted
from baansuk.engine import Step
from baansuk.people.fields import Field

PERSON, HOUSEHOLD = "person", "household"
SATANG = 100


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
        *_found(persons, houses),
        _twice_on_a_list(persons, tables),
        _marks(persons, houses),
        _village_counts(),
        _figures(),
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


def _letter(rule: Expression, names: Mapping[str, str]) -> str:
    truth = rule.sql({name: sql for name, sql in names.items() if name in rule.columns})
    return f"case when {truth} then 'P' when not {truth} then 'F' else 'U' end"


def _column(place: int, end: str) -> str:
    return f"b{place}_{end}"


def _asked(name: str, before: str, listed: Sequence[CheckedBenefit], names: Mapping[str, str]) -> Step:
    """One letter for each clause, and for whether it is received."""
    letters = []
    for place, one in enumerate(listed):
        letters.append(f"{_letter(one.receives, names)} as {_column(place, 'r')}")
        letters += [f"{_letter(rule, names)} as {_column(place, str(n))}" for n, rule in enumerate(one.clauses)]
    age = AGE if name == "right_persons_asked" else f"cast(null as integer) as {AGE}"
    return Step(
        name,
        f"""select person_code, household_code, has_died, {age}, list_key, area_code, persons
            {"".join(", " + one for one in letters)} from {before}""",
        kept=False,
    )


def _told(name: str, before: str, listed: Sequence[CheckedBenefit]) -> Step:
    """The two letters of every benefit, one behind the other."""
    letters = " || ".join(_two_letters(place, one) for place, one in enumerate(listed)) or "''"
    columns = f"person_code, household_code, has_died, {AGE}, list_key, area_code, persons"
    return Step(name, f"select {columns}, {letters} as letters from {before}")


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


def _found(persons: Sequence[CheckedBenefit], houses: Sequence[CheckedBenefit]) -> list[Step]:
    """One row per person (or household) and benefit that is not out of the question, with the satang it would be."""
    return [
        _places("right_person_places", persons),
        _places("right_house_places", houses),
        Step(
            "right_found",
            f"{_crossed('right_persons', 'right_person_places')} union all {_crossed('right_houses', 'right_house_places')}",
            kept=False,
        ),
    ]


def _places(name: str, listed: Sequence[CheckedBenefit]) -> Step:
    """The benefits as a small table, a row for each band of ages: place of the letters, code, and satang."""
    rows = []
    for place, checked in enumerate(listed):
        for first, last, satang in _bands(checked.benefit):
            rows.append(f"({place * 2 + 1}, {literal(checked.benefit.code)}, {first}, {last}, {satang})")
    listed_rows = ", ".join(rows) or "(0, '', 0, 0, 0)"
    return Step(name, f"select * from (values {listed_rows}) as m(place, benefit, from_age, to_age, satang)")


def _bands(benefit: Benefit) -> list[tuple[int, int, int]]:
    """The bands of ages with their satang, and what lies between them for nothing; -1 stands for an age that is not known."""
    if benefit.amount is not None:
        return [(-1, 999, int(benefit.amount * SATANG))]
    bands = sorted((one.from_, one.to, int(one.amount * SATANG)) for one in benefit.band)
    found, next_age = [], -1
    for first, last, satang in bands:
        if first > next_age:
            found.append((next_age, first - 1, 0))
        found.append((first, last, satang))
        next_age = last + 1
    return [*found, (next_age, 999, 0)] if next_age <= 999 else found


def _crossed(rows: str, places: str) -> str:
    return f"""select r.person_code, r.household_code, r.list_key, r.area_code, m.benefit,
            substr(r.letters, m.place, 1) as letter, cast(m.satang as bigint) as satang
        from {rows} r cross join {places} m
        where m.place > 0 and coalesce(r.{AGE}, -1) between m.from_age and m.to_age
            and substr(r.letters, m.place, 1) <> '-'"""


def _twice_on_a_list(persons: Sequence[CheckedBenefit], tables: RightTables) -> Step:
    """Persons with more than one record in a list that pays one benefit, such as of two local governments."""
    pairs = [(one.benefit.code, source) for one in persons for source in one.benefit.paid_from]
    if not pairs or not tables.links:
        nobody = "select '' as person_code, '' as benefit, '' as why where 1 = 0"
        return Step("right_twice", nobody)
    values = ", ".join(f"({literal(code)}, {literal(source)})" for code, source in pairs)
    return Step(
        "right_twice",
        f"""select l.person_code, m.benefit, 'list:' || m.source as why
        from links l join (select * from (values {values}) as v(benefit, source)) m on m.source = l.source
        where l.person_code is not null
        group by l.person_code, m.benefit, m.source having count(distinct l.record_id) > 1""",
    )


def _marks(persons: Sequence[CheckedBenefit], houses: Sequence[CheckedBenefit]) -> Step:
    """Whom to call on, and who seems to receive twice; a warning by itself refuses nobody anything."""
    against = [_against(*pair) for pair in _excluding(persons)] + [_against_house(*pair) for pair in _excluding(houses)]
    every = [*persons, *houses]
    columns = f"benefit, {_office(every)} as office, kind, list_key, household_code, person_code, satang, why"
    # What only would be in another benefit's place calls nobody on.
    calls = ", ".join(literal(one.benefit.code) for one in every if not one.benefit.instead_of) or "''"
    doubled = """select f.benefit, 'double' as kind, f.list_key, f.household_code, f.person_code, f.satang, t.why
        from right_twice t join right_found f on f.person_code = t.person_code and f.benefit = t.benefit and f.letter = 'R'"""
    parts = [
        f"""select benefit, 'unclaimed' as kind, list_key, household_code, person_code, satang, '' as why
        from right_found where letter = 'E' and benefit in ({calls})""",
        doubled,
        *against,
    ]
    return Step("right_marks", " union all ".join(f"select {columns} from ({part}) as q" for part in parts))


def _office(listed: Sequence[CheckedBenefit]) -> str:
    """The office that takes the claim."""
    offices = {one.benefit.code: one.benefit.office for one in listed}
    cases = " ".join(f"when {literal(code)} then {literal(office)}" for code, office in offices.items())
    return f"(case benefit {cases} else '' end)" if cases else "''"


def _excluding(listed: Sequence[CheckedBenefit]) -> list[tuple[int, str, int, str]]:
    """Pairs of places and codes of benefits that are not given together, each pair once."""
    at = {one.benefit.code: place for place, one in enumerate(listed)}
    pairs = {
        tuple(sorted((one.benefit.code, other)))
        for one in listed
        for other in one.benefit.excludes
        if other in at and other != one.benefit.code
    }
    return [(at[first], first, at[second], second) for first, second in sorted(pairs)]


def _against(first: int, code: str, second: int, other: str, table: str = "right_persons") -> str:
    return f"""select {literal(code)} as benefit, 'double' as kind, list_key, household_code, person_code,
            cast(0 as bigint) as satang, {literal(f"with:{other}")} as why
        from {table} where substr(letters, {first * 2 + 1}, 1) = 'R' and substr(letters, {second * 2 + 1}, 1) = 'R'"""


def _against_house(first: int, code: str, second: int, other: str) -> str:
    return _against(first, code, second, other, "right_houses")


def _village_counts() -> Step:
    """Counts and satang by village and benefit."""
    letters = {"receives": "R", "unclaimed": "E", "not_eligible": "N", "unknown": "U"}
    sums = ", ".join(f"sum(case when letter = '{one}' then 1 else 0 end) as {name}" for name, one in letters.items())
    return Step(
        "right_village_counts",
        f"""select area_code, benefit, {sums}, sum(case when letter = 'E' then satang else 0 end) as satang
        from right_found group by area_code, benefit""",
    )


def _figures() -> Step:
    """The villages added up to every level, as in ``profile.py``: code 00 stands for "not known" below a known area."""
    levels = ", ".join(f"({level})" for level in LEVELS)
    names = ("receives", "unclaimed", "not_eligible", "unknown", "satang")
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in names)
    return Step(
        "right_figures",
        f"""select substr(area_code, 1, level) as area_code, level, benefit, {sums}
        from right_village_counts cross join (values {levels}) as l(level)
        where level <= 2 or substr(area_code, level - 3, 2) <> '00'
        group by substr(area_code, 1, level), level, benefit""",
    )
