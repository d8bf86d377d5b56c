"""The manual of the rule language as tables: each example is tested on the engine and printed in the reference."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]

# The columns that the examples read.
COLUMNS: Mapping[str, str] = {
    "income": "DECIMAL(14,2)",
    "members": "INTEGER",
    "rooms": "INTEGER",
    "water": "VARCHAR",
    "owns": "BOOLEAN",
    "lat": "DOUBLE",
    "observed": "DATE",
    "big": "BIGINT",
    "House No": "VARCHAR",
    "หลังคา": "VARCHAR",
    "date": "INTEGER",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A rule, the facts of one row (columns not named are null), and its answer."""

    rule: str
    facts: Row
    answer: bool | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the reference, what it says, and the examples that prove it."""

    title: str
    text: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule that is refused, with the code of the refusal and the place (line, column)."""

    rule: str
    code: str
    place: tuple[int, int]


SECTIONS: tuple[Section, ...] = (
    Section(
        "Comparisons",
        "`=` `<>` `<` `<=` `>` `>=` compare numbers with numbers, text with text, days with days, and yes/no with "
        "yes/no (`=` and `<>` only). Text is compared letter by letter in the order of Unicode, the same on every machine.",
        (
            Example("members >= 3", {"members": 3}, True),
            Example("members <> 3", {"members": 3}, False),
            Example("water = 'piped'", {"water": "piped"}, True),
            Example("water = 'Piped'", {"water": "piped"}, False),
            Example("water < 'ข'", {"water": "ก"}, True),
            Example("owns = false", {"owns": False}, True),
            Example("owns", {"owns": True}, True),
            Example("water = 'it''s \\ here'", {"water": "it's \\ here"}, True),
        ),
    ),
    Section(
        "Not known",
        "An unknown value makes a comparison unknown, never true or false. `and`, `or` and `not` work as in SQL: what is "
        "known decides when it can. Only `is null` and `is not null` look at whether something is known.",
        (
            Example("members = 3", {}, None),
            Example("not members = 3", {}, None),
            Example("members = 3 or owns", {"owns": True}, True),
            Example("members = 3 and owns", {"owns": False}, False),
            Example("members = 3 and owns", {"owns": True}, None),
            Example("members is null", {}, True),
            Example("members is not null", {}, False),
            Example("members = null", {"members": 3}, None),
            Example("null", {}, None),
        ),
    ),
    Section(
        "Lists and ranges",
        "`in` takes literals only. A `null` in the list makes “not found” unknown. `between` counts both ends.",
        (
            Example("members in (1, 2, -3)", {"members": 2}, True),
            Example("members not in (1, 2)", {"members": 3}, True),
            Example("members in (1, null)", {"members": 2}, None),
            Example("members in (1, null)", {"members": 1}, True),
            Example("members in (1, 2)", {}, None),
            Example("income / members in (0.5, 12666.50)", {"income": Decimal("37999.50"), "members": 3}, True),
            Example("water in ('piped', 'part')", {"water": "none"}, False),
            Example("members between 1 and 3", {"members": 3}, True),
            Example("members not between 1 and 3", {"members": 4}, True),
            Example("members between 4 and rooms", {"members": 3}, False),
        ),
    ),
    Section(
        "Exact numbers",
        "Whole numbers and decimals are exact, also after a division: `1/3` is a third, not 0.3333. Nothing is rounded "
        "before it is compared, so a household on the line is never misplaced. Only columns stored as binary floats are "
        "floats; a number that meets one becomes a float, and a float that is not a finite number is unknown.",
        (
            Example("0.1 + 0.2 = 0.3", {}, True),
            Example("1 / 3 * 3 = 1", {}, True),
            Example("1 / 10 + 2 / 10 = 3 / 10", {}, True),
            Example("members / 3 = rooms / 6", {"members": 1, "rooms": 2}, True),
            Example("income / members >= 38000", {"income": Decimal("114000.00"), "members": 3}, True),
            Example("income / members >= 38000", {"income": Decimal("113999.99"), "members": 3}, False),
            Example("income / members * members = income", {"income": Decimal("0.01"), "members": 7}, True),
            Example("7 / 2 = 3.5", {}, True),
            Example("1.5e3 = 1500", {}, True),
            Example("- members = 0 - 3", {"members": 3}, True),
            Example("lat = 0.1", {"lat": 0.1}, True),
            Example("lat > 0", {"lat": float("nan")}, None),
        ),
    ),
    Section(
        "Division by zero",
        "It gives null, and the rows on which it happens are counted and shown as a warning. A divisor that is zero "
        "whatever the row is refused when the rule is checked.",
        (
            Example("income / members > 0", {"income": Decimal("5.00"), "members": 0}, None),
            Example("(income / members) is null", {"income": Decimal("5.00"), "members": 0}, True),
            Example("coalesce(income / members, 0) = 0", {"income": Decimal("5.00"), "members": 0}, True),
            Example("income / members = income / members", {"income": Decimal("5.00"), "members": 0}, None),
            Example(
                "case when members = 0 then true else income / members > 1 end",
                {"income": Decimal(5), "members": 0},
                True,
            ),
            Example("5 / (members - rooms) < 0", {"members": 2, "rooms": 3}, True),
        ),
    ),
    Section(
        "Choosing",
        "`case when … then … else … end` takes the first branch whose condition is true (unknown is not true); without "
        "`else` it is null. `coalesce` is the first known value. `least` and `greatest` are null when any of their parts "
        "is null, because the unknown one might have been the answer (as in the SQL standard; DuckDB, Spark and PostgreSQL "
        "alone would skip it). `abs` is the distance from zero.",
        (
            Example("case when members > 2 then owns else false end", {"members": 3, "owns": True}, True),
            Example("case when members > 2 then owns else false end", {}, False),
            Example("case when members > 2 then true end", {"members": 1}, None),
            Example("coalesce(income, members, 7) = 7", {}, True),
            Example("coalesce(owns, false)", {}, False),
            Example("least(members, rooms) = 2", {"members": 2, "rooms": 5}, True),
            Example("least(members, rooms) = 2", {"members": 2}, None),
            Example("greatest(members, rooms, 9) = 9", {"members": 2, "rooms": 5}, True),
            Example("least(coalesce(members, rooms), coalesce(rooms, members)) = 2", {"members": 2}, True),
            Example("greatest(water, 'm') = 'piped'", {"water": "piped"}, True),
            Example("abs(members - rooms) = 3", {"members": 2, "rooms": 5}, True),
        ),
    ),
    Section(
        "Names",
        "A name is a column of the table, with capital and small letters as they stand there. Names with spaces, and words "
        "that SQL gives a meaning, stand in double quotes. Words of the language may be written in any case.",
        (
            Example("\"House No\" = '1/2'", {"House No": "1/2"}, True),
            Example("หลังคา = 'สังกะสี'", {"หลังคา": "สังกะสี"}, True),
            Example("date = 3", {"date": 3}, True),
            Example("members = 1", {"members": 1}, True),
            Example("NOT members IS NULL AND Coalesce(members, 0) = 1", {"members": 1}, True),
        ),
    ),
    Section(
        "Order of working",
        "Brackets first; then `*` and `/` before `+` and `-`, these before comparisons, then `not`, `and`, `or`.",
        (
            Example("1 + 2 * 3 = 7", {}, True),
            Example("(1 + 2) * 3 = 9", {}, True),
            Example("not members = 1 or owns", {"members": 1, "owns": True}, True),
            Example("owns or members = 1 and members = 2", {"owns": True, "members": 3}, True),
            Example("10 - 4 - 3 = 3", {}, True),
        ),
    ),
)

