"""Writes the steps that gather statements and choose the value in use of every field, by the orders of trust."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baansuk.engine import Step
from baansuk.link.reading import SQL_TYPES
from baansuk.people.fields import Field, facts_of
from baansuk.people.trust import Trust, rank_sql

# An address on a member's row or on a list says where that person is, not what the house is.
ADDRESS_FIELDS = ("house_code", "house_no", "village_no", "register_kind")
# What a row says of the person in that one house; of the house where the person mainly belongs it says nothing.
OF_ONE_HOUSE = ("relation", "family_no", "residence")
# How many fields one pass chooses for: enough to be quick, few enough that a million groups fit in memory.
FIELDS_AT_ONCE = 8
_PROVENANCE = "d.source, d.delivery, d.delivery_order, d.agreement, r.observed_on, r.observed_precision"


def person_statements(fields: Sequence[Field]) -> Step:
    """Every person record with its person's code, the household of the person's main membership, and its facts.

    What a row of another house says of the person there is left out: who moved out of that one has not moved out of this.
    """
    columns = "".join(f", {_said_here(field.code)}" for field in fields)
    return Step(
        "person_statements_made",
        f"""select r.record_id, h.h, h.household_code, a.person_code, {_PROVENANCE}, r.birth_precision{columns}
        from person_rows r
        join deliveries d on r.record_id // 100000000 = d.table_id
        join person_of_record p on r.record_id = p.record_id
        join all_people a on p.person = a.person
        join home_members m on p.person = m.person and m.main
        join homes h on m.home = h.home
        join home_of_record o on r.record_id = o.record_id""",
        kept=False,
    )


def _said_here(field: str) -> str:
    if field in OF_ONE_HOUSE:
        return f"case when o.home = m.home then r.{field} end as {field}"
    if field == "life_status":
        return "case when o.home = m.home or r.life_status <> 'moved' then r.life_status end as life_status"
    return f"r.{field}"


def household_statements(fields: Sequence[Field]) -> Step:
    """Every record that says something of a house: the house's own rows, and the house facts in persons' rows."""
    own = "".join(f", r.{field.code}" for field in fields)
    said = [field for field in fields if field.code not in ADDRESS_FIELDS]
    placing = "p.roster_key is null and o.household_rule <> 'person'"
    told = "".join(
        f", case when {placing} then r.{field.code} end as {field.code}"
        if field.code in ADDRESS_FIELDS
        else f", r.{field.code}"
        for field in fields
    )
    speaks = " or ".join([f"({placing})", *(f"r.{field.code} is not null" for field in said)])
    joined = """join deliveries d on r.record_id // 100000000 = d.table_id
        join home_of_record o on r.record_id = o.record_id
        join homes h on o.home = h.home"""
    head = f"select r.record_id, h.h, h.household_code, {_PROVENANCE}"
    return Step(
        "household_statements_made",
        f"""{head}{own} from household_rows r {joined}
        union all
        {head}{told} from person_rows r {joined} join mentions p on r.record_id = p.record_id where {speaks}""",
        kept=False,
    )


def values_in_use(
    unit: str, fields: Sequence[Field], trust: Trust, sources: Sequence[str], *, at_once: bool = False
) -> list[Step]:
    """Choose for every ``unit`` code the value in use of each of ``fields`` and the record that says it.

    Leaves tables ``<unit>_chosen_<n>``, each with ``<unit>_code`` and, per field, ``<field>`` and ``<field>__record``:
    one of them for all fields where they are chosen ``at_once``, of few records.
    """
    steps = []
    many = max(1, len(fields)) if at_once else FIELDS_AT_ONCE
    for number, start in enumerate(range(0, len(fields), many)):
        some = fields[start : start + many]
        orders = {trust.order_of(field.code).name: trust.order_of(field.code) for field in some}
        ranks = ", ".join(f"{rank_sql(order, sources)} as rank_{name}" for name, order in orders.items())
        columns = "".join(_chosen(field, trust) for field in some)
        spoken = " or ".join(f"{field.code} is not null" for field in some)
        steps.append(
            Step(
                f"{unit}_chosen_{number}",
                f"""select {unit}_code{columns}
                from (select *, {ranks} from {unit}_statements where {spoken}) as ranked
                group by {unit}_code""",
            )
        )
    return steps


def _chosen(field: Field, trust: Trust) -> str:
    by = f"case when {field.code} is not null then rank_{trust.order_of(field.code).name} end"
    columns = f", arg_min({field.code}, {by}) as {field.code}, arg_min(record_id, {by}) as {field.code}__record"
    if field.code == "birth_date":
        columns += f", arg_min(birth_precision, {by}) as birth_precision"
    return columns


def value_columns(unit: str, present: Iterable[Field]) -> str:
    """List every fact of ``unit`` as a typed column with its record, null where no delivery carries the field."""
    there = {field.code for field in present}
    return ", ".join(
        f"{field.code}, {field.code}__record"
        if field.code in there
        else f"cast(null as {SQL_TYPES[field.type]}) as {field.code}, cast(null as bigint) as {field.code}__record"
        for field in facts_of(unit)
    )


def joined_choices(unit: str, steps: Sequence[Step]) -> str:
    """Write the joins that bring the chosen tables beside a table ``b`` that has ``<unit>_code``."""
    return " ".join(f"left join {step.name} on b.{unit}_code = {step.name}.{unit}_code" for step in steps)


def dwellings(trust: Trust, sources: Sequence[str]) -> list[Step]:
    """Choose where each home is: one record's whole address, never parts of two; and one record's position.

    A roster's or coded house's own row speaks before a list, a row that knows village and house number before others.
    """
    rank = rank_sql(trust.order_of("house_no"), sources)
    address = "r.house_no, r.house_key, r.village_no, r.village_code, r.tambon_code"
    joined = """join deliveries d on r.record_id // 100000000 = d.table_id
        join home_of_record o on r.record_id = o.record_id"""
    return [
        Step(
            "addresses_said",
            f"""select o.home, o.household_rule, d.source, d.delivery_order, r.record_id, r.observed_on, {address},
                r.lat, r.lon
            from household_rows r {joined}
            union all
            select o.home, o.household_rule, d.source, d.delivery_order, r.record_id, r.observed_on, {address},
                cast(null as double) as lat, cast(null as double) as lon
            from person_rows r {joined}
            where o.household_rule <> 'person' and r.tambon_code is not null""",
            kept=False,
        ),
        Step(
            "address_records",
            f"""select home,
                arg_min(record_id, case when tambon_code is not null then fitness end) as said_by,
                arg_min(record_id, case when lat is not null and lon is not null then fitness end) as placed_by
            from (
                select home, record_id, tambon_code, lat, lon, cast(
                    case when household_rule in ('address', 'none') then 4 else 0 end
                    + case when village_code is null then 2 else 0 end
                    + case when house_key is null then 1 else 0 end as decimal(38, 0)
                ) * cast(10000000000000000000 as decimal(38, 0)) + ({rank}) as fitness
                from addresses_said
            ) as ranked
            group by home""",
        ),
        Step(
            "home_places",
            """select g.home,
                case when g.home_key like 'code:%' then substr(g.home_key, 6) end as house_code,
                s.house_no, s.house_key, s.village_no, p.lat, p.lon,
                coalesce(s.village_code, s.tambon_code || '00', '') as area_code
            from home_groups g
            left join address_records r on g.home = r.home
            left join addresses_said s on r.said_by = s.record_id
            left join addresses_said p on r.placed_by = p.record_id""",
        ),
    ]


def area_statements(fields: Sequence[Field], trust: Trust, sources: Sequence[str]) -> Step:
    """Every fact of an area, one row each, and whether it is the one in use."""
    columns = [(field, f"cast(r.{field.code} as varchar)") for field in fields]
    parts = " union all ".join(
        f"""select r.area_code, '{field.code}' as field, {text} as value, d.source, d.delivery, r.record_id,
            r.observed_on, d.agreement, {rank_sql(trust.order_of(field.code), sources)} as fitness
        from area_rows r join deliveries d on r.record_id // 100000000 = d.table_id
        where r.area_code is not null and {text} is not null"""
        for field, text in columns
    )
    nothing = """select cast(null as varchar) as area_code, '' as field, '' as value, '' as source,
        cast(0 as bigint) as delivery, cast(0 as bigint) as record_id, cast(null as date) as observed_on,
        '' as agreement, cast(0 as bigint) as fitness from deliveries where false"""
    return Step(
        "area_facts",
        f"""select area_code, field, value, source, delivery, record_id, observed_on, agreement,
            row_number() over (partition by area_code, field order by fitness) = 1 as in_use
        from ({parts or nothing}) as said""",
    )
