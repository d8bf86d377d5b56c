"""The closed language of rules (design rule 4): a rule is checked against the columns and becomes SQL for any engine.

What it means, beyond SQL: numbers are exact, also quotients; a division by zero is null; ``least`` and ``greatest`` are
null when any part is null; names are case-sensitive; text and numbers are never compared. See
``docs/reference/rule-language.md``, whose tables are the tests of this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sqlglot import exp

from baansuk.assess.kinds import Float, Kind, kind_of
from baansuk.assess.reading import read
from baansuk.assess.values import Constant, quoted
from baansuk.assess.writing import Writer
from baansuk.thai.words import Words

# Parts of a rule that are null exactly where one of their parts is. Multiplication and division may run out of digits.
_STRICT: Final = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Paren,
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule that was checked: it answers true, false or null for each row.

    ``columns`` are the names it reads, in the order of the alphabet; ``warnings`` what is legal but hardly meant.
    """

    text: str
    columns: tuple[str, ...]
    warnings: tuple[Words, ...]
    _tree: exp.Expr = field(repr=False, compare=False)
    _kinds: Mapping[str, Kind] = field(repr=False, compare=False)
    _constants: Mapping[str, Constant] = field(repr=False, compare=False)
    _plain: tuple[str, tuple[str, ...]] = field(repr=False, compare=False)

    def sql(self, names: Mapping[str, str] | None = None) -> str:
        """Return the rule as a boolean of DuckDB's dialect; the engine translates it for Spark.

        ``names`` gives the SQL that stands for a column; without it a column is its own name, quoted.
        """
        return self._written(names)[0]

    def zero_divisors_sql(self, names: Mapping[str, str] | None = None) -> str:
        """Return a boolean, true on rows where some divisor of the rule is zero; empty when the rule divides by none.

        The rows that it counts are those to warn of: there the rule, or the branch that divides, is null.
        """
        return " or ".join(self._written(names)[1])

    def unknown_sql(self, names: Mapping[str, str] | None = None) -> str:
        """Return a boolean, true on rows where the rule is null.

        A comparison is null where one of its columns is. Said so, the engine sees from the file that a column has no
        nulls and asks no row; of the comparison itself it does not see it.
        """
        if not self._is_strict():
            return f"({self.sql(names)}) is null"
        given = names or {}
        return " or ".join(f"{given.get(name, quoted(name))} is null" for name in self.columns) or "false"

    def _is_strict(self) -> bool:
        """Say whether the rule is null exactly where one of its columns is."""
        kinds = (self._kinds[name] for name in self.columns)
        return not any(isinstance(kind, Float) for kind in kinds) and all(
            isinstance(node, _STRICT) for node in self._tree.walk()
        )

    def _written(self, names: Mapping[str, str] | None) -> tuple[str, tuple[str, ...]]:
        if not names or names.keys().isdisjoint(self.columns):
            return self._plain
        writer = Writer(self.text, self._kinds, self._constants, names)
        return writer.truth(self._tree), tuple(writer.divisors)


def check(text: str, columns: Mapping[str, Kind | str], constants: Mapping[str, Constant] | None = None) -> Expression:
    """Check that ``text`` is a rule over ``columns`` that answers yes or no, and return it ready to be written as SQL.

    ``columns`` maps names to kinds or DuckDB type names; columns of a type that rules cannot read are as good as absent.
    ``constants`` are names that stand for one value in every row, such as an income line.
    Raises RuleRefused, with the place in the text, for what is not in the language or does not fit the columns.
    """
    # Of a constant its type as well: one and true are not the same value, and yet equal.
    given = frozenset((name, type(value), value) for name, value in (constants or {}).items())
    return _checked(text, _vocabulary(frozenset(columns.items())), given)


@dataclass(frozen=True, slots=True, eq=False)
class _Vocabulary:
    """The names that rules may read with their kinds, one of these for all rules that may read the same."""

    kinds: Mapping[str, Kind]


@lru_cache(maxsize=64)
def _vocabulary(columns: frozenset[tuple[str, Kind | str]]) -> _Vocabulary:
    kinds: dict[str, Kind] = {}
    for name, given in columns:
        if not isinstance(given, str):
            kinds[name] = given
            continue
        try:
            kinds[name] = kind_of(given)
        except ValueError:
            continue
    return _Vocabulary(kinds)


# A run checks some two hundred rules, and a process that runs or shows twice checks the same ones again.
@lru_cache(maxsize=1_000)
def _checked(
    text: str, vocabulary: _Vocabulary, constants: frozenset[tuple[str, type[Constant], Constant]]
) -> Expression:
    given = {name: value for name, _type, value in constants}
    kinds = vocabulary.kinds
    tree = read(text, [*kinds, *given])
    writer = Writer(text, kinds, given, {})
    plain = writer.truth(tree), tuple(writer.divisors)
    return Expression(
        text, tuple(sorted(writer.used)), tuple(dict.fromkeys(writer.warnings)), tree, kinds, given, plain
    )
