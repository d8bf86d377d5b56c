"""Of each group the record goes first whose id is the least, however the ids begin."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.link.linkage.naming import first_of_each

# Short and long ones, that begin alike for eight bytes and more, with letters of three bytes and of four, and a nought.
IDS = st.text(st.sampled_from("Aก\0𝛂"), max_size=3).flatmap(
    lambda end: st.sampled_from(["", "A000000", "กขค"]).map(lambda begin: begin + end)
)
GROUPS = st.lists(st.tuples(IDS, st.integers(0, 4), st.booleans()), unique_by=lambda record: record[0], max_size=30)


@settings(max_examples=150)
@given(GROUPS, st.booleans())
def test_the_least_by_bytes_goes_first_and_who_is_later_after_the_others(
    records: list[tuple[str, int, bool]], some: bool
) -> None:
    records.sort(key=lambda record: record[1])
    groups = sorted({group for _, group, _ in records})
    sizes = [sum(own == group for _, own, _ in records) for group in groups]
    later = np.array([late for *_, late in records], np.bool_) if some else None
    wanted = [
        min(
            (place for place, record in enumerate(records) if record[1] == group),
            key=lambda place: (some and records[place][2], records[place][0].encode()),
        )
        for group in groups
    ]
    ids = pl.Series([name for name, *_ in records], dtype=pl.String)
    assert first_of_each(ids, np.array(sizes, np.int64), later).tolist() == wanted
