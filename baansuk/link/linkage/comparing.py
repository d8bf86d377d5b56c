"""Holds every pair of candidates side by side, field by field, and packs how they agree into one pattern (levels.py)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine.distances import distances
from baansuk.link.linkage.fitting import Counts
from baansuk.link.linkage.levels import LEVELS, STEPS
from baansuk.link.linkage.likeness import NEAR, PART, SAME, SOUND, few_apart, levels_of_names
from baansuk.link.linkage.records import Flags, Numbers, Records, Rows, Whole
from baansuk.link.linkage.rules import OF_TWO_IDS

# What is known of two records when they are compared.
COMPARED_BY: Final = (
    *("rid", "record_id", "id", "odd_id", "given", "given_skeleton", "given_records", "family", "family_skeleton"),
    *("family_records", "birth", "sex", "house", "village", "place", "district", "tambon", "house_code", "phone"),
)
_PATTERNS: Final = STEPS["id"] * len(LEVELS["id"])
# Ids that differ by so much may be one id with slips of a clerk.
_SLIPS_IN_AN_ID: Final = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What names and areas are written like.

    ``names``: name, spelling, sound. ``areas``: tambon (its number) and name, for tambons that are spelled in two ways.
    """

    names: pl.DataFrame
    areas: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of rows with the bits of the rules that found them and their packed patterns; arrays of one length."""

    one: Rows
    other: Rows
    rules: Rows
    pattern: Whole

    def counted(self) -> Counts:
        """Count the pairs of each pattern.

        Who bears two ids is looked for among all, other pairs only in a sample; so what only that search found is no
        candidate to learn from.
        """
        proposed = self.rules % OF_TWO_IDS > 1
        pairs = np.bincount(self.pattern * 2 + proposed, minlength=2 * _PATTERNS)
        found = np.flatnonzero(pairs)
        return Counts(found // 2, found % 2 == 1, pairs[found])

    def examples(self, records: Records) -> pl.DataFrame:
        """Return of each pattern how many pairs have it (``candidates``), and what the records of one of them are called.

        It is drawn by the names of its records, so that no order of rows chooses it.
        """
        drawn = records.frame["record_id"].hash().to_numpy()
        pairs = pl.DataFrame({"pattern": self.pattern, "lot": drawn[self.one] ^ drawn[self.other]})
        first = (
            pairs.with_row_index("row")
            .group_by("pattern")
            .agg(pl.len().cast(pl.Int64).alias("candidates"), pl.col("row").sort_by("lot").first())
        )
        sides = zip(("one", "other"), (self.one, self.other), strict=True)
        named = first.with_columns(**{side: records.record_ids(rows[first["row"]]) for side, rows in sides})
        return named.select(
            pl.col("pattern", "candidates"),
            example_left=pl.min_horizontal("one", "other"),
            example_right=pl.max_horizontal("one", "other"),
        )


@dataclass(slots=True)
class _Facing:
    """The two records of each pair."""

    records: Records
    one: Rows
    other: Rows
    _looked_at: dict[str, tuple[Flags, Flags]] = field(default_factory=dict)

    def both(self, name: str) -> tuple[Numbers, Numbers]:
        return self.records.at(name, self.one), self.records.at(name, self.other)

    def same(self, name: str) -> Flags:
        """Whether both know it and agree."""
        return self._look_at(name)[0]

    def known(self, name: str) -> Flags:
        """Whether both know it."""
        return self._look_at(name)[1]

    def _look_at(self, name: str) -> tuple[Flags, Flags]:
        if name not in self._looked_at:
            one, other = self.both(name)
            self._looked_at[name] = (one == other) & (one >= 0), (one >= 0) & (other >= 0)
        return self._looked_at[name]

    def crossed(self, name: str, its: str) -> Flags:
        """Whether what the first has as ``name`` the other has as ``its``."""
        one, other = self.records.at(name, self.one), self.records.at(its, self.other)
        return np.asarray((one == other) & (one >= 0))


def compare(
    records: Records, one: Rows, other: Rows, rules: Rows, words: Words, of: int, nobodys: Numbers | None = None
) -> Compared:
    """Compare pairs of rows; ``of`` is how many records there are in all, by which a name is rare or common, and
    ``nobodys`` are ids that say nothing where they are equal."""
    facing = _Facing(records, one, other)
    given, family = _names(facing, words.names)
    levels = {
        "id": _ids(facing, nobodys),
        "given": given,
        "family": family,
        "birth": _births(*facing.both("birth")),
        "place": _places(facing, words.areas),
        "sex": _plain(facing, "sex"),
        "phone": _plain(facing, "phone"),
        "names": _commonness(facing, given, family, of),
    }
    pattern = np.zeros(len(one), np.int64)
    for name, level in levels.items():
        pattern += STEPS[name] * level
    return Compared(one, other, rules, pattern)


def _plain(facing: _Facing, name: str) -> Whole:
    return np.where(facing.known(name), np.where(facing.same(name), 1, 2), 0)


def _ids(facing: _Facing, nobodys: Numbers | None) -> Whole:
    levels = np.where(facing.known("id"), np.where(facing.same("id"), 1, 3), 0)
    if nobodys is not None and len(nobodys):
        levels[facing.same("id") & np.isin(facing.both("id")[0], nobodys)] = 0
    (one, other), (odd, its) = facing.both("id"), facing.both("odd_id")
    asked = np.flatnonzero((levels == 0) & ((odd >= 0) | (its >= 0)))
    one, other = np.where(one < 0, odd, one)[asked], np.where(other < 0, its, other)[asked]
    known = (one >= 0) & (other >= 0)
    apart = distances(*(pl.Series(ids[known]).cast(pl.String) for ids in (one, other))).to_numpy()
    levels[asked[known][apart <= _SLIPS_IN_AN_ID]] = 2
    return levels


def _names(facing: _Facing, names: pl.DataFrame) -> tuple[Whole, Whole]:
    """The levels of given and family name. In each other's place, they are "part" and, of the second, how well they agree:
    both the same, both alike, or one of them alike."""
    crossed = (
        facing.crossed("given_skeleton", "family_skeleton"),
        facing.crossed("family_skeleton", "given_skeleton"),
    )
    exchanged = (crossed[0] | crossed[1]) & ~facing.same("given_skeleton") & ~facing.same("family_skeleton")
    wholly = facing.crossed("given", "family") & facing.crossed("family", "given")
    as_crossed = np.select([wholly, crossed[0] & crossed[1]], [SAME, SOUND], NEAR)
    given, family = _spelled(facing, names, ~exchanged)
    return np.where(exchanged, PART, given), np.where(exchanged, as_crossed, family)


def _spelled(facing: _Facing, names: pl.DataFrame, looked: Flags) -> tuple[Whole, Whole]:
    """The levels of both names, of two names that differ only where the pair is ``looked`` at."""
    levels = [np.where(facing.same(kind), SAME, 0) for kind in ("given", "family")]
    asked = [np.flatnonzero(looked & facing.known(kind) & ~facing.same(kind)) for kind in ("given", "family")]
    sides = zip(*(_of(facing, kind, rows) for kind, rows in zip(("given", "family"), asked, strict=True)), strict=True)
    one, other = (np.concatenate(side) for side in sides)
    alike = [facing.same(f"{kind}_skeleton")[rows] for kind, rows in zip(("given", "family"), asked, strict=True)]
    found = levels_of_names(one, other, np.concatenate(alike), names)
    levels[0][asked[0]] = found[: len(asked[0])]
    levels[1][asked[1]] = found[len(asked[0]) :]
    return levels[0], levels[1]


def _of(facing: _Facing, kind: str, pairs: Rows) -> tuple[Numbers, Numbers]:
    return facing.records.at(kind, facing.one[pairs]), facing.records.at(kind, facing.other[pairs])


def _births(one: Numbers, other: Numbers) -> Whole:
    """Days of birth as yyyymmdd, 00 for an unknown part."""
    year, its_year = one // 10_000, other // 10_000
    month, its_month = one // 100 % 100, other // 100 % 100
    day, its_day = one % 100, other % 100
    dated, one_year = (day > 0) & (its_day > 0), year == its_year
    next_years, of_january = np.abs(year - its_year) == 1, (one % 10_000 == 101) | (other % 10_000 == 101)
    part_alike = (month == its_month) | (day == its_day) | ((day == its_month) & (its_day == month))
    return np.select(
        [
            (one < 0) | (other < 0),
            (one == other) & (day > 0),
            dated & np.where(one_year, part_alike, one % 10_000 == other % 10_000),
            dated & one_year & of_january,
            dated & next_years & of_january,
            dated,
            one_year & (month > 0) & (its_month > 0) & (month != its_month),
            one_year,
            next_years,
        ],
        [0, 1, 2, 3, 4, 5, 4, 3, 4],
        5,
    )


def _places(facing: _Facing, areas: pl.DataFrame) -> Whole:
    """Where two records live: by house code, by tambon however it is spelled, by house number and village."""
    house, village, tambon, code = (facing.same(name) for name in ("house", "village", "tambon", "house_code"))
    districts, villages = facing.known("district"), facing.known("village")
    one_unknown = house & ~villages
    no_villages = np.logical_and(*(side < 0 for side in facing.both("village")))
    in_one_place = np.select([village & house, village, one_unknown], [1, 3, 2], 4)
    spelled = _spelled_otherwise(facing, facing.known("tambon") & ~tambon & ~code, areas)
    return np.select(
        [
            spelled,
            code,
            facing.same("place"),
            one_unknown & tambon,
            tambon & ~districts,
            tambon,
            house & (village | no_villages),
            facing.same("district"),
            facing.known("place"),
        ],
        [in_one_place, 1, in_one_place, 2, 4, 5, 7, 5, 6],
        0,
    )


def _spelled_otherwise(facing: _Facing, asked: Flags, areas: pl.DataFrame) -> Flags:
    """Whether two tambons of other names are one, spelled in two ways."""
    pairs = np.flatnonzero(asked)
    one, other = _of(facing, "tambon", pairs)
    told = pl.DataFrame({"one": one, "other": other})
    distinct = told.unique(maintain_order=True).with_row_index("row")
    named = (
        distinct.join(areas.rename({"tambon": "one", "name": "a"}), on="one")
        .join(areas.rename({"tambon": "other", "name": "b"}), on="other")
        .with_columns(short=pl.min_horizontal(pl.col("a").str.len_chars(), pl.col("b").str.len_chars()))
        .filter(
            pl.col("short") >= 4,
            (pl.col("a").str.len_chars().cast(pl.Int64) - pl.col("b").str.len_chars().cast(pl.Int64)).abs() <= 2,
        )
    )
    near = few_apart(named["a"], named["b"], np.where(named["short"].to_numpy() >= 8, 2, 1))
    alike = told.join(named.filter(near).select("one", "other"), on=["one", "other"], how="semi")
    found = np.zeros(len(asked), np.bool_)
    if len(alike):
        both = told.with_row_index("row").join(alike.unique(), on=["one", "other"], how="semi")
        found[pairs[both["row"].to_numpy()]] = True
    return found


def _commonness(facing: _Facing, given: Whole, family: Whole, of: int) -> Whole:
    """How many records would bear the names that agree, were names drawn at random: records times the names' shares."""
    agree = [(level >= SAME) & (level <= PART) for level in (given, family)]
    bearers = [_bearers(facing, kind) for kind in ("given", "family")]
    found = np.select(
        [agree[0] & agree[1], agree[0], agree[1]], [bearers[0] * bearers[1], bearers[0], bearers[1]], np.inf
    )
    scale = np.where(agree[0] & agree[1], 1.0, 0.001) * of
    # Written out, for 0.0001 of a number has other digits than a tenth of its thousandth.
    rare = np.where(agree[0] & agree[1], 0.1 * of, 0.0001 * of)
    return np.where(agree[0] | agree[1], np.select([found < rare, found < scale], [1, 2], 3), 0)


def _bearers(facing: _Facing, kind: str) -> npt.NDArray[np.float64]:
    """How many records bear the rarer of two names; of a name that one record lacks, the other's."""
    one, other = (side.astype(np.float64) for side in facing.both(f"{kind}_records"))
    return np.fmin(np.where(one < 0, np.nan, one), np.where(other < 0, np.nan, other))
