"""What is really so: everything that the registers are drawn from, held together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import families
from .conditions import Conditions, judge
from .draws import Whole, stream
from .houses import Houses, make_houses
from .kinship import Kin, kin_of
from .places import Places, make_places
from .population import People, make_people
from .rates import Rates, read_rates

FEW_WORDS = (
    "title", "relation", "sex", "birth_precision", "id_kind", "nationality", "ethnicity", "marital", "education", "occupation",
    "care_level", "disability_kind",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """The whole province. ``addresses`` has one row per household, ready to be printed on any register."""

    seed: int
    rates: Rates
    places: Places
    houses: Houses
    people: People
    kin: Kin
    conditions: Conditions
    addresses: pl.DataFrame
    persons: pl.DataFrame

    @property
    def home(self) -> Whole:
        """Each person's own household (where the person lives, or is missed when away)."""
        return self.people.families.household


def make_truth(seed: int, persons: int) -> Truth:
    """Make the province of this many persons; the same seed makes the same province."""
    rates = read_rates()
    places = make_places(seed, persons, rates)
    composed = families.compose(stream(seed, "families"), persons)
    houses = make_houses(seed, places, rates, composed)
    people = make_people(seed, rates, composed, houses)
    conditions = judge(seed, rates, houses, people)
    persons_frame = _compact(pl.concat([people.frame, conditions.persons], how="horizontal"))
    kin = kin_of(composed)
    return Truth(seed, rates, places, houses, people, kin, conditions, _addresses(places, houses), persons_frame)


def _compact(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep columns of few words as numbers of those words: a million persons then take half the memory."""
    few = [c for c in FEW_WORDS if c in frame.columns]
    return frame.with_columns(pl.col(c).cast(pl.Enum(frame[c].drop_nulls().unique().sort())) for c in few)


def _addresses(places: Places, houses: Houses) -> pl.DataFrame:
    village = pl.Series(houses.village, dtype=pl.UInt32)
    villages = places.villages.select("code", "no", "th", "tambon").select(pl.all().gather(village))
    tambon = villages["tambon"].cast(pl.UInt32)
    tambons = places.tambons.select(pl.all().gather(tambon))
    amphoe = places.amphoe.select(pl.all().gather(tambons["amphoe"].cast(pl.UInt32)))
    return pl.DataFrame(
        {
            "village_code": villages["code"],
            "village_no": villages["no"].cast(pl.String),
            "village": villages["th"],
            "tambon": tambons["th"],
            "tambon_code": tambons["code"],
            "amphoe": amphoe["th"],
            "amphoe_code": amphoe["code"],
            "local_government": houses.frame["local_government"],
            "house_no": houses.frame["house_no"],
            "house_code": houses.frame["house_code"],
        }
    )


def gather(frame: pl.DataFrame, rows: np.ndarray) -> pl.DataFrame:
    """Take these rows of a frame; a row number of -1 gives a row of nulls."""
    index = pl.Series("i", rows)
    return frame.select(pl.all().gather(pl.select(pl.when(index >= 0).then(index)).to_series()))
