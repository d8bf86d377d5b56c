"""The closed language of rules (design rule 4): a rule is checked against the columns and becomes SQL for any engine.

What it means, beyond SQL: numbers are exact, also quotients; a division by zero is null; ``least`` and ``greatest`` are
null when any part is null; names are case-sensitive; text and numbers are never compared. See
``docs/reference/rule-language.md``, whose tables are the tests of this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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

    def _written(self, names: Mapping[str, str] | None) -> tuple[str, list[str]]:
        writer = Writer(self.text, self._kinds, self._constants, names or {})
        return writer.truth(self._tree), writer.divisors


def check(text: str, columns: Mapping[str, Kind | str], constants: Mapping[str, Constant] | None = None) -> Expression:
    """Check that ``text`` is a rule over ``columns`` that answers yes or no, and return it ready to be written as SQL.

    ``columns`` maps names to kinds or DuckDB type names; columns of a type that rules cannot read are as good as absent.
    ``constants`` are names that stand for one value in every row, such as an income line.
    Raises RuleRefused, with the place in the text, for what is not in the language or does not fit the columns.
    """
    kinds = _kinds_of(columns)
    given = dict(constants or {})
    tree = read(text, [*kinds, *given])
    writer = Writer(text, kinds, given, {})
    writer.truth(tree)
    return Expression(text, tuple(sorted(writer.used)), tuple(dict.fromkeys(writer.warnings)), tree, kinds, given)


def _kinds_of(columns: Mapping[str, Kind | str]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for name, given in columns.items():
        if not isinstance(given, str):
            kinds[name] = given
            continue
        try:
            kinds[name] = kind_of(given)
        except ValueError:
            continue
    return kinds
