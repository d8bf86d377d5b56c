"""Names people: titles by age and marriage, family names that run in villages, one name for some of the minorities."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import families, words
from .draws import Mask, Real
from .families import CHILD, GRANDCHILD, HEAD, IN_LAW, OTHER, PARENT, SPOUSE, Families
from .houses import Houses
from .rates import Rates


def name_people(
    rng: np.random.Generator, rates: Rates, composed: Families, houses: Houses, status: np.ndarray, age: Real
) -> pl.DataFrame:
    count, home, relation = len(age), composed.household, composed.relation
    minority = houses.minority[home]
    female = composed.female
    given = _pick(rng, words.given_names(words.GIVEN_STARTS, words.GIVEN_MALE), count)
    for where, pool in (
        (female & ~minority, words.given_names(words.GIVEN_STARTS, words.GIVEN_FEMALE)),
        (~female & minority, words.given_names(words.MINORITY_STARTS, words.MINORITY_MALE)),
        (female & minority, words.given_names(words.MINORITY_STARTS, words.MINORITY_FEMALE)),
    ):
        given = _put(given, where, _pick(rng, pool, int(where.sum())))
    one_rate = np.where(
        status == "citizen", rates.people["one_name_citizen"], rates.people["one_name_without_citizenship"]
    )
    one = minority & (rng.random(count) < one_rate)
    given = _put(given, one, _pick(rng, words.single_names(), int(one.sum())))
    family, married = _family_names(rng, composed, houses, age)
    former = _pick(rng, words.family_names(), count)
    changed = female & married & (rng.random(count) < rates.people["changed_family_name"]) & ~one
    return pl.DataFrame(
        {
            "title": _titles(rng, female, age, married),
            "given_name": given,
            "family_name": pl.select(pl.when(pl.Series(~one)).then(family)).to_series(),
            "former_family_name": pl.select(pl.when(pl.Series(changed)).then(former)).to_series(),
            "sex": np.where(female, "female", "male"),
            "marital": np.where(~married, "single", np.where(relation == SPOUSE, "married", _marital(rng, composed))),
            "nationality": np.where(status == "citizen", "ไทย", "ไม่มีสถานะ/ไม่ระบุ"),
            "ethnicity": pl.select(
                pl.when(pl.Series(minority)).then(pl.Series(np.array(words.MINORITIES)[houses.village[home] % 3]))
            ).to_series(),
        }
    )


def _pick(rng: np.random.Generator, pool: list[str], count: int) -> pl.Series:
    return pl.Series(pool, dtype=pl.String).gather(pl.Series(rng.integers(0, len(pool), count), dtype=pl.UInt32))


def _put(series: pl.Series, where: Mask, values: pl.Series) -> pl.Series:
    return series.scatter(np.flatnonzero(where), values) if len(values) else series


def _marital(rng: np.random.Generator, composed: Families) -> np.ndarray:
    with_spouse = np.isin(composed.kind, (families.COUPLE, families.NUCLEAR))[composed.household]
    lone = np.array(["widowed", "divorced"])[(rng.random(len(composed.household)) < 0.35).astype(int)]
    return np.where(with_spouse & (composed.relation == HEAD), "married", lone)


def _titles(rng: np.random.Generator, female: Mask, age: Real, married: Mask) -> np.ndarray:
    count = len(age)
    title = np.where(female, np.where(married & (rng.random(count) < 0.8), "นาง", "นางสาว"), "นาย")
    title = np.where(age < 15, np.where(female, "เด็กหญิง", "เด็กชาย"), title)
    title = np.where(~female & (age > 30) & (rng.random(count) < 0.004), "พระ", title)
    return np.where(~female & (age >= 15) & (rng.random(count) < 0.002), "ว่าที่ร้อยตรี", title)


def _family_names(rng: np.random.Generator, composed: Families, houses: Houses, age: Real) -> tuple[pl.Series, Mask]:
    """Family names cluster in villages; wives, in-laws and grandparents may carry another."""
    pool = words.family_names()
    home, relation = composed.household, composed.relation
    many = len(houses.village)
    near = (houses.village * 37 + (rng.exponential(6, many)).astype(np.int64) * 101) % len(pool)
    shuffled = rng.permutation(len(pool))
    own, in_law, mother = shuffled[near], rng.integers(0, len(pool), many), rng.integers(0, len(pool), many)
    lot = rng.random(len(home))
    other_line = (
        ((relation == SPOUSE) & (lot < 0.3))
        | ((relation == PARENT) & (lot < 0.25))
        | ((relation == OTHER) & (lot < 0.3))
    )
    has_in_law = np.zeros(many, dtype=bool)
    has_in_law[home[relation == IN_LAW]] = True
    in_law_line = (relation == IN_LAW) | ((relation == GRANDCHILD) & has_in_law[home])
    index = np.where(in_law_line, in_law[home], np.where(other_line, mother[home], own[home]))
    first_child = (relation == CHILD) & (composed.turn == 0) & (composed.kind[home] == families.THREE_GENERATIONS)
    ever_married = np.isin(relation, (SPOUSE, PARENT, IN_LAW)) | first_child
    ever_married |= (relation == HEAD) & ~((composed.kind[home] == families.SINGLE) & (lot < 0.4))
    return pl.Series(pool).gather(pl.Series(index, dtype=pl.UInt32)), ever_married & (age >= 18)
