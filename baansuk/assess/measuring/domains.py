"""Sums counted cells up to domains: one per value of a group column and time, with the poor at every cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from baansuk.assess.measuring.counting import Cells, Floats, Places


@dataclass(frozen=True)
class Domains:
    """The domains of one group column, in the order of group, then time; the whole has the one group "".

    ``groups`` and ``times`` name them (time None without a time column); ``times_in_all`` are the times in order.
    """

    by: str
    groups: list[str | None]
    times: list[str | None]
    times_in_all: list[str]


@dataclass(frozen=True)
class Sums:
    """Sums over the scored rows of each domain, or of each PSU of a domain. Shapes: (entries,) or (entries, indicators).

    ``poor_*`` have a list per cut-off, in the framework's order: weight, weight times score, weight failing an indicator.
    ``known`` is the weight of rows where an indicator is known, one column where all are.
    """

    rows: Floats
    weight: Floats
    known: Floats
    failed: Floats
    poor_weight: list[Floats]
    poor_score: list[Floats]
    poor_failed: list[Floats]


def domains_of(cells: Cells, by: int | None, name: str, times: Sequence[str]) -> tuple[Domains, Places]:
    """Return the domains of group column ``by`` (None for the whole), and the domain of each cell.

    A domain exists where some row of the data, scored or not, belongs to it.
    """
    size = len(cells.cut)
    time_rank = {time: rank for rank, time in enumerate(times)}
    time = _ranked(cells, "t", time_rank) if times else np.zeros(size, dtype=np.int64)
    named: list[str | None] = [""]
    group = np.zeros(size, dtype=np.int64)
    if by is not None:
        found = cells.values[f"g{by}"]
        named = sorted(found, key=lambda value: (value is None, value or ""))
        group = _ranked(cells, f"g{by}", {value: rank for rank, value in enumerate(named)})
    code = group * max(1, len(times)) + time
    existing, domain = np.unique(code, return_inverse=True)
    every = max(1, len(times))
    return (
        Domains(
            by=name,
            groups=[named[place // every] for place in existing.tolist()],
            times=[times[place % every] if times else None for place in existing.tolist()],
            times_in_all=list(times),
        ),
        domain.astype(np.int64),
    )


def _ranked(cells: Cells, key: str, rank: dict[str, int] | dict[str | None, int]) -> Places:
    """The rank of each cell's value of a key."""
    ranks = np.array([rank[value] for value in cells.values[key]], dtype=np.int64)  # type: ignore[index]
    return ranks[cells.keys[key]]


def in_order(texts: Sequence[str | None], *, numbers: bool) -> list[str]:
    """Return the times in order: numbers by size, texts by alphabet."""
    told = [text for text in texts if text is not None]
    return sorted(told, key=lambda text: (float(text) if numbers else 0.0, text))


def add_up(cells: Cells, entry: Places, entries: int, worths: Sequence[int]) -> Sums:
    """Sum the scored cells of each entry. ``worths[j]`` is the rank of cut-off j among all, smallest first."""
    poor = [_above(cells, rank, entry, entries) for rank in worths]
    cells, adder = _above(cells, -1, entry, entries)
    known = cells.weight[:, None] if cells.unknown is None else cells.weight[:, None] - cells.unknown
    return Sums(
        rows=adder(cells.rows),
        weight=adder(cells.weight),
        known=adder(known),
        failed=adder(cells.failed),
        poor_weight=[adds(these.weight) for these, adds in poor],
        poor_score=[adds(these.score) for these, adds in poor],
        poor_failed=[adds(these.failed) for these, adds in poor],
    )


def _above(cells: Cells, bucket: int, entry: Places, entries: int) -> tuple[Cells, _Adder]:
    """The cells of higher buckets, and what sums them by entry."""
    found, places = cells.above(bucket)
    return found, _Adder(entry[places], entries)


class _Adder:
    """Sums arrays by entry; the cells are sorted once."""

    def __init__(self, entry: Places, entries: int) -> None:
        self.entries = entries
        in_order = bool(np.all(entry[1:] >= entry[:-1]))
        self.order: Places | slice = slice(None) if in_order else np.argsort(entry, kind="stable")
        ordered = entry[self.order]
        self.starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        self.places = ordered[self.starts]

    def __call__(self, values: Floats) -> Floats:
        # A column together, for each becomes a column of the results.
        summed = np.zeros((self.entries, *values.shape[1:]), order="F")
        if len(self.starts):
            summed[self.places] = np.add.reduceat(values[self.order], self.starts, axis=0)
        return summed
