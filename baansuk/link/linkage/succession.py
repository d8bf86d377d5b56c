"""Says who of an older linkage is which person now, which of the older names each person keeps, and who has whose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage.columns import RECORD_ID


@dataclass(frozen=True)
class Starts:
    """From where records go: ``near`` (rid, record_id, point, person_id) are those of older persons that may have changed,
    ``fresh`` (rid, record_id) the new ones, ``shared`` (rid, point) those that share an id and have a point by that.

    The records of the ``reopened`` points stand each for itself.
    """

    near: pl.DataFrame
    fresh: pl.DataFrame
    shared: pl.DataFrame
    reopened: pl.Series

    def points(self) -> pl.DataFrame:
        """Return rid, record_id, point, old (the point of before, null for a new one), and whether it is ``loose``: new, or
        its person reopened."""
        parted = pl.col("point").is_in(self.reopened.implode())
        point = pl.when(parted).then("rid").otherwise("point").alias("point")
        near = self.near.select("rid", RECORD_ID, point, old="point", loose=parted)
        nobody, loose = pl.lit(None, pl.Int64), pl.lit(value=True)
        fresh = self.fresh.select("rid", RECORD_ID, point="rid", old=nobody, loose=loose)
        every = pl.concat(part.with_columns(pl.col("rid", "point", "old").cast(pl.Int64)) for part in (near, fresh))
        found = every.join(self.shared, on="rid", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce("point_right", "point").alias("point")).drop("point_right")

    def names(self) -> pl.DataFrame:
        """Return old and old_id: what each person of before was called."""
        return self.near.select(pl.col("point").cast(pl.Int64).alias("old"), old_id="person_id").unique("old")


@dataclass(frozen=True)
class Succession:
    """Every record of whom anything is new, and how its person came by a name.

    ``named``: rid, record_id, person (a number), person_id, ``old`` and ``kept``: its point of before, and that of whose name
    its person has kept; null where there is none. ``claims``: person, old and records, how many it has of each;
    ``names``: old and old_id.
    """

    named: pl.DataFrame
    claims: pl.DataFrame
    names: pl.DataFrame

    @property
    def more(self) -> int:
        """How many persons there are more than before."""
        return self.named["person"].n_unique() - self.claims["old"].n_unique()

    @cached_property
    def renamed(self) -> pl.DataFrame:
        """Those of before who have another name now, few, with the columns of ``named``."""
        return self.named.filter(pl.col("old").is_not_null() & pl.col("old").ne_missing(pl.col("kept")))

    @cached_property
    def _ended(self) -> pl.DataFrame:
        """Whose names nobody has any more, and the name of whoever has most of their records: old and successor."""
        ended = self.claims.join(self.named, left_on="old", right_on="kept", how="anti")
        heirs = self.named.filter(pl.col("person").is_in(ended["person"].implode())).unique("person")
        won = ended.join(heirs.select("person", successor="person_id"), on="person")
        return _most_records(won, "successor").unique("old", keep="first", maintain_order=True)

    @property
    def retired(self) -> pl.DataFrame:
        """The names that have ended (person_id), each with its ``successor``: whoever has most of its records."""
        return self._ended.join(self.names, on="old").select("old_id", "successor").rename({"old_id": "person_id"})

    def newcomers(self) -> pl.DataFrame:
        """Return record_id and person_id of the new records, in their order."""
        return self.named.filter(pl.col("old").is_null()).sort("rid").select(RECORD_ID, "person_id")

    def leave(self, engine: Engine, rids: pl.Series | None = None) -> None:
        """Leave of these records, or of all, ``placed`` (rid, record_id, person), and of their persons ``person_names``
        (person, records)."""
        placed = self.named if rids is None else self.named.filter(pl.col("rid").is_in(rids.cast(pl.Int64).implode()))
        engine.take("placed", [placed.select("rid", RECORD_ID, "person")])
        persons = self.named.filter(pl.col("person").is_in(placed["person"].unique().implode()))
        engine.take("person_names", [persons.group_by("person").agg(records=pl.len().cast(pl.Int64))])

    def state(self) -> pl.DataFrame:
        """Return rid, point and person_id, null for a record that is called so itself, as the next linkage wants them."""
        name = pl.when(pl.col("person_id") != pl.col(RECORD_ID)).then("person_id")
        return self.named.select(pl.col("rid").cast(pl.Int32), point="person", person_id=name)

    def links(self, engine: Engine, old: pl.LazyFrame) -> pl.DataFrame:
        """Return left, right, probability and pattern of the accepted pairs whose two records are one person, but for what
        people have said and ``old`` has told already."""
        pairs = engine.frame("select l, r, probability, pattern from accepted_pairs")
        own = self.named.select("rid", RECORD_ID, "person")
        joined = pairs.join(own, left_on="l", right_on="rid").join(
            own, left_on=["r", "person"], right_on=["rid", "person"]
        )
        told = joined.join(engine.frame("select pattern, told from pattern_odds"), on="pattern", how="left")
        names = (RECORD_ID, f"{RECORD_ID}_right")
        links = told.select(
            left=pl.min_horizontal(names),
            right=pl.max_horizontal(names),
            probability="probability",
            pattern=pl.col("told").fill_null("human"),
        )
        said = links.filter(pl.col("pattern") == "human")
        if said.is_empty():
            return links
        before = old.filter(pl.col("left").is_in(said["left"].implode())).select("left", "right").collect()
        return links.join(said.join(before, on=["left", "right"], how="semi"), on=["left", "right"], how="anti")

    def together(self, old: pl.DataFrame) -> pl.DataFrame:
        """Return those of the ``old`` links whose two records are one person still."""
        now = self.named.select(RECORD_ID, "person_id")
        one, other = (
            old.join(now, left_on=side, right_on=RECORD_ID, how="left", maintain_order="left")["person_id"]
            for side in ("left", "right")
        )
        return old.filter((one == other).fill_null(value=True))

    def events(self) -> pl.DataFrame:
        """Return event (its number from 1), kind, person_id and record_id: who joined a person, which persons merged, which
        were split."""
        ended = pl.col("old").is_in(self._ended["old"].implode())
        kind = pl.when(ended).then(pl.lit("merge")).otherwise(pl.lit("split"))
        joined = self.named.filter(pl.col("old").is_null() & pl.col("kept").is_not_null())
        changed = pl.concat(
            part.select("kind", "person_id", "old_id", RECORD_ID)
            for part in (
                self.renamed.join(self.names, on="old").with_columns(kind=kind),
                joined.with_columns(kind=pl.lit("join"), old_id=pl.lit("")),
            )
        ).sort("kind", "person_id", "old_id", RECORD_ID)
        number = pl.struct("kind", "person_id", "old_id").rle_id().cast(pl.Int32) + 1
        return changed.select(number.alias("event"), "kind", "person_id", RECORD_ID)


def succession(
    starts: Starts, labels: pl.DataFrame, settled: pl.DataFrame, ever: pl.Series, generation: int, *, everybody: bool
) -> Succession:
    """Name the persons of all records that are new, joined or parted, or of ``everybody``.

    ``labels`` and ``settled`` (point, label) as ``joining.join`` tells them, ``ever`` the names that have ended before. Of the
    names among its records a person wants the one that most of them had, on a tie the smaller; a name goes to the person
    with most of its records. A new person is named after its smallest record_id, with a mark of the ``generation`` where
    that name was ever used.
    """
    tied = starts.points().join(labels, on="point", how="left", maintain_order="left")
    if not everybody:
        tied = tied.filter(pl.col("loose") | pl.col("label").is_not_null())
    placed = tied.join(settled, on="point", how="left", maintain_order="left").select(
        "rid", RECORD_ID, "old", pl.coalesce("label_right", "label", "point").alias("person")
    )
    claims, names = placed.drop_nulls("old").group_by("person", "old").len("records"), starts.names()
    kept = _kept(placed, claims, names)
    nameless = placed.join(kept, on="person", how="anti").group_by("person").agg(first=pl.col(RECORD_ID).min())
    used = pl.concat([claims.join(names, on="old")["old_id"], ever]).implode()
    first = pl.when(pl.col("first").is_in(used)).then(pl.col("first") + f"~{generation}").otherwise("first")
    new = nameless.select("person", kept=pl.lit(None, pl.Int64), person_id=first)
    older = kept.join(names, left_on="kept", right_on="old").select("person", "kept", person_id="old_id")
    return Succession(placed.join(pl.concat([new, older]), on="person", maintain_order="left"), claims, names)


def _kept(placed: pl.DataFrame, claims: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Which person keeps whose name: person and kept. Most of those with records of one person of before have them all."""
    one_of_each = pl.len().over("person").eq(1) & pl.len().over("old").eq(1)
    plain = claims.select("person", pl.col("old").alias("kept"), one_of_each.alias("plain"))
    contested = claims.filter(~plain["plain"]).join(names, on="old")
    among = placed.join(contested, on=["person", "old"], how="semi")
    first = among.group_by("person", "old").agg(first=pl.col(RECORD_ID).min())
    wished = _most_records(contested.join(first, on=["person", "old"]), "old_id")
    won = _most_records(wished.unique("person", keep="first", maintain_order=True), "first")
    won = won.unique("old", keep="first", maintain_order=True).select("person", kept="old")
    return pl.concat([plain.filter("plain").select("person", "kept"), won])


def _most_records(claims: pl.DataFrame, then: str) -> pl.DataFrame:
    return claims.sort("records", then, descending=[True, False], maintain_order=True)
