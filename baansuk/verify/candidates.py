"""Which households are candidates, and by which rules: dated rules over a table of facts; no database, no clock."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import polars as pl

from baansuk.assess.language import Expression, check
from baansuk.engine.duckdb_engine import DuckDBEngine
from baansuk.engine.steps import Step
from baansuk.thai.words import Words

LABELS = ("bmn_fail", "mpi_poor", "target_poor", "no_list")
# The registers that a rule may name; one that never came names nobody.
SOURCES = ("welfare_card", "codi", "eef", "elderly", "disability", "bmn", "college", "moph43")
COLUMNS: Mapping[str, str] = (
    dict.fromkeys(("members", "indicators_failed", "indicators_unknown", "dimensions_failed", "lists_on"), "INTEGER")
    | dict.fromkeys((*LABELS, "vulnerable"), "BOOLEAN")
    | {f"on_{source}": "BOOLEAN" for source in SOURCES}
)
# What every row of facts carries beside the columns of rules.
WHERE = ("household_code", "area_code", "list_key", "house_no")


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to look at a household."""

    code: str
    name: Words
    expression: Expression


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of the rules; ``confirmed``: the province has said that it works so."""

    code: str
    version: int
    name: Words
    source: str
    confirmed: bool
    rules: tuple[Rule, ...]

    @property
    def stamp(self) -> str:
        """The set and its version as a round keeps it."""
        return f"{self.code}/{self.version}"

    def words(self, codes: str) -> list[Words]:
        """Return the names of rules written as codes with commas between; a rule that is gone is shown by its code."""
        names = {one.code: one.name for one in self.rules}
        return [names.get(code, Words(code, code)) for code in codes.split(",") if code]


@lru_cache(maxsize=1)
def load_rule_sets() -> dict[str, RuleSet]:
    """Read ``candidates.toml``, by stamp. Raises RuleRefused for a rule outside the language."""
    return read_rule_sets(files("baansuk.verify").joinpath("candidates.toml").read_text(encoding="utf-8"))


def rules_of(stamp: str) -> RuleSet:
    """Return the rules by the stamp that a round keeps; raises KeyError for one that does not come with the house."""
    return load_rule_sets()[stamp]


def read_rule_sets(text: str) -> dict[str, RuleSet]:
    """Read rule sets from TOML text (see ``load_rule_sets``)."""
    found = {}
    for one in tomllib.loads(text)["set"]:
        rules = tuple(map(_rule, one["rule"]))
        if len({rule.code for rule in rules}) < len(rules):
            raise ValueError(f"rules of {one['code']} share a code")
        names = Words(one["th"], one["en"])
        made = RuleSet(one["code"], int(one["version"]), names, one["source"], bool(one["confirmed"]), rules)
        found[made.stamp] = made
    return found


def _rule(one: Mapping[str, Any]) -> Rule:
    return Rule(one["code"], Words(one["th"], one["en"]), check(one["rule"], dict(COLUMNS)))


def find(facts: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Return the candidates among ``facts`` (columns ``WHERE`` and ``COLUMNS``) in list order, with the codes of the
    rules that are true in ``why``, commas between.
    """
    reasons = ", ".join(f"case when {one.expression.sql()} then '{one.code}' end" for one in rules)
    with DuckDBEngine() as engine:
        engine.connection.register("facts", facts.to_arrow())
        engine.run(Step("reasoned", f"select {', '.join(WHERE)}, concat_ws(',', {reasons}) as why from facts"))
        found = pl.DataFrame(engine.arrow("select * from reasoned"))
    return found.filter(pl.col("why") != "").sort("list_key")
