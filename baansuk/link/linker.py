"""The linker: from accepted clean tables to the Parquet of one edition, by exact links first and likely ones then."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.link import register
from baansuk.link.house_numbers import doors
from baansuk.link.kin_names import kin_names
from baansuk.link.likely import join_likely
from baansuk.link.linkage.grouping import labelled
from baansuk.link.reading import read_tables, rows_in
from baansuk.link.workshop import Asked, drop, give, run_file, take
from baansuk.people.codes import issue

# So many records take some tens of MB in memory, as wide as the widest tables that are made of them.
FEW = 20_000
STAGES = ("read", "persons", "households", "codes", "places", "statements", "values", "register")

Progress = Callable[[str, int, int], None]
_NO_RECORDS: dict[str, type[pl.DataType]] = {
    "record_id": pl.Int64,
    "person_code": pl.String,
    "household_code": pl.String,
}
_LABELS = {"roster": pl.Int64, "label": pl.Int64}
_NO_KEYS: dict[str, type[pl.DataType]] = {"kind": pl.String, "key": pl.String, "code": pl.String}


def link_tables(engine: Engine, asked: Asked, progress: Progress | None = None) -> dict[str, int]:
    """Link everything and write the edition's Parquet into ``asked.folder``; returns counts for the record.

    The same tables, edition before and trust give the same persons, households and codes, whatever the order of rows.
    """
    stages = (
        _read,
        _link_persons,
        _link_households,
        _carry_codes,
        register.place_homes,
        register.gather_statements,
        register.choose_values,
        register.write_register,
    )
    asked = replace(asked, few=rows_in(asked.tables) <= FEW)
    for place, (name, stage) in enumerate(zip(STAGES, stages, strict=True)):
        if progress:
            progress(name, place, len(STAGES))
        stage(engine, asked)
    if progress:
        progress(STAGES[-1], len(STAGES), len(STAGES))
    return _counts(engine)


def _read(engine: Engine, asked: Asked) -> None:
    read_tables(engine, asked.tables, keep=asked.few)
    sources = asked.sources
    ranks: dict[tuple[str, str], int] = {}
    for place, rule in enumerate(asked.trust.main_household):
        for source in sources:
            for kind in rule.kinds:
                if source in rule.sources or "*" in rule.sources:
                    ranks.setdefault((source, kind), place)
    rows = [(source, kind, place) for (source, kind), place in ranks.items()]
    schema = {"source": pl.String, "kind": pl.String, "place": pl.Int32}
    give(engine, asked, "main_ranks", pl.DataFrame(rows, schema=schema, orient="row"))
    _before(engine, asked)


def _link_persons(engine: Engine, asked: Asked) -> None:
    engine.run(
        Step(
            "house_keys",
            """select distinct house_key from (
                select house_key from person_rows union all select house_key from household_rows
            ) as written where house_key is not null""",
        )
    )
    give(engine, asked, "doors", doors(take(engine, "house_keys")["house_key"]))
    engine.run(Step("guardians", "select distinct guardian from person_rows where guardian is not null"))
    give(engine, asked, "kin_names", kin_names(take(engine, "guardians")["guardian"]))
    run_file(engine, "persons.sql")
    # Dropping "gathered" is safe: person_of_record is kept, and the views between are read no more.
    drop(engine, "gathered", "gathered_alone", "told")
    likely = join_likely(engine, asked)
    engine.write("questions_asked", asked.folder / "review.parquet", order_by="rank")
    (asked.folder / "linkage.json").write_text(json.dumps(likely.told(), ensure_ascii=False), encoding="utf-8")


def _link_households(engine: Engine, asked: Asked) -> None:
    run_file(engine, "households.sql")
    _spread_labels(engine)
    run_file(engine, "homes.sql")
    run_file(engine, "stays.sql")
    drop(
        engine,
        *("house_mentions", "seats", "rosters", "roster_people", "coded_people", "open_seats", "shared_seats"),
        *(
            "close_rosters",
            "code_seats",
            "labels",
            "joined",
            "roster_homes",
            "one_home",
            "bound",
            "placed",
            "belongings",
            "said_stays",
            "stays",
            "homed",
            "lodgings",
        ),
    )


def _spread_labels(engine: Engine) -> None:
    """Give the rosters without a house code that are tied to each other, directly or through others, one label."""
    ties = engine.frame(
        """select s.roster as one, t.roster as other
        from (select tie, min(roster) as roster from shared_seats group by tie) as s join shared_seats t on s.tie = t.tie"""
    )
    rosters, labels = labelled(*(ties[side].to_numpy() for side in ("one", "other")))
    engine.take("joined", [pl.DataFrame({"roster": rosters, "label": labels}, schema=_LABELS)])
    engine.run(
        Step(
            "labels",
            """select o.roster, coalesce(j.label, o.roster) as label
            from (select distinct roster from open_seats) as o left join joined j on o.roster = j.roster""",
        )
    )


def _carry_codes(engine: Engine, asked: Asked) -> None:
    """Give every person and home the code it had, or a new one; note which codes end and what leads to them."""
    engine.run(Step("distinct_ids", "select distinct id_key from mentions where id_key is not null"))
    marks = asked.mark_ids(take(engine, "distinct_ids")["id_key"])
    give(engine, asked, "id_marks", marks)
    restored: dict[str, Sequence[Any]] = {
        "record_id": [record for record, _ in asked.restored],
        "person_code": [code for _, code in asked.restored],
    }
    engine.give("restored", {"record_id": "bigint", "person_code": "varchar"}, restored)
    run_file(engine, "codes.sql")
    for kind, without, number, column in (
        ("person", "people_without", "person", "person_code"),
        ("household", "homes_without", "home", "household_code"),
    ):
        fresh = take(engine, without).sort(number)
        codes = pl.Series(column, issue(kind, fresh.height, asked.taken), dtype=pl.String)
        drawn = fresh.with_columns(codes)
        table = "drawn_people" if kind == "person" else "drawn_homes"
        give(engine, asked, table, drawn)
    engine.run(
        Step(
            "drawn",
            """select person_code as code, 'person' as kind from drawn_people
            union all select household_code as code, 'household' as kind from drawn_homes""",
            kept=False,
        )
    )
    engine.write("drawn", asked.folder / "drawn.parquet", order_by="code")
    run_file(engine, "after.sql")
    run_file(engine, "moved.sql")
    engine.write("events", asked.folder / "events.parquet", order_by="event, record_id")
    _tell_moves(engine, asked)
    for table in ("record_keys", "retired", "revived"):
        engine.write(table, asked.folder / f"{table}.parquet")
    engine.write("all_keys", asked.folder / "keys.parquet")
    drop(engine, "person_votes", "home_votes", "home_marks", "name_owners", "fresh_keys")


def _tell_moves(engine: Engine, asked: Asked) -> None:
    """Write what became of households, now and before, each line under the edition in which it was found."""
    run_file(engine, "home_moves.sql")
    told = "household_code, kind, other_code, cast(persons as integer) as persons"
    now = f"select {told}, cast({asked.number} as integer) as edition from home_events_now"
    before = f"select {told}, cast(edition as integer) as edition from home_events_before"
    engine.run(Step("home_events", f"{now} union all {before}", kept=False))
    order = "household_code, edition, kind, other_code"
    engine.write("home_events", asked.folder / "home_events.parquet", order_by=order)
    drop(engine, "home_flows", "people_went")


_NO_EVENTS: dict[str, type[pl.DataType]] = {
    "household_code": pl.String,
    "kind": pl.String,
    "other_code": pl.String,
    "persons": pl.Int32,
    "edition": pl.Int32,
}
_BEFORE: dict[str, tuple[str, dict[str, type[pl.DataType]]]] = {
    "old_records": ("record_keys.parquet", _NO_RECORDS),
    "old_keys": ("keys.parquet", _NO_KEYS),
    "old_people": ("persons.parquet", {"person_code": pl.String, "household_code": pl.String}),
    "old_homes": ("households.parquet", {"household_code": pl.String}),
    "old_home_events": ("home_events.parquet", _NO_EVENTS),
}
# What of the edition before is read; no more of it need lie open.
FILES_BEFORE = tuple(name for name, _ in _BEFORE.values())


def _before(engine: Engine, asked: Asked) -> None:
    """Make the keys of the edition before readable, or empty ones."""
    for table, (name, schema) in _BEFORE.items():
        # An edition made before the register told of moves has no file of them.
        if asked.before is None or not (asked.before / name).exists():
            give(engine, asked, table, pl.DataFrame(schema=schema))
        elif asked.few:
            engine.take(table, [pl.read_parquet(asked.before / name, columns=list(schema))])
        else:
            engine.read(table, [asked.before / name])


def _counts(engine: Engine) -> dict[str, int]:
    [row] = engine.rows(
        """select count(*), count(case when rule in ('id', 'id_name') then 1 end),
            count(case when rule = 'name_birth_tambon' then 1 end), count(case when rule = 'likely' then 1 end),
            count(case when rule = 'alone' then 1 end)
        from links where unit = 'person'"""
    )
    counts = dict(zip(("person_records", "by_id", "by_name", "by_likeness", "alone"), row, strict=True))
    [(counts["persons"],)] = engine.rows("select count(*) from all_people")
    [(counts["households"],)] = engine.rows("select count(*) from homes")
    [(counts["codes_retired"],)] = engine.rows("select count(*) from retired")
    return counts
