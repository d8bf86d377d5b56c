"""Rules that only compare a column of whole numbers with a number, as most do: known by their shape, without a parser.

The parser costs a tenth of a second to load. What is not of this shape, or does not fit the columns, is for the parser to
read or to refuse; what is means the same to both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from baansuk.assess.kinds import Number, kind_of
from baansuk.assess.values import quoted
from baansuk.thai.words import Words

# A name with a digit or an underscore is no word of SQL, these few excepted.
_SHAPE: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*[0-9_]\w*)\s*(=|<>|<=|>=|<|>)\s*([0-9]{1,9})\s*", re.ASCII)
_WORDS_OF_SQL: Final = re.compile(r"(current|session|partitioned|pivot)_", re.IGNORECASE)
_STORED_WHOLE: Final = 2**63


class Rule(Protocol):
    """A rule that was checked against the columns; see assess.language.Expression."""

    @property
    def text(self) -> str: ...

    @property
    def warnings(self) -> tuple[Words, ...]: ...

    def sql(self) -> str: ...

    def unknown_sql(self) -> str: ...

    def zero_divisors_sql(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rule ``column operator number``: null where the column is."""

    text: str
    column: str
    operator: str
    number: int

    @property
    def warnings(self) -> tuple[Words, ...]:
        return ()

    def sql(self) -> str:
        return f"({quoted(self.column)} {self.operator} {self.number})"

    def unknown_sql(self) -> str:
        return f"{quoted(self.column)} is null"

    def zero_divisors_sql(self) -> str:
        return ""


def shaped(text: str) -> Comparison | None:
    """Return the comparison that a rule has the shape of; whether the column is there and of whole numbers is not known."""
    found = _SHAPE.fullmatch(text)
    if found is None or _WORDS_OF_SQL.match(text.strip()):
        return None
    return Comparison(text, found[1], found[2], int(found[3]))


def plain(text: str, types: Mapping[str, str]) -> Comparison | None:
    """Return the rule if it is a comparison that fits the columns, whose DuckDB types are given; None for all else."""
    found = shaped(text)
    if found is None or found.column not in types:
        return None
    try:
        kind = kind_of(types[found.column])
    except ValueError:
        return None
    whole = isinstance(kind, Number) and not kind.scale and kind.bound <= _STORED_WHOLE
    return found if whole else None
