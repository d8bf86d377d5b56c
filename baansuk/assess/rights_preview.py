"""Tries a changed list of benefits on the current edition before anybody approves it: who would be answered something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import polars

from baansuk.assess.frameworks_preview import HOUSES, LISTS, MEMBERS, Changes
from baansuk.assess.frameworks_run import AREA_FACTS
from baansuk.assess.profile import register_steps
from baansuk.assess.rights_checking import CheckedBenefits
from baansuk.assess.rights_letters import NOT_ASKED, WIDTH
from baansuk.assess.rights_run import LINKS, read_tables
from baansuk.assess.rights_steps import right_steps
from baansuk.assess.sets import load_rules
from baansuk.assess.values import literal
from baansuk.engine import Engine, Step, open_engine
from baansuk.vault.shelf import unsealed_folder

READ = (HOUSES, MEMBERS, LISTS)
FILES = tuple(f"{name}.parquet" for name in (*READ, AREA_FACTS, LINKS))
ANSWERS = "rights"
BEFORE = Step("rights_before", f"select * from {ANSWERS}")


def try_benefits(
    folder: Path, new: CheckedBenefits, old: CheckedBenefits, *, day: date, areas: Sequence[str]
) -> dict[str, Changes]:
    """Ask those of ``areas`` by two lists and return, by benefit, whose answers differ, of persons or of households.

    A benefit that only one of the lists has was, or will be, no answer ('-'). ``folder`` is that of an edition.
    """
    with ExitStack() as stack:
        files = stack.enter_context(unsealed_folder(folder, *FILES))
        engine = stack.enter_context(open_engine("duckdb", memory="500MB", spill=files / "spill"))
        for name in (*READ, AREA_FACTS):
            if (file := files / f"{name}.parquet").exists():
                engine.read(name, [file])
        lists = polars.read_parquet_schema(files / f"{LISTS}.parquet")
        sources = [name.removeprefix("on_") for name in lists if name.startswith("on_")]
        for step in register_steps(load_rules(), sources):
            engine.run(step)
        tables = read_tables(engine, files)
        for checked, after in ((old, BEFORE), (new, None)):
            for step in right_steps(checked, tables, day):
                engine.run(step)
                if step.name == ANSWERS:
                    break  # nobody is listed by a trial
            if after is not None:
                engine.run(after)
        return _compare(engine, new, old, areas)


def _compare(engine: Engine, new: CheckedBenefits, old: CheckedBenefits, areas: Sequence[str]) -> dict[str, Changes]:
    inside = " or ".join(f"coalesce(a.list_key, b.list_key) like '{area}%'" for area in areas if area.isdigit())
    moves: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    after: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit in ("person", "household"):
        places = _places(new, old, unit)
        if not places:
            continue
        listed = ", ".join(f"({literal(code)}, {was}, {now})" for code, (was, now) in places.items())
        who = "= ''" if unit == "household" else "<> ''"
        rows = engine.rows(
            f"""select m.benefit, {_letter("b", "was")} as was, {_letter("a", "now")} as now, count(*)
            from {ANSWERS} a full join rights_before b
                on b.household_code = a.household_code and b.person_code = a.person_code
            cross join (values {listed}) as m(benefit, was, now)
            where coalesce(a.person_code, b.person_code) {who} and ({inside or "false"})
            group by 1, 2, 3"""
        )
        for benefit, was, now, count in rows:
            after[benefit][now] += count
            if was != now:
                moves[benefit][was, now] = count
    return {code: Changes(moves[code], dict(after[code])) for code in after}


def _places(new: CheckedBenefits, old: CheckedBenefits, unit: str) -> Mapping[str, tuple[int, int]]:
    """Where the letter of each benefit stands in both lists, counted from 1; 0 where a list has it not."""
    before, now = (
        {one.benefit.code: place * WIDTH + 1 for place, one in enumerate(each.of_unit(unit))} for each in (old, new)
    )
    return {code: (before.get(code, 0), now.get(code, 0)) for code in {**before, **now}}


def _letter(table: str, place: str) -> str:
    letter = f"substr({table}.letters, m.{place}, 1)"
    return f"case when m.{place} = 0 or coalesce({letter}, '') = '' then '{NOT_ASKED}' else {letter} end"
