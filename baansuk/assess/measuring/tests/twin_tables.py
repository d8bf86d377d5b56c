"""The tables of the command as the plain twin fills them: levels with errors, curves and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Any

from baansuk.assess.measuring.tests.twin import HIGH, LOW, MAIN, Study, Unit, View, share
from baansuk.assess.measuring.tests.twin_intervals import NORMAL, logit_interval, power, root

Psu = tuple[Any, Any]
Influence = Mapping[Psu, Fraction]  # by how much each unit of sampling moves an estimate; their sum is 0
Key = tuple[Any, ...]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Estimate:
    """A figure and how each unit of sampling moves it, which is worked out where an error is asked for."""

    b: Fraction
    moved: Callable[[], Influence]

    @cached_property
    def influence(self) -> Influence:
        return self.moved()

    def combined(self, mine: Fraction, other: Estimate, others: Fraction) -> Influence:
        first, second = self.influence, other.influence
        return {
            psu: mine * first.get(psu, Fraction(0)) + others * second.get(psu, Fraction(0))
            for psu in {**first, **second}
        }


@dataclass(frozen=True)
class Asked:
    """One figure that is asked for: a measure, of an indicator, at a cut-off (in words and as a number)."""

    measure: str
    indicator: int | None = None
    k: str | None = None

    def key(self, study: Study) -> Key:
        return (self.measure, None if self.indicator is None else study.indicators[self.indicator].name, self.k)


class Design:
    """Who was drawn with whom, in the whole data."""

    def __init__(self, study: Study) -> None:
        design = study.plan.get("design", {})
        self.full_register = not {"weight", "strata", "psu"} & set(design)
        self.center = design.get("single_psu") == "center"
        self.strata: dict[Any, set[Psu]] = {}
        for unit in study.units:
            self.strata.setdefault(unit.stratum, set()).add((unit.stratum, unit.psu))

    def lonely(self) -> list[Any]:
        """The strata of one unit of sampling that nothing was said about."""
        if self.full_register or self.center:
            return []
        return [stratum for stratum, psus in self.strata.items() if len(psus) == 1]

    @property
    def df(self) -> int:
        return sum(len(psus) for psus in self.strata.values()) - len(self.strata)

    def variance(self, influence: Influence) -> Fraction:
        total = Fraction(0)
        for psus in self.strata.values():
            moved = [influence.get(psu, Fraction(0)) for psu in psus]
            n = len(moved)
            if n == 1:
                total += moved[0] ** 2
                continue
            mean = added(moved) / n
            total += Fraction(n, n - 1) * added((one - mean) ** 2 for one in moved)
        return total


def added(fractions: Iterable[Fraction]) -> Fraction:
    """Their sum over one denominator, shortened once: Python shortens after each, which takes ten times as long."""
    numbers = list(fractions)
    whole = lcm(*(one.denominator for one in numbers))
    return Fraction(sum(one.numerator * (whole // one.denominator) for one in numbers), whole)


def ratio(units: Sequence[Unit], y: Callable[[Unit], Fraction], x: Callable[[Unit], Fraction]) -> Estimate | None:
    """Y / X over the units, with the influence of each unit of sampling; None where X is 0."""
    whole = added(map(x, units))
    if whole == 0:
        return None
    b = added(map(y, units)) / whole

    def moved() -> Influence:
        drawn: dict[Psu, list[Unit]] = {}
        for unit in units:
            drawn.setdefault((unit.stratum, unit.psu), []).append(unit)
        return {psu: (added(map(y, some)) - b * added(map(x, some))) / whole for psu, some in drawn.items()}

    return Estimate(b, moved)


# What was found for the same units already.
Known = dict[tuple[Asked, str], Estimate | None]


def estimate(
    study: Study, units: Sequence[Unit], asked: Asked, view: str = MAIN, known: Known | None = None
) -> Estimate | None:
    """A figure of the used among ``units``; None where it has no meaning."""
    known = {} if known is None else known
    if (asked, view) not in known:
        known[asked, view] = _estimate(study, units, asked, view, known)
    return known[asked, view]


def _estimate(study: Study, units: Sequence[Unit], asked: Asked, view: str, known: Known) -> Estimate | None:
    used = [unit for unit in units if unit.used]
    cutoff = share(asked.k) if asked.k else Fraction(0)
    at = asked.indicator or 0

    def seen(unit: Unit) -> View:
        return unit.views[view]

    def poor(unit: Unit) -> Fraction:
        return unit.weight if seen(unit).score >= cutoff else Fraction(0)

    def intensity(unit: Unit) -> Fraction:
        return poor(unit) * seen(unit).score

    def answered(unit: Unit) -> Fraction:
        return unit.weight if seen(unit).known[at] else Fraction(0)

    def lacking(unit: Unit) -> Fraction:
        return poor(unit) if seen(unit).deprived[at] else Fraction(0)

    if asked.measure == "M0":
        return ratio(used, intensity, lambda unit: unit.weight)
    if asked.measure == "H":
        return ratio(used, poor, lambda unit: unit.weight)
    if asked.measure == "A":
        return ratio(used, intensity, poor)
    if asked.measure == "hd":  # the cut-off is 0, so everybody counts
        return ratio(used, lacking, answered)
    if asked.measure == "hdk":
        return ratio(used, lacking, lambda unit: unit.weight)
    censored = estimate(study, units, Asked("hdk", at, asked.k), view, known)
    m0 = estimate(study, units, Asked("M0", None, asked.k), view, known)
    if censored is None or m0 is None or m0.b == 0:
        return None
    weight = study.indicators[at].weight
    if asked.measure == "actb":
        return Estimate(weight * censored.b, lambda: {psu: weight * moved for psu, moved in censored.influence.items()})
    change = (weight / m0.b, m0, -weight * censored.b / m0.b**2)
    return Estimate(weight * censored.b / m0.b, lambda: censored.combined(*change))


def everything_asked(study: Study) -> Iterator[Asked]:
    for at in range(len(study.indicators)):
        yield Asked("hd", at)
    for k in study.cutoffs:
        yield from (Asked(measure, None, k) for measure in ("M0", "H", "A"))
        yield from (Asked(m, at, k) for m in ("hdk", "actb", "pctb") for at in range(len(study.indicators)))


def text(value: Any) -> str | None:
    """A group or a time as the tables write it."""
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def times(study: Study) -> list[Any]:
    """The times in order: numbers by size, text by alphabet; one None where there is no time."""
    column = study.plan.get("time", {}).get("column")
    return sorted({unit.row[column] for unit in study.units}) if column else [None]


def domains(study: Study) -> Iterator[tuple[str, str | None, list[Unit]]]:
    """Every group that some row is in, the whole first."""
    yield "", "", list(study.units)
    for by in study.plan.get("groups", {}).get("by", []):
        for value in dict.fromkeys(unit.row[by] for unit in study.units):
            yield by, text(value), [unit for unit in study.units if unit.row[by] == value]


def at_time(study: Study, units: Sequence[Unit], time: Any) -> list[Unit]:
    column = study.plan.get("time", {}).get("column")
    return [unit for unit in units if column is None or unit.row[column] == time]


def measures(study: Study) -> dict[Key, Figures]:
    """measures.parquet: from (measure, indicator, k, by, group, time) to its figures."""
    design = Design(study)
    found = {}
    for by, group, members in domains(study):
        for time in times(study):
            here = at_time(study, members, time)
            known: Known = {}
            for asked in everything_asked(study) if here else ():
                found[(*asked.key(study), by, group, text(time))] = level(study, design, here, asked, known)
    return found


def level(study: Study, design: Design, units: Sequence[Unit], asked: Asked, known: Known) -> Figures:
    figures: Figures = dict.fromkeys(("b", "se", "ll", "ul", *(("b_low", "b_high") if study.bounded else ())))
    figures["n"] = sum(unit.used for unit in units)
    figures["df"] = None if design.full_register else design.df
    for name, view in {"b_low": LOW, "b_high": HIGH}.items() if study.bounded else ():
        bound = estimate(study, units, asked, view, known)
        figures[name] = None if bound is None else bound.b
    found = estimate(study, units, asked, known=known)
    if found is None:
        return figures
    figures["b"] = found.b
    return figures if design.full_register else figures | _errors(design, found)


def _errors(design: Design, found: Estimate) -> Figures:
    variance = design.variance(found.influence)
    if found.b in (0, 1) or variance == 0:
        return {"se": 0.0, "ll": float(found.b), "ul": float(found.b)}
    figures = {"se": root(variance)}
    # Shares of shares can pass 1 where answers are missing, and one unit of sampling to a stratum leaves no freedom:
    # then there is no interval.
    if design.df > 0 and 0 < found.b < 1:
        figures["ll"], figures["ul"] = logit_interval(found.b, variance, design.df)
    return figures


def curves(study: Study) -> dict[Key, Figures]:
    """curves.parquet: from (by, group, time, k_num, k_den) to H, A and M0 at every score that somebody has."""
    if "all" not in study.plan["framework"]["cutoffs"]:
        return {}
    scores = sorted({unit.views[MAIN].score for unit in study.units if unit.used} - {0})
    found = {}
    for by, group, members in domains(study):
        for time in times(study):
            here = at_time(study, members, time)
            for score in scores if here else []:
                key = (by, group, text(time), score.numerator, score.denominator)
                found[key] = _point(study, here, score)
    return found


def _point(study: Study, units: Sequence[Unit], score: Fraction) -> Figures:
    every = {measure: estimate(study, units, Asked(measure, None, str(score))) for measure in ("H", "A", "M0")}
    used = [unit for unit in units if unit.used]
    return {
        "units": sum((unit.weight for unit in used), Fraction(0)),
        "poor": sum((unit.weight for unit in used if unit.views[MAIN].score >= score), Fraction(0)),
        **{measure: one.b if one else None for measure, one in every.items()},
    }


def changes(study: Study) -> dict[Key, Figures]:
    """changes.parquet: from (measure, indicator, k, by, group, time0, time1, kind) to the change."""
    design = Design(study)
    found = {}
    ordered = times(study)
    for by, group, members in domains(study):
        for first, second in pairwise(ordered):
            before, after = at_time(study, members, first), at_time(study, members, second)
            known: tuple[Known, Known] = {}, {}
            for asked in everything_asked(study) if before and after else ():
                key = (*asked.key(study), by, group, text(first), text(second))
                old = estimate(study, before, asked, known=known[0])
                new = estimate(study, after, asked, known=known[1])
                for kind in ("abs", "rel", "abs_annual", "rel_annual"):
                    found[(*key, kind)] = _change(design, kind, old, new, _years(study, before, after))
    return found


def _years(study: Study, before: Sequence[Unit], after: Sequence[Unit]) -> Fraction:
    year = study.plan["time"]["year"]
    return Fraction(after[0].row[year]) - Fraction(before[0].row[year])


def _change(design: Design, kind: str, old: Estimate | None, new: Estimate | None, years: Fraction) -> Figures:
    figures: Figures = dict.fromkeys(("b", "se", "ll", "ul"))
    if old is None or new is None or (kind.startswith("rel") and old.b == 0):
        return figures
    b, scale, influence = _delta(kind, old, new, years)
    figures["b"] = b
    if not design.full_register:
        figures["se"] = abs(float(scale)) * root(design.variance(influence))
        figures["ll"], figures["ul"] = (float(b) + sign * NORMAL * figures["se"] for sign in (-1, 1))
    return figures


def _delta(
    kind: str, old: Estimate, new: Estimate, years: Fraction
) -> tuple[Fraction | float, Fraction | float, Influence]:
    """The change, and its influence as a factor and the sum of both influences times the derivatives."""
    if kind.startswith("abs"):
        over = years if kind == "abs_annual" else Fraction(1)
        return (new.b - old.b) / over, 1 / over, new.combined(Fraction(1), old, Fraction(-1))
    if kind == "rel":
        return new.b / old.b - 1, Fraction(1), new.combined(1 / old.b, old, -new.b / old.b**2)
    grown = power(new.b / old.b, years)
    if new.b == 0:  # nothing left in every sample like this one
        return grown - 1, 0.0, new.influence
    return grown - 1, grown / float(years), new.combined(1 / new.b, old, -1 / old.b)


def replicated(study: Study, weights: Mapping[Psu, Fraction]) -> Study:
    """The study with other weights of its units of sampling, as a bootstrap asks for."""
    units = [replace(unit, weight=unit.weight * weights[unit.stratum, unit.psu]) for unit in study.units]
    return replace(study, units=units)
