"""Writes the SQL of a rule's tree, checking on the way that every part is of a kind that fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from sqlglot import exp

from baansuk.assess import exact
from baansuk.assess.exact import Exact, TooWide
from baansuk.assess.kinds import LARGEST, Float, Kind, Number, Text, YesNo
from baansuk.assess.reading import COMPARISONS, place_of
from baansuk.assess.refused import RuleRefused
from baansuk.assess.values import (
    Constant,
    Plain,
    Value,
    as_kind,
    constant_value,
    double,
    is_null,
    literal,
    named,
    quoted,
    two_kinds,
)
from baansuk.thai.words import Words


class Writer:
    """Walks a tree once, checking kinds and writing SQL; what it met on the way stays in its lists."""

    def __init__(
        self, text: str, kinds: Mapping[str, Kind], constants: Mapping[str, Constant], names: Mapping[str, str]
    ) -> None:
        self.text = text
        self.kinds = kinds
        self.constants = constants
        self.names = names
        self.used: set[str] = set()
        self.divisors: list[str] = []
        self.warnings: list[Words] = []
        self._writers: dict[type[exp.Expr], Callable[[exp.Expr], Value]] = {
            exp.Column: self._column,
            exp.Literal: self._literal,
            exp.Boolean: lambda node: Plain(YesNo(), "true" if node.this else "false"),
            exp.Null: lambda _: Plain(None, "null"),
            exp.Paren: lambda node: self.value(node.this),
            exp.And: lambda node: self._joined(node, "and"),
            exp.Or: lambda node: self._joined(node, "or"),
            exp.Not: lambda node: Plain(YesNo(), f"(not {self.truth(node.this)})"),
            exp.Is: lambda node: Plain(YesNo(), self._null_test(self.value(node.this))),
            exp.In: self._in,
            exp.Between: self._between,
            exp.Case: self._case,
            exp.Coalesce: self._coalesce,
            exp.Least: lambda node: self._extreme(node, "least"),
            exp.Greatest: lambda node: self._extreme(node, "greatest"),
            exp.Abs: self._absolute,
            exp.Neg: self._negative,
            exp.Add: lambda node: self._arithmetic(node, "+"),
            exp.Sub: lambda node: self._arithmetic(node, "-"),
            exp.Mul: lambda node: self._arithmetic(node, "*"),
            exp.Div: lambda node: self._arithmetic(node, "/"),
            **dict.fromkeys(COMPARISONS, self._compared),
        }

    def value(self, node: exp.Expr) -> Value:
        try:
            return self._writers[type(node)](node)
        except TooWide as error:
            raise self._refused(
                node,
                "rule.wide",
                "ผลคำนวณอาจยาวเกิน 38 หลัก หรือเกณฑ์ซับซ้อนเกินไป",
                "The result could need more than 38 digits, or the rule is too complicated",
            ) from error

    def truth(self, node: exp.Expr) -> str:
        """The SQL of a part that must answer yes or no."""
        value = self.value(node)
        if isinstance(value, Plain) and value.kind is None:
            return "cast(null as boolean)"
        if isinstance(value, Plain) and isinstance(value.kind, YesNo):
            return value.sql
        raise self._refused(
            node,
            "rule.not_yes_no",
            f"ตรงนี้ต้องตอบว่าจริงหรือเท็จ แต่เป็น{named(value).th}",
            f"This must be true or false, but it is {named(value).en}",
        )

    # --- leaves

    def _column(self, node: exp.Expr) -> Value:
        name = node.name
        if name in self.constants:
            return constant_value(self.constants[name])
        if name not in self.kinds:
            raise self._unknown_name(node, name)
        self.used.add(name)
        sql = self.names.get(name, quoted(name))
        kind = self.kinds[name]
        if isinstance(kind, Number):
            return exact.column(sql, kind)
        if isinstance(kind, Float):
            # Not-a-number and infinity compare differently on each engine; both are unknown here, and neither gives 0 when
            # taken from itself. A comparison with the largest double will not do: DuckDB 2.0.0 answers it from the range
            # of a Parquet column, in which not-a-number is not counted.
            sql = f"(case when {sql} - {sql} = cast(0 as double) then cast({sql} as double) end)"
        return Plain(kind, sql)

    def _literal(self, node: exp.Expr) -> Value:
        if node.is_string:
            return Plain(Text(), literal(node.name))
        number = Fraction(node.name)
        if number.numerator > LARGEST or number.denominator > LARGEST:
            raise TooWide
        return exact.constant(number)

    # --- yes or no

    def _joined(self, node: exp.Expr, word: str) -> Value:
        return Plain(YesNo(), f"({self.truth(node.this)} {word} {self.truth(node.expression)})")

    def _compared(self, node: exp.Expr) -> Value:
        return Plain(
            YesNo(), self._compare(node, self.value(node.this), COMPARISONS[type(node)], self.value(node.expression))
        )

    def _between(self, node: exp.Expr) -> Value:
        if node.args.get("symmetric"):
            raise self._refused(node, "rule.construct", "ไม่มี between symmetric", "There is no between symmetric")
        value = self.value(node.this)
        low = self._compare(node, value, ">=", self.value(node.args["low"]))
        high = self._compare(node, value, "<=", self.value(node.args["high"]))
        return Plain(YesNo(), f"({low} and {high})")

    def _compare(self, node: exp.Expr, left: Value, operator: str, right: Value) -> str:
        if is_null(left) or is_null(right):
            self.warnings.append(
                Words("เทียบกับ null ได้ผลไม่ทราบเสมอ ให้ใช้ is null", "A comparison with null is never true; use is null")
            )
            return "cast(null as boolean)"
        if isinstance(left, Exact) and isinstance(right, Exact):
            return exact.compare(left, operator, right)
        first, second = self._alike(node, [left, right])
        if isinstance(first.kind, YesNo) and operator not in ("=", "<>"):
            raise self._refused(
                node, "rule.order", "ค่าจริง/เท็จเทียบมากน้อยไม่ได้", "True and false have no order; use = or <>"
            )
        return f"({first.sql} {operator} {second.sql})"

    def _in(self, node: exp.Expr) -> Value:
        value = self.value(node.this)
        choices = [self._choice(choice) for choice in node.expressions]
        if isinstance(value, Exact) and all(is_null(choice) or isinstance(choice, Exact) for choice in choices):
            numbers = [choice.constant if isinstance(choice, Exact) else None for choice in choices]
            return Plain(YesNo(), exact.is_in(value, numbers))
        tests = [self._compare(node, value, "=", choice) for choice in choices]
        return Plain(YesNo(), f"({' or '.join(tests)})")

    def _choice(self, node: exp.Expr) -> Value:
        inner = node.this if isinstance(node, exp.Neg) else node
        if not isinstance(inner, exp.Literal | exp.Boolean | exp.Null):
            raise self._refused(
                node, "rule.list", "รายการของ in ต้องเป็นค่าคงที่เท่านั้น", "The list of in holds literals only"
            )
        return self.value(node)

    @staticmethod
    def _null_test(value: Value) -> str:
        return exact.null_test(value) if isinstance(value, Exact) else f"({value.sql} is null)"

    # --- choosing

    def _case(self, node: exp.Expr) -> Value:
        conditions = [self.truth(branch.this) for branch in node.args["ifs"]]
        results = [self.value(branch.args["true"]) for branch in node.args["ifs"]]
        default = node.args.get("default")
        results.append(self.value(default) if default is not None else Plain(None, "null"))
        return self._chosen(node, conditions, results)

    def _coalesce(self, node: exp.Expr) -> Value:
        values = [self.value(part) for part in (node.this, *node.expressions)]
        if len(values) == 1:
            return values[0]
        known = [f"(not {self._null_test(value)})" for value in values[:-1]]
        return self._chosen(node, known, values)

    def _chosen(self, node: exp.Expr, conditions: Sequence[str], results: Sequence[Value]) -> Value:
        if any(isinstance(result, Exact) for result in results) and all(
            isinstance(result, Exact) or is_null(result) for result in results
        ):
            return exact.choose(
                conditions, [result if isinstance(result, Exact) else exact.unknown() for result in results]
            )
        alike = self._alike(node, results)
        branches = " ".join(f"when {test} then {one.sql}" for test, one in zip(conditions, alike[:-1], strict=True))
        return Plain(alike[0].kind, f"(case {branches} else {alike[-1].sql} end)")

    def _extreme(self, node: exp.Expr, function: str) -> Value:
        values = [self.value(part) for part in (node.this, *node.expressions)]
        numbers = [exact.unknown() if is_null(value) else value for value in values]
        if all(isinstance(number, Exact) for number in numbers):
            return exact.extreme(function, [number for number in numbers if isinstance(number, Exact)])
        alike = self._alike(node, values)
        if isinstance(alike[0].kind, YesNo):
            raise self._refused(
                node, "rule.order", "ค่าจริง/เท็จเทียบมากน้อยไม่ได้", "True and false have no order; use and, or"
            )
        known = " and ".join(f"{one.sql} is not null" for one in alike)
        listed = ", ".join(one.sql for one in alike)
        return Plain(alike[0].kind, f"(case when {known} then {function}({listed}) end)")

    # --- numbers

    def _arithmetic(self, node: exp.Expr, operator: str) -> Value:
        left, right = self._number(node.this), self._number(node.expression)
        if operator == "/":
            self._watch_divisor(node, right)
        if isinstance(left, Exact) and isinstance(right, Exact):
            if operator == "/":
                return exact.divide(left, right)
            return exact.multiply(left, right) if operator == "*" else exact.add(left, right, operator)
        first, second = double(left), double(right)
        if operator == "/":
            second = f"nullif({second}, cast(0 as double))"
        return Plain(Float(), f"({first} {operator} {second})")

    def _watch_divisor(self, node: exp.Expr, divisor: Value) -> None:
        if isinstance(divisor, Exact) and divisor.constant == 0:
            raise self._refused(node.expression, "rule.zero", "ตัวหารเป็นศูนย์", "The divisor is zero")
        if isinstance(divisor, Exact) and divisor.constant is None:
            self.divisors.append(exact.compare(divisor, "=", exact.constant(Fraction(0))))
        elif isinstance(divisor, Plain):
            self.divisors.append(f"({divisor.sql} = 0)")

    def _negative(self, node: exp.Expr) -> Value:
        value = self._number(node.this)
        return exact.negative(value) if isinstance(value, Exact) else Plain(Float(), f"(-{value.sql})")

    def _absolute(self, node: exp.Expr) -> Value:
        value = self._number(node.this)
        return exact.absolute(value) if isinstance(value, Exact) else Plain(Float(), f"abs({value.sql})")

    def _number(self, node: exp.Expr) -> Value:
        value = self.value(node)
        if is_null(value):
            return exact.unknown()
        if isinstance(value, Exact) or isinstance(value.kind, Float):
            return value
        raise self._refused(
            node,
            "rule.not_number",
            f"คำนวณกับ{named(value).th}ไม่ได้",
            f"There is no arithmetic with {named(value).en}",
        )

    # --- kinds

    def _alike(self, node: exp.Expr, values: Sequence[Value]) -> list[Plain]:
        """The values as one kind: floats when any number is one, nulls typed like the rest.

        Raises RuleRefused when text, numbers, days and yes/no are mixed.
        """
        kinds = {type(Float() if isinstance(value, Exact) else value.kind) for value in values if not is_null(value)}
        if len(kinds) > 1:
            one, other = two_kinds(values)
            raise self._refused(
                node,
                "rule.mixed",
                f"เทียบ{one.th}กับ{other.th}ไม่ได้",
                f"{one.en.capitalize()} cannot be compared with {other.en}",
            )
        kind = next(
            (Float() if isinstance(value, Exact) else value.kind for value in values if not is_null(value)), None
        )
        return [Plain(kind, as_kind(value, kind)) for value in values]

    def _unknown_name(self, node: exp.Expr, name: str) -> RuleRefused:
        near = next((one for one in (*self.kinds, *self.constants) if one.lower() == name.lower()), "")
        return self._refused(
            node,
            "rule.unknown_name",
            f"ไม่มีคอลัมน์ชื่อ “{name}”" + (f" หมายถึง “{near}” หรือไม่" if near else ""),
            f"There is no column named “{name}”" + (f"; did you mean “{near}”?" if near else ""),
        )

    def _refused(self, node: exp.Expr, code: str, th: str, en: str) -> RuleRefused:
        return RuleRefused(code, th, en, place_of(self.text, node))
