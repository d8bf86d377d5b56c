"""Learns from records that bear both which address a house code is, so that either of the two is one home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.link.linkage.numbering import Places, numbered
from baansuk.link.linkage.records import UNKNOWN, numbers_of

Numbers = npt.NDArray[np.int64]
Villages = npt.NDArray[np.int16]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Homes:
    """Where each record lives: its village and a number for its home, UNKNOWN for none, and which house number and area are
    its own."""

    village: Villages
    home: Numbers
    houses: Places
    areas: Places


def homes(
    codes: pl.Series, villages: pl.Series, houses: tuple[pl.DataFrame, Places], areas: tuple[pl.DataFrame, Places]
) -> Homes:
    """Say where each record lives, and give one that tells only a house code the address of that code.

    A code's address is known when more than half of its records with house number, place and village tell the same one.
    Home is this address, else the record's own, else its code. ``codes`` and ``villages`` are the records' own;
    ``houses`` (house) and ``areas`` (place, district, tambon) have each distinct value once, and where a record's stands.
    """
    (house, of_house), (area, of_area) = houses, areas
    village = villages.fill_null(UNKNOWN).to_numpy(writable=True)
    home = _addresses(numbers_of(house["house"]).take(of_house), numbers_of(area["place"]).take(of_area), village)
    coded = codes.is_not_null().arg_true().to_numpy()
    code = codes.drop_nulls().to_numpy()
    teller = _tellers(numbered(code.astype(np.uint64))[1], coded, home, village)
    home[coded] = np.where(teller >= 0, home[teller], np.where(home[coded] >= 0, home[coded], code))
    bare = (teller >= 0) & house["house"].is_null().to_numpy()[of_house[coded]] & _blank(area)[of_area[coded]]
    to, of = coded[bare], teller[bare]
    village[to] = village[of]
    return Homes(
        village,
        home,
        _put(of_house, to, of_house[of]),
        _put(of_area, to, _one_of_place(area)[of_area[of]]),
    )


def _addresses(house: Numbers, place: Numbers, village: Villages) -> Numbers:
    """A number for each address, of which only the village may be unknown."""
    unknown = (house < 0) | (place < 0)
    house += place
    house += np.maximum(village, 0)
    house[unknown] = UNKNOWN
    return house


def _tellers(number: Places, coded: Places, address: Numbers, village: Villages) -> Places:
    """For each record with a code (``coded``; its code is ``number``) one that tells the code's address, or -1."""
    told = (address[coded] >= 0) & (village[coded] >= 0)
    code, row = number[told], coded[told]
    teller = np.full(len(number), UNKNOWN)
    teller[code] = row
    split = np.zeros(len(number), np.bool_)
    split[code[address[row] != address[teller[code]]]] = True
    teller[split] = UNKNOWN
    # Nearly all codes are told in one way, so few are left to be counted.
    several = split[code]
    counted = (
        pl.DataFrame({"code": code[several], "address": address[row[several]], "row": row[several]})
        .group_by("code", "address")
        .agg(pl.len().alias("records"), pl.col("row").first())
        .filter(2 * pl.col("records") > pl.col("records").sum().over("code"))
    )
    teller[counted["code"].to_numpy()] = counted["row"].to_numpy()
    return teller[number]


def _blank(areas: pl.DataFrame) -> Flags:
    """Which areas say nothing of where they are."""
    return areas.select(pl.all_horizontal(pl.col("place", "district", "tambon").is_null())).to_series().to_numpy()


def _one_of_place(areas: pl.DataFrame) -> Places:
    """For each area one of its place, so that who is given its address is given the same in any order of records."""
    least = areas.with_row_index("row").sort("district", "tambon", nulls_last=True)
    return least.select(pl.col("row").first().over("place"), own="row").sort("own")["row"].to_numpy()


def _put(places: Places, to: Places, values: Places) -> Places:
    changed = places.copy()
    changed[to] = values
    return changed
