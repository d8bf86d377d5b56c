"""Makes the people: names, id numbers, status, where each lives and is registered, births, deaths and moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from . import families, ids, words
from .draws import Mask, Real, Whole, choose, stream
from .families import CHILD, GRANDCHILD, HEAD, IN_LAW, OTHER, PARENT, SPOUSE, Families
from .places import Places, choose_villages, house_points
from .rates import Rates

EPOCH = dt.date(1970, 1, 1)
NOBODY = -1  # "no household of this province"


@dataclass(frozen=True)
class Houses:
    """Per household: village and hamlet and community numbers (-1 none), and whether it has a dwelling."""

    village: Whole
    hamlet: Whole
    community: Whole
    dwelling: Mask
    kind: np.ndarray  # ordinary | highland | forest
    municipal: Mask
    minority: Mask
    first: Whole  # the row of its first person
    frame: pl.DataFrame


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
        return (self.died == 0) & (self.lives >= 0)


def make_houses(seed: int, places: Places, rates: Rates, composed: Families) -> Houses:
    """Give every household a village, a number on the door, a code, a kind of register and a point."""
    rng = stream(seed, "houses")
    count = len(composed.size)
    village = choose_villages(rng, places, count)
    kind = places.villages["kind"].to_numpy()[village]
    town = places.villages["municipal"].to_numpy()[village]
    hamlet = _one_of(rng, places.hamlets, len(places.villages), village, 0.45)
    community = _one_of(rng, places.communities, len(places.villages), village, 0.95)
    minority_rate = rates.people["ethnic"]
    minority = rng.random(count) < np.select([kind == k for k in minority_rate], list(minority_rate.values()), 0.0)
    dwelling = ~(
        (composed.kind == families.SINGLE) & (rng.random(count) < rates.people["no_dwelling"] / families.SHARES[0])
    )
    wild = (kind == "forest") | (hamlet >= 0)
    register = choose(rng, count, (0.955, 0.015, 0.015, 0.004, 0.011))
    register = np.where(wild, choose(rng, count, (0.70, 0.06, 0.12, 0.01, 0.11)), register)
    register = np.where(dwelling, register, np.where(rng.random(count) < 0.6, 4, 3))
    names = np.array(["tr14", "tr13", "temporary", "central", "none"])[register]
    lat, lon = house_points(rng, places, village, hamlet)
    coded = (register != 4) & dwelling & ~((register == 2) & (rng.random(count) < 0.5))
    code = ids.house_codes(np.arange(count, dtype=np.int64))
    villages = places.villages
    frame = pl.DataFrame(
        {
            "household_no": np.arange(1, count + 1),
            "village_code": villages["code"].gather(village),
            "hamlet": _name(places.hamlets, hamlet),
            "community": _name(places.communities, community),
            "local_government": villages["local_government"].gather(village),
            "house_no": _door_numbers(rng, village, dwelling, wild),
            "house_code": pl.select(pl.when(pl.Series(coded)).then(code)).to_series(),
            "register_kind": names,
            "dwelling": np.where(dwelling, "house", "none"),
            "lat": lat,
            "lon": lon,
            "phone": _phones(rng, count),
            "land_document": np.array(["โฉนด", "น.ส.3ก", "ส.ป.ก.", "ที่ดินรัฐ", "เช่า"])[
                np.where(wild, 3, choose(rng, count, (0.42, 0.22, 0.22, 0.06, 0.08)))
            ],
        }
    )
    first = np.concatenate([[0], np.cumsum(composed.size)[:-1]]).astype(np.int64)
    return Houses(village, hamlet, community, dwelling, kind, town, minority, first, frame)


def _one_of(rng: np.random.Generator, part: pl.DataFrame, villages: int, village: Whole, share: float) -> Whole:
    """Draw one of the parts (hamlets, communities) of the household's village for this share of households."""
    many = np.bincount(part["village"].to_numpy().astype(np.int64), minlength=villages)
    first = np.concatenate([[0], np.cumsum(many)[:-1]])
    picked = first[village] + (rng.random(len(village)) * many[village]).astype(np.int64)
    return np.where((many[village] > 0) & (rng.random(len(village)) < share), picked, NOBODY).astype(np.int64)


def _name(part: pl.DataFrame, number: Whole) -> pl.Series:
    if not len(part):
        return pl.Series([None] * len(number), dtype=pl.String)
    return part["code"].gather(pl.select(pl.when(pl.Series(number) >= 0).then(pl.Series(number))).to_series())


def _door_numbers(rng: np.random.Generator, village: Whole, dwelling: Mask, wild: Mask) -> pl.Series:
    """Numbers run up in each village; some houses were built between two others and carry a slash."""
    count = len(village)
    start = np.concatenate([[True], village[1:] != village[:-1]])
    index = np.arange(count)
    place = index - np.maximum.accumulate(np.where(start, index, 0))
    # Every third house stands behind another: 12, 12/1, 12/2, 13 … kept unique by counting within the village.
    plain = pl.Series(place // 3 + 1).cast(pl.String)
    slash = pl.Series(place % 3).cast(pl.String)
    number = pl.select(pl.when(pl.Series(place % 3) == 0).then(plain).otherwise(plain + "/" + slash)).to_series()
    numbered = dwelling & ~(wild & (rng.random(count) < 0.12))
    return pl.select(pl.when(pl.Series(numbered)).then(number)).to_series()


def _phones(rng: np.random.Generator, count: int) -> pl.Series:
    """One phone per house that has one: 0x0000xxxx with its run of noughts, so that it is seen to be invented."""
    start = np.array(["06", "08", "09"])[rng.integers(0, 3, count)]
    number = pl.Series(start) + "0000" + pl.Series(rng.integers(0, 10_000, count)).cast(pl.String).str.zfill(4)
    return pl.select(pl.when(pl.Series(rng.random(count) < 0.8)).then(number)).to_series()


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
    names = _names(rng, rates, composed, houses, status, age)
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


def _names(
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
