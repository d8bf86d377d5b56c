"""Tries a changed framework on the current edition before anybody approves it: whose answer would be another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars

from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.frameworks_columns import REGISTER
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.frameworks_run import AREA_FACTS
from baansuk.assess.frameworks_steps import (
    Judged,
    Tables,
    columns_read,
    counts_members,
    divides_by_zero,
    judging_steps,
    named,
)
from baansuk.assess.profile import register_steps
from baansuk.assess.sets import load_rules
from baansuk.engine import Engine, Step, open_engine
from baansuk.vault.shelf import unsealed_folder

HOUSES, MEMBERS, LISTS = "household_values", "person_values", "household_lists"
# These need members and lists as well; facts alone are read much faster.
OF_THE_REGISTER = frozenset(REGISTER) - {"persons"}
_HOMES = Step(
    "labelled",
    """select household_code, list_key, rpad(coalesce(area_code, ''), 8, '0') as area_code,
        coalesce(cast(members as integer), 0) as persons from household_values""",
    kept=False,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """How the letters of one part change: (before, after) -> households; and all its households by letter after."""

    moves: dict[tuple[str, str], int]
    after: dict[str, int]

    @property
    def households(self) -> int:
        return sum(self.moves.values())

    def come_to(self, letter: str) -> int:
        """Return how many have this letter and had another."""
        return sum(count for (_old, new), count in self.moves.items() if new == letter)

    def leave(self, letter: str) -> int:
        """Return how many had this letter and have another."""
        return sum(count for (old, _new), count in self.moves.items() if old == letter)


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial: changes by part, in their order; households in all; the first codes whose answer changes.

    ``divided_by_zero``: households of which a new rule divides by zero, so that it says nothing of them.
    """

    parts: dict[str, Changes]
    households: int
    codes: tuple[str, ...]
    divided_by_zero: int = 0


def try_framework(
    folder: Path, new: Checked, old: Checked | None, *, day: date, areas: Sequence[str], part: str = "", codes: int = 0
) -> Tried:
    """Judge the households of ``areas`` by two versions of a framework and return whose letters differ.

    ``old`` is None where nothing was in force: all counts as not known before. ``codes``: how many household codes to
    give, of those whose letter of ``part`` changes (of any part where that is ''). ``folder`` is that of an edition.
    """
    same = old is not None and parts_of(old.framework) == parts_of(new.framework)
    judged = named([new, *([old] if same and old else [])])
    read = columns_read(judged)
    wanted = [HOUSES, *([MEMBERS] if counts_members(judged) else []), AREA_FACTS]
    if read & OF_THE_REGISTER:
        wanted = [HOUSES, MEMBERS, LISTS, AREA_FACTS]
    with ExitStack() as stack:
        files = stack.enter_context(unsealed_folder(folder, *(f"{name}.parquet" for name in wanted)))
        engine = stack.enter_context(open_engine("duckdb", memory="500MB", spill=files / "spill"))
        _judge(engine, files, judged, wanted, day, whole=bool(read & OF_THE_REGISTER))
        return _compare(engine, judged, areas, part, codes)


def _judge(
    engine: Engine, files: Path, judged: Sequence[Judged], wanted: Sequence[str], day: date, *, whole: bool
) -> None:
    there = [name for name in wanted if (files / f"{name}.parquet").exists()]
    for name in there:
        engine.read(name, [files / f"{name}.parquet"])
    columns = {name: frozenset(polars.read_parquet_schema(files / f"{name}.parquet")) for name in there}
    sources = sorted(name.removeprefix("on_") for name in columns.get(LISTS, ()) if name.startswith("on_"))
    base = register_steps(load_rules(), sources) if whole else [_HOMES]
    tables = Tables(columns[HOUSES], columns.get(MEMBERS, frozenset()), AREA_FACTS in there)
    for step in (*base, *judging_steps(judged, tables, day)):
        engine.run(step)


def _compare(engine: Engine, judged: Sequence[Judged], areas: Sequence[str], part: str, codes: int) -> Tried:
    parts = parts_of(judged[0].framework)
    new = f"{judged[0].mark}_letters"
    old = f"{judged[1].mark}_letters" if len(judged) > 1 else f"repeat('U', {len(parts)})"
    inside = " or ".join(f"list_key like '{area}%'" for area in areas if area.isdigit()) or "false"
    engine.run(
        Step(
            "tried",
            f"select household_code, list_key, {old} as old, {new} as new from framework_letters where {inside}",
        )
    )
    places = ", ".join(f"({place})" for place in range(1, len(parts) + 1)) or "(0)"
    rows = engine.rows(
        f"""select place, substr(old, place, 1), substr(new, place, 1), count(*)
        from tried cross join (values {places}) as p(place) group by 1, 2, 3"""
    )
    moves: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    after: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place, before, now, count in rows:
        after[place][now] += count
        if before != now:
            moves[place][before, now] = count
    changed = {code: Changes(moves[place], dict(after[place])) for place, code in enumerate(parts, start=1)}
    households = engine.rows("select count(*) from tried")[0][0]
    return Tried(changed, households, _codes(engine, parts, part, codes), _divided(engine, judged[0], inside))


def _divided(engine: Engine, new: Judged, inside: str) -> int:
    test = divides_by_zero(new)
    if not test:
        return 0
    [(rows,)] = engine.rows(f"select count(*) from framework_wholes where ({inside}) and ({test})")
    return int(rows)


def _codes(engine: Engine, parts: Sequence[str], part: str, most: int) -> tuple[str, ...]:
    if not most:
        return ()
    place = parts.index(part) + 1 if part in parts else 0
    test = f"substr(old, {place}, 1) <> substr(new, {place}, 1)" if place else "old <> new"
    rows = engine.rows(
        f"select household_code from tried where {test} order by list_key, household_code limit {int(most)}"
    )
    return tuple(code for (code,) in rows)
