"""Reads a table whose rules are plain comparisons straight into bits: one pass by Polars, and DuckDB need not even start.

For tables in which all is as it should be. Whatever is not (a column that is missing, a rule of another shape) gives None:
then the engine reads, and says in a sentence what is wrong. Polars reads on threads of its own, so that it is begun before
all else is loaded; nothing here needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, cast

from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import MOST_INDICATORS, PLACE, TAKEN, Asked, Judged
from baansuk.assess.measuring.plain_rules import Comparison, plain, shaped

if TYPE_CHECKING:
    import polars as pl

# DuckDB's names of the types of columns that are read here, by Polars' names.
_TYPES: Final = {
    **{"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INTEGER", "Int64": "BIGINT"},
    **{"UInt8": "UTINYINT", "UInt16": "USMALLINT", "UInt32": "UINTEGER", "UInt64": "UBIGINT", "String": "VARCHAR"},
}
# A weight or a size up to here; two of them multiplied stay below 2 to the 62nd.
_LARGEST: Final = (1 << 31) - 1
# What a row weighs whose weight or size cannot be used.
NO_WEIGHT: Final = -1


class Reading:
    """Rows that are being read. ``lists`` name the values of each key (g0…, h, p).

    Batches come in any order and say by the column PLACE which rows they are: Polars 2.1.0 gives them out of order now and
    then, also where it is told to keep it.
    """

    def __init__(
        self, asked: Asked, lists: Mapping[str, pl.Categories], rows: pl.LazyFrame, columns: Sequence[pl.Expr]
    ) -> None:
        self.asked, self.lists = asked, lists
        self._rows = rows
        # Polars forgets what the lists name once nothing is left that was made with them.
        self._columns = columns
        self._came: SimpleQueue[pl.DataFrame | int | Exception | None] = SimpleQueue()
        Thread(target=self._read, name="reading", daemon=True).start()

    def _read(self) -> None:
        import polars as pl

        try:
            self._came.put(int(self._rows.select(pl.len()).collect().item()))
            for batch in self._rows.select(PLACE, *self._columns).collect_batches(maintain_order=False):
                self._came.put(batch)
            self._came.put(None)
        except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001  # whoever waits for the rows is told
            self._came.put(error)

    def rows(self) -> int:
        """How many rows the table has; to be asked once, before the batches."""
        many = self._next()
        assert isinstance(many, int)
        return many

    def __iter__(self) -> Iterator[pl.DataFrame]:
        while (batch := self._next()) is not None:
            yield cast("pl.DataFrame", batch)

    def _next(self) -> pl.DataFrame | int | None:
        came = self._came.get()
        if isinstance(came, BaseException):
            raise came
        return came


def plainly(framework: Framework, types: Mapping[str, str] | None = None) -> Asked | None:
    """Hold a framework against columns of these types, None for those that it was held against before.

    None where it asks for more than is read here.
    """
    # Where each row is a PSU, sums of squares are needed, which SQL adds up.
    rows_are_psus = framework.design.is_sample and not framework.design.psu
    asked_more = framework.curves or framework.time or rows_are_psus or len(framework.indicators) > MOST_INDICATORS
    rules = [plain(one.deprived_if, types) if types else shaped(one.deprived_if) for one in framework.indicators]
    if asked_more or not all(rules) or not all(one.always_applies for one in framework.indicators):
        return None
    judged = [
        Judged(one, rule, None) for one, rule in zip(framework.indicators, rules, strict=True) if rule is not None
    ]
    return Asked(framework, types or {}, tuple(judged))


def begin_reading(table: Path, framework: Framework) -> Reading | None:
    """Begin to read what a framework asks of a table; None where the engine is to do it."""
    if plainly(framework) is None:
        return None
    import polars as pl  # a fifth of a second, which no other way pays

    try:
        schema = pl.read_parquet_schema(table)
        types = {name: _TYPES.get(str(kind), "") for name, kind in schema.items()}
        asked = plainly(framework, types) if _fits(framework, types) else None
        return None if asked is None else _begin(pl.scan_parquet(table, glob=False, row_index_name=PLACE), asked)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return None


def _fits(framework: Framework, types: Mapping[str, str]) -> bool:
    """Say whether the columns of the design and of the groups are there and of kinds that are read here."""
    names = [name.lower() for name in types]
    numbers = [types.get(name, "") for name in amounts(framework)]
    keys = [types.get(name, "") for name in _keys(framework).values()]
    # A number of 64 bits without a sign cannot be made one with a sign before it is looked at.
    usable = all(kind not in ("", "VARCHAR", "UBIGINT") for kind in numbers) and all(keys)
    return len(set(names)) == len(names) and not set(names) & set(TAKEN) and usable


def amounts(framework: Framework) -> list[str]:
    """The columns whose product a row weighs."""
    return [name for name in (framework.design.weight, framework.design.size) if name]


def _keys(framework: Framework) -> dict[str, str]:
    """The columns that rows are told apart by, by the names they have in counting."""
    keys = {f"g{place}": column for place, column in enumerate(framework.groups)}
    design = {"h": framework.design.strata, "p": framework.design.psu}
    return keys | {key: column for key, column in design.items() if column}


def _begin(rows: pl.LazyFrame, asked: Asked) -> Reading:
    import polars as pl

    lists = {key: pl.Categories.random() for key in _keys(asked.framework)}
    columns = {"fail": _mask(asked, _compared)}
    columns["miss"] = _mask(asked, lambda rule: pl.col(rule.column).is_null())
    columns["w"] = _weight(amounts(asked.framework))
    for key, column in _keys(asked.framework).items():
        texts = pl.col(column).cast(pl.String).cast(pl.Categorical(lists[key]))
        columns[f"k_{key}"] = (texts.to_physical().cast(pl.UInt32) + 1).fill_null(0)
    return Reading(asked, lists, rows, [column.alias(name) for name, column in columns.items()])


def _mask(asked: Asked, test: Any) -> pl.Expr:
    """A number with a bit set for each indicator whose ``test`` is true, not null: bytes first, quicker than words at once."""
    import polars as pl

    rules = [one.deprived for one in asked.judged if isinstance(one.deprived, Comparison)]
    found = pl.lit(0, pl.UInt64)
    for start in range(0, len(rules), 8):
        byte = pl.lit(0, pl.UInt8)
        for place, rule in enumerate(rules[start : start + 8]):
            byte = byte | pl.when(test(rule)).then(pl.lit(1 << place, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
        found = found | (byte.cast(pl.UInt64) * pl.lit(1 << start, pl.UInt64))
    return found


def _compared(rule: Comparison) -> pl.Expr:
    import polars as pl

    # A number that fits the narrowest column is compared as it is; a larger one would be cut to the column's width.
    column = pl.col(rule.column) if rule.number < 1 << 7 else pl.col(rule.column).cast(pl.Int128)
    compared: dict[str, pl.Expr] = {
        "=": column == rule.number,
        "<>": column != rule.number,
        "<": column < rule.number,
        "<=": column <= rule.number,
        ">": column > rule.number,
        ">=": column >= rule.number,
    }
    return compared[rule.operator]


def _weight(amounts: Sequence[str]) -> pl.Expr:
    """Weight times size, or the sign that one of them is empty, negative or beyond what is read here."""
    import polars as pl

    product, usable = pl.lit(1, pl.Int64), pl.lit(True)
    for name in amounts:
        product = product * pl.col(name).cast(pl.Int64)
        usable = usable & pl.col(name).is_between(0, _LARGEST).fill_null(False)
    return pl.when(usable).then(product).otherwise(pl.lit(NO_WEIGHT, pl.Int64))
