"""Puts a framework into words for its page: each part with its rule, whom it is about, what it waits for and its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from baansuk.assess.frameworks import Framework, FrameworkIndicator, integer_weights
from baansuk.assess.frameworks_checking import Checked, Spot, rules_of, waits_for
from baansuk.assess.frameworks_columns import still_awaited, words_of_column
from baansuk.assess.frameworks_letters import Told, key_of
from baansuk.assess.set_parts import Ages, Line
from baansuk.thai.words import Words

MISSING_WORDS: Mapping[str, Words] = {
    "unknown": Words(
        "ไม่ทราบยังเป็นไม่ทราบ เว้นแต่เท่าที่ทราบตัดสินได้แล้ว", "Not known stays not known, unless what is known decides already"
    ),
    "complete-cases": Words("ใช้เฉพาะครัวเรือนที่ทราบครบทุกข้อ", "Only households of whom everything is known"),
    "available": Words("ใช้เท่าที่ทราบ คิดสัดส่วนจากข้อที่ทราบ", "What is known, as a share of what is known"),
}
UNIT_WORDS: Mapping[str, Words] = {
    "person": Words("สมาชิกทุกคน", "every member"),
    "household": Words("ครัวเรือน", "the household"),
    "area": Words("หมู่บ้านที่ตั้ง", "its village"),
}


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as it is written, with what it is called."""

    name: Words
    text: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of a framework's page; ``told`` is None where the reader is not told, ``waits`` what nobody brings yet."""

    kind: str
    code: str
    words: Words
    definition: Words
    who: Words
    rules: Sequence[RuleText]
    weight: str = ""
    source: str = ""
    unsure: bool = False
    waits: Sequence[Words] = ()
    told: Told | None = None
    levels: Sequence[tuple[Words, str, Told | None]] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page with its lines; ``whole`` is the line of the dimension itself."""

    words: Words
    lines: Sequence[PartLine]
    whole: PartLine | None = None
    kind: str = "indicator"


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """Everything the page of one framework shows of its rules."""

    framework: Framework
    sections: Sequence[Section]
    counts: Sequence[PartLine] = ()
    lines: Sequence[tuple[Line, Decimal]] = ()
    awaited: Sequence[Words] = field(default_factory=tuple)

    @property
    def missing(self) -> Words:
        return MISSING_WORDS[self.framework.framework.missing]


def page_of(checked: Checked, told: Mapping[str, Told]) -> FrameworkPage:
    """Return a framework as its page shows it, with what the reader is told of its figures."""
    framework = checked.framework
    sections = [_dimension(checked, one.code, told) for one in framework.dimension]
    if framework.scale:
        sections.append(
            Section(Words("ระดับ", "Levels"), [_scale(checked, one.code, told) for one in framework.scale], kind="scale")
        )
    if framework.outcome:
        sections.append(Section(Words("ผลที่นับ", "What is counted"), _outcomes(framework, told), kind="outcome"))
    return FrameworkPage(
        framework,
        sections,
        counts=[
            PartLine("count", one.name, one.words, Words("", ""), UNIT_WORDS["person"], [_rule(one.rule)])
            for one in framework.count
        ],
        lines=[(line, line.value[-1].value) for line in framework.line],
        awaited=[one.words for one in still_awaited(framework)],
    )


def _dimension(checked: Checked, code: str, told: Mapping[str, Told]) -> Section:
    framework = checked.framework
    dimension = next(one for one in framework.dimension if one.code == code)
    # A weight says something only where a score is held against a cut-off.
    weights, common = integer_weights(framework) if any(one.cutoff for one in framework.outcome) else ({}, 1)
    inside = [one for one in framework.indicator if one.dimension == code]
    lines = [_indicator(checked, one, _share(weights[one.code], common) if weights else "", told) for one in inside]
    whole = PartLine(
        "dimension", code, dimension.words, Words("", ""), UNIT_WORDS["household"], (), told=told.get(key_of(code))
    )
    return Section(dimension.words, lines, whole if inside else None)


def _share(weight: int, common: int) -> str:
    tenths = weight * 1000 // common
    return f"{tenths // 10}.{tenths % 10}"


def _indicator(checked: Checked, one: FrameworkIndicator, weight: str, told: Mapping[str, Told]) -> PartLine:
    rules = [RuleText(Words("ผ่านเมื่อ", "Passes when"), one.passes.strip())]
    if one.applies.strip() != "true":
        rules.insert(0, RuleText(Words("ใช้กับ", "Concerns"), one.applies.strip()))
    return PartLine(
        "indicator",
        one.code,
        one.words,
        one.rule_words,
        _who(one.unit, one.ages),
        rules,
        weight=weight,
        source=one.source,
        unsure=one.unsure,
        waits=[words_of_column(checked.framework, name) for name in waits_for(checked, one.code)],
        told=told.get(key_of(one.code)),
    )


def _who(unit: str, ages: Ages | None) -> Words:
    whole = UNIT_WORDS[unit]
    if ages is None:
        return whole
    if ages.to is None:
        return Words(f"{whole.th}อายุ {ages.from_} ปีขึ้นไป", f"{whole.en} of {ages.from_} and over")
    return Words(f"{whole.th}อายุ {ages.from_}-{ages.to} ปี", f"{whole.en} of {ages.from_}-{ages.to}")


def _scale(checked: Checked, code: str, told: Mapping[str, Told]) -> PartLine:
    scale = next(one for one in checked.framework.scale if one.code == code)
    levels = [(one.words, one.rule.strip(), told.get(key_of(code, one.level))) for one in scale.level]
    waits = [words_of_column(checked.framework, name) for name in waits_for(checked, code)]
    nothing = Words("", "")
    return PartLine(
        "scale", code, scale.words, nothing, UNIT_WORDS["household"], (), source=scale.source, unsure=scale.unsure,
        waits=waits, levels=levels,
    )  # fmt: skip


def _outcomes(framework: Framework, told: Mapping[str, Told]) -> list[PartLine]:
    return [
        PartLine(
            "outcome", one.code, one.words, one.definition, UNIT_WORDS["household"],
            [_rule(one.rule)] if one.rule else [RuleText(Words("เกณฑ์ตัด k", "Cut-off k"), one.cutoff)],
            unsure=one.unsure, told=told.get(key_of(one.code)),
        )
        for one in framework.outcome
    ]  # fmt: skip


def _rule(text: str) -> RuleText:
    return RuleText(Words("กติกา", "Rule"), text.strip())


def changed_rules(old: Framework | None, new: Framework) -> list[tuple[Spot, str, str]]:
    """Return every rule that differs between two versions: where it stands, as it was ('' where new), as it is ('' where gone)."""
    before = rules_of(old) if old is not None else {}
    after = rules_of(new)
    spots = [*after, *(spot for spot in before if spot not in after)]
    pairs = [(spot, before.get(spot, "").strip(), after.get(spot, "").strip()) for spot in spots]
    pairs += _lines_changed(old, new)
    return [one for one in pairs if one[1] != one[2]]


def _lines_changed(old: Framework | None, new: Framework) -> list[tuple[Spot, str, str]]:
    before = {one.name: str(one.value[-1].value) for one in old.line} if old else {}
    after = {one.name: str(one.value[-1].value) for one in new.line}
    cuts_before = {one.code: one.cutoff for one in old.outcome} if old else {}
    cuts = {one.code: one.cutoff for one in new.outcome}
    found: list[tuple[Spot, str, str]] = [
        (("line", name, "value"), before.get(name, ""), after.get(name, "")) for name in {**after, **before}
    ]
    return found + [
        (("outcome", code, "cutoff"), cuts_before.get(code, ""), cuts.get(code, "")) for code in {**cuts, **cuts_before}
    ]


def name_of_spot(framework: Framework, spot: Spot) -> Words:
    """Return what a rule is called on a page: the part's own name and which of its rules."""
    kind, code, which = spot
    named = {one.code: one.words for one in framework.indicator} | {one.code: one.words for one in framework.scale}
    named |= {one.code: one.words for one in framework.outcome} | {one.name: one.words for one in framework.count}
    named |= {one.name: one.words for one in framework.line}
    words = named.get(code, Words(code, code))
    if kind == "scale":
        return Words(f"{words.th} ระดับ {which}", f"{words.en}, level {which}")
    if which == "applies":
        return Words(f"{words.th}: ใช้กับใคร", f"{words.en}: whom it concerns")
    return words
