"""Says a step of DuckDB's dialect in Spark's, our own functions written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import sqlglot
from sqlglot import exp

from baansuk.engine.functions import Function

_AS_BYTES: Final = "decode(encode(x, 'UTF-8'), 'ISO-8859-1')"


def to_spark(sql: str, functions: Mapping[str, Function] | None = None) -> str:
    """Translate one SELECT of DuckDB's dialect to Spark's; a call of one of ``functions`` becomes its value.

    Spark has SQL functions of its own since 4.0, but plans each call as a subquery, and may refuse it beside a group by.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    # Nobody else holds the tree: to copy it for each change took more than half of the time.
    if functions:
        tree = tree.transform(lambda node: _written_out(node, functions), copy=False)
    tree = tree.transform(_in_bytes, copy=False).transform(_groups_in_dollars, copy=False)
    return tree.sql(dialect="spark", copy=False)


def _in_bytes(node: exp.Expr) -> exp.Expr:
    """DuckDB's distance counts bytes, Spark's letters; as Latin-1 every byte is a letter."""
    if isinstance(node, exp.Levenshtein):
        for side in ("this", "expression"):
            node.set(side, _with(_value(_AS_BYTES), {"x": node.args[side]}))
    return node


def _groups_in_dollars(node: exp.Expr) -> exp.Expr:
    """What a group has found is \\1 to DuckDB and $1 to Spark."""
    instead = node.args.get("replacement") if isinstance(node, exp.RegexpReplace) else None
    if isinstance(instead, exp.Literal):
        instead.set("this", re.sub(r"\\([0-9])", r"$\1", instead.name))
    return node


def _written_out(node: exp.Expr, functions: Mapping[str, Function]) -> exp.Expr:
    if not isinstance(node, exp.Anonymous) or node.name not in functions:
        return node
    function = functions[node.name]
    given = dict(zip(function.parameters, node.expressions, strict=True))
    # What is given may call a function itself, and transform() does not look inside what it has put in place.
    inner = {name: value.transform(lambda one: _written_out(one, functions)) for name, value in given.items()}

    return exp.paren(_with(_value(function.spark), {name: exp.paren(value) for name, value in inner.items()}))


def _with(value: exp.Expr, given: Mapping[str, exp.Expr]) -> exp.Expr:
    """An expression with others in place of the columns that are named like them."""
    return value.copy().transform(
        lambda one: given[one.name].copy() if isinstance(one, exp.Column) and one.name in given else one
    )


@cache
def _value(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="spark")
