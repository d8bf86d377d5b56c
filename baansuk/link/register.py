"""The later stages: where homes are, what every source says, which value is in use, and the files of the edition."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.engine import Engine, Step
from baansuk.link import dressing, values
from baansuk.link.reading import fields_present
from baansuk.link.workshop import Asked, drop, give, run_file, shelve, take

_MAIN_HOMES = """select a.person_code, h.household_code, h.area_code, h.h
    from home_members m join all_people a on m.person = a.person join homes h on m.home = h.home
    where m.main"""

_NO_FAMILIES = {"person_code": "varchar", "family_no": "integer", "family_by": "varchar"}


def place_homes(engine: Engine, asked: Asked) -> None:
    """Choose each home's address and give it its place in the list."""
    for step in values.dwellings(asked.trust, asked.sources):
        engine.run(step)
    plain = "select p.*, c.household_code from home_places p join all_homes c on p.home = c.home"
    engine.run(Step("homes_plain", plain, kept=False))
    give(engine, asked, "homes", dressing.list_homes(take(engine, "homes_plain"), asked.home))
    drop(engine, "address_records", "home_places")


def gather_statements(engine: Engine, asked: Asked) -> None:
    """Write what every record says of its person and its household, and of areas."""
    for unit, step in (
        ("person", values.person_statements(fields_present(asked.tables, "person"))),
        ("household", values.household_statements(fields_present(asked.tables, "household"))),
    ):
        engine.run(step)
        path = asked.folder / f"{unit}_statements.parquet"
        shelve(engine, asked, step.name, path, order_by="h, record_id", table=f"{unit}_statements")
    # The widest table by far, and nothing reads it from here on.
    drop(engine, "mentions")
    engine.run(values.area_statements(fields_present(asked.tables, "area"), asked.trust, asked.sources))
    engine.write("area_facts", asked.folder / "area_facts.parquet", order_by="area_code, field, record_id")


def choose_values(engine: Engine, asked: Asked) -> None:
    """Write the links, then the values in use of persons and of households."""
    folder = asked.folder
    run_file(engine, "register.sql")
    shelve(engine, asked, "links_made", folder / "links.parquet", order_by="household_code, record_id", table="links")
    shelve(
        engine,
        asked,
        "memberships_made",
        folder / "memberships.parquet",
        order_by="household_code, person_code",
        table="memberships",
    )
    drop(engine, "person_of_record", "home_of_record")
    run_file(engine, "sources.sql")
    engine.run(_lists("person", "links", asked.sources))
    engine.run(_lists("household", "household_source_pairs", asked.sources))
    chosen = _choose(engine, asked, "person", _MAIN_HOMES)
    engine.run(dressing.person_values(asked.sources))
    shelve(
        engine,
        asked,
        "person_values_made",
        folder / "person_values.parquet",
        order_by="h, person_code",
        table="person_values",
    )
    drop(engine, *chosen)
    _number_families(engine)
    for step in dressing.PERSONS:
        engine.run(step)
    shelve(engine, asked, "persons_made", asked.work / "persons.parquet", order_by="h, person_code", table="persons")
    drop(engine, "kin", "family_numbers")
    for step in dressing.SIZES:
        engine.run(step)
    chosen = _choose(engine, asked, "household", "select household_code, list_key, area_code, h from homes")
    engine.run(dressing.HOUSEHOLD_VALUES)
    shelve(
        engine,
        asked,
        "household_values_made",
        folder / "household_values.parquet",
        order_by="h",
        table="household_values",
    )
    drop(engine, *chosen)


def write_register(engine: Engine, asked: Asked) -> None:
    """Write persons, households, memberships, lists and the words by which names are found."""
    folder = asked.folder
    dressing.dress_persons(asked.work / "persons.parquet", folder / "persons.parquet")
    for step in dressing.SPOKEN:
        engine.run(step)
    give(engine, asked, "name_keys", dressing.key_names(take(engine, "distinct_names")))
    give(engine, asked, "word_keys", dressing.key_words(take(engine, "distinct_words")))
    engine.run(dressing.WORDS)
    engine.write("words", folder / "words.parquet", order_by="word, area_code, person_code")
    engine.run(dressing.HOUSEHOLDS)
    engine.write("households_made", asked.work / "households.parquet", order_by="h")
    dressing.dress_households(asked.work / "households.parquet", folder / "households.parquet")
    engine.run(dressing.household_lists(asked.sources))
    engine.write("household_lists", folder / "household_lists.parquet", order_by="list_key")


def _number_families(engine: Engine) -> None:
    """Leave ``kin``, and ``family_numbers`` of the households in which somebody is kin to another."""
    run_file(engine, "kin.sql")
    if engine.rows("select 1 from kin limit 1"):
        run_file(engine, "families.sql")
    else:
        engine.give("family_numbers", _NO_FAMILIES, dict.fromkeys(_NO_FAMILIES, ()))
    drop(engine, "numbered", "kin_named", "kin_here", "partners", "children_at_home", "units", "kin_members")


def _choose(engine: Engine, asked: Asked, unit: str, starting: str) -> list[str]:
    """Leave a view ``<unit>_all_values`` and return the tables it reads."""
    present = fields_present(asked.tables, unit)
    steps = values.values_in_use(unit, present, asked.trust, asked.sources, at_once=asked.few)
    for step in steps:
        engine.run(step)
    columns = values.value_columns(unit, present)
    precision = ", birth_precision" if any(field.code == "birth_date" for field in present) else ""
    joins = values.joined_choices(unit, steps)
    engine.run(
        Step(f"{unit}_all_values", f"select b.*{precision}, {columns} from ({starting}) as b {joins}", kept=False)
    )
    return [step.name for step in steps]


def _lists(unit: str, table: str, sources: Sequence[str]) -> Step:
    flags = "".join(f", max(case when source = '{source}' then 1 else 0 end) = 1 as on_{source}" for source in sources)
    where = f"where {unit}_code is not null"
    return Step(f"{unit}_on", f"select {unit}_code{flags} from {table} {where} group by {unit}_code")
