"""The values that the parts of a rule stand for while its SQL is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baansuk.assess import exact
from baansuk.assess.exact import Exact
from baansuk.assess.kinds import Day, Float, Text, YesNo
from baansuk.thai.words import Words

Constant = Decimal | int | str | bool


@dataclass(frozen=True, slots=True)
class Plain:
    """A value other than an exact number: its kind (None for a bare ``null``) and its SQL."""

    kind: Text | YesNo | Day | Float | None
    sql: str


Value = Exact | Plain


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def joined(parts: Iterable[str]) -> str:
    """SQL: texts, none of them null, one behind the other; said at once, for an engine looks up every ``||`` anew."""
    return f"concat({', '.join(listed)})" if (listed := list(parts)) else "''"


def constant_value(value: Constant) -> Value:
    if isinstance(value, bool):
        return Plain(YesNo(), "true" if value else "false")
    if isinstance(value, str):
        return Plain(Text(), literal(value))
    return exact.constant(Fraction(value))


def is_null(value: Value) -> bool:
    return isinstance(value, Plain) and value.kind is None


def double(value: Value) -> str:
    return exact.as_double(value) if isinstance(value, Exact) else value.sql


_SQL_TYPES: dict[type, str] = {Text: "varchar", YesNo: "boolean", Day: "date", Float: "double"}


def as_kind(value: Value, kind: Text | YesNo | Day | Float | None) -> str:
    if is_null(value):
        return f"cast(null as {_SQL_TYPES.get(type(kind), 'boolean')})"
    return double(value)


def two_kinds(values: Sequence[Value]) -> tuple[Words, Words]:
    names = list(dict.fromkeys(named(value) for value in values if not is_null(value)))
    return names[0], names[1]


def named(value: Value) -> Words:
    if isinstance(value, Exact) or isinstance(value.kind, Float):
        return Words("ตัวเลข", "a number")
    names: dict[type, Words] = {
        Text: Words("ข้อความ", "text"),
        YesNo: Words("ค่าจริง/เท็จ", "a yes/no value"),
        Day: Words("วันที่", "a day"),
    }
    return names.get(type(value.kind), Words("ค่าว่าง", "null"))
