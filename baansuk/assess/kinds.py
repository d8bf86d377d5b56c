"""What a rule knows of each column before it runs: number, float, text, yes/no or day."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Both engines keep whole numbers of at most this many digits exactly; a rule that could need more is refused.
MOST_DIGITS = 38
LARGEST = 10**MOST_DIGITS - 1


@dataclass(frozen=True, slots=True)
class Number:
    """Whole steps of ``10**-scale``; no value in the column is further from zero than ``bound`` such steps."""

    bound: int
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Float:
    """A binary fraction as the engine stores it; only these are ever rounded."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text, compared letter by letter in the order of Unicode, the same on every machine."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day; the language has no literal for one, so days are compared with days only."""


Kind = Number | Float | Text | YesNo | Day

_WHOLE = {
    "TINYINT": 2**7,
    "SMALLINT": 2**15,
    "INTEGER": 2**31,
    "INT": 2**31,
    "BIGINT": 2**63,
    "HUGEINT": LARGEST,
    "UTINYINT": 2**8,
    "USMALLINT": 2**16,
    "UINTEGER": 2**32,
    "UBIGINT": 2**64,
}
_OTHERS: dict[str, Kind] = {
    "DOUBLE": Float(),
    "FLOAT": Float(),
    "REAL": Float(),
    "VARCHAR": Text(),
    "TEXT": Text(),
    "BOOLEAN": YesNo(),
    "DATE": Day(),
}
_DECIMAL = re.compile(r"^DECIMAL\((\d+), ?(\d+)\)$")


def kind_of(sql_type: str) -> Kind:
    """Return the kind of a column from its DuckDB type, such as ``INTEGER`` or ``DECIMAL(14,2)``.

    Raises ValueError for a type that rules cannot read, such as a list or a structure.
    """
    name = sql_type.strip().upper()
    if name in _WHOLE:
        return Number(_WHOLE[name])
    if name in _OTHERS:
        return _OTHERS[name]
    if decimal := _DECIMAL.match(name):
        width, scale = int(decimal[1]), int(decimal[2])
        # Spark drops places beyond the sixth when it scales such a column up to whole numbers.
        if scale <= 6 or width + scale + 2 <= MOST_DIGITS:
            return Number(10**width - 1, scale)
    raise ValueError(f"a rule cannot read a column of type {sql_type}")
