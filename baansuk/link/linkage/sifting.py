"""Leaves out most of the records of an older linkage, those that no new one can ask for, before any is looked at closely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.earlier import Before
from baansuk.link.linkage.meeting import likely_met
from baansuk.link.linkage.records import UNKNOWN, YEAR, Columns, Flags, Numbers, Records, Rows, Sieve, years

_Words = npt.NDArray[np.uint32]
# Odd numbers by which a column is spread over the places, by where it stands among those of a sieve.
_SPREAD: Final = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_LEAST_BITS: Final = 10
_MOST_BITS: Final = 22


class Sifted(Records):
    """Those of an older linkage that a new record may ask for, and the new ones behind them.

    A column that few rules look at is read when it is asked for.
    """

    def __init__(self, before: Before, left: pl.DataFrame, fresh: pl.DataFrame, among: Mapping[Sieve, Rows]) -> None:
        super().__init__(pl.concat([left, fresh.select(left.columns)]))
        self._before, self._rids, self._fresh, self._among = before, left["rid"].to_numpy(), fresh, among

    def column(self, name: str) -> Numbers:
        if name in self._fresh.columns and not self.has(name):
            left = self._before.records((name,), self._rids)
            self.frame = self.frame.with_columns(pl.concat([left[name], self._fresh[name]]))
        return super().column(name)

    def among(self, sieve: Sieve) -> Rows:
        return self._among[sieve]


@dataclass(slots=True)
class _Left:
    """What a block of records leaves: themselves, and of each sieve which of these it lets through."""

    records: list[pl.DataFrame] = field(default_factory=list)
    through: list[list[Flags]] = field(default_factory=list)

    def add(self, block: pl.DataFrame, through: Sequence[Flags]) -> None:
        rows = np.flatnonzero(np.logical_or.reduce(through))
        self.records.append(block[rows])
        self.through.append([flags[rows] for flags in through])


def sifted(before: Before, fresh: pl.DataFrame, sieves: Sequence[Sieve]) -> Sifted:
    """Return the records of an older linkage that agree with one of ``fresh`` in all columns of a sieve, and few others.

    Who asks and does not know a column agrees with nobody. Numbers of 32 bits suffice to say so, for whoever is let through
    is looked at again, with all bits. Raises BadInput where a new record is called as an older one.
    """
    asking = [columns for columns, _ in sieves]
    seen, bits = _seen(fresh.fill_null(UNKNOWN), asking)
    columns = sorted({name for _, answering in sieves for name in answering} - {YEAR})
    left, known = _Left(), _Known(fresh[RECORD_ID])
    for block in before.blocks(("rid", RECORD_ID, *columns)):
        known.look(block[RECORD_ID])
        places = _places(block, [answering for _, answering in sieves], bits)
        left.add(block, [flags.take(place) for flags, place in zip(seen, places, strict=True)])
    known.check()
    new = np.arange(len(fresh)) + sum(map(len, left.records))
    among = {
        sieve: np.concatenate([np.flatnonzero(np.concatenate(flags)), new])
        for sieve, flags in zip(sieves, zip(*left.through, strict=True), strict=True)
    }
    return Sifted(before, pl.concat(left.records), fresh, among)


def _seen(fresh: pl.DataFrame, asking: Sequence[Columns]) -> tuple[list[Flags], int]:
    """For each of several columns together the places where new records stand, and of how many bits these are."""
    bits = min(_MOST_BITS, max(_LEAST_BITS, len(fresh).bit_length() + 4))
    seen = []
    for columns, places in zip(asking, _places(fresh, asking, bits), strict=True):
        known = reduce(np.logical_and, (_numbers(fresh, name) >= 0 for name in columns))
        flags = np.zeros(1 << bits, np.bool_)
        flags[places[known]] = True
        seen.append(flags)
    return seen, bits


def _places(block: pl.DataFrame, sieves: Sequence[Columns], bits: int) -> Iterator[_Words]:
    """For each of several columns together a number of so many bits of each row, the same for rows that agree in all."""
    told: dict[str, _Words] = {}
    spread: dict[tuple[int, str], _Words] = {}
    for columns in sieves:
        for place, name in enumerate(columns):
            if name not in told:
                # The last 32 bits of a key of a text are as good a number of it as all.
                told[name] = _numbers(block, name).astype(np.uint32)
            if (place, name) not in spread:
                spread[place, name] = told[name] * np.uint32(_SPREAD[place])
        yield reduce(np.add, (spread[part] for part in enumerate(columns))) >> np.uint32(32 - bits)


def _numbers(block: pl.DataFrame, name: str) -> Numbers:
    if name == YEAR:
        return years(_numbers(block, "birth"))
    return block[name].to_numpy()


class _Known:
    """Looks for new records that are called as older ones."""

    def __init__(self, fresh: pl.Series) -> None:
        self._fresh, self._keys = fresh, fresh.hash().to_numpy()
        self._found: list[pl.Series] = []

    def look(self, older: pl.Series) -> None:
        self._found.append(older.filter(pl.Series(likely_met(self._keys, older.hash().to_numpy()))))

    def check(self) -> None:
        likely = pl.concat(self._found)
        found = likely.filter(likely.is_in(self._fresh.implode())).sort()
        if len(found):
            named = ", ".join(found[:3])
            raise BadInput(
                f"Records that the earlier result holds already, among them {named}: give new files only new records.",
                f"มีระเบียนที่อยู่ในผลเดิมแล้ว เช่น {named} ไฟล์ใหม่ต้องมีเฉพาะระเบียนใหม่",
            )
