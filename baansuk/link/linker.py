"""The first linker: exact links only, from accepted clean tables to the Parquet of one edition."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from baansuk.engine import Engine, Step, load_steps
from baansuk.link import dressing, values
from baansuk.link.reading import Table, fields_present, read_tables
from baansuk.people.codes import issue
from baansuk.people.trust import Trust

log = logging.getLogger(__name__)

# Rosters that share members only in a long chain would need more passes than this; they then stay apart.
MOST_PASSES = 10
STAGES = ("read", "persons", "households", "codes", "places", "statements", "values", "register")

Progress = Callable[[str, int, int], None]
_NO_RECORDS: dict[str, type[pl.DataType]] = {
    "record_id": pl.Int64,
    "person_code": pl.String,
    "household_code": pl.String,
}
_NO_KEYS: dict[str, type[pl.DataType]] = {"kind": pl.String, "key": pl.String, "code": pl.String}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one linking works on: tables, the folder to fill, a scratch folder, the edition before, and the rules.

    ``home`` is the code of the one area that all files speak of ('' when they speak of several): whoever cannot be placed
    more closely stands there. ``mark_ids`` turns distinct id keys (``kind:number``) into a blind index and a masked form: columns id_key,
    id_index, id_masked. ``taken`` holds every code ever issued. ``before`` is None for the first edition.
    """

    tables: Sequence[Table]
    folder: Path
    work: Path
    before: Path | None
    trust: Trust
    mark_ids: Callable[[pl.Series], pl.DataFrame]
    taken: frozenset[str] | set[str]
    home: str = ""


def link_tables(engine: Engine, asked: Asked, progress: Progress | None = None) -> dict[str, int]:
    """Link everything and write the edition's Parquet into ``asked.folder``; returns counts for the record.

    The same tables, edition before and trust give the same persons, households and codes, whatever the order of rows.
    """
    stages = (
        _read,
        _link_persons,
        _link_households,
        _carry_codes,
        _place_homes,
        _gather_statements,
        _choose_values,
        _write_register,
    )
    for place, (name, stage) in enumerate(zip(STAGES, stages, strict=True)):
        if progress:
            progress(name, place, len(STAGES))
        stage(engine, asked)
    if progress:
        progress(STAGES[-1], len(STAGES), len(STAGES))
    return _counts(engine)


def _read(engine: Engine, asked: Asked) -> None:
    read_tables(engine, asked.tables, asked.work)
    sources = _sources(asked)
    ranks: dict[tuple[str, str], int] = {}
    for place, rule in enumerate(asked.trust.main_household):
        for source in sources:
            for kind in rule.kinds:
                if source in rule.sources or "*" in rule.sources:
                    ranks.setdefault((source, kind), place)
    rows = [(source, kind, place) for (source, kind), place in ranks.items()]
    schema = {"source": pl.String, "kind": pl.String, "place": pl.Int32}
    _give(engine, asked, "main_ranks", pl.DataFrame(rows, schema=schema, orient="row"))


def _link_persons(engine: Engine, asked: Asked) -> None:
    _run(engine, "persons.sql")
    # Dropping "gathered" is safe: person_of_record is kept, and the views between are read no more.
    _drop(engine, "gathered")


def _link_households(engine: Engine, asked: Asked) -> None:
    _run(engine, "households.sql")
    _spread_labels(engine)
    _run(engine, "homes.sql")
    _drop(
        engine,
        *("house_mentions", "seats", "rosters", "roster_people", "coded_people", "open_seats", "shared_seats"),
        *("labels", "roster_homes", "one_home", "bound", "placed", "belongings", "stays", "homed", "lodgings"),
    )


