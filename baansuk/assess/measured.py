"""What is counted exactly of the register: frameworks with whole-number weights, their cut-offs, and names of the counts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from math import lcm
from typing import Any

from baansuk.assess.sets import Rules, load_rules
from baansuk.thai.words import Words

NOW, BEFORE = "now", "before"


@dataclass(frozen=True, slots=True)
class Lack:
    """One part of a framework: ``place`` is that of its letter (from 1), ``weight`` a whole number, ``measure`` its figure."""

    code: str
    place: int
    weight: int
    measure: str
    words: Words


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A cut-off as it is written, such as 1/5, and what it means to be poor by it."""

    k: str
    words: Words


@dataclass(frozen=True, slots=True)
class CountedFramework:
    """A main set as it is counted exactly, over one column of letters of the profile; who fails all has the score ``whole``.

    Not the framework that a province edits (``frameworks.py``), nor that of an analyst's file (``measuring/framework.py``).
    """

    code: str
    column: str
    label: str
    words: Words
    weights: Words
    cutoffs: tuple[Cutoff, ...]
    lacks: tuple[Lack, ...]

    @property
    def whole(self) -> int:
        return sum(one.weight for one in self.lacks)


@dataclass(frozen=True, slots=True)
class Poverty:
    """Being poor by a framework at a cut-off k: a score of at least ``least`` of its whole."""

    framework: CountedFramework
    cutoff: Cutoff

    @property
    def code(self) -> str:
        """The name of its count, such as ``tpmap.1of5``."""
        return f"{self.framework.code}.{self.cutoff.k.replace('/', 'of')}"

    @property
    def words(self) -> Words:
        return self.cutoff.words

    @property
    def k(self) -> Fraction:
        return Fraction(self.cutoff.k)

    @property
    def is_union(self) -> bool:
        """Say whether any one lack is enough."""
        return self.k * self.framework.whole <= min(one.weight for one in self.framework.lacks)

    def count_of(self, lack: Lack) -> str:
        """The name of the count of the poor who have this lack (its censored headcount)."""
        return f"{self.code}.{lack.code}"

    def weight_of(self, lack: Lack) -> Fraction:
        return Fraction(lack.weight, self.framework.whole)


def frameworks_of(rules: Rules, tables: list[dict[str, Any]]) -> tuple[CountedFramework, ...]:
    """Return the frameworks that the tables name, over a checked set of rules.

    Raises ValueError for a column that profiles do not have, or a cut-off outside 0 < k <= 1.
    """
    found = []
    for table in tables:
        if table["over"] not in ("dimensions", "indicators"):
            raise ValueError(f"profiles have no letters of {table['over']}")
        for cutoff in table["cutoff"]:
            if not 0 < Fraction(cutoff["k"]) <= 1:
                raise ValueError(f"cut-off {cutoff['k']} of {table['code']} is not in 0 < k <= 1")
        on_dimensions = table["over"] == "dimensions"
        found.append(
            CountedFramework(
                code=table["code"],
                column="dimensions" if on_dimensions else "answers",
                label=table["label"],
                words=Words(table["th"], table["en"]),
                weights=Words(table["weights_th"], table["weights_en"]),
                cutoffs=tuple(Cutoff(one["k"], Words(one["th"], one["en"])) for one in table["cutoff"]),
                lacks=_dimensions(rules) if on_dimensions else _indicators(rules),
            )
        )
    return tuple(found)


def _dimensions(rules: Rules) -> tuple[Lack, ...]:
    return tuple(
        Lack(one.code, place, 1, rules.dimensions.measure(one.code), one.words)
        for place, one in enumerate(rules.dimensions.dimension, start=1)
    )


def _indicators(rules: Rules) -> tuple[Lack, ...]:
    """Equal nested weights as whole numbers: groups weigh the same, and so do the indicators of a group."""
    sizes: dict[str, int] = {}
    for one in rules.indicators.indicator:
        sizes[one.group] = sizes.get(one.group, 0) + 1
    common = lcm(*sizes.values())
    return tuple(
        Lack(
            f"{one.number:02d}",
            place,
            common // sizes[one.group],
            rules.indicators.measure(one.number),
            Words(f"{one.number}. {one.th}", f"{one.number}. {one.en}"),
        )
        for place, one in enumerate(rules.indicators.indicator, start=1)
    )


@lru_cache(maxsize=1)
def frameworks() -> tuple[CountedFramework, ...]:
    """Return the frameworks that the register is measured by."""
    text = files("baansuk.assess").joinpath("measured.toml").read_text(encoding="utf-8")
    return frameworks_of(load_rules(), tomllib.loads(text)["framework"])


@lru_cache(maxsize=1)
def poverties() -> Mapping[str, Poverty]:
    """Return every framework at every cut-off, by the name of its count, in order."""
    return {one.code: one for framework in frameworks() for one in poverties_of(framework)}


def poverties_of(framework: CountedFramework) -> list[Poverty]:
    """Return one framework at each of its cut-offs."""
    return [Poverty(framework, cutoff) for cutoff in framework.cutoffs]


# By whom lists are asked how well they aim: the poor by this framework and cut-off.
AIMED_AT = "tpmap.1of5"
# Kinds of households told apart, as the steps know them; '' is all of them.
KINDS: Mapping[str, Words] = {
    "": Words("ทุกครัวเรือน", "All households"),
    "head_woman": Words("หัวหน้าครัวเรือนเป็นหญิง", "Headed by a woman"),
    "head_man": Words("หัวหน้าครัวเรือนเป็นชาย", "Headed by a man"),
    "elder": Words("มีผู้สูงอายุ 60 ปีขึ้นไป", "With somebody aged 60 or more"),
    "no_elder": Words("ไม่มีผู้สูงอายุ", "With nobody aged 60 or more"),
    "disabled": Words("มีคนพิการ", "With a disabled member"),
    "no_disabled": Words("ไม่มีคนพิการ", "With no disabled member"),
}
# What it takes, beside the lists themselves, to be told of a kind.
CLASSES_OF_KINDS: Mapping[str, frozenset[str]] = {
    **{kind: frozenset({"identity"}) for kind in ("head_woman", "head_man", "elder", "no_elder")},
    **{kind: frozenset({"disability"}) for kind in ("disabled", "no_disabled")},
}
ELDER_YEARS = 60
# Of which figures hot spots are found.
HOT_MEASURES = ("label.mpi_poor", "tpmap.health", "tpmap.living", "tpmap.education", "tpmap.income", "tpmap.access")
