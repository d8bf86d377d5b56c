"""The measures once more, slow and obvious: rows as dictionaries, numbers as fractions, one loop for every sum.

Conventions: docs/explanation/measures.md. Nothing of the command is imported here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baansuk.assess.measuring.tests.twin_rules import answer

Row = Mapping[str, Any]
Plan = Mapping[str, Any]  # a framework as its file says it
# How an indicator stands in a row.
DEPRIVED, PASSES, NOT_APPLICABLE, UNKNOWN = "deprived", "passes", "not applicable", "unknown"
MAIN, LOW, HIGH = "main", "low", "high"


def share(text: str) -> Fraction:
    """A weight or a cut-off as it is written: 0.33, 1/3 or 20%."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


@dataclass(frozen=True)
class Indicator:
    """One indicator with its share of the whole."""

    name: str
    weight: Fraction
    deprived_if: str
    applies_if: str

    def state(self, row: Row) -> str:
        applies, deprived = answer(self.applies_if, row), answer(self.deprived_if, row)
        if applies is False:
            return NOT_APPLICABLE
        if applies is None or deprived is None:
            return UNKNOWN
        return DEPRIVED if deprived else PASSES


def indicators_of(plan: Plan) -> list[Indicator]:
    found = []
    dimensions = plan["dimension"]
    for dimension in dimensions:
        whole = share(dimension["weight"]) if "weight" in dimension else Fraction(1, len(dimensions))
        asked = dimension["indicator"]
        for one in asked:
            weight = share(one["weight"]) if "weight" in one else whole / len(asked)
            found.append(Indicator(one["name"], weight, one["deprived_if"], one.get("applies_if", "true")))
    assert sum(one.weight for one in found) == 1
    return found


@dataclass(frozen=True)
class View:
    """A row as one way of taking the unknown sees it: what counts as deprived, as known, and the score."""

    deprived: tuple[bool, ...]
    known: tuple[bool, ...]
    score: Fraction


@dataclass(frozen=True)
class Unit:
    """A row: its weight, its unit of sampling, its states, and its views; no views when it is not scored."""

    row: Row
    weight: Fraction
    stratum: Any
    psu: Any
    states: tuple[str, ...]
    num: int
    den: int
    views: Mapping[str, View]

    @property
    def used(self) -> bool:
        return bool(self.views)


@dataclass(frozen=True)
class Study:
    """A framework and the rows that it was asked of."""

    plan: Plan
    indicators: Sequence[Indicator]
    units: Sequence[Unit]

    @property
    def cutoffs(self) -> list[str]:
        return [text for text in self.plan["framework"]["cutoffs"] if text != "all"]

    @property
    def bounded(self) -> bool:
        return bool(self.plan["framework"]["missing"] == "available")

    def profiles(self) -> list[dict[str, Any]]:
        return [self._profile(number, unit) for number, unit in enumerate(self.units)]

    def _profile(self, number: int, unit: Unit) -> dict[str, Any]:
        poor = {
            f"poor_{at}": unit.views[MAIN].score >= share(text) if unit.used else None
            for at, text in enumerate(self.cutoffs, 1)
        }
        scored = {"num": unit.num, "den": unit.den} if unit.used else {"num": None, "den": None}
        return {"row": number, "missing": unit.states.count(UNKNOWN), **scored, **poor}


def study(rows: Iterable[Row], plan: Plan) -> Study:
    indicators = indicators_of(plan)
    return Study(plan, indicators, [_unit(number, row, plan, indicators) for number, row in enumerate(rows)])


def _unit(number: int, row: Row, plan: Plan, indicators: Sequence[Indicator]) -> Unit:
    design = plan.get("design", {})
    complete = plan["framework"]["missing"] == "complete-cases"
    states = tuple(one.state(row) for one in indicators)
    num = _weight(indicators, states, DEPRIVED)
    den = Fraction(1) if complete else _weight(indicators, states, DEPRIVED, PASSES)
    scored = UNKNOWN not in states if complete else den > 0
    common = math.lcm(*(one.weight.denominator for one in indicators))
    weight = Fraction(row[design["weight"]] if "weight" in design else 1)
    return Unit(
        row=row,
        weight=weight * Fraction(row[design["size"]] if "size" in design else 1),
        stratum=row[design["strata"]] if "strata" in design else "",
        psu=row[design["psu"]] if "psu" in design else number,
        states=states,
        num=int(num * common),
        den=int(den * common),
        views=_views(indicators, states, num / den) if scored else {},
    )


def _weight(indicators: Sequence[Indicator], states: Sequence[str], *chosen: str) -> Fraction:
    weights = [one.weight for one, state in zip(indicators, states, strict=True) if state in chosen]
    return sum(weights, Fraction(0))


def _views(indicators: Sequence[Indicator], states: Sequence[str], score: Fraction) -> dict[str, View]:
    """The row as it is, with all that is unknown passing, and with all that is unknown failing."""
    applicable = _weight(indicators, states, DEPRIVED, PASSES, UNKNOWN)
    known = tuple(state != UNKNOWN for state in states)
    views = {MAIN: View(_among(states, DEPRIVED), known, score)}
    for view, failing in {LOW: (DEPRIVED,), HIGH: (DEPRIVED, UNKNOWN)}.items():
        score = _weight(indicators, states, *failing) / applicable if applicable else Fraction(0)
        views[view] = View(_among(states, *failing), (True,) * len(states), score)
    return views


def _among(states: Sequence[str], *chosen: str) -> tuple[bool, ...]:
    return tuple(state in chosen for state in states)
