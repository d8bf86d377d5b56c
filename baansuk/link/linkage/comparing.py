"""Writes the steps that compare the candidates."""

from __future__ import annotations

from baansuk.engine import Step
from baansuk.link.linkage.candidates import OF_TWO_IDS
from baansuk.link.linkage.levels import STEPS
from baansuk.link.linkage.spelling import bytes_sql
from baansuk.link.linkage.sql import steps_of


def comparing_steps(records: int, of: str = "") -> list[Step]:
    """The steps from ``pairs`` (l, r, rules) to ``compared`` (l, r, rules, pattern) and ``counted``.

    All names of tables begin with ``of``. ``records`` is how many records there are, by which a name is rare or common.
    """
    words = {
        "given": _name_sql("given"),
        "family": _name_sql("family"),
        "one_in_bytes": bytes_sql("one"),
        "other_in_bytes": bytes_sql("other"),
        "area_in_bytes_a": bytes_sql("a.name"),
        "area_in_bytes_b": bytes_sql("b.name"),
        "pattern": _pattern_sql(records),
        "of": of,
        "of_two_ids": str(OF_TWO_IDS),
    }
    return steps_of("comparing.sql", words)


def _name_sql(field: str) -> str:
    """SQL: the level of two names as far as their records tell: 8 and 9 are told by what stands with the names."""
    return (
        f"case when a.{field} is null or b.{field} is null then 0 when a.{field} = b.{field} then 1 "
        f"when a.{field}_skeleton = b.{field}_skeleton then 8 else 9 end"
    )


def _pattern_sql(records: int) -> str:
    """SQL: the levels packed; how many would bear the agreeing names by chance is records x share x share."""
    both, given, family = "given_records * family_records", "given_records", "family_records"
    names = f"""case
        when given_level between 1 and 4 and family_level between 1 and 4
            then case when {both} < {0.1 * records} then 1 when {both} < {1.0 * records} then 2 else 3 end
        when given_level between 1 and 4
            then case when {given} < {0.0001 * records} then 1 when {given} < {0.001 * records} then 2 else 3 end
        when family_level between 1 and 4
            then case when {family} < {0.0001 * records} then 1 when {family} < {0.001 * records} then 2 else 3 end
        else 0 end"""
    fields = ("id", "given", "family", "birth", "place", "sex", "phone")
    total = " + ".join(f"{STEPS[field]} * {field}_level" for field in fields)
    return f"cast({total} + {names} as integer)"
