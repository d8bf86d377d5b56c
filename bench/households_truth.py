"""Holds the households of an edition's files against the truth of the sample, and says why a pair was lost or is false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ADDRESS_FAULTS = ("house_code_missing", "house_no_missing", "village_no_wrong", "retired_village_code")
# Rules of rows that no roster places.
LISTED = ("person", "address", "kin", "none")
PAIR = ("person_no", "other_no")


@dataclass(frozen=True, slots=True)
class Rates:
    """Pairs found and true, as precision and recall."""

    found: int
    true: int
    both: int

    def __str__(self) -> str:
        precision, recall = self.both / max(self.found, 1), self.both / max(self.true, 1)
        return (
            f"precision {precision:.4f} recall {recall:.4f} F1 {2 * self.both / max(self.found + self.true, 1):.4f} "
            f"({self.found:,} found, {self.true:,} true)"
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A linkage against the truth; ``lost`` and ``false`` count pairs of persons by cause, the commonest first.

    Of ``moved`` persons, found as one, rosters tell both houses; ``past`` have left the old one and live in the new one, ``dated`` of
    these left it on the very day. ``families``: true households counted with as many families as they have.
    """

    persons: Rates
    houses: Rates
    true_homes: int
    found_homes: int
    twice: int
    elsewhere: int
    two_memberships: int
    moved: int
    past: int
    dated: int
    families: int
    lost: Mapping[str, int]
    false: Mapping[str, int]


def judge(edition: Path, truth: Path, files: Mapping[int, str]) -> Judged:
    """Judge the files of ``edition``; ``files`` names the file of each delivery.

    Two persons are together where one household is the main one of both. True is together where the sample composed
    them so, whether or not one is away for work. Who moved out, as far as is known, is together with nobody.
    """
    people = pl.read_parquet(truth / "persons.parquet")
    rows = _rows(edition, truth, files)
    members = pl.read_parquet(edition / "memberships.parquet")
    named = rows.drop_nulls(["person_no", "person_code"])
    homes = members.filter("main").select("person_code", "household_code", left=pl.col("kind") == "left").unique()
    seats = named.select("person_code", "person_no").unique().join(homes, on="person_code")
    seats = seats.join(people.select("person_no", "household_no"), on="person_no")
    found, true = _pairs(seats.filter(~pl.col("left")), "household_code"), _pairs(seats, "household_no")
    both = found.join(true, on=PAIR)
    told = _told(named, rows, people)
    lost = true.join(found, on=PAIR, how="anti")
    several = seats.group_by("household_no").agg(pl.col("household_code").n_unique())
    elsewhere = _elsewhere(named, people)
    moved = _moved(named, people, members)
    past = moved.filter(pl.col("kind") == "left", pl.col("kind_new").is_in(["lives", "both"]))
    return Judged(
        persons=Rates(found.height, true.height, both.height),
        houses=_houses(rows),
        true_homes=several.height,
        found_homes=seats["household_code"].n_unique(),
        twice=several.filter(pl.col("household_code") > 1).height,
        elsewhere=elsewhere.height,
        two_memberships=_two_memberships(elsewhere, members),
        moved=moved.height,
        past=past.height,
        dated=past.filter(pl.col("ends_on") == pl.col("moved_on")).height,
        families=_families(named, people, edition),
        lost=_causes(lost, told),
        false=_causes(found.join(true, on=PAIR, how="anti"), told),
    )


def _rows(edition: Path, truth: Path, files: Mapping[int, str]) -> pl.DataFrame:
    """Every row of every register with its person and household, as found and as they truly are."""
    links = pl.read_parquet(edition / "links.parquet").with_columns(
        file=pl.col("delivery").replace_strict(files, return_dtype=pl.String)
    )
    ledger = pl.read_parquet(truth / "records.parquet").with_columns(
        file=pl.col("file").str.split("/").list.last(),
        unit=pl.when(pl.col("person_no").is_null()).then(pl.lit("household")).otherwise(pl.lit("person")),
    )
    return links.join(ledger.drop("source", "table"), on=["file", "unit", "row"])


def _pairs(seats: pl.DataFrame, key: str) -> pl.DataFrame:
    """Pairs of true persons that share ``key``, each once, the smaller number first."""
    one = seats.select("person_no", key).unique()
    pairs = one.join(one.rename({"person_no": "other_no"}), on=key).filter(pl.col("person_no") < pl.col("other_no"))
    return pairs.select(PAIR).unique()


