"""Rule text becomes a tree of the few constructs that the language has; everything else is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ParseError, TokenError

from baansuk.assess.refused import Place, RuleRefused

_MOST_LETTERS = 4_000
_DEEPEST = 80

_SIGNS = frozenset({"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "(", ")", ","})
_FUNCTIONS = frozenset({"coalesce", "least", "greatest", "abs"})
_BEFORE_VALUES = frozenset({"and", "or", "not", "in", "between", "case", "when", "then", "else"})
_WORDS = _FUNCTIONS | _BEFORE_VALUES | {"is", "null", "true", "false", "end"}
# PostgreSQL's short forms of "is null", which the parser would take.
_SHORT_FORMS = frozenset({"isnull", "notnull"})
_WORD = re.compile(r"^[^\W\d][\w\u0e00-\u0e7f]*$")
_NUMBER = re.compile(r"^\d+(\.\d+)?([eE][+-]?\d{1,2})?$")

COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ALLOWED: frozenset[type[exp.Expr]] = frozenset(
    {
        *COMPARISONS,
        *(exp.And, exp.Or, exp.Not, exp.In, exp.Between, exp.Is, exp.Paren, exp.Case, exp.If),
        *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Coalesce, exp.Least, exp.Greatest, exp.Abs),
        *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null),
    }
)


def read(text: str, columns: Iterable[str]) -> exp.Expr:
    """Parse ``text`` and return its tree, made of the language's constructs only.

    ``columns`` are the names that may stand in a rule unquoted although SQL gives the word a meaning.
    Raises RuleRefused for anything outside the language, with the place in the text.
    """
    if not text.strip():
        raise RuleRefused("rule.empty", "ยังไม่ได้เขียนเกณฑ์", "The rule is empty", Place(1, 1))
    if len(text) > _MOST_LETTERS:
        raise RuleRefused(
            "rule.long",
            f"เกณฑ์ยาวเกิน {_MOST_LETTERS:,} ตัวอักษร ให้แบ่งเป็นหลายข้อ",
            f"The rule is longer than {_MOST_LETTERS:,} letters; split it into several",
            Place(1, 1),
        )
    _check_words(text, frozenset(columns))
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except ParseError as error:
        raise _not_readable(text, error) from error
    except RecursionError as error:  # the parser calls itself for every sign before a value: "not not not …"
        raise _too_deep(Place(1, 1)) from error
    if len(trees) != 1 or trees[0] is None:
        raise RuleRefused("rule.unreadable", "อ่านเกณฑ์ไม่ได้", "The rule cannot be read", Place(1, 1))
    for node in trees[0].walk():
        _check_node(text, node)
        if node.depth > _DEEPEST:
            raise _too_deep(place_of(text, node))
    return trees[0]


def place_of(text: str, node: exp.Expr) -> Place:
    """Where ``node`` begins: at the first of its parts whose place the parser kept."""
    starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
    return Place.at(text, min(starts, default=0))


def _check_words(text: str, columns: frozenset[str]) -> None:
    """Refuse every sign and word that the language does not have, before anything is made of them."""
    depth = 0
    end = 0
    before, last = "", ""
    for token in _tokens(text):
        _check_gap(text, end, token.start)
        raw = text[token.start : token.end + 1]
        end = token.end + 1
        _check_order(text, token.start, before, last, raw)
        before, last = last, raw
        depth += {"(": 1, ")": -1}.get(raw, 0)
        if depth > _DEEPEST:
            raise _too_deep(Place.at(text, token.start))
        if not _is_known(raw, columns):
            shown = raw if len(raw) <= 20 else raw[:20] + "…"
            raise RuleRefused(
                "rule.sign",
                f"ใช้ “{shown}” ในเกณฑ์ไม่ได้",
                f"“{shown}” is not part of the rule language",
                Place.at(text, token.start),
            )
    _check_gap(text, end, len(text))


def _check_order(text: str, start: int, before: str, last: str, raw: str) -> None:
    """Refuse other functions by their name (the parser turns ``ifnull`` into ``coalesce``) and ``x not null``."""
    if raw == "(" and _is_name(last) and last.lower() not in _FUNCTIONS | _BEFORE_VALUES:
        raise RuleRefused(
            "rule.function",
            f"ภาษาเกณฑ์ไม่มีฟังก์ชัน {last}",
            f"The rule language has no function {last}",
            Place.at(text, start - len(last)),
        )
    if (last.lower(), raw.lower()) == ("not", "null") and _ends_value(before):
        raise RuleRefused("rule.construct", "ให้เขียน is not null", "Write is not null", Place.at(text, start))


def _is_name(raw: str) -> bool:
    return raw[:1] == '"' or bool(_WORD.match(raw))


def _ends_value(raw: str) -> bool:
    return bool(raw) and raw not in _SIGNS - {")"} and raw.lower() not in _BEFORE_VALUES | {"is"}


def _tokens(text: str) -> list[Any]:
    try:
        return DuckDB().tokenize(text)
    except TokenError as error:
        raise RuleRefused(
            "rule.unreadable",
            "อ่านเกณฑ์ไม่ได้ อาจขาดเครื่องหมายคำพูดปิด",
            "The rule cannot be read; a closing quote may be missing",
            Place(1, 1),
        ) from error


def _check_gap(text: str, start: int, end: int) -> None:
    """What the tokenizer skips must be blank: comments could hide a part of a rule from whoever approves it."""
    gap = text[start:end]
    if gap.strip():
        offset = start + len(gap) - len(gap.lstrip())
        raise RuleRefused(
            "rule.comment",
            "ใส่หมายเหตุในเกณฑ์ไม่ได้ ให้เขียนไว้ในคำอธิบายของตัวชี้วัด",
            "A rule holds no comments; write them in the indicator's description",
            Place.at(text, offset),
        )


def _is_known(raw: str, columns: frozenset[str]) -> bool:
    if raw in _SIGNS or raw.lower() in _WORDS or raw in columns:
        return True
    if raw[0] in "'\"":
        return raw[-1] == raw[0] and len(raw) >= 2
    return bool(_NUMBER.match(raw) or (_WORD.match(raw) and raw.lower() not in _SHORT_FORMS))


def _check_node(text: str, node: exp.Expr) -> None:
    if type(node) not in _ALLOWED:
        name = node.key.replace("_", " ")
        raise RuleRefused(
            "rule.construct",
            f"ภาษาเกณฑ์ไม่มีคำสั่งนี้ ({name})",
            f"The rule language has no such construct ({name})",
            place_of(text, node),
        )
    if isinstance(node, exp.Column) and (node.table or not isinstance(node.this, exp.Identifier)):
        raise RuleRefused("rule.construct", "ชื่อคอลัมน์ต้องไม่มีจุด", "A column name has no dot", place_of(text, node))
    if isinstance(node, exp.Case) and node.this is not None:
        raise RuleRefused(
            "rule.construct",
            "ให้เขียน case when เงื่อนไข then ผล (ไม่ใช้ case คอลัมน์ when)",
            "Write case when condition then result (not case column when)",
            place_of(text, node),
        )
    if isinstance(node, exp.In) and not node.expressions:
        raise RuleRefused(
            "rule.construct", "in ต้องตามด้วยรายการในวงเล็บ", "in needs a list in brackets", place_of(text, node)
        )
    if isinstance(node, exp.Is) and not isinstance(node.expression, exp.Null):
        raise RuleRefused("rule.construct", "is ใช้กับ null เท่านั้น", "is stands before null only", place_of(text, node))


def _too_deep(place: Place) -> RuleRefused:
    return RuleRefused(
        "rule.deep",
        "เกณฑ์ซ้อนกันลึกเกินไป ให้แบ่งเป็นหลายข้อ",
        "The rule is nested too deep; split it into several",
        place,
    )


def _not_readable(text: str, error: ParseError) -> RuleRefused:
    details = error.errors[0] if error.errors else {}
    line, column = details.get("line"), details.get("col")
    found = str(details.get("highlight") or "")
    # The parser counts to the end of the word at which it stopped; people look for where the word begins.
    place = Place(line, max(1, column - max(0, len(found) - 1))) if line and column else Place(1, 1)
    return RuleRefused(
        "rule.unreadable",
        f"อ่านเกณฑ์ต่อไม่ได้ตรง “{found}”" if found else "อ่านเกณฑ์ไม่ได้",
        f"The rule cannot be read at “{found}”" if found else "The rule cannot be read",
        place,
    )
