"""A slow, obvious twin of the rule language: trees of tuples, evaluated in plain Python with fractions and None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Tree = tuple[Any, ...]
Row = Mapping[str, Any]


def written(tree: Tree) -> str:
    """The tree as the text of a rule, every part in brackets."""
    sign, *parts = tree
    if sign == "column":
        return str(parts[0])
    if sign == "literal":
        return literal_text(parts[0])
    if sign in ("not", "minus"):
        return f"({'not ' if sign == 'not' else '- '}{written(parts[0])})"
    if sign == "is null":
        return f"({written(parts[0])} is null)"
    if sign == "in":
        return f"({written(parts[0])} in ({', '.join(literal_text(one) for one in parts[1])}))"
    if sign == "between":
        return f"({written(parts[0])} between {written(parts[1])} and {written(parts[2])})"
    if sign == "case":
        return f"(case when {written(parts[0])} then {written(parts[1])} else {written(parts[2])} end)"
    if sign in ("coalesce", "least", "greatest", "abs"):
        return f"{sign}({', '.join(written(part) for part in parts)})"
    return f"({written(parts[0])} {sign} {written(parts[1])})"


def literal_text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def answer(tree: Tree, row: Row) -> Any:
    """What the rule answers for the row: true, false or None; numbers inside are fractions."""
    sign, *parts = tree
    if sign == "column":
        return exact(row[parts[0]])
    if sign == "literal":
        return exact(parts[0])
    if sign in ("and", "or"):
        return joined(sign, answer(parts[0], row), answer(parts[1], row))
    if sign == "case":
        return answer(parts[1] if answer(parts[0], row) is True else parts[2], row)
    if sign == "coalesce":
        return next((found for part in parts if (found := answer(part, row)) is not None), None)
    if sign == "is null":
        return answer(parts[0], row) is None
    if sign == "in":
        return found_in(answer(parts[0], row), [exact(one) for one in parts[1]])
    values = [answer(part, row) for part in parts]
    if sign == "between":
        low, high = compared(values[0], ">=", values[1]), compared(values[0], "<=", values[2])
        return joined("and", low, high)
    if None in values:
        return None
    return known(sign, values)


def exact(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | str | float) else Fraction(value)


def joined(sign: str, left: bool | None, right: bool | None) -> bool | None:
    decisive = sign == "or"
    if left is decisive or right is decisive:
        return decisive
    return None if left is None or right is None else not decisive


def found_in(value: Any, choices: list[Any]) -> bool | None:
    if value is None:
        return None
    if any(choice is not None and choice == value for choice in choices):
        return True
    return None if None in choices else False


def compared(left: Any, sign: str, right: Any) -> bool | None:
    return None if left is None or right is None else bool(known(sign, [left, right]))


def known(sign: str, values: list[Any]) -> Any:
    first, second = values[0], values[-1]
    if sign == "/":
        return None if second == 0 else first / second
    table: dict[str, Callable[[], Any]] = {
        "=": lambda: first == second,
        "<>": lambda: first != second,
        "<": lambda: first < second,
        "<=": lambda: first <= second,
        ">": lambda: first > second,
        ">=": lambda: first >= second,
        "+": lambda: first + second,
        "-": lambda: first - second,
        "*": lambda: first * second,
        "minus": lambda: -first,
        "abs": lambda: abs(first),
        "not": lambda: not first,
        "least": lambda: min(values),
        "greatest": lambda: max(values),
    }
    return table[sign]()
