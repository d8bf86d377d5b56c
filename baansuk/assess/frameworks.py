"""A framework as data: the lacks, levels and outcomes that one set of rules tells of a household, and who says so."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from math import lcm
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from baansuk.assess.set_parts import Ages, Line, Named, Part, Said
from baansuk.assess.stamps import stamp_of
from baansuk.thai.words import Words

# Short, because a measure is named ``framework.part`` in 60 letters; a part is also a name that outcomes may read.
FrameworkCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=20)]
PartCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Share = Annotated[str, Field(pattern=r"^\d+(\.\d+)?%?$|^\d+/[1-9]\d*$", max_length=20)]
Missing = Literal["unknown", "complete-cases", "available"]
SHIPPED = ("bmn-2565", "capitals", "vulnerable", "income-lines", "self-managing", "mpi-bmn")


class AboutFramework(Part):
    """Which framework and version this is, for which days, by whose word, and what an unknown answer means in it.

    ``expects``: how many indicators its official list has; a frame with fewer waits for the list to be loaded.
    ``unsure``: parts of it are known from no official source, as ``note_th`` says. ``drawn_from``: the main set of the
    register with whose rules it began.
    """

    code: FrameworkCode
    version: int = Field(ge=1)
    th: Said
    en: Said
    valid_from: date
    valid_to: date | None = None
    source: Said
    unit: Literal["household"] = "household"
    missing: Missing = "unknown"
    expects: int = Field(default=0, ge=0)
    unsure: bool = False
    note_th: str = ""
    note_en: str = ""
    drawn_from: str = ""

    @property
    def words(self) -> Words:
        return Words(self.th, self.en)

    @property
    def note(self) -> Words:
        return Words(self.note_th, self.note_en or self.note_th)


class Coded(Named):
    """A part of a framework, by whose code its measures are named."""

    code: PartCode


class Column(Named):
    """What rules may read under a name of the framework's own."""

    name: PartCode


class Awaited(Column):
    """A fact that rules name and that no register brings yet: everything that needs it is not known until one does."""

    type: Literal["answer", "code", "text", "number", "decimal", "money", "yes_no"]


class Count(Column):
    """How many living main members a rule over persons is true of; ``<name>_unknown`` counts those of whom nobody knows."""

    rule: str


class FrameworkDimension(Coded):
    """A dimension: lacking when one of its indicators is; ``weight`` is its share of the whole, '' for an equal one."""

    weight: Share | Literal[""] = ""


class FrameworkIndicator(Coded):
    """One indicator: ``applies`` and ``passes`` are rules; where either is null the answer is not known."""

    dimension: PartCode
    unit: Literal["person", "household", "area"] = "household"
    ages: Ages | None = None
    rule_th: Said
    rule_en: Said
    applies: str = "true"
    passes: str
    missing: Literal["unknown"] = "unknown"
    weight: Share | Literal[""] = ""
    source: str = ""
    unsure: bool = False

    @property
    def rule_words(self) -> Words:
        return Words(self.rule_th, self.rule_en)


class Level(Named):
    """One step of a scale, 1 to 9; the first level whose rule is true is the household's."""

    level: int = Field(ge=0, le=9)
    rule: str


class Scale(Coded):
    """An ordered standing, such as one capital in four groups; levels are asked in the order in which they stand."""

    unsure: bool = False
    source: str = ""
    level: list[Level] = Field(min_length=2)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        numbers = [one.level for one in self.level]
        if len(set(numbers)) != len(numbers):
            raise ValueError(f"scale {self.code} has one level twice")
        return self


class Outcome(Coded):
    """What a household is called by the framework: by a rule over its parts, or by the weighted share it lacks (``cutoff``)."""

    definition_th: Said
    definition_en: Said
    rule: str = ""
    cutoff: Share | Literal[""] = ""
    unsure: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.rule.strip()) == bool(self.cutoff):
            raise ValueError(f"outcome {self.code} needs either a rule or a cutoff")
        if self.cutoff and not 0 < share(self.cutoff) <= 1:
            raise ValueError(f"cutoff {self.cutoff} of {self.code} is outside (0, 1]")
        return self

    @property
    def definition(self) -> Words:
        return Words(self.definition_th, self.definition_en)


