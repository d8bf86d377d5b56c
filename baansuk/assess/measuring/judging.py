"""Holds a framework against the columns of a table, and writes the SQL that judges each row by every indicator."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from baansuk.assess.measuring.framework import Framework, Indicator
from baansuk.assess.measuring.plain_rules import Rule, plain
from baansuk.assess.measuring.shares import LARGEST_DIVISOR
from baansuk.assess.refused import RuleRefused
from baansuk.assess.values import quoted
from baansuk.engine import Step
from baansuk.thai.words import Refusal

# The column of ``raw`` that says where in the file a row stands, from 0; and what DuckDB calls it while it reads.
PLACE: Final = "baansuk_place"
TAKEN: Final = (PLACE, "file_row_number")
# The indicators of a row fit one word, with two bits to spare for the sign that DuckDB's numbers have.
MOST_INDICATORS: Final = 62


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator whose rules were checked against the columns; ``applies`` is None where it always applies."""

    indicator: Indicator
    deprived: Rule
    applies: Rule | None

    @property
    def sql(self) -> str:
        """SQL: true for deprived, false for not deprived and for not applicable, null for not known."""
        if self.applies is None:
            return self.deprived.sql()
        applies = self.applies.sql()
        return f"case when {applies} then {self.deprived.sql()} when not {applies} then false end"

    @property
    def unknown_sql(self) -> str:
        """SQL: true where the answer is not known, as well whether it applies."""
        return self.deprived.unknown_sql() if self.applies is None else f"({self.sql}) is null"


@dataclass(frozen=True, slots=True)
class Asked:
    """A framework that fits a table: ``types`` are the table's columns with their DuckDB types."""

    framework: Framework
    types: Mapping[str, str]
    judged: tuple[Judged, ...]

    @property
    def sometimes(self) -> list[int]:
        """The places of the indicators that do not apply everywhere."""
        return [place for place, one in enumerate(self.judged) if one.applies is not None]

    @property
    def warnings(self) -> list[str]:
        """What is legal in the rules but hardly meant, in English."""
        rules = [rule for one in self.judged for rule in (one.deprived, one.applies) if rule is not None]
        return list(dict.fromkeys(f"{rule.text}: {warning.en}." for rule in rules for warning in rule.warnings))


def ask(framework: Framework, types: Mapping[str, str], where: str) -> Asked:
    """Check every rule and every column that the framework names. ``where`` is the framework's file, for the sentences.

    Raises Refusal naming the place.
    """
    design = framework.design
    named = [
        *(("[design] weight", design.weight), ("[design] strata", design.strata), ("[design] psu", design.psu)),
        *(("[design] size", design.size), ("[time] column", framework.time), ("[time] year", framework.year)),
        *(("[groups] by", column) for column in framework.groups),
    ]
    for place, column in named:
        if column and column not in types:
            raise Refusal(
                "measure.column",
                f'{where}: {place} ระบุคอลัมน์ "{column}" ซึ่งไม่มีในข้อมูล',
                f'{where}: {place} names column "{column}", which the data do not have.',
            )
        if column and types[column].endswith(("]", ")")) and not types[column].startswith("DECIMAL"):
            raise Refusal(
                "measure.column",
                f'{where}: {place} ระบุคอลัมน์ "{column}" ซึ่งเป็นรายการหรือโครงสร้าง ใช้แบ่งกลุ่มไม่ได้',
                f'{where}: {place} names column "{column}", which holds lists or structures.',
            )
    return Asked(framework, types, tuple(_judged(one, types, where) for one in framework.indicators))


def _judged(indicator: Indicator, types: Mapping[str, str], where: str) -> Judged:
    deprived = _rule(indicator, "deprived_if", indicator.deprived_if, types, where)
    if indicator.always_applies:
        return Judged(indicator, deprived, None)
    return Judged(indicator, deprived, _rule(indicator, "applies_if", indicator.applies_if, types, where))


def _rule(indicator: Indicator, key: str, text: str, types: Mapping[str, str], where: str) -> Rule:
    if (comparison := plain(text, types)) is not None:
        return comparison
    from baansuk.assess.language import check  # the parser is a tenth of a second

    try:
        return check(text, types)
    except RuleRefused as refused:
        said = textwrap.shorten(text, 60, placeholder=" …")
        place = f'{where}: indicator "{indicator.name}" {key} ({said})'
        raise Refusal("measure.rule", f"{place}: {refused.words.th}", f"{place}: {refused.words.en}.") from refused


