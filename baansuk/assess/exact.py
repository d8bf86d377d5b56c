"""Arithmetic that never rounds, written as SQL: a number is a whole top over a whole divisor until it is compared.

Both engines would turn ``1/3`` into a float and place a household on the wrong side of a tie. Here ``a/b < c`` becomes
``a < c*b``: whole decimals of at most 38 digits, which DuckDB and Spark multiply and compare in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from baansuk.assess.kinds import LARGEST, Number

# A double holds whole numbers up to here without rounding.
_DOUBLE_WHOLE = 2**53
# The widest whole numbers that both engines store, and the literals that both take for numbers of 32 bits.
_STORED_WHOLE = 2**63
_SMALL = 2**31
# Nested divisions in case repeat their conditions; past this length a rule is too long for a person to check as well.
_LONGEST_SQL = 60_000


class TooWide(Exception):
    """The rule could need more digits than the engines keep, or more SQL than is sane."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The number ``top / (unit * under)``.

    ``top`` and ``under`` are SQL of whole decimals, never further from zero than their bounds; ``unit`` is a known
    whole number; ``under`` is above zero or null, and missing when there is no divisor. The number is null when
    ``top`` or ``under`` is null. ``constant`` is its value when no column takes part. ``bare`` is the SQL of the column
    itself, when the number is a column of whole numbers as the engine stores them.
    """

    top: str
    bound: int
    unit: int = 1
    under: str | None = None
    under_bound: int = 1
    constant: Fraction | None = None
    bare: str = ""

    def __post_init__(self) -> None:
        if max(self.bound, self.under_bound, self.unit) > LARGEST:
            raise TooWide
        if len(self.top) + len(self.under or "") > _LONGEST_SQL:
            raise TooWide


def whole(value: int) -> str:
    """SQL of a whole number, typed as the narrowest decimal, so that products stay narrow (and fast)."""
    return f"cast({value} as decimal({len(str(abs(value)))},0))"


def constant(value: Fraction) -> Exact:
    return Exact(whole(value.numerator), abs(value.numerator), value.denominator, constant=value)


def unknown() -> Exact:
    return Exact("cast(null as decimal(1,0))", 0)


def column(sql: str, kind: Number) -> Exact:
    """Read a number column; decimals are scaled up to whole numbers."""
    digits = len(str(kind.bound))
    scaled = f"{sql} * {whole(10**kind.scale)}" if kind.scale else sql
    bare = sql if not kind.scale and kind.bound <= _STORED_WHOLE else ""
    return Exact(f"cast({scaled} as decimal({digits},0))", kind.bound, 10**kind.scale, bare=bare)


def null_test(number: Exact) -> str:
    if number.under is None:
        return f"({number.top} is null)"
    return f"({number.top} is null or {number.under} is null)"


def compare(left: Exact, operator: str, right: Exact) -> str:
    """SQL of ``left operator right``: both sides are brought over one divisor, which is above zero and drops out."""
    if bare := _compare_bare(left, operator, right):
        return bare
    first, second = _over_one_divisor([left, right])
    if left.under is not None and left.under == right.under:  # it stands on neither side, yet null must stay null
        return f"(case when {left.under} is not null then {first.top} {operator} {second.top} end)"
    return f"({first.top} {operator} {second.top})"


def _compare_bare(left: Exact, operator: str, right: Exact) -> str:
    """SQL that compares a stored whole number with a small one as they are, twice as fast; empty for all else."""
    if left.bare and _is_small(right.constant):
        return f"({left.bare} {operator} {right.constant})"
    if right.bare and _is_small(left.constant):
        return f"({left.constant} {operator} {right.bare})"
    return ""


def _is_small(constant: Fraction | None) -> bool:
    return constant is not None and constant.denominator == 1 and abs(constant) < _SMALL


def is_in(number: Exact, choices: Sequence[Fraction | None]) -> str:
    """SQL of ``number in (choices)``; a null among them makes 'not found' unknown, as in SQL."""
    if number.under is not None:
        tests = [compare(number, "=", unknown() if choice is None else constant(choice)) for choice in choices]
        return f"({' or '.join(tests)})"
    unit = lcm(number.unit, *(choice.denominator for choice in choices if choice is not None))
    top, _ = _times(number.top, number.bound, unit // number.unit)
    if any(choice is not None and abs(choice * unit) > LARGEST for choice in choices):
        raise TooWide
    listed = ["null" if choice is None else whole(int(choice * unit)) for choice in choices]
    return f"({top} in ({', '.join(listed)}))"


def add(left: Exact, right: Exact, sign: str = "+") -> Exact:
    """``left + right``, or ``left - right`` when ``sign`` is ``-``."""
    if left.constant is not None and right.constant is not None:
        return constant(left.constant + right.constant if sign == "+" else left.constant - right.constant)
    first, second = _over_one_divisor([left, right])
    return Exact(
        f"({first.top} {sign} {second.top})", first.bound + second.bound, first.unit, first.under, first.under_bound
    )


def multiply(left: Exact, right: Exact) -> Exact:
    if left.constant is not None and right.constant is not None:
        return constant(left.constant * right.constant)
    if left.constant is not None:
        left, right = right, left
    if right.constant is not None:
        top, bound = _times(left.top, left.bound, right.constant.numerator)
        return Exact(top, bound, left.unit * right.constant.denominator, left.under, left.under_bound)
    under, under_bound = _product(left.under, left.under_bound, right.under, right.under_bound)
    return Exact(f"({left.top} * {right.top})", left.bound * right.bound, left.unit * right.unit, under, under_bound)


def divide(left: Exact, right: Exact) -> Exact:
    """``left / right``, null where ``right`` is zero.

    Raises ZeroDivisionError when ``right`` is zero whatever the row: that is a mistake in the rule, not in the facts.
    """
    if right.constant is not None:
        return multiply(left, constant(1 / right.constant))
    turned = f"(case when {right.top} < 0 then {whole(-1)} else {whole(1)} end)"
    top, bound = _times(f"({left.top} * {turned})", left.bound, right.unit)
    if right.under is not None:
        top, bound = f"({top} * {right.under})", bound * right.under_bound
    divisor = f"nullif(abs({right.top}), {whole(0)})"
    under, under_bound = _product(left.under, left.under_bound, divisor, right.bound)
    return Exact(top, bound, left.unit, under, under_bound)


def negative(number: Exact) -> Exact:
    if number.constant is not None:
        return constant(-number.constant)
    return Exact(f"(-{number.top})", number.bound, number.unit, number.under, number.under_bound)


def absolute(number: Exact) -> Exact:
    if number.constant is not None:
        return constant(abs(number.constant))
    return Exact(f"abs({number.top})", number.bound, number.unit, number.under, number.under_bound)


def choose(conditions: Sequence[str], results: Sequence[Exact]) -> Exact:
    """``case when`` each condition ``then`` its result, the last result being ``else``.

    Divisors are chosen beside the tops and not multiplied: a zero divisor in a branch not taken must not spoil the row.
    """
    unit = lcm(*(result.unit for result in results))
    tops = [_times(result.top, result.bound, unit // result.unit) for result in results]
    top, bound = _case(conditions, [sql for sql, _ in tops]), max(bound for _, bound in tops)
    if all(result.under is None for result in results):
        return Exact(top, bound, unit)
    under = _case(conditions, [result.under or whole(1) for result in results])
    return Exact(top, bound, unit, under, max(result.under_bound for result in results))


def extreme(function: str, numbers: Sequence[Exact]) -> Exact:
    """``least`` or ``greatest``, null when any of them is null: an unknown one might have been the answer.

    DuckDB and Spark both skip nulls in these functions, so the test stands in the SQL.
    """
    aligned = _over_one_divisor(numbers)
    known = " and ".join(f"{number.top} is not null" for number in aligned)
    listed = ", ".join(number.top for number in aligned)
    first = aligned[0]
    return Exact(
        f"(case when {known} then {function}({listed}) end)",
        max(number.bound for number in aligned),
        first.unit,
        first.under,
        first.under_bound,
    )


def as_double(number: Exact) -> str:
    """SQL of the number as a float, for rules that mix it with a float column; rounded once where it fits a double."""
    if number.constant is not None:
        return f"cast('{float(number.constant)!r}' as double)"
    top = _double(number.top, number.bound)
    if number.under is None:
        return top if number.unit == 1 else f"({top} / cast('{float(number.unit)!r}' as double))"
    under, bound = _times(number.under, number.under_bound, number.unit)
    return f"({top} / {_double(under, bound)})"


def _double(sql: str, bound: int) -> str:
    # Wider decimals go through text, because the engines convert them with different last bits.
    return f"cast({sql} as double)" if bound <= _DOUBLE_WHOLE else f"cast(cast({sql} as varchar) as double)"


def _over_one_divisor(numbers: Sequence[Exact]) -> list[Exact]:
    """The same numbers with one common unit and divisor."""
    unit = lcm(*(number.unit for number in numbers))
    divisors = list(dict.fromkeys((number.under, number.under_bound) for number in numbers if number.under))
    under: str | None = None
    under_bound = 1
    for sql, bound in divisors:
        under, under_bound = _product(under, under_bound, sql, bound)
    aligned = []
    for number in numbers:
        top, bound = _times(number.top, number.bound, unit // number.unit)
        for sql, wide in divisors:
            if sql != number.under:
                top, bound = f"({top} * {sql})", bound * wide
        aligned.append(Exact(top, bound, unit, under, under_bound))
    return aligned


def _times(sql: str, bound: int, factor: int) -> tuple[str, int]:
    if max(bound, 1) * abs(factor) > LARGEST:
        raise TooWide
    return (sql, bound) if factor == 1 else (f"({sql} * {whole(factor)})", bound * abs(factor))


def _product(one: str | None, one_bound: int, two: str | None, two_bound: int) -> tuple[str | None, int]:
    if one is None or two is None:
        return one or two, one_bound * two_bound
    return f"({one} * {two})", one_bound * two_bound


def _case(conditions: Sequence[str], results: Sequence[str]) -> str:
    branches = " ".join(f"when {test} then {result}" for test, result in zip(conditions, results[:-1], strict=True))
    return f"(case {branches} else {results[-1]} end)"