REFUSED: tuple[Refused, ...] = (
    Refused("water = 1", "rule.mixed", (1, 1)),
    Refused("members > 1 and\n  water > 3", "rule.mixed", (2, 3)),
    Refused("members = 'three'", "rule.mixed", (1, 1)),
    Refused("members in (1, 'two')", "rule.mixed", (1, 1)),
    Refused("coalesce(members, 'none') = 'none'", "rule.mixed", (1, 1)),
    Refused("owns = 1", "rule.mixed", (1, 1)),
    Refused("observed > '2020-01-01'", "rule.mixed", (1, 1)),
    Refused("owns > true", "rule.order", (1, 1)),
    Refused("members", "rule.not_yes_no", (1, 1)),
    Refused("not members", "rule.not_yes_no", (1, 5)),
    Refused("water + 1 = 2", "rule.not_number", (1, 1)),
    Refused("Members = 1", "rule.unknown_name", (1, 1)),
    Refused("members / 0 = 1", "rule.zero", (1, 11)),
    Refused("members / (2 - 1 - 1) > 1", "rule.zero", (1, 12)),
    Refused("big * big * big > 1", "rule.wide", (1, 1)),
    Refused("members in (rooms)", "rule.list", (1, 13)),
    Refused("members in (select 1)", "rule.construct", (1, 1)),
    Refused("(select 1) = 1", "rule.construct", (1, 9)),
    Refused("cast(members as varchar) = '1'", "rule.function", (1, 1)),
    Refused("members::varchar = '1'", "rule.sign", (1, 8)),
    Refused("date '2020-01-01' = observed", "rule.construct", (1, 6)),
    Refused("count(*) > 1", "rule.function", (1, 1)),
    Refused("sum(members) > 1", "rule.function", (1, 1)),
    Refused("ifnull(members, 1) = 1", "rule.function", (1, 1)),
    Refused("row_number() over () = 1", "rule.function", (1, 1)),
    Refused("members like '1%'", "rule.construct", (1, 1)),
    Refused("members isnull", "rule.sign", (1, 9)),
    Refused("members not null", "rule.construct", (1, 13)),
    Refused("owns is true", "rule.construct", (1, 1)),
    Refused("case members when 1 then true end", "rule.construct", (1, 6)),
    Refused("members != 1", "rule.sign", (1, 9)),
    Refused("members == 1", "rule.sign", (1, 9)),
    Refused("members % 2 = 1", "rule.sign", (1, 9)),
    Refused("water || 'x' = 'y'", "rule.sign", (1, 7)),
    Refused("t.members = 1", "rule.sign", (1, 2)),
    Refused("members = 1;", "rule.sign", (1, 12)),
    Refused("members = 1 -- only small ones", "rule.comment", (1, 13)),
    Refused("/* all */ owns", "rule.comment", (1, 1)),
    Refused("members = ?", "rule.sign", (1, 11)),
    Refused("members =", "rule.unreadable", (1, 9)),
    Refused("water = 'piped", "rule.unreadable", (1, 1)),
    Refused("", "rule.empty", (1, 1)),
    Refused("*", "rule.construct", (1, 1)),
)