def judged_step(asked: Asked, weight: str) -> Step:
    """The view ``judged``: ``g0…`` groups, ``t`` time, ``h`` stratum, ``p`` PSU (texts), ``w`` weight, ``b0…`` answers.

    ``m3`` is whether the answer to indicator 3 is not known, ``n3`` whether indicator 3 does not apply, for those that do not apply everywhere. ``weight`` is SQL over ``raw``.
    """
    framework = asked.framework
    design = framework.design
    columns = [f"{text_of(column)} as g{place}" for place, column in enumerate(framework.groups)]
    columns += [
        f"{text_of(column)} as {name}"
        for name, column in (("t", framework.time), ("h", design.strata), ("p", design.psu))
        if column
    ]
    columns += [f"{one.sql} as b{place}" for place, one in enumerate(asked.judged)]
    columns += [f"{one.unknown_sql} as m{place}" for place, one in enumerate(asked.judged)]
    columns += [
        f"not {one.applies.sql()} as n{place}" for place, one in enumerate(asked.judged) if one.applies is not None
    ]
    return Step("judged", f"select {PLACE} as place, {weight} as w, {', '.join(columns)} from raw", kept=False)


def text_of(column: str) -> str:
    """SQL: a column as text."""
    return f"cast({quoted(column)} as varchar)"


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a row's answers become a score: SQL over ``judged`` of its whole top and divisor; null where it has none.

    ``deprived`` says of indicator i in which rows it counts as failed.
    """

    top: str
    divisor: str
    deprived: Sequence[str]


def scoring(asked: Asked, *, unknown: str = "known") -> Scoring:
    """Return how rows are scored. ``unknown``: "known" leaves what is not known out, "low" lets it pass, "high" fail.

    Complete cases: over the divisor of all weights, null where anything applicable is not known. Available: over the
    weight of what applies and is known (low and high: of what applies), null where nothing is.
    """
    framework = asked.framework
    places = range(len(asked.judged))
    deprived = [f"b{place} is not false" if unknown == "high" else f"b{place}" for place in places]
    top = _sum_of(framework.tops, deprived)
    if not framework.available:
        missed = " or ".join(f"m{place}" for place in places)
        return Scoring(f"case when not ({missed}) then {top} end", _whole(framework.divisor), deprived)
    tops = framework.tops
    known = _sum_of(tops, [f"not m{place}{_but_applies(asked, place)}" for place in places])
    if unknown == "known":
        return Scoring(f"case when {known} > 0 then {top} end", f"nullif({known}, 0)", deprived)
    left_out = _sum_of([tops[place] for place in asked.sometimes], [f"n{place}" for place in asked.sometimes])
    divisor = f"{_whole(framework.divisor)} - ({left_out})" if left_out else _whole(framework.divisor)
    return Scoring(f"case when {known} > 0 then {top} end", f"({divisor})", deprived)


def _but_applies(asked: Asked, place: int) -> str:
    return f" and n{place} is not true" if asked.judged[place].applies is not None else ""


def missing(asked: Asked) -> str:
    """SQL over ``judged``: how many indicators are not known in a row."""
    return " + ".join(f"case when m{place} then 1 else 0 end" for place in range(len(asked.judged)))


def _sum_of(tops: Sequence[int], tests: Sequence[str]) -> str:
    """SQL: the sum of the weights whose test is true."""
    return " + ".join(
        f"case when {test} then {_whole(top)} else {_whole(0)} end" for top, test in zip(tops, tests, strict=True)
    )


def _whole(number: int) -> str:
    """SQL of a whole number of 32 bits, which add up faster than those of 64; divisors are held below 2 to the 30th."""
    return f"cast({number} as integer)"


def poor(asked: Asked, place: int) -> str:
    """SQL over ``top`` and ``divisor``: whether the score meets the cut-off at ``place`` of the framework's list."""
    worth = asked.framework.cutoffs[place].worth
    if asked.framework.available:
        wide = "decimal(10,0)" if worth.denominator > LARGEST_DIVISOR else "bigint"
        top, under = (_factor(number, wide) for number in (worth.numerator, worth.denominator))
        return f"cast(top as {wide}) * {under} >= cast(divisor as {wide}) * {top}"
    least = -(-worth.numerator * asked.framework.divisor // worth.denominator)
    return f"top >= {least}"


def _factor(number: int, kind: str) -> str:
    return str(number) if kind == "bigint" else f"cast({number} as decimal(28,0))"


def scored_step(asked: Asked, name: str, how: Scoring) -> Step:
    """The view ``name``: the rows of ``judged`` with ``top`` and ``divisor`` of their score, both null where not scored."""
    divisor = how.divisor if asked.framework.available else f"case when top is not null then {how.divisor} end"
    answers = ", ".join(f"{test} as f{place}" for place, test in enumerate(how.deprived))
    return Step(
        name,
        f"select *, {divisor} as divisor from (select *, {how.top} as top, {answers} from judged) with_top",
        kept=False,
    )


def zero_divisors(asked: Asked) -> dict[int, str]:
    """SQL over ``raw`` by the place of an indicator: true where a rule of it divides by zero and its answer is not known."""
    found = {}
    for place, one in enumerate(asked.judged):
        divides = [rule.zero_divisors_sql() for rule in (one.deprived, one.applies) if rule is not None]
        if test := " or ".join(filter(None, divides)):
            found[place] = f"({test}) and {one.unknown_sql}"
    return found
