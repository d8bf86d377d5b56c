"""Holds every rule of a framework against the columns it may read: a framework that passed is ready to judge by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from baansuk.assess.frameworks import Framework, integer_weights, read_framework, share
from baansuk.assess.frameworks_columns import columns_of, member_columns, outcome_columns, still_awaited
from baansuk.assess.kinds import Kind
from baansuk.assess.language import Expression, check
from baansuk.assess.values import Constant
from baansuk.thai.words import Refusal, Words

# A part of a framework that holds a rule: kind, code and which rule of it, such as ("indicator", "debt", "passes").
Spot = tuple[str, str, str]
# A score times the denominator of a cutoff must stay a whole number of 64 bits on every engine.
MOST_COMMON = 2**62


class FrameworkRefused(Refusal):
    """A framework that does not hold together; ``spot`` is the rule, where one is at fault."""

    def __init__(self, words: Words, spot: Spot | None = None) -> None:
        super().__init__("framework_refused", words.th, words.en)
        self.spot = spot


@dataclass(frozen=True, slots=True)
class Checked:
    """A framework whose rules hold: each as an expression, by the code of its part; weights are whole numbers of ``common``."""

    framework: Framework
    counts: Mapping[str, Expression]
    applies: Mapping[str, Expression]
    passes: Mapping[str, Expression]
    levels: Mapping[tuple[str, int], Expression]
    outcomes: Mapping[str, Expression]
    weights: Mapping[str, int]
    common: int

    @property
    def code(self) -> str:
        return self.framework.code

    def columns_of_part(self, code: str) -> frozenset[str]:
        """Return the columns that an indicator or a scale reads."""
        rules = [self.applies[code], self.passes[code]] if code in self.passes else []
        rules += [rule for (scale, _level), rule in self.levels.items() if scale == code]
        return frozenset(name for rule in rules for name in rule.columns)


def rules_of(framework: Framework) -> dict[Spot, str]:
    """Return every rule of a framework by where it stands, in the order in which people meet them."""
    found: dict[Spot, str] = {("count", one.name, "rule"): one.rule for one in framework.count}
    for indicator in framework.indicator:
        found["indicator", indicator.code, "applies"] = indicator.applies
        found["indicator", indicator.code, "passes"] = indicator.passes
    for scale in framework.scale:
        found |= {("scale", scale.code, str(one.level)): one.rule for one in scale.level}
    return found | {("outcome", one.code, "rule"): one.rule for one in framework.outcome if one.rule}


def check_framework(framework: Framework) -> Checked:
    """Check every rule of a framework. Raises FrameworkRefused naming the first that is at fault and the place in it."""
    found: dict[Spot, Expression] = {}
    lines, columns_for = _lines(framework), _columns(framework)
    for spot, text in rules_of(framework).items():
        found[spot] = _checked(spot, text, columns_for(spot[0]), lines)
    weights, common = integer_weights(framework) if framework.indicator else ({}, 1)
    _check_whole_numbers(framework, common)
    return Checked(
        framework,
        counts=_of(found, "count", "rule"),
        applies=_of(found, "indicator", "applies"),
        passes=_of(found, "indicator", "passes"),
        levels={(code, int(level)): rule for (kind, code, level), rule in found.items() if kind == "scale"},
        outcomes=_of(found, "outcome", "rule"),
        weights=weights,
        common=common,
    )


def _check_whole_numbers(framework: Framework, common: int) -> None:
    """Raise FrameworkRefused where weights and cutoffs together need larger whole numbers than every engine keeps."""
    largest = max((share(one.cutoff).denominator for one in framework.outcome if one.cutoff), default=1)
    if common * largest > MOST_COMMON:
        raise FrameworkRefused(
            Words(
                "น้ำหนักหรือเกณฑ์ตัดมีทศนิยมละเอียดเกินไป ให้ใช้เศษส่วนเช่น 1/3 หรือทศนิยมน้อยตำแหน่งลง",
                "The weights or cut-offs have too many decimals; write fractions such as 1/3, or fewer decimals.",
            )
        )


def faults_of(framework: Framework) -> list[FrameworkRefused]:
    """Return what is wrong with each rule that does not hold, for a page that says all at once."""
    found = []
    lines, columns_for = _lines(framework), _columns(framework)
    for spot, text in rules_of(framework).items():
        try:
            _checked(spot, text, columns_for(spot[0]), lines)
        except FrameworkRefused as refusal:
            found.append(refusal)
    return found


def read_checked(contents: Mapping[str, Any]) -> Checked:
    """Read and check a framework. Raises FrameworkRefused for whatever does not hold together."""
    try:
        framework = read_framework(contents)
    except ValidationError as error:
        raise FrameworkRefused(_said_by(error)) from error
    return check_framework(framework)


def _said_by(error: ValidationError) -> Words:
    """The first thing that pydantic found, with where it stands."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    said = str(first["msg"]).removeprefix("Value error, ")[:200]
    return Words(f"กรอบนี้ยังใช้ไม่ได้ {where}: {said}", f"This framework does not hold together. {where}: {said}")


def _lines(framework: Framework) -> dict[str, Constant]:
    """The lines in force on the last day of the framework, or on its first while it has no end."""
    day = framework.framework.valid_to or framework.framework.valid_from
    try:
        return {line.name: line.on(day).value for line in framework.line}
    except ValueError as error:
        said = str(error)
        raise FrameworkRefused(Words(f"เส้นรายได้ไม่มีค่าในวันที่ใช้กรอบนี้: {said}", f"A line has no value: {said}")) from error


def _columns(framework: Framework) -> Callable[[str], Mapping[str, Kind | str]]:
    made = {"count": member_columns(), "outcome": outcome_columns(framework)}
    of_house = columns_of(framework)
    return lambda kind: made.get(kind, of_house)


def _checked(spot: Spot, text: str, columns: Mapping[str, Kind | str], lines: Mapping[str, Constant]) -> Expression:
    _kind, code, which = spot
    try:
        return check(text, columns, lines)
    except Refusal as refusal:
        name = code if which in ("rule", "passes") else f"{code} ({which})"
        words = Words(f"กติกาของ {name}: {refusal.words.th}", f"The rule of {name}: {refusal.words.en}")
        raise FrameworkRefused(words, spot) from refusal


def _of(found: Mapping[Spot, Expression], kind: str, which: str) -> dict[str, Expression]:
    return {code: rule for (one, code, rule_name), rule in found.items() if one == kind and rule_name == which}


def waits_for(checked: Checked, code: str) -> list[str]:
    """Return the facts that an indicator or scale needs and that no register brings yet."""
    awaited = {one.name for one in still_awaited(checked.framework)}
    return sorted(checked.columns_of_part(code) & awaited)
