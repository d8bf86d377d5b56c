"""Says which person every record of a first linkage is, in arrays: joined in an engine, a million texts would be copied five times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.naming import first_of_each

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Placed:
    """The persons of N records, by rid from 0.

    ``ids``: what each record is called; ``persons``: the number of a record of its person, the same for all of them;
    ``named``: the record whose id, the smallest among them, is the person's name.
    """

    ids: pl.Series
    persons: Numbers
    named: Numbers

    @classmethod
    def of(cls, engine: Engine, ids: pl.Series) -> Self:
        """From ``starts``, ``labels`` and ``settled`` tell the persons."""
        persons = _persons(engine, len(ids))
        records = np.bincount(persons, minlength=len(ids))
        return cls(ids, persons, _named(persons, ids, np.flatnonzero(records[persons] > 1)))

    def leave(self, engine: Engine, asked: pl.Series) -> None:
        """Leave of these records ``placed`` (rid, record_id, person), and of their persons ``person_names`` (person, records)."""
        rids = asked.to_numpy()
        persons, records = self.persons[rids], np.bincount(self.persons)
        named = pl.Series(rids, dtype=pl.Int64)
        engine.take("placed", [pl.DataFrame({"rid": named, RECORD_ID: self.ids.gather(rids), "person": persons})])
        several = np.unique(persons)
        engine.take("person_names", [pl.DataFrame({"person": several, "records": records[several]})])

    def persons_in_all(self) -> int:
        """Return how many persons there are."""
        return int(np.count_nonzero(self.named == np.arange(len(self.named))))

    def clusters(self) -> pl.DataFrame:
        """Return record_id and person_id of every record."""
        return pl.DataFrame({RECORD_ID: self.ids, "person_id": self.ids.gather(self.named)})

    def links(self, engine: Engine) -> pl.DataFrame:
        """Return left, right, probability and pattern of the accepted pairs whose two records are one person."""
        pairs = engine.frame("select l, r, probability, pattern from accepted_pairs")
        pairs = pairs.filter(pl.Series(self.persons[pairs["l"]] == self.persons[pairs["r"]]))
        one, other = (self.ids.gather(pairs[side]) for side in ("l", "r"))
        told = pairs.join(
            engine.frame("select pattern, told from pattern_odds"), on="pattern", how="left", maintain_order="left"
        )
        return pl.DataFrame({"one": one, "other": other}).select(
            left=pl.min_horizontal("one", "other"),
            right=pl.max_horizontal("one", "other"),
            probability=pairs["probability"],
            pattern=told["told"].fill_null("human"),
        )

    @property
    def retired(self) -> pl.DataFrame:
        """Return the names that have ended, with their successors: none yet."""
        return pl.DataFrame(schema={"person_id": pl.String, "successor": pl.String})

    def state(self) -> pl.DataFrame:
        """Return rid, point and person_id, null for a record that is called so itself, as the next linkage wants them."""
        rids = _rids(self.ids)
        other = pl.Series(self.named) != rids
        return pl.DataFrame({"rid": rids, "point": self.persons, "name": self.ids.gather(self.named)}).select(
            "rid", pl.col("point").cast(pl.Int64), person_id=pl.when(other).then("name")
        )


def _rids(ids: pl.Series) -> pl.Series:
    return pl.int_range(len(ids), dtype=pl.Int32, eager=True)


def _persons(engine: Engine, records: int) -> Numbers:
    persons, labels = np.arange(records, dtype=np.int32), np.arange(records, dtype=np.int32)
    for into, table, point, label in (
        (labels, "labels", "point", "label"),
        (labels, "settled", "point", "label"),
        (persons, "starts", "rid", "point"),
    ):
        found = engine.frame(f"select {point} as point, {label} as label from {table}")
        into[found["point"].to_numpy()] = found["label"].to_numpy()
    told: Numbers = labels.take(persons)
    return told


def _named(persons: Numbers, ids: pl.Series, several: Numbers) -> Numbers:
    """For each record the one of its person with the smallest id; only ``several`` are not alone."""
    # The records of a person one behind the other: their number above that of the record, in one whole number.
    words = pl.Series(persons.take(several).astype(np.int64) << 32 | several).sort().to_numpy()
    person, row = words >> 32, words & 0xFFFFFFFF
    begins = np.flatnonzero(np.diff(person, prepend=-1))
    first = first_of_each(ids.gather(row), np.diff(begins, append=len(row)))
    named = np.empty(len(persons), np.int32)
    named[persons] = np.arange(len(persons), dtype=np.int32)  # whoever is alone
    named[person.take(begins)] = row.take(first)
    return named.take(persons)