def _spread_labels(engine: Engine) -> None:
    """Repeat the pass until no label falls; each pass sees only rosters that share a member at one address."""
    passing = load_steps("baansuk.link", "spread.sql")
    for _ in range(MOST_PASSES):
        for step in passing:
            engine.run(step)
        [(fallen,)] = engine.rows(
            "select count(*) from labels l join next_labels n on l.roster = n.roster where n.label < l.label"
        )
        if not fallen:
            return
        engine.run(Step("labels", "select roster, label from next_labels"))
    log.warning("rosters sharing members still changed after %d passes", MOST_PASSES)


def _carry_codes(engine: Engine, asked: Asked) -> None:
    """Give every person and home the code it had, or a new one; note which codes end and what leads to them."""
    engine.run(Step("distinct_ids", "select distinct id_key from mentions where id_key is not null"))
    marks = asked.mark_ids(_take(engine, asked, "distinct_ids")["id_key"])
    _give(engine, asked, "id_marks", marks)
    _before(engine, asked)
    _run(engine, "codes.sql")
    for kind, without, number, column in (
        ("person", "people_without", "person", "person_code"),
        ("household", "homes_without", "home", "household_code"),
    ):
        fresh = _take(engine, asked, without).sort(number)
        codes = pl.Series(column, issue(kind, fresh.height, asked.taken), dtype=pl.String)
        drawn = fresh.with_columns(codes)
        table = "drawn_people" if kind == "person" else "drawn_homes"
        _give(engine, asked, table, drawn)
    engine.run(
        Step(
            "drawn",
            """select person_code as code, 'person' as kind from drawn_people
            union all select household_code as code, 'household' as kind from drawn_homes""",
            kept=False,
        )
    )
    engine.write("drawn", asked.folder / "drawn.parquet", order_by="code")
    _run(engine, "after.sql")
    for table in ("record_keys", "retired", "revived"):
        engine.write(table, asked.folder / f"{table}.parquet")
    engine.write("all_keys", asked.folder / "keys.parquet")
    _drop(engine, "person_votes", "home_votes", "home_marks", "name_owners", "fresh_keys")


def _before(engine: Engine, asked: Asked) -> None:
    """Make the keys of the edition before readable, or empty ones."""
    empty: dict[str, tuple[str, dict[str, type[pl.DataType]]]] = {
        "old_records": ("record_keys.parquet", _NO_RECORDS),
        "old_keys": ("keys.parquet", _NO_KEYS),
        "old_people": ("persons.parquet", {"person_code": pl.String, "household_code": pl.String}),
        "old_homes": ("households.parquet", {"household_code": pl.String}),
    }
    for table, (name, schema) in empty.items():
        if asked.before is None:
            _give(engine, asked, table, pl.DataFrame(schema=schema))
        else:
            engine.read(table, [asked.before / name])


def _place_homes(engine: Engine, asked: Asked) -> None:
    for step in values.dwellings(asked.trust, _sources(asked)):
        engine.run(step)
    engine.run(
        Step(
            "homes_plain",
            "select p.*, c.household_code from home_places p join all_homes c on p.home = c.home",
            kept=False,
        )
    )
    _give(engine, asked, "homes", dressing.list_homes(_take(engine, asked, "homes_plain"), asked.home))
    _drop(engine, "address_records", "home_places")


def _gather_statements(engine: Engine, asked: Asked) -> None:
    for unit, step in (
        ("person", values.person_statements(fields_present(asked.tables, "person"))),
        ("household", values.household_statements(fields_present(asked.tables, "household"))),
    ):
        engine.run(step)
        path = asked.folder / f"{unit}_statements.parquet"
        engine.write(step.name, path, order_by="h, record_id")
        engine.read(f"{unit}_statements", [path])
    engine.run(values.area_statements(fields_present(asked.tables, "area"), asked.trust, _sources(asked)))
    engine.write("area_facts", asked.folder / "area_facts.parquet", order_by="area_code, field, record_id")


