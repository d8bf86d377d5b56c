"""Reads what the rules of candidate lists may know of every household of an edition, as one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
from django.db.models import QuerySet

from baansuk.assess.frameworks_letters import lettered
from baansuk.assess.frameworks_questions import framework_of
from baansuk.assess.models import Profile, Standing
from baansuk.assess.sets import load_rules
from baansuk.people.models import Edition, Household
from baansuk.verify.candidates import COLUMNS, LABELS, SOURCES

VULNERABLE = "vulnerable"
OUTCOME = "vulnerable.with_dependants"
AT_ONCE = 20_000
_HOUSEHOLDS = ("code", "area_code", "list_key", "house_no", "members", "sources")
_PROFILES = ("household_code", "failed", "unknown", "dimensions", "labels")
_ANSWER = {"F": True, "P": False}


def facts_of(edition: Edition) -> pl.DataFrame:
    """Return one row per household: ``candidates.WHERE`` and ``candidates.COLUMNS``; what nobody judged is null."""
    households = _read(Household.objects.filter(edition=edition.number), _HOUSEHOLDS)
    profiles = _read(Profile.objects.filter(edition=edition.number), _PROFILES)
    # A set of the frameworks' own may have profiles of other households; each household has one of the main set.
    facts = households.rename({"code": "household_code"}).join(
        profiles.unique("household_code"), on="household_code", how="left"
    )
    facts = facts.join(_vulnerable(edition), on="household_code", how="left")
    return facts.select("household_code", "area_code", "list_key", "house_no", *_columns())


def _columns() -> Iterable[pl.Expr]:
    """The columns of rules from what is stored."""
    sources = pl.concat_str(pl.lit(","), pl.col("sources"), pl.lit(","))
    kinds = {one.source: one.kind for one in load_rules().labels.list}
    lists = [source for source in SOURCES if kinds.get(source, "list") == "list"]
    on = {source: sources.str.contains(f",{source},", literal=True) for source in SOURCES}
    made = {
        "members": pl.col("members"),
        "indicators_failed": pl.col("failed"),
        "indicators_unknown": pl.col("unknown"),
        "dimensions_failed": pl.col("dimensions").str.count_matches("F"),
        "lists_on": pl.sum_horizontal(on[source].cast(pl.Int32) for source in lists),
        VULNERABLE: pl.col(VULNERABLE),
    }
    made |= {label: _label(label) for label in LABELS} | {f"on_{source}": one for source, one in on.items()}
    types = {"INTEGER": pl.Int32, "BOOLEAN": pl.Boolean}
    return [made[name].cast(types[kind]).alias(name) for name, kind in COLUMNS.items()]


def _label(code: str) -> pl.Expr:
    """A label's letter, from a text such as ``mpi_poor:F no_list:P``."""
    letter = pl.col("labels").str.extract(rf"(?:^| ){code}:(\w)")
    return letter.replace_strict(_ANSWER, default=None, return_dtype=pl.Boolean)


def _vulnerable(edition: Edition) -> pl.DataFrame:
    """Who is vulnerable by the framework that the edition was judged by; nobody is known where there is none."""
    framework = framework_of(edition, VULNERABLE)
    place = next((one.place for one in lettered(framework) if one.measure == OUTCOME), 0) if framework else 0
    if not place:
        return pl.DataFrame(schema={"household_code": pl.String, VULNERABLE: pl.Boolean})
    rows = _read(Standing.objects.filter(edition=edition.number), ("household_code", "letters"))
    letter = pl.col("letters").str.extract(rf"(?:^| ){VULNERABLE}:\S{{{place - 1}}}(\S)")
    return rows.select(
        "household_code", letter.replace_strict(_ANSWER, default=None, return_dtype=pl.Boolean).alias(VULNERABLE)
    )


_TYPES: Mapping[str, pl.DataType] = dict.fromkeys(("members", "failed", "unknown"), pl.Int32())


def _read(rows: QuerySet[Household] | QuerySet[Profile] | QuerySet[Standing], names: tuple[str, ...]) -> pl.DataFrame:
    """Read columns of many rows without a model object for each."""
    schema = {name: _TYPES.get(name, pl.String()) for name in names}
    listed = rows.order_by().values_list(*names).iterator(chunk_size=AT_ONCE)
    return pl.DataFrame(list(listed), schema=schema, orient="row")
