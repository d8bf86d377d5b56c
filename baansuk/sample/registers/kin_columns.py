"""FATHER, MOTHER and COUPLE of the 43 files: the id numbers of a person's kin, with gaps and with what clerks put there."""

from __future__ import annotations

import numpy as np
import polars as pl

from .. import faults
from ..draws import Whole, stream
from ..rows import Rows
from ..truth import gather

UNKNOWN = "0000000000000"  # where a program wants a number and nobody knows one


def put_kin(rows: Rows) -> None:
    """Append the three columns; they are drawn from a stream of their own, so that no other column changes for them."""
    kin, rng = rows.truth.kin, stream(rows.truth.seed, "register", rows.source, "kin")
    for column, whose in (("FATHER", kin.father), ("MOTHER", kin.mother), ("COUPLE", kin.spouse)):
        _put(rows, rng, column, whose[rows.person])


def _put(rows: Rows, rng: np.random.Generator, column: str, whose: Whole) -> None:
    known = rng.random(len(rows)) < rows.truth.rates.coverage[f"moph43_{column.lower()}"]
    number = _numbers(rows, np.where(known, whose, -1))
    # The number at hand is that of the head of the house, who may even be the person of the row.
    head = _numbers(rows, rows.truth.houses.first[rows.truth.home[rows.person]])
    hasty = _drawn(rows, rng, "kin_id_other") & number.is_not_null() & head.is_not_null() & (head != number)
    number = number.zip_with(~hasty, head)
    rows.mark(hasty.to_numpy(), "kin_id_other")
    typed = np.flatnonzero((_drawn(rows, rng, "kin_id_typo") & number.is_not_null()).to_numpy())
    number = number.scatter(typed, faults.typo(rng, number.gather(typed)))
    rows.mark(np.isin(np.arange(len(rows)), typed), "kin_id_typo")
    zero = _drawn(rows, rng, "zero_for_unknown") & number.is_null()
    rows.mark(zero.to_numpy(), "zero_for_unknown")
    rows.put({column: number.zip_with(~zero, pl.Series([UNKNOWN]))})


def _drawn(rows: Rows, rng: np.random.Generator, kind: str) -> pl.Series:
    return pl.Series(rng.random(len(rows)) < rows.rates[kind])


def _numbers(rows: Rows, person: Whole) -> pl.Series:
    return gather(rows.truth.persons.select("national_id"), person).to_series()