def _houses(rows: pl.DataFrame) -> Rates:
    """Rows of rosters and houses, and rows that only an address places: printed at one house, found in one household."""
    placed = rows.filter((pl.col("household_rule") != "person") & pl.col("address_household_no").is_not_null())
    counts = [
        int((sizes * (sizes - 1) // 2).sum())
        for keys in (["household_code"], ["address_household_no"], ["household_code", "address_household_no"])
        for sizes in [placed.group_by(keys).len()["len"].cast(pl.Int64)]
    ]
    return Rates(*counts)


def _elsewhere(named: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Persons of whom rosters tell both the house they live in and the other one they are registered in."""
    apart = people.filter(pl.col("registered_household_no").is_not_null() & (pl.col("residence") == "lives"))
    apart = apart.filter(pl.col("registered_household_no") != pl.col("household_no"))
    rosters = named.filter(~pl.col("household_rule").is_in(LISTED))
    told = rosters.join(
        apart.select("person_no", lives="household_no", registered="registered_household_no"), on="person_no"
    )
    at = pl.col("address_household_no")
    return told.group_by("person_no").agg(
        pl.col("person_code").unique(),
        lives=pl.col("household_code").filter(at == pl.col("lives")).unique(),
        registered=pl.col("household_code").filter(at == pl.col("registered")).unique(),
    ).filter(pl.col("lives").list.len() > 0, pl.col("registered").list.len() > 0)  # fmt: skip


def _two_memberships(elsewhere: pl.DataFrame, members: pl.DataFrame) -> int:
    """Count those who are one person, living in the one house and registered in the other."""
    one = elsewhere.filter(pl.col("person_code").list.len() == 1).explode("person_code")
    kinds = members.select("person_code", "household_code", "kind")
    lives = one.explode("lives").join(
        kinds, left_on=["person_code", "lives"], right_on=["person_code", "household_code"]
    )
    listed = one.explode("registered").join(
        kinds, left_on=["person_code", "registered"], right_on=["person_code", "household_code"]
    )
    lives = lives.filter(pl.col("kind").is_in(["lives", "both"]))
    return lives.join(listed.filter(kind="registered"), on="person_no")["person_no"].n_unique()


def _moved(named: pl.DataFrame, people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """One row per living person who moved, whom rosters tell in both houses and who is found as one, with both stays."""
    movers = people.filter(pl.col("former_household_no").is_not_null(), pl.col("life_status") == "alive")
    movers = movers.select("person_no", "moved_on", old="former_household_no", new="household_no")
    told = named.filter(~pl.col("household_rule").is_in(LISTED)).join(movers, on="person_no")
    at = pl.col("address_household_no")
    both = told.group_by("person_no", "moved_on").agg(
        pl.col("person_code").unique(),
        old=pl.col("household_code").filter(at == pl.col("old")).unique(),
        new=pl.col("household_code").filter(at == pl.col("new")).unique(),
    ).filter(pl.col("person_code").list.len() == 1, pl.col("old").list.len() == 1, pl.col("new").list.len() == 1)  # fmt: skip
    stays = members.select("person_code", "household_code", "kind", "ends_on")
    there = ["person_code", "household_code"]
    found = both.explode("person_code").explode("old").explode("new")
    found = found.join(stays, left_on=["person_code", "old"], right_on=there)
    return found.join(stays, left_on=["person_code", "new"], right_on=there, suffix="_new")


def _families(named: pl.DataFrame, people: pl.DataFrame, edition: Path) -> int:
    """Count the true households whose head is found in one that is counted with as many families of the living."""
    true = people.filter(life_status="alive").group_by("household_no").agg(pl.col("family_no").n_unique())
    heads = people.filter(relation="head").select("person_no", "household_no")
    homes = pl.read_parquet(edition / "persons.parquet", columns=["person_code", "household_code"])
    counted = pl.read_parquet(edition / "households.parquet", columns=["household_code", "families"])
    seats = named.select("person_no", "person_code").unique().join(homes, on="person_code").join(heads, on="person_no")
    found = seats.unique("household_no").join(counted, on="household_code").join(true, on="household_no")
    return found.filter(pl.col("families") == pl.col("family_no")).height


def _told(named: pl.DataFrame, rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row per true person: what may explain that it stands with others or without them."""
    listed = pl.col("household_rule").is_in(LISTED)
    persons = named.group_by("person_no").agg(split=pl.col("person_code").n_unique() > 1, list_only=listed.all())
    houses = rows.filter(~listed).explode("errors").group_by(person_home="address_household_no").agg(
        faulty=pl.col("errors").is_in(ADDRESS_FAULTS).any()
    )  # fmt: skip
    told = people.select(
        "person_no", "former_household_no", "registered_household_no", "residence", person_home="household_no"
    )
    return told.join(persons, on="person_no").join(houses, on="person_home", how="left").with_columns(
        pl.col("faulty").fill_null(value=False)
    )  # fmt: skip


def _causes(pairs: pl.DataFrame, told: pl.DataFrame) -> dict[str, int]:
    other = told.rename({name: f"{name}_2" for name in told.columns if name != "person_no"} | {"person_no": "other_no"})
    both = pairs.join(told, on="person_no").join(other, on="other_no")

    def either(name: str) -> pl.Expr:
        return pl.col(name) | pl.col(f"{name}_2")

    def any_known(name: str) -> pl.Expr:
        return pl.col(name).is_not_null() | pl.col(f"{name}_2").is_not_null()

    away = (pl.col("residence") == "registered") | (pl.col("residence_2") == "registered")
    elsewhere = (pl.col("residence") == "lives") | (pl.col("residence_2") == "lives")
    cause = (
        pl.when(either("split")).then(pl.lit("one person found as two"))
        .when(any_known("former_household_no")).then(pl.lit("moved"))
        .when(elsewhere).then(pl.lit("registered elsewhere"))
        .when(away).then(pl.lit("away"))
        .when(either("list_only")).then(pl.lit("known from lists only"))
        .when(either("faulty")).then(pl.lit("address or code faulty"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip
    counted = both.group_by(cause.alias("cause")).len().sort("len", "cause", descending=[True, False])
    return dict(counted.iter_rows())
