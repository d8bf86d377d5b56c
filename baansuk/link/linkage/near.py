"""Brings along of an older linkage whom new records can change: those that they are held against, and their persons whole."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from baansuk.engine import Engine, Step
from baansuk.link.linkage.candidates import Proposed
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.comparing import COMPARED_BY, Words
from baansuk.link.linkage.earlier import Before
from baansuk.link.linkage.records import Records, Rows
from baansuk.link.linkage.sql import steps_of
from baansuk.link.linkage.state import New


def near_pairs(
    engine: Engine, before: Before, new: New, records: Records, proposed: Proposed, words: Words, *, refit: bool
) -> tuple[Records, Words, Rows, Rows]:
    """Leave ``near_persons`` (rid, record_id, point, person_id) of the older linkage, all of it where all is learned anew.

    Returns the records that are left, their words, and the pairs as rows of them. Of who is only of one person with somebody
    that is compared, name and id are there.
    """
    assert new.records is not None
    rid = records.column("rid")
    one, other = rid[proposed.one], rid[proposed.other]
    left = _everybody(engine, before) if refit else _those_met(engine, before, new.count, one, other)
    every = pl.concat([*left, new.records.select(left[0].columns)], how="diagonal")
    used = pl.concat([every["given"], every["family"]]).drop_nulls().unique()
    names = pl.concat([words.names, before.names(used).select(words.names.columns)]).unique("name", keep="first")
    found = Records(every)
    return found, Words(names, words.areas), found.rows_of(one), found.rows_of(other)


def _everybody(engine: Engine, before: Before) -> list[pl.DataFrame]:
    for step in (*steps_of("existing_persons.sql"), Step("near_persons", _ALL_PERSONS)):
        engine.run(step)
    return [before.records((*COMPARED_BY, "source"))]


_ALL_PERSONS: Final = """select o.rid, r.record_id, o.point, coalesce(o.person_id, r.record_id) as person_id
    from old_persons o join parts_records r on o.rid = r.rid"""


def _those_met(engine: Engine, before: Before, fresh: int, *sides: Rows) -> list[pl.DataFrame]:
    """The older records on either side of a pair, or that humans have spoken of, and the others of their persons."""
    judged = [rid for pair in engine.rows("select l, r from judged_pairs") for rid in pair]
    is_met = np.zeros(before.base + fresh, np.bool_)
    for rids in (*sides, np.array(judged, np.int64)):
        is_met[rids] = True
    met = np.flatnonzero(is_met[: before.base])
    near = before.near(met)
    others = np.setdiff1d(near["rid"].to_numpy(), met, assume_unique=True)
    left = [before.records(COMPARED_BY, met), before.records(("rid", RECORD_ID, "id"), others)]
    named = pl.concat([part.select("rid", RECORD_ID) for part in left])
    told = near.join(named, on="rid").with_columns(pl.coalesce("person_id", RECORD_ID).alias("person_id"))
    engine.take("near_persons", [told.select("rid", RECORD_ID, "point", "person_id")])
    return left
