"""Decides who stands on a list and at which address: the entitled, and those who should no longer be there."""

from __future__ import annotations

import numpy as np

from .draws import Mask, Whole
from .rows import Rows
from .truth import Truth


def people_on_list(
    truth: Truth, source: str, rng: np.random.Generator, entitled: Mask, address: Whole, *, shuffled: bool = False
) -> Rows:
    """Rows for the entitled (living or dead), in the order of their printed address.

    The dead stay on for the declared share of the entitled who died; those who moved inside the province keep the old
    address for the declared share; a small share stands there twice.
    """
    rates = truth.rates.faults[source]
    dead = truth.people.died > 0
    stays = rng.random(len(dead)) < rates.get("dead_still_listed", 0.0)
    person = np.flatnonzero(entitled & (~dead | stays)).astype(np.int64)
    former = truth.people.former[person]
    old = (former >= 0) & (rng.random(len(person)) < rates.get("moved_still_listed", 0.0))
    house = np.where(old, former, address[person])
    twice = rng.random(len(person)) < rates.get("double_row", 0.0)
    again = np.concatenate([np.zeros(len(person), dtype=bool), np.ones(int(twice.sum()), dtype=bool)])
    person, house, old = (np.concatenate([values, values[twice]]) for values in (person, house, old))
    # Lists run by house; a national list runs by the day people came to register, which is no order at all.
    order = rng.permutation(len(person)) if shuffled else np.lexsort((again, person, house))
    rows = Rows(truth, source, rng, person[order], house[order].astype(np.int64))
    rows.mark(dead[rows.person], "dead_still_listed")
    rows.mark(old[order], "moved_still_listed")
    rows.mark(again[order], "double_row")
    return rows


def registered_address(truth: Truth) -> Whole:
    """The house where each person is registered, or the house the person lives in when registered nowhere here."""
    return np.where(truth.people.registered >= 0, truth.people.registered, truth.home)
