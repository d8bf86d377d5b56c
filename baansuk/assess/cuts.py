"""Cuts the letters that a reader may see out of a kept text, in the database: what is outside the grant is not fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr


def runs_of(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return where places (in order, from 0) stand side by side: the first of each run and how many."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def cut(
    rows: QuerySet[Any], *beside: str, places: Sequence[int], width: int = 1
) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return for each row the columns ``beside``, and its letters at these places of ``letters``: one query.

    Each run is a column of its own: joined in the database they would nest deeper than SQLite reads.
    """
    runs = runs_of(places)
    if not runs:
        return []
    cuts = {f"cut_{n}": Substr("letters", 1 + first * width, count * width) for n, (first, count) in enumerate(runs)}
    found = []
    for values in rows.annotate(**cuts).values_list(*beside, *cuts):
        text = "".join(values[len(beside) :])
        pairs = [text[place : place + width] for place in range(0, len(text), width)]
        found.append((tuple(values[: len(beside)]), pairs))
    return found
