"""The table steps that count what persons and households were answered about benefits: whom to call on, and figures by area."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.assess.frameworks_columns import AGE
from baansuk.assess.frameworks_figures import LEVELS
from baansuk.assess.rights import Benefit
from baansuk.assess.rights_checking import CheckedBenefit
from baansuk.assess.rights_letters import WIDTH
from baansuk.assess.values import literal
from baansuk.engine import Step

SATANG = 100


def counting_steps(persons: Sequence[CheckedBenefit], houses: Sequence[CheckedBenefit], *, links: bool) -> list[Step]:
    """Return the steps behind ``right_persons`` and ``right_houses``; ``links``: which records are the same person is known."""
    return [
        *_found(persons, houses),
        _twice_on_a_list(persons, links=links),
        _marks(persons, houses),
        _village_counts(),
        _figures(),
    ]


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
            rows.append(f"({place * WIDTH + 1}, {literal(checked.benefit.code)}, {first}, {last}, {satang})")
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


def _twice_on_a_list(persons: Sequence[CheckedBenefit], *, links: bool) -> Step:
    """Persons with more than one record in a list that pays one benefit, such as of two local governments."""
    pairs = [(one.benefit.code, source) for one in persons for source in one.benefit.paid_from]
    if not pairs or not links:
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
        from {table} where substr(letters, {first * WIDTH + 1}, 1) = 'R' and substr(letters, {second * WIDTH + 1}, 1) = 'R'"""


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