def _choose_values(engine: Engine, asked: Asked) -> None:
    _run(engine, "register.sql")
    sources = _sources(asked)
    engine.run(_lists("person", "links", sources))
    engine.run(_lists("household", "household_source_pairs", sources))
    for unit, starting in (
        (
            "person",
            """select a.person_code, h.household_code, h.area_code, h.h
            from home_members m join all_people a on m.person = a.person join homes h on m.home = h.home
            where m.main""",
        ),
        ("household", "select household_code, list_key, area_code, h from homes"),
    ):
        present = fields_present(asked.tables, unit)
        steps = values.values_in_use(unit, present, asked.trust, sources)
        for step in steps:
            engine.run(step)
        columns = values.value_columns(unit, present)
        precision = ", birth_precision" if any(field.code == "birth_date" for field in present) else ""
        engine.run(
            Step(
                f"{unit}_values_made",
                f"""select b.*{precision}, {columns}
                from ({starting}) as b {values.joined_choices(unit, steps)}""".replace(
                    f", {unit}_code,", f", b.{unit}_code,"
                ),
            )
        )
        _drop(engine, *(step.name for step in steps))


def _write_register(engine: Engine, asked: Asked) -> None:
    for step in dressing.register_steps(_sources(asked)):
        engine.run(step)
    folder = asked.folder
    engine.write("persons_made", asked.work / "persons.parquet", order_by="h, person_code")
    dressing.dress_persons(asked.work / "persons.parquet", folder / "persons.parquet")
    for step in dressing.SPOKEN:
        engine.run(step)
    _give(engine, asked, "name_keys", dressing.key_names(_take(engine, asked, "distinct_names")))
    _give(engine, asked, "word_keys", dressing.key_words(_take(engine, asked, "distinct_words")))
    engine.run(dressing.WORDS)
    engine.write("words", folder / "words.parquet", order_by="word, area_code, person_code")
    engine.write("households_made", asked.work / "households.parquet", order_by="h")
    dressing.dress_households(asked.work / "households.parquet", folder / "households.parquet")
    for table, order in (
        ("person_values", "h, person_code"),
        ("household_values", "h"),
        ("household_lists", "list_key"),
        ("memberships", "household_code, person_code"),
        ("links", "household_code, record_id"),
    ):
        engine.write(table, folder / f"{table}.parquet", order_by=order)


def _lists(unit: str, table: str, sources: Sequence[str]) -> Step:
    flags = "".join(f", max(case when source = '{source}' then 1 else 0 end) = 1 as on_{source}" for source in sources)
    where = f"where {unit}_code is not null"
    return Step(f"{unit}_on", f"select {unit}_code{flags} from {table} {where} group by {unit}_code")


def _counts(engine: Engine) -> dict[str, int]:
    [row] = engine.rows(
        """select count(*), count(case when rule = 'id' then 1 end),
            count(case when rule = 'name_birth_tambon' then 1 end), count(case when rule = 'alone' then 1 end)
        from person_of_record"""
    )
    counts = dict(zip(("person_records", "by_id", "by_name", "alone"), row, strict=True))
    [(counts["persons"],)] = engine.rows("select count(*) from all_people")
    [(counts["households"],)] = engine.rows("select count(*) from homes")
    [(counts["codes_retired"],)] = engine.rows("select count(*) from retired")
    return counts


def _sources(asked: Asked) -> list[str]:
    return sorted({table.source for table in asked.tables})


def _run(engine: Engine, filename: str) -> None:
    for step in load_steps("baansuk.link", filename):
        engine.run(step)


def _drop(engine: Engine, *tables: str) -> None:
    for table in tables:
        engine.drop(table)


def _give(engine: Engine, asked: Asked, table: str, frame: pl.DataFrame) -> None:
    """Hand a frame to the engine through a scratch file: the one way that every engine reads alike."""
    path = asked.work / f"{table}.parquet"
    frame.write_parquet(path)
    engine.read(table, [path])


def _take(engine: Engine, asked: Asked, table: str) -> pl.DataFrame:
    path = asked.work / f"{table}.taken.parquet"
    engine.write(table, path)
    return pl.read_parquet(path)
