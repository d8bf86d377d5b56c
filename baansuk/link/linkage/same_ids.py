"""Records of one valid id: one person without further asking, unless names and birth both say otherwise, or a human has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from baansuk.link.linkage import rules
from baansuk.link.linkage.meeting import likely_met, mixed
from baansuk.link.linkage.records import Flags, Numbers, Records, Rows


@dataclass(frozen=True, slots=True)
class Sharing:
    """Rows whose id another row has too, those of one id behind each other; all arrays but the last two of their length.

    ``node`` is the row that the others of its id are held against: the first of them by name, not by its place in a file,
    for which pairs are looked at must not depend on the order of rows. Beside an older linkage one of its records goes
    first. ``doubted`` says that the records of the id may be two persons. ``begins`` and ``sizes`` are of the ids.
    ``nobodys`` are ids that say nothing of who bears them, as a clerk writes one number wherever none is known.
    """

    rows: Rows
    node: Rows
    doubted: Flags
    records: Rows
    begins: Rows
    sizes: Rows
    nobodys: Numbers

    def told(self, rids: Numbers) -> pl.DataFrame:
        """Return the table ``nodes``: rid, node, doubted, records."""
        return pl.DataFrame(
            {"rid": rids[self.rows], "node": rids[self.node], "doubted": self.doubted, "records": self.records}
        )


def sharing(
    records: Records, asks: Flags | None, parted: Collection[int], among: Rows | slice = slice(None)
) -> Sharing:
    """Group the records by their ids. ``asks``: only ids that one of these records bears, and no other records than those
    ``among`` these rows have one of them; ``parted``: ids two records of which a human has called different.
    """
    ids = records.column("id")
    known = np.flatnonzero(ids[among] >= 0)
    if not isinstance(among, slice):
        known = among[known]
    if asks is not None:
        keys = mixed([ids[known]])
        known = known[likely_met(keys[asks[known]], keys)]
    rows = known[pl.Series(ids[known]).arg_sort().to_numpy()]
    begins = np.flatnonzero(np.diff(ids[rows], prepend=-1))
    sizes = np.diff(begins, append=len(rows))
    several = sizes > 1
    if asks is not None and len(begins):
        several &= np.logical_or.reduceat(asks[rows], begins)
    rows = rows[np.repeat(several, sizes)]
    sizes = sizes[several]
    begins = np.cumsum(sizes) - sizes
    doubted, nobodys = np.zeros(len(begins), np.bool_), np.zeros(len(begins), np.bool_)
    if len(begins):
        doubted |= _two_persons(records, rows, begins)
    # Few ids are borne by so many.
    for number in np.flatnonzero(sizes > rules.MOST_TO_A_KEY).tolist():
        of_id = rows[begins[number] : begins[number] + sizes[number]]
        nobodys[number] = any(_no_half(records.column(name)[of_id]) for name in ("given_skeleton", "birth"))
    doubted |= nobodys
    if parted:
        doubted |= np.isin(ids[rows[begins]], np.array([*parted], np.int64))
    node = _first(records, rows, sizes, asks)
    return Sharing(
        rows,
        np.repeat(node, sizes),
        np.repeat(doubted, sizes),
        np.repeat(sizes, sizes),
        begins,
        sizes,
        ids[rows[begins[nobodys]]],
    )


def _two_persons(records: Records, rows: Rows, begins: Rows) -> Flags:
    """Whether given names and births of a group differ; where some have no birth, given and family names."""
    birth = records.column("birth")[rows]
    given, family = (_differ(records.column(f"{kind}_skeleton")[rows], begins) for kind in ("given", "family"))
    undated = np.logical_or.reduceat(birth < 0, begins)
    return np.asarray(given & (_differ(birth, begins) | (family & undated)))


def _no_half(values: Numbers) -> bool:
    """Whether no half of the values that are known are one."""
    known = values[values >= 0]
    return bool(len(known) and 2 * np.unique(known, return_counts=True)[1].max() < len(known))


def _differ(values: Numbers, begins: Rows) -> Flags:
    """Whether two known values of a group differ."""
    highest = np.iinfo(values.dtype).max
    least = np.minimum.reduceat(np.where(values < 0, highest, values), begins)
    return np.asarray(least < np.maximum.reduceat(values, begins))


def _first(records: Records, rows: Rows, sizes: Rows, asks: Flags | None) -> Rows:
    """Return the row of each group that goes first: of an older linkage, then by name. Groups halve until one is left."""
    left, named = rows, records.record_ids(rows)
    fresh = asks[rows] if asks is not None else np.zeros(len(rows), np.bool_)
    while len(left) > len(sizes):
        place = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        paired = (place % 2 == 0) & (place + 1 < np.repeat(sizes, sizes))
        one = np.flatnonzero(paired)
        other = one + 1
        later = (named[one] > named[other]).to_numpy()
        loses = np.where(fresh[one] == fresh[other], later, fresh[one])
        stays = place % 2 == 0
        kept = np.flatnonzero(stays)
        kept[np.searchsorted(kept, one[loses])] += 1
        left, named, fresh = left[kept], named[kept], fresh[kept]
        sizes = (sizes + 1) // 2
    return left
