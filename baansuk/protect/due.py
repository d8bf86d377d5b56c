"""By when a person's request must be answered: dated rules with their sources; no database, no clock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from baansuk.thai.words import Words

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueRule:
    """From a day on, requests of these kinds ("*": all others) are answered within so many days."""

    kinds: tuple[str, ...]
    begins: date
    days: int
    source: Words


@lru_cache(maxsize=1)
def load_due() -> tuple[DueRule, ...]:
    """Read ``due.toml``."""
    return read_due(files("baansuk.protect").joinpath("due.toml").read_text(encoding="utf-8"))


def read_due(text: str) -> tuple[DueRule, ...]:
    """Read due rules from TOML text. Raises ValueError where no rule holds for all other kinds."""
    rules = tuple(
        DueRule(tuple(one["kinds"]), one["from"], int(one["days"]), Words(one["source_th"], one["source_en"]))
        for one in tomllib.loads(text)["rule"]
    )
    if not any("*" in rule.kinds for rule in rules):
        raise ValueError("the due rules need one for '*'")
    return rules


def rule_for(kind: str, received: date, rules: Iterable[DueRule]) -> DueRule:
    """Return the rule for a request of this kind that came in on this day; one older than all rules has the first."""
    for wanted in (kind, "*"):
        named = sorted((rule for rule in rules if wanted in rule.kinds), key=lambda rule: rule.begins)
        held = [rule for rule in named if rule.begins <= received]
        if held:
            return held[-1]
        if named and wanted == "*":
            return named[0]
    raise ValueError("the due rules need one for '*'")


def due_on(kind: str, received: date, rules: Iterable[DueRule]) -> date:
    """Return the last day on which a request is answered in time."""
    return received + timedelta(days=rule_for(kind, received, rules).days)


def lateness(due: date, today: date) -> str:
    """Return ``late``, ``soon`` or ``""``."""
    if due < today:
        return "late"
    return "soon" if due - today <= SOON else ""
