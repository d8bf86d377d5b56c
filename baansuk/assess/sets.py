"""Indicator sets, dimensions and labels read from dated files, checked before any household is judged by them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from baansuk.assess.kinds import Kind, Number, YesNo
from baansuk.assess.language import Expression, check
from baansuk.assess.set_parts import Ages, Code, Line, Named, Part, Said
from baansuk.assess.values import Constant
from baansuk.people.fields import facts_of
from baansuk.thai.words import Words

# How a field of the vocabulary is stored in the tables of an edition.
SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "id": "VARCHAR",
    "answer": "VARCHAR",
    "date": "DATE",
    "money": "DECIMAL(14,2)",
    "number": "INTEGER",
    "decimal": "DOUBLE",
    "yes_no": "BOOLEAN",
}


class About(Part):
    """Which set this is, for which years, and who says so; ``valid_to`` is the last day, None while it has no end."""

    code: Code
    version: int = Field(ge=1)
    th: str = ""
    en: str = ""
    valid_from: date
    valid_to: date | None = None
    source: Said
    prefix: Code = "none"
    over: str = ""
    rule: Literal["union", ""] = ""
    missing: Literal["unknown_unless_one_fails", ""] = ""
    note_th: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"set {self.code} ends before it begins")
        return self

    @property
    def stamp(self) -> str:
        """The set and its version in one text, as it stands beside every stored profile."""
        return f"{self.code}/{self.version}"


class Derived(Named):
    name: Code
    rule: Said


class Caution(Named):
    code: Code
    rule: Said


class Group(Named):
    code: Code


class Indicator(Named):
    """One indicator: ``applies`` and ``passes`` are rules; where either is null the answer is not known."""

    number: int = Field(ge=1)
    group: Code
    unit: Literal["person", "household"]
    ages: Ages | None = None
    rule_th: Said
    rule_en: Said
    # What is lacking where it fails: most are named after what is met.
    lack_th: str = ""
    lack_en: str = ""
    applies: Said
    passes: Said
    missing: Literal["unknown"]

    @property
    def lack_words(self) -> Words:
        """Return what a household lacks that does not pass."""
        return Words(self.lack_th or f"ยังไม่ถึงเกณฑ์: {self.th}", self.lack_en or f"Not met: {self.en}")

    @property
    def rule_words(self) -> Words:
        return Words(self.rule_th, self.rule_en)


class IndicatorSet(Part):
    """A set of indicators over the household facts of the register."""

    set: About
    line: list[Line] = []
    derived: list[Derived] = []
    caution: list[Caution] = []
    group: list[Group]
    indicator: list[Indicator]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        numbers = [one.number for one in self.indicator]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"set {self.set.code} does not number its indicators 1, 2, 3 …")
        known = {group.code for group in self.group}
        for one in self.indicator:
            if one.group not in known:
                raise ValueError(f"indicator {one.number} is in group {one.group}, which the set does not name")
        return self

    def measure(self, number: int) -> str:
        return f"{self.set.prefix}.{number:02d}"


class Dimension(Named):
    code: Code
    indicators: list[int] = Field(min_length=1)
    optional: list[int] = []


class DimensionSet(Part):
    """Dimensions over the indicators of another set; a dimension fails when any of its indicators fails."""

    set: About
    dimension: list[Dimension]

    def measure(self, code: str) -> str:
        return f"{self.set.code}.{code}"


class Label(Named):
    """What a household is called; ``persons`` says who is counted in a household that carries the label."""

    code: Code
    measure: Said
    rule: Said
    persons: Literal["members", "card_holders"]
    definition_th: Said
    definition_en: Said

    @property
    def definition(self) -> Words:
        return Words(self.definition_th, self.definition_en)


class Listing(Named):
    """A source as a list that a household may be on; only kind ``list`` tells of need."""

    source: Code
    kind: Literal["list", "survey", "register"]


class LabelSet(Part):
    set: About
    label: list[Label]
    list: list[Listing]


class Rules(BaseModel):
    """Everything by which a run judges households: the sets and their rules, each checked against the columns."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    indicators: IndicatorSet
    dimensions: DimensionSet
    labels: LabelSet
    derived: Mapping[str, Expression]
    cautions: Mapping[str, Expression]
    applies: Mapping[int, Expression]
    passes: Mapping[int, Expression]
    label_rules: Mapping[str, Expression]

    @property
    def stamp(self) -> str:
        return f"{self.indicators.set.stamp}+{self.dimensions.set.stamp}+{self.labels.set.stamp}"

    def fields_of(self, number: int) -> tuple[str, ...]:
        """The household fields from which the answer to an indicator comes, in the order of the alphabet."""
        read = {*self.applies[number].columns, *self.passes[number].columns}
        # A household may rest on any of the answers behind a derived column; naming them all would explain nothing.
        return tuple(sorted(read - set(self.derived)))


