"""Gives every household a village, a number on the door, a house code, a kind of register and a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import families, ids
from .draws import Mask, Whole, choose, stream
from .families import Families
from .places import Places, choose_villages, house_points
from .rates import Rates

NOBODY = -1  # "no household of this province", "no hamlet"


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
