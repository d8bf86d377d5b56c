"""Small frameworks as the text of their files, tables by their keys, and when two numbers are the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Plan = Mapping[str, Any]


def toml(plan: Plan) -> str:
    """The framework as the text of its file."""
    lines = []
    for section in plan:
        if section != "dimension":
            lines += [f"[{section}]", *_pairs(plan[section]), ""]
    for dimension in plan["dimension"]:
        lines += ["[[dimension]]", *_pairs({**dimension, "indicator": None}), ""]
        for indicator in dimension["indicator"]:
            lines += ["[[dimension.indicator]]", *_pairs(indicator), ""]
    return "\n".join(lines)


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items() if value is not None]


def plan_of(
    *indicators: str, cutoffs: Sequence[str] = ("1/3",), missing: str = "complete-cases", **sections: Any
) -> Any:
    """A framework of one dimension whose indicators, all of equal weight, have the names of their columns."""
    rules = [{"name": name, "deprived_if": f"{name} = 1"} for name in indicators]
    framework = {"name": "example", "unit": "household", "missing": missing, "cutoffs": list(cutoffs)}
    return {"framework": framework, **sections, "dimension": [{"name": "life", "indicator": rules}]}


def keyed(table: Iterable[Mapping[str, Any]], *names: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows of a table by their keys; the same key twice is a fault."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in table:
        key = tuple(row[name] for name in names)
        assert key not in found, key
        found[key] = {name: value for name, value in row.items() if name not in names}
    return found


LEVEL = ("measure", "indicator", "k", "by", "group", "time")
CURVE = ("by", "group", "time", "k_num", "k_den")
CHANGE = ("measure", "indicator", "k", "by", "group", "time0", "time1", "kind")


def near(found: Any, right: Any, *, share: float = 0.0, least: float = 1e-12) -> bool:
    """Whether a float is the right one: within ``least``, or within ``share`` of it; unknown only where unknown."""
    if found is None or right is None:
        return found is None and right is None
    exact = Fraction(found) - Fraction(right)
    return abs(exact) <= max(Fraction(least), Fraction(share) * abs(Fraction(right)))
