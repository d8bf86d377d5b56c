"""Every record has the person of its point, and every person the smallest id among its records."""

from __future__ import annotations

import random
from collections import defaultdict

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link.linkage.placing import Placed


def placed(engine, records, starts, labels, settled):
    for table, names, rows in (
        ("starts", ("rid", "point"), starts),
        ("labels", ("point", "label"), labels),
        ("settled", ("point", "label"), settled),
    ):
        engine.give(
            table, dict.fromkeys(names, "bigint"), dict(zip(names, (list(rows), list(rows.values())), strict=True))
        )
    return Placed.of(engine, pl.Series(records, dtype=pl.String))


@pytest.mark.parametrize("seed", range(10))
def test_persons_are_what_points_labels_and_settled_groups_say(seed):
    lot = random.Random(seed)
    size = lot.choice((1, 5, 60))
    records = [f"{lot.randrange(9)}-{'ก' * lot.randrange(3)}{place}" for place in range(size)]
    starts = {rid: lot.randrange(rid + 1) for rid in range(size) if lot.random() < 0.5}
    labels = {point: lot.randrange(0, size, 3) for point in range(size) if lot.random() < 0.4}
    settled = {point: lot.randrange(size) for point in labels if lot.random() < 0.3}
    person = {}
    for rid in range(size):
        point = starts.get(rid, rid)
        person[rid] = settled.get(point, labels.get(point, point))
    members = defaultdict(list)
    for rid, number in person.items():
        members[number].append(records[rid])
    wanted = {records[rid]: min(members[number]) for rid, number in person.items()}
    with open_engine("duckdb") as engine:
        found = placed(engine, records, starts, labels, settled)
        asked = sorted(lot.sample(range(size), (size + 1) // 2))
        found.leave(engine, pl.Series(asked))
        steps = engine.rows(
            "select p.rid, p.record_id, p.person, n.records from placed p left join person_names n on p.person = n.person"
        )
    assert dict(found.clusters().iter_rows()) == wanted
    assert found.persons_in_all() == len(members)
    assert sorted(steps) == [
        (rid, records[rid], number, len(members[number])) for rid, number in person.items() if rid in asked
    ]
    # A person of this name has it of one of its records, which the state does not write twice.
    state = {rid: (point, name) for rid, point, name in found.state().iter_rows()}
    assert state == {
        rid: (number, None if wanted[records[rid]] == records[rid] else wanted[records[rid]])
        for rid, number in person.items()
    }


def test_no_record_is_no_person():
    with open_engine("duckdb") as engine:
        found = placed(engine, [], {}, {}, {})
        found.leave(engine, pl.Series([], dtype=pl.Int64))
        assert engine.rows("select * from placed") == []
    assert found.persons_in_all() == 0
    assert found.clusters().rows() == found.state().rows() == []


def test_one_person_of_very_many_records():
    records = [str(number * 7919 % 5000) for number in range(5000)]
    with open_engine("duckdb") as engine:
        found = placed(engine, records, dict.fromkeys(range(5000), 7), {}, {})
    assert set(found.clusters()["person_id"]) == {"0"}


def test_links_are_those_within_a_person_and_people_s_own_are_named():
    with open_engine("duckdb") as engine:
        found = placed(engine, ["b", "a", "c", "d"], {1: 0, 3: 0}, {}, {})
        engine.give(
            "accepted_pairs",
            {"l": "bigint", "r": "bigint", "probability": "double", "pattern": "integer"},
            {"l": [0, 1, 1], "r": [1, 2, 3], "probability": [0.9, 0.8, 1.0], "pattern": [5, 5, None]},
        )
        engine.give("pattern_odds", {"pattern": "integer", "told": "varchar"}, {"pattern": [5], "told": ["same id"]})
        links = found.links(engine)
    assert links.columns == ["left", "right", "probability", "pattern"]
    assert sorted(links.rows()) == [("a", "b", 0.9, "same id"), ("a", "d", 1.0, "human")]