def rendered() -> str:
    """The reference page, in Markdown."""
    parts = [INTRODUCTION]
    for section in SECTIONS:
        rows = [f"| {_code(one.rule)} | {_facts(one.facts)} | {_said(one.answer)} |" for one in section.examples]
        parts.append(
            "\n".join(
                [f"## {section.title}", "", section.text, "", "| rule | facts | answer |", "| --- | --- | --- |", *rows]
            )
        )
    rows = [f"| {_code(one.rule)} | `{one.code}` | {one.place[0]}, {one.place[1]} |" for one in REFUSED]
    parts.append("\n".join([REFUSALS, "", "| rule | refused as | line, column |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """# The language of rules

A rule says, of one household and its facts, true, false or not known. Rules stand in the files of `baansuk/assess/sets/`.
They are checked when they are read, and mean the same on DuckDB and on Spark. There is no other way to put a condition
into the register: a rule can name columns, literals, `= <> < <= > >=`, `and or not`, `in (…)`, `between`, `is [not] null`,
`+ - * /`, `case when`, `coalesce`, `least`, `greatest`, `abs`, and nothing else.

The tables are the tests of the language (`baansuk/assess/tests/rule_tables.py`); this page is made from them by
`python -m baansuk.assess.tests.rule_tables`. Columns not named under *facts* are null."""

REFUSALS = """## What is refused

Everything else is refused with a sentence and the place in the rule. Numbers are kept to 38 digits: a rule whose result
could be longer, judging by the types of its columns, is refused (`rule.wide`) and never overflows on some household."""


def _code(text: str) -> str:
    shown = text.replace("\n", " ⏎ ").replace("|", "\\|")
    return f"`{shown}`" if shown else "(empty)"


def _facts(facts: Row) -> str:
    return ", ".join(f"{name} = {_literal(value)}" for name, value in facts.items()) or "–"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _said(answer: bool | None) -> str:
    return {True: "true", False: "false", None: "not known"}[answer]


if __name__ == "__main__":
    sys.stdout.write(rendered())