class Framework(Part):
    """A whole framework, in the order in which people meet its parts."""

    framework: AboutFramework
    line: list[Line] = []
    awaited: list[Awaited] = []
    count: list[Count] = []
    dimension: list[FrameworkDimension] = []
    indicator: list[FrameworkIndicator] = []
    scale: list[Scale] = []
    outcome: list[Outcome] = []

    @model_validator(mode="after")
    def _whole(self) -> Self:
        parts: list[Coded] = [*self.dimension, *self.indicator, *self.scale, *self.outcome]
        columns: list[Column] = [*self.awaited, *self.count]
        codes, names = [one.code for one in parts], [one.name for one in columns]
        twice = sorted({code for listed in (codes, names) for code in listed if listed.count(code) > 1})
        if twice:
            raise ValueError(f"these codes stand twice: {', '.join(twice)}")
        known = {one.code for one in self.dimension}
        for one in self.indicator:
            if one.dimension not in known:
                raise ValueError(
                    f"indicator {one.code} is in dimension {one.dimension}, which the framework does not name"
                )
        if self.indicator:
            integer_weights(self)
        return self

    @property
    def code(self) -> str:
        return self.framework.code

    @property
    def is_frame(self) -> bool:
        """Say whether the framework waits for its list of indicators and judges nobody yet."""
        return not (self.indicator or self.scale or self.outcome)

    @property
    def stamp(self) -> str:
        """The framework, its version, and the digest of what decides its answers."""
        return stamp_of(self.code, self.framework.version, rules_digest(self))


def share(text: str) -> Fraction:
    """Read a share as it is written in a framework, ``1/3``, ``0.33`` or ``20%``, exactly."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def integer_weights(framework: Framework) -> tuple[dict[str, int], int]:
    """Return the weight of each indicator as a whole number, and the common denominator that is the whole.

    Dimensions without weights share alike, and indicators within their dimension. Raises ValueError where only some of
    one level have a weight, where one is zero, or where they do not add up to exactly 1 or to their dimension's.
    """
    asked = [one for one in framework.dimension if any(i.dimension == one.code for i in framework.indicator)]
    whole = _shares({one.code: one.weight for one in asked}, Fraction(1), "the dimensions")
    found: dict[str, Fraction] = {}
    for dimension in asked:
        inside = {one.code: one.weight for one in framework.indicator if one.dimension == dimension.code}
        found |= _shares(inside, whole[dimension.code], f"the indicators of {dimension.code}")
    common = lcm(*(weight.denominator for weight in found.values()))
    return {code: int(weight * common) for code, weight in found.items()}, common


def _shares(written: Mapping[str, str], whole: Fraction, name: str) -> dict[str, Fraction]:
    given = {code: share(weight) for code, weight in written.items() if weight}
    if not given:
        return {code: whole / len(written) for code in written}
    if len(given) != len(written):
        raise ValueError(f"of {name}, {', '.join(code for code in written if code not in given)} has no weight")
    if min(given.values()) <= 0 or sum(given.values()) != whole:
        raise ValueError(f"the weights of {name} add up to {sum(given.values())}, not {whole}")
    return given


def rules_digest(framework: Framework) -> str:
    """Return eight letters that change exactly when an answer could: rules, lines, weights and cutoffs, not wording."""
    weights, common = integer_weights(framework) if framework.indicator else ({}, 1)
    last = framework.framework.valid_to or framework.framework.valid_from
    decides: Any = [
        framework.framework.missing,
        [[one.name, str(one.on(last).value)] for one in framework.line],
        [[one.name, one.type] for one in framework.awaited],
        [[one.name, one.rule] for one in framework.count],
        [[one.code, one.dimension, one.applies, one.passes, weights[one.code]] for one in framework.indicator],
        [[one.code, [[level.level, level.rule] for level in one.level]] for one in framework.scale],
        [[one.code, one.rule, str(share(one.cutoff)) if one.cutoff else ""] for one in framework.outcome],
        common,
    ]
    text = json.dumps(decides, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read_framework(contents: Mapping[str, Any]) -> Framework:
    """Read a framework from the tables of its file. Raises pydantic.ValidationError for one that does not hold together."""
    return Framework.model_validate(contents)


def as_contents(framework: Framework) -> dict[str, Any]:
    """Return the tables of a framework as they are kept, without what is only the usual."""
    found: dict[str, Any] = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return found


@lru_cache(maxsize=1)
def shipped_frameworks() -> Mapping[str, Framework]:
    """Return the frameworks that come with the house, by code, in the order in which people meet them."""
    return {code: read_framework(_toml(code)) for code in SHIPPED}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("baansuk.assess").joinpath("sets", f"{name}.toml").read_text(encoding="utf-8"))
