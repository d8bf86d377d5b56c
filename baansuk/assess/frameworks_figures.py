"""The table steps that keep what frameworks say of each household, and count it by area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.frameworks_letters import lettered, parts_of
from baansuk.assess.frameworks_steps import Judged, Tables, judging_steps, named
from baansuk.assess.values import literal
from baansuk.engine import Step

LEVELS = (0, 2, 4, 6, 8)
# So that the small table is a table also where no framework judges.
_NO_MEASURE = "(1, '', 'F')"


def framework_steps(
    checked: Sequence[Checked], tables: Tables, day: date, beside: Sequence[Checked] = ()
) -> list[Step]:
    """The steps in the order in which they run; ages are in completed years on ``day``.

    They leave ``standings`` (one row per household: ``code:letters`` of each framework, a space between) and
    ``framework_figures`` (one row per area and measure). What is judged ``beside`` them in the same pass is kept by whoever
    asked for it: its letters are left in ``<code>_letters``.
    """
    every = named([*checked, *beside])
    judged = every[: len(checked)]
    return [
        *judging_steps(every, tables, day),
        *(_beside(one) for one in every[len(checked) :]),
        _standings(judged),
        _measures(judged),
        _found(judged),
        _village_counts(),
        _figures(),
    ]


def _beside(one: Judged) -> Step:
    columns = f"household_code, list_key, area_code, persons, {one.mark}_letters as letters"
    return Step(f"{one.framework.code}_letters", f"select {columns} from framework_letters")


def _standings(judged: Sequence[Judged]) -> Step:
    """One text per household, each framework's letters behind its code."""
    parts = [
        f"{literal(one.framework.code + ':')} || {one.mark}_letters" for one in judged if not one.framework.is_frame
    ]
    text = " || ' ' || ".join(parts) or "''"
    return Step("standings", f"select household_code, list_key, {text} as letters from framework_letters")


def _measures(judged: Sequence[Judged]) -> Step:
    """The measures as a small table: the place of each in the letters of all frameworks together, and the letter that finds."""
    rows, before = [], 0
    for one in judged:
        rows += [
            f"({before + measure.place}, {literal(measure.measure)}, {literal(measure.found)})"
            for measure in lettered(one.framework)
        ]
        before += len(parts_of(one.framework))
    return Step(
        "framework_measures", f"select * from (values {', '.join(rows) or _NO_MEASURE}) as m(place, measure, found)"
    )


def _found(judged: Sequence[Judged]) -> Step:
    """One row per household and measure with its letter."""
    letters = " || ".join(f"{one.mark}_letters" for one in judged) or "''"
    return Step(
        "framework_found",
        f"""select area_code, persons, measure, found, substr({letters}, place, 1) as letter
        from framework_letters cross join framework_measures""",
        kept=False,
    )


def _village_counts() -> Step:
    """Counts by village; of a scale, whoever stands on another level passes."""
    tests = {
        "pass": "letter <> found and letter not in ('U', 'N')",
        "fail": "letter = found",
        "na": "letter = 'N'",
        "unknown": "letter = 'U'",
    }
    counts = ", ".join(f"sum(case when {test} then 1 else 0 end) as households_{name}" for name, test in tests.items())
    return Step(
        "framework_village_counts",
        f"""select area_code, measure, {counts}, sum(case when letter = found then persons else 0 end) as persons_fail,
            sum(persons) as persons_all
        from framework_found group by area_code, measure""",
    )


def _figures() -> Step:
    """The villages added up to every level, as in ``profile.py``: code 00 stands for "not known" below a known area."""
    levels = ", ".join(f"({level})" for level in LEVELS)
    counts = ("pass", "fail", "na", "unknown")
    names = [*(f"households_{one}" for one in counts), "persons_fail", "persons_all"]
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in names)
    return Step(
        "framework_figures",
        f"""select substr(area_code, 1, level) as area_code, level, measure, {sums}
        from framework_village_counts cross join (values {levels}) as l(level)
        where (level <= 2 or substr(area_code, level - 3, 2) <> '00') and measure <> ''
        group by substr(area_code, 1, level), level, measure""",
    )
