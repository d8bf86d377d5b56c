"""Records of one valid id: one person without further asking, unless names and birth both say otherwise, or a human has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from baansuk.link.linkage import rules
from baansuk.link.linkage.meeting import likely_met, mixed
from baansuk.link.linkage.naming import first_of_each
from baansuk.link.linkage.numbering import numbered
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
        known = among.take(known)
    keys = mixed([ids.take(known)])
    if asks is not None:
        wanted = np.flatnonzero(likely_met(keys.compress(asks.take(known)), keys))
        known, keys = known.take(wanted), keys.take(wanted)
    number = numbered(keys)[1]
    several = np.flatnonzero(np.bincount(number).take(number) > 1)
    # Those of one id one behind the other: its number above that of the record, in one whole number.
    words = pl.Series(number.take(several).astype(np.int64) << 32 | known.take(several)).sort().to_numpy()
    rows = words & 0xFFFFFFFF
    begins = np.flatnonzero(np.diff(words >> 32, prepend=-1))
    sizes = np.diff(begins, append=len(rows))
    if asks is not None and len(begins):
        asked = np.logical_or.reduceat(asks.take(rows), begins)
        rows, sizes = rows.compress(np.repeat(asked, sizes)), sizes.compress(asked)
    begins = np.cumsum(sizes) - sizes
    doubted, nobodys = np.zeros(len(begins), np.bool_), np.zeros(len(begins), np.bool_)
    if len(begins):
        doubted |= _two_persons(records, rows, begins)
    # Few ids are borne by so many.
    for group in np.flatnonzero(sizes > rules.MOST_TO_A_KEY).tolist():
        of_id = rows[begins[group] : begins[group] + sizes[group]]
        nobodys[group] = any(_no_half(records.column(name)[of_id]) for name in ("given_skeleton", "birth"))
    doubted |= nobodys
    if parted:
        doubted |= np.isin(ids[rows[begins]], np.array([*parted], np.int64))
    # Who goes first: of an older linkage, then by name.
    node = rows.take(first_of_each(records.record_ids(rows), sizes, None if asks is None else asks.take(rows)))
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
    birth = records.column("birth").take(rows)
    given, family = (_differ(records.column(f"{kind}_skeleton").take(rows), begins) for kind in ("given", "family"))
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
