"""Makes the people: id numbers, status, where each lives and is registered, births, deaths and moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from . import families, ids
from .draws import Mask, Real, Whole, choose, stream
from .families import HEAD, Families
from .houses import NOBODY, Houses
from .person_names import name_people
from .rates import Rates

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class People:
    """Per person, in household order: numbers for reckoning; ``frame`` holds what registers print."""

    families: Families
    age: Real
    born: Whole  # days since 1970
    died: Whole  # days since 1970, 0 while alive
    lives: Whole  # household, -1 outside the province
    registered: Whole  # household, -1 outside or nowhere
    former: Whole  # household lived in before, -1 none
    moved_on: Whole  # day of that move, 0 none
    stateless: Mask
    frame: pl.DataFrame

    @property
    def here(self) -> Mask:
        """Who is alive and lives in the province."""
        here: Mask = (self.died == 0) & (self.lives >= 0)
        return here


def make_people(seed: int, rates: Rates, composed: Families, houses: Houses) -> People:
    """Give every person a life: birth, death, moves, status, number and names."""
    rng = stream(seed, "people")
    count = len(composed.household)
    today = (rates.reference_day - EPOCH).days
    born = today - (composed.age * 365.25).astype(np.int64) - rng.integers(0, 3, count)
    age = (today - born) / 365.25
    home = composed.household
    died = _deaths(rng, composed, age, today)
    lives, registered, former, moved_on = _residence(rng, rates, composed, houses, age, died, today)
    status = _status(rng, rates, houses, home, born, age)
    names = name_people(rng, rates, composed, houses, status, age)
    year_only = (age > 70) & (rng.random(count) < rates.people["birth_year_only"])
    frame = names.with_columns(
        pl.Series("person_no", np.arange(1, count + 1)),
        pl.Series("relation", np.array(families.RELATIONS)[composed.relation]),
        pl.Series("family_no", composed.family_no),
        pl.Series("birth_date", born).cast(pl.Int32).cast(pl.Date),
        pl.Series("birth_precision", np.where(year_only, "year", "day")),
        *_numbers(rng, status, age),
    )
    return People(composed, age, born, died, lives, registered, former, moved_on, status != "citizen", frame)


def _deaths(rng: np.random.Generator, composed: Families, age: Real, today: int) -> Whole:
    """About three years of deaths; heads live on, so that every household keeps one."""
    risk = np.select([age < 60, age < 80], [0.006, 0.06], 0.22) * (composed.relation != HEAD)
    dead = rng.random(len(age)) < risk
    when = today - np.minimum(rng.integers(10, 1000, len(age)), (age * 300).astype(np.int64) + 1)
    return np.where(dead, when, 0).astype(np.int64)


def _residence(
    rng: np.random.Generator, rates: Rates, composed: Families, houses: Houses, age: Real, died: Whole, today: int
) -> tuple[Whole, Whole, Whole, Whole]:
    count = len(age)
    home = composed.household.astype(np.int64)
    grown = (age >= 18) & (age < 46) & (composed.relation != HEAD)
    away = grown & (died == 0) & (rng.random(count) < rates.people["away"])
    guest = ~away & (composed.relation != HEAD) & (rng.random(count) < rates.people["unregistered"])
    elsewhere = np.where(rng.random(count) < 0.5, rng.integers(0, len(houses.village), count), NOBODY)
    unregistered_home = houses.frame["register_kind"].to_numpy()[home] == "none"
    lives = np.where(away, NOBODY, home)
    registered = np.where(guest, elsewhere, np.where(unregistered_home, NOBODY, home))
    moved = ~away & (rng.random(count) < rates.people["moved"])
    former = np.where(moved, rng.integers(0, len(houses.village), count), NOBODY)
    former = np.where(former == home, NOBODY, former)
    span = np.minimum(rng.integers(20, 1500, count), (age * 300).astype(np.int64) + 1)
    moved_on = np.where(former >= 0, today - span, 0)
    return lives, registered.astype(np.int64), former.astype(np.int64), moved_on.astype(np.int64)


def _status(rng: np.random.Generator, rates: Rates, houses: Houses, home: Whole, born: Whole, age: Real) -> np.ndarray:
    """citizen · highland (6) · born_here (7) · alien (8) · zero (0) · none: no number at all."""
    count = len(home)
    mixed = houses.minority & (rng.random(len(houses.minority)) < rates.people["household_without_citizenship"])
    drawn = choose(rng, count, (0.16, 0.26, 0.03, 0.38, 0.17))
    inside = np.array(["citizen", "highland", "alien", "zero", "none"])[drawn]
    young = born > (dt.date(1992, 2, 26) - EPOCH).days
    inside = np.where((inside == "highland") & young, "born_here", inside)
    status = np.where(mixed[home], inside, np.where(rng.random(count) < 0.001, "alien", "citizen"))
    status = np.where(~mixed[home] & (rng.random(count) < 0.002), "none", status)
    # A child of a few weeks has no number yet.
    return np.where(age < 0.05, "none", status)


def _numbers(rng: np.random.Generator, status: np.ndarray, age: Real) -> list[pl.Series]:
    count = len(age)
    order = np.arange(count, dtype=np.int64)
    lot = rng.random(count)
    late = np.where(lot < 0.02, 2, np.where(lot < 0.035, 5, 1))
    early = np.where(lot < 0.04, 4, np.where(lot < 0.08, 5, 3))
    born_1984_on = age < 42.2  # timely notices are numbered since 1 January 1984; the reference day is in 2026
    digit = np.where(born_1984_on, late, early).astype(np.int64)
    digit = np.where(status == "alien", 8, digit)
    number = ids.id_numbers(digit, order)
    for name, first, group in (("highland", 6, 50), ("born_here", 7, 50), ("zero", 0, 89)):
        mine = status == name
        rows = np.flatnonzero(mine)
        made = ids.status_numbers(
            np.full(len(rows), first, dtype=np.int64), np.arange(len(rows), dtype=np.int64), group
        )
        number = number.scatter(rows, made) if len(rows) else number
    without = pl.Series(status == "none")
    learner = np.isin(status, ("none", "zero")) & (age > 4) & (age < 18)
    coded = pl.Series(learner & (rng.random(count) < 0.7))
    kind = np.where(status == "none", "none", np.where(status == "zero", "zero_number", "thai_id"))
    return [
        pl.select(pl.when(~without).then(number)).to_series().alias("national_id"),
        pl.Series("id_kind", kind),
        pl.select(pl.when(coded).then(ids.g_codes(order))).to_series().alias("g_code"),
    ]