# Whose list tells who holds the state welfare card.
CARD_SOURCE = "welfare_card"
# What the rules of labels may read; the steps of ``profile.py`` provide these columns.
LABEL_COLUMNS: Mapping[str, Kind] = {
    "indicators_failed": Number(999),
    "indicators_unknown": Number(999),
    "dimensions_failed": Number(999),
    "dimensions_unknown": Number(999),
    "surveyed": YesNo(),
    "holds_card": YesNo(),
    "lists_on": Number(999),
}


def household_columns() -> dict[str, str]:
    """The household facts that rules may read, with their types."""
    return {field.code: SQL_TYPES[field.type] for field in facts_of("household")}


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the three files of this room and check every rule in them.

    Raises pydantic.ValidationError, ValueError or RuleRefused for a file that does not hold together.
    """
    return build_rules(_toml("bmn-2560"), _toml("tpmap"), _toml("labels"))


def build_rules(indicators: Mapping[str, Any], dimensions: Mapping[str, Any], labels: Mapping[str, Any]) -> Rules:
    """Check three read files and return the rules they make; ``load_rules`` for the shipped ones."""
    listed = IndicatorSet.model_validate(indicators)
    over = DimensionSet.model_validate(dimensions)
    named = LabelSet.model_validate(labels)
    _check_dimensions(listed, over)
    last_day = listed.set.valid_to or listed.set.valid_from
    lines: dict[str, Constant] = {line.name: line.on(last_day).value for line in listed.line}
    columns: dict[str, Kind | str] = dict(household_columns())
    derived = {one.name: check(one.rule, columns, lines) for one in listed.derived}
    columns |= dict.fromkeys(derived, YesNo())
    return Rules(
        indicators=listed,
        dimensions=over,
        labels=named,
        derived=derived,
        cautions={one.code: check(one.rule, columns, lines) for one in listed.caution},
        applies={one.number: check(one.applies, columns, lines) for one in listed.indicator},
        passes={one.number: check(one.passes, columns, lines) for one in listed.indicator},
        label_rules=_label_rules(named),
    )


def _check_dimensions(indicators: IndicatorSet, dimensions: DimensionSet) -> None:
    if dimensions.set.over != indicators.set.code:
        raise ValueError(f"{dimensions.set.code} is over {dimensions.set.over}, not {indicators.set.code}")
    known = {one.number for one in indicators.indicator}
    used = [number for one in dimensions.dimension for number in (*one.indicators, *one.optional)]
    if not set(used) <= known or len(used) != len(set(used)):
        raise ValueError(f"{dimensions.set.code} names an indicator that does not exist, or one twice")


def _label_rules(labels: LabelSet) -> dict[str, Expression]:
    """Each label may read those above it, so no rule can lead back to itself."""
    columns: dict[str, Kind | str] = dict(LABEL_COLUMNS)
    rules: dict[str, Expression] = {}
    for label in labels.label:
        if label.code in columns:
            raise ValueError(f"label {label.code} stands twice or is the name of a column")
        rules[label.code] = check(label.rule, columns)
        columns[label.code] = YesNo()
    return rules


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("baansuk.assess").joinpath("sets", f"{name}.toml").read_text(encoding="utf-8"))
